// From registration to the last valid day: publication, effect, correction, amendment,
// continuation, suspension.
#pragma once

#include <array>

#include "server/domain/document/rows.h"

namespace santong::document {

// Before publication its organ may move the first day as well (kUpdate does that for the others).
constexpr Row CompleteUrgent(State state) {
  Row row{.from = state,
          .action = Action::kCompleteUrgent,
          .roles = {v1::ROLE_DRAFTER},
          .to = state,
          .when = {&kOnlyWhatIsOpenChanges, &kEvidenceIsAdded, &kEvidenceIsNotOfTheFuture},
          .effects = {&kMarkCompletionItems},
          .clocks = {Stops(v1::CLOCK_KIND_URGENT_COMPLETION)},
          .event = "DocumentCompleted",
          .article = "国办发〔2018〕115号 (五)；河北省政府令〔2016〕第5号（紧急程序）"};
  if (state == kRegistered) {
    row.when = {&kOnlyWhatIsOpenChanges, &kEvidenceIsAdded, &kEvidenceIsNotOfTheFuture,
                &kEffectiveDateOnlyMovesLater, &kTermIsWithinPolicy};
    row.effects = {&kMarkCompletionItems, &kComputeTerm, &kNoteChangedDays};
  }
  return row;
}

// Before the term ends, whether or not the document goes on. The same update may bring what the
// urgent path left open.
constexpr Row RecordEvaluation(State state) {
  return {.from = state,
          .action = Action::kRecordEvaluation,
          .roles = {v1::ROLE_DRAFTER},
          .to = state,
          .when = {&kOnlyWhatIsOpenChanges, &kEvaluationIsAdded, &kEvaluationIsInItsTime,
                   &kEvidenceIsNotOfTheFuture},
          .effects = {&kNoteEvaluation, &kMarkCompletionItems},
          .clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_URGENT_COMPLETION)},
          .event = "DocumentEvaluated",
          .article = "河北省政府令〔2016〕第5号；上海市政府令第26号第26条；登记规则 3.13"};
}

constexpr Row Correct(State state) {
  return {.from = state,
          .action = Action::kCorrect,
          .roles = {v1::ROLE_PUBLISHER},
          .to = state,
          .when = {&kTextIsGiven, &kTextDiffers, &kReasonIsGiven, &kDecisionIsRecorded},
          .effects = {&kAddCorrection, &kAttachDecision},
          .event = "DocumentCorrected",
          .public_event = true,
          .article = "登记规则 7（勘误）"};
}

constexpr Row Amend(State state) {
  return {
      .from = state,
      .action = Action::kAmend,
      .roles = {v1::ROLE_PUBLISHER},
      .to = state,
      .when = {&kTextIsGiven, &kTextDiffers, &kTermHasNotEnded, &kOtherIsNamed, &kOtherIsPublished,
               &kOtherIsOfTheJurisdiction, &kOtherAmendsThis, &kAmendmentIsNotEarly},
      .effects = {&kAddAmendment, &kMarkRelationApplied, &kMeetCleanupDay},
      .clocks = {Stops(v1::CLOCK_KIND_CLEANUP_AMENDMENT)},
      .event = "DocumentAmended",
      .public_event = true,
      .article = "规章制定程序条例（2017）第39条（参照）；登记规则 3.15"};
}

// Where a published notice says that it continues the document, it is carried out with the act, in
// whatever mode.
constexpr Row Extend(State state) {
  return {.from = state,
          .action = Action::kContinueExtend,
          .roles = {v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER, v1::ROLE_REGISTRAR},
          .to = state,
          .when = {&kModeIsThePolicys, &kEvaluationIsRecorded, &kEvaluationIsInItsTime,
                   &kTermIsLimited, &kTermHasNotEnded, &kNoCleanupEndsIt, &kNewTermIsLater,
                   &kNewTermIsWithinPolicy, &kContinuationsAreLeft, &kRenewalNoticeIsNamed,
                   &kOtherIsPublished, &kOtherIsOfTheJurisdiction, &kOtherContinuesThis},
          .effects = {&kExtendTerm, &kAttachDecision, &kMarkRelationApplied},
          .clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0],
                     kTermClocks[1]},
          .event = "DocumentExtended",
          .public_event = true,
          .article = "河北省政府令〔2016〕第5号"};
}

// Registered again, by whom a registration is for; it is published again, and filed again. Until
// then its new term does not count (CheckBasis).
constexpr Row Reregister(State state) {
  return {.from = state,
          .action = Action::kContinueReregister,
          .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
          .to = state,
          .when = {&kModeIsThePolicys, &kEvaluationIsRecorded, &kEvaluationIsInItsTime,
                   &kTermIsLimited, &kTermHasNotEnded, &kNoCleanupEndsIt, &kNewTermIsLater,
                   &kNewTermIsWithinPolicy, &kTermIsLongEnough, &kRegistrarFitsTheModel,
                   &kRegistrarIsNoIssuer, &kRegistrarIsNotTheSubmitter, &kNumberPatternIsSet,
                   &kNumberPrefixIsSet, &kOrganHasItsNumberCode, &kRenewalNoticeIsNamed,
                   &kOtherIsPublished, &kOtherIsOfTheJurisdiction, &kOtherContinuesThis},
          .effects = {&kExtendTerm, &kAttachDecision, &kKeepFormerNumber, &kRecordOverrides,
                      &kAllocateRegistrationNumber, &kMarkRelationApplied},
          .clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0],
                     kTermClocks[1], Starts(v1::CLOCK_KIND_PUBLICATION, policy::kPublishLimitDays)},
          .event = "DocumentReregistered",
          .public_event = true,
          .article = "山东省政府令第238号第53条"};
}

