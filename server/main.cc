// santongd: the parts, wired. The only place that names a concrete engine.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "santong/v1/finding.pb.h"
#include "server/acts/cleanup_writer.h"
#include "server/acts/copy_rows.h"
#include "server/acts/document_writer.h"
#include "server/acts/objection_case.h"
#include "server/acts/task_index.h"
#include "server/confined/program.h"
#include "server/domain/error/refusal.h"
#include "server/domain/screening/screen.h"
#include "server/followers/archive_follower.h"
#include "server/followers/citation_follower.h"
#include "server/followers/correction_follower.h"
#include "server/followers/follower.h"
#include "server/followers/log_follower.h"
#include "server/followers/log_mark.h"
#include "server/followers/scheduler.h"
#include "server/followers/search_follower.h"
#include "server/followers/store_health.h"
#include "server/followers/watch_follower.h"
#include "server/gateway/gateway.h"
#include "server/gauges/gauges.h"
#include "server/intake/file_reader.h"
#include "server/offline/commands.h"
#include "server/offline/restore.h"
#include "server/ops/address.h"
#include "server/ops/certificate.h"
#include "server/ops/clock.h"
#include "server/ops/config.h"
#include "server/ops/descriptors.h"
#include "server/ops/log.h"
#include "server/ops/metrics.h"
#include "server/ops/metrics_endpoint.h"
#include "server/ops/service_manager.h"
#include "server/ops/signals.h"
#include "server/pages/pages.h"
#include "server/print/printer.h"
#include "server/rpc/gate.h"
#include "server/rpc/server.h"
#include "server/services/admin_service.h"
#include "server/services/backup_service.h"
#include "server/services/catalog_service.h"
#include "server/services/cleanup_service.h"
#include "server/services/document_service.h"
#include "server/services/file_service.h"
#include "server/services/filing_service.h"
#include "server/services/log_service.h"
#include "server/services/objection_service.h"
#include "server/services/principals.h"
#include "server/services/task_service.h"
#include "server/services/version.h"
#include "server/settings/embedded.h"
#include "server/sniff/media_type.h"
#include "server/standby/fence_first.h"
#include "server/standby/first_client.h"
#include "server/standby/following.h"
#include "server/standby/guarded_store.h"
#include "server/standby/standby_service.h"
#include "server/standby/twin.h"
#include "server/startup/due_report.h"
#include "server/startup/key_places.h"
#include "server/startup/prepare_store.h"
#include "server/startup/serving.h"
#include "server/startup/variables.h"
#include "server/vault/log_keys.h"
#include "server/vault/vault.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/version.h"
#include "storage/search/sqlite_index.h"

namespace santong {
namespace {

constexpr absl::Duration kSchedulerInterval = absl::Seconds(30);
// What is published is found so much later, at most, and the time that its indexing takes.
constexpr absl::Duration kFollowerInterval = absl::Milliseconds(200);
// What a lost disk takes with it, at most, where changes are archived.
constexpr absl::Duration kArchiveInterval = absl::Milliseconds(500);

// nullptr when the HTTP side is switched off.
absl::StatusOr<std::unique_ptr<gateway::Gateway>> StartGateway(
    const ops::Config& config, const rpc::ServerOptions& server, rpc::Server& calls,
    std::function<gateway::RegisterState()> state, gateway::HttpHandler& pages) {
  if (config.http_listen.empty()) return nullptr;
  return gateway::Gateway::Start(
      startup::HttpOptionsOf(config, server), static_cast<size_t>(config.max_message_bytes),
      startup::TilesFolder(config), calls.InProcessChannel(), std::move(state), pages);
}

// Who waits for the file would wait for ever if it could not be written and nobody was told.
absl::Status WritePort(absl::string_view key, const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  std::ofstream file(path);
  file << port << std::endl;
  file.close();
  if (file) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(key, ": cannot write ", path, ": check the path, the rights and the disk"));
}

// Requests over HTTP are calls, too: they end first, and what time is left is for the others.
void Stop(const ops::Config& config, rpc::Server& calls, gateway::Gateway* http) {
  const absl::Time until = ops::Clock::MachineNow() + absl::Seconds(config.drain_seconds);
  calls.SetReady(false);
  if (http != nullptr) http->Drain(until - ops::Clock::MachineNow());
  calls.Drain(std::max(absl::ZeroDuration(), until - ops::Clock::MachineNow()));
}

absl::StatusOr<std::shared_ptr<const screening::Screener>> BuiltinScreener() {
  v1::ScreeningRuleSet set;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(settings::BuiltinScreeningText()),
                                                     &set)) {
    return absl::InternalError("deploy/screening/national.textproto does not parse");
  }
  return screening::Screener::Create(screening::RulesOf(set),
                                     {set.repealed_laws().begin(), set.repealed_laws().end()});
}

