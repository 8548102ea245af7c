// The rows of an objection (异议审查): both routes, one step or two, which the leaf objection.route
// chooses (domain.md 3.12).
#include <array>

#include "server/domain/objection/conditions.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/effects.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/checks.h"

namespace santong::objection {
namespace {

using State = v1::ObjectionState;
using workflow::ClockOperation;
using workflow::ClockStep;
constexpr State kNothing = v1::OBJECTION_STATE_UNSPECIFIED;
constexpr State kReceived = v1::OBJECTION_STATE_RECEIVED;
constexpr State kSupplementRequested = v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED;
constexpr State kWithIssuer = v1::OBJECTION_STATE_WITH_ISSUER;
constexpr State kAnswered = v1::OBJECTION_STATE_ANSWERED;
constexpr State kReviewing = v1::OBJECTION_STATE_REVIEWING;
constexpr State kOpinionRequested = v1::OBJECTION_STATE_OPINION_REQUESTED;
constexpr State kDecided = v1::OBJECTION_STATE_DECIDED;
constexpr State kRejected = v1::OBJECTION_STATE_REJECTED;
constexpr State kTransferred = v1::OBJECTION_STATE_TRANSFERRED;
constexpr State kWithdrawn = v1::OBJECTION_STATE_WITHDRAWN;
constexpr State kCorrecting = v1::OBJECTION_STATE_CORRECTING;
constexpr State kRevoking = v1::OBJECTION_STATE_REVOKING;
constexpr State kClosed = v1::OBJECTION_STATE_CLOSED;
constexpr State kJoined = v1::OBJECTION_STATE_JOINED;

constexpr char kHebei[] = "河北省规范性文件管理办法（省政府令〔2016〕第5号）异议条款";

constexpr ClockStep Starts(v1::ClockKind clock, const char* leaf) {
  return {ClockOperation::kStarts, clock, leaf};
}
constexpr ClockStep Stops(v1::ClockKind clock) { return {ClockOperation::kStops, clock}; }
constexpr ClockStep Suspends(v1::ClockKind clock) { return {ClockOperation::kSuspends, clock}; }
constexpr ClockStep Resumes(v1::ClockKind clock, const char* leaf) {
  return {ClockOperation::kResumes, clock, leaf};
}
constexpr ClockStep Cancels(v1::ClockKind clock) { return {ClockOperation::kCancels, clock}; }
constexpr ClockStep StopsAll() { return Stops(v1::CLOCK_KIND_UNSPECIFIED); }

// The days until which an objection may be transferred or refused: where it is taken up, or ends
// otherwise, neither is late.
constexpr ClockStep kNoTransfer = Cancels(v1::CLOCK_KIND_OBJECTION_TRANSFER);
constexpr ClockStep kNoRefusal = Cancels(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE);
// From the end of a review to the day on which its result reaches the lodger.
constexpr ClockStep kFeedback =
    Starts(v1::CLOCK_KIND_OBJECTION_FEEDBACK, policy::kObjectionFeedbackDays);
// What follows a decision about the document ends; the feedback to the lodger is another matter.
constexpr ClockStep kNoCorrection = Stops(v1::CLOCK_KIND_OBJECTION_CORRECTION);
constexpr ClockStep kNoRevocation = Stops(v1::CLOCK_KIND_OBJECTION_REVOCATION);

constexpr ClockStep Expires(v1::ClockKind clock) { return {ClockOperation::kExpires, clock}; }
// The days until a case that ended is stripped of its lodger.
constexpr ClockStep KeepsPersonalData() {
  return Starts(v1::CLOCK_KIND_OBJECTION_RETENTION, policy::kObjectionRetention);
}

constexpr Row Withdraw(State from) {
  return {.from = from,
          .action = Action::kWithdraw,
          .roles = {v1::ROLE_PUBLIC},
          .to = kWithdrawn,
          .effects = {&kRecordEnd},
          .clocks = {kNoTransfer, kNoRefusal, StopsAll(), KeepsPersonalData()},
          .event = "ObjectionWithdrawn",
          .public_event = true,
          .article = "domain.md 3.12（撤回）"};
}

// The case goes on for those who were joined to it.
constexpr Row WithdrawFromJoint(State state) {
  return {.from = state,
          .action = Action::kWithdrawFromJoint,
          .roles = {v1::ROLE_PUBLIC},
          .to = state,
          .effects = {&kRecordOneWithdrawal},
          .event = "ObjectionLodgerWithdrew",
          .article = "domain.md 3.12（撤回）；7（分别答复）"};
}

constexpr Row Join(State from) {
  return {.from = from,
          .action = Action::kJoin,
          .roles = {v1::ROLE_REVIEWER},
          .to = kJoined,
          .when = {&kReviewerIsNoIssuer, &kLeadTakesIt, &kNobodyIsJoinedToIt},
          .effects = {&kRecordJoin},
          .clocks = {kNoTransfer, kNoRefusal, StopsAll()},
          .event = "ObjectionJoined",
          .public_event = true,
          .article = "domain.md 3.12（merged）；7（合并办理，分别答复）"};
}

constexpr Row AddEvidence(State state) {
  return {.from = state,
          .action = Action::kAddEvidence,
          .roles = {v1::ROLE_PUBLIC},
          .to = state,
          .when = {&kEvidenceTypeIsAllowed, &kEvidenceIsSmallEnough, &kEvidenceIsNotTooMuch},
          .effects = {&kRecordEvidence},
          .event = "ObjectionEvidenceAdded",
          .article = "domain.md 5.3（异议材料）"};
}

constexpr Row Decide(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kDecide,
          .roles = {v1::ROLE_REVIEWER},
          .to = kDecided,
          .when = {&kReviewerIsNoIssuer, &kOutcomeIsFound, &kDecisionIsReasoned,
                   &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback, KeepsPersonalData()},
          .event = "ObjectionDecided",
          .public_event = true,
          .article = "domain.md 3.12（决定）"};
}

constexpr Row OrderCorrection(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kOrderCorrection,
          .roles = {v1::ROLE_REVIEWER},
          .to = kCorrecting,
          .when = {&kReviewerIsNoIssuer, &kDecisionIsReasoned, &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback, Starts(v1::CLOCK_KIND_OBJECTION_CORRECTION, nullptr)},
          .event = "ObjectionDecided",
          .public_event = true,
          .article = "法规规章备案审查条例（2024）第21条（参照）；domain.md 3.12（决定）"};
}

