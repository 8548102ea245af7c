#include "server/domain/objection/conditions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/document/subject.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/identity_code.h"
#include "server/domain/workflow/clocks.h"

namespace santong::objection {
namespace {

// As the leaf objection.lodgers names them.
absl::string_view KindZh(v1::LodgerKind kind) {
  switch (kind) {
    case v1::LODGER_KIND_CITIZEN:
      return "公民";
    case v1::LODGER_KIND_LEGAL_PERSON:
      return "法人";
    case v1::LODGER_KIND_OTHER_ORGANISATION:
      return "其他组织";
    default:
      return "";
  }
}

bool MayLodge(const Facts& facts) {
  const std::vector<std::string> allowed = facts.policy.List(policy::kObjectionLodgers);
  const absl::string_view kind = KindZh(facts.act.lodger.kind());
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), kind) != allowed.end();
}

// Wrong check digits occur in codes that were really issued: they want a reason, not a refusal.
bool IsPlausible(const Facts& facts) {
  const v1::Lodger& lodger = facts.act.lodger;
  if (lodger.identity_code().empty()) return true;
  text::CodeCheck check = text::CodeCheck::kOk;
  if (lodger.kind() == v1::LODGER_KIND_CITIZEN) {
    check = text::CheckResidentId(lodger.identity_code());
  } else {
    check = text::CheckCreditCode(lodger.identity_code());
  }
  return check == text::CodeCheck::kOk ||
         (check == text::CodeCheck::kWrongCheckDigit && !lodger.identity_override().empty());
}

bool IsNoIssuer(const Facts& facts) {
  const auto& issuers = facts.document.issuers();
  return std::none_of(issuers.begin(), issuers.end(), [&](const v1::Issuer& issuer) {
    return facts.caller.AnswersFor(issuer.organ());
  });
}

// Whoever is joined is answered in the other case's days, and on its route: they are those of one
// source. A hint is owed no answer.
bool IsAnsweredAlike(const v1::Objection& joined, const v1::Objection& other) {
  return joined.origin() == other.origin() || joined.origin() == v1::OBJECTION_ORIGIN_LEAD;
}

bool TakesOthers(const Facts& facts) {
  if (facts.lead == nullptr || facts.lead->name() == facts.objection.name() ||
      !IsAnsweredAlike(facts.objection, *facts.lead) ||
      facts.lead->document() != facts.objection.document() ||
      facts.lead->jurisdiction() != facts.objection.jurisdiction()) {
    return false;
  }
  switch (facts.lead->state()) {
    case v1::OBJECTION_STATE_WITH_ISSUER:
    case v1::OBJECTION_STATE_ANSWERED:
    case v1::OBJECTION_STATE_REVIEWING:
    case v1::OBJECTION_STATE_OPINION_REQUESTED:
      return true;
    default:
      return false;
  }
}

std::string DueDay(const Facts& facts, v1::ClockKind kind) {
  const v1::Clock* clock = FindOpen(facts.objection, kind);
  return clock == nullptr ? "" : clock->due_date();
}

bool IsAhead(const Facts& facts) {
  const auto day = document::DayOf(facts.act.decision.correct_by_date());
  return facts.act.decision.outcome() == v1::OBJECTION_OUTCOME_CORRECT
             ? day.has_value() && *day > facts.today
             : facts.act.decision.correct_by_date().empty();
}

}  // namespace

const Condition kDocumentIsPublished = {
    .name = "DocumentIsPublished",
    .zh = "异议针对已公布的文件",
    .article = "登记规则 3.12（范围）",
    .mend_zh = "请核对文件；对法律、规章、党内文件、内部文件的意见请向有权机关提出",
    .mend_en = "check the document; laws, rules, party and internal documents are out of scope",
    .holds = [](const Facts& facts) { return facts.document_is_public; }};

const Condition kLodgerMayLodge = {
    .name = "LodgerMayLodge",
    .zh = "提出人属于可以提出异议的主体",
    .article = "登记规则 3.12（主体）",
    .mend_zh = "请写明提出人是公民、法人还是其他组织",
    .mend_en = "say whether a citizen, a legal person or another organisation lodges",
    .holds = MayLodge};

