// What the rules of an objection know and what they may change. Everything is an argument: no
// storage, no clock.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"

namespace santong::objection {

// What can be done to an objection. Order is the order of the docs page.
enum class Action {
  kLodge,
  kRequestSupplement,
  kSupplement,
  kAccept,
  kSendToIssuer,  // AcceptObjection on the two-step route
  kReject,
  kTransfer,
  kRequestOpinion,
  kAnswer,
  kRequestRecheck,
  kExtend,
  kDecide,
  kWithdraw,
  kContinue,  // AcceptObjection after a withdrawal: of the office's own motion
};

// What the caller asks for. Fields that an action does not use stay empty.
struct Act {
  Action action;
  std::string text;                // reasons, supplement, answer, question or reason
  std::vector<std::string> items;  // kRequestSupplement
  std::vector<std::string> articles;
  v1::ObjectionGround ground = v1::OBJECTION_GROUND_UNSPECIFIED;
  v1::ObjectionRefusal refusal = v1::OBJECTION_REFUSAL_UNSPECIFIED;
  v1::Lodger lodger{};  // kLodge; goes nowhere but into what is sealed
  std::string transfer_to{};
  v1::ObjectionDecision decision{};
};

struct Facts {
  const v1::Objection& objection;  // before the act; state UNSPECIFIED for kLodge
  const Act& act;
  const access::Caller& caller;
  absl::CivilDay today;  // Asia/Shanghai
  const policy::PolicyView& policy;
  const calendar::Calendar& calendar;
  const v1::Document& document;      // what is objected to
  bool document_is_public = false;   // anyone may read it
  std::vector<std::string> repeats;  // kLodge: earlier ones of this lodger, document and ground
};

// What the act changes; computed by effects, written in one transaction.
struct Change {
  v1::Objection objection;
  std::map<std::string, std::string> facts;  // for the event; never of the lodger
};

}  // namespace santong::objection
