// What the document's rules know and what they may change. Everything is an argument: no storage,
// no clock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/evidence.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "santong/v1/version.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"

namespace santong::document {

// What can be done to a document. Order is the order of the docs page.
enum class Action {
  kCreate,
  kUpdate,
  kDetermineNormative,
  kDetermineNotNormative,
  kSubmit,
  kReturn,
  kRefuse,
  kWithdraw,
  kRegister,
  kPublish,
  kTakeEffect,        // by itself, on the first day of effect
  kCompleteUrgent,    // UpdateDocument with evidence where the urgent path left something open
  kRecordEvaluation,  // UpdateDocument with the evaluation of a document that is in effect
  kCorrect,
  kAmend,
  kRepeal,
  kSupersede,       // RepealDocument with `superseded`
  kContinueExtend,  // ContinueDocument; which of the three, the leaf continue.mode says
  kContinueReregister,
  kContinueRenewNotice,
  kSuspend,
  kResume,
  kRevoke,
  kRevokeArticles,  // by the review of a filing or an objection; the rest stays in force
  kLapse,           // by itself, on the day after the last valid day
  kMarkOverdue,     // by itself, when a clock ran out and nothing else follows
  kFile,            // by the filing that was made of it
  kCleanUpKeep,     // what the published result of a cleanup does, see cleanup_rows.h
  kCleanUpExtend,
  kCleanUpAmend,
  kCleanUpAnnounceEnd,
  kCleanUpRepeal,
  kCleanUpLapse,
  kDismissCitation,
  kRecordCongressFiling,
  kImport,
};

// What the caller asks for. Fields that an action does not use stay empty.
struct Act {
  Action action;
  std::string reason;  // return/refuse/withdraw/… reason, note of a determination or amendment
  std::vector<std::string> items;     // what to mend, for kReturn
  std::vector<std::string> articles;  // kRevokeArticles
  v1::NotNormativeReason not_normative_reason = v1::NOT_NORMATIVE_REASON_UNSPECIFIED;
  v1::Document proposed;    // kCreate, kUpdate, kCompleteUrgent, kRecordEvaluation: as it would be
  bool has_text = false;    // a text came with the act
  std::string text_sha256;  // of that text, hex; hashed before the transaction
  v1::Publication publication;  // kPublish; kRegister of a legacy document
  v1::Evidence decision;        // kCorrect approval, kRepeal/kSuspend/kResume/kRevoke decision,
                                // kContinue* evaluation, kRecordCongressFiling receipt
  std::optional<absl::CivilDay> date;  // amended text's first day; ended date; new last valid day
  std::string override_reason;         // kRegister, kContinueReregister
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;  // kMarkOverdue
  std::string event;  // kDismissCitation: what happened to the cited document, events/{sequence}
  v1::CleanupMark cleanup;  // kCleanUp*: the document's part of the result
  bool by_case = false;     // an act of a filing or an objection on it brings this about
};

// The state of a document that this one amends, repeals, replaces or continues.
struct RelatedDocument {
  std::string name;
  v1::DocumentState state;
  std::string jurisdiction;
};

struct Facts {
  const v1::Document&
      document;  // before the act, with `internal`; state UNSPECIFIED for kCreate and kImport
  const Act& act;
  const access::Caller& caller;
  absl::CivilDay today;  // Asia/Shanghai
  absl::Time now;
  policy::PolicyView policy;
  const calendar::Calendar& calendar;
  // The issuers' organs, in the order of document.issuers (of act.proposed for kCreate and
  // kUpdate); null where the registry does not know one.
  std::vector<const v1::Organ*> issuers;
  const v1::Organ* caller_organ = nullptr;  // null when the caller acts for none
  std::string parent_jurisdiction;          // of the document's jurisdiction; empty for none
  const v1::Document* other =
      nullptr;  // the amending, repealing, replacing or renewing document, where named and found
  std::vector<RelatedDocument>
      related;  // what document.relations (of act.proposed for kUpdate) name and the registry knows
  // kContinue*: another public document that says that it continues this one, which is not carried
  // out; empty for none.
  std::string renewal_notice{};
  bool document_number_taken =
      false;  // another document of the lead organ bears the same folded 发文字号
  bool cited_change_waits = false;  // act.event stands open among the document's citation tasks
};

// What the act changes; computed by effects, written by acts/apply_document in one transaction.
struct Change {
  v1::Document document;         // after the act, with `internal`; without current_version
  bool allocate_number = false;  // give the next number of the series and put it into the document
  std::optional<v1::Version> version;  // a version to write; its text is put in by the write path
  std::map<std::string, std::string> facts;  // for the event
  // The other document's relation to this one was carried out: mark it applied there.
  bool mark_relation_applied = false;
};

}  // namespace santong::document