const Condition kIdentityIsPlausible = {
    .name = "IdentityIsPlausible",
    .zh = "身份代码格式和校验位正确，或者说明了原因",
    .article = "GB 32100-2015；GB 11643-1999",
    .mend_zh = "请更正身份代码；代码确实如此、只是校验位不符的，请另外说明原因",
    .mend_en = "correct the code; where it is really so and only its check digit is wrong, say why",
    .holds = IsPlausible};

const Condition kAgentIsAuthorised = {.name = "AgentIsAuthorised",
                                      .zh = "代理人有授权",
                                      .article = "登记规则 3.12（身份）",
                                      .mend_zh = "请写明授权文件，或者不填代理人",
                                      .mend_en = "name the authorisation, or leave out the agent",
                                      .holds = [](const Facts& facts) {
                                        return facts.act.lodger.agent().empty() ==
                                               facts.act.lodger.authorisation().empty();
                                      }};

const Condition kReviewerIsNoIssuer = {.name = "ReviewerIsNoIssuer",
                                       .zh = "审查机构不是制定机关",
                                       .article = "登记规则（不得审查本机关文件）",
                                       .mend_zh = "请由其他机构办理",
                                       .mend_en = "let another office handle it",
                                       .holds = IsNoIssuer};

const Condition kItemsAreGiven = {
    .name = "ItemsAreGiven",
    .zh = "一次性告知补正事项",
    .article = "北京市各级人大常委会规范性文件备案审查条例（2024）第24条",
    .mend_zh = "请逐项写明缺什么",
    .mend_en = "name each item that is missing",
    .holds = [](const Facts& facts) { return !facts.act.items.empty(); }};

const Condition kSupplementIsInTime = {
    .name = "SupplementIsInTime",
    .zh = "补正在期限内",
    .article = "登记规则 3.12（补正）",
    .mend_zh = "补正期限已过，可以重新提出异议",
    .mend_en = "the period is over; lodge anew",
    .holds =
        [](const Facts& facts) { return !HasRunOut(facts, v1::CLOCK_KIND_OBJECTION_SUPPLEMENT); },
    .found = [](const Facts& facts) { return DueDay(facts, v1::CLOCK_KIND_OBJECTION_SUPPLEMENT); }};

const Condition kSupplementPeriodIsOver = {
    .name = "SupplementPeriodIsOver",
    .zh = "补正期限已过",
    .article = "登记规则 3.12（补正）",
    .mend_zh = "请等待补正期限届满",
    .mend_en = "wait until the period for the supplement is over",
    .holds = [](const Facts& facts) { return IsOver(facts, v1::CLOCK_KIND_OBJECTION_SUPPLEMENT); },
    .found = [](const Facts& facts) { return DueDay(facts, v1::CLOCK_KIND_OBJECTION_SUPPLEMENT); }};

const Condition kOtherRefusalIsInWords = {
    .name = "OtherRefusalIsInWords",
    .zh = "选择“其他”的，写明理由",
    .article =
        "上海市人大常委会规范性文件备案审查条例（2024）第18条；"
        "北京市各级人大常委会规范性文件备案审查条例（2024）第25条",
    .mend_zh = "请写明不予受理的理由",
    .mend_en = "say in words why it is not accepted",
    .holds = [](const Facts& facts) {
      return facts.act.refusal != v1::OBJECTION_REFUSAL_UNSPECIFIED &&
             (facts.act.refusal != v1::OBJECTION_REFUSAL_OTHER || !facts.act.text.empty());
    }};

const Condition kTextIsGiven = {
    .name = "TextIsGiven",
    .zh = "写明内容",
    .article =
        "北京市各级人大常委会规范性文件备案审查条例（2024）第24条；"
        "山东省各级人大常委会规范性文件备案审查规定（2017）第14条",
    .mend_zh = "请写明内容和理由",
    .mend_en = "write what is said and why",
    .holds = [](const Facts& facts) { return !facts.act.text.empty(); }};

const Condition kReasonIsGiven = {
    .name = "ReasonIsGiven",
    .zh = "写明理由",
    .article = "登记规则 3.12（说明理由）",
    .mend_zh = "请写明理由",
    .mend_en = "give the reason",
    .holds = [](const Facts& facts) { return !facts.act.text.empty(); }};

