#include "server/domain/cleanup/campaign_conditions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::cleanup {
namespace {

constexpr char kArticle[] = "立法法（2023）第116条；青海省政府令第99号（待核定）；登记规则 3.14";

std::string Today(const CampaignFacts& facts) { return text::FormatIsoDay(facts.today); }

int64_t Unanswered(const v1::Campaign& campaign) {
  const Totals totals = TotalsOf(campaign.progress());
  return totals.pending + totals.returned;
}

// A clock whose day has come, as against one that ran out.
bool HasComeDue(const v1::Campaign& campaign, v1::ClockKind kind, const std::string& today) {
  return std::any_of(campaign.clocks().begin(), campaign.clocks().end(),
                     [&](const v1::Clock& clock) {
                       return clock.kind() == kind && clock.state() == v1::CLOCK_STATE_RUNNING &&
                              clock.due_date() <= today;
                     });
}

bool IsEnded(const v1::Document& document) {
  return document.state() != v1::DOCUMENT_STATE_PUBLISHED &&
         document.state() != v1::DOCUMENT_STATE_IN_EFFECT;
}

}  // namespace

constinit const CampaignCondition kJurisdictionIsKnown = {
    .name = "JurisdictionIsKnown",
    .zh = "登记簿知道该行政区域",
    .article = kArticle,
    .mend_zh = "请写明登记簿中的行政区域（jurisdiction）",
    .mend_en = "Name a jurisdiction that the registry knows.",
    .holds = [](const CampaignFacts& facts) { return facts.jurisdiction_is_known; }};

constinit const CampaignCondition kKindIsStated = {
    .name = "KindIsStated",
    .zh = "已写明定期清理或者专项清理",
    .article = kArticle,
    .mend_zh = "请填写清理种类（REGULAR 或者 SPECIAL）",
    .mend_en = "Say whether the cleanup is REGULAR or SPECIAL.",
    .holds = [](const CampaignFacts& facts) {
      return facts.act.proposed.campaign_kind() != v1::CAMPAIGN_KIND_UNSPECIFIED;
    }};

constinit const CampaignCondition kSpecialHasItsCause = {
    .name = "SpecialHasItsCause",
    .zh = "专项清理写明主题或者修改、废止的上位法",
    .article = "登记规则 3.14（专项清理）",
    .mend_zh = "请填写主题（subject）或者上位法（changed_law）；定期清理不填",
    .mend_en = "Give a special cleanup its subject or changed_law; a regular one has neither.",
    .holds = [](const CampaignFacts& facts) {
      const v1::Campaign& campaign = facts.act.proposed;
      const bool narrowed = !campaign.subject().empty() || !campaign.changed_law().empty();
      return campaign.campaign_kind() == v1::CAMPAIGN_KIND_UNSPECIFIED ||
             narrowed == (campaign.campaign_kind() == v1::CAMPAIGN_KIND_SPECIAL);
    }};

constinit const CampaignCondition kCutoffIsNotAhead = {
    .name = "CutoffIsNotAhead",
    .zh = "截止日期不晚于当日",
    .article = "登记规则 3.14（确定范围和截止日期）",
    .mend_zh = "请填写已到的截止日期（cutoff_date）",
    .mend_en = "Choose a cutoff_date that has come.",
    .holds = [](const CampaignFacts& facts) {
      return !facts.act.proposed.cutoff_date().empty() &&
             facts.act.proposed.cutoff_date() <= Today(facts);
    }};

constinit const CampaignCondition kProposalsHaveTime = {
    .name = "ProposalsHaveTime",
    .zh = "提出意见的截止日期在当日以后",
    .article = "登记规则 3.14（谁起草谁实施，谁清理）",
    .mend_zh = "请填写当日以后的日期（proposal_due_date）",
    .mend_en = "Choose a proposal_due_date later than today.",
    .holds = [](const CampaignFacts& facts) {
      const v1::Campaign& campaign =
          facts.act.action == CampaignAction::kCreate ? facts.act.proposed : facts.campaign;
      return campaign.proposal_due_date() > Today(facts);
    }};

