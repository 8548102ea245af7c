// Rows of an objection that several states share, and short names for writing rows; included by the
// table alone.
#pragma once

#include "server/domain/objection/clocks.h"
#include "server/domain/objection/conditions.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/effects.h"
#include "server/domain/policy/leaf.h"

namespace santong::objection {

using State = v1::ObjectionState;
using workflow::ClockOperation;
using workflow::ClockStep;
inline constexpr State kNothing = v1::OBJECTION_STATE_UNSPECIFIED;
inline constexpr State kReceived = v1::OBJECTION_STATE_RECEIVED;
inline constexpr State kSupplementRequested = v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED;
inline constexpr State kWithIssuer = v1::OBJECTION_STATE_WITH_ISSUER;
inline constexpr State kAnswered = v1::OBJECTION_STATE_ANSWERED;
inline constexpr State kReviewing = v1::OBJECTION_STATE_REVIEWING;
inline constexpr State kOpinionRequested = v1::OBJECTION_STATE_OPINION_REQUESTED;
inline constexpr State kDecided = v1::OBJECTION_STATE_DECIDED;
inline constexpr State kRejected = v1::OBJECTION_STATE_REJECTED;
inline constexpr State kTransferred = v1::OBJECTION_STATE_TRANSFERRED;
inline constexpr State kWithdrawn = v1::OBJECTION_STATE_WITHDRAWN;
inline constexpr State kCorrecting = v1::OBJECTION_STATE_CORRECTING;
inline constexpr State kRevoking = v1::OBJECTION_STATE_REVOKING;
inline constexpr State kClosed = v1::OBJECTION_STATE_CLOSED;
inline constexpr State kJoined = v1::OBJECTION_STATE_JOINED;

inline constexpr char kHebei[] = "河北省规范性文件管理办法（省政府令〔2016〕第5号）异议条款";

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
inline constexpr ClockStep kNoTransfer = Cancels(v1::CLOCK_KIND_OBJECTION_TRANSFER);
inline constexpr ClockStep kNoRefusal = Cancels(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE);
// The groups of cases whose clocks differ.
inline constexpr uint32_t kIsLead = KindOf(v1::OBJECTION_ORIGIN_LEAD);
inline constexpr uint32_t kIsAdvice = KindOf(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE) |
                                      KindOf(v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE);
// The law gives its own days for the answer.
inline constexpr workflow::CaseGroup kAdvice = {"ADVICE", "法释〔2018〕1号第149条",
                                                kIsAdvice | kOwnMotion | kLodgerWithdrew};
inline constexpr workflow::CaseGroup kObjectionOrDemand = {
    "OBJECTION_OR_DEMAND", "登记规则 3.12（答复期限）", ~(kIsLead | kIsAdvice)};
// Nothing is owed to whoever sent a lead: that is nobody.
inline constexpr workflow::CaseGroup kKnownSender = {
    "KNOWN_SENDER", "登记规则 7（匿名的作为线索，不答复）", ~kIsLead};
// Nor does who withdrew, while the office goes on, await an answer.
inline constexpr workflow::CaseGroup kAwaitsAnswer = {
    "AWAITS_ANSWER", "登记规则 7（匿名的作为线索，不答复）；3.12（撤回）",
    ~(kIsLead | kIsAdvice | kOwnMotion | kLodgerWithdrew)};
inline constexpr workflow::CaseGroup kAdviceAwaitsAnswer = {"ADVICE_AWAITS_ANSWER",
                                                            "法释〔2018〕1号第149条", kIsAdvice};

// The issuer's answer is for those who were joined, too, where the case's own lodger withdrew; it
// is handed over once.
inline constexpr workflow::CaseGroup kAwaitsIssuersAnswer = {
    "AWAITS_ISSUERS_ANSWER", "登记规则 7（并案的分别告知）；3.12（撤回）",
    ~(kIsLead | kOwnMotion | kAnswerDelivered)};

// What the office owes first counts from the day on which the case came, also where it was
// recorded later.
inline constexpr ClockStep kFormCheckStarts =
    Starts(v1::CLOCK_KIND_OBJECTION_FORM_CHECK, policy::kObjectionCorrectionNoticeDays)
        .FromReceipt();
inline constexpr ClockStep kTransferStarts =
    Starts(v1::CLOCK_KIND_OBJECTION_TRANSFER, policy::kObjectionTransferDays).FromReceipt();
inline constexpr ClockStep kRefusalNoticeStarts =
    Starts(v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE, policy::kObjectionRefusalNoticeDays)
        .FromReceipt();

// The days of the answer, which of an advice count from its receipt, also where it was accepted
// later.
inline constexpr ClockStep kReplyStarts =
    Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays).For(kObjectionOrDemand);
