// How a document ends: repealed from its day, superseded, revoked from the start, lapsed by itself;
// and the duties that run out meanwhile, from which nothing follows but that everyone sees it.
#pragma once

#include <array>

#include "server/domain/document/rows.h"

namespace santong::document {

constexpr Row Repeal(State from) {
  return {.from = from,
          .action = Action::kRepeal,
          .roles = {v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER, v1::ROLE_REGISTRAR},
          .to = kRepealed,
          .when = {&kEndIsDecided, &kOtherIsPublished, &kOtherIsOfTheJurisdiction, &kEndDateIsGiven,
                   &kEndDateHasCome, &kEndIsNotBackdated, &kReasonIsGiven},
          .effects = {&kRecordEnd, &kMarkRelationApplied, &kAttachDecision},
          .clocks = {StopsAll()},
          .event = "DocumentRepealed",
          .public_event = true,
          .article = "公文处理工作条例第36条（待核定）；登记规则 3.15"};
}

constexpr Row Supersede(State from) {
  return {
      .from = from,
      .action = Action::kSupersede,
      .roles = {v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER, v1::ROLE_REGISTRAR},
      .to = kSuperseded,
      .when = {&kOtherIsNamed, &kOtherIsPublished, &kOtherIsOfTheJurisdiction, &kOtherReplacesThis,
               &kEndDateIsGiven, &kEndDateHasCome, &kEndIsNotBackdated, &kReasonIsGiven},
      .effects = {&kRecordEnd, &kMarkRelationApplied},
      .clocks = {StopsAll()},
      .event = "DocumentSuperseded",
      .public_event = true,
      .article = "登记规则 3.15"};
}

constexpr Row Revoke(State from) {
  return {
      .from = from,
      .action = Action::kRevoke,
      .roles = {v1::ROLE_REVIEWER},
      .to = kRevoked,
      .when = {&kDecisionIsRecorded, &kReasonIsGiven},
      .effects = {&kRecordRevocation, &kAttachDecision},
      .clocks = {StopsAll()},
      .event = "DocumentRevoked",
      .public_event = true,
      .article =
          "地方组织法（2022）第50、73条；监督法（2024）第40条；公文处理工作条例第36条（待核定）"};
}

// Its own row, for the document goes on: what was not revoked stays in force.
constexpr Row RevokeArticles(State state) {
  return {.from = state,
          .action = Action::kRevokeArticles,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .when = {&kArticlesAreNamed, &kDecisionIsRecorded, &kReasonIsGiven},
          .effects = {&kRecordRevokedArticles, &kAttachDecision},
          .event = "DocumentPartlyRevoked",
          .public_event = true,
          .article =
              "河南省实施监督法办法第58条（参照）；地方组织法（2022）第50、73条；"
              "监督法（2024）第40条"};
}

constexpr Row Lapse(State from) {
  return {.from = from,
          .action = Action::kLapse,
          .roles = {v1::ROLE_SYSTEM},
          .to = kLapsed,
          .when = {&kLastValidDayHasPassed},
          .effects = {&kRecordLapse},
          .clocks = {Expires(v1::CLOCK_KIND_LAPSE), StopsAll()},
          .event = "DocumentLapsed",
          .public_event = true,
          .article = "河北省政府令〔2016〕第5号；登记规则 3.9（期满自行失效）"};
}

// Nothing is ever approved by silence: the state stays, the clock is overdue, once and for ever.
constexpr Row MarkOverdue(State state) {
  return {.from = state,
          .action = Action::kMarkOverdue,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .when = {&kClockHasRunOut},
          .effects = {&kNoteOverdueClock},
          .clocks = {Expires(v1::CLOCK_KIND_UNSPECIFIED)},
          .event = "DocumentOverdue",
          .article = "登记规则 3.6（逾期报告，不视为同意）"};
}

// The filing has a workflow of its own (server/domain/filing); here the duty to file ends.
constexpr Row File(State state) {
  return {.from = state,
          .action = Action::kFile,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .clocks = {Stops(v1::CLOCK_KIND_FILING)},
          .event = "DocumentFiled",
          .article = "国发〔2008〕17号（待核定）；登记规则 3.10"};
}

// The committee has no part in this register: what is kept is that the document was sent to it.
constexpr Row RecordCongressFiling(State state) {
  return {
      .from = state,
      .action = Action::kRecordCongressFiling,
      .roles = {v1::ROLE_DRAFTER},
      .to = state,
      .when = {&kCongressFilingIsOwed, &kCongressFilingIsProved},
      .effects = {&kAttachCongressFiling},
      .clocks = {Stops(v1::CLOCK_KIND_CONGRESS_FILING)},
      .event = "DocumentFiledWithCongress",
      .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第11条（参照）；登记规则 3.10"};
}

inline constexpr auto kEndRows = std::to_array<Row>({
    Repeal(kPublished),
    Repeal(kInEffect),
    Repeal(kSuspended),
    Repeal(kLegacy),
    Supersede(kPublished),
    Supersede(kInEffect),
    Supersede(kSuspended),
    Supersede(kLegacy),
    Revoke(kRegistered),
    Revoke(kPublished),
    Revoke(kInEffect),
    Revoke(kSuspended),
    Revoke(kLapsed),
    Revoke(kRepealed),
    Revoke(kSuperseded),
    Revoke(kLegacy),
    RevokeArticles(kPublished),
    RevokeArticles(kInEffect),
    RevokeArticles(kSuspended),
    RevokeArticles(kLegacy),
    Lapse(kPublished),
    Lapse(kInEffect),
    Lapse(kSuspended),
    Lapse(kLegacy),
    MarkOverdue(kDraft),
    MarkOverdue(kSubmitted),
    MarkOverdue(kReturned),
    MarkOverdue(kRegistered),
    MarkOverdue(kPublished),
    MarkOverdue(kInEffect),
    MarkOverdue(kSuspended),
    MarkOverdue(kLegacy),
    File(kPublished),
    File(kInEffect),
    File(kSuspended),
    RecordCongressFiling(kPublished),
    RecordCongressFiling(kInEffect),
    RecordCongressFiling(kSuspended),
});

}  // namespace santong::document