constexpr Row Republish(State state) {
  return {.from = state,
          .action = Action::kPublish,
          .roles = {v1::ROLE_PUBLISHER},
          .to = state,
          .when = {&kRepublicationIsOwed, &kPublicationIsNamed, &kPublicationIsNotInTheFuture,
                   &kPublicationIsNotBeforeRegistration},
          .effects = {&kRecordRepublication},
          .clocks = {Stops(v1::CLOCK_KIND_PUBLICATION),
                     Starts(v1::CLOCK_KIND_FILING, policy::kFilingDays),
                     Starts(v1::CLOCK_KIND_CONGRESS_FILING, policy::kFilingCongressDays)},
          .event = "DocumentRepublished",
          .public_event = true,
          .article = "山东省政府令第238号第53条；政府信息公开条例（2019）第26条"};
}

constexpr Row Renew(State state) {
  return {.from = state,
          .action = Action::kContinueRenewNotice,
          .roles = {v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER, v1::ROLE_REGISTRAR},
          .to = state,
          .when = {&kModeIsThePolicys, &kEvaluationIsRecorded, &kEvaluationIsInItsTime,
                   &kTermIsLimited, &kTermHasNotEnded, &kNoCleanupEndsIt, &kNewTermIsLater,
                   &kNewTermIsWithinPolicy, &kContinuationsAreLeft, &kOtherIsNamed,
                   &kOtherIsPublished, &kOtherIsOfTheJurisdiction, &kOtherContinuesThis},
          .effects = {&kExtendTerm, &kAttachDecision, &kMarkRelationApplied},
          .clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0],
                     kTermClocks[1]},
          .event = "DocumentRenewed",
          .public_event = true,
          .article = "深圳市政府令第305号第33条"};
}

inline constexpr auto kLifeRows = std::to_array<Row>({
    {.from = kRegistered,
     .action = Action::kPublish,
     .roles = {v1::ROLE_PUBLISHER},
     .to = kPublished,
     .when = {&kPublicationIsNamed, &kPublicationIsNotInTheFuture,
              &kPublicationIsNotBeforeRegistration, &kEffectIsNotBeforePublication,
              &kGapBeforeEffectIsLongEnough, &kOpennessIsStated},
     .effects = {&kRecordPublication, &kSetFirstDayOfText},
     .clocks = {Stops(v1::CLOCK_KIND_PUBLICATION), Starts(v1::CLOCK_KIND_TAKE_EFFECT),
                kTermClocks[0], kTermClocks[1], Starts(v1::CLOCK_KIND_FILING, policy::kFilingDays),
                Starts(v1::CLOCK_KIND_CONGRESS_FILING, policy::kFilingCongressDays)},
     .event = "DocumentPublished",
     .public_event = true,
     .article = "政府信息公开条例（2019）第10、20、26条；平政〔2017〕26号第9项"},
    {.from = kPublished,
     .action = Action::kTakeEffect,
     .roles = {v1::ROLE_SYSTEM},
     .to = kInEffect,
     .when = {&kFirstDayHasCome},
     .effects = {&kNoteFirstDay},
     .clocks = {Expires(v1::CLOCK_KIND_TAKE_EFFECT)},
     .event = "DocumentTookEffect",
     .public_event = true,
     .article = "登记规则 3.9"},
    CompleteUrgent(kRegistered),
    CompleteUrgent(kPublished),
    CompleteUrgent(kInEffect),
    CompleteUrgent(kSuspended),
    RecordEvaluation(kInEffect),
    RecordEvaluation(kSuspended),
    Correct(kPublished),
    Correct(kInEffect),
    Correct(kSuspended),
    Amend(kPublished),
    Amend(kInEffect),
    Amend(kSuspended),
    Extend(kInEffect),
    Extend(kSuspended),
    Reregister(kInEffect),
    Reregister(kSuspended),
    Republish(kInEffect),
    Republish(kSuspended),
    Renew(kInEffect),
    Renew(kSuspended),
    {.from = kInEffect,
     .action = Action::kSuspend,
     .roles = {v1::ROLE_REVIEWER},
     .to = kSuspended,
     .when = {&kReasonIsGiven, &kDecisionIsRecorded},
     .effects = {&kRecordSuspension, &kAttachDecision},
     .event = "DocumentSuspended",
     .public_event = true,
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第29条"},
    {.from = kSuspended,
     .action = Action::kResume,
     .roles = {v1::ROLE_REVIEWER},
     .to = kInEffect,
     .when = {&kReasonIsGiven, &kDecisionIsRecorded},
     .effects = {&kRecordResumption, &kAttachDecision},
     .event = "DocumentResumed",
     .public_event = true,
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第29条"},
});

}  // namespace santong::document
