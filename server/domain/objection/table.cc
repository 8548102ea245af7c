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

constexpr char kHebei[] = "河北省规范性文件管理办法（省政府令〔2016〕第5号）异议条款";

constexpr ClockStep Starts(v1::ClockKind clock, const char* leaf) {
  return {ClockOperation::kStarts, clock, leaf};
}
constexpr ClockStep Stops(v1::ClockKind clock) { return {ClockOperation::kStops, clock}; }
constexpr ClockStep Suspends(v1::ClockKind clock) { return {ClockOperation::kSuspends, clock}; }
constexpr ClockStep Resumes(v1::ClockKind clock) { return {ClockOperation::kResumes, clock}; }
constexpr ClockStep StopsAll() { return Stops(v1::CLOCK_KIND_UNSPECIFIED); }

constexpr Row Withdraw(State from) {
  return {.from = from,
          .action = Action::kWithdraw,
          .roles = {v1::ROLE_PUBLIC},
          .to = kWithdrawn,
          .clocks = {StopsAll()},
          .event = "ObjectionWithdrawn",
          .public_event = true,
          .article = "domain.md 3.12（撤回）"};
}

constexpr auto kTable = std::to_array<Row>({
    {.from = kNothing,
     .action = Action::kLodge,
     .roles = {v1::ROLE_PUBLIC},
     .to = kReceived,
     .when = {&kDocumentIsPublished, &kLodgerMayLodge, &kIdentityIsPlausible, &kAgentIsAuthorised,
              &kTextIsGiven},
     .effects = {&kRecordObjection},
     .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_FORM_CHECK,
                       policy::kObjectionCorrectionNoticeDays)},
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
                Starts(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT, policy::kObjectionSupplementDays)},
     .event = "ObjectionSupplementRequested",
     .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第24条"},
    {.from = kSupplementRequested,
     .action = Action::kSupplement,
     .roles = {v1::ROLE_PUBLIC},
     .to = kReceived,
     .when = {&kSupplementIsInTime, &kTextIsGiven},
     .effects = {&kRecordSupplement},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT),
                Resumes(v1::CLOCK_KIND_OBJECTION_FORM_CHECK)},
     .event = "ObjectionSupplemented",
     .article = "domain.md 3.12（补正）"},
    {.from = kReceived,
     .action = Action::kAccept,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewing,
     .when = {&kReviewerIsNoIssuer, &kRouteIsOneStep},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionAccepted",
     .public_event = true,
     .article = "domain.md 3.12（受理）"},
    {.from = kReceived,
     .action = Action::kSendToIssuer,
     .roles = {v1::ROLE_REVIEWER},
     .to = kWithIssuer,
     .when = {&kReviewerIsNoIssuer, &kRouteIsTwoSteps},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_FORM_CHECK),
                Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionSentToIssuer",
     .public_event = true,
     .article = kHebei},
    {.from = kReceived,
     .action = Action::kReject,
     .roles = {v1::ROLE_REVIEWER},
     .to = kRejected,
     .when = {&kReviewerIsNoIssuer, &kOtherRefusalIsInWords},
     .effects = {&kRecordRefusal},
     .clocks = {StopsAll()},
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
     .clocks = {StopsAll()},
     .event = "ObjectionRejected",
     .public_event = true,
     .article = "domain.md 3.12（逾期未补正）"},
    {.from = kReceived,
     .action = Action::kTransfer,
     .roles = {v1::ROLE_REVIEWER},
     .to = kTransferred,
     .when = {&kReviewerIsNoIssuer},
     .effects = {&kRecordTransfer},
     .clocks = {StopsAll()},
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
     .effects = {&kRecordAnswer},
     .clocks = {Stops(v1::CLOCK_KIND_OBJECTION_REPLY),
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
    {.from = kReviewing,
     .action = Action::kDecide,
     .roles = {v1::ROLE_REVIEWER},
     .to = kDecided,
     .when = {&kReviewerIsNoIssuer, &kOutcomeIsFound, &kDecisionIsReasoned, &kCorrectionDayIsAhead},
     .effects = {&kRecordDecision},
     .clocks = {StopsAll()},
     .event = "ObjectionDecided",
     .public_event = true,
     .article = "domain.md 3.12（决定）"},
    {.from = kOpinionRequested,
     .action = Action::kDecide,
     .roles = {v1::ROLE_REVIEWER},
     .to = kDecided,
     .when = {&kReviewerIsNoIssuer, &kOutcomeIsFound, &kDecisionIsReasoned, &kCorrectionDayIsAhead,
              &kOpinionPeriodIsOver},
     .effects = {&kRecordDecision},
     .clocks = {StopsAll()},
     .event = "ObjectionDecided",
     .public_event = true,
     .article = "domain.md 3.12（逾期不提出意见）"},
    Withdraw(kReceived),
    Withdraw(kSupplementRequested),
    Withdraw(kWithIssuer),
    Withdraw(kAnswered),
    Withdraw(kReviewing),
    Withdraw(kOpinionRequested),
    {.from = kWithdrawn,
     .action = Action::kContinue,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewing,
     .when = {&kReviewerIsNoIssuer, &kReasonIsGiven},
     .effects = {&kRecordOwnMotion},
     .clocks = {Starts(v1::CLOCK_KIND_OBJECTION_REPLY, policy::kObjectionReplyDays)},
     .event = "ObjectionContinued",
     .public_event = true,
     .article = "domain.md 3.12（依职权审查）"},
});

static_assert(workflow::IsDeterministic(kTable));
static_assert(workflow::IsCited(kTable));

constexpr size_t kStates = 11;
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
