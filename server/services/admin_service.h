// santong.v1.AdminService: each method is a few lines; the work is in acts and queries.
#pragma once

#include <cstddef>

#include "santong/v1/admin_service.grpc.pb.h"
#include "server/rpc/gate.h"
#include "server/services/long_work.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::services {

class AdminService final : public v1::AdminService::CallbackService {
 public:
  // All must outlive the service.
  AdminService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
               const search::SearchIndex& index)
      : gate_(gate), store_(store), settings_(settings), index_(index) {}

  grpc::ServerUnaryReactor* CreateJurisdiction(grpc::CallbackServerContext* context,
                                               const v1::CreateJurisdictionRequest* request,
                                               v1::Jurisdiction* reply) override;
  grpc::ServerUnaryReactor* UpdateJurisdiction(grpc::CallbackServerContext* context,
                                               const v1::UpdateJurisdictionRequest* request,
                                               v1::Jurisdiction* reply) override;
  grpc::ServerUnaryReactor* CreateOrgan(grpc::CallbackServerContext* context,
                                        const v1::CreateOrganRequest* request,
                                        v1::Organ* reply) override;
  grpc::ServerUnaryReactor* UpdateOrgan(grpc::CallbackServerContext* context,
                                        const v1::UpdateOrganRequest* request,
                                        v1::Organ* reply) override;
  grpc::ServerUnaryReactor* SetPolicy(grpc::CallbackServerContext* context,
                                      const v1::SetPolicyRequest* request,
                                      v1::SetPolicyResponse* reply) override;
  grpc::ServerUnaryReactor* ConfirmPolicyLeaf(grpc::CallbackServerContext* context,
                                              const v1::ConfirmPolicyLeafRequest* request,
                                              v1::PolicyLeaf* reply) override;
  grpc::ServerUnaryReactor* CreateCalendar(grpc::CallbackServerContext* context,
                                           const v1::CreateCalendarRequest* request,
                                           v1::CreateCalendarResponse* reply) override;
  grpc::ServerUnaryReactor* CreatePrincipal(grpc::CallbackServerContext* context,
                                            const v1::CreatePrincipalRequest* request,
                                            v1::Principal* reply) override;
  grpc::ServerUnaryReactor* UpdatePrincipal(grpc::CallbackServerContext* context,
                                            const v1::UpdatePrincipalRequest* request,
                                            v1::Principal* reply) override;
  grpc::ServerUnaryReactor* CreateToken(grpc::CallbackServerContext* context,
                                        const v1::CreateTokenRequest* request,
                                        v1::Token* reply) override;
  grpc::ServerUnaryReactor* RevokeToken(grpc::CallbackServerContext* context,
                                        const v1::RevokeTokenRequest* request,
                                        v1::Token* reply) override;
  grpc::ServerUnaryReactor* GetJurisdiction(grpc::CallbackServerContext* context,
                                            const v1::GetJurisdictionRequest* request,
                                            v1::Jurisdiction* reply) override;
  grpc::ServerUnaryReactor* ListJurisdictions(grpc::CallbackServerContext* context,
                                              const v1::ListJurisdictionsRequest* request,
                                              v1::ListJurisdictionsResponse* reply) override;
  grpc::ServerUnaryReactor* GetOrgan(grpc::CallbackServerContext* context,
                                     const v1::GetOrganRequest* request, v1::Organ* reply) override;
  grpc::ServerUnaryReactor* ListOrgans(grpc::CallbackServerContext* context,
                                       const v1::ListOrgansRequest* request,
                                       v1::ListOrgansResponse* reply) override;
  grpc::ServerUnaryReactor* ListPolicyLeaves(grpc::CallbackServerContext* context,
                                             const v1::ListPolicyLeavesRequest* request,
                                             v1::ListPolicyLeavesResponse* reply) override;
  grpc::ServerUnaryReactor* GetCalendar(grpc::CallbackServerContext* context,
                                        const v1::GetCalendarRequest* request,
                                        v1::Calendar* reply) override;
  grpc::ServerUnaryReactor* ListCalendars(grpc::CallbackServerContext* context,
                                          const v1::ListCalendarsRequest* request,
                                          v1::ListCalendarsResponse* reply) override;
  grpc::ServerUnaryReactor* GetPrincipal(grpc::CallbackServerContext* context,
                                         const v1::GetPrincipalRequest* request,
                                         v1::Principal* reply) override;
  grpc::ServerUnaryReactor* ListPrincipals(grpc::CallbackServerContext* context,
                                           const v1::ListPrincipalsRequest* request,
                                           v1::ListPrincipalsResponse* reply) override;
  grpc::ServerUnaryReactor* ListTokens(grpc::CallbackServerContext* context,
                                       const v1::ListTokensRequest* request,
                                       v1::ListTokensResponse* reply) override;
  grpc::ServerUnaryReactor* GetWorkflow(grpc::CallbackServerContext* context,
                                        const v1::GetWorkflowRequest* request,
                                        v1::Workflow* reply) override;
  grpc::ServerUnaryReactor* VerifyStore(grpc::CallbackServerContext* context,
                                        const v1::VerifyStoreRequest* request,
                                        v1::VerifyStoreResponse* reply) override;
  grpc::ServerUnaryReactor* GetServerInfo(grpc::CallbackServerContext* context,
                                          const v1::GetServerInfoRequest* request,
                                          v1::GetServerInfoResponse* reply) override;

 private:
  // Answers on the calling thread. `query` takes the reader, the call and what is asked.
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);
  // Answers when the change is durable. `act` takes the act's request, what is asked and the reply.
  template <typename Asked, typename Answer, typename Act>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, const Asked* request,
                                  Answer* reply, const char* method, Act act);

  // A check of the whole store takes minutes where it is large.
  static constexpr size_t kVerificationsWaitingMax = 4;

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const search::SearchIndex& index_;
  LongWork long_work_{kVerificationsWaitingMax};  // last: what runs on it uses the others
};

}  // namespace santong::services