inline constexpr ClockStep kAdviceReplyStarts =
    Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionAdviceReplyDays)
        .For(kAdvice)
        .FromReceipt();
// From the end of a review to the day on which its result reaches the lodger.
inline constexpr ClockStep kFeedback =
    Starts(v1::CLOCK_KIND_OBJECTION_FEEDBACK, policy::kObjectionFeedbackDays).For(kAwaitsAnswer);
// A court's or a procuratorate's days are for the written answer, not for the decision alone.
inline constexpr ClockStep kAdviceFeedback =
    Starts(v1::CLOCK_KIND_OBJECTION_FEEDBACK, policy::kObjectionAdviceReplyDays)
        .For(kAdviceAwaitsAnswer)
        .FromReceipt();
// Of the issuer's answer also where its own lodger withdrew: as long as a re-check may be asked for
// the case is that of those who were joined, too.
inline constexpr ClockStep kIssuersAnswerFeedback =
    Starts(v1::CLOCK_KIND_OBJECTION_FEEDBACK, policy::kObjectionFeedbackDays)
        .For(kAwaitsIssuersAnswer);
// What follows a decision about the document ends; the feedback to the lodger is another matter.
inline constexpr ClockStep kNoCorrection = Stops(v1::CLOCK_KIND_OBJECTION_CORRECTION);
inline constexpr ClockStep kNoRevocation = Stops(v1::CLOCK_KIND_OBJECTION_REVOCATION);

constexpr ClockStep Expires(v1::ClockKind clock) { return {ClockOperation::kExpires, clock}; }
// The days until a case that ended is stripped of its lodger.
constexpr ClockStep KeepsPersonalData() {
  return Starts(v1::CLOCK_KIND_OBJECTION_RETENTION, policy::kObjectionRetention);
}

// It takes what it has: what was asked for in vain need not be needed.
constexpr Row Accept(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kAccept,
          .roles = {v1::ROLE_REVIEWER},
          .to = kReviewing,
          .when = {&kReviewerIsNoIssuer, &kRouteIsOneStep, also},
          .effects = {&kRecordAcceptance},
          .clocks = {kNoTransfer, kNoRefusal, Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                     Stops(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT), kReplyStarts, kAdviceReplyStarts},
          .event = "ObjectionAccepted",
          .public_event = true,
          .article = "登记规则 3.12（受理）"};
}

constexpr Row SendToIssuer(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kSendToIssuer,
          .roles = {v1::ROLE_REVIEWER},
          .to = kWithIssuer,
          .when = {&kReviewerIsNoIssuer, &kRouteIsTwoSteps, also},
          .effects = {&kRecordAcceptance},
          .clocks = {kNoTransfer, kNoRefusal, Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                     Stops(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT),
                     Starts(v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY, policy::kObjectionReplyDays)},
          .event = "ObjectionSentToIssuer",
          .public_event = true,
          .article = kHebei};
}

constexpr Row Transfer(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kTransfer,
          .roles = {v1::ROLE_REVIEWER},
          .to = kTransferred,
          .when = {&kReviewerIsNoIssuer, also},
          .effects = {&kRecordTransfer},
          .clocks = {kNoRefusal, StopsAll(), KeepsPersonalData()},
          .event = "ObjectionTransferred",
          .public_event = true,
          .article =
              "北京市各级人大常委会规范性文件备案审查条例（2024）第17条、第24条；"
              "山东省各级人大常委会规范性文件备案审查规定（2017）第14条"};
}

// By itself where its own lodger has gone already and so does the last who was joined to it.
constexpr Row Withdraw(State from) {
  return {.from = from,
          .action = Action::kWithdraw,
          .roles = {v1::ROLE_PUBLIC, v1::ROLE_SYSTEM},
          .to = kWithdrawn,
          .when = {&kLodgerHasNotWithdrawn},
          .effects = {&kRecordEnd},
          .clocks = {kNoTransfer, kNoRefusal, StopsAll(), KeepsPersonalData()},
          .event = "ObjectionWithdrawn",
          .public_event = true,
          .article = "登记规则 3.12（撤回）"};
}

// The case goes on for those who were joined to it.
constexpr Row WithdrawFromJoint(State state) {
  return {.from = state,
          .action = Action::kWithdrawFromJoint,
          .roles = {v1::ROLE_PUBLIC},
          .to = state,
          .when = {&kLodgerHasNotWithdrawn},
          .effects = {&kRecordOneWithdrawal},
          .event = "ObjectionLodgerWithdrew",
          .article = "登记规则 3.12（撤回）；7（分别答复）"};
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
          .article = "登记规则 3.12（merged）；7（合并办理，分别答复）"};
}