constexpr Row OrderRevocation(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kOrderRevocation,
          .roles = {v1::ROLE_REVIEWER},
          .to = kRevoking,
          .when = {&kReviewerIsNoIssuer, &kDecisionIsReasoned, &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback,
                     Starts(v1::CLOCK_KIND_OBJECTION_REVOCATION, policy::kReviewRevokeDays)},
          .event = "ObjectionDecided",
          .public_event = true,
          .article = "地方组织法（2022）第50、73条；监督法（2024）第40条"};
}

constexpr Row ReportCorrection(State from, const Condition& made) {
  return {.from = from,
          .action = Action::kReportCorrection,
          .roles = {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER},
          .to = kClosed,
          .when = {&made, &kTextIsGiven},
          .effects = {&kRecordCorrection},
          .clocks = {kNoCorrection, kNoRevocation, KeepsPersonalData()},
          .event = "ObjectionCorrectionReported",
          .public_event = true,
          .article = "法规规章备案审查条例（2024）第21条（参照）"};
}

// The document's own workflow has done what was demanded.
constexpr Row NoticeCorrection(State from, const Condition& made) {
  return {.from = from,
          .action = Action::kNoticeCorrection,
          .roles = {v1::ROLE_SYSTEM},
          .to = kClosed,
          .when = {&made},
          .effects = {&kNoteCorrection},
          .clocks = {kNoCorrection, kNoRevocation, KeepsPersonalData()},
          .event = "ObjectionCorrectionNoticed",
          .public_event = true,
          .article = "法规规章备案审查条例（2024）第21条（参照）；domain.md 3.11（有错必纠）"};
}

constexpr Row Reply(State state) {
  return {.from = state,
          .action = Action::kReply,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kIsDecided, &kIsNotRepliedYet, &kMannerIsGiven},
          .effects = {&kRecordReply},
          .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_FEEDBACK)},
          .event = "ObjectionReplied",
          .public_event = true,
          .article =
              "山东省各级人大常委会规范性文件备案审查规定（2017）第22条；"
              "上海市人大常委会规范性文件备案审查条例（2024）第36条"};
}

constexpr Row SuspendDocument(State state, const Condition* also = nullptr) {
  return {.from = state,
          .action = Action::kSuspendDocument,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kAuthorityHasDecided, also},
          .effects = {&kSuspendTheDocument},
          .event = "ObjectedDocumentSuspended",
          .public_event = true,
          .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第29条"};
}

