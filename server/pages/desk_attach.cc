#include "server/pages/desk_attach.h"

#include <algorithm>

#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "server/pages/desk_form.h"

namespace santong::pages {
namespace {

constexpr size_t kChunkBytes = size_t{512} << 10;

// Attached anew, what goes out with the document would no longer: that stays as it is.
grpc::Status AttachUnpublished(const Site& site, const Visit& visit, const Clerk& clerk,
                               const std::string& document,
                               const std::vector<const FormFile*>& files,
                               const FormFile** refused) {
  v1::GetDocumentRequest get;
  get.set_name(document);
  get.set_view(v1::DOCUMENT_VIEW_BASIC);
  v1::Document read;
  grpc::Status status =
      CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, &read);
  if (!status.ok()) return status;
  for (const FormFile* file : files) {
    if (IsPublished(read, *file)) continue;
    status = Attach(site, visit, clerk, document, *file, /*publish=*/false);
    if (status.ok()) continue;
    *refused = file;
    return status;
  }
  return grpc::Status::OK;
}

}  // namespace

grpc::Status Attach(const Site& site, const Visit& visit, const Clerk& clerk,
                    const std::string& document, const FormFile& file, bool publish) {
  grpc::ClientContext context;
  PrepareCall(visit, clerk.token, &context);
  const auto stub = v1::DocumentService::NewStub(site.channel());
  v1::Attachment attached;
  const auto writer = stub->AddAttachment(&context, &attached);
  v1::AddAttachmentRequest request;
  v1::AttachmentHeader& header = *request.mutable_header();
  header.set_parent(document);
  header.set_file_name(file.name);
  header.set_sha256(digest::Sha256Hex(file.content));
  header.set_publish(publish);
  bool open = writer->Write(request);
  for (size_t at = 0; open && at < file.content.size(); at += kChunkBytes) {
    request.set_chunk(file.content.substr(at, kChunkBytes));
    open = writer->Write(request);
  }
  writer->WritesDone();
  return writer->Finish();
}

bool IsPublished(const v1::Document& document, const FormFile& file) {
  const std::string sha256 = digest::Sha256Hex(file.content);
  const auto& published = document.published_files();
  return std::any_of(published.begin(), published.end(),
                     [&](const v1::Attachment& one) { return one.sha256() == sha256; });
}

DoneWithFiles DoWithFiles(const Site& site, const Visit& visit, const Clerk& clerk,
                          const std::string& document, const std::vector<const FormFile*>& files,
                          bool rehearsed, absl::FunctionRef<grpc::Status(bool validate_only)> act) {
  if (rehearsed || files.empty()) return {.status = act(rehearsed)};
  DoneWithFiles done{.status = act(/*validate_only=*/true)};
  const bool may = done.status.ok();
  if (!may) {
    // What was done before is refused in the state that it left, and answered again by its
    // identifier.
    const bool by_state = done.status.error_code() == grpc::StatusCode::FAILED_PRECONDITION ||
                          done.status.error_code() == grpc::StatusCode::ABORTED;
    if (by_state) done.status = act(/*validate_only=*/false);
    if (!done.status.ok()) return done;
  }
  done.status = AttachUnpublished(site, visit, clerk, document, files, &done.refused);
  done.are_attached = done.status.ok();
  if (may && done.are_attached) done.status = act(/*validate_only=*/false);
  return done;
}

std::vector<Wrong> WrongOfFile(const FormFile& file, const grpc::Status& refusal,
                               const Visit& visit) {
  return {{PlaceOfFile(file.field),
           visit.words.Say("evidence_refused", {file.name, AllWords(RefusalOf(refusal, visit))})}};
}

}  // namespace santong::pages
