// Whether the issuer answers first, what follows from its answer or its silence, and an extension.
#include "server/domain/document/subject.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/objection/conditions.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/leaf.h"

namespace santong::objection {
namespace {

constexpr char kTwoStep[] = "two_step";
constexpr char kSourceArticle[] =
    "最高人民法院关于适用行政诉讼法的解释（法释〔2018〕1号）第149条；"
    "北京市各级人大常委会规范性文件备案审查条例（2024）第16、42条";
constexpr char kHebeiArticle[] = "河北省规范性文件管理办法（省政府令〔2016〕第5号）异议条款";

std::string OpenDueDay(const v1::Objection& objection, v1::ClockKind kind) {
  const v1::Clock* clock = FindOpen(objection, kind);
  return clock == nullptr ? "" : clock->due_date();
}

// The case of whoever asks for the re-check: the answer was handed to each on a day of their own.
const v1::Objection& AskersCase(const Facts& facts) {
  return facts.joined != nullptr ? *facts.joined : facts.objection;
}

}  // namespace

const Condition kSourceIsNamed = {
    .name = "SourceIsNamed",
    .zh = "写明来源文书，匿名线索除外",
    .article = kSourceArticle,
    .mend_zh = "请填写司法建议书、检察建议书或者审查要求的名称、文号（source_document）",
    .mend_en = "name the letter by its title or number (source_document); a lead needs none",
    .holds = [](const Facts& facts) {
      return facts.act.origin == v1::OBJECTION_ORIGIN_LEAD || !facts.act.source_document.empty();
    }};

const Condition kReceivedByToday = {
    .name = "ReceivedByToday",
    .zh = "收到之日不晚于今天",
    .article = kSourceArticle,
    .mend_zh = "请填写实际收到的日期（received_date），不晚于今天；今天收到的不必填",
    .mend_en =
        "give the day on which it was received (received_date), not after today; none for today",
    .holds =
        [](const Facts& facts) {
          const auto day = document::DayOf(facts.act.received_date);
          return facts.act.received_date.empty() || (day.has_value() && *day <= facts.today);
        },
    .found = [](const Facts& facts) { return facts.act.received_date; }};

const Condition kSenderIsKnown = {
    .name = "SenderIsKnown",
    .zh = "知道是谁提出的",
    .article = "登记规则 7（匿名的作为线索，不答复）",
    .mend_zh = "匿名线索没有可以通知的人：不通知补正，不答复",
    .mend_en =
        "nobody can be written to about an anonymous lead: it is neither supplemented nor answered",
    .holds = [](const Facts& facts) {
      return facts.objection.origin() != v1::OBJECTION_ORIGIN_LEAD;
    }};

const Condition kRouteIsOneStep = {.name = "RouteIsOneStep",
                                   .zh = "异议由法制机构直接审查",
                                   .article = "登记规则 3.12（办理方式）",
                                   .mend_zh = "本地规定由制定机关先行答复",
                                   .mend_en = "here the issuer answers first",
                                   .holds = [](const Facts& facts) {
                                     return IsNoLodgers(facts.objection) ||
                                            facts.policy.Text(policy::kObjectionRoute) != kTwoStep;
                                   }};

const Condition kRouteIsTwoSteps = {.name = "RouteIsTwoSteps",
                                    .zh = "异议由制定机关先行答复",
                                    .article = kHebeiArticle,
                                    .mend_zh = "本地规定由法制机构直接审查",
                                    .mend_en = "here the legal office reviews at once",
                                    .holds = [](const Facts& facts) {
                                      return !IsNoLodgers(facts.objection) &&
                                             facts.policy.Text(policy::kObjectionRoute) == kTwoStep;
                                    }};

const Condition kIssuerReplyHasRunOut = {
    .name = "IssuerReplyHasRunOut",
    .zh = "制定机关逾期没有答复",
    .article = kHebeiArticle,
    .mend_zh = "请等待制定机关的答复或者答复期限届满",
    .mend_en = "wait for the issuer's answer, or until its period is over",
    .holds =
        [](const Facts& facts) { return IsOver(facts, v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY); },
    .found =
        [](const Facts& facts) {
          return OpenDueDay(facts.objection, v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY);
        }};

const Condition kAnswerIsNotDeliveredYet = {
    .name = "AnswerIsNotDeliveredYet",
    .zh = "制定机关的答复尚未送达",
    .article = kHebeiArticle,
    .mend_zh = "答复已经送达，不必再记录",
    .mend_en = "the answer was handed over before",
    .holds =
        [](const Facts& facts) {
          // Of a case from before deliveries were recorded the period runs already.
          return facts.objection.answer_delivered_date().empty() &&
                 FindOpen(facts.objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST) == nullptr;
        },
    .found = [](const Facts& facts) { return facts.objection.answer_delivered_date(); }};

const Condition kRecheckIsInTime = {
    .name = "RecheckIsInTime",
    .zh = "申请复核在期限内",
    .article = kHebeiArticle,
    .mend_zh = "申请复核的期限已过",
    .mend_en = "the period for a re-check is over",
    .holds =
        [](const Facts& facts) {
          return !HasRunOut(facts, AskersCase(facts), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST);
        },
    .found =
        [](const Facts& facts) {
          return OpenDueDay(AskersCase(facts), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST);
        }};

const Condition kIssuerAnsweredLead = {
    .name = "IssuerAnsweredLead",
    .zh = "制定机关已经答复所并入的案件",
    .article = kHebeiArticle,
    .mend_zh = "请等待制定机关的答复；案件已经进入审查的，送达审查决定",
    .mend_en =
        "wait for the issuer's answer; once the case is under review, hand over the decision",
    .holds = [](const Facts& facts) {
      return facts.lead != nullptr && facts.lead->state() == v1::OBJECTION_STATE_ANSWERED;
    }};

const Condition kLeadEndedWithIssuersAnswer = {
    .name = "LeadEndedWithIssuersAnswer",
    .zh = "所并入的案件期满未申请复核",
    .article = kHebeiArticle,
    .mend_zh = "请等待所并入的案件办结",
    .mend_en = "wait until nobody can ask for a re-check in the case that it is joined to",
    .holds = [](const Facts& facts) {
      return facts.lead != nullptr && EndedWithIssuersAnswer(*facts.lead);
    }};

const Condition kLeadHasIssuersAnswer = {.name = "LeadHasIssuersAnswer",
                                         .zh = "制定机关已经答复所并入的案件，没有转入复核",
                                         .article = kHebeiArticle,
                                         .mend_zh = "请等待制定机关的答复",
                                         .mend_en = "wait for the issuer's answer",
                                         .holds = [](const Facts& facts) {
                                           return facts.lead != nullptr &&
                                                  AnswersJoinedByIssuer(*facts.lead);
                                         }};

const Condition kLeadIsRechecked = {.name = "LeadIsRechecked",
                                    .zh = "所并入的案件已经转入复核",
                                    .article = kHebeiArticle,
                                    .mend_zh = "请送达制定机关的答复",
                                    .mend_en = "hand over the issuer's answer",
                                    .holds = [](const Facts& facts) {
                                      return facts.lead != nullptr &&
                                             facts.lead->state() == v1::OBJECTION_STATE_REVIEWING;
                                    }};

const Condition kExtensionIsProvided = {
    .name = "ExtensionIsProvided",
    .zh = "规定了办理期限可以延长",
    .article = "登记规则 3.12（延长一次）",
    .mend_zh = "当地没有延长办理期限的规定，请作出决定",
    .mend_en = "the policy has no extension here: decide",
    .holds = [](const Facts& facts) {
      // What the law gives for the answer to an advice is all there is.
      return !IsAdvice(facts.objection.origin()) &&
             facts.policy.Period(policy::kObjectionExtendDays).has_value();
    }};

const Condition kApproverIsNamed = {
    .name = "ApproverIsNamed",
    .zh = "写明批准延期的人",
    .article = "登记规则 3.12（延长一次，经批准，说明理由）",
    .mend_zh = "请填写批准人（approved_by）",
    .mend_en = "name who approved it (approved_by)",
    .holds = [](const Facts& facts) { return !facts.act.approved_by.empty(); }};

}  // namespace santong::objection
