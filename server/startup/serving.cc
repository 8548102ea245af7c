#include "server/startup/serving.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/text/chinese_date.h"
#include "storage/files/whole_file.h"
#include "storage/tables/event_table.h"

namespace santong::startup {
namespace {

// They read and write sockets and never wait; what is asked is answered on other threads.
constexpr int kHttpThreads = 2;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path.empty()) return std::string();
  auto bytes =
      files::ReadFileWhole(path);  // a stream throws where a folder stands, or the disk fails
  if (!bytes.ok())
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", path, ": check the path and the rights"));
  return bytes;
}

}  // namespace

absl::StatusOr<rpc::ServerOptions> ServerOptionsOf(const ops::Config& config,
                                                   ops::Descriptors* descriptors) {
  rpc::ServerOptions options;
  options.descriptors = descriptors;
  options.listen = config.listen;
  options.max_message_bytes = static_cast<int>(config.max_message_bytes);
  options.tls_require_client_certificate = config.tls_require_client_certificate;
  struct Pem {
    const std::string& path;
    std::string* text;
  };
  for (const Pem& pem :
       {Pem{config.tls_certificate, &options.tls_certificate},
        Pem{config.tls_key, &options.tls_key}, Pem{config.tls_client_ca, &options.tls_client_ca}}) {
    auto text = ReadFile(pem.path);
    if (!text.ok()) return text.status();
    *pem.text = *std::move(text);
  }
  // An empty file is not the wish that no client logs in by a certificate.
  if (!config.tls_client_ca.empty()) {
    if (absl::Status ca = ops::CheckClientCa(options.tls_client_ca); !ca.ok()) return ca;
  }
  return options;
}

gateway::HttpOptions HttpOptionsOf(const ops::Config& config, const rpc::ServerOptions& server) {
  gateway::HttpOptions options;
  options.listen = config.http_listen;
  options.threads = kHttpThreads;
  options.descriptors = server.descriptors;
  options.tls_certificate = server.tls_certificate;
  options.tls_key = server.tls_key;
  if (server.tls_require_client_certificate) options.tls_client_ca = server.tls_client_ca;
  options.trusted_proxies =
      absl::StrSplit(config.http_trusted_proxies, absl::ByAnyChar(", "), absl::SkipEmpty());
  return options;
}

absl::Status RenewTls(const ops::Config& config, rpc::Server& calls, gateway::Gateway* http,
                      ops::ServedCertificate& served) {
  auto options = ServerOptionsOf(config, nullptr);
  if (!options.ok()) return options.status();
  // HTTP first: it reads the whole chain, and after that nothing is left that the calls refuse.
  absl::Status renewed;
  if (http != nullptr) renewed = http->RenewTls(HttpOptionsOf(config, *options));
  if (renewed.ok()) renewed = calls.RenewTls(*options);
  if (renewed.ok()) served.Set(std::move(options->tls_certificate));
  return renewed;
}

std::function<gateway::RegisterState()> StateNow(const kv::Store& store, const ops::Clock& clock) {
  return [&store, &clock] {
    const uint64_t last = tables::LastEvent(*store.Snapshot()).value_or(0);
    return gateway::RegisterState{static_cast<int64_t>(last), text::FormatIsoDay(clock.Today())};
  };
}

pages::PageOptions PageOptionsOf(const ops::Config& config,
                                 const std::optional<store::v1::CopyRecord>& copy,
                                 const kv::Store& store, const ops::Clock& clock) {
  return {.name_zh = config.site_name,
          .name_en = config.site_name_en,
          .url = config.site_url,
          .host = config.site_host,
          .contact = config.site_contact,
          .site_code = config.site_code,
          .icp_number = config.site_icp_number,
          .police_number = config.site_police_number,
          .copy_of_event = copy.has_value() ? std::optional(copy->event_sequence()) : std::nullopt,
          .state = StateNow(store, clock),
          .today = [&clock] { return clock.Today(); }};
}

std::string TilesFolder(const ops::Config& config) {
  return config.tiles_dir.empty() ? config.data_dir + "/tiles" : config.tiles_dir;
}

}  // namespace santong::startup
