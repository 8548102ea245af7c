// The transitions of a filing. A pair of state and action that is not here does not exist.
#include <array>

#include "server/domain/filing/conditions.h"
#include "server/domain/filing/decide.h"
#include "server/domain/filing/effects.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/checks.h"

namespace santong::filing {
namespace {

using workflow::ClockOperation;
using State = v1::FilingState;

constexpr State kNothing = v1::FILING_STATE_UNSPECIFIED;
constexpr State kSubmitted = v1::FILING_STATE_SUBMITTED;
constexpr State kSupplementing = v1::FILING_STATE_SUPPLEMENTING;
constexpr State kRejected = v1::FILING_STATE_REJECTED;
constexpr State kUnderReview = v1::FILING_STATE_UNDER_REVIEW;
constexpr State kExplaining = v1::FILING_STATE_EXPLAINING;
constexpr State kPassed = v1::FILING_STATE_PASSED;
constexpr State kCorrecting = v1::FILING_STATE_CORRECTING;
constexpr State kCorrected = v1::FILING_STATE_CORRECTED;
constexpr State kClosed = v1::FILING_STATE_CLOSED;
constexpr State kRevoked = v1::FILING_STATE_REVOKED;
constexpr State kAdvised = v1::FILING_STATE_ADVISED;
constexpr State kPaused = v1::FILING_STATE_PAUSED;
constexpr State kTransferred = v1::FILING_STATE_TRANSFERRED;
constexpr State kCoordinating = v1::FILING_STATE_COORDINATING;

constexpr char kCoordination[] =
    "法规规章备案审查条例（2024）第19条（参照，条次待核定）；登记规则 3.11（协调）";

constexpr workflow::ClockStep Starts(v1::ClockKind clock, const char* leaf) {
  return {ClockOperation::kStarts, clock, leaf};
}
constexpr workflow::ClockStep Stops(v1::ClockKind clock) { return {ClockOperation::kStops, clock}; }
constexpr workflow::ClockStep Suspends(v1::ClockKind clock, v1::ClockKind awaited) {
  return workflow::ClockStep(ClockOperation::kSuspends, clock).While(awaited);
}
constexpr workflow::ClockStep Resumes(v1::ClockKind clock, const char* leaf = nullptr) {
  return {ClockOperation::kResumes, clock, leaf};
}
constexpr workflow::ClockStep Expires(v1::ClockKind clock) {
  return {ClockOperation::kExpires, clock};
}
constexpr workflow::ClockStep StopsAll() { return Stops(v1::CLOCK_KIND_UNSPECIFIED); }

constexpr v1::ClockKind kFormCheck = v1::CLOCK_KIND_FILING_FORM_CHECK;
constexpr v1::ClockKind kSupplementClock = v1::CLOCK_KIND_FILING_SUPPLEMENT;
constexpr v1::ClockKind kReview = v1::CLOCK_KIND_FILING_REVIEW;
constexpr v1::ClockKind kExtendedReview = v1::CLOCK_KIND_FILING_EXTENDED_REVIEW;
constexpr v1::ClockKind kExplanation = v1::CLOCK_KIND_FILING_EXPLANATION;
constexpr v1::ClockKind kCorrection = v1::CLOCK_KIND_FILING_CORRECTION;
constexpr v1::ClockKind kRevocation = v1::CLOCK_KIND_FILING_REVOCATION;

// The reviewer need not wait for an explanation that does not come.
constexpr Row Pass(State from) {
  return {.from = from,
          .action = Action::kPass,
          .roles = {v1::ROLE_REVIEWER},
          .to = kPassed,
          .when = {&kReviewerIsNotTheIssuer, &kGroundIsNoProblem, &kEveryFindingHasAVerdict,
                   &kNoFindingIsUpheld},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll()},
          .event = "FilingPassed",
          .article = "法规规章备案审查条例（2024）第11条（参照）"};
}

// Once, before the review's last day; the extension counts from that day.
constexpr Row Extend(State state) {
  return {.from = state,
          .action = Action::kExtend,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNotTheIssuer, &kReasonIsGiven, &kExtensionIsProvided,
                   &kIsNotExtendedYet, &kReviewHasNotRunOut},
          .effects = {&kRecordExtension},
          .clocks = {Starts(kExtendedReview, policy::kReviewExtendDays), Stops(kReview)},
          .event = "FilingExtended",
          .article = "法规规章备案审查条例（2024）第11条（参照）；登记规则 3.11（延长）"};
}

