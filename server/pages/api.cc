#include "server/pages/api.h"

#include <grpc/support/time.h>

namespace santong::pages {
namespace {

constexpr int64_t kLimitSeconds = 10;

}  // namespace

Stubs MakeStubs(const std::shared_ptr<grpc::Channel>& channel) {
  return {v1::AdminService::NewStub(channel),     v1::CatalogService::NewStub(channel),
          v1::CleanupService::NewStub(channel),   v1::DocumentService::NewStub(channel),
          v1::FileService::NewStub(channel),      v1::LogService::NewStub(channel),
          v1::ObjectionService::NewStub(channel), v1::TaskService::NewStub(channel)};
}

void Api::Prepare(grpc::ClientContext* context) const {
  context->set_deadline(gpr_time_from_seconds(kLimitSeconds, GPR_TIMESPAN));
  context->AddMetadata("accept-language", language_);
  for (const auto& [key, value] : metadata_) context->AddMetadata(key, value);
}

}  // namespace santong::pages
