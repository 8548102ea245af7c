#include "server/services/admin_service.h"

#include <utility>

#include "server/acts/admin_acts.h"
#include "server/queries/admin_reads.h"
#include "server/queries/stoppable_reader.h"
#include "server/queries/verify.h"
#include "server/queries/verify_index.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"
#include "server/services/version.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.AdminService/" name

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* AdminService::Read(grpc::CallbackServerContext* context,
                                             const Asked* request, Answer* reply,
                                             const char* method, Query query) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, query](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        absl::StatusOr<Answer> answer = query(*store_.Snapshot(), call, asked);
        const absl::Status status = answer.status();
        if (status.ok()) *reply = *std::move(answer);
        std::move(done)(status);
      });
}

template <typename Asked, typename Answer, typename Act>
grpc::ServerUnaryReactor* AdminService::Write(grpc::CallbackServerContext* context,
                                              const Asked* request, Answer* reply,
                                              const char* method, Act act) {
  return rpc::Unary(gate_, context, request, reply, method,
                    [act](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
                      acts::Request act_request =
                          RequestOf(std::move(call), asked, asked.request_id());
                      if constexpr (requires { asked.validate_only(); }) {
                        act_request.validate_only = asked.validate_only();
                      }
                      act(std::move(act_request), asked,
                          [reply, done = std::move(done)](absl::StatusOr<Answer> answer) mutable {
                            const absl::Status status = answer.status();
                            if (status.ok()) *reply = *std::move(answer);
                            std::move(done)(status);
                          });
                    });
}

