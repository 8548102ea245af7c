#include "storage/search/sqlite_query.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace santong::search {
namespace {

// Tiers of a search with title_first.
constexpr int kExactTitleTier = 0;
constexpr int kTitleTier = 1;
constexpr int kTextTier = 2;

// The least day that is told apart from those before it: 875 A.D.
constexpr int64_t kFirstDayNumbered = -400000;
constexpr int64_t kLastDayNumbered = 3000000;
// How many days behind its own an entry may be numbered, where a day is full.
constexpr int64_t kSlackDays = 4;

// With at most so many documents left by a filter, each is looked up among the words; with more,
// the words are walked through and the filter is looked at.
constexpr int64_t kFewDocuments = 300;

// A piece of SQL and the values of its question marks.
class Sql {
 public:
  explicit Sql(std::string text = "") : text_(std::move(text)) {}

  Sql& Add(absl::string_view text) {
    absl::StrAppend(&text_, text);
    return *this;
  }
  Sql& Add(absl::string_view text, Value value) {
    values_.push_back(std::move(value));
    return Add(text);
  }
  Sql& Add(const Sql& more) {
    values_.insert(values_.end(), more.values_.begin(), more.values_.end());
    return Add(more.text_);
  }

  absl::StatusOr<Statement> Prepare(Connection& connection) const {
    auto statement = connection.Prepare(text_);
    if (!statement.ok()) return statement;
    for (const Value& value : values_) {
      if (const auto* number = std::get_if<int64_t>(&value)) {
        statement->Bind(*number);
      } else {
        statement->Bind(absl::string_view(std::get<std::string>(value)));
      }
    }
    return statement;
  }

