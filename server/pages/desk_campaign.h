// The desk: the board of a cleanup (清理工作台): how far each organ is, and the items behind each
// number.
#pragma once

#include "santong/v1/campaign.pb.h"
#include "server/pages/desk.h"
#include "server/pages/dictionary.h"

namespace santong::pages {

// Adds the BOARD, an ORGAN a row and all of them together last, and the ITEMS of the organ and
// state that the visitor asks for (fields "organ", "state", "page"), as the clerk may see them. Who
// may review can choose among the proposals that are listed and accept them at once: DeskAccept.
void ShowCampaign(const Site& site, const Visit& visit, const Clerk& clerk,
                  const v1::Campaign& campaign, Dictionary& body);

}  // namespace santong::pages
