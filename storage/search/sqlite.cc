#include "storage/search/sqlite.h"

#include <sqlite3.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/search/bigram_tokenizer.h"

namespace santong::search {
namespace {

// Statements differ by the shape of a filter; more than this many shapes are prepared again.
constexpr size_t kStatementsKept = 64;
constexpr int kStepsBetweenLooksAtTheClock = 2000;

}  // namespace

absl::Status StatusOf(sqlite3* database) {
  const std::string message = absl::StrCat("search index: ", sqlite3_errmsg(database));
  switch (sqlite3_errcode(database)) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
      return absl::DataLossError(message);
    // The file may be as it was: too few file descriptors, a disk that is full or away. A file that
    // is gone is seen by its inode (SqliteIndex::Check).
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      return absl::UnavailableError(message);
    case SQLITE_INTERRUPT:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError(message);
    default:
      // An emptied file is a good database without our tables.
      return absl::StrContains(message, "no such table") ? absl::DataLossError(message)
                                                         : absl::InternalError(message);
  }
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Statement& Statement::Bind(int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Statement& Statement::Bind(absl::optional<int64_t> value) {
  if (value.has_value()) return Bind(*value);
  ++bound_;  // NULL is what is not bound
  return *this;
}

Statement& Statement::Bind(absl::string_view text) {
  sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return StatusOf(sqlite3_db_handle(statement_));
}

absl::Status Statement::Run() {
  absl::StatusOr<bool> row = true;
  while (row.ok() && *row) row = Step();
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
  return row.status();
}

int64_t Statement::Integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string()
                         : std::string(text, sqlite3_column_bytes(statement_, column));
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode) {
  const int flags =
      mode == Mode::kWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> connection(new Connection(database));
  if (code != SQLITE_OK) return StatusOf(database);
  sqlite3_busy_timeout(database, 5000);
  sqlite3_progress_handler(database, kStepsBetweenLooksAtTheClock, IsOverTime, connection.get());
  if (absl::Status status = RegisterBigramTokenizer(database); !status.ok()) return status;
  return connection;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

absl::Status Connection::Execute(const char* sql) {
  return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK ? absl::OkStatus()
                                                                              : StatusOf(database_);
}

absl::StatusOr<Statement> Connection::Prepare(const std::string& sql) {
  if (auto kept = statements_.find(sql); kept != statements_.end()) {
    return Statement(kept->second);
  }
  if (statements_.size() >= kStatementsKept) {
    for (auto it = statements_.begin(); it != statements_.end();) {
      // One in use stays.
      if (sqlite3_stmt_busy(it->second) != 0) {
        ++it;
      } else {
        sqlite3_finalize(it->second);
        it = statements_.erase(it);
      }
    }
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    return StatusOf(database_);
  }
  statements_.emplace(sql, statement);
  return Statement(statement);
}

void Connection::SetTimeLimit(std::chrono::milliseconds limit) {
  deadline_ = std::chrono::steady_clock::now() + limit;
}

int Connection::IsOverTime(void* self) {
  return std::chrono::steady_clock::now() > static_cast<Connection*>(self)->deadline_ ? 1 : 0;
}

}  // namespace santong::search