 private:
  std::string text_;
  std::vector<Value> values_;
};

// Each word as a phrase of FTS5: its pairs of characters, one behind the other.
std::string MatchOf(const std::vector<std::string>& words) {
  return absl::StrJoin(words, " AND ", [](std::string* out, const std::string& word) {
    absl::StrAppend(out, "\"", absl::StrReplaceAll(word, {{"\"", "\"\""}}), "\"");
  });
}

Sql StateOn(int64_t day) {
  return Sql("(SELECT s.state FROM state_span s WHERE s.document = e.document")
      .Add(" AND s.from_day <= ?", day)
      .Add(" AND s.to_day >= ?)", day);
}

const char* ColumnName(Column column) {
  switch (column) {
    case Column::kState:
      return "";
    case Column::kOrgan:
      return "e.organ";
    case Column::kJurisdiction:
      return "e.jurisdiction";
    case Column::kYear:
      return "e.year";
    case Column::kSubject:
      return "e.subject";
    case Column::kKind:
      return "e.kind";
    case Column::kPublishedDay:
      return "e.published_day";
    case Column::kEffectiveDay:
      return "e.effective_day";
    case Column::kWrittenDay:
      return "e.written_day";
  }
  return "";
}

void AddCondition(const Condition& condition, int64_t day, Sql* sql) {
  sql->Add(" AND ");
  if (condition.column == Column::kState) {
    sql->Add(StateOn(day));
  } else {
    sql->Add(ColumnName(condition.column));
  }
  switch (condition.op) {
    case Operator::kIn:
    case Operator::kNotIn: {
      sql->Add(condition.op == Operator::kIn ? " IN (" : " NOT IN (");
      bool first = true;
      for (const Value& value : condition.values) {
        sql->Add(first ? "?" : ", ?", value);
        first = false;
      }
      sql->Add(")");
      return;
    }
    case Operator::kLess:
      sql->Add(" < ?", condition.values.front());
      return;
    case Operator::kAtMost:
      sql->Add(" <= ?", condition.values.front());
      return;
    case Operator::kGreater:
      sql->Add(" > ?", condition.values.front());
      return;
    case Operator::kAtLeast:
      sql->Add(" >= ?", condition.values.front());
      return;
  }
}

// That the text is shown on the day, and the filter.
Sql Where(const Query& query) {
  Sql sql;
  sql.Add(" AND e.from_day <= ?", query.day).Add(" AND e.to_day >= ?", query.day);
  for (const Condition& condition : query.conditions) AddCondition(condition, query.day, &sql);
  return sql;
}

// The entries that can be of a year: a filter by year need not walk through the others.
struct Range {
  int64_t from = 0;
  int64_t before = INT64_MAX;
};

int64_t FirstDayOf(int64_t year) {
  // Days from 1970-01-01 to the first day of a year of the Gregorian calendar.
  const int64_t y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

Range RangeOf(const Query& query) {
  Range range;
  auto from_day = [&](int64_t day) { range.from = std::max(range.from, FirstEntryOf(day)); };
  auto to_day = [&](int64_t day) {
    range.before = std::min(range.before, FirstEntryOf(day + 1 + kSlackDays));
  };
  for (const Condition& condition : query.conditions) {
    const bool is_year = condition.column == Column::kYear;
    if ((!is_year && condition.column != Column::kPublishedDay) || condition.values.size() != 1)
      continue;
    const int64_t value = std::get<int64_t>(condition.values.front());
    const int64_t first = is_year ? FirstDayOf(value) : value;
    const int64_t last = is_year ? FirstDayOf(value + 1) - 1 : value;
    const Operator op = condition.op;
    if (op == Operator::kIn || op == Operator::kAtLeast || op == Operator::kGreater)
      from_day(first);
    if (op == Operator::kIn || op == Operator::kAtMost || op == Operator::kLess) to_day(last);
  }
  return range;
}

bool IsIndexed(const Condition& condition) {
  return condition.op == Operator::kIn && condition.values.size() == 1 &&
         (condition.column == Column::kOrgan || condition.column == Column::kJurisdiction ||
          condition.column == Column::kSubject);
}

// Whether the filter leaves so few documents that they are better looked up one by one.
absl::StatusOr<bool> LeavesFew(Connection& connection, const Query& query) {
  for (const Condition& condition : query.conditions) {
    if (!IsIndexed(condition)) continue;
    Sql sql("SELECT count(*) FROM (SELECT 1 FROM entry e WHERE 1");
    AddCondition(condition, query.day, &sql);
    sql.Add(" LIMIT ?)", kFewDocuments + 1);
    auto statement = sql.Prepare(connection);
    if (!statement.ok()) return statement.status();
    auto row = statement->Step();
    if (!row.ok()) return row.status();
    if (statement->Integer(0) <= kFewDocuments) return true;
  }
  return false;
}

// What is asked, worked out once for all tiers.
class Plan {
 public:
  static absl::StatusOr<Plan> Make(Connection& connection, const Query& query) {
    Plan plan(query);
    if (!query.words.empty() && !query.conditions.empty()) {
      auto few = LeavesFew(connection, query);
      if (!few.ok()) return few.status();
      plan.few_ = *few;
    }
    return plan;
  }

  // FROM … WHERE … of one tier, for entries before `before`; newest first follows by itself.
  Sql Tier(int tier, int64_t before) const {
    Sql sql;
    before = std::min(before, range_.before);
    if (query_.words.empty() || tier == kExactTitleTier) {
      sql.Add(" FROM entry e WHERE e.id < ?", before).Add(" AND e.id >= ?", range_.from);
    } else {
      const std::string index = tier == kTitleTier ? "title_index" : "text_index";
      const std::string from =
          few_ ? absl::StrCat(" FROM entry e CROSS JOIN ", index, " t ON t.rowid = e.id")
               : absl::StrCat(" FROM ", index, " t CROSS JOIN entry e ON e.id = t.rowid");
      sql.Add(absl::StrCat(from, " WHERE ", index, " MATCH ?"), MatchOf(query_.words));
      const std::string id = few_ ? "e.id" : "t.rowid";
      sql.Add(absl::StrCat(" AND ", id, " < ?"), before);
      sql.Add(absl::StrCat(" AND ", id, " >= ?"), range_.from);
    }
    sql.Add(Where(query_));
    if (!query_.title_first || query_.words.empty()) return sql;
    if (tier == kExactTitleTier)
      return sql.Add(" AND e.title = ?", absl::StrJoin(query_.words, ""));
    if (tier == kTitleTier) return sql.Add(" AND e.title <> ?", absl::StrJoin(query_.words, ""));
    sql.Add(" AND NOT (1");
    for (const std::string& word : query_.words) sql.Add(" AND instr(e.title, ?) > 0", word);
    return sql.Add(")");
  }

  Sql Ordered(int tier, int64_t before, int64_t limit) const {
    const bool by_words = !query_.words.empty() && tier != kExactTitleTier && !few_;
    return Tier(tier, before)
        .Add(by_words ? " ORDER BY t.rowid DESC" : " ORDER BY e.id DESC")
        .Add(" LIMIT ?", limit);
  }

 private:
  explicit Plan(const Query& query) : query_(query), range_(RangeOf(query)) {}

  const Query& query_;
  const Range range_;
  bool few_ = false;
};

// All hits in one tier.
Query WithoutTiers(const Query& query) {
  Query all = query;
  all.title_first = false;
  return all;
}

absl::Status ReadCitations(Statement& statement, std::vector<CitationRow>* rows) {
  while (true) {
    auto row = statement.Step();
    if (!row.ok() || !*row) return row.status();
    rows->push_back({{static_cast<uint64_t>(statement.Integer(0)), statement.Integer(1)},
                     statement.Text(2),
                     statement.Text(3)});
  }
}

}  // namespace

int64_t FirstEntryOf(int64_t day) {
  return (std::clamp(day, kFirstDayNumbered, kLastDayNumbered) - kFirstDayNumbered + 1) *
         kEntriesPerDay;
}

absl::Status FindHits(Connection& connection, const Query& query, std::vector<Hit>* hits) {
  auto plan = Plan::Make(connection, query);
  if (!plan.ok()) return plan.status();
  const bool tiers = query.title_first && !query.words.empty();
  int64_t before = query.after.entry;
  for (int tier = tiers ? query.after.tier : kTextTier; tier <= kTextTier; ++tier) {
    Sql sql("SELECT e.id, e.document, e.version, ");
    sql.Add(StateOn(query.day));
    sql.Add(plan->Ordered(tier, before, query.limit - static_cast<int64_t>(hits->size())));
    auto statement = sql.Prepare(connection);
    if (!statement.ok()) return statement.status();
    while (true) {
      auto row = statement->Step();
      if (!row.ok()) return row.status();
      if (!*row) break;
      hits->push_back({static_cast<uint64_t>(statement->Integer(1)),
                       static_cast<uint32_t>(statement->Integer(2)),
                       static_cast<int>(statement->Integer(3)),
                       {tier, statement->Integer(0)}});
    }
    if (hits->size() == static_cast<size_t>(query.limit)) return absl::OkStatus();
    before = INT64_MAX;
  }
  return absl::OkStatus();
}

absl::Status CountHits(Connection& connection, const Query& asked, int64_t limit, int64_t* count) {
  const Query query = WithoutTiers(asked);
  auto plan = Plan::Make(connection, query);
  if (!plan.ok()) return plan.status();
  auto statement = Sql("SELECT count(*) FROM (SELECT 1")
                       .Add(plan->Ordered(kTextTier, INT64_MAX, limit))
                       .Add(")")
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  auto row = statement->Step();
  if (row.ok()) *count = statement->Integer(0);
  return row.status();
}

absl::Status FacetsOfHits(Connection& connection, const Query& asked, int64_t limit,
                          std::vector<FacetRow>* rows) {
  const Query query = WithoutTiers(asked);
  auto plan = Plan::Make(connection, query);
  if (!plan.ok()) return plan.status();
  auto statement = Sql("SELECT ")
                       .Add(StateOn(query.day))
                       .Add(", e.organ, e.jurisdiction, e.subject, e.year, e.kind")
                       .Add(plan->Ordered(kTextTier, INT64_MAX, limit))
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  while (true) {
    auto row = statement->Step();
    if (!row.ok() || !*row) return row.status();
    rows->push_back({.state = static_cast<int>(statement->Integer(0)),
                     .organ = statement->Text(1),
                     .jurisdiction = statement->Text(2),
                     .subject = statement->Text(3),
                     .year = static_cast<int>(statement->Integer(4)),
                     .kind = static_cast<int>(statement->Integer(5))});
  }
}

absl::Status FindNearTitles(Connection& connection, absl::string_view folded, int limit,
                            std::vector<std::string>* titles) {
  std::vector<absl::string_view> characters;
  for (size_t at = 0; at < folded.size();) {
    size_t end = at + 1;
    while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0) == 0x80) ++end;
    characters.push_back(folded.substr(at, end - at));
    at = end;
  }
  constexpr size_t kPairsMax = 40;
  std::vector<std::string> pairs;
  for (size_t i = 0; i + 1 < characters.size() && pairs.size() < kPairsMax; ++i) {
    pairs.push_back(absl::StrCat(
        "\"", absl::StrReplaceAll(absl::StrCat(characters[i], characters[i + 1]), {{"\"", "\"\""}}),
        "\""));
  }
  if (pairs.empty()) return absl::OkStatus();
  // Rare pairs weigh most (bm25), so a title that shares a name comes before one that shares 通知.
  auto statement =
      Sql("SELECT e.printed_title FROM title_index t CROSS JOIN entry e ON e.id = t.rowid")
          .Add(" WHERE title_index MATCH ?", absl::StrJoin(pairs, " OR "))
          .Add(" ORDER BY t.rank LIMIT ?", int64_t{limit} * 2)
          .Prepare(connection);
  if (!statement.ok()) return statement.status();
  std::set<std::string> seen;
  while (titles->size() < static_cast<size_t>(limit)) {
    auto row = statement->Step();
    if (!row.ok() || !*row) return row.status();
    std::string title = statement->Text(0);
    if (seen.insert(title).second) titles->push_back(std::move(title));
  }
  return absl::OkStatus();
}

