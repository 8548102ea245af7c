#include "server/services/attachment_stream.h"

#include <deque>
#include <utility>

#include "server/acts/attach_file.h"
#include "server/domain/error/refusal.h"
#include "server/queries/read_document.h"
#include "server/rpc/validate.h"
#include "server/rpc/write_limit.h"
#include "server/services/act_request.h"

namespace santong::services {
namespace {

// Header, chunks, end; then one act.
class Receiver final : public grpc::ServerReadReactor<v1::AddAttachmentRequest> {
 public:
  Receiver(rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
           settings::SettingsCache& settings, v1::Attachment* reply)
      : gate_(gate),
        store_(store),
        settings_(settings),
        reply_(reply),
        pass_(gate.Open(*context, "santong.v1.DocumentService/AddAttachment")) {
    if (auto call = gate.Admit(pass_, nullptr); call.ok()) {
      StartRead(&part_);
    } else {
      End(call.status());
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Store();  // the end, or a stream that broke off: the header's hash tells
    if (absl::Status wrong = rpc::Validate(part_); !wrong.ok()) return End(wrong);
    if (absl::Status wrong = Take(); !wrong.ok()) return End(wrong);
    StartRead(&part_);
  }
  void OnDone() override { delete this; }

 private:
  absl::Status Take() {
    const bool is_header = part_.part_case() == v1::AddAttachmentRequest::kHeader;
    if (is_header == has_header_) {
      return error::RefuseField("header", "must be in the first message and only there",
                                "应当在且仅在首条消息中");
    }
    if (is_header) {
      header_ = part_.header();
      has_header_ = true;
    } else {
      bytes_ += part_.chunk();
      // One byte more than allowed is enough to refuse it; the rest need not come.
      if (static_cast<int64_t>(bytes_.size()) > acts::kAttachmentBytesMax) {
        return error::Refuse(v1::ERROR_REASON_ATTACHMENT_TOO_LARGE,
                             {{"limit_bytes", std::to_string(acts::kAttachmentBytesMax)},
                              {"size_bytes", std::to_string(bytes_.size())}});
      }
    }
    return absl::OkStatus();
  }

  void Store() {
    if (!has_header_)
      return End(error::RefuseField("header", "is missing; send it first", "缺少首条消息"));
    // The act is of today, however long its bytes were on their way.
    auto call = gate_.Renew(pass_);
    if (!call.ok()) return End(call.status());
    acts::AttachFile(store_, settings_, RequestOf(*std::move(call)), header_, std::move(bytes_),
                     [this](absl::StatusOr<v1::Attachment> attachment) {
                       if (attachment.ok()) *reply_ = *attachment;
                       End(attachment.status());
                     });
  }
  void End(const absl::Status& status) { Finish(pass_.End(status)); }

  const rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  v1::Attachment* const reply_;
  rpc::Pass pass_;
  v1::AddAttachmentRequest part_;
  v1::AttachmentHeader header_;
  bool has_header_ = false;
  std::string bytes_;
};

// Metadata, then chunks.
class Sender final : public grpc::ServerWriteReactor<v1::GetAttachmentResponse> {
 public:
  Sender(rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
         settings::SettingsCache& settings, const v1::GetAttachmentRequest& request)
      : writes_(gate.writes(), *context),
        pass_(gate.Open(*context, "santong.v1.DocumentService/GetAttachment")) {
    absl::Status read = Read(gate, store, settings, request);
    if (read.ok()) {
      Send();
    } else {
      End(read);
    }
  }

  void OnWriteDone(bool ok) override {
    writes_.End();
    parts_.pop_front();
    if (!ok) return End(absl::CancelledError("the client went away or did not read"));
    if (parts_.empty()) return End(absl::OkStatus());
    Send();
  }
  void OnDone() override { delete this; }

 private:
  absl::Status Read(rpc::Gate& gate, const kv::Store& store, settings::SettingsCache& settings,
                    const v1::GetAttachmentRequest& request) {
    auto call = gate.Admit(pass_, &request);
    if (!call.ok()) return call.status();
    auto attachment = queries::ReadAttachment(
        *store.Snapshot(), settings, call->caller, request.name(), [this](absl::string_view chunk) {
          v1::GetAttachmentResponse& part = parts_.emplace_back();
          part.set_chunk(std::string(chunk));
        });
    if (!attachment.ok()) return attachment.status();
    *parts_.emplace_front().mutable_attachment() = *attachment;
    return absl::OkStatus();
  }
  void Send() {
    writes_.Begin();
    StartWrite(&parts_.front());
  }
  void End(const absl::Status& status) { Finish(pass_.End(status)); }

  rpc::WriteLimit::Stream writes_;
  rpc::Pass pass_;
  std::deque<v1::GetAttachmentResponse> parts_;
};

}  // namespace

grpc::ServerReadReactor<v1::AddAttachmentRequest>* ReceiveAttachment(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings, v1::Attachment* reply) {
  return new Receiver(gate, context, store, settings, reply);
}

grpc::ServerWriteReactor<v1::GetAttachmentResponse>* SendAttachment(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings, const v1::GetAttachmentRequest& request) {
  return new Sender(gate, context, store, settings, request);
}

}  // namespace santong::services