constexpr Row OrderCorrection(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kOrderCorrection,
          .roles = {v1::ROLE_REVIEWER},
          .to = kCorrecting,
          .when = {&kReviewerIsNotTheIssuer, &kGroundNamesAProblem, &kReasonIsGiven,
                   &kEveryFindingHasAVerdict, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), Starts(kCorrection, policy::kReviewCorrectDays)},
          .event = "FilingCorrectionOrdered",
          .article = "法规规章备案审查条例（2024）第21条（参照）"};
}

// 提示函: nothing that must be corrected, and drafting that the issuer handles by itself.
constexpr Row Remind(State from) {
  return {.from = from,
          .action = Action::kRemind,
          .roles = {v1::ROLE_REVIEWER},
          .to = kPassed,
          .when = {&kReviewerIsNotTheIssuer, &kGroundIsDrafting, &kReasonIsGiven,
                   &kEveryFindingHasAVerdict, &kNoFindingIsUpheld},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll()},
          .event = "FilingPassedWithReminder",
          .article = "上海市人大常委会规范性文件备案审查条例（2024）第34条（参照）"};
}

// 建议自行修改、废止: the issuer has the days of a correction; the order follows where it lets them
// pass.
constexpr Row Advise(State from) {
  return {
      .from = from,
      .action = Action::kAdvise,
      .roles = {v1::ROLE_REVIEWER},
      .to = kAdvised,
      .when = {&kReviewerIsNotTheIssuer, &kGroundNamesAProblem, &kReasonIsGiven,
               &kEveryFindingHasAVerdict},
      .effects = {&kRecordDecision},
      .clocks = {StopsAll(), Starts(kCorrection, policy::kReviewCorrectDays)},
      .event = "FilingCorrectionAdvised",
      .article = "法规规章备案审查条例（2024）第21条（参照）；登记规则 3.11（建议自行修改、废止）"};
}

// 审查中止: the issuer has given its plan and a day. Until then the period of the review does not
// count.
constexpr Row Pause(State from) {
  return {.from = from,
          .action = Action::kPause,
          .roles = {v1::ROLE_REVIEWER},
          .to = kPaused,
          .when = {&kReviewerIsNotTheIssuer, &kGroundNamesAProblem, &kReasonIsGiven,
                   &kPlanDayIsAhead, &kReviewHasNotRunOut, &kPausesAreLeft},
          .effects = {&kRecordDecision, &kRecordPlan},
          .clocks = {Stops(kExplanation), Suspends(kReview, kCorrection),
                     Suspends(kExtendedReview, kCorrection), Starts(kCorrection, nullptr)},
          .event = "FilingReviewPaused",
          .article = "登记规则 3.11（审查中止；不计入审查期限，待核定）"};
}

// 审查终止: what was reviewed is no more the text that there is.
constexpr Row Terminate(State from) {
  return {.from = from,
          .action = Action::kTerminate,
          .roles = {v1::ROLE_REVIEWER},
          .to = kClosed,
          .when = {&kReviewerIsNotTheIssuer, &kReasonIsGiven, &kCorrectionIsMade},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll()},
          .event = "FilingReviewTerminated",
          .article = "登记规则 3.11（审查终止）"};
}

constexpr Row Transfer(State from) {
  return {.from = from,
          .action = Action::kTransfer,
          .roles = {v1::ROLE_REVIEWER},
          .to = kTransferred,
          .when = {&kReviewerIsNotTheIssuer, &kReasonIsGiven, &kReceiverIsNamed},
          .effects = {&kRecordDecision, &kRecordTransfer},
          .clocks = {StopsAll()},
          .event = "FilingTransferred",
          .article = "登记规则 3.11（移送）"};
}