constexpr Row RevokeDocument(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kRevokeDocument,
          .roles = {v1::ROLE_REVIEWER},
          .to = kClosed,
          .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kAuthorityHasDecided, also},
          .effects = {&kRevokeTheDocument},
          .clocks = {kNoCorrection, kNoRevocation, KeepsPersonalData()},
          .event = "ObjectedDocumentRevoked",
          .public_event = true,
          .article = "地方组织法（2022）第50、73条；监督法（2024）第40条"};
}

// Nothing is decided by silence: the state stays, the clock is overdue, once and for ever.
constexpr Row MarkOverdue(State state) {
  return {.from = state,
          .action = Action::kMarkOverdue,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .when = {&kClockHasRunOut},
          .effects = {&kNoteOverdueClock},
          .clocks = {Expires(v1::CLOCK_KIND_UNSPECIFIED)},
          .event = "ObjectionOverdue",
          .article = "domain.md 3.12（逾期不答复的，通报批评）"};
}

constexpr Row Erase(State state) {
  return {.from = state,
          .action = Action::kErase,
          .roles = {v1::ROLE_SYSTEM},
          .to = state,
          .when = {&kClockHasRunOut},
          .effects = {&kRecordErasure},
          .clocks = {Expires(v1::CLOCK_KIND_OBJECTION_RETENTION)},
          .event = "ObjectionPersonalDataErased",
          .article = "个人信息保护法（2021）第19、47条"};
}