constexpr char kFeedbackArticle[] =
    "山东省各级人大常委会规范性文件备案审查规定（2017）第22条；"
    "上海市人大常委会规范性文件备案审查条例（2024）第36条";

const Condition kMannerIsGiven = {
    .name = "MannerIsGiven",
    .zh = "写明送达的方式",
    .article = kFeedbackArticle,
    .mend_zh = "请写明以什么方式送达，例如邮寄及其单号、当面、平台",
    .mend_en = "say how it reached the lodger, e.g. by which post and under which number",
    .holds = [](const Facts& facts) { return !facts.act.text.empty(); }};

const Condition kIsDecided = {.name = "IsDecided",
                              .zh = "已经作出审查决定，或者并入的案件由制定机关答复办结",
                              .article = kFeedbackArticle,
                              .mend_zh = "本案没有可以送达的审查决定",
                              .mend_en = "the case has no decision that could be handed over",
                              .holds = [](const Facts& facts) {
                                // Whoever was joined is told what the issuer answered in the other
                                // case.
                                const v1::Objection& objection = facts.objection;
                                return objection.has_decision() ||
                                       (!objection.joined_to().empty() &&
                                        !objection.answered_date().empty() &&
                                        objection.answer_delivered_date().empty());
                              }};

const Condition kIsNotRepliedYet = {
    .name = "IsNotRepliedYet",
    .zh = "答复尚未送达",
    .article = kFeedbackArticle,
    .mend_zh = "答复已经送达，不必再记录",
    .mend_en = "the answer was handed over before",
    .holds = [](const Facts& facts) { return facts.objection.replied_date().empty(); },
    .found = [](const Facts& facts) { return facts.objection.replied_date(); }};

const Condition kCorrectionWasNoticed = {
    .name = "CorrectionWasNoticed",
    .zh = "案件因文件已经改正而办结",
    .article = "法规规章备案审查条例（2024）第21条（参照）",
    .mend_zh = "只有因文件改正而办结的案件可以补充说明改正情况",
    .mend_en = "only a case that was closed because the document was corrected takes a report",
    .holds = [](const Facts& facts) {
      return !facts.objection.correction().empty() && !facts.objection.settled_date().empty();
    }};

const Condition kIsNotExtendedYet = {
    .name = "IsNotExtendedYet",
    .zh = "未延长过",
    .article = "登记规则 3.12（延长一次）",
    .mend_zh = "只能延长一次，请作出决定",
    .mend_en = "it may be extended once; decide",
    .holds = [](const Facts& facts) { return !facts.objection.extended(); }};

const Condition kReplyIsNotOverdue = {
    .name = "ReplyIsNotOverdue",
    .zh = "办理期限未过",
    .article = "登记规则 3.12（延长）",
    .mend_zh = "期限已过，不能延长，请尽快作出决定",
    .mend_en = "the due day has passed; it can no longer be extended: decide",
    .holds = [](const Facts& facts) {
      return !HasRunOut(facts, v1::CLOCK_KIND_OBJECTION_REPLY) &&
             !HasRunOut(facts, v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY);
    }};

const Condition kOutcomeIsFound = {
    .name = "OutcomeIsFound",
    .zh = "写明审查结论",
    .article = "登记规则 3.12（决定）",
    .mend_zh = "请写明合法、限期改正或者撤销",
    .mend_en = "say what was found: lawful, to be corrected, to be revoked",
    .holds = [](const Facts& facts) {
      return facts.act.decision.outcome() != v1::OBJECTION_OUTCOME_UNSPECIFIED;
    }};

const Condition kDecisionIsReasoned = {
    .name = "DecisionIsReasoned",
    .zh = "决定写明理由和依据",
    .article = "登记规则 3.12（决定）",
    .mend_zh = "请写明理由和依据的条款",
    .mend_en = "give the reasons and the articles",
    .holds = [](const Facts& facts) { return !facts.act.decision.reasons().empty(); }};

