// The register as the pages ask it: through its own API, as any client, in the visitor's language
// and under the visitor's address, so that access, limits and field rules are the same for all.
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "grpcpp/grpcpp.h"
#include "santong/v1/admin_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "santong/v1/log_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "santong/v1/task_service.grpc.pb.h"
#include "server/gateway/http.h"

namespace santong::pages {

// One stub for each service that a page asks.
using Stubs =
    std::tuple<std::unique_ptr<v1::AdminService::Stub>, std::unique_ptr<v1::CatalogService::Stub>,
               std::unique_ptr<v1::CleanupService::Stub>,
               std::unique_ptr<v1::DocumentService::Stub>, std::unique_ptr<v1::FileService::Stub>,
               std::unique_ptr<v1::LogService::Stub>, std::unique_ptr<v1::ObjectionService::Stub>,
               std::unique_ptr<v1::TaskService::Stub>>;
Stubs MakeStubs(const std::shared_ptr<grpc::Channel>& channel);

// The calls of one visitor, on one thread.
class Api {
 public:
  // `language` is an accept-language value; `metadata` what the gateway wants every call to carry.
  // Both `stubs` and `metadata` must outlive this.
  Api(const Stubs& stubs, std::string language, const gateway::Fields& metadata)
      : stubs_(stubs), language_(std::move(language)), metadata_(metadata) {}

  // Calls e.g. &v1::DocumentService::Stub::GetDocument and waits for its answer, 10 s at most.
  template <typename Stub, typename Request, typename Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) const {
    grpc::ClientContext context;
    Prepare(&context);
    const grpc::Status status =
        ((*std::get<std::unique_ptr<Stub>>(stubs_)).*method)(&context, request, response);
    if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) refused_ = status;
    return status;
  }
  // Of a visitor who has no call left, what Call was answered last with; OK until then.
  const grpc::Status& refused() const { return refused_; }

  // The same for a method that answers a stream, e.g. &v1::FileService::Stub::PrintDocument; `take`
  // gets each message.
  template <typename Stub, typename Request, typename Response, typename Take>
  grpc::Status Receive(std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                           grpc::ClientContext*, const Request&),
                       const Request& request, Take take) const {
    grpc::ClientContext context;
    Prepare(&context);
    const std::unique_ptr<grpc::ClientReader<Response>> reader =
        ((*std::get<std::unique_ptr<Stub>>(stubs_)).*method)(&context, request);
    Response response;
    while (reader->Read(&response)) take(response);
    return reader->Finish();
  }

  // What every call of this visitor bears: the language, the address, a limit of 10 s.
  void Prepare(grpc::ClientContext* context) const;

 private:
  const Stubs& stubs_;
  const std::string language_;
  const gateway::Fields& metadata_;
  mutable grpc::Status refused_;
};

}  // namespace santong::pages
