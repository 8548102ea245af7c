#include "server/pages/api.h"

#include <grpc/support/time.h>

namespace santong::pages {
namespace {

constexpr int64_t kLimitSeconds = 10;

}  // namespace

Stubs MakeStubs(const std::shared_ptr<grpc::Channel>& channel) {
  return {v1::AdminService::NewStub(channel),   v1::CatalogService::NewStub(channel),
          v1::CleanupService::NewStub(channel), v1::DocumentService::NewStub(channel),
          v1::LogService::NewStub(channel),     v1::ObjectionService::NewStub(channel),
          v1::TaskService::NewStub(channel)};
}

grpc::Status Api::ReadFile(const std::string& name, v1::Attachment* file,
                           std::string* bytes) const {
  grpc::ClientContext context;
  Prepare(&context);
  v1::GetAttachmentRequest request;
  request.set_name(name);
  const auto reader = std::get<std::unique_ptr<v1::DocumentService::Stub>>(stubs_)->GetAttachment(
      &context, request);
  v1::GetAttachmentResponse part;
  while (reader->Read(&part)) {
    if (part.has_attachment()) *file = part.attachment();
    bytes->append(part.chunk());
  }
  return reader->Finish();
}

void Api::Prepare(grpc::ClientContext* context) const {
  context->set_deadline(gpr_time_from_seconds(kLimitSeconds, GPR_TIMESPAN));
  context->AddMetadata("accept-language", language_);
  for (const auto& [key, value] : metadata_) context->AddMetadata(key, value);
}

}  // namespace santong::pages