// 协调: two documents of the same level conflict. No rule stops the review for it: its period
// counts on.
constexpr Row Coordinate(State from) {
  return {
      .from = from,
      .action = Action::kCoordinate,
      .roles = {v1::ROLE_REVIEWER},
      .to = kCoordinating,
      .when = {&kReviewerIsNotTheIssuer, &kGroundIsSameLevel, &kReasonIsGiven, &kConflictIsNamed},
      .effects = {&kRecordDecision, &kRecordConflict},
      .clocks = {Stops(kExplanation)},
      .event = "FilingCoordinationBegun",
      .article = kCoordination};
}

// What a coordination comes to: that on which the makers agree, or, where they do not, what the
// government decides. It rests on the article of what it comes to; the condition names that of the
// coordination.
constexpr Row Settle(Row row) {
  for (const Condition*& place : row.when) {
    if (place != nullptr) continue;
    place = &kGovernmentDecisionIsWhole;
    break;
  }
  row.effects = {&kRecordDecision, &kRecordSettlement};
  return row;
}

constexpr Row SubmitCorrection(State from) {
  return {.from = from,
          .action = Action::kSubmitCorrection,
          .roles = {v1::ROLE_DRAFTER},
          .to = kCorrected,
          .when = {&kCorrectionIsMade, &kReasonIsGiven},
          .effects = {&kRecordCorrection},
          .clocks = {StopsAll()},
          .event = "FilingCorrectionSubmitted",
          .article = "法规规章备案审查条例（2024）第21条（参照）"};
}

constexpr Row NoticeCorrection(State from) {
  return {.from = from,
          .action = Action::kNoticeCorrection,
          .roles = {v1::ROLE_SYSTEM},
          .to = kCorrected,
          .when = {&kCorrectionIsMade},
          .effects = {&kNoteCorrection},
          .clocks = {StopsAll()},
          .event = "FilingCorrectionNoticed",
          .article = "法规规章备案审查条例（2024）第21条（参照）；登记规则 3.11（有错必纠）"};
}

// Nothing passes by silence: the state stays, the clock is overdue, once and for ever.
constexpr Row MarkOverdue(State state) {
  return {.from = state,
          .action = Action::kMarkOverdue,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .when = {&kClockHasRunOut},
          .effects = {&kNoteOverdueClock},
          .clocks = {Expires(v1::CLOCK_KIND_UNSPECIFIED)},
          .event = "FilingOverdue",
          .article = "登记规则 3.10（催报、通报）；3.11"};
}

