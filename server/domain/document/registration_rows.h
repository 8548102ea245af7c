// From nothing to a registration number: draft, application, determination, return, refusal,
// registration.
#pragma once

#include <array>

#include "server/domain/document/checklist.h"
#include "server/domain/document/rows.h"

namespace santong::document {

constexpr Row Update(State state) {
  return {.from = state,
          .action = Action::kUpdate,
          .roles = {v1::ROLE_DRAFTER},
          .to = state,
          .when = {&kTitleIsStated, &kLeadIssuerIsNamed, &kLeadIssuerStays, &kIssuersAreKnown,
                   &kDocumentNumberIsFree},
          .effects = {&kStoreText},
          .clocks = {Starts(v1::CLOCK_KIND_APPLICATION, policy::kRegistrationApplyDays)},
          .event = "DocumentUpdated",
          .article = "登记规则 3.2"};
}

constexpr Row Determine(State from, Action action, State to) {
  Row row{.from = from,
          .action = action,
          .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
          .to = to,
          .effects = {&kRecordDetermination},
          .event = "DocumentDetermined",
          .article = "国办发〔2018〕115号 (三)；杨凌示范区“三统一”工作方案（2012）"};
  if (action == Action::kDetermineNotNormative)
    row.when = {&kReasonCodeIsGiven, &kOtherReasonIsInWords};
  if (to == kNotNormative) row.clocks = {StopsAll()};
  return row;
}

constexpr Row Withdraw(State from) {
  return {.from = from,
          .action = Action::kWithdraw,
          .roles = {v1::ROLE_DRAFTER},
          .to = kWithdrawn,
          .clocks = {StopsAll()},
          .event = "DocumentWithdrawn",
          .article = "登记规则 3.6（撤回）"};
}

inline constexpr auto kRegistrationRows = std::to_array<Row>({
    {.from = kNothing,
     .action = Action::kCreate,
     .roles = {v1::ROLE_DRAFTER},
     .to = kDraft,
     .when = {&kTitleIsStated, &kLeadIssuerIsNamed, &kIssuersAreKnown, &kLeadIssuerMayIssue,
              &kIssuersAreEntitled, &kDocumentNumberIsFree},
     .effects = {&kRecordCreator, &kStoreText},
     .clocks = {Starts(v1::CLOCK_KIND_APPLICATION, policy::kRegistrationApplyDays)},
     .event = "DocumentCreated",
     .article = "国办发〔2018〕115号 (三)；河北省政府令〔2016〕第5号"},
    Update(kDraft),
    Update(kReturned),
    {.from = kDraft,
     .action = Action::kSubmit,
     .roles = {v1::ROLE_DRAFTER},
     .to = kSubmitted,
     .when = CheckListAnd(std::array<const Condition*, 1>{&kEarlyEffectIsExplained}),
     .effects = {&kRecordSubmission, &kNoteLateOpinion},
     .clocks = {Stops(v1::CLOCK_KIND_APPLICATION),
                Starts(v1::CLOCK_KIND_REGISTRATION_DECISION, policy::kRegistrationDecideDays)},
     .event = "DocumentSubmitted",
     .article = "平政〔2017〕26号第9项；山东省政府令第238号第50条"},
    {.from = kReturned,
     .action = Action::kSubmit,
     .roles = {v1::ROLE_DRAFTER},
     .to = kSubmitted,
     .when = CheckListAnd(std::array<const Condition*, 1>{&kEarlyEffectIsExplained}),
     .effects = {&kRecordSubmission, &kNoteLateOpinion},
     .clocks = {Stops(v1::CLOCK_KIND_APPLICATION), Stops(v1::CLOCK_KIND_CORRECTION),
                Resumes(v1::CLOCK_KIND_REGISTRATION_DECISION, policy::kRegistrationDecideDays)},
     .event = "DocumentSubmitted",
     .article = "登记规则 3.6（补正）"},
    Determine(kSubmitted, Action::kDetermineNormative, kSubmitted),
    Determine(kSubmitted, Action::kDetermineNotNormative, kNotNormative),
    {.from = kSubmitted,
     .action = Action::kReturn,
     .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
     .to = kReturned,
     .when = {&kItemsAreGiven, &kIsNotReturnedYet},  // what is wrong is told at one time
     .effects = {&kRecordReturn},
     .clocks = {Suspends(v1::CLOCK_KIND_REGISTRATION_DECISION),
                Starts(v1::CLOCK_KIND_CORRECTION, policy::kRegistrationCorrectionDays)},
     .event = "DocumentReturned",
     .article = "国办发〔2018〕115号 (五)；登记规则 3.6（补正）"},
    {.from = kSubmitted,
     .action = Action::kRefuse,
     .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
     .to = kRefused,
     .when = {&kReasonIsGiven},
     .effects = {&kRecordRefusal},
     .clocks = {StopsAll()},
     .event = "DocumentRefused",
     .article = "杨凌示范区“三统一”工作方案（2012）；登记规则 3.6（不予登记）"},
    Withdraw(kDraft),
    Withdraw(kSubmitted),
    Withdraw(kReturned),
    {.from = kSubmitted,
     .action = Action::kRegister,
     .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
     .to = kRegistered,
     .when = CheckListAnd(std::array<const Condition*, 7>{
         &kDeterminedNormative, &kRegistrarFitsTheModel, &kRegistrarIsNoIssuer,
         &kRegistrarIsNotTheSubmitter, &kNumberPatternIsSet, &kNumberPrefixIsSet,
         &kOrganHasItsNumberCode}),
     .effects = {&kRecordRegistration, &kRecordOverrides, &kComputeTerm, &kListCompletionItems,
                 &kAllocateRegistrationNumber},
     .clocks = {Stops(v1::CLOCK_KIND_REGISTRATION_DECISION),
                Starts(v1::CLOCK_KIND_PUBLICATION, policy::kPublishLimitDays),
                Starts(v1::CLOCK_KIND_URGENT_COMPLETION, policy::kUrgentCompletionDays)},
     .event = "DocumentRegistered",
     .public_event = true,
     .article = "平政〔2017〕26号第9项；山东省政府令第238号第50条"},
    {.from = kRegistered,
     .action = Action::kUpdate,
     .roles = {v1::ROLE_DRAFTER},
     .to = kRegistered,
     .when = {&kOnlyPublicationTermsChange, &kEffectiveDateOnlyMovesLater, &kTermIsWithinPolicy},
     .effects = {&kComputeTerm, &kNoteChangedDays},
     .event = "DocumentUpdated",
     .article = "登记规则 3.8"},
});

// Documents from before the registry: taken as they are, mended, and registered when someone takes
// the trouble.
inline constexpr auto kLegacyRows = std::to_array<Row>({
    {.from = kNothing,
     .action = Action::kImport,
     .roles = {v1::ROLE_ADMIN, v1::ROLE_REVIEWER},
     .to = kLegacy,
     .when = {&kTextIsGiven, &kJurisdictionIsNamed},
     .effects = {&kMarkLegacy, &kRecordCreator, &kStoreText},
     .event = "DocumentImported",
     .public_event = true,
     .article = "登记规则 7（存量文件）"},
    {.from = kLegacy,
     .action = Action::kUpdate,
     .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
     .to = kLegacy,
     .when = {&kTextStaysAsImported, &kTitleIsStated, &kLeadIssuerIsNamed, &kRelationsAreResolved},
     .effects = {&kClearMendedGaps},
     .event = "DocumentUpdated",
     .article = "登记规则 7（存量文件）"},
    Determine(kLegacy, Action::kDetermineNormative, kLegacy),
    Determine(kLegacy, Action::kDetermineNotNormative, kLegacy),
    {.from = kLegacy,
     .action = Action::kRegister,
     .roles = {v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
     .to = kPublished,
     .when = {&kTitleIsStated, &kTextIsStored, &kLeadIssuerIsNamed, &kLeadIssuerIsKnown,
              &kLeadIssuerMayIssue, &kDocumentNumberIsFree, &kWrittenDateIsStated,
              &kEffectiveDateIsStated, &kPublicationIsNamed, &kPublicationIsNotInTheFuture,
              &kDeterminedNormative, &kRegistrarFitsTheModel, &kRegistrarIsNoIssuer,
              &kRegistrarIsNotTheSubmitter, &kNumberPatternIsSet, &kNumberPrefixIsSet,
              &kOrganHasItsNumberCode},
     .effects = {&kRecordRegistration, &kRecordOverrides, &kComputeTerm, &kRecordPublication,
                 &kSetFirstDayOfText, &kClearMendedGaps, &kAllocateRegistrationNumber},
     // A cleanup may have set it a last day before.
     .clocks = {Starts(v1::CLOCK_KIND_TAKE_EFFECT), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0],
                kTermClocks[1]},
     .event = "DocumentRegistered",
     .public_event = true,
     .article = "青海省政府令第99号（待核定）；登记规则 7（存量文件）"},
});

}  // namespace santong::document