grpc::ServerUnaryReactor* AdminService::CreateJurisdiction(
    grpc::CallbackServerContext* context, const v1::CreateJurisdictionRequest* request,
    v1::Jurisdiction* reply) {
  return Write(context, request, reply, SANTONG_METHOD("CreateJurisdiction"),
               [this](acts::Request request, const v1::CreateJurisdictionRequest& asked,
                      acts::Reply<v1::Jurisdiction> answer) {
                 acts::CreateJurisdiction(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::UpdateJurisdiction(
    grpc::CallbackServerContext* context, const v1::UpdateJurisdictionRequest* request,
    v1::Jurisdiction* reply) {
  return Write(context, request, reply, SANTONG_METHOD("UpdateJurisdiction"),
               [this](acts::Request request, const v1::UpdateJurisdictionRequest& asked,
                      acts::Reply<v1::Jurisdiction> answer) {
                 acts::UpdateJurisdiction(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::CreateOrgan(grpc::CallbackServerContext* context,
                                                    const v1::CreateOrganRequest* request,
                                                    v1::Organ* reply) {
  return Write(context, request, reply, SANTONG_METHOD("CreateOrgan"),
               [this](acts::Request request, const v1::CreateOrganRequest& asked,
                      acts::Reply<v1::Organ> answer) {
                 acts::CreateOrgan(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::UpdateOrgan(grpc::CallbackServerContext* context,
                                                    const v1::UpdateOrganRequest* request,
                                                    v1::Organ* reply) {
  return Write(context, request, reply, SANTONG_METHOD("UpdateOrgan"),
               [this](acts::Request request, const v1::UpdateOrganRequest& asked,
                      acts::Reply<v1::Organ> answer) {
                 acts::UpdateOrgan(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::SetPolicy(grpc::CallbackServerContext* context,
                                                  const v1::SetPolicyRequest* request,
                                                  v1::SetPolicyResponse* reply) {
  return Write(context, request, reply, SANTONG_METHOD("SetPolicy"),
               [this](acts::Request request, const v1::SetPolicyRequest& asked,
                      acts::Reply<v1::SetPolicyResponse> answer) {
                 acts::SetPolicy(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::ConfirmPolicyLeaf(
    grpc::CallbackServerContext* context, const v1::ConfirmPolicyLeafRequest* request,
    v1::PolicyLeaf* reply) {
  return Write(context, request, reply, SANTONG_METHOD("ConfirmPolicyLeaf"),
               [this](acts::Request request, const v1::ConfirmPolicyLeafRequest& asked,
                      acts::Reply<v1::PolicyLeaf> answer) {
                 acts::ConfirmPolicyLeaf(store_, settings_, std::move(request), asked,
                                         std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::CreateCalendar(grpc::CallbackServerContext* context,
                                                       const v1::CreateCalendarRequest* request,
                                                       v1::CreateCalendarResponse* reply) {
  return Write(context, request, reply, SANTONG_METHOD("CreateCalendar"),
               [this](acts::Request request, const v1::CreateCalendarRequest& asked,
                      acts::Reply<v1::CreateCalendarResponse> answer) {
                 acts::CreateCalendar(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::CreatePrincipal(grpc::CallbackServerContext* context,
                                                        const v1::CreatePrincipalRequest* request,
                                                        v1::Principal* reply) {
  return Write(context, request, reply, SANTONG_METHOD("CreatePrincipal"),
               [this](acts::Request request, const v1::CreatePrincipalRequest& asked,
                      acts::Reply<v1::Principal> answer) {
                 acts::CreatePrincipal(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::UpdatePrincipal(grpc::CallbackServerContext* context,
                                                        const v1::UpdatePrincipalRequest* request,
                                                        v1::Principal* reply) {
  return Write(context, request, reply, SANTONG_METHOD("UpdatePrincipal"),
               [this](acts::Request request, const v1::UpdatePrincipalRequest& asked,
                      acts::Reply<v1::Principal> answer) {
                 acts::UpdatePrincipal(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::CreateToken(grpc::CallbackServerContext* context,
                                                    const v1::CreateTokenRequest* request,
                                                    v1::Token* reply) {
  return Write(context, request, reply, SANTONG_METHOD("CreateToken"),
               [this](acts::Request request, const v1::CreateTokenRequest& asked,
                      acts::Reply<v1::Token> answer) {
                 acts::CreateToken(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::RevokeToken(grpc::CallbackServerContext* context,
                                                    const v1::RevokeTokenRequest* request,
                                                    v1::Token* reply) {
  return Write(context, request, reply, SANTONG_METHOD("RevokeToken"),
               [this](acts::Request request, const v1::RevokeTokenRequest& asked,
                      acts::Reply<v1::Token> answer) {
                 acts::RevokeToken(store_, std::move(request), asked, std::move(answer));
               });
}

grpc::ServerUnaryReactor* AdminService::GetJurisdiction(grpc::CallbackServerContext* context,
                                                        const v1::GetJurisdictionRequest* request,
                                                        v1::Jurisdiction* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetJurisdiction"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::GetJurisdictionRequest& asked) -> absl::StatusOr<v1::Jurisdiction> {
                return queries::GetJurisdiction(reader, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::ListJurisdictions(
    grpc::CallbackServerContext* context, const v1::ListJurisdictionsRequest* request,
    v1::ListJurisdictionsResponse* reply) {
  return Read(
      context, request, reply, SANTONG_METHOD("ListJurisdictions"),
      [](const kv::Reader& reader, const rpc::Call& call, const v1::ListJurisdictionsRequest& asked)
          -> absl::StatusOr<v1::ListJurisdictionsResponse> {
        return queries::ListJurisdictions(reader, asked);
      });
}

grpc::ServerUnaryReactor* AdminService::GetOrgan(grpc::CallbackServerContext* context,
                                                 const v1::GetOrganRequest* request,
                                                 v1::Organ* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetOrgan"),
              [](const kv::Reader& reader, const rpc::Call& call, const v1::GetOrganRequest& asked)
                  -> absl::StatusOr<v1::Organ> { return queries::GetOrgan(reader, asked); });
}

grpc::ServerUnaryReactor* AdminService::ListOrgans(grpc::CallbackServerContext* context,
                                                   const v1::ListOrgansRequest* request,
                                                   v1::ListOrgansResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListOrgans"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::ListOrgansRequest& asked) -> absl::StatusOr<v1::ListOrgansResponse> {
                return queries::ListOrgans(reader, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::ListPolicyLeaves(grpc::CallbackServerContext* context,
                                                         const v1::ListPolicyLeavesRequest* request,
                                                         v1::ListPolicyLeavesResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListPolicyLeaves"),
              [this](const kv::Reader& reader, const rpc::Call& call,
                     const v1::ListPolicyLeavesRequest& asked)
                  -> absl::StatusOr<v1::ListPolicyLeavesResponse> {
                return queries::ListPolicyLeaves(reader, settings_, call.today, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::GetCalendar(grpc::CallbackServerContext* context,
                                                    const v1::GetCalendarRequest* request,
                                                    v1::Calendar* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetCalendar"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::GetCalendarRequest& asked) -> absl::StatusOr<v1::Calendar> {
                return queries::GetCalendar(reader, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::ListCalendars(grpc::CallbackServerContext* context,
                                                      const v1::ListCalendarsRequest* request,
                                                      v1::ListCalendarsResponse* reply) {
  return Read(
      context, request, reply, SANTONG_METHOD("ListCalendars"),
      [](const kv::Reader& reader, const rpc::Call& call,
         const v1::ListCalendarsRequest& asked) -> absl::StatusOr<v1::ListCalendarsResponse> {
        return queries::ListCalendars(reader, asked);
      });
}

grpc::ServerUnaryReactor* AdminService::GetPrincipal(grpc::CallbackServerContext* context,
                                                     const v1::GetPrincipalRequest* request,
                                                     v1::Principal* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetPrincipal"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::GetPrincipalRequest& asked) -> absl::StatusOr<v1::Principal> {
                return queries::GetPrincipal(reader, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::ListPrincipals(grpc::CallbackServerContext* context,
                                                       const v1::ListPrincipalsRequest* request,
                                                       v1::ListPrincipalsResponse* reply) {
  return Read(
      context, request, reply, SANTONG_METHOD("ListPrincipals"),
      [](const kv::Reader& reader, const rpc::Call& call,
         const v1::ListPrincipalsRequest& asked) -> absl::StatusOr<v1::ListPrincipalsResponse> {
        return queries::ListPrincipals(reader, asked);
      });
}

grpc::ServerUnaryReactor* AdminService::ListTokens(grpc::CallbackServerContext* context,
                                                   const v1::ListTokensRequest* request,
                                                   v1::ListTokensResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListTokens"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::ListTokensRequest& asked) -> absl::StatusOr<v1::ListTokensResponse> {
                return queries::ListTokens(reader, asked);
              });
}

grpc::ServerUnaryReactor* AdminService::GetWorkflow(grpc::CallbackServerContext* context,
                                                    const v1::GetWorkflowRequest* request,
                                                    v1::Workflow* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetWorkflow"),
              [](const kv::Reader& reader, const rpc::Call& call,
                 const v1::GetWorkflowRequest& asked) -> absl::StatusOr<v1::Workflow> {
                return queries::GetWorkflow(asked);
              });
}

grpc::ServerUnaryReactor* AdminService::VerifyStore(grpc::CallbackServerContext* context,
                                                    const v1::VerifyStoreRequest* request,
                                                    v1::VerifyStoreResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("VerifyStore"),
                    [this, context](rpc::Call&&, const v1::VerifyStoreRequest& asked,
                                    v1::VerifyStoreResponse* reply, rpc::Done done) {
                      long_work_.Do([this, context, &asked, reply,
                                     done = std::move(done)](const absl::Status& begun) mutable {
                        if (!begun.ok()) return std::move(done)(begun);
                        const auto stopped = [context] { return context->IsCancelled(); };
                        auto verified = queries::VerifyStore(
                            queries::StoppableReader(*store_.Snapshot(), stopped), asked);
                        absl::Status status = verified.status();
                        if (status.ok())
                          status = queries::VerifyIndex(store_, index_, asked, stopped, &*verified);
                        if (status.ok()) *reply = *std::move(verified);
                        std::move(done)(status);
                      });
                    });
}

grpc::ServerUnaryReactor* AdminService::GetServerInfo(grpc::CallbackServerContext* context,
                                                      const v1::GetServerInfoRequest* request,
                                                      v1::GetServerInfoResponse* reply) {
  return Read(
      context, request, reply, SANTONG_METHOD("GetServerInfo"),
      [this](const kv::Reader& reader, const rpc::Call& call,
             const v1::GetServerInfoRequest& asked) -> absl::StatusOr<v1::GetServerInfoResponse> {
        return queries::GetServerInfo(reader, settings_, store_.Writable(), kVersion, call.today);
      });
}

}  // namespace santong::services
