// What the rules of an objection know and what they may change. Everything is an argument: no
// storage, no clock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/evidence.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/document/document_facts.h"
#include "server/domain/policy/policy.h"

namespace santong::objection {

// What can be done to an objection. Order is the order of the docs page.
enum class Action {
  kLodge,
  kRecordSource,  // LodgeObjection with an origin: the office records what it was sent
  kRecordPaper,   // LodgeObjection with the day of receipt: an objection that came on paper
  kRequestSupplement,
  kSupplement,
  kAccept,
  kSendToIssuer,  // AcceptObjection on the two-step route
  kReject,
  kTransfer,
  kRequestOpinion,
  kAnswer,
  kRequestRecheck,
  kTakeOver,  // AcceptObjection where the issuer is silent: the office that re-checks reviews
  kExtend,
  kDecide,           // DecideObjection: lawful
  kOrderCorrection,  // DecideObjection: to be corrected by a day
  kOrderRevocation,  // DecideObjection: to be revoked
  kReply,            // ReplyToLodger
  kReportCorrection,
  kSuspendDocument,  // RevokeObjectedDocument; which of the two, the request says
  kRevokeDocument,
  kRevokeArticles,  // RevokeObjectedDocument with articles
  kJoin,
  kAddEvidence,
  kWithdraw,
  kWithdrawFromJoint,  // WithdrawObjection where others are joined to the case
  kContinue,           // AcceptObjection after a withdrawal: of the office's own motion
  kAnswerJoined,       // by itself, when the case that it is joined to is decided or closed
  kGoOnAlone,          // by itself, when in that case nobody asked for a re-check in time
  kAwaitDelivery,      // by itself, when the issuer answered that case: to each of those joined
  kAwaitDecision,      // by itself, when in that case a re-check was asked for
  kNoticeCorrection,   // by itself, when the document got a new version, or ended
  kSupplementRunOut,   // by itself from here on
  kRecheckLapse,
  kCorrectionRunOut,
  kMarkOverdue,
  kErase,
};

// Whether a case begins with it.
inline bool BeginsCase(Action action) {
  return action == Action::kLodge || action == Action::kRecordSource ||
         action == Action::kRecordPaper;
}

// What the caller asks for. Fields that an action does not use stay empty.
struct Act {
  Action action;
  std::string text;                // reasons, supplement, answer, question or reason
  std::vector<std::string> items;  // kRequestSupplement
  std::vector<std::string> articles;
  v1::ObjectionGround ground = v1::OBJECTION_GROUND_UNSPECIFIED;
  v1::ObjectionRefusal refusal = v1::OBJECTION_REFUSAL_UNSPECIFIED;
  v1::Lodger lodger{};  // of what begins a case; goes nowhere but into what is sealed
  v1::ObjectionOrigin origin = v1::OBJECTION_ORIGIN_UNSPECIFIED;  // kRecordSource
  std::string source_document{};                                  // kRecordSource
  std::string received_date{};  // kRecordSource, kRecordPaper; empty: today
  std::string transfer_to{};
  std::string approved_by{};  // kExtend
  v1::ObjectionDecision decision{};
  v1::Evidence authority_decision{};  // kSuspendDocument, kRevokeDocument
  v1::ObjectionEvidence evidence{};   // kAddEvidence: its type and size, as found in its content
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;  // what happens by itself: the one that ran out
};

struct Facts {
  const v1::Objection& objection;  // before the act; state UNSPECIFIED for kLodge
  const Act& act;
  const access::Caller& caller;
  absl::CivilDay today;  // Asia/Shanghai
  policy::PolicyView policy;
  const calendar::Calendar& calendar;
  const v1::Document& document;      // what is objected to
  bool document_is_public = false;   // anyone may read it
  std::vector<std::string> repeats;  // kLodge: earlier ones of this lodger, document and ground
  const v1::Organ* lead_issuer = nullptr;  // null when the registry does not know it
  std::string document_parent{};           // above the document's jurisdiction; empty for none
  std::string reviewer_parent{};           // above the jurisdiction that reviews; empty for none
  // kJoin, what follows for who is joined by itself, kReply to them: the case that goes on
  const v1::Objection* lead = nullptr;
  const v1::Objection* joined = nullptr;  // kRequestRecheck by one who was joined: the own case
  bool others_are_joined = false;         // kWithdraw…, kJoin: other cases are joined to this one
};

// What the act changes; computed by effects, written in one transaction.
struct Change {
  v1::Objection objection;
  std::map<std::string, std::string> facts;  // for the event; never of the lodger
  // What the act does to the document, by the document's own rules.
  std::optional<document::Act> document_act;
  bool document_act_is_the_systems = false;
};

}  // namespace santong::objection
