#include "server/domain/filing/conditions.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"

namespace santong::filing {
namespace {

constexpr char kDuty[] = "法规规章备案审查条例（2024）第4条（参照）";
constexpr char kForm[] = "法规规章备案审查条例（2024）第9条（参照）";
constexpr char kCriteria[] = "法规规章备案审查条例（2024）第13条（参照）；登记规则 3.11";
constexpr char kExtension[] = "法规规章备案审查条例（2024）第11条（参照）；登记规则 3.11（延长）";
constexpr char kRunningReview[] =
    "法规规章备案审查条例（2024）第11条（参照）；登记规则 3.11（延长；审查中止，待核定）";
constexpr char kCoordination[] =
    "法规规章备案审查条例（2024）第19条（参照，条次待核定）；登记规则 3.11（协调）";
constexpr char kCorrection[] = "法规规章备案审查条例（2024）第21条（参照）；登记规则 3.11";

bool IsOfTheReview(const v1::Clock& clock) {
  return clock.kind() == v1::CLOCK_KIND_FILING_REVIEW ||
         clock.kind() == v1::CLOCK_KIND_FILING_EXTENDED_REVIEW;
}

// Whether it is past its due day, which the leaf that gave its period decides.
bool HasRunOut(const v1::Clock& clock, const Facts& facts) {
  facts.policy.Note(clock.leaf());
  return workflow::HasRunOut(clock, facts.today);
}

// The clock of the supplement that is awaited, also where it ran out; null where the place sets no
// period for it: then it comes when it comes, and may be asked for again.
const v1::Clock* AwaitedSupplement(const v1::Filing& filing) {
  for (const v1::Clock& clock : filing.clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_FILING_SUPPLEMENT &&
        clock.state() != v1::CLOCK_STATE_STOPPED)
      return &clock;
  }
  return nullptr;
}

// Each time the issuer named a day of its own, which no leaf gives.
int64_t TimesPaused(const v1::Filing& filing) {
  return std::count_if(filing.clocks().begin(), filing.clocks().end(), [](const v1::Clock& clock) {
    return clock.kind() == v1::CLOCK_KIND_FILING_CORRECTION && clock.leaf().empty();
  });
}

// Whether a body with power over the document has decided, by a paper that the act names.
bool IsDecidedByNow(const Facts& facts) {
  return facts.act.decision.kind() == v1::EVIDENCE_KIND_AUTHORITY_DECISION &&
         document::IsComplete(facts.act.decision) &&
         facts.act.decision.date() <= document::IsoDay(facts.today);
}

// What the policy asks for and neither the filing nor the act has.
std::vector<std::string> MissingMaterials(const Facts& facts) {
  std::vector<std::string> missing;
  for (const std::string& title : facts.policy.List(policy::kFilingMaterials)) {
    const auto is_it = [&](const v1::FilingMaterial& paper) { return paper.title() == title; };
    const auto& there = facts.filing.materials();
    if (std::none_of(there.begin(), there.end(), is_it)) missing.push_back(title);
  }
  return missing;
}

// The findings that ask for a verdict and have none, neither from before nor in the act, by number
// from 1; and the verdicts on findings that there are not.
std::vector<std::string> OpenFindings(const Facts& facts) {
  std::set<int> judged;
  for (const v1::VerdictOnFinding& verdict : facts.act.verdicts) {
    if (verdict.verdict() != v1::FINDING_VERDICT_KIND_UNSPECIFIED) judged.insert(verdict.number());
  }
  std::vector<std::string> open;
  for (int number : judged) {
    if (number > facts.filing.findings_size()) open.push_back(absl::StrCat(number, " ?"));
  }
  for (int i = 0; i < facts.filing.findings_size(); ++i) {
    if (facts.filing.findings(i).finding().weight() == v1::FINDING_WEIGHT_NOTE) continue;
    if (facts.filing.findings(i).verdict() == v1::FINDING_VERDICT_KIND_UNSPECIFIED &&
        judged.count(i + 1) == 0) {
      open.push_back(absl::StrCat(i + 1, " ", facts.filing.findings(i).finding().title_zh()));
    }
  }
  return open;
}

// Whether a finding is upheld: by the act, or from before, e.g. when the review was paused or
// coordinated, and the act does not take it back.
bool IsAnyUpheld(const Facts& facts) {
  std::set<int> upheld;
  for (int i = 0; i < facts.filing.findings_size(); ++i) {
    if (facts.filing.findings(i).verdict() == v1::FINDING_VERDICT_KIND_UPHELD) upheld.insert(i + 1);
  }
  for (const v1::VerdictOnFinding& verdict : facts.act.verdicts) {
    upheld.erase(verdict.number());
    if (verdict.verdict() == v1::FINDING_VERDICT_KIND_UPHELD) upheld.insert(verdict.number());
  }
  return !upheld.empty();
}

}  // namespace

