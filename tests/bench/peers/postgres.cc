#include "tests/bench/peers/postgres.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace santong::bench {
namespace {

constexpr char kUser[] = "postgres";
constexpr absl::Duration kStartMax = absl::Minutes(1);

using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

// The newest of Debian's.
std::string ProgramFolder() {
  std::string newest;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql"))
    newest = std::max(newest, entry.path().string());
  return newest + "/bin";
}

Result Checked(PGconn* connection, PGresult* raw) {
  Result result(raw, PQclear);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
    std::fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(connection));
    std::exit(1);
  }
  return result;
}

PGconn* Open(const std::string& folder) {
  return PQconnectdb(absl::StrCat("host=", folder, " user=", kUser, " dbname=postgres").c_str());
}

}  // namespace

Connection::Connection(const std::string& socket_folder)
    : connection_(Open(socket_folder), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    std::fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(connection_.get()));
    std::exit(1);
  }
}

void Connection::Run(const std::string& sql) {
  Checked(connection_.get(), PQexec(connection_.get(), sql.c_str()));
}

void Connection::Prepare(const std::string& name, const std::string& sql) {
  Checked(connection_.get(), PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
}

Connection::Result Connection::Execute(const std::string& prepared,
                                       const std::vector<std::string>& values) {
  std::vector<const char*> pointers;
  for (const std::string& value : values) pointers.push_back(value.c_str());
  return Checked(connection_.get(), PQexecPrepared(connection_.get(), prepared.c_str(),
                                                   static_cast<int>(values.size()), pointers.data(),
                                                   nullptr, nullptr, 0));
}

std::string Connection::Ask(const std::string& prepared, const std::vector<std::string>& values) {
  const Result result = Execute(prepared, values);
  return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

int64_t Connection::Rows(const std::string& prepared, const std::vector<std::string>& values) {
  return PQntuples(Execute(prepared, values).get());
}

double Connection::CpuSeconds() const {
  // The name, which may hold anything, ends at the last bracket; user and system time are the 12th
  // and 13th field after it, in ticks.
  std::ifstream file(absl::StrCat("/proc/", PQbackendPID(connection_.get()), "/stat"));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void Connection::Copy(const std::string& target,
                      const std::vector<std::vector<std::string>>& rows) {
  PGconn* connection = connection_.get();
  Checked(connection, PQexec(connection, absl::StrCat("COPY ", target, " FROM STDIN").c_str()));
  for (const std::vector<std::string>& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) {
      cells.push_back(
          absl::StrReplaceAll(cell, {{"\\", "\\\\"}, {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}}));
    }
    const std::string line = absl::StrCat(absl::StrJoin(cells, "\t"), "\n");
    PQputCopyData(connection, line.data(), static_cast<int>(line.size()));
  }
  PQputCopyEnd(connection, nullptr);
  Checked(connection, PQgetResult(connection));
}

Postgres::Postgres(const std::string& folder) : folder_(folder) {
  MakeFolderFor(kUser, folder);
  const std::string log = folder + ".log", data = folder + "/data", programs = ProgramFolder();
  RunToEnd({programs + "/initdb", "-D", data, "-U", kUser, "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=trust"},
           log, kUser);
  const std::vector<std::string> settings = {"listen_addresses=",
                                             "unix_socket_directories=" + folder,
                                             "fsync=on",
                                             "synchronous_commit=on",
                                             "max_connections=128",
                                             "shared_buffers=2GB",
                                             "effective_cache_size=8GB",
                                             "work_mem=32MB",
                                             "wal_buffers=64MB",
                                             "max_wal_size=8GB",
                                             "checkpoint_timeout=1h",
                                             "jit=off",
                                             "maintenance_work_mem=1GB",
                                             "autovacuum=on"};
  std::vector<std::string> command = {programs + "/postgres", "-D", data};
  for (const std::string& setting : settings) {
    command.push_back("-c");
    command.push_back(setting);
  }
  daemon_ = std::make_unique<Daemon>(command, log, kUser);
  const std::string place = absl::StrCat("host=", folder, " user=", kUser, " dbname=postgres");
  const absl::Time limit = absl::Now() + kStartMax;
  while (PQping(place.c_str()) != PQPING_OK) {
    if (absl::Now() > limit) {
      std::fprintf(stderr, "PostgreSQL does not start; its output: %s\n", log.c_str());
      std::exit(1);
    }
    std::this_thread::yield();
  }
}

}  // namespace santong::bench
