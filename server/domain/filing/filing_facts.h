// What the rules of a filing know and what they may change. Everything is an argument.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/filing_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/document/document_facts.h"
#include "server/domain/policy/policy.h"

namespace santong::filing {

// What can be done to a filing. Order is the order of the docs page.
enum class Action {
  kCreate,
  kAccept,
  kRequestSupplement,
  kSupplement,
  kReject,
  kRequestExplanation,
  kExplain,
  kExtend,
  kPass,             // DecideFiling with `passes`
  kOrderCorrection,  // DecideFiling without
  kRemind,           // from here on DecideFiling with that outcome
  kAdvise,
  kPause,
  kTerminate,
  kTransfer,
  kCoordinate,
  kSubmitCorrection,
  kConfirmCorrection,
  kSuspendDocument,  // RevokeFiledDocument with `suspend`
  kRevokeDocument,
  kRevokeArticles,    // RevokeFiledDocument with articles
  kNoticeCorrection,  // by itself: the document got a new version, or ended
  kCorrectionRunOut,  // by itself: nothing was corrected in time
  kMarkOverdue,       // by itself, when another clock ran out
};

// What the caller asks for. Fields that an action does not use stay empty.
struct Act {
  Action action;
  std::vector<v1::FilingMaterial> materials;   // kCreate, kSupplement
  std::vector<std::string> items;              // kRequestSupplement, kRequestExplanation
  std::string reason;                          // a decision's, an explanation, a correction
  std::vector<v1::FilingGround> grounds;       // a decision's, kSuspend…, kRevoke…
  std::vector<v1::VerdictOnFinding> verdicts;  // a decision's
  std::string plan_date;                       // kPause
  std::string transfer_to;                     // kTransfer
  std::string conflicts_with;                  // kCoordinate
  std::vector<std::string> articles;           // kRevokeArticles
  std::vector<v1::Finding> findings;           // kAccept: what screening finds in the text
  v1::NotNormativeReason not_normative_reason = v1::NOT_NORMATIVE_REASON_UNSPECIFIED;  // kReject
  v1::Evidence decision;  // kSuspend…, kRevoke…, what settles a conflict
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;  // kMarkOverdue
};

struct Facts {
  const v1::Filing& filing;  // before the act; state UNSPECIFIED for kCreate
  const Act& act;
  const access::Caller& caller;
  absl::CivilDay today;  // Asia/Shanghai
  policy::PolicyView policy;
  const calendar::Calendar& calendar;
  const v1::Document& document;              // the filed document as it is now
  const v1::Organ* lead = nullptr;           // its lead issuer's organ; null when nobody knows it
  std::string document_jurisdiction_parent;  // the one above the document's; empty for none
  std::string reviewer_parent;  // the one above the reviewing jurisdiction; empty for none
  bool filed_already = false;   // another filing of the document stands that was not rejected
};

// What the act changes; computed by effects, written in one transaction.
struct Change {
  v1::Filing filing;                          // after the act
  std::map<std::string, std::string> facts;   // for the event
  std::optional<document::Act> document_act;  // what the document's own workflow does with it
  bool document_act_is_the_systems = false;   // else it is done by the caller, in its own right
};

}  // namespace santong::filing