constinit const Condition kDocumentIsPublished = {
    .name = "DocumentIsPublished",
    .zh = "文件已经公布",
    .article = kDuty,
    .mend_zh = "公布以后再报送备案",
    .mend_en = "file it once it is published",
    .holds =
        [](const Facts& facts) {
          const v1::DocumentState state = facts.document.state();
          return state == v1::DOCUMENT_STATE_PUBLISHED || state == v1::DOCUMENT_STATE_IN_EFFECT ||
                 state == v1::DOCUMENT_STATE_SUSPENDED;
        },
    .found = [](const Facts& facts) { return document::StateName(facts.document.state()); }};

constinit const Condition kDocumentIsNotFiledYet = {
    .name = "DocumentIsNotFiledYet",
    .zh = "文件尚未报送备案",
    .article = kDuty,
    .mend_zh = "已有备案的，在原备案中办理",
    .mend_en = "go on with the filing that there is",
    .holds = [](const Facts& facts) { return !facts.filed_already; }};

constinit const Condition kThereIsAReviewer = {
    .name = "ThereIsAReviewer",
    .zh = "有负责备案审查的机关",
    .article = "国发〔2008〕17号（待核定）；登记规则 3.10",
    .mend_zh = "在区域设置中指明上一级行政区域",
    .mend_en = "set the jurisdiction above",
    .holds = [](const Facts& facts) {
      return !ReviewerOf(facts.document, facts.lead, facts.document_jurisdiction_parent).empty();
    }};

constinit const Condition kMaterialsAreGiven = {
    .name = "MaterialsAreGiven",
    .zh = "有备案材料",
    .article = kForm,
    .mend_zh = "列明报送的材料",
    .mend_en = "list the papers",
    .holds = [](const Facts& facts) { return !facts.act.materials.empty(); }};

constinit const Condition kMaterialsAreComplete = {
    .name = "MaterialsAreComplete",
    .zh = "备案材料齐全",
    .article = kForm,
    .mend_zh = "要求补充缺少的材料",
    .mend_en = "ask for the papers that are missing",
    .holds = [](const Facts& facts) { return MissingMaterials(facts).empty(); },
    .found = [](const Facts& facts) { return absl::StrJoin(MissingMaterials(facts), "、"); }};

constinit const Condition kItemsAreNamed = {
    .name = "ItemsAreNamed",
    .zh = "写明了事项",
    .article = kForm,
    .mend_zh = "逐项写明要补充或者说明什么",
    .mend_en = "name each thing that is to be supplemented or explained",
    .holds = [](const Facts& facts) {
      return !facts.act.items.empty() &&
             std::none_of(facts.act.items.begin(), facts.act.items.end(),
                          [](const std::string& item) { return item.empty(); });
    }};

constinit const Condition kSupplementIsInTime = {
    .name = "SupplementIsInTime",
    .zh = "补充在期限内",
    .article = kForm,
    .mend_zh = "请审查机关重新要求补充",
    .mend_en = "have the reviewer ask again",
    .holds = [](const Facts& facts) {
      const v1::Clock* clock = AwaitedSupplement(facts.filing);
      return clock == nullptr ||
             (clock->state() == v1::CLOCK_STATE_RUNNING && !HasRunOut(*clock, facts));
    }};