constexpr auto kTable = std::to_array<Row>({
    {.from = kNothing,
     .action = Action::kLodge,
     .roles = {v1::ROLE_PUBLIC},
     .to = kReceived,
     .when = {&kDocumentIsPublished, &kLodgerMayLodge, &kIdentityIsPlausible, &kAgentIsAuthorised,
              &kTextIsGiven},
     .effects = {&kRecordObjection},
     .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_FORM_CHECK, policy::kObjectionCorrectionNoticeDays),
                Starts(v1::CLOCK_KIND_OBJECTION_TRANSFER, policy::kObjectionTransferDays),
                Starts(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE,
                       policy::kObjectionRefusalNoticeDays)},
     .event = "ObjectionLodged",
     .public_event = true,
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第24条；"
                "山东省各级人大常委会规范性文件备案审查规定（2017）第14条"},
    {.from = kReceived,
     .action = Action::kRequestSupplement,
     .roles = {v1::ROLE_REVIEWER},
     .to = kSupplementRequested,
     .when = {&kReviewerIsNoIssuer, &kItemsAreGiven},
     .effects = {&kRecordSupplementRequest},
     .clocks = {Suspends(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                Suspends(v1::CLOCK_KIND_OBJECTION_TRANSFER),
                Suspends(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE),
                Starts(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT, policy::kObjectionSupplementDays)},
     .event = "ObjectionSupplementRequested",
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第24条"},
    {.from = kSupplementRequested,
     .action = Action::kSupplement,
     .roles = {v1::ROLE_PUBLIC},
     .to = kReceived,
     .when = {&kSupplementIsInTime, &kTextIsGiven},
     .effects = {&kRecordSupplement},
     .clocks =
         {Stops(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT),
          Resumes(v1::CLOCK_KIND_OBJECTION_FORM_CHECK, policy::kObjectionCorrectionNoticeDays),
          Resumes(v1::CLOCK_KIND_OBJECTION_TRANSFER, policy::kObjectionTransferDays),
          Resumes(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE, policy::kObjectionRefusalNoticeDays)},
     .event = "ObjectionSupplemented",
     .article = "domain.md 3.12（补正）"},
    {.from = kReceived,
     .action = Action::kAccept,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewing,
     .when = {&kReviewerIsNoIssuer, &kRouteIsOneStep},
     .effects = {&kRecordAcceptance},
     .clocks = {kNoTransfer, kNoRefusal, Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionAccepted",
     .public_event = true,
     .article = "domain.md 3.12（受理）"},
    {.from = kReceived,
     .action = Action::kSendToIssuer,
     .roles = {v1::ROLE_REVIEWER},
     .to = kWithIssuer,
     .when = {&kReviewerIsNoIssuer, &kRouteIsTwoSteps},
     .effects = {&kRecordAcceptance},
     .clocks = {kNoTransfer, kNoRefusal, Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                Starts(v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionSentToIssuer",
     .public_event = true,
     .article = kHebei},
    {.from = kReceived,
     .action = Action::kReject,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRejected,
     .when = {&kReviewerIsNoIssuer, &kOtherRefusalIsInWords},
     .effects = {&kRecordRefusal},
     .clocks = {kNoTransfer, StopsAll(), KeepsPersonalData()},
     .event = "ObjectionRejected",
     .public_event = true,
     .article = "上海市人大常委会规范性文件备案审查条例（2024）第18条；"
                "北京市各级人大常委会规范性文件备案审查条例（2024）第25条"},
    {.from = kSupplementRequested,
     .action = Action::kReject,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRejected,
     .when = {&kReviewerIsNoIssuer, &kOtherRefusalIsInWords, &kSupplementPeriodIsOver},
     .effects = {&kRecordRefusal},
     .clocks = {kNoTransfer, StopsAll(), KeepsPersonalData()},
     .event = "ObjectionRejected",
     .public_event = true,
     .article = "domain.md 3.12（逾期未补正）"},
    {.from = kReceived,
     .action = Action::kTransfer,
     .roles = {v1::ROLE_REVIEWER},
     .to = kTransferred,
     .when = {&kReviewerIsNoIssuer},
     .effects = {&kRecordTransfer},
     .clocks = {kNoRefusal, StopsAll(), KeepsPersonalData()},
     .event = "ObjectionTransferred",
     .public_event = true,
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第17条、第24条；"
                "山东省各级人大常委会规范性文件备案审查规定（2017）第14条"},
    {.from = kReviewing,
     .action = Action::kRequestOpinion,
     .roles = {v1::ROLE_REVIEWER},
     .to = kOpinionRequested,
     .when = {&kReviewerIsNoIssuer},
     .effects = {&kRecordQuestion},
     .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_OPINION, policy::kObjectionOpinionDays)},
     .event = "ObjectionOpinionRequested",
     .article = "domain.md 3.12（征求制定机关意见）"},
    {.from = kOpinionRequested,
     .action = Action::kAnswer,
     .roles = {v1::ROLE_DRAFTER},
     .to = kReviewing,
     .when = {&kTextIsGiven},
     .effects = {&kRecordAnswer},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_OPINION)},
     .event = "ObjectionOpinionGiven",
     .article = "domain.md 3.12（征求制定机关意见）"},
    {.from = kWithIssuer,
     .action = Action::kAnswer,
     .roles = {v1::ROLE_DRAFTER},
     .to = kAnswered,
     .when = {&kTextIsGiven},
     .effects = {&kRecordAnswer, &kRecordAnswerToLodger},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY),
                Starts(v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST,
                       policy::kObjectionRecheckApplyDays)},
     .event = "ObjectionAnswered",
     .public_event = true,
     .article = kHebei},
    {.from = kAnswered,
     .action = Action::kRequestRecheck,
     .roles = {v1::ROLE_PUBLIC},
     .to = kReviewing,
     .when = {&kRecheckIsInTime, &kTextIsGiven},
     .effects = {&kRecordRecheckRequest},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST),
                Starts(v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY, policy::kObjectionRecheckReplyDays)},
     .event = "ObjectionRecheckRequested",
     .public_event = true,
     .article = kHebei},
    {.from = kReviewing,
     .action = Action::kExtend,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewing,
     .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kIsNotExtendedYet, &kReplyIsNotOverdue},
     .effects = {&kRecordExtension},
     .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, policy::kObjectionExtendDays),
                Stops(v1::CLOCK_KIND_OBJECTION_REPLY),
                Stops(v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY)},
     .event = "ObjectionExtended",
     .public_event = true,
     .article = "domain.md 3.12（延长一次）"},
    Decide(kReviewing),
    Decide(kOpinionRequested, &kOpinionPeriodIsOver),
    OrderCorrection(kReviewing),
    OrderCorrection(kOpinionRequested, &kOpinionPeriodIsOver),
    OrderRevocation(kReviewing),
    OrderRevocation(kOpinionRequested, &kOpinionPeriodIsOver),
    Reply(kDecided),
    Reply(kCorrecting),
    Reply(kRevoking),
    Reply(kClosed),
    ReportCorrection(kCorrecting, kCorrectionIsMade),
    ReportCorrection(kRevoking, kDocumentIsEnded),
    NoticeCorrection(kCorrecting, kCorrectionIsMade),
    NoticeCorrection(kRevoking, kDocumentIsEnded),
    // The issuer or the office may say in its own words what was noticed.
    {.from = kClosed,
     .action = Action::kReportCorrection,
     .roles = {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER},
     .to = kClosed,
     .when = {&kCorrectionWasNoticed, &kTextIsGiven},
     .effects = {&kRecordCorrection},
     .event = "ObjectionCorrectionReported",
     .public_event = true,
     .article = "法规规章备案审查条例（2024）第21条（参照）"},
    SuspendDocument(kCorrecting, &kCorrectionHasRunOut),
    SuspendDocument(kRevoking),
    RevokeDocument(kCorrecting, &kCorrectionHasRunOut),
    RevokeDocument(kRevoking),
    Join(kReceived),
    Join(kWithIssuer),
    Join(kReviewing),
    AddEvidence(kReceived),
    AddEvidence(kSupplementRequested),
    AddEvidence(kReviewing),
    Withdraw(kReceived),
    Withdraw(kSupplementRequested),
    Withdraw(kWithIssuer),
    Withdraw(kAnswered),
    Withdraw(kReviewing),
    Withdraw(kOpinionRequested),
    Withdraw(kJoined),
    WithdrawFromJoint(kWithIssuer),
    WithdrawFromJoint(kAnswered),
    WithdrawFromJoint(kReviewing),
    WithdrawFromJoint(kOpinionRequested),
    {.from = kWithdrawn,
     .action = Action::kContinue,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewing,
     .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kPersonalDataIsKept},
     .effects = {&kRecordOwnMotion, &kRecordAcceptance},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_RETENTION),
                Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionContinued",
     .public_event = true,
     .article = "domain.md 3.12（依职权审查）"},
    {.from = kJoined,
     .action = Action::kAnswerJoined,
     .roles = {v1::ROLE_SYSTEM},
     .to = kClosed,
     .when = {&kLeadIsAnswered},
     .effects = {&kTakeOverAnswer},
     .clocks = {StopsAll(), kFeedback, KeepsPersonalData()},
     .event = "ObjectionAnsweredJointly",
     .public_event = true,
     .article = "domain.md 7（合并办理，分别答复）"},
    // The office is pressed again: it refuses, or takes what it has.
    {.from = kSupplementRequested,
     .action = Action::kSupplementRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kSupplementRequested,
     .when = {&kClockHasRunOut},
     .effects = {&kNoteOverdueClock},
     .clocks =
         {Expires(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT),
          Resumes(v1::CLOCK_KIND_OBJECTION_FORM_CHECK, policy::kObjectionCorrectionNoticeDays),
          Resumes(v1::CLOCK_KIND_OBJECTION_TRANSFER, policy::kObjectionTransferDays),
          Resumes(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE, policy::kObjectionRefusalNoticeDays)},
     .event = "ObjectionSupplementRunOut",
     .article = "domain.md 3.12（逾期未补正）"},
    {.from = kAnswered,
     .action = Action::kRecheckLapse,
     .roles = {v1::ROLE_SYSTEM},
     .to = kClosed,
     .when = {&kClockHasRunOut},
     .clocks = {Expires(v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST), KeepsPersonalData()},
     .event = "ObjectionRecheckLapsed",
     .public_event = true,
     .article = kHebei},
    {.from = kCorrecting,
     .action = Action::kCorrectionRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kCorrecting,
     .when = {&kClockHasRunOut},
     .effects = {&kNoteOverdueClock},
     .clocks = {Expires(v1::CLOCK_KIND_OBJECTION_CORRECTION),
                Starts(v1::CLOCK_KIND_OBJECTION_REVOCATION, policy::kReviewRevokeDays)},
     .event = "ObjectionCorrectionRunOut",
     .public_event = true,
     .article = "domain.md 3.11（逾期不改正的，60日内撤销）"},
    MarkOverdue(kReceived),
    MarkOverdue(kSupplementRequested),
    MarkOverdue(kWithIssuer),
    MarkOverdue(kReviewing),
    MarkOverdue(kOpinionRequested),
    MarkOverdue(kCorrecting),
    MarkOverdue(kRevoking),
    MarkOverdue(kDecided),
    MarkOverdue(kClosed),
    Erase(kDecided),
    Erase(kRejected),
    Erase(kTransferred),
    Erase(kWithdrawn),
    Erase(kClosed),
});

static_assert(workflow::IsDeterministic(kTable));
static_assert(workflow::IsCited(kTable));

constexpr size_t kStates = 15;
static_assert(v1::ObjectionState_MAX == static_cast<v1::ObjectionState>(kStates - 1));
constexpr bool EveryStateIsReached() {
  for (size_t state = 1; state < kStates; ++state) {
    if (!workflow::IsReachable<kStates>(kTable, kNothing, static_cast<State>(state))) return false;
  }
  return true;
}
static_assert(EveryStateIsReached());

}  // namespace

absl::Span<const Row> Table() { return kTable; }

}  // namespace santong::objection
