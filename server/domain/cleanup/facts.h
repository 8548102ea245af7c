// What the rules of a cleanup (清理) know and what they may change: the campaign and its items.
// Everything is an argument: no storage, no clock.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/document.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"

namespace santong::cleanup {

// What can be done to a campaign. Order is the order of the docs page.
enum class CampaignAction {
  kCreate,
  kOpen,            // the inventory begins
  kFinishOpening,   // by itself, when the whole inventory is written
  kDiscardOpening,  // by itself, when the server stopped or a write failed while it was written and
                    // nothing is in scope any more
  kResumeOpening,   // by itself, when the server stopped or a write failed while it was written
  kRemind,          // by itself, before the time for proposals is over
  kAllAnswered,     // by itself, with the last answer
  kAskAgain,        // by itself, when an item was returned in time
  kProposalsRunOut,  // by itself, when the time for proposals is over and some did not come
  kMarkOverdue,      // by itself, when another clock ran out
  kClose,
  kPublish,
};

struct CampaignAct {
  CampaignAction action;
  v1::Campaign proposed;                             // kCreate: as it would be
  int64_t inventory = 0;                             // kOpen: how many documents are in scope
  int64_t inventory_sequence = 0;                    // kOpen: the event that the snapshot has seen
  int64_t items_written = 0;                         // kFinishOpening
  std::vector<v1::OrganProgress> progress;           // kOpen: of the inventory
  std::string closed_list_clause;                    // kPublish
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;  // kMarkOverdue
};

struct CampaignFacts {
  const v1::Campaign& campaign;  // before the act; state UNSPECIFIED for kCreate
  const CampaignAct& act;
  const access::Caller& caller;
  absl::CivilDay today;  // Asia/Shanghai
  policy::PolicyView policy;
  calendar::Calendar calendar;
  bool jurisdiction_is_known = true;
  // Another regular cleanup of the jurisdiction that is opening, open or closed and not published;
  // empty for none.
  std::string other_regular;
  // kClose, kPublish: the progress counted anew from the items.
  std::vector<v1::OrganProgress> counted;
  const v1::Document* notice = nullptr;  // kPublish: null where it is not found
  std::string notice_text;               // kPublish: of its newest version
};

struct CampaignChange {
  v1::Campaign campaign;
  std::map<std::string, std::string> facts;  // for the event
};

// What can be done to an item.
enum class ItemAction {
  kList,  // by itself, when the inventory is taken
  kPropose,
  kReview,
  kReturn,
};

struct ItemAct {
  ItemAction action;
  v1::CleanupDecision decision;  // kPropose, kReview: what is proposed or decided
  std::string return_reason;     // kReturn
};

struct ItemFacts {
  const v1::Campaign& campaign;
  const v1::CampaignItem& item;  // before the act
  const ItemAct& act;
  const access::Caller& caller;
  absl::CivilDay today;
  policy::PolicyView policy;
  const v1::Document* document = nullptr;  // as it stands now; null where there is none
  // Of an item of which no organ was known when the inventory was taken: the one that answers for
  // the document by now; empty where there is still none.
  std::string mended_organ{};

  // Who answers for the item.
  const std::string& organ() const { return item.organ().empty() ? mended_organ : item.organ(); }
};

struct ItemChange {
  v1::CampaignItem item;
  std::map<std::string, std::string> facts;
};

}  // namespace santong::cleanup