constinit const Condition kSupplementHasRunOut = {
    .name = "SupplementHasRunOut",
    .zh = "补充期限已过",
    .article = kForm,
    .mend_zh = "等待补充期限届满",
    .mend_en = "wait until the supplement's period is over",
    .holds = [](const Facts& facts) {
      return AwaitedSupplement(facts.filing) == nullptr || !kSupplementIsInTime.holds(facts);
    }};

constinit const Condition kNotNormativeReasonIsGiven = {
    .name = "NotNormativeReasonIsGiven",
    .zh = "写明不属于规范性文件的种类",
    .article = "国办发〔2018〕115号 (三)",
    .mend_zh = "从清单中选一种",
    .mend_en = "choose a kind from the list",
    .holds = [](const Facts& facts) {
      return facts.act.not_normative_reason != v1::NOT_NORMATIVE_REASON_UNSPECIFIED;
    }};

constinit const Condition kReviewerIsNotTheIssuer = {
    .name = "ReviewerIsNotTheIssuer",
    .zh = "审查人不属于制定机关",
    .article = "登记规则 3.11（回避）",
    .mend_zh = "由其他机关的审查人办理",
    .mend_en = "let a reviewer of another organ do it",
    .holds = [](const Facts& facts) {
      const auto& issuers = facts.document.issuers();
      return std::none_of(issuers.begin(), issuers.end(), [&](const v1::Issuer& issuer) {
        return facts.caller.AnswersFor(issuer.organ());
      });
    }};

constinit const Condition kReasonIsGiven = {
    .name = "ReasonIsGiven",
    .zh = "写明理由",
    .article = kCriteria,
    .mend_zh = "写明理由",
    .mend_en = "give the reason",
    .holds = [](const Facts& facts) { return !facts.act.reason.empty(); }};

constinit const Condition kExtensionIsProvided = {
    .name = "ExtensionIsProvided",
    .zh = "规定了审查期限可以延长",
    .article = kExtension,
    .mend_zh = "当地没有延长审查期限的规定，请作出决定",
    .mend_en = "the policy has no extension of a review here: decide",
    .holds = [](const Facts& facts) {
      return facts.policy.Period(policy::kReviewExtendDays).has_value();
    }};

constinit const Condition kIsNotExtendedYet = {
    .name = "IsNotExtendedYet",
    .zh = "未延长过",
    .article = kExtension,
    .mend_zh = "只能延长一次，请作出决定",
    .mend_en = "it may be extended once; decide",
    .holds = [](const Facts& facts) { return facts.filing.extended_date().empty(); }};

constinit const Condition kReviewHasNotRunOut = {
    .name = "ReviewHasNotRunOut",
    .zh = "审查期限未过",
    .article = kRunningReview,
    .mend_zh = "期限已过，不能延长，也不能中止，请尽快作出决定",
    .mend_en = "the due day has passed; it can no longer be extended or paused: decide",
    .holds = [](const Facts& facts) {
      return std::none_of(
          facts.filing.clocks().begin(), facts.filing.clocks().end(), [&](const v1::Clock& clock) {
            return IsOfTheReview(clock) && (clock.overdue() || HasRunOut(clock, facts));
          });
    }};

constinit const Condition kGroundIsNoProblem = {
    .name = "GroundIsNoProblem",
    .zh = "通过的根据是未发现问题",
    .article = kCriteria,
    .mend_zh =
        "根据填“未发现问题”，且只填这一项；只有立法技术问题的，准予备案，并发提示函（outcome 填 "
        "REMIND）",
    .mend_en =
        "name the ground no-problem, and it alone; where there is only drafting to remind the "
        "issuer of, the outcome is remind",
    .holds = [](const Facts& facts) {
      return facts.act.grounds.size() == 1 && facts.act.grounds[0] == v1::FILING_GROUND_NO_PROBLEM;
    }};

