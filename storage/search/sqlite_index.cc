#include "storage/search/sqlite_index.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/search/holding.h"
#include "storage/search/record_writer.h"
#include "storage/search/sqlite_query.h"
#include "storage/search/words.h"

namespace santong::search {
namespace {

constexpr int64_t kSchemaVersion = 8;
constexpr std::chrono::milliseconds kReadMax(2000);
constexpr std::chrono::milliseconds kWriteMax(std::chrono::hours(24));

constexpr char kSettings[] =
    "PRAGMA auto_vacuum = INCREMENTAL;"  // of a new file
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"  // a crash may lose the last batches, which are then taken again
    "PRAGMA cache_size = -65536;"
    "PRAGMA wal_autocheckpoint = 4000;"
    // What a long reader (Words) let it grow to is given back once that has ended.
    "PRAGMA journal_size_limit = 268435456;";
constexpr char kReaderSettings[] = "PRAGMA cache_size = -16384; PRAGMA query_only = 1;";

// The indexes of words hold no text (content = ''); their rowid is the entry. An entry knows which
// text it is of, so as to be kept where that is the same. `character_index` has
// each character once, for words of one; it needs no places (detail = none).
constexpr char kTables[] =
    "CREATE TABLE progress(id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL,"
    "  scanned_document INTEGER NOT NULL, built INTEGER NOT NULL, link TEXT NOT NULL);"
    "INSERT INTO progress VALUES(1, 0, 0, 0, '');"
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, document INTEGER NOT NULL, version INTEGER NOT "
    "NULL,"
    "  title TEXT NOT NULL, printed_title TEXT NOT NULL, organ TEXT NOT NULL,"
    "  jurisdiction TEXT NOT NULL, subject TEXT NOT NULL, kind INTEGER NOT NULL,"
    "  year INTEGER NOT NULL, published_day INTEGER, effective_day INTEGER, written_day INTEGER,"
    "  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,"
    "  listed_day INTEGER, text_sha256 TEXT NOT NULL);"
    "CREATE INDEX entry_document ON entry(document);"
    "CREATE INDEX entry_title ON entry(title);"
    "CREATE INDEX entry_from_day ON entry(from_day);"
    "CREATE TABLE state_span(document INTEGER NOT NULL, from_day INTEGER NOT NULL,"
    "  to_day INTEGER NOT NULL, state INTEGER NOT NULL, valid INTEGER NOT NULL,"
    "  PRIMARY KEY(document, from_day)) WITHOUT ROWID;"
    "CREATE TABLE citation(document INTEGER NOT NULL, ordinal INTEGER NOT NULL, title TEXT NOT "
    "NULL,"
    "  number TEXT NOT NULL, folded_title TEXT NOT NULL, folded_number TEXT NOT NULL,"
    "  PRIMARY KEY(document, ordinal)) WITHOUT ROWID;"
    "CREATE INDEX citation_title ON citation(folded_title, document, ordinal)"
    "  WHERE folded_title <> '';"
    "CREATE INDEX citation_number ON citation(folded_number, document, ordinal)"
    "  WHERE folded_number <> '';"
    "CREATE VIRTUAL TABLE text_index USING fts5(text, content = '', columnsize = 0,"
    "  tokenize = 'santong_bigram');"
    "CREATE VIRTUAL TABLE character_index USING fts5(text, content = '', columnsize = 0,"
    "  detail = none, tokenize = 'santong_bigram');"
    "CREATE VIRTUAL TABLE title_index USING fts5(text, content = '',"
    "  tokenize = 'santong_bigram');"
    "INSERT INTO text_index(text_index, rank) VALUES('hashsize', 33554432);"
    "INSERT INTO character_index(character_index, rank) VALUES('hashsize', 33554432);"
    // While it is built, each batch is a segment, and they are merged once, at the end.
    "INSERT INTO text_index(text_index, rank) VALUES('automerge', 0);"
    "INSERT INTO text_index(text_index, rank) VALUES('crisismerge', 256);"
    "INSERT INTO character_index(character_index, rank) VALUES('automerge', 0);"
    "INSERT INTO character_index(character_index, rank) VALUES('crisismerge', 256);"
    "PRAGMA user_version = 8;";
static_assert(kSchemaVersion == 8, "the last line of kTables says so too");

// Once it is built: one segment of each, and from then on merged as it grows.
constexpr char kMerge[] =
    "INSERT INTO text_index(text_index) VALUES('optimize');"
    "INSERT INTO text_index(text_index, rank) VALUES('automerge', 8);"
    "INSERT INTO text_index(text_index, rank) VALUES('crisismerge', 16);"
    "INSERT INTO character_index(character_index) VALUES('optimize');"
    "INSERT INTO character_index(character_index, rank) VALUES('automerge', 8);"
    "INSERT INTO character_index(character_index, rank) VALUES('crisismerge', 16);"
    "INSERT INTO title_index(title_index) VALUES('optimize');";
// Gives back to the disk what merging left free. It fails while somebody reads; then the space is
// used again as the index grows.
constexpr char kShrink[] = "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);";

uint64_t InodeOf(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

absl::StatusOr<std::shared_ptr<SqliteIndex::File>> SqliteIndex::OpenFile() const {
  auto writer = Connection::Open(path_, Connection::Mode::kWrite);
  if (!writer.ok()) return writer.status();
  auto file = std::make_shared<File>();
  file->writer = *std::move(writer);
  if (absl::Status status = file->writer->Execute(kSettings); !status.ok()) return status;
  auto version = file->writer->Prepare("PRAGMA user_version");
  if (!version.ok()) return version.status();
  auto row = version->Step();
  if (!row.ok()) return row.status();
  if (version->Integer(0) != kSchemaVersion) {
    return absl::DataLossError("search index: of another schema");
  }
  file->inode = InodeOf(path_);
  return file;
}

std::unique_ptr<SqliteIndex> SqliteIndex::Open(const std::string& path) {
  std::unique_ptr<SqliteIndex> index(new SqliteIndex(path));
  // Check says what failed, and the follower tries again.
  if (absl::IsDataLoss(index->OpenAgain())) index->Reset().IgnoreError();
  return index;
}

absl::Status SqliteIndex::Reset() {
  {
    absl::MutexLock lock(&mutex_);
    file_.reset();
  }
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((path_ + suffix).c_str());
  {
    auto fresh = Connection::Open(path_, Connection::Mode::kWrite);
    if (!fresh.ok()) return fresh.status();
    if (absl::Status status = (*fresh)->Execute(kSettings); !status.ok()) return status;
    const std::string tables = absl::StrCat("BEGIN;", kTables, "COMMIT;");
    if (absl::Status status = (*fresh)->Execute(tables.c_str()); !status.ok()) return status;
  }
  auto file = OpenFile();
  if (!file.ok()) return file.status();
  absl::MutexLock lock(&mutex_);
  file_ = *std::move(file);
  return absl::OkStatus();
}

std::shared_ptr<SqliteIndex::File> SqliteIndex::file() const {
  absl::MutexLock lock(&mutex_);
  return file_;
}

void SqliteIndex::NoteDamage(File& file, const absl::Status& status) {
  if (!absl::IsDataLoss(status)) return;
  absl::MutexLock lock(&file.mutex);
  file.damaged = true;
}

void SqliteIndex::Distrust() const {
  const std::shared_ptr<File> file = this->file();
  if (file != nullptr) NoteDamage(*file, absl::DataLossError(""));
}

absl::Status SqliteIndex::OpenAgain() const {
  auto file = OpenFile();
  const absl::Status status = file.status();
  if (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) return status;
  if (!status.ok()) return absl::DataLossError(status.message());
  absl::MutexLock lock(&mutex_);
  if (file_ == nullptr) file_ = *std::move(file);
  return absl::OkStatus();
}

absl::Status SqliteIndex::Check() const {
  const std::shared_ptr<File> file = this->file();
  if (file == nullptr) return OpenAgain();
  if (InodeOf(path_) != file->inode) {
    return absl::DataLossError("search index: the file is gone");
  }
  absl::MutexLock lock(&file->mutex);
  return file->damaged ? absl::DataLossError("search index: damaged") : absl::OkStatus();
}

absl::Status SqliteIndex::CheckWhole() const {
  return Read([](Connection& connection) {
    connection.SetTimeLimit(kWriteMax);
    return CheckPages(connection);
  });
}

absl::StatusOr<Holding> SqliteIndex::Held(int64_t first, int64_t last) const {
  Holding holding;
  absl::Status status = Read([&](Connection& connection) {
    connection.SetTimeLimit(kWriteMax);
    return ReadHolding(connection, first, last, &holding);
  });
  if (!status.ok()) return status;
  return holding;
}

absl::StatusOr<Wording> SqliteIndex::Words(absl::FunctionRef<bool()> stopped) const {
  const std::shared_ptr<File> file = this->file();
  if (file == nullptr) return absl::UnavailableError("search index: not open");
  // A reader of its own, without a limit of time and with more memory.
  auto reader = Connection::Open(path_, Connection::Mode::kRead);
  absl::Status status = reader.status();
  Wording wording;
  if (status.ok()) status = ReadWords(**reader, stopped, &wording);
  NoteDamage(*file, status);
  if (!status.ok()) return status;
  return wording;
}

absl::Status SqliteIndex::Read(absl::FunctionRef<absl::Status(Connection&)> ask) const {
  const std::shared_ptr<File> file = this->file();
  if (file == nullptr) return absl::UnavailableError("search index: not open");
  std::unique_ptr<Connection> reader;
  {
    absl::MutexLock lock(&file->mutex);
    if (!file->idle.empty()) {
      reader = std::move(file->idle.back());
      file->idle.pop_back();
    }
  }
  if (reader == nullptr) {
    auto opened = Connection::Open(path_, Connection::Mode::kRead);
    absl::Status status = opened.status();
    if (status.ok()) status = (*opened)->Execute(kReaderSettings);
    if (!status.ok()) {
      NoteDamage(*file, status);
      return status;
    }
    reader = *std::move(opened);
  }
  reader->SetTimeLimit(kReadMax);
  absl::Status status = ask(*reader);
  NoteDamage(*file, status);
  if (status.ok() || absl::IsResourceExhausted(status)) {
    absl::MutexLock lock(&file->mutex);
    file->idle.push_back(std::move(reader));
  }
  return status;
}

absl::StatusOr<Progress> SqliteIndex::GetProgress() const {
  Progress progress;
  absl::Status status =
      Read([&](Connection& connection) { return ReadProgress(connection, &progress); });
  if (!status.ok()) return status;
  return progress;
}

absl::Status SqliteIndex::Apply(absl::Span<const Record> records, const Progress& progress) {
  const std::shared_ptr<File> file = this->file();
  if (file == nullptr) return absl::UnavailableError("search index: not open");
  Connection& writer = *file->writer;
  writer.SetTimeLimit(kWriteMax);
  auto before = GetProgress();
  if (!before.ok()) return before.status();
  const bool completes = progress.built && !before->built;
  absl::Status status = writer.Execute("BEGIN IMMEDIATE");
  if (status.ok()) status = WriteRecords(writer, file->numbers, records);
  if (status.ok() && completes) status = writer.Execute(kMerge);
  if (status.ok()) {
    auto statement = writer.Prepare(
        "UPDATE progress SET sequence = ?1, scanned_document = ?2, built = ?3, link = ?4 "
        "WHERE id = 1");
    status = statement.status();
    if (status.ok()) {
      status = statement->Bind(static_cast<int64_t>(progress.sequence))
                   .Bind(static_cast<int64_t>(progress.scanned_document))
                   .Bind(int64_t{progress.built})
                   .Bind(progress.link)
                   .Run();
    }
  }
  if (status.ok()) status = writer.Execute("COMMIT");
  if (!status.ok()) {
    writer.Execute("ROLLBACK").IgnoreError();  // what failed is what is reported
    file->numbers.Forget();
    NoteDamage(*file, status);
  } else if (completes) {
    writer.Execute(kShrink).IgnoreError();
  }
  return status;
}

absl::StatusOr<std::vector<Hit>> SqliteIndex::Find(const Query& query) const {
  std::vector<Hit> hits;
  absl::Status status =
      Read([&](Connection& connection) { return FindHits(connection, query, &hits); });
  if (!status.ok()) return status;
  return hits;
}

absl::StatusOr<int64_t> SqliteIndex::Count(const Query& query, int64_t limit) const {
  int64_t count = 0;
  absl::Status status =
      Read([&](Connection& connection) { return CountHits(connection, query, limit, &count); });
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<std::vector<FacetRow>> SqliteIndex::Facets(const Query& query, int64_t limit) const {
  std::vector<FacetRow> rows;
  absl::Status status =
      Read([&](Connection& connection) { return FacetsOfHits(connection, query, limit, &rows); });
  if (!status.ok()) return status;
  return rows;
}

absl::StatusOr<std::vector<std::string>> SqliteIndex::NearTitles(absl::string_view folded,
                                                                 int limit) const {
  std::vector<std::string> titles;
  absl::Status status = Read([&](Connection& connection) {
    connection.SetTimeLimit(std::chrono::milliseconds(100));
    return FindNearTitles(connection, folded, limit, &titles);
  });
  if (absl::IsResourceExhausted(status)) return std::vector<std::string>();
  if (!status.ok()) return status;
  return titles;
}

absl::StatusOr<int64_t> SqliteIndex::FirstDay(int64_t behind) const {
  int64_t day = kNoDay;
  absl::Status status = Read([&](Connection& connection) -> absl::Status {
    auto statement = connection.Prepare(
        "SELECT from_day FROM entry WHERE from_day > ?1 ORDER BY from_day LIMIT 1");
    if (!statement.ok()) return statement.status();
    auto row = statement->Bind(behind).Step();
    if (row.ok() && *row) day = statement->Integer(0);
    return row.status();
  });
  if (!status.ok()) return status;
  return day;
}

absl::StatusOr<std::vector<CitationRow>> SqliteIndex::CitedBy(uint64_t document,
                                                              CitationPlace after,
                                                              int limit) const {
  std::vector<CitationRow> rows;
  absl::Status status = Read([&](Connection& connection) {
    return FindCitedBy(connection, document, after, limit, &rows);
  });
  if (!status.ok()) return status;
  return rows;
}

absl::StatusOr<std::vector<CitationRow>> SqliteIndex::Citing(
    const std::vector<std::string>& folded_numbers, const std::string& folded_title,
    CitationPlace after, int limit) const {
  std::vector<CitationRow> rows;
  absl::Status status = Read([&](Connection& connection) {
    return FindCiting(connection, folded_numbers, folded_title, after, limit, &rows);
  });
  if (!status.ok()) return status;
  return rows;
}

}  // namespace santong::search