constinit const CampaignCondition kNoOtherRegularIsUnderWay = {
    .name = "NoOtherRegularIsUnderWay",
    .zh = "本区域没有另一次定期清理正在进行",
    .article = kArticle,
    .mend_zh = "请先公布正在进行的定期清理的结果",
    .mend_en = "Publish the result of the regular cleanup that is under way first.",
    .holds =
        [](const CampaignFacts& facts) {
          return facts.campaign.campaign_kind() != v1::CAMPAIGN_KIND_REGULAR ||
                 facts.other_regular.empty();
        },
    .found = [](const CampaignFacts& facts) { return facts.other_regular; }};

constinit const CampaignCondition kInventoryIsNotEmpty = {
    .name = "InventoryIsNotEmpty",
    .zh = "范围内有应当清理的文件",
    .article = kArticle,
    .mend_zh = "范围内没有现行有效的文件；请核对范围和截止日期",
    .mend_en = "No document in effect is in scope: check the scope and the cutoff date.",
    .holds = [](const CampaignFacts& facts) { return facts.act.inventory > 0; }};

constinit const CampaignCondition kInventoryIsWhole = {
    .name = "InventoryIsWhole",
    .zh = "清单已全部写入",
    .article = kArticle,
    .mend_zh = "清单写完后自动启动，无需办理",
    .mend_en = "It opens by itself when the whole inventory is written.",
    .holds = [](const CampaignFacts& facts) {
      return facts.act.items_written == facts.campaign.item_count();
    }};

constinit const CampaignCondition kProposalsAreOver = {
    .name = "ProposalsAreOver",
    .zh = "各机关均已答复，或者提出意见的期限已过",
    .article = "登记规则 3.14",
    .mend_zh = "尚有机关未答复且期限未过；期限过后未答复的列明后可以结束",
    .mend_en =
        "Organs have not answered and still may; after the day they are listed as unanswered.",
    .holds = [](const CampaignFacts& facts) {
      const Totals totals = TotalsOf(facts.campaign.progress());
      return totals.pending + totals.returned == 0 ||
             facts.campaign.proposal_due_date() < Today(facts);
    }};

constinit const CampaignCondition kProposalsAreReviewed = {
    .name = "ProposalsAreReviewed",
    .zh = "已提出的意见均已审核",
    .article = "登记规则 3.14（法制机构审核）",
    .mend_zh = "请审核尚未审核的意见",
    .mend_en = "Review what was proposed and is not reviewed.",
    .holds =
        [](const CampaignFacts& facts) {
          return TotalsOf(facts.campaign.progress()).proposed == 0;
        },
    .found =
        [](const CampaignFacts& facts) {
          return absl::StrCat(TotalsOf(facts.campaign.progress()).proposed);
        }};

constinit const CampaignCondition kTotalsReconcile = {
    .name = "TotalsReconcile",
    .zh = "总数与分项之和相符",
    .article = "登记规则 6（乐清 411=206+7+22+126+50；青海 13,707）",
    .mend_zh = "清单总数、各机关进度与逐项计数不符；请运行数据校验（VerifyStore）",
    .mend_en = "Inventory, progress and the items do not agree: run VerifyStore.",
    .holds =
        [](const CampaignFacts& facts) {
          return Reconciles(facts.campaign) && SameProgress(facts.campaign, facts.counted);
        },
    .found =
        [](const CampaignFacts& facts) {
          return absl::StrCat(facts.campaign.item_count(), " / ",
                              TotalsOf(facts.campaign.progress()).items);
        }};

constinit const CampaignCondition kNoticeIsPublished = {
    .name = "NoticeIsPublished",
    .zh = "公布清理结果的文件已登记、公布",
    .article = "登记规则 3.14、3.15（清理结果公告本身应当登记）",
    .mend_zh = "请先登记并公布清理结果公告，再填写其标识（notice）",
    .mend_en = "Register and publish the notice first, then name it.",
    .holds = [](const CampaignFacts& facts) {
      return facts.notice != nullptr && !facts.notice->registration_number().empty() &&
             !facts.notice->publication().date().empty() && !IsEnded(*facts.notice);
    }};

constinit const CampaignCondition kNoticeIsInEffect = {
    .name = "NoticeIsInEffect",
    .zh = "公布清理结果的文件已施行",
    .article = "登记规则 3.14、3.9",
    .mend_zh = "请在公告施行之日或者之后办理",
    .mend_en = "Publish the result on or after the notice's first day of effect.",
    .holds = [](const CampaignFacts& facts) {
      return facts.notice == nullptr || facts.notice->effective_date() <= Today(facts);
    }};