constinit const Condition kGroundNamesAProblem = {
    .name = "GroundNamesAProblem",
    .zh = "写明违反哪一项审查标准",
    .article = kCriteria,
    .mend_zh = "从审查标准中至少选一项",
    .mend_en = "name at least one of the grounds that are a problem",
    .holds = [](const Facts& facts) {
      return !facts.act.grounds.empty() &&
             std::none_of(facts.act.grounds.begin(), facts.act.grounds.end(),
                          [](v1::FilingGround ground) {
                            return ground == v1::FILING_GROUND_UNSPECIFIED ||
                                   ground == v1::FILING_GROUND_NO_PROBLEM;
                          });
    }};

constinit const Condition kGroundIsDrafting = {
    .name = "GroundIsDrafting",
    .zh = "提示的只是由制定机关自行处理的立法技术问题",
    .article = kCriteria,
    .mend_zh = "根据填“立法技术”，且只填这一项；有其他问题的，建议自行修改、废止，或者责令改正",
    .mend_en =
        "name the ground drafting, and it alone; for any other ground advise the issuer or order "
        "the correction",
    .holds = [](const Facts& facts) {
      return facts.act.grounds.size() == 1 && facts.act.grounds[0] == v1::FILING_GROUND_DRAFTING;
    }};

constinit const Condition kEveryFindingHasAVerdict = {
    .name = "EveryFindingHasAVerdict",
    .zh = "每一条筛查提示都有结论",
    .article = "登记规则 3.11",
    .mend_zh = "对每一条提示写明属实或者不成立",
    .mend_en = "uphold or dismiss each finding",
    .holds = [](const Facts& facts) { return OpenFindings(facts).empty(); },
    .found = [](const Facts& facts) { return absl::StrJoin(OpenFindings(facts), "、"); }};

constinit const Condition kNoFindingIsUpheld = {
    .name = "NoFindingIsUpheld",
    .zh = "没有属实的筛查提示",
    .article = "登记规则 3.11（有错必纠）",
    .mend_zh = "有属实的提示时，责令改正",
    .mend_en = "where a finding is upheld, order the correction",
    .holds = [](const Facts& facts) { return !IsAnyUpheld(facts); }};

constinit const Condition kPlanDayIsAhead = {
    .name = "PlanDayIsAhead",
    .zh = "制定机关计划改正的日期在今天以后",
    .article = "登记规则 3.11（审查中止）",
    .mend_zh = "填写制定机关承诺改正的日期（plan_date），须在今天以后",
    .mend_en = "give the day by which the issuer corrects it (plan_date), after today",
    .holds =
        [](const Facts& facts) {
          const auto day = document::DayOf(facts.act.plan_date);
          return day.has_value() && *day > facts.today;
        },
    .found = [](const Facts& facts) { return facts.act.plan_date; }};

constinit const Condition kPausesAreLeft = {
    .name = "PausesAreLeft",
    .zh = "中止次数未达上限",
    .article = "登记规则 3.11（审查中止；次数待核定）",
    .mend_zh = "中止次数已达上限（review.pause_max_times），请作出决定",
    .mend_en =
        "the review was paused as often as the policy admits (review.pause_max_times): decide",
    .holds =
        [](const Facts& facts) {
          const auto limit = facts.policy.Number(policy::kReviewPauseMaxTimes);
          return !limit.has_value() || TimesPaused(facts.filing) < *limit;
        },
    .found = [](const Facts& facts) { return absl::StrCat(TimesPaused(facts.filing)); }};

constinit const Condition kReceiverIsNamed = {
    .name = "ReceiverIsNamed",
    .zh = "写明移送的机关",
    .article = "登记规则 3.11（移送）",
    .mend_zh = "填写有权审查的机关（transfer_to）",
    .mend_en = "name the body that has the power to review it (transfer_to)",
    .holds = [](const Facts& facts) { return !facts.act.transfer_to.empty(); }};

