// The item's transition table, its conditions and effects: the organ proposes, the legal office
// reviews.
#include <array>

#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/document/continuation.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/checks.h"

namespace santong::cleanup {
namespace {

constexpr v1::CleanupItemState kNothing = v1::CLEANUP_ITEM_STATE_UNSPECIFIED;
constexpr v1::CleanupItemState kPending = v1::CLEANUP_ITEM_STATE_PENDING;
constexpr v1::CleanupItemState kProposed = v1::CLEANUP_ITEM_STATE_PROPOSED;
constexpr v1::CleanupItemState kReturned = v1::CLEANUP_ITEM_STATE_RETURNED;
constexpr v1::CleanupItemState kReviewed = v1::CLEANUP_ITEM_STATE_REVIEWED;

constexpr char kPractice[] = "清理实例";

const v1::CleanupDecision& Asked(const ItemFacts& facts) { return facts.act.decision; }
std::string Today(const ItemFacts& facts) { return text::FormatIsoDay(facts.today); }
bool Is(const ItemFacts& facts, v1::Disposition disposition) {
  return Asked(facts).disposition() == disposition;
}
// The last day of its term as it stands, and as asked for; empty where there is none.
std::string OldLastDay(const ItemFacts& facts) {
  return facts.document == nullptr ? "" : facts.document->term().last_valid_date();
}
const std::string& NewLastDay(const ItemFacts& facts) { return Asked(facts).last_valid_date(); }
std::string BothLastDays(const ItemFacts& facts) {
  return absl::StrCat(OldLastDay(facts), " .. ", NewLastDay(facts));
}
bool Ends(const ItemFacts& facts) {
  return Is(facts, v1::DISPOSITION_REPEAL) || Is(facts, v1::DISPOSITION_LAPSE) ||
         Is(facts, v1::DISPOSITION_REPEAL_OR_LAPSE);
}

}  // namespace

constinit const ItemCondition kCampaignIsOpen = {
    .name = "CampaignIsOpen",
    .zh = "清理正在进行",
    .article = "登记规则 3.14",
    .mend_zh = "清理尚未启动或者已经结束",
    .mend_en = "The cleanup is not open yet, or not any more.",
    .holds = [](const ItemFacts& facts) {
      return facts.campaign.state() == v1::CAMPAIGN_STATE_OPEN;
    }};

constinit const ItemCondition kDispositionIsStated = {
    .name = "DispositionIsStated",
    .zh = "已写明清理结果",
    .article = "登记规则 3.14（继续有效、修改、废止、失效）；清理实例（延长有效期）",
    .mend_zh = "请填写继续有效、延长有效期、修改、废止或者宣布失效",
    .mend_en = "Say KEEP, EXTEND, AMEND, REPEAL, LAPSE or REPEAL_OR_LAPSE.",
    .holds = [](const ItemFacts& facts) { return !Is(facts, v1::DISPOSITION_UNSPECIFIED); }};

constinit const ItemCondition kReasonIsStated = {
    .name = "ReasonIsStated",
    .zh = "已说明理由",
    .article = "清理实例（说明：已被代替、上位法已废止、适用期已过等）",
    .mend_zh = "请填写理由",
    .mend_en = "Give the reason.",
    .holds = [](const ItemFacts& facts) { return !Asked(facts).reason().empty(); }};

constinit const ItemCondition kNewTermIsAhead = {
    .name = "NewTermIsAhead",
    .zh = "延长有效期写明新的最后有效日，且在当日以后",
    .article = "清理实例（延长有效期；保留的件有效期5年）",
    .mend_zh = "请填写当日以后的最后有效日（last_valid_date）；修改、废止、失效不填",
    .mend_en = "Give a last_valid_date later than today to extend; only KEEP and EXTEND have one.",
    .holds = [](const ItemFacts& facts) {
      const std::string& last = Asked(facts).last_valid_date();
      if (last.empty()) return !Is(facts, v1::DISPOSITION_EXTEND);
      return (Is(facts, v1::DISPOSITION_EXTEND) || Is(facts, v1::DISPOSITION_KEEP)) &&
             last > Today(facts);
    }};

constinit const ItemCondition kExtensionIsLater = {
    .name = "ExtensionIsLater",
    .zh = "延长后的最后有效日晚于原最后有效日",
    .article = "登记规则 3.9、3.14",
    .mend_zh = "请填写晚于原最后有效日的日期（last_valid_date）；提前终止的，请选废止或者宣布失效",
    .mend_en =
        "Give a last_valid_date after the old one; what ends sooner is repealed or declared "
        "lapsed.",
    .holds =
        [](const ItemFacts& facts) {
          return !Is(facts, v1::DISPOSITION_EXTEND) || NewLastDay(facts).empty() ||
                 NewLastDay(facts) > OldLastDay(facts);
        },
    .found = BothLastDays};

constinit const ItemCondition kExtensionIsWithinPolicy = {
    .name = "ExtensionIsWithinPolicy",
    .zh = "延长的年限不超过规定",
    .article = "河北省政府令〔2016〕第5号；登记规则 3.9",
    .mend_zh =
        "请填写较早的最后有效日（last_valid_date），使延长的年限不超过规定（continue.max_"
        "years）",
    .mend_en =
        "Choose an earlier last_valid_date: the policy bounds the years that may be added "
        "(continue.max_years).",
    .holds =
        [](const ItemFacts& facts) {
          const auto next = text::ParseIsoDay(NewLastDay(facts));
          return facts.document == nullptr || !next.ok() ||
                 document::IsExtensionWithinPolicy(*facts.document, *next, facts.policy);
        },
    .found = BothLastDays};

constinit const ItemCondition kExtensionsAreLeft = {
    .name = "ExtensionsAreLeft",
    .zh = "延长次数未达上限",
    .article = "河北省政府令〔2016〕第5号",
    .mend_zh = "延长次数已达上限（continue.max_times），请重新制定",
    .mend_en = "It was extended as often as the policy admits (continue.max_times): issue it anew.",
    .holds = [](const ItemFacts& facts) {
      const std::string old = OldLastDay(facts);
      return old.empty() || NewLastDay(facts) <= old ||
             document::AreExtensionsLeft(*facts.document, facts.policy);
    }};

constinit const ItemCondition kAmendmentHasItsDay = {
    .name = "AmendmentHasItsDay",
    .zh = "修改写明期限、修改文本或者拟修改",
    .article = "清理实例（限期修改；铜政发〔2020〕33号；河北省科技厅2022）",
    .mend_zh =
        "请填写当日以后的期限（amend_by_date），或者修改文本，或者标明拟修改；其他结果不填期限",
    .mend_en =
        "Give an amend_by_date later than today, or the amendment_text, or mark it planned; only "
        "AMEND has a day.",
    .holds = [](const ItemFacts& facts) {
      const std::string& day = Asked(facts).amend_by_date();
      if (!Is(facts, v1::DISPOSITION_AMEND)) return day.empty();
      if (!day.empty()) return day > Today(facts);
      return Asked(facts).planned() || !Asked(facts).amendment_text().empty();
    }};

constinit const ItemCondition kMissIsRuled = {
    .name = "MissIsRuled",
    .zh = "限期修改写明逾期的后果",
    .article = "铜政发〔2020〕33号（逾期宣布失效）；河北省科技厅2022（超过期限自动失效）",
    .mend_zh = "请填写逾期后果（on_miss）：自动失效（LAPSES）或者继续执行（STAYS）",
    .mend_en = "Say with on_miss what follows when the day passes: LAPSES or STAYS.",
    .holds = [](const ItemFacts& facts) {
      return Asked(facts).amend_by_date().empty() ||
             Asked(facts).on_miss() != v1::ON_MISS_UNSPECIFIED;
    }};

constinit const ItemCondition kEndIsNotPast = {
    .name = "EndIsNotPast",
    .zh = "废止、失效之日不早于当日",
    .article = "登记规则 3.15（自废止之日起失效，不溯及既往）",
    .mend_zh = "请填写不早于当日的日期（effective_date），或者不填；只有废止、失效可填",
    .mend_en = "Choose an effective_date not before today or none; only an end has one.",
    .holds = [](const ItemFacts& facts) {
      const std::string& day = Asked(facts).effective_date();
      return day.empty() || (Ends(facts) && day >= Today(facts));
    }};

constinit const ItemCondition kJointIssuersAgree = {
    .name = "JointIssuersAgree",
    .zh = "联合发文的，有其他制定机关的意见或者主办机关的说明",
    .article = "登记规则 7（联合发文）",
    .mend_zh = "请填写联合发文机关的意见（consent）",
    .mend_en = "Record with consent that the other issuers agree, or the lead's statement.",
    .holds = [](const ItemFacts& facts) {
      return facts.item.issuer_names_size() < 2 || !Asked(facts).consent().empty();
    }};

constinit const ItemCondition kReviewerIsOfAnotherOrgan = {
    .name = "ReviewerIsOfAnotherOrgan",
    .zh = "审核人不属于提出意见的机关",
    .article = "登记规则（本机关的文件不得自行审核）",
    .mend_zh = "请由其他机关的审核人审核",
    .mend_en = "A reviewer of another organ must review this item.",
    .holds = [](const ItemFacts& facts) { return !facts.caller.AnswersFor(facts.organ()); }};

constinit const ItemCondition kReturnIsExplained = {
    .name = "ReturnIsExplained",
    .zh = "退回写明要求",
    .article = "登记规则 3.14（审核、反馈）",
    .mend_zh = "请填写要求（return_reason）",
    .mend_en = "Say with return_reason what the organ is to answer.",
    .holds = [](const ItemFacts& facts) { return !facts.act.return_reason.empty(); }};

constinit const ItemEffect kRecordProposal = {
    .name = "RecordProposal",
    .zh = "记录清理意见",
    .apply = [](const ItemFacts& facts, ItemChange& change) {
      *change.item.mutable_proposal() = Asked(facts);
      change.item.set_proposer(facts.caller.principal);
      change.item.set_proposed_date(Today(facts));
      change.item.clear_return_reason();
      change.facts["disposition"] = v1::Disposition_Name(Asked(facts).disposition());
    }};

constinit const ItemEffect kRecordReview = {
    .name = "RecordReview",
    .zh = "记录审核结果",
    .apply = [](const ItemFacts& facts, ItemChange& change) {
      *change.item.mutable_decision() = Asked(facts);
      change.item.set_reviewer(facts.caller.principal);
      change.item.set_reviewed_date(Today(facts));
      change.facts["disposition"] = v1::Disposition_Name(Asked(facts).disposition());
    }};

constinit const ItemEffect kRecordItemReturn = {
    .name = "RecordItemReturn",
    .zh = "记录退回要求",
    .apply = [](const ItemFacts& facts, ItemChange& change) {
      change.item.clear_decision();
      change.item.clear_reviewer();
      change.item.clear_reviewed_date();
      change.item.set_return_reason(facts.act.return_reason);
    }};

namespace {

constexpr workflow::ClockStep kAnswerIsAwaited = {workflow::ClockOperation::kStarts,
                                                  v1::CLOCK_KIND_CLEANUP_PROPOSAL};
constexpr workflow::ClockStep kAnswerStops = {workflow::ClockOperation::kStops,
                                              v1::CLOCK_KIND_CLEANUP_PROPOSAL};

constexpr ItemRow Propose(v1::CleanupItemState from) {
  return {.from = from,
          .action = ItemAction::kPropose,
          .roles = {v1::ROLE_DRAFTER},
          .to = kProposed,
          .when = {&kCampaignIsOpen, &kDispositionIsStated, &kReasonIsStated, &kNewTermIsAhead,
                   &kExtensionIsLater, &kExtensionIsWithinPolicy, &kExtensionsAreLeft,
                   &kAmendmentHasItsDay, &kMissIsRuled, &kEndIsNotPast, &kJointIssuersAgree},
          .effects = {&kRecordProposal},
          .clocks = {kAnswerStops},
          .event = "ItemProposed",
          .article = "登记规则 3.14（谁起草谁实施，谁清理）"};
}

constexpr ItemRow Return(v1::CleanupItemState from) {
  return {.from = from,
          .action = ItemAction::kReturn,
          .roles = {v1::ROLE_REVIEWER},
          .to = kReturned,
          .when = {&kCampaignIsOpen, &kReviewerIsOfAnotherOrgan, &kReturnIsExplained},
          .effects = {&kRecordItemReturn},
          .clocks = {kAnswerIsAwaited},
          .event = "ItemReturned",
          .article = "登记规则 3.14（法制机构审核、反馈）"};
}

constexpr auto kTable = std::to_array<ItemRow>({
    {.from = kNothing,
     .action = ItemAction::kList,
     .roles = {v1::ROLE_SYSTEM},
     .to = kPending,
     .clocks = {kAnswerIsAwaited},
     .event = "CampaignOpened",
     .article = kPractice},
    Propose(kPending),
    Propose(kProposed),
    Propose(kReturned),
    {.from = kProposed,
     .action = ItemAction::kReview,
     .roles = {v1::ROLE_REVIEWER},
     .to = kReviewed,
     .when = {&kCampaignIsOpen, &kReviewerIsOfAnotherOrgan, &kDispositionIsStated, &kReasonIsStated,
              &kNewTermIsAhead, &kExtensionIsLater, &kExtensionIsWithinPolicy, &kExtensionsAreLeft,
              &kAmendmentHasItsDay, &kMissIsRuled, &kEndIsNotPast, &kJointIssuersAgree},
     .effects = {&kRecordReview},
     .event = "ItemReviewed",
     .article = "登记规则 3.14（法制机构审核）"},
    Return(kProposed),
    Return(kReviewed),
});

static_assert(workflow::IsDeterministic(kTable));
static_assert(workflow::IsCited(kTable));
static_assert(workflow::IsReachable<6>(kTable, kNothing, kReviewed));
static_assert(workflow::IsReachable<6>(kTable, kNothing, kReturned));

}  // namespace

absl::Span<const ItemRow> ItemTable() { return kTable; }

}  // namespace santong::cleanup