const Condition kCorrectionDayIsAhead = {
    .name = "CorrectionDayIsAhead",
    .zh = "限期改正的，写明今后的日期；其他结论不写",
    .article = "登记规则 3.12（决定）",
    .mend_zh = "请写明今天以后的改正日期",
    .mend_en = "give a day after today with CORRECT, and none with any other outcome",
    .holds = IsAhead};

const Condition kOpinionPeriodIsOver = {
    .name = "OpinionPeriodIsOver",
    .zh = "征求意见的期限已过",
    .article = "登记规则 3.12（征求意见）",
    .mend_zh = "请等待制定机关的意见或者期限届满",
    .mend_en = "wait for the issuer's opinion, or until its period is over",
    .holds = [](const Facts& facts) { return IsOver(facts, v1::CLOCK_KIND_OBJECTION_OPINION); },
    .found = [](const Facts& facts) { return DueDay(facts, v1::CLOCK_KIND_OBJECTION_OPINION); }};

const Condition kCorrectionIsMade = {
    .name = "CorrectionIsMade",
    .zh = "文件已经改正",
    .article = "法规规章备案审查条例（2024）第21条（参照）",
    .mend_zh = "请先修改（新版本）或者废止文件，再报告改正情况",
    .mend_en = "amend or repeal the document first",
    .holds = [](const Facts& facts) {
      return document::HasEnded(facts.document.state()) ||
             document::IsAmendedSince(facts.document, facts.objection.decided_version());
    }};

const Condition kDocumentIsEnded = {
    .name = "DocumentIsEnded",
    .zh = "文件已经废止或者撤销",
    .article = "地方组织法（2022）第50、73条；监督法（2024）第40条",
    .mend_zh = "决定撤销的，修改不足以办结，请先废止或者撤销文件",
    .mend_en = "the decision is to revoke: end the document first",
    .holds = [](const Facts& facts) { return document::WasEnded(facts.document.state()); }};

const Condition kCorrectionHasRunOut = {
    .name = "CorrectionHasRunOut",
    .zh = "逾期没有改正",
    .article = "法规规章备案审查条例（2024）第21条（参照）",
    .mend_zh = "请等待改正期限届满",
    .mend_en = "wait until the period for the correction is over",
    .holds =
        [](const Facts& facts) { return HasRunOut(facts, v1::CLOCK_KIND_OBJECTION_CORRECTION); },
    .found = [](const Facts& facts) { return DueDay(facts, v1::CLOCK_KIND_OBJECTION_CORRECTION); }};

const Condition kAuthorityHasDecided = {
    .name = "AuthorityHasDecided",
    .zh = "有权机关已经作出决定",
    .article = "地方组织法（2022）第50、73条；监督法（2024）第40条",
    .mend_zh = "请填写决定的名称、日期和负责人；无权撤销的，向有权机关提出建议",
    .mend_en =
        "name the decision, its day and the person answerable; who lacks the power suggests "
        "it to the body that has it",
    .holds =
        [](const Facts& facts) {
          const v1::Evidence& decision = facts.act.authority_decision;
          return decision.kind() == v1::EVIDENCE_KIND_AUTHORITY_DECISION &&
                 document::IsComplete(decision) && decision.date() <= document::IsoDay(facts.today);
        },
    .evidence = document::kKindAndProofFields};

const Condition kLeadTakesIt = {
    .name = "LeadTakesIt",
    .zh = "并入的案件针对同一文件，来源相同，已受理、未决定",
    .article = "登记规则 7（多人就同一文件提出异议，合并办理，分别答复）",
    .mend_zh =
        "请选择本机构已受理的、针对同一文件的案件；异议、司法建议、检察建议、审查要求各有办理期限，"
        "只并入来源相同的案件，匿名线索可以并入任何案件",
    .mend_en =
        "choose an accepted, undecided case of this office on the same document that the same kind "
        "of source started; an anonymous lead is joined to any",
    .holds = TakesOthers};

const Condition kNobodyIsJoinedToIt = {
    .name = "NobodyIsJoinedToIt",
    .zh = "没有其他案件并入本案",
    .article = "登记规则 7（合并办理）",
    .mend_zh = "请把其他案件并入本案",
    .mend_en = "join the other case to this one",
    .holds = [](const Facts& facts) { return !facts.others_are_joined; }};