// The keys that the log is signed with, once it is sure that nobody signed more than the store has.
absl::StatusOr<std::vector<proof::SigningKey>> LogKeysFor(const kv::Reader& reader,
                                                          const ops::Config& config) {
  auto keys = vault::OpenLogKeys(
      {.file = config.log_key_file.empty() ? config.data_dir + ".log-key" : config.log_key_file,
       .origin = config.log_origin,
       .signer_command = config.log_signer_command,
       .signer_key = config.log_signer_key});
  if (!keys.ok()) return keys;
  absl::Status known = followers::CheckLogKeys(reader, *keys, config.log_continues);
  if (!known.ok()) return known;
  const std::string& name = keys->front().verifier().name;
  known = followers::CheckNotBehind(reader, offline::LogMarkFile(config.data_dir), name, true);
  if (known.ok())
    known = followers::CheckNotBehind(reader, startup::TilesFolder(config) + "/checkpoint", name,
                                      false);
  if (!known.ok()) return known;
  return keys;
}

// How long a write waits for a required standby, and for how long that may say nothing.
constexpr absl::Duration kStandbyPatience = absl::Seconds(10);
constexpr absl::Duration kFencePause = absl::Seconds(5);

struct HealthWords {
  const char* well;
  const char* unwell;
};
constexpr HealthWords kFirstWords = {"the store takes writes", "the store takes no writes"};
constexpr HealthWords kStandbyWords = {"the standby follows its first",
                                       "the standby does not follow its first"};
constexpr HealthWords kCopyWords = {"the copy is shown", "the copy's store is not well"};