constinit const CampaignCondition kNoticeIsOfTheJurisdiction = {
    .name = "NoticeIsOfTheJurisdiction",
    .zh = "公布清理结果的文件属于本行政区域",
    .article = "登记规则 3.14",
    .mend_zh = "请填写本行政区域的文件",
    .mend_en = "Name a notice of the cleanup's own jurisdiction.",
    .holds = [](const CampaignFacts& facts) {
      return facts.notice == nullptr ||
             facts.notice->jurisdiction() == facts.campaign.jurisdiction();
    }};

constinit const CampaignCondition kClosedListIsThePolicys = {
    .name = "ClosedListIsThePolicys",
    .zh = "本地规则允许“未列入目录的一律废止”",
    .article = "登记规则 3.14（目录以外一律废止）",
    .mend_zh = "本地规则没有规定未列入目录的废止；请去掉该条款（closed_list_clause）",
    .mend_en = "The policy has no closed list: leave closed_list_clause empty.",
    .holds = [](const CampaignFacts& facts) {
      return facts.act.closed_list_clause.empty() ||
             facts.policy.Enabled(policy::kCleanupClosedList);
    }};

constinit const CampaignCondition kClosedListIsStated = {
    .name = "ClosedListIsStated",
    .zh = "公告写明未列入目录的文件的处理",
    .article = "登记规则 3.14（目录以外一律废止）；达川、铜川公告",
    .mend_zh = "公告正文中没有这一条款；请照录公告原文",
    .mend_en = "The notice's text does not contain the clause: quote it word for word.",
    .holds = [](const CampaignFacts& facts) {
      return facts.notice == nullptr ||
             absl::StrContains(facts.notice_text, facts.act.closed_list_clause);
    }};

constinit const CampaignCondition kReminderIsDue = {
    .name = "ReminderIsDue",
    .zh = "催办之日已到",
    .article = "登记规则 3.14（催办、通报）",
    .mend_zh = "催办之日到时自动办理",
    .mend_en = "It happens by itself when the day comes.",
    .holds = [](const CampaignFacts& facts) {
      return HasComeDue(facts.campaign, v1::CLOCK_KIND_CLEANUP_REMINDER, Today(facts));
    }};

constinit const CampaignCondition kEveryOrganHasAnswered = {
    .name = "EveryOrganHasAnswered",
    .zh = "各机关均已答复",
    .article = "登记规则 3.14",
    .mend_zh = "最后一个机关答复时自动办理",
    .mend_en = "It happens by itself with the last answer.",
    .holds = [](const CampaignFacts& facts) { return Unanswered(facts.campaign) == 0; }};

constinit const CampaignCondition kAnOrganMustAnswer = {
    .name = "AnOrganMustAnswer",
    .zh = "有机关尚未答复，且期限未过",
    .article = "登记规则 3.14（审核、反馈）",
    .mend_zh = "期限以内退回时自动办理",
    .mend_en = "It happens by itself when an item is returned in time.",
    .holds = [](const CampaignFacts& facts) {
      return Unanswered(facts.campaign) > 0 && facts.campaign.proposal_due_date() >= Today(facts);
    }};

constinit const CampaignCondition kProposalsRanOut = {
    .name = "ProposalsRanOut",
    .zh = "提出意见的期限已过",
    .article = "登记规则 3.14（谁起草谁实施，谁清理）",
    .mend_zh = "期限届满后自动办理",
    .mend_en = "It happens by itself on the day after the due day.",
    .holds = [](const CampaignFacts& facts) {
      return workflow::HasRunOut(facts.campaign.clocks(), v1::CLOCK_KIND_CLEANUP_PROPOSAL,
                                 facts.today, facts.policy);
    }};

constinit const CampaignCondition kReviewRanOut = {
    .name = "ReviewRanOut",
    .zh = "审核的期限已过",
    .article = "登记规则 3.14（法制机构审核）",
    .mend_zh = "期限届满后自动办理",
    .mend_en = "It happens by itself on the day after the due day.",
    .holds = [](const CampaignFacts& facts) {
      return workflow::HasRunOut(facts.campaign.clocks(), facts.act.clock, facts.today,
                                 facts.policy);
    }};

