#include "server/services/file_stream.h"

#include <string>
#include <utility>

#include "server/domain/error/refusal.h"
#include "server/intake/extracted.h"
#include "server/rpc/validate.h"

namespace santong::services {
namespace {

// Chunks, end; then it is read.
class FileReceiver final : public grpc::ServerReadReactor<v1::ExtractFileRequest> {
 public:
  FileReceiver(rpc::Gate& gate, grpc::CallbackServerContext* context,
               const intake::FileReader& reader, confined::Pool& reading,
               v1::ExtractTextResponse* reply)
      : reader_(reader),
        reading_(reading),
        reply_(reply),
        pass_(gate.Open(*context, "santong.v1.FileService/ExtractFile")) {
    if (auto call = gate.Admit(pass_, nullptr); !call.ok()) {
      End(call.status());
    } else {
      StartRead(&part_);
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Extract();
    if (absl::Status wrong = rpc::Validate(part_); !wrong.ok()) return End(wrong);
    bytes_ += part_.chunk();
    if (bytes_.size() > intake::kFileBytesMax) {
      return End(intake::OverLimit("bytes", bytes_.size(), intake::kFileBytesMax));
    }
    StartRead(&part_);
  }
  void OnDone() override { delete this; }

 private:
  void Extract() {
    const bool added = reading_.Add([this] {
      auto extracted = reader_.Read(bytes_);
      if (extracted.ok()) *reply_ = *extracted;
      End(extracted.status());
    });
    if (!added) End(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
  }
  void End(const absl::Status& status) { Finish(pass_.End(status)); }

  const intake::FileReader& reader_;
  confined::Pool& reading_;
  v1::ExtractTextResponse* const reply_;
  rpc::Pass pass_;
  v1::ExtractFileRequest part_;
  std::string bytes_;
};

}  // namespace

grpc::ServerReadReactor<v1::ExtractFileRequest>* ReceiveFile(rpc::Gate& gate,
                                                             grpc::CallbackServerContext* context,
                                                             const intake::FileReader& reader,
                                                             confined::Pool& reading,
                                                             v1::ExtractTextResponse* reply) {
  return new FileReceiver(gate, context, reader, reading, reply);
}

}  // namespace santong::services