// Serves until the operator's wish; `again` when the server is to start anew, as a first on the
// same ports.
absl::Status Run(ops::Config& config, bool& again) {
  auto level = ops::ParseLogLevel(config.log_level);
  if (!level.ok()) return level.status();
  ops::Log log(*level);
  ops::Signals signals;
  const ops::Clock clock(config.clock_offset_days);
  ops::Metrics metrics;
  ops::Descriptors descriptors(config.max_descriptors, config.max_connections_per_address, metrics,
                               log);

  if (absl::Status whole = offline::CheckRestored(config.data_dir); !whole.ok()) return whole;
  if (absl::Status keys = startup::CheckKeyPlaces(config); !keys.ok()) return keys;
  auto twin = standby::FindTwin(config);
  if (!twin.ok()) return twin.status();
  // A standby's is there by now; one that was promoted may still be told whose it was.
  const std::string log_mark = offline::LogMarkFile(config.data_dir);
  if (absl::Status there = startup::CheckStoreIsThere(config, log_mark); !there.ok()) return there;
  if (twin->is_standby) {
    if (absl::Status keys = standby::CheckKeysAreThere(config); !keys.ok()) return keys;
  }
  const bool keeps_changes =
      !config.backup_dir.empty() || config.standby_required || !config.standby_of.empty();

  kv::RocksDbStore::Options store_options;
  store_options.path = config.data_dir;
  static constexpr kv::RocksDbStore::Groups kGroups = {"IndexGroup.1", schema::IndexGroup};
  store_options.groups = &kGroups;
  store_options.block_cache_bytes = static_cast<size_t>(config.cache_bytes);
  if (keeps_changes)
    store_options.changes_kept_bytes = static_cast<uint64_t>(config.changes_kept_bytes);
  auto store = kv::RocksDbStore::Open(store_options);
  if (!store.ok()) return store.status();
  if (absl::Status status = schema::OpenSchema(**store); !status.ok()) return status;
  const auto copy = acts::GetCopyRecord(*(*store)->Snapshot());
  if (!copy.ok()) return copy.status();
  const bool is_copy = copy->has_value();
  if (is_copy) {
    if (absl::Status whole = acts::CheckWhole(**copy); !whole.ok()) return whole;
  }
  const bool is_first = !twin->is_standby && !is_copy;
  if (is_first) {
    absl::Status prepared = startup::PrepareStore(**store, config, *twin, clock, log);
    if (!prepared.ok()) return prepared;
  }
  // Everything below writes through this one, and none of it writes on a standby or on a copy.
  standby::GuardedStore guarded(**store, **store, standby::Monotonic);
  if (twin->is_standby) guarded.Refuse(standby::RefuseOnStandby(config.standby_of));
  if (is_copy) guarded.Refuse(acts::RefuseOnCopy(**copy));
  metrics.AddGauge("santong_store_writable",
                   "1 while the store takes writes, 0 while it is read-only",
                   [&] { return guarded.Writable().ok() ? 1.0 : 0.0; });
  metrics.AddGauge("santong_copy", "1 where a copy of another register's catalogue is shown",
                   [is_copy] { return is_copy ? 1.0 : 0.0; });

  const auto search_index = search::SqliteIndex::Open(config.data_dir + "/search.db");
  metrics.AddGauge("santong_search_lag_events",
                   "events that the search index is behind the history",
                   [&] { return followers::SearchLag(**store, *search_index); });

  auto screener = BuiltinScreener();
  if (!screener.ok()) return screener.status();

  auto vault = vault::Vault::Open(config.personal_key_file.empty() ? config.data_dir + ".key"
                                                                   : config.personal_key_file);
  if (!vault.ok()) return vault.status();
  if (is_first) {
    if (absl::Status status = acts::BindPersonalKey(**store, **vault); !status.ok()) return status;
  }

  auto log_keys = LogKeysFor(*(*store)->Snapshot(), config);
  if (!log_keys.ok()) return log_keys.status();

  auto media_types = sniff::MediaTypes::Open();
  if (!media_types.ok()) return media_types.status();

  settings::SettingsCache settings;
  ops::ServedCertificate certificate;
  gauges::AddGauges(metrics, services::kVersion, certificate, **store, settings, clock);
  acts::DocumentWriter writer(guarded, settings, **screener);
  acts::FilingWriter filing_writer(guarded, settings, acts::FilingCase(*screener));
  acts::ObjectionWriter objection_writer(guarded, settings,
                                         acts::ObjectionCase(**vault, **media_types));
  acts::CleanupWriter cleanups(guarded, settings);
  if (is_first) {
    if (absl::Status status = acts::BuildEntries(guarded); !status.ok()) return status;
    if (absl::Status status = cleanups.ResumeUnfinished(clock.Now(), clock.Today()); !status.ok())
      return status;
    if (config.standby_required) guarded.RequireStandby(kStandbyPatience);
  }
  services::Principals principals(**store, settings);
  rpc::Gate gate(principals, clock, metrics, log,
                 {.client_certificates = !config.tls_client_ca.empty(),
                  .public_reads_per_minute = config.public_reads_per_minute,
                  .public_writes_per_minute = config.public_writes_per_minute,
                  .public_streams = config.public_streams,
                  .stream_write_max = absl::Seconds(config.stream_write_seconds),
                  .page_key = (*vault)->Hash("page tokens", "")});
  absl::optional<standby::Following> following;
  if (twin->is_standby)
    following.emplace(**store, *twin->first, twin->role.store(), standby::Monotonic);
  standby::StandbyService twins(gate, guarded, **store, log,
                                {.data_dir = config.data_dir,
                                 .keeps_changes = keeps_changes,
                                 .first = twin->first.get(),
                                 .following = following.has_value() ? &*following : nullptr,
                                 .promoted = [&] {
                                   again = true;
                                   signals.Raise();
                                 }});
  standby::AddGauges(metrics, guarded, following.has_value() ? &*following : nullptr);
  services::AdminService admin(gate, guarded, settings, *search_index);
  std::unique_ptr<kv::BackupFolder> backup_folder;
  if (!config.backup_dir.empty())
    backup_folder = std::make_unique<kv::BackupFolder>(config.backup_dir, store->get());
  services::BackupService backups(gate, backup_folder.get(), log);
  metrics.AddGauge("santong_backup_age_seconds",
                   "seconds since the newest backup; infinite when there is none",
                   [&] { return backups.AgeSeconds(clock.Now()); });
  absl::optional<followers::ArchiveFollower> archive;
  absl::optional<followers::FollowerThread> archive_thread;
  if (backup_folder != nullptr) {
    archive.emplace(*backup_folder, [&] { return clock.Now(); });
    archive_thread.emplace(*archive, kArchiveInterval, [&](const absl::Status& status) {
      log.Write(ops::LogLevel::kError, "the changes could not be archived: make a backup",
                {{"error", absl::string_view(status.message())}});
    });
  }
  metrics.AddGauge("santong_archive_age_seconds",
                   "seconds since the archive of changes held everything; infinite without one",
                   [&] {
                     return archive.has_value() ? archive->AgeSeconds(clock.Now())
                                                : std::numeric_limits<double>::infinity();
                   });
  startup::DueReport due_report(metrics, log);
  followers::WatchFollower watch;
  metrics.AddGauge("santong_watchers", "clients that watch the catalogue",
                   [&] { return watch.watchers(); });
  services::CatalogService catalog(gate, guarded, settings, *search_index, watch, config.site_url);
  services::CleanupService cleanup(gate, guarded, settings, cleanups);
  const intake::FileReader file_reader(confined::BesideThisProgram("santong-extract"));
  const print::Printer printer(confined::BesideThisProgram("santong-print"));
  services::FileService files(gate, guarded, settings, file_reader, printer, config.site_url);
  services::FilingService filings(gate, guarded, settings, filing_writer);
  followers::LogFollower log_follower(
      guarded, *std::move(log_keys),
      {.interval = absl::Seconds(config.checkpoint_seconds),
       .signs = is_first,
       .tiles_dir = startup::TilesFolder(config),
       .mark_file = log_mark},
      [&] { return clock.Now(); },
      [&](const absl::StatusOr<followers::LogRound>& round) {
        if (!round.ok()) {
          log.Write(ops::LogLevel::kError, "the log could not be signed",
                    {{"error", absl::string_view(round.status().message())}});
        } else if (round->is_new) {
          log.Write(ops::LogLevel::kDebug, "the log was signed",
                    {{"size", static_cast<int64_t>(round->size)}});
        }
      });
  services::DocumentService documents(gate, guarded, settings, writer, *screener, log_follower);
  services::LogService log_service(gate, guarded, settings, log_follower);
  services::ObjectionService objections(gate, guarded, settings, **vault, objection_writer);
  services::TaskService tasks(gate, guarded, settings);

  std::unique_ptr<ops::MetricsEndpoint> endpoint;
  if (!config.metrics_address.empty()) {
    auto started = ops::MetricsEndpoint::Start(config.metrics_address, metrics);
    if (!started.ok()) return started.status();
    endpoint = *std::move(started);
  }
  auto server_options = startup::ServerOptionsOf(config, &descriptors);
  if (!server_options.ok()) return server_options.status();
  certificate.Set(server_options->tls_certificate);
  auto server = rpc::Server::Start(*server_options, gate,
                                   {&admin, &backups, &catalog, &cleanup, &documents, &files,
                                    &filings, &log_service, &objections, &tasks, &twins});
  if (!server.ok()) return server.status();
  auto pages = pages::Pages::Create((*server)->InProcessChannel(),
                                    startup::PageOptionsOf(config, *copy, **store, clock));
  if (!pages.ok()) return pages.status();
  auto http =
      StartGateway(config, *server_options, **server, startup::StateNow(**store, clock), **pages);
  if (!http.ok()) return http.status();

  absl::optional<followers::Scheduler> scheduler;
  if (is_first) {
    scheduler.emplace(
        std::vector<followers::Due>{[&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                      writer.RunDue(std::move(ask), std::move(reply));
                                    },
                                    [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                      filing_writer.RunDue(std::move(ask), std::move(reply));
                                    },
                                    [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                      objection_writer.RunDue(std::move(ask), std::move(reply));
                                    },
                                    [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                      cleanups.RunDue(std::move(ask), std::move(reply));
                                    },
                                    [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                      cleanups.RunUnfinished(std::move(ask), std::move(reply));
                                    }},
        [&] { return clock.Now(); }, [&] { return clock.Today(); }, kSchedulerInterval,
        [&](const followers::Round& round) { due_report.Tell(round); });
  }
  followers::SearchFollower search_follower(**store, *search_index);
  followers::FollowerThread search_thread(
      search_follower, kFollowerInterval, [&](const absl::Status& status) {
        log.Write(ops::LogLevel::kError, "the search index could not be kept up",
                  {{"error", absl::string_view(status.message())}});
      });
  followers::CitationFollower citation_follower(guarded, *search_index);
  const auto by_itself = [&] {
    return acts::Request{.caller = access::SystemCaller(),
                         .now = clock.Now(),
                         .today = clock.Today(),
                         .method = "system"};
  };
  followers::CorrectionFollower correction_follower(
      guarded, {[&](std::string document, acts::Reply<int> reply) {
                  filing_writer.DocumentChanged(by_itself(), std::move(document), std::move(reply));
                },
                [&](std::string document, acts::Reply<int> reply) {
                  objection_writer.DocumentChanged(by_itself(), std::move(document),
                                                   std::move(reply));
                }});
  absl::optional<followers::FollowerThread> citation_thread;
  absl::optional<followers::FollowerThread> correction_thread;
  if (is_first) {
    citation_thread.emplace(citation_follower, kFollowerInterval, [&](const absl::Status& status) {
      log.Write(ops::LogLevel::kError, "the organs of citing documents could not be told",
                {{"error", absl::string_view(status.message())}});
    });
    correction_thread.emplace(
        correction_follower, kFollowerInterval, [&](const absl::Status& status) {
          log.Write(ops::LogLevel::kError, "corrections of documents could not be noticed",
                    {{"error", absl::string_view(status.message())}});
        });
  }
  const auto word = [&] {
    const absl::Status said = following.has_value() ? following->Word()
                              : is_copy             ? (*store)->Writable()
                                                    : guarded.Writable();
    ops::TellAlive();  // whatever it said: the store was asked, and answered
    return said;
  };
  followers::StoreHealth store_health(word, [&](const absl::Status& well) {
    (*server)->SetReady(well.ok());
    const HealthWords words = twin->is_standby ? kStandbyWords : is_copy ? kCopyWords : kFirstWords;
    if (well.ok()) {
      log.Write(ops::LogLevel::kInfo, words.well);
    } else {
      log.Write(ops::LogLevel::kError, words.unwell,
                {{"reason", absl::string_view(error::WordsOf(well))}});
    }
  });
  absl::optional<standby::FenceFirst> fence;
  absl::optional<followers::FollowerThread> fence_thread;
  if (is_first && twin->role.promoted_term() > 0 && !twin->role.first_fenced() &&
      twin->first != nullptr) {
    fence.emplace(*twin->first, config.data_dir, twin->role, [&] {
      log.Write(ops::LogLevel::kInfo, "the first that was knows that it was replaced");
    });
    fence_thread.emplace(*fence, kFencePause, [&](const absl::Status& status) {
      log.Write(ops::LogLevel::kWarning, "the first that was does not know that it was replaced",
                {{"error", absl::string_view(status.message())}});
    });
  }
  absl::optional<followers::FollowerThread> health_thread;
  health_thread.emplace(store_health, kFollowerInterval, [](const absl::Status&) {});
  followers::FollowerThread watch_thread(watch, kFollowerInterval, [](const absl::Status&) {});
  const int http_port = *http == nullptr ? 0 : (*http)->port();
  absl::Status told = WritePort("http_port_file", config.http_port_file, http_port);
  if (told.ok()) told = WritePort("port_file", config.port_file, (*server)->port());
  if (!told.ok()) signals.Raise();  // it ends in good order, as by the operator's wish
  // Should the server start anew, it takes the same ports, and who read the files knows them.
  ops::KeepPort(config.listen, (*server)->port());
  ops::KeepPort(config.http_listen, http_port);
  config.port_file = config.http_port_file = "";
  log.Write(ops::LogLevel::kInfo, "serving",
            {{"port", int64_t{(*server)->port()}}, {"http_port", int64_t{http_port}}});
  ops::TellReady();
  signals.Wait([&] {
    if (absl::Status s = startup::RenewTls(config, **server, http->get(), certificate); s.ok()) {
      log.Write(ops::LogLevel::kInfo, "the TLS files were read anew");
    } else {
      log.Write(ops::LogLevel::kError, "the TLS files were not taken; what was read before serves",
                {{"error", absl::string_view(s.message())}});
    }
  });
  log.Write(ops::LogLevel::kInfo, "draining");
  if (!again) ops::TellStopping();
  health_thread.reset();  // so that nobody turns readiness on again
  watch.Close();
  Stop(config, **server, http->get());
  archive_thread.reset();
  if (archive.has_value()) archive->Finish();
  return told;
}

}  // namespace
}  // namespace santong

int main(int argc, char** argv) {
  // Debian's Abseil looks for deadlocks on every lock; that is for tests with sanitizers, not for a
  // server.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (auto code = santong::offline::RunCommand(argc, argv); code.has_value()) return *code;
  auto loaded = santong::ops::LoadConfig(argc, argv, santong::services::kVersion, std::getenv);
  if (!loaded.ok()) {
    std::fprintf(stderr, "santongd: %s\n", std::string(loaded.status().message()).c_str());
    return 2;
  }
  if (loaded->print_and_exit.has_value()) {
    std::printf("%s", loaded->print_and_exit->c_str());
    return 0;
  }
  if (absl::Status names = santong::startup::CheckVariables(environ); !names.ok()) {
    std::fprintf(stderr, "santongd: %s\n", std::string(names.message()).c_str());
    return 2;
  }
  bool again = true;
  while (std::exchange(again, false)) {
    if (absl::Status status = santong::Run(loaded->config, again); !status.ok()) {
      std::fprintf(stderr, "santongd: %s\n", std::string(status.message()).c_str());
      return 1;
    }
  }
  return 0;
}
