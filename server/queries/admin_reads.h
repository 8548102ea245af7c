// Reads of what the operator keeps.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/admin_service.pb.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// NOT_FOUND when there is none.
absl::StatusOr<v1::Jurisdiction> GetJurisdiction(const kv::Reader& reader,
                                                 const v1::GetJurisdictionRequest& request);
absl::StatusOr<v1::Organ> GetOrgan(const kv::Reader& reader, const v1::GetOrganRequest& request);
absl::StatusOr<v1::Calendar> GetCalendar(const kv::Reader& reader,
                                         const v1::GetCalendarRequest& request);
absl::StatusOr<v1::Principal> GetPrincipal(const kv::Reader& reader,
                                           const v1::GetPrincipalRequest& request);

absl::StatusOr<v1::ListJurisdictionsResponse> ListJurisdictions(
    const kv::Reader& reader, const v1::ListJurisdictionsRequest& request);
absl::StatusOr<v1::ListOrgansResponse> ListOrgans(const kv::Reader& reader,
                                                  const v1::ListOrgansRequest& request);
absl::StatusOr<v1::ListCalendarsResponse> ListCalendars(const kv::Reader& reader,
                                                        const v1::ListCalendarsRequest& request);
absl::StatusOr<v1::ListPrincipalsResponse> ListPrincipals(const kv::Reader& reader,
                                                          const v1::ListPrincipalsRequest& request);
absl::StatusOr<v1::ListTokensResponse> ListTokens(const kv::Reader& reader,
                                                  const v1::ListTokensRequest& request);

// The leaves in force, inherited ones included; `jurisdiction` in each says where it comes from.
absl::StatusOr<v1::ListPolicyLeavesResponse> ListPolicyLeaves(
    const kv::Reader& reader, settings::SettingsCache& settings, absl::CivilDay today,
    const v1::ListPolicyLeavesRequest& request);

// workflows/document. NOT_FOUND for another name.
absl::StatusOr<v1::Workflow> GetWorkflow(const v1::GetWorkflowRequest& request);

// What the server is, whether it takes writes (`writable` is the store's word), and what is amiss
// with how the places are set up.
absl::StatusOr<v1::GetServerInfoResponse> GetServerInfo(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const absl::Status& writable,
                                                        absl::string_view version,
                                                        absl::CivilDay today);

}  // namespace santong::queries