constexpr auto kRows = std::to_array<Row>({
    {.from = kNothing,
     .action = Action::kCreate,
     .roles = {v1::ROLE_DRAFTER},
     .to = kSubmitted,
     .when = {&kDocumentIsPublished, &kDocumentIsNotFiledYet, &kThereIsAReviewer,
              &kMaterialsAreGiven},
     .effects = {&kRecordFiling, &kStopDocumentClock},
     .clocks = {Starts(kFormCheck, policy::kFilingFormcheckDays)},
     .event = "FilingCreated",
     .article = "法规规章备案审查条例（2024）第4条（参照）；国发〔2008〕17号（待核定）"},
    {.from = kSubmitted,
     .action = Action::kAccept,
     .roles = {v1::ROLE_REVIEWER},
     .to = kUnderReview,
     .when = {&kReviewerIsNotTheIssuer, &kMaterialsAreComplete},
     .effects = {&kRecordAcceptance},
     .clocks = {Stops(kFormCheck), Starts(kReview, policy::kReviewDays)},
     .event = "FilingAccepted",
     .article = "法规规章备案审查条例（2024）第9、11条（参照）"},
    {.from = kSubmitted,
     .action = Action::kRequestSupplement,
     .roles = {v1::ROLE_REVIEWER},
     .to = kSupplementing,
     .when = {&kReviewerIsNotTheIssuer, &kItemsAreNamed},
     .effects = {&kRecordItems},
     .clocks = {Suspends(kFormCheck, kSupplementClock),
                Starts(kSupplementClock, policy::kFilingSupplementDays)},
     .event = "FilingSupplementRequested",
     .article = "法规规章备案审查条例（2024）第9条（参照）"},
    {.from = kSupplementing,
     .action = Action::kRequestSupplement,
     .roles = {v1::ROLE_REVIEWER},
     .to = kSupplementing,
     .when = {&kReviewerIsNotTheIssuer, &kSupplementHasRunOut, &kItemsAreNamed},
     .effects = {&kRecordItems},
     .clocks = {Stops(kSupplementClock), Starts(kSupplementClock, policy::kFilingSupplementDays)},
     .event = "FilingSupplementRequested",
     .article = "法规规章备案审查条例（2024）第9、23条（参照）"},
    {.from = kSupplementing,
     .action = Action::kSupplement,
     .roles = {v1::ROLE_DRAFTER},
     .to = kSubmitted,
     .when = {&kMaterialsAreGiven, &kSupplementIsInTime},
     .effects = {&kAddMaterials},
     .clocks = {Stops(kSupplementClock), Resumes(kFormCheck, policy::kFilingFormcheckDays)},
     .event = "FilingSupplemented",
     .article = "法规规章备案审查条例（2024）第9条（参照）"},
    {.from = kSubmitted,
     .action = Action::kReject,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRejected,
     .when = {&kReviewerIsNotTheIssuer, &kNotNormativeReasonIsGiven, &kReasonIsGiven},
     .effects = {&kRecordRejection},
     .clocks = {StopsAll()},
     .event = "FilingRejected",
     .article = "法规规章备案审查条例（2024）第9条（参照）；国办发〔2018〕115号 (三)"},
    {.from = kUnderReview,
     .action = Action::kRequestExplanation,
     .roles = {v1::ROLE_REVIEWER},
     .to = kExplaining,
     .when = {&kReviewerIsNotTheIssuer, &kItemsAreNamed},
     .effects = {&kRecordItems},
     .clocks = {Starts(kExplanation, policy::kReviewExplainDays)},
     .event = "FilingExplanationRequested",
     .article = "登记规则 3.11（请予说明）"},
    {.from = kExplaining,
     .action = Action::kExplain,
     .roles = {v1::ROLE_DRAFTER},
     .to = kUnderReview,
     .when = {&kReasonIsGiven},
     .effects = {&kRecordExplanation},
     .clocks = {Stops(kExplanation)},
     .event = "FilingExplained",
     .article = "登记规则 3.11（请予说明）"},
    Extend(kUnderReview),
    Extend(kExplaining),
    Pass(kUnderReview),
    Pass(kExplaining),
    OrderCorrection(kUnderReview),
    OrderCorrection(kExplaining),
    OrderCorrection(kCorrected),
    Remind(kUnderReview),
    Remind(kExplaining),
    Advise(kUnderReview),
    Advise(kExplaining),
    OrderCorrection(kAdvised, &kCorrectionHasRunOut),
    SubmitCorrection(kAdvised),
    NoticeCorrection(kAdvised),
    {.from = kAdvised,
     .action = Action::kCorrectionRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kAdvised,
     .when = {&kClockHasRunOut},
     .effects = {&kNoteOverdueClock},
     .clocks = {Expires(kCorrection)},
     .event = "FilingAdviceRunOut",
     .article = "登记规则 3.11（建议自行修改、废止）"},
    Pause(kUnderReview),
    Pause(kExplaining),
    OrderCorrection(kPaused),
    SubmitCorrection(kPaused),
    NoticeCorrection(kPaused),
    // The planned day passed: the review goes on, with what is left of its period. What was
    // promised is not asked for any more; that it was late stays on record.
    // A review that an older version paused had its clock ended: a whole period follows, as was due
    // then.
    {.from = kPaused,
     .action = Action::kCorrectionRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kUnderReview,
     .when = {&kClockHasRunOut},
     .effects = {&kNoteOverdueClock},
     .clocks = {Stops(kCorrection), Resumes(kReview, policy::kReviewDays),
                Resumes(kExtendedReview)},
     .event = "FilingReviewResumed",
     .article = "登记规则 3.11（审查中止；不计入审查期限，待核定）"},
    Terminate(kUnderReview),
    Terminate(kExplaining),
    Transfer(kUnderReview),
    Transfer(kExplaining),
    Coordinate(kUnderReview),
    Coordinate(kExplaining),
    Settle(Pass(kCoordinating)),
    Settle(Advise(kCoordinating)),
    Settle(OrderCorrection(kCoordinating)),
    Extend(kCoordinating),
    Pause(kCoordinating),
    Terminate(kCoordinating),
    Transfer(kCoordinating),
    SubmitCorrection(kCorrecting),
    NoticeCorrection(kCorrecting),
    // The issuer may say in its own words what was noticed.
    {.from = kCorrected,
     .action = Action::kSubmitCorrection,
     .roles = {v1::ROLE_DRAFTER},
     .to = kCorrected,
     .when = {&kCorrectionIsMade, &kReasonIsGiven},
     .effects = {&kRecordCorrection},
     .event = "FilingCorrectionSubmitted",
     .article = "法规规章备案审查条例（2024）第21条（参照）"},
    {.from = kCorrected,
     .action = Action::kConfirmCorrection,
     .roles = {v1::ROLE_REVIEWER},
     .to = kClosed,
     .when = {&kReviewerIsNotTheIssuer},
     .clocks = {StopsAll()},
     .event = "FilingCorrectionConfirmed",
     .article = "法规规章备案审查条例（2024）第21条（参照）"},
    // What is clearly unlawful stops at once; the days for the correction run on.
    {.from = kCorrecting,
     .action = Action::kSuspendDocument,
     .roles = {v1::ROLE_REVIEWER},
     .to = kCorrecting,
     .when = {&kReviewerIsNotTheIssuer, &kGroundNamesAProblem, &kReasonIsGiven,
              &kDecisionIsRecorded},
     .effects = {&kSuspendTheDocument},
     .event = "FiledDocumentSuspended",
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第29条"},
    {.from = kCorrecting,
     .action = Action::kRevokeDocument,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRevoked,
     .when = {&kReviewerIsNotTheIssuer, &kCorrectionHasRunOut, &kGroundNamesAProblem,
              &kReasonIsGiven, &kDecisionIsRecorded},
     .effects = {&kRevokeTheDocument},
     .clocks = {StopsAll()},
     .event = "FiledDocumentRevoked",
     .article = "地方组织法（2022）第50、73条；监督法（2024）第40条"},
    // What can be kept is kept: the rest of the document stays in force.
    {.from = kCorrecting,
     .action = Action::kRevokeArticles,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRevoked,
     .when = {&kReviewerIsNotTheIssuer, &kCorrectionHasRunOut, &kGroundNamesAProblem,
              &kReasonIsGiven, &kDecisionIsRecorded},
     .effects = {&kRevokeTheArticles},
     .clocks = {StopsAll()},
     .event = "FiledDocumentPartlyRevoked",
     .article = "河南省实施监督法办法第58条（参照）；地方组织法（2022）第50、73条"},
    {.from = kCorrecting,
     .action = Action::kCorrectionRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kCorrecting,
     .when = {&kClockHasRunOut},
     .effects = {&kNoteOverdueClock},
     .clocks = {Expires(kCorrection), Starts(kRevocation, policy::kReviewRevokeDays)},
     .event = "FilingCorrectionRunOut",
     .article = "登记规则 3.11（逾期不改正的，60日内撤销）"},
    MarkOverdue(kSubmitted),
    MarkOverdue(kSupplementing),
    MarkOverdue(kUnderReview),
    MarkOverdue(kExplaining),
    MarkOverdue(kCoordinating),
    MarkOverdue(kCorrecting),
});

static_assert(workflow::IsDeterministic(kRows));
static_assert(workflow::IsCited(kRows));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kRejected));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kPassed));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kClosed));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kRevoked));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kAdvised));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kPaused));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kTransferred));
static_assert(workflow::IsReachable<16>(kRows, kNothing, kCoordinating));

}  // namespace

absl::Span<const Row> Table() { return kRows; }

}  // namespace santong::filing
