#include "server/services/file_service.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/queries/letters.h"
#include "server/queries/read_document.h"
#include "server/rpc/unary.h"
#include "server/services/file_stream.h"

namespace santong::services {
namespace {

// So many files are read at a time, and so many wait: each has a process and up to 20 MiB.
constexpr int kReadersAtOnce = 2;
constexpr size_t kReadsWaitingMax = 16;
constexpr int kPrintersAtOnce = 1;
constexpr size_t kPrintsWaitingMax = 16;

}  // namespace

FileService::FileService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                         const intake::FileReader& reader, const print::Printer& printer,
                         std::string site_url)
    : gate_(gate),
      store_(store),
      settings_(settings),
      reader_(reader),
      printer_(printer),
      site_url_(std::move(site_url)),
      reading_(kReadersAtOnce, kReadsWaitingMax),
      printing_(kPrintersAtOnce, kPrintsWaitingMax) {}

grpc::ServerUnaryReactor* FileService::ExtractText(grpc::CallbackServerContext* context,
                                                   const v1::ExtractTextRequest* request,
                                                   v1::ExtractTextResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.FileService/ExtractText",
                    [this](rpc::Call&& call, const v1::ExtractTextRequest& asked,
                           v1::ExtractTextResponse* reply, rpc::Done done) {
                      std::string bytes;
                      auto attachment = queries::ReadAttachment(
                          *store_.Snapshot(), settings_, call.caller, asked.name(),
                          [&](absl::string_view chunk) { absl::StrAppend(&bytes, chunk); });
                      if (!attachment.ok()) return std::move(done)(attachment.status());
                      // A function can be copied, the end of a call cannot.
                      auto end = std::make_shared<rpc::Done>(std::move(done));
                      const bool added = reading_.Add([this, bytes = std::move(bytes), reply, end] {
                        auto extracted = reader_.Read(bytes);
                        if (extracted.ok()) *reply = *extracted;
                        (*end)(extracted.status());
                      });
                      if (!added) (*end)(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
                    });
}

grpc::ServerReadReactor<v1::ExtractFileRequest>* FileService::ExtractFile(
    grpc::CallbackServerContext* context, v1::ExtractTextResponse* reply) {
  return ReceiveFile(gate_, context, reader_, reading_, reply);
}

grpc::ServerWriteReactor<v1::PrintDocumentResponse>* FileService::PrintDocument(
    grpc::CallbackServerContext* context, const v1::PrintDocumentRequest* request) {
  return SendPdf(gate_, context, store_, settings_, printer_, printing_, site_url_, *request);
}

grpc::ServerUnaryReactor* FileService::GetDocumentLetter(
    grpc::CallbackServerContext* context, const v1::GetDocumentLetterRequest* request,
    v1::DocumentLetter* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.FileService/GetDocumentLetter",
                    [this](rpc::Call&& call, const v1::GetDocumentLetterRequest& asked,
                           v1::DocumentLetter* reply, rpc::Done done) {
                      auto letter = queries::GetDocumentLetter(*store_.Snapshot(), settings_,
                                                               call.caller, asked);
                      const absl::Status status = letter.status();
                      if (status.ok()) *reply = *std::move(letter);
                      std::move(done)(status);
                    });
}

}  // namespace santong::services
