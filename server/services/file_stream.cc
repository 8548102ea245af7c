#include "server/services/file_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/catalog/timeline.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/proof/verify_link.h"
#include "server/intake/extracted.h"
#include "server/queries/read_document.h"
#include "server/rpc/validate.h"
#include "server/rpc/write_limit.h"

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
      return End(intake::OverLimit(intake::kBytes, bytes_.size(), intake::kFileBytesMax));
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

constexpr size_t kChunkBytes = 256 << 10;

// What the public may read of the document, with the text that is asked for.
absl::StatusOr<work::v1::PrintJob> JobOf(const kv::Reader& reader,
                                         settings::SettingsCache& settings,
                                         const v1::PrintDocumentRequest& request,
                                         const std::string& site_url, absl::CivilDay today) {
  const access::Caller anyone = access::PublicCaller();
  auto document = queries::ReadDocumentHead(reader, settings, anyone, request.name());
  if (!document.ok()) return document.status();
  const uint32_t number = request.version() > 0 ? static_cast<uint32_t>(request.version())
                                                : catalog::VersionShownOn(*document, today);
  v1::GetVersionRequest asked;
  asked.set_name(absl::StrCat(request.name(), "/versions/", number));
  auto version = queries::ReadVersion(reader, settings, anyone, asked);
  if (!version.ok()) return version.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  work::v1::PrintJob job;
  job.set_red_header(
      (*now)->policies->On(document->jurisdiction(), today).Enabled(policy::kPrintRedHeader));
  if (!site_url.empty()) {
    job.set_verify_link(proof::VerifyLink(absl::StripSuffix(site_url, "/"),
                                          document->registration_number(), version->text_sha256()));
  }
  *job.mutable_document() = *std::move(document);
  *job.mutable_document()->mutable_current_version() = *std::move(version);
  return job;
}

class PdfSender final : public grpc::ServerWriteReactor<v1::PrintDocumentResponse> {
 public:
  PdfSender(rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
            settings::SettingsCache& settings, const print::Printer& printer,
            confined::Pool& printing, const std::string& site_url,
            const v1::PrintDocumentRequest& request)
      : printer_(printer),
        writes_(gate.writes(), *context),
        pass_(gate.Open(*context, "santong.v1.FileService/PrintDocument")) {
    absl::Status begun = Begin(gate, store, settings, printing, site_url, request);
    if (!begun.ok()) End(begun);
  }

  void OnWriteDone(bool ok) override {
    writes_.End();
    if (!ok) return End(absl::CancelledError("the client went away or did not read"));
    if (sent_ == pdf_.bytes.size()) return End(absl::OkStatus());
    Send();
  }
  void OnDone() override { delete this; }

 private:
  absl::Status Begin(rpc::Gate& gate, const kv::Store& store, settings::SettingsCache& settings,
                     confined::Pool& printing, const std::string& site_url,
                     const v1::PrintDocumentRequest& request) {
    const auto call = gate.Admit(pass_, &request);
    if (!call.ok()) return call.status();
    auto job = JobOf(*store.Snapshot(), settings, request, site_url, call->today);
    if (!job.ok()) return job.status();
    job_ = *std::move(job);
    const bool added = printing.Add([this] { Print(); });
    return added ? absl::OkStatus() : error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
  }
  void Print() {
    auto pdf = printer_.Print(job_);
    if (!pdf.ok()) return End(pdf.status());
    pdf_ = *std::move(pdf);
    Send();
  }
  void Send() {
    const size_t size = std::min(kChunkBytes, pdf_.bytes.size() - sent_);
    part_.set_chunk(pdf_.bytes.substr(sent_, size));
    sent_ += size;
    if (sent_ == pdf_.bytes.size()) part_.set_pages(pdf_.pages);
    writes_.Begin();
    StartWrite(&part_);
  }
  void End(const absl::Status& status) { Finish(pass_.End(status)); }

  const print::Printer& printer_;
  rpc::WriteLimit::Stream writes_;
  rpc::Pass pass_;
  work::v1::PrintJob job_;
  print::PrintedPdf pdf_;
  size_t sent_ = 0;
  v1::PrintDocumentResponse part_;
};

}  // namespace

grpc::ServerReadReactor<v1::ExtractFileRequest>* ReceiveFile(rpc::Gate& gate,
                                                             grpc::CallbackServerContext* context,
                                                             const intake::FileReader& reader,
                                                             confined::Pool& reading,
                                                             v1::ExtractTextResponse* reply) {
  return new FileReceiver(gate, context, reader, reading, reply);
}

grpc::ServerWriteReactor<v1::PrintDocumentResponse>* SendPdf(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    settings::SettingsCache& settings, const print::Printer& printer, confined::Pool& printing,
    const std::string& site_url, const v1::PrintDocumentRequest& request) {
  return new PdfSender(gate, context, store, settings, printer, printing, site_url, request);
}

}  // namespace santong::services
