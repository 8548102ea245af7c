#include "server/services/catalog_stream.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/domain/error/refusal.h"
#include "server/queries/export.h"
#include "server/queries/watch.h"
#include "server/rpc/write_limit.h"

namespace santong::services {
namespace {

class Watcher final : public grpc::ServerWriteReactor<v1::WatchCatalogResponse> {
 public:
  Watcher(rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
          followers::WatchFollower& watch, const v1::WatchCatalogRequest& request)
      : context_(context),
        store_(store),
        watch_(watch),
        writes_(gate.writes(), *context),
        pass_(gate.Open(*context, "santong.v1.CatalogService/WatchCatalog")) {
    absl::MutexLock lock(&mutex_);
    auto call = gate.Admit(pass_, &request);
    absl::Status status = call.status();
    if (status.ok()) {
      status = queries::CheckSequence(*store_.Snapshot(), request.after_sequence());
    }
    if (!status.ok()) {
      End(status);
      return;
    }
    sequence_ = static_cast<uint64_t>(request.after_sequence());
    id_ = watch_.Add([this] { Wake(); });
    Send();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writes_.End();
    writing_ = false;
    if (ended_) return;
    if (!ok) return End(absl::CancelledError("the client went away or did not read"));
    Send();
  }
  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    // A write that is under way comes back first.
    if (!ended_ && !writing_) End(absl::CancelledError("the client went away"));
  }
  void OnDone() override {
    if (id_.has_value()) watch_.Remove(*id_);
    delete this;
  }

 private:
  void Wake() {
    absl::MutexLock lock(&mutex_);
    if (!ended_ && !writing_) Send();
  }

  // The next part, if there is one.
  void Send() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (context_->IsCancelled()) return End(absl::CancelledError("the client went away"));
    if (watch_.closed()) return End(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
    const auto reader = store_.Snapshot();
    while (true) {
      auto part = queries::ReadPublicEvents(*reader, sequence_);
      if (!part.ok()) return End(part.status());
      const auto sent_to = static_cast<uint64_t>(part->sent_to_sequence());
      if (sent_to == sequence_) return;
      sequence_ = sent_to;
      if (part->events().empty()) continue;
      part_ = *std::move(part);
      break;
    }
    writing_ = true;
    writes_.Begin();
    StartWrite(&part_);
  }

  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    ended_ = true;
    Finish(pass_.End(status));
  }

  grpc::CallbackServerContext* const context_;
  const kv::Store& store_;
  followers::WatchFollower& watch_;
  rpc::WriteLimit::Stream writes_;
  std::optional<int64_t> id_;
  absl::Mutex mutex_;
  rpc::Pass pass_ ABSL_GUARDED_BY(mutex_);
  uint64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  v1::WatchCatalogResponse part_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

class Exporter final : public grpc::ServerWriteReactor<v1::ExportCatalogResponse> {
 public:
  Exporter(rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
           settings::SettingsCache& settings, const std::string& register_url,
           const v1::ExportCatalogRequest& request)
      : writes_(gate.writes(), *context),
        pass_(gate.Open(*context, "santong.v1.CatalogService/ExportCatalog")),
        export_(Begin(gate, store, settings, register_url, request)) {
    Send();
  }

  void OnWriteDone(bool ok) override {
    writes_.End();
    if (!ok) return End(absl::CancelledError("the client went away or did not read"));
    Send();
  }
  void OnDone() override { delete this; }

 private:
  absl::StatusOr<std::unique_ptr<queries::Export>> Begin(rpc::Gate& gate, const kv::Store& store,
                                                         settings::SettingsCache& settings,
                                                         const std::string& register_url,
                                                         const v1::ExportCatalogRequest& request) {
    auto call = gate.Admit(pass_, &request);
    if (!call.ok()) return call.status();
    return queries::BeginExport(store.Snapshot(), settings, request, register_url);
  }
  void Send() {
    if (!export_.ok()) return End(export_.status());
    if ((*export_)->done()) return End(absl::OkStatus());
    auto part = (*export_)->Next();
    if (!part.ok()) return End(part.status());
    part_ = *std::move(part);
    writes_.Begin();
    StartWrite(&part_);
  }
  void End(const absl::Status& status) { Finish(pass_.End(status)); }

  rpc::WriteLimit::Stream writes_;
  rpc::Pass pass_;
  absl::StatusOr<std::unique_ptr<queries::Export>> export_;
  v1::ExportCatalogResponse part_;
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchCatalogResponse>* SendEvents(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    followers::WatchFollower& watch, const v1::WatchCatalogRequest& request) {
  return new Watcher(gate, context, store, watch, request);
}

grpc::ServerWriteReactor<v1::ExportCatalogResponse>* SendExport(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    settings::SettingsCache& settings, const std::string& register_url,
    const v1::ExportCatalogRequest& request) {
  return new Exporter(gate, context, store, settings, register_url, request);
}

}  // namespace santong::services
