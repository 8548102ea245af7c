#include "server/standby/copy_stream.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/write_limit.h"

namespace santong::standby {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPartBytes = 1 << 20;

class Sender final : public grpc::ServerWriteReactor<v1::CopyStoreResponse> {
 public:
  Sender(rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::ChangeLog& log,
         const std::string& data_dir, const v1::CopyStoreRequest& request, absl::Status refusal)
      : writes_(gate.writes(), *context),
        pass_(gate.Open(*context, "santong.v1.StandbyService/CopyStore")),
        folder_(CopyFolder(data_dir)) {
    absl::Status begun = gate.Admit(pass_, &request).status();
    if (begun.ok()) begun = std::move(refusal);
    if (begun.ok()) begun = Begin(log);
    if (begun.ok()) {
      Send();
    } else {
      End(begun);
    }
  }

  void OnWriteDone(bool ok) override {
    writes_.End();
    if (!ok) return End(absl::CancelledError("the standby went away or did not read"));
    Send();
  }
  void OnDone() override { delete this; }

 private:
  // One copy at a time: it lies in one folder.
  static std::atomic<bool>& Taken() {
    static std::atomic<bool> taken = false;
    return taken;
  }

  absl::Status Begin(const kv::ChangeLog& log) {
    if (Taken().exchange(true)) return error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
    holds_ = true;
    std::error_code error;
    fs::remove_all(folder_, error);
    auto store = log.Identity();
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    if (absl::Status copied = log.CopyTo(folder_); !copied.ok()) return copied;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error))
      files_.push_back(at->path().filename());
    if (error) return absl::UnavailableError(absl::StrCat("cannot read ", folder_));
    std::sort(files_.begin(), files_.end());
    return absl::OkStatus();
  }

  // The next part of the file; then of the next file; then the end.
  void Send() {
    if (finished_) return End(absl::OkStatus());
    part_.Clear();
    if (next_ < files_.size()) {
      if (!file_.is_open()) file_.open(folder_ + "/" + files_[next_], std::ios::binary);
      if (!file_.is_open())
        return End(absl::UnavailableError(absl::StrCat("cannot read ", folder_)));
      std::string& data = *part_.mutable_data();
      data.resize(kPartBytes);
      file_.read(data.data(), static_cast<std::streamsize>(data.size()));
      data.resize(static_cast<size_t>(file_.gcount()));
      if (file_.bad()) return End(absl::UnavailableError(absl::StrCat("cannot read ", folder_)));
      part_.set_file(files_[next_]);
      if (file_.eof()) {
        file_.close();
        file_.clear();
        ++next_;
      }
    } else {
      part_.set_store(store_);
      finished_ = true;
    }
    writes_.Begin();
    StartWrite(&part_);
  }

  void End(const absl::Status& status) {
    if (holds_) {
      std::error_code error;
      fs::remove_all(folder_, error);
      holds_ = false;
      Taken() = false;
    }
    Finish(pass_.End(status));
  }

  rpc::WriteLimit::Stream writes_;
  rpc::Pass pass_;
  const std::string folder_;
  bool holds_ = false;
  std::string store_;
  std::vector<std::string> files_;
  size_t next_ = 0;
  std::ifstream file_;
  bool finished_ = false;
  v1::CopyStoreResponse part_;
};

}  // namespace

std::string CopyFolder(absl::string_view data_dir) {
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  return absl::StrCat(data_dir, ".copy");
}

grpc::ServerWriteReactor<v1::CopyStoreResponse>* SendCopy(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::ChangeLog& log,
    const std::string& data_dir, const v1::CopyStoreRequest& request, absl::Status refusal) {
  return new Sender(gate, context, log, data_dir, request, std::move(refusal));
}

}  // namespace santong::standby
