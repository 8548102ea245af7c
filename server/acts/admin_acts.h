// The acts of the operator. Each writes one event; creating what exists is ALREADY_EXISTS, changing
// what does not is NOT_FOUND, a wrong etag ABORTED, a wrong value INVALID_ARGUMENT with every
// violation.
#pragma once

#include "santong/v1/admin_service.pb.h"
#include "server/acts/request.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Jurisdictions and organs (place_acts.cc).
void CreateJurisdiction(kv::Store& store, Request request,
                        const v1::CreateJurisdictionRequest& asked, Reply<v1::Jurisdiction> reply);
void UpdateJurisdiction(kv::Store& store, Request request,
                        const v1::UpdateJurisdictionRequest& asked, Reply<v1::Jurisdiction> reply);
void CreateOrgan(kv::Store& store, Request request, const v1::CreateOrganRequest& asked,
                 Reply<v1::Organ> reply);
void UpdateOrgan(kv::Store& store, Request request, const v1::UpdateOrganRequest& asked,
                 Reply<v1::Organ> reply);

// Policies and calendars (policy_acts.cc, calendar_acts.cc).
void SetPolicy(kv::Store& store, Request request, const v1::SetPolicyRequest& asked,
               Reply<v1::SetPolicyResponse> reply);
void ConfirmPolicyLeaf(kv::Store& store, settings::SettingsCache& settings, Request request,
                       const v1::ConfirmPolicyLeafRequest& asked, Reply<v1::PolicyLeaf> reply);
// Moves the due days of running clocks under the new arrangement and says which moved.
void CreateCalendar(kv::Store& store, Request request, const v1::CreateCalendarRequest& asked,
                    Reply<v1::CreateCalendarResponse> reply);

// Principals and tokens (principal_acts.cc). The secret of a new token comes from OpenSSL's
// generator, is returned once and stored as its SHA-256.
void CreatePrincipal(kv::Store& store, Request request, const v1::CreatePrincipalRequest& asked,
                     Reply<v1::Principal> reply);
void UpdatePrincipal(kv::Store& store, Request request, const v1::UpdatePrincipalRequest& asked,
                     Reply<v1::Principal> reply);
void CreateToken(kv::Store& store, Request request, const v1::CreateTokenRequest& asked,
                 Reply<v1::Token> reply);
void RevokeToken(kv::Store& store, Request request, const v1::RevokeTokenRequest& asked,
                 Reply<v1::Token> reply);

// The first start. A new secret has 256 random bits from OpenSSL; INTERNAL when it has none.
absl::StatusOr<std::string> NewSecret();
// True when the store holds no principal.
absl::StatusOr<bool> NeedsFirstAdmin(const kv::Reader& reader);
// Creates principals/admin with the role ADMIN and a token with this secret, unless there are
// principals. Waits for the store.
absl::Status CreateFirstAdmin(kv::Store& store, const std::string& secret, absl::Time now,
                              absl::CivilDay today);

}  // namespace santong::acts
