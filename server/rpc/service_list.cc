#include "server/rpc/service_list.h"

#include <vector>

#include "santong/v1/admin_service.grpc.pb.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/log_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "santong/v1/task_service.grpc.pb.h"

namespace santong::rpc {
namespace {

// `Asked` is a message of the file that defines the service, and of no other: each has one service.
template <typename Service, typename Asked>
ListedService Listed() {
  return {Asked::descriptor()->file()->service(0), [](const grpc::Service* service) {
            return dynamic_cast<const typename Service::Service*>(service) != nullptr;
          }};
}

}  // namespace

absl::Span<const ListedService> AllServices() {
  static const auto& services = *new std::vector<ListedService>{
      Listed<v1::AdminService, v1::GetWorkflowRequest>(),
      Listed<v1::BackupService, v1::CreateBackupRequest>(),
      Listed<v1::CatalogService, v1::CheckBasisRequest>(),
      Listed<v1::CleanupService, v1::GetCampaignRequest>(),
      Listed<v1::DocumentService, v1::GetDocumentRequest>(),
      Listed<v1::FileService, v1::ExtractTextRequest>(),
      Listed<v1::FilingService, v1::GetFilingRequest>(),
      Listed<v1::LogService, v1::GetCheckpointRequest>(),
      Listed<v1::ObjectionService, v1::GetObjectionRequest>(),
      Listed<v1::StandbyService, v1::GetStandbyRequest>(),
      Listed<v1::TaskService, v1::ListTasksRequest>(),
  };
  return services;
}

const google::protobuf::ServiceDescriptor* DescriptorOf(const grpc::Service* service) {
  for (const ListedService& listed : AllServices()) {
    if (listed.implemented_by(service)) return listed.descriptor;
  }
  return nullptr;
}

}  // namespace santong::rpc
