// SQLite's C interface as values: a connection, a statement, and its errors as ours.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

struct sqlite3;
struct sqlite3_stmt;

namespace santong::search {

// The connection's last error: DATA_LOSS for a damaged file or one that is none of ours,
// UNAVAILABLE where the file cannot be opened or read now, which says nothing about what stands in
// it, RESOURCE_EXHAUSTED for a call that ran out of its time or a full disk, INTERNAL for others.
absl::Status StatusOf(sqlite3* database);

// A prepared statement in use; reset when it goes, and kept by its connection.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(Statement&& other) noexcept : statement_(other.statement_) {
    other.statement_ = nullptr;
  }
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Parameters are counted on from 1 with each call; texts are copied.
  Statement& Bind(int64_t value);
  Statement& Bind(absl::string_view text);
  // NULL when absent.
  Statement& Bind(absl::optional<int64_t> value);
  // True when there is a row, false at the end.
  absl::StatusOr<bool> Step();
  // Runs it to its end and makes it ready to be bound again.
  absl::Status Run();

  int64_t Integer(int column) const;
  std::string Text(int column) const;

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

// One connection; used by one thread at a time.
class Connection {
 public:
  enum class Mode { kRead, kWrite };
  // With the tokenizer registered. A file that is not there is made by kWrite alone.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode);
  ~Connection();

  absl::Status Execute(const char* sql);
  // Prepared once and kept; at most one Statement of one text is in use at a time.
  absl::StatusOr<Statement> Prepare(const std::string& sql);
  // What is asked of it from now on ends with RESOURCE_EXHAUSTED when it takes longer.
  void SetTimeLimit(std::chrono::milliseconds limit);

 private:
  explicit Connection(sqlite3* database) : database_(database) {}

  static int IsOverTime(void* self);

  sqlite3* const database_;
  std::map<std::string, sqlite3_stmt*> statements_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace santong::search