const Condition kLodgerHasNotWithdrawn = {
    .name = "LodgerHasNotWithdrawn",
    .zh = "异议人没有撤回",
    .article = "登记规则 3.12（撤回）",
    .mend_zh = "异议已经撤回，案件由审查机构继续办理；可以重新提出异议",
    .mend_en = "it was withdrawn, and the case goes on without its lodger; lodge anew",
    .holds = [](const Facts& facts) {
      const v1::Objection& objection = facts.objection;
      if (facts.joined != nullptr) return true;
      // Where nobody else is left the case may end.
      return !objection.own_motion() &&
             (!objection.lodger_withdrew() || facts.act.action == Action::kWithdraw);
    }};

const Condition kEvidenceTypeIsAllowed = {
    .name = "EvidenceTypeIsAllowed",
    .zh = "证据的文件类型在允许的范围内",
    .article = "登记规则 5.3（异议材料）",
    .mend_zh = "请改用允许的文件类型；类型以文件内容为准，与扩展名无关",
    .mend_en = "use a type that is allowed; the content says what a file is, not its name",
    .holds =
        [](const Facts& facts) {
          const std::vector<std::string> types = facts.policy.List(policy::kObjectionEvidenceTypes);
          return std::find(types.begin(), types.end(), facts.act.evidence.media_type()) !=
                 types.end();
        },
    .found = [](const Facts& facts) { return facts.act.evidence.media_type(); }};

namespace {
int64_t EvidenceBytesMax(const Facts& facts) {
  constexpr int64_t kMib = int64_t{1} << 20;
  return facts.policy.Number(policy::kObjectionEvidenceMib).value_or(0) * kMib;
}
}  // namespace

const Condition kEvidenceIsSmallEnough = {
    .name = "EvidenceIsSmallEnough",
    .zh = "证据不超过大小上限",
    .article = "登记规则 5.3（异议材料）",
    .mend_zh = "请压缩或者拆分文件",
    .mend_en = "make the file smaller, or divide it",
    .holds =
        [](const Facts& facts) {
          return facts.act.evidence.size_bytes() <= EvidenceBytesMax(facts);
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.act.evidence.size_bytes(), " > ", EvidenceBytesMax(facts));
        }};

const Condition kEvidenceIsNotTooMuch = {
    .name = "EvidenceIsNotTooMuch",
    .zh = "证据不超过份数上限",
    .article = "登记规则 5.3（异议材料）",
    .mend_zh = "请合并文件",
    .mend_en = "put several into one file",
    .holds = [](const Facts& facts) {
      return facts.objection.internal().evidence_size() <
             facts.policy.Number(policy::kObjectionEvidenceMax).value_or(0);
    }};

const Condition kPersonalDataIsKept = {
    .name = "PersonalDataIsKept",
    .zh = "个人信息保存期限未满",
    .article = "个人信息保护法（2021）第19、47条",
    .mend_zh = "保存期限已满，个人信息已删除，不能再继续办理",
    .mend_en = "the case's personal data was erased; it cannot go on",
    .holds = [](const Facts& facts) { return facts.objection.erased_date().empty(); }};

const Condition kClockHasRunOut = {.name = "ClockHasRunOut",
                                   .zh = "期限已过",
                                   .article = "登记规则 3.12",
                                   .mend_zh = "请等待期限届满",
                                   .mend_en = "wait until the period is over",
                                   .holds = [](const Facts& facts) {
                                     return workflow::HasRunOut(facts.objection.clocks(),
                                                                facts.act.clock, facts.today,
                                                                facts.policy);
                                   }};

const Condition kLeadIsAnswered = {.name = "LeadIsAnswered",
                                   .zh = "所并入的案件已经决定或者办结",
                                   .article = "登记规则 7（分别答复）",
                                   .mend_zh = "请等待所并入的案件办结",
                                   .mend_en = "wait until the case that it is joined to is decided",
                                   .holds = [](const Facts& facts) {
                                     return facts.lead != nullptr &&
                                            AnswersJoined(facts.lead->state());
                                   }};

}  // namespace santong::objection