absl::Status FindCitedBy(Connection& connection, uint64_t document, CitationPlace after, int limit,
                         std::vector<CitationRow>* rows) {
  auto statement = Sql("SELECT document, ordinal, title, number FROM citation")
                       .Add(" WHERE document = ?", static_cast<int64_t>(document))
                       .Add(" AND ordinal > ?", after.ordinal)
                       .Add(" ORDER BY ordinal LIMIT ?", int64_t{limit})
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  return ReadCitations(*statement, rows);
}

absl::Status FindCiting(Connection& connection, const std::vector<std::string>& folded_numbers,
                        const std::string& folded_title, CitationPlace after, int limit,
                        std::vector<CitationRow>* rows) {
  Sql sql("SELECT document, ordinal, title, number FROM citation WHERE ((folded_number = ''");
  sql.Add(" AND folded_title = ?)", folded_title);
  for (const std::string& number : folded_numbers) {
    sql.Add(" OR (folded_number <> '' AND folded_number = ?)", number);
  }
  const auto document = static_cast<int64_t>(after.document);
  auto statement = sql.Add(") AND (document, ordinal) > (?", document)
                       .Add(", ?)", after.ordinal)
                       .Add(" ORDER BY document, ordinal LIMIT ?", int64_t{limit})
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  return ReadCitations(*statement, rows);
}

}  // namespace santong::search
