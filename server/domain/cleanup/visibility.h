// Who may see what of a cleanup: its own jurisdiction's offices and the auditors everything, others
// what is published.
#pragma once

#include "santong/v1/campaign.pb.h"
#include "server/domain/access/caller.h"

namespace santong::cleanup {

// Whether the caller sees the cleanup with everything in it.
inline bool SeesInternal(const access::Caller& caller, const v1::Campaign& campaign) {
  return caller.Has(v1::ROLE_SYSTEM) || caller.Has(v1::ROLE_AUDITOR) ||
         caller.Has(v1::ROLE_ADMIN) ||
         (!caller.IsPublic() && caller.jurisdiction == campaign.jurisdiction());
}

inline bool MaySee(const access::Caller& caller, const v1::Campaign& campaign) {
  return campaign.state() == v1::CAMPAIGN_STATE_PUBLISHED || SeesInternal(caller, campaign);
}

// The item as one sees it who sees only what is published: its result, without persons and
// proposals.
inline v1::CampaignItem PublicView(v1::CampaignItem item) {
  item.clear_proposal();
  item.clear_proposer();
  item.clear_proposed_date();
  item.clear_reviewer();
  item.clear_return_reason();
  item.mutable_decision()->clear_consent();
  return item;
}

}  // namespace santong::cleanup
