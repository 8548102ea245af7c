#include "server/pages/desk_attach.h"

#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"

namespace santong::pages {
namespace {

constexpr size_t kChunkBytes = size_t{512} << 10;

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

}  // namespace santong::pages