constinit const CampaignEffect kRecordPlan = {
    .name = "RecordPlan",
    .zh = "记录范围和期限",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      const v1::Campaign& proposed = facts.act.proposed;
      v1::Campaign& campaign = change.campaign;
      campaign.set_title(proposed.title());
      campaign.set_campaign_kind(proposed.campaign_kind());
      campaign.set_jurisdiction(proposed.jurisdiction());
      campaign.set_subject(proposed.subject());
      campaign.set_changed_law(proposed.changed_law());
      campaign.set_cutoff_date(proposed.cutoff_date());
      campaign.set_proposal_due_date(proposed.proposal_due_date());
    }};

constinit const CampaignEffect kRecordInventory = {
    .name = "RecordInventory",
    .zh = "记录清单总数",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      change.campaign.set_item_count(facts.act.inventory);
      change.campaign.set_inventory_sequence(facts.act.inventory_sequence);
      change.campaign.clear_progress();
      for (const v1::OrganProgress& organ : facts.act.progress)
        *change.campaign.add_progress() = organ;
      change.facts["items"] = absl::StrCat(facts.act.inventory);
      change.facts["inventory_sequence"] = absl::StrCat(facts.act.inventory_sequence);
    }};

constinit const CampaignEffect kRecordOpening = {
    .name = "RecordOpening",
    .zh = "记录启动日期",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      change.campaign.set_opened_date(Today(facts));
      change.facts["items"] = absl::StrCat(facts.campaign.item_count());
    }};

constinit const CampaignEffect kClearInventory = {
    .name = "ClearInventory",
    .zh = "撤去未写完的清单",
    .apply = [](const CampaignFacts&, CampaignChange& change) {
      change.campaign.clear_item_count();
      change.campaign.clear_inventory_sequence();
      change.campaign.clear_progress();
    }};

constinit const CampaignEffect kRecordClosing = {
    .name = "RecordClosing",
    .zh = "记录结束日期和未答复的机关",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      change.campaign.set_closed_date(Today(facts));
      const Totals totals = TotalsOf(facts.campaign.progress());
      change.facts["items"] = absl::StrCat(totals.items);
      change.facts["unanswered"] = absl::StrCat(totals.pending + totals.returned);
    }};

constinit const CampaignEffect kRecordResult = {
    .name = "RecordResult",
    .zh = "记录公告和结果",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      change.campaign.set_published_date(Today(facts));
      change.campaign.set_closed_list_clause(facts.act.closed_list_clause);
      if (facts.notice != nullptr) change.campaign.set_notice(facts.notice->name());
      change.facts["notice"] = change.campaign.notice();
      const Totals totals = TotalsOf(facts.campaign.progress());
      for (const auto& [disposition, count] : totals.decided)
        change.facts[v1::Disposition_Name(disposition)] = absl::StrCat(count.count());
    }};

constinit const CampaignEffect kNoteUnanswered = {
    .name = "NoteUnanswered",
    .zh = "列明未答复的机关",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      for (const v1::OrganProgress& organ : facts.campaign.progress()) {
        const int64_t unanswered = organ.pending() + organ.returned();
        if (unanswered > 0) change.facts[organ.organ()] = absl::StrCat(unanswered);
      }
    }};

constinit const CampaignEffect kMarkLateOrgans = {
    .name = "MarkLateOrgans",
    .zh = "标记逾期未答复的机关",
    .apply = [](const CampaignFacts&, CampaignChange& change) {
      for (v1::OrganProgress& organ : *change.campaign.mutable_progress())
        organ.set_late(organ.pending() + organ.returned());
    }};

constinit const CampaignEffect kNoteClock = {
    .name = "NoteClock",
    .zh = "记录到期的期限",
    .apply = [](const CampaignFacts& facts, CampaignChange& change) {
      for (const v1::Clock& clock : facts.campaign.clocks()) {
        if (clock.kind() != facts.act.clock || clock.state() != v1::CLOCK_STATE_RUNNING) continue;
        change.facts["clock"] = workflow::ClockName(clock.kind());
        change.facts["due_date"] = clock.due_date();
      }
    }};

}  // namespace santong::cleanup
