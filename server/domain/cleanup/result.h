// From a cleanup to its documents and back: which documents are in scope, and what an item's
// decision does to its document.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/document.pb.h"
#include "server/domain/document/document_facts.h"

namespace santong::cleanup {

// Whether the inventory of `campaign` holds `document`: of its jurisdiction, in effect, published,
// suspended or from before the registry, written up to the cutoff day (a document without a day
// counts), about its subject, and not found to be no normative document.
bool IsInScope(const v1::Document& document, const v1::Campaign& campaign);

// The states in which a published result can still do something to a document. To one that was
// found to be no normative document, also after the inventory was taken, it does nothing.
inline constexpr v1::DocumentState kStatesOpenToResult[] = {
    v1::DOCUMENT_STATE_PUBLISHED, v1::DOCUMENT_STATE_IN_EFFECT, v1::DOCUMENT_STATE_SUSPENDED,
    v1::DOCUMENT_STATE_LEGACY};
bool IsOpenToResult(const v1::Document& document);

// The act by which the published result reaches the document of `item`: a document that was not
// decided on is repealed where `campaign` has a closed list. nullopt when nothing follows: not
// decided, or only announced (拟).
std::optional<document::Act> ActOf(const v1::Campaign& campaign, const v1::CampaignItem& item,
                                   absl::CivilDay today);

}  // namespace santong::cleanup
