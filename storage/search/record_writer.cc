#include "storage/search/record_writer.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "storage/search/words.h"

namespace santong::search {
namespace {

absl::optional<int64_t> DayOrNull(int64_t day) {
  return day == kNoDay ? absl::nullopt : absl::optional<int64_t>(day);
}

// Entries are made in the order of their numbers, which FTS5 needs to keep them together.
class RecordWriter {
 public:
  RecordWriter(Connection& connection, EntryNumbers& numbers)
      : connection_(connection), numbers_(numbers) {}

  absl::Status Write(absl::Span<const Record> records) {
    struct Pending {
      const Record* record;
      const Text* text;
    };
    std::vector<Pending> pending;
    for (const Record& record : records) {
      std::set<int64_t> kept;
      for (const Text& text : record.texts) {
        auto id = Keep(record, text, kept);
        if (!id.ok()) return id.status();
        if (!id->has_value()) pending.push_back({&record, &text});
      }
      if (absl::Status status = Remove(record.document, kept); !status.ok()) return status;
      if (record.texts.empty()) continue;
      if (absl::Status status = WriteStates(record); !status.ok()) return status;
      if (absl::Status status = WriteCitations(record); !status.ok()) return status;
    }
    std::stable_sort(pending.begin(), pending.end(), [](const Pending& a, const Pending& b) {
      return a.record->listed_day < b.record->listed_day;
    });
    for (const Pending& one : pending) {
      auto id = numbers_.Next(connection_, one.record->listed_day);
      if (!id.ok()) return id.status();
      if (absl::Status status = WriteEntry(*id, *one.record, *one.text); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

 private:
  // The entry with the same words (IndexedTextsOf) and place, which from now on says the rest of
  // the record; nothing where there is none that is not in `kept`, to which it is added.
  absl::StatusOr<absl::optional<int64_t>> Keep(const Record& record, const Text& text,
                                               std::set<int64_t>& kept) {
    if (text.sha256.empty()) return absl::optional<int64_t>();
    absl::optional<int64_t> same;
    {
      auto found = connection_.Prepare(
          "SELECT id FROM entry WHERE document = ?1 AND version = ?2 AND text_sha256 = ?3"
          " AND listed_day IS ?4 AND title = ?5 AND organ = ?6 AND jurisdiction = ?7"
          " AND subject = ?8 AND kind = ?9 AND year = ?10 ORDER BY id");
      if (!found.ok()) return found.status();
      found->Bind(static_cast<int64_t>(record.document))
          .Bind(int64_t{text.version})
          .Bind(text.sha256)
          .Bind(DayOrNull(record.listed_day))
          .Bind(record.title)
          .Bind(record.organ)
          .Bind(record.jurisdiction)
          .Bind(record.subject)
          .Bind(int64_t{record.kind})
          .Bind(int64_t{record.year});
      while (!same.has_value()) {
        auto row = found->Step();
        if (!row.ok()) return row.status();
        if (!*row) return same;
        if (kept.count(found->Integer(0)) == 0) same = found->Integer(0);
      }
    }
    auto update = connection_.Prepare(
        "UPDATE entry SET printed_title = ?1, published_day = ?2, effective_day = ?3,"
        " written_day = ?4, from_day = ?5, to_day = ?6 WHERE id = ?7");
    if (!update.ok()) return update.status();
    absl::Status status = update->Bind(record.printed_title)
                              .Bind(DayOrNull(record.published_day))
                              .Bind(DayOrNull(record.effective_day))
                              .Bind(DayOrNull(record.written_day))
                              .Bind(text.from_day)
                              .Bind(text.to_day)
                              .Bind(*same)
                              .Run();
    if (!status.ok()) return status;
    kept.insert(*same);
    return same;
  }

  // All of the document but the entries in `kept`.
  absl::Status Remove(uint64_t document, const std::set<int64_t>& kept) {
    std::vector<int64_t> gone;
    {
      auto entries = connection_.Prepare("SELECT id FROM entry WHERE document = ?1");
      if (!entries.ok()) return entries.status();
      entries->Bind(static_cast<int64_t>(document));
      while (true) {
        auto row = entries->Step();
        if (!row.ok()) return row.status();
        if (!*row) break;
        if (kept.count(entries->Integer(0)) == 0) gone.push_back(entries->Integer(0));
      }
    }
    for (const int64_t id : gone) {
      if (absl::Status status = Delete("DELETE FROM entry WHERE id = ?1", id); !status.ok())
        return status;
    }
    const auto id = static_cast<int64_t>(document);
    absl::Status status = Delete("DELETE FROM state_span WHERE document = ?1", id);
    return status.ok() ? Delete("DELETE FROM citation WHERE document = ?1", id) : status;
  }

  absl::Status Delete(const char* sql, int64_t id) {
    auto statement = connection_.Prepare(sql);
    return statement.ok() ? statement->Bind(id).Run() : statement.status();
  }

  absl::Status WriteStates(const Record& record) {
    auto statement = connection_.Prepare("INSERT INTO state_span VALUES(?1, ?2, ?3, ?4, ?5)");
    if (!statement.ok()) return statement.status();
    for (const StateSpan& span : record.states) {
      absl::Status status = statement->Bind(static_cast<int64_t>(record.document))
                                .Bind(span.from_day)
                                .Bind(span.to_day)
                                .Bind(int64_t{span.state})
                                .Bind(int64_t{span.valid})
                                .Run();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status WriteCitations(const Record& record) {
    auto statement = connection_.Prepare("INSERT INTO citation VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    if (!statement.ok()) return statement.status();
    int64_t ordinal = 0;
    for (const Citation& citation : record.citations) {
      absl::Status status = statement->Bind(static_cast<int64_t>(record.document))
                                .Bind(ordinal++)
                                .Bind(citation.title)
                                .Bind(citation.number)
                                .Bind(citation.folded_title)
                                .Bind(citation.folded_number)
                                .Run();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status WriteEntry(int64_t id, const Record& record, const Text& text) {
    auto entry = connection_.Prepare(
        "INSERT INTO entry VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
        "?15, ?16, ?17)");
    if (!entry.ok()) return entry.status();
    absl::Status status = entry->Bind(id)
                              .Bind(static_cast<int64_t>(record.document))
                              .Bind(int64_t{text.version})
                              .Bind(record.title)
                              .Bind(record.printed_title)
                              .Bind(record.organ)
                              .Bind(record.jurisdiction)
                              .Bind(record.subject)
                              .Bind(int64_t{record.kind})
                              .Bind(int64_t{record.year})
                              .Bind(DayOrNull(record.published_day))
                              .Bind(DayOrNull(record.effective_day))
                              .Bind(DayOrNull(record.written_day))
                              .Bind(text.from_day)
                              .Bind(text.to_day)
                              .Bind(DayOrNull(record.listed_day))
                              .Bind(text.sha256)
                              .Run();
    if (!status.ok()) return status;
    const IndexedTexts texts = IndexedTextsOf(record, text);
    status = Index("INSERT INTO title_index(rowid, text) VALUES(?1, ?2)", id, texts.title);
    if (!status.ok()) return status;
    status = Index("INSERT INTO character_index(rowid, text) VALUES(?1, ?2)", id, texts.characters);
    if (!status.ok()) return status;
    return Index("INSERT INTO text_index(rowid, text) VALUES(?1, ?2)", id, texts.text);
  }

  absl::Status Index(const char* sql, int64_t id, const std::string& text) {
    auto statement = connection_.Prepare(sql);
    if (!statement.ok()) return statement.status();
    return statement->Bind(id).Bind(text).Run();
  }

  Connection& connection_;
  EntryNumbers& numbers_;
};

}  // namespace

absl::Status WriteRecords(Connection& connection, EntryNumbers& numbers,
                          absl::Span<const Record> records) {
  return RecordWriter(connection, numbers).Write(records);
}

}  // namespace santong::search