constinit const Condition kGroundIsSameLevel = {
    .name = "GroundIsSameLevel",
    .zh = "协调的只是与同级文件不一致的问题",
    .article = kCoordination,
    .mend_zh =
        "根据填“与同级文件不一致”，且只填这一项；有其他问题的，建议自行修改、废止，或者责令改正",
    .mend_en =
        "name the ground same-level, and it alone; for any other ground advise the issuer or order "
        "the correction",
    .holds = [](const Facts& facts) {
      return facts.act.grounds.size() == 1 && facts.act.grounds[0] == v1::FILING_GROUND_SAME_LEVEL;
    }};

constinit const Condition kConflictIsNamed = {
    .name = "ConflictIsNamed",
    .zh = "写明与哪一件同级文件不一致",
    .article = kCoordination,
    .mend_zh = "填写与之不一致的同级文件的标题或者文号（conflicts_with）",
    .mend_en =
        "name the document of the same level that it conflicts with, by title or number "
        "(conflicts_with)",
    .holds = [](const Facts& facts) { return !facts.act.conflicts_with.empty(); }};

// Where the makers agree there is none.
constinit const Condition kGovernmentDecisionIsWhole = {
    .name = "GovernmentDecisionIsWhole",
    .zh = "经协调取得一致，或者政府已经作出决定",
    .article = kCoordination,
    .mend_zh =
        "经协调不能取得一致、由政府决定的，填写该决定的种类（有权机关决定）、名称、日期和负责人"
        "（authority_decision）；取得一致的，都不填",
    .mend_en =
        "where the makers did not agree, name the decision of the government: its kind "
        "(AUTHORITY_DECISION), title, day and the person answerable (authority_decision); where "
        "they did, name nothing of it",
    .holds =
        [](const Facts& facts) {
          return facts.act.decision.ByteSizeLong() == 0 || IsDecidedByNow(facts);
        },
    .evidence = document::kKindAndProofFields};

constinit const Condition kCorrectionIsMade = {
    .name = "CorrectionIsMade",
    .zh = "文件已经改正",
    .article = kCorrection,
    .mend_zh = "先修改（新版本）、废止文件，再报送改正情况",
    .mend_en = "amend or repeal the document first",
    .holds = [](const Facts& facts) {
      return document::HasEnded(facts.document.state()) ||
             document::IsAmendedSince(facts.document, facts.filing.reviewed_version());
    }};

constinit const Condition kCorrectionHasRunOut = {
    .name = "CorrectionHasRunOut",
    .zh = "逾期没有改正",
    .article = kCorrection,
    .mend_zh = "等待改正期限届满",
    .mend_en = "wait until the correction's period is over",
    .holds = [](const Facts& facts) {
      for (const v1::Clock& clock : facts.filing.clocks()) {
        if (clock.kind() == v1::CLOCK_KIND_FILING_CORRECTION &&
            clock.state() == v1::CLOCK_STATE_RUNNING) {
          return HasRunOut(clock, facts);
        }
      }
      return true;
    }};

constinit const Condition kDecisionIsRecorded = {
    .name = "DecisionIsRecorded",
    .zh = "有权机关已经作出决定",
    .article = "地方组织法（2022）第50、73条；监督法（2024）第40条",
    .mend_zh = "填写决定的名称、日期和负责人",
    .mend_en = "name the decision, its day and the person answerable",
    .holds = IsDecidedByNow,
    .evidence = document::kKindAndProofFields};

constinit const Condition kClockHasRunOut = {
    .name = "ClockHasRunOut",
    .zh = "期限已过",
    .article = "登记规则 3.11",
    .mend_zh = "等待期限届满",
    .mend_en = "wait until the period is over",
    .holds = [](const Facts& facts) {
      return workflow::HasRunOut(facts.filing.clocks(), facts.act.clock, facts.today, facts.policy);
    }};

}  // namespace santong::filing
