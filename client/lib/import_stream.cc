#include "client/lib/import_stream.h"

#include <algorithm>
#include <deque>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/lib/error.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.grpc.pb.h"

namespace santong::client {
namespace {

using Stream = grpc::ClientReaderWriter<v1::ImportDocumentsRequest, v1::ImportDocumentsResponse>;

constexpr size_t kBatchesUnderWay = 8;
// In a row, none of which came further, and the pauses between them, at first and at most: together
// about 20 seconds.
constexpr int kAttempts = 10;
constexpr absl::Duration kPauseMin = absl::Milliseconds(100);
constexpr absl::Duration kPauseMax = absl::Seconds(5);
constexpr absl::Duration kConnectTimeout = absl::Seconds(10);

// The batches that are sent and not answered, and how far the answers have come.
class Window {
 public:
  // Waits for room; false when the stream has ended.
  bool Add(ImportBatch batch) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Window::HasRoomOrEnded));
    if (ended_) {
      left_over_ = std::move(batch);
      return false;
    }
    batches_.push_back(std::move(batch));
    return true;
  }

  v1::ImportDocumentsRequest* Newest() {
    absl::MutexLock lock(&mutex_);
    return batches_.back().request;
  }

  void Answered(int64_t row) {
    absl::MutexLock lock(&mutex_);
    answered_row_ = std::max(answered_row_, row);
    ReleaseAnswered();
  }

  void End() {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }

  // What must be sent again, in order: the batches with rows that have no answer.
  std::deque<ImportBatch> TakeUnanswered() {
    absl::MutexLock lock(&mutex_);
    std::deque<ImportBatch> left = std::move(batches_);
    batches_.clear();
    if (left_over_.request != nullptr) left.push_back(std::move(left_over_));
    left_over_ = {};
    ended_ = false;
    return left;
  }

  int64_t answered_row() {
    absl::MutexLock lock(&mutex_);
    return answered_row_;
  }

 private:
  bool HasRoomOrEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return ended_ || batches_.size() < kBatchesUnderWay;
  }
  void ReleaseAnswered() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    while (!batches_.empty() && batches_.front().last_row <= answered_row_) batches_.pop_front();
  }

  absl::Mutex mutex_;
  std::deque<ImportBatch> batches_ ABSL_GUARDED_BY(mutex_);
  ImportBatch left_over_ ABSL_GUARDED_BY(mutex_);  // fetched, but not sent before the end
  int64_t answered_row_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// One stream from its opening to its end.
class Run {
 public:
  Run(const Connection& connection, const v1::ImportStart& start, const ImportHandlers& handlers,
      Window& window)
      : start_(start),
        handlers_(handlers),
        window_(window),
        context_(connection.NewContext(absl::InfiniteDuration())),
        stub_(v1::DocumentService::NewStub(connection.channel())) {}

  // `again` is what an earlier stream left unanswered; what is fetched and not answered is left in
  // the window.
  grpc::Status Execute(std::deque<ImportBatch> again, bool first) {
    stream_ = stub_->ImportDocuments(context_.get());
    v1::ImportDocumentsRequest request;
    *request.mutable_start() = start_;
    v1::ImportDocumentsResponse response;
    if (!stream_->Write(request) || !stream_->Read(&response)) {
      for (auto& batch : again) Keep(std::move(batch));
      return stream_->Finish();
    }
    if (first) handlers_.resumed(response.resumed_after_row());
    Take(response);
    std::thread sender([this, &again] { Send(std::move(again)); });
    while (stream_->Read(&response)) Take(response);
    window_.End();
    sender.join();
    return stream_->Finish();
  }

  // What this stream was given again and did not come to send.
  std::deque<ImportBatch> TakeKept() { return std::move(kept_); }

 private:
  void Keep(ImportBatch batch) { kept_.push_back(std::move(batch)); }

  void Send(std::deque<ImportBatch> again) {
    while (true) {
      ImportBatch batch;
      if (again.empty()) {
        batch = handlers_.next();
        if (batch.request == nullptr) break;
      } else {
        batch = std::move(again.front());
        again.pop_front();
      }
      if (!window_.Add(std::move(batch)) || !stream_->Write(*window_.Newest())) {
        for (auto& left : again) Keep(std::move(left));
        return;
      }
    }
    stream_->WritesDone();
  }

  void Take(const v1::ImportDocumentsResponse& response) {
    for (const v1::ImportResult& result : response.results()) {
      if (result.row() <= window_.answered_row()) continue;  // sent twice, answered before
      handlers_.answered(result);
    }
    if (response.results_size() > 0) {
      window_.Answered(response.results(response.results_size() - 1).row());
    }
  }

  const v1::ImportStart& start_;
  const ImportHandlers& handlers_;
  Window& window_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<v1::DocumentService::Stub> stub_;
  std::unique_ptr<Stream> stream_;
  std::deque<ImportBatch> kept_;
};

}  // namespace

absl::Status RunImport(const Connection& connection, const v1::ImportStart& start,
                       const ImportHandlers& handlers) {
  Window window;
  std::deque<ImportBatch> unanswered;
  bool first = true;
  const auto note_first = [&](int64_t row) {
    first = false;
    handlers.resumed(row);
  };
  const ImportHandlers noted{note_first, handlers.next, handlers.answered};
  absl::Duration pause = kPauseMin;
  for (int attempt = 1;; ++attempt) {
    if (!connection.WaitUntilConnected(kConnectTimeout)) {
      return MakeCallStatus(grpc::StatusCode::UNAVAILABLE, "the server cannot be reached", "", "");
    }
    const int64_t before = window.answered_row();
    Run run(connection, start, noted, window);
    const grpc::Status status = run.Execute(std::move(unanswered), first);
    if (status.ok()) return absl::OkStatus();
    if (window.answered_row() > before) {  // it came further: a new series of attempts
      attempt = 1;
      pause = kPauseMin;
    }
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || attempt >= kAttempts) {
      return MakeCallStatus(status.error_code(), status.error_message(), status.error_details(),
                            "");
    }
    unanswered = window.TakeUnanswered();
    for (auto& batch : run.TakeKept()) unanswered.push_back(std::move(batch));
    // A server whose queue is full is not helped by being asked at once.
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kPauseMax);
  }
}

}  // namespace santong::client