constexpr Row AddEvidence(State state) {
  return {.from = state,
          .action = Action::kAddEvidence,
          .roles = {v1::ROLE_PUBLIC},
          .to = state,
          .when = {&kLodgerHasNotWithdrawn, &kEvidenceTypeIsAllowed, &kEvidenceIsSmallEnough,
                   &kEvidenceIsNotTooMuch},
          .effects = {&kRecordEvidence},
          .event = "ObjectionEvidenceAdded",
          .article = "登记规则 5.3（异议材料）"};
}

// The days of the review count on while the issuer is asked for its opinion.
constexpr Row Extend(State state) {
  return {.from = state,
          .action = Action::kExtend,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kApproverIsNamed, &kExtensionIsProvided,
                   &kIsNotExtendedYet, &kReplyIsNotOverdue},
          .effects = {&kRecordExtension},
          .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, policy::kObjectionExtendDays)
                         .For(kKnownSender),
                     Stops(v1::CLOCK_KIND_OBJECTION_REPLY),
                     Stops(v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY)},
          .event = "ObjectionExtended",
          .public_event = true,
          .article = "登记规则 3.12（延长一次）"};
}

constexpr Row Decide(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kDecide,
          .roles = {v1::ROLE_REVIEWER},
          .to = kDecided,
          .when = {&kReviewerIsNoIssuer, &kOutcomeIsFound, &kDecisionIsReasoned,
                   &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback, kAdviceFeedback, KeepsPersonalData()},
          .event = "ObjectionDecided",
          .public_event = true,
          .article = "登记规则 3.12（决定）"};
}

constexpr Row OrderCorrection(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kOrderCorrection,
          .roles = {v1::ROLE_REVIEWER},
          .to = kCorrecting,
          .when = {&kReviewerIsNoIssuer, &kDecisionIsReasoned, &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback, kAdviceFeedback,
                     Starts(v1::CLOCK_KIND_OBJECTION_CORRECTION, nullptr)},
          .event = "ObjectionDecided",
          .public_event = true,
          .article = "法规规章备案审查条例（2024）第21条（参照）；登记规则 3.12（决定）"};
}

constexpr Row OrderRevocation(State from, const Condition* also = nullptr) {
  return {.from = from,
          .action = Action::kOrderRevocation,
          .roles = {v1::ROLE_REVIEWER},
          .to = kRevoking,
          .when = {&kReviewerIsNoIssuer, &kDecisionIsReasoned, &kCorrectionDayIsAhead, also},
          .effects = {&kRecordDecision},
          .clocks = {StopsAll(), kFeedback, kAdviceFeedback,
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
          .article = "法规规章备案审查条例（2024）第21条（参照）；登记规则 3.11（有错必纠）"};
}

constexpr Row Reply(State state) {
  return {.from = state,
          .action = Action::kReply,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kSenderIsKnown, &kIsDecided, &kIsNotRepliedYet,
                   &kMannerIsGiven},
          .effects = {&kRecordReply},
          .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_FEEDBACK)},
          .event = "ObjectionReplied",
          .public_event = true,
          .article =
              "山东省各级人大常委会规范性文件备案审查规定（2017）第22条；"
              "上海市人大常委会规范性文件备案审查条例（2024）第36条"};
}

// The issuer does not know the lodger: the office hands its answer over, and from that day
// (收到答复之日) the lodger has the period for a re-check; whoever was joined, from a day of their
// own (kAwaitDelivery asks for it).
constexpr Row Deliver(State state, const Condition* also = nullptr) {
  return {.from = state,
          .action = Action::kReply,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kSenderIsKnown, &kAnswerIsNotDeliveredYet,
                   &kMannerIsGiven, also},
          .effects = {&kRecordDelivery},
          .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_FEEDBACK),
                     Starts(v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST,
                            policy::kObjectionRecheckApplyDays)},
          .event = "ObjectionAnswerDelivered",
          .public_event = true,
          .article = kHebei};
}

// What is clearly unlawful stops at once; the days for the correction run on.
constexpr Row SuspendDocument(State state) {
  return {.from = state,
          .action = Action::kSuspendDocument,
          .roles = {v1::ROLE_REVIEWER},
          .to = state,
          .when = {&kReviewerIsNoIssuer, &kReasonIsGiven, &kAuthorityHasDecided},
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

// What can be kept is kept: the rest of the document stays in force.
constexpr Row RevokeArticles(State from, const Condition* also = nullptr) {
  Row row = RevokeDocument(from, also);
  row.action = Action::kRevokeArticles;
  row.effects = {&kRevokeTheArticles};
  row.event = "ObjectedDocumentPartlyRevoked";
  row.article = "河南省实施监督法办法第58条（参照）；地方组织法（2022）第50、73条";
  return row;
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
          .article = "登记规则 3.12（逾期不答复的，通报批评）"};
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

}  // namespace santong::objection
