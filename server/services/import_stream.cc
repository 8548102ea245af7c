#include "server/services/import_stream.h"

#include <deque>
#include <iterator>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "santong/v1/document_service.pb.h"
#include "server/acts/import_session.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/readable.h"
#include "server/rpc/validate.h"
#include "server/services/act_request.h"

namespace santong::services {
namespace {

constexpr char kMethod[] = "santong.v1.DocumentService/ImportDocuments";
// Enough to keep the writer busy while the next batch is prepared and the one after it received;
// each may be as large as a message.
constexpr int kBatchesInFlightMax = 4;

// Reads while there is room for a batch, writes answers in the order of the batches, and ends when
// the client has ended, every batch is answered and every answer is written; or at the first
// refusal. A message is received while the one before it is handled.
class Stream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Stream(rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
         settings::SettingsCache& settings)
      : gate_(gate), store_(store), settings_(settings), pass_(gate.Open(*context, kMethod)) {
    const auto call = gate.Admit(pass_, nullptr);
    absl::MutexLock lock(&mutex_);
    if (!call.ok()) {
      End(call.status());
    } else {
      Read();
    }
  }

  void OnReadDone(bool ok) override {
    {
      absl::MutexLock lock(&mutex_);
      reading_ = false;
      if (finished_) return;
      if (!ok) {
        client_ended_ = true;
        return EndWhenDone();
      }
      received_.emplace_back();
      received_.back().Swap(&incoming_);
      if (std::exchange(handling_, true)) return;  // whoever handles the one before takes it, too
    }
    HandleAll();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    outgoing_.pop_front();
    if (finished_) return;
    if (!ok) return End(absl::CancelledError("the client went away"));
    Write();
    EndWhenDone();
  }

  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    End(absl::CancelledError("the client went away"));
  }

  void OnDone() override {
    bool last;
    {
      absl::MutexLock lock(&mutex_);
      done_ = true;
      last = batches_ == 0;
    }
    if (last) delete this;
  }

 private:
  // What was received, in its order, on one thread at a time: no batch may overtake another.
  void HandleAll() {
    while (true) {
      grpc::ByteBuffer message;
      {
        absl::MutexLock lock(&mutex_);
        if (finished_ || received_.empty()) {
          handling_ = false;
          ReadMore();
          return EndWhenDone();
        }
        message.Swap(&received_.front());
        received_.pop_front();
        ReadMore();
      }
      Handle(message);
    }
  }

  // Outside the lock: parsing and preparing a batch is the costly part.
  void Handle(const grpc::ByteBuffer& message) {
    v1::ImportDocumentsRequest request;
    absl::Status readable = rpc::ParseMessage(message, &request);
    if (readable.ok()) readable = rpc::Validate(request, rpc::Depth::kWithoutEntries);
    if (!readable.ok()) return Refuse(readable);
    // An import may last for hours: each message is an act of its own moment and of who may still.
    auto call = gate_.Renew(pass_);
    if (!call.ok()) return Refuse(call.status());
    acts::Request act = RequestOf(*std::move(call));
    if (session_ == nullptr) {
      Start(std::move(act), std::move(request));
    } else {
      Take(std::move(act), std::move(request));
    }
  }

  void Refuse(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    End(status);
  }

  void Start(acts::Request act, v1::ImportDocumentsRequest request) {
    if (!request.has_start()) {
      return Refuse(
          error::RefuseField("start", "the first message must have it", "首条消息必须包含 start"));
    }
    acts::ImportSession::Start(
        store_, settings_, act, request.start(),
        [](const v1::ImportRow& row) { return rpc::Validate(row); },
        [this](absl::StatusOr<std::shared_ptr<acts::ImportSession>> session) {
          started_ = session.status();
          if (started_.ok()) session_ = *std::move(session);
        });
    if (!started_.ok()) return Refuse(started_);
    v1::ImportDocumentsResponse response;
    response.set_resumed_after_row(session_->resumed_after_row());
    {
      absl::MutexLock lock(&mutex_);
      Queue(response);
    }
    Take(std::move(act), std::move(request));
  }

  void Take(acts::Request act, v1::ImportDocumentsRequest request) {
    if (request.rows().empty()) return;
    {
      absl::MutexLock lock(&mutex_);
      ++batches_;
    }
    std::vector<v1::ImportRow> rows(std::make_move_iterator(request.mutable_rows()->begin()),
                                    std::make_move_iterator(request.mutable_rows()->end()));
    session_->Take(std::move(act), std::move(rows),
                   [this](const absl::StatusOr<std::vector<v1::ImportResult>>& results) {
                     bool last = false;
                     {
                       absl::MutexLock lock(&mutex_);
                       --batches_;
                       last = done_ && batches_ == 0;
                       if (!finished_) Answer(results);
                     }
                     if (last) delete this;
                   });
  }

  void Answer(const absl::StatusOr<std::vector<v1::ImportResult>>& results)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!results.ok()) return End(results.status());
    v1::ImportDocumentsResponse response;
    response.mutable_results()->Assign(results->begin(), results->end());
    Queue(response);
    ReadMore();
  }

  void Read() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    reading_ = true;
    StartRead(&incoming_);
  }
  void ReadMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (reading_ || client_ended_ || finished_ || !received_.empty()) return;
    if (batches_ + (handling_ ? 1 : 0) < kBatchesInFlightMax) Read();
  }

  void Queue(const v1::ImportDocumentsResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    grpc::Slice slice(response.SerializeAsString());
    outgoing_.emplace_back(&slice, 1);
    Write();
  }
  void Write() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || outgoing_.empty() || finished_) return;
    writing_ = true;
    StartWrite(&outgoing_.front());
  }

  void EndWhenDone() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (client_ended_ && !handling_ && batches_ == 0 && outgoing_.empty()) End(absl::OkStatus());
  }
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (std::exchange(finished_, true)) return;
    Finish(pass_.End(status));
  }

  const rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  rpc::Pass pass_;
  // Touched by the thread that handles.
  std::shared_ptr<acts::ImportSession> session_;
  absl::Status started_;

  absl::Mutex mutex_;
  grpc::ByteBuffer incoming_;  // gRPC's while reading_
  std::deque<grpc::ByteBuffer> received_ ABSL_GUARDED_BY(mutex_);
  std::deque<grpc::ByteBuffer> outgoing_ ABSL_GUARDED_BY(mutex_);
  int batches_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;   // a message is awaited
  bool handling_ ABSL_GUARDED_BY(mutex_) = false;  // HandleAll runs
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool client_ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ImportStream(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings) {
  return new Stream(gate, context, store, settings);
}

}  // namespace santong::services
