// health, version, doctor: is it there, what is it, and why does it not work.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/record.h"
#include "client/lib/error.h"
#include "client/lib/methods.h"
#include "grpc/health/v1/health.pb.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

// A server that does not answer by then is not there; less when --timeout says so.
constexpr absl::Duration kConnectTimeout = absl::Seconds(3);

bool Reach(const client::Client& client) {
  const client::Connection& connection = client.connection();
  return connection.WaitUntilConnected(std::min(kConnectTimeout, connection.options().timeout));
}

absl::Status CheckHealth(const client::Client& client,
                         grpc::health::v1::HealthCheckResponse* response) {
  grpc::health::v1::HealthCheckRequest request;
  return client.Call(client::kHealthCheck, &request, response);
}

int Health(Session& session) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  if (!Reach(**client)) {
    return session.Fail(absl::UnavailableError(""));
  }
  grpc::health::v1::HealthCheckResponse response;
  const absl::Status status = CheckHealth(**client, &response);
  if (!status.ok()) return session.Fail(status);
  const bool serving = response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
  const int exit_code = session.Print(response, DetailTable(response, session.language()));
  return exit_code == kExitOk && !serving ? kExitUnavailable : exit_code;
}

// Without a server it tells of itself alone.
int Version(Session& session) {
  Table table;
  table.columns = {{"part", say::kColumnPart.In(session.language()), true},
                   {"version", say::kColumnVersion.In(session.language())}};
  table.rows.push_back({{say::kClient.In(session.language()), "client"}, Plain(SANTONG_VERSION)});
  const auto client = session.Client();
  v1::GetServerInfoRequest request;
  if (client.ok() && Reach(**client)) {
    const auto info = (*client)->Call<v1::GetServerInfoResponse>(client::kGetServerInfo, request);
    if (info.ok()) {
      table.rows.push_back(
          {{say::kServer.In(session.language()), "server"}, Plain(info->version())});
      table.rows.push_back({{say::kSchema.In(session.language()), "schema"},
                            Plain(absl::StrCat(info->schema_version()))});
    }
  }
  return session.PrintTable(std::move(table));
}

// One check after the other, each with what was found.
class Doctor {
 public:
  explicit Doctor(Session& session) : session_(session) {
    table_.columns = {{"check", say::kColumnCheck.In(session.language()), true},
                      {"result", say::kColumnResult.In(session.language()), true},
                      {"found", say::kColumnFound.In(session.language())}};
  }

  int Run() {
    const Settings& settings = session_.settings();
    Add(say::kCheckConfig, true,
        settings.file_exists()
            ? settings.file()
            : absl::Substitute(say::kNoFile.In(session_.language()), settings.file()));
    CheckTokenFile(settings.Text("token_file"));
    const auto client = session_.Client();
    Add(say::kCheckChannel, client.ok(),
        client.ok() ? settings.Text("address") : Why(client.status()));
    if (client.ok()) CheckServer(**client);
    const int exit_code = session_.PrintTable(table_);
    return exit_code == kExitOk && failed_ ? kExitUnavailable : exit_code;
  }

 private:
  void Add(const Words& check, bool good, const std::string& found) {
    failed_ |= !good;
    table_.rows.push_back(
        {Plain(check.In(session_.language())),
         {(good ? say::kGood : say::kBad).In(session_.language()), good ? "true" : "false"},
         Plain(found)});
  }

  // What went wrong here or there, in the language asked for.
  std::string Why(const absl::Status& status) {
    const std::string local = LocalErrorText(status, session_.language());
    if (!local.empty()) return local;
    return client::Describe(status, session_.language() == Language::kChinese).message;
  }

  void CheckTokenFile(const std::string& path) {
    if (path.empty()) return;
    struct stat about {};
    const bool there = stat(path.c_str(), &about) == 0;
    const bool private_to_owner = there && (about.st_mode & 077) == 0;
    Add(say::kCheckToken, private_to_owner,
        there ? absl::StrFormat("%s (%04o)", path, about.st_mode & 07777) : path);
  }

  void CheckServer(const client::Client& client) {
    const bool reached = Reach(client);
    const std::string address = session_.settings().Text("address");
    Add(say::kCheckReached, reached,
        reached ? address : absl::StrCat(address, ": ", client.WhyNotReached()));
    if (!reached) return;
    grpc::health::v1::HealthCheckResponse health;
    const absl::Status status = CheckHealth(client, &health);
    Add(say::kCheckHealth,
        status.ok() && health.status() == grpc::health::v1::HealthCheckResponse::SERVING,
        status.ok() ? grpc::health::v1::HealthCheckResponse::ServingStatus_Name(health.status())
                    : Why(status));
    v1::GetServerInfoRequest info_request;
    const auto info = client.Call<v1::GetServerInfoResponse>(client::kGetServerInfo, info_request);
    Add(say::kCheckLogin, info.ok(), info.ok() ? info->version() : Why(info.status()));
    if (!info.ok()) return;
    Add(say::kCheckWritable, info->writable(), info->read_only_reason());
    absl::TimeZone shanghai;
    absl::LoadTimeZone("Asia/Shanghai", &shanghai);
    const std::string today = absl::FormatTime("%Y-%m-%d", absl::Now(), shanghai);
    Add(say::kCheckClock, info->date() == today, absl::StrCat(info->date(), " / ", today));
    v1::ListCalendarsRequest calendars_request;
    v1::ListCalendarsResponse calendars;
    const bool listed = client.Call(client::kListCalendars, &calendars_request, &calendars).ok();
    bool announced = false;
    for (const auto& calendar : calendars.calendars()) {
      announced |= absl::StrCat(calendar.year()) == today.substr(0, 4);
    }
    Add(say::kCheckCalendar, listed && announced, today.substr(0, 4));
  }

  Session& session_;
  Table table_;
  bool failed_ = false;
};

}  // namespace

void AddServerCommands(Commands& commands) {
  commands.Verb(commands.root(), "health", say::kHelpHealth, Health);
  commands.Verb(commands.root(), "version", say::kHelpVersion, Version);
  commands.Verb(commands.root(), "doctor", say::kHelpDoctor,
                [](Session& session) { return Doctor(session).Run(); });
}

}  // namespace santong::cli
