#include "server/domain/statistics/rates.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace santong::statistics {
namespace {

constexpr int64_t kBasisPoints = 10'000;

// `of` says which cases the rate is about, `counts` which of those count.
template <typename Case>
struct Rate {
  RateWords words;
  bool (*of)(const Case&);
  bool (*counts)(const Case&);
};

constexpr auto kFilingRates = std::to_array<Rate<FilingCase>>({
    {{v1::INDICATOR_KIND_FILING_RATE, "报备率", "filing rate",
      "已报送备案的文件数 ÷ 应当报送备案的文件数（报备期限在本期内届满）",
      "documents filed ÷ documents to be filed (whose filing period ends in the period)",
      "登记规则 6（报备率）；S43"},
     [](const FilingCase&) { return true; },
     [](const FilingCase& filing) { return filing.filed; }},
    {{v1::INDICATOR_KIND_TIMELINESS_RATE, "报备及时率", "timeliness rate",
      "在规定期限内报送备案的文件数 ÷ 已报送备案的文件数",
      "documents filed within the period ÷ documents filed", "登记规则 6（报备及时率）；S43"},
     [](const FilingCase& filing) { return filing.filed; },
     [](const FilingCase& filing) { return !filing.late; }},
    {{v1::INDICATOR_KIND_CONFORMITY_RATE, "规范率", "conformity rate",
      "未经补正即予备案的文件数 ÷ 已报送备案的文件数",
      "filings accepted without a supplement ÷ documents filed", "登记规则 6（规范率）；S43"},
     [](const FilingCase& filing) { return filing.filed; },
     [](const FilingCase& filing) { return filing.accepted && !filing.supplemented; }},
    {{v1::INDICATOR_KIND_REVIEW_RATE, "审查率", "review rate",
      "已作出审查决定的备案数 ÷ 予以备案登记的件数", "filings decided ÷ filings accepted",
      "登记规则 6（审查率，有备必审）"},
     [](const FilingCase& filing) { return filing.accepted; },
     [](const FilingCase& filing) { return filing.reviewed; }},
    {{v1::INDICATOR_KIND_CORRECTION_RATE, "纠错率", "correction rate",
      "制定机关自行纠正的件数 ÷ 审查办结的件数", "corrected by the issuer ÷ concluded reviews",
      "登记规则 6（纠错率）；S29"},
     [](const FilingCase& filing) { return filing.concluded; },
     [](const FilingCase& filing) { return filing.corrected; }},
});

bool IsDecided(ObjectionGroup group) {
  return group == ObjectionGroup::kLawful || group == ObjectionGroup::kCorrect ||
         group == ObjectionGroup::kRevoke;
}

constexpr auto kObjectionRates = std::to_array<Rate<ObjectionCase>>({
    {{v1::INDICATOR_KIND_OBJECTION_TIMELINESS_RATE, "异议按期答复率", "objections answered in time",
      "按期作出审查决定的异议件数 ÷ 已作出审查决定的异议件数（本期内提出）",
      "objections decided within their periods ÷ objections decided (lodged in the period)",
      "登记规则 6（objections on time）"},
     [](const ObjectionCase& objection) { return IsDecided(objection.group); },
     [](const ObjectionCase& objection) { return !objection.overdue; }},
});

constexpr auto kCleanupRates = std::to_array<Rate<CleanupCase>>({
    {{v1::INDICATOR_KIND_CLEANUP_PROGRESS, "清理进度", "cleanup progress",
      "已审核的清理件数 ÷ 列入清理的件数（本期内开始的清理）",
      "items reviewed ÷ items of cleanups that were opened in the period",
      "登记规则 6（cleanup totals that reconcile）"},
     [](const CleanupCase&) { return true; },
     [](const CleanupCase& item) { return item.reviewed; }},
});

constexpr auto kCongressRates = std::to_array<Rate<CongressCase>>({
    {{v1::INDICATOR_KIND_CONGRESS_FILING_RATE, "报人大备案率",
      "rate of filing with the standing committee",
      "已报送本级人大常委会备案的文件数 ÷ 应当报送的文件数（报送期限在本期内届满）",
      "documents filed with the standing committee ÷ documents to be filed with it (whose period "
      "ends in the period)",
      "登记规则 3.10、6（报备率）"},
     [](const CongressCase&) { return true; },
     [](const CongressCase& filing) { return filing.filed; }},
    {{v1::INDICATOR_KIND_CONGRESS_TIMELINESS_RATE, "报人大备案及时率",
      "timeliness of filing with the standing committee",
      "在规定期限内报送本级人大常委会备案的文件数 ÷ 已报送的文件数",
      "documents filed with the standing committee within the period ÷ documents filed with it",
      "登记规则 3.10、6（报备及时率）"},
     [](const CongressCase& filing) { return filing.filed; },
     [](const CongressCase& filing) { return !filing.late; }},
});

constexpr auto kIssuedRates = std::to_array<Rate<IssuedCase>>({
    {{v1::INDICATOR_KIND_LEGALITY_REVIEW_RATE, "合法性审核率", "legality review rate",
      "经合法性审核的文件数 ÷ 本期内公布的文件数（存量文件不计）",
      "documents with a review of their legality ÷ documents published in the period (those from "
      "before the regime are not counted)",
      "登记规则 6（合法性审核率）"},
     [](const IssuedCase&) { return true; },
     [](const IssuedCase& issued) { return issued.reviewed; }},
});

struct GroupWords {
  ObjectionGroup group;
  const char* word;
  const char* title_zh;
  const char* title_en;
};
constexpr auto kObjectionGroups = std::to_array<GroupWords>({
    {ObjectionGroup::kOpen, "objections.open", "办理中", "open"},
    {ObjectionGroup::kLawful, "objections.lawful", "审查认为合法", "found lawful"},
    {ObjectionGroup::kCorrect, "objections.correct", "责令限期改正", "to be corrected"},
    {ObjectionGroup::kRevoke, "objections.revoke", "撤销或者建议撤销", "revoked or to be revoked"},
    {ObjectionGroup::kAnswered, "objections.answered", "制定机关答复后办结",
     "closed by the issuer's answer"},
    {ObjectionGroup::kRejected, "objections.rejected", "不予受理", "not accepted"},
    {ObjectionGroup::kTransferred, "objections.transferred", "移送", "transferred"},
    {ObjectionGroup::kWithdrawn, "objections.withdrawn", "撤回", "withdrawn"},
});

template <typename Case>
v1::Indicator Measure(const Rate<Case>& rate, absl::Span<const Case* const> cases,
                      bool with_cases) {
  v1::Indicator out;
  out.set_kind(rate.words.kind);
  out.set_title_zh(rate.words.title_zh);
  out.set_title_en(rate.words.title_en);
  out.set_definition_zh(rate.words.definition_zh);
  out.set_definition_en(rate.words.definition_en);
  out.set_article(rate.words.article);
  int64_t numerator = 0;
  int64_t denominator = 0;
  for (const Case* one : cases) {
    if (!rate.of(*one)) continue;
    const bool counts = rate.counts(*one);
    ++denominator;
    if (counts) ++numerator;
    if (with_cases) (counts ? out.add_counted() : out.add_not_counted())->append(one->name);
  }
  out.set_numerator(numerator);
  out.set_denominator(denominator);
  if (denominator > 0) {
    out.set_basis_points(static_cast<int32_t>(numerator * kBasisPoints / denominator));
  }
  return out;
}

// The cases of one row, in the order in which they were given.
struct RowCases {
  std::vector<const FilingCase*> filings;
  std::vector<const CongressCase*> congress;
  std::vector<const ObjectionCase*> objections;
  std::vector<const CleanupCase*> cleanup;
  std::vector<const IssuedCase*> issued;
};

void CountObjections(const RowCases& cases, bool with_cases, v1::StatisticsRow* row) {
  for (const GroupWords& words : kObjectionGroups) {
    v1::CaseCount* count = row->add_objections();
    count->set_group(words.word);
    count->set_title_zh(words.title_zh);
    count->set_title_en(words.title_en);
    for (const ObjectionCase* objection : cases.objections) {
      if (objection->group != words.group) continue;
      count->set_count(count->count() + 1);
      if (with_cases) count->add_cases(objection->name);
    }
  }
  std::vector<int> days;
  for (const ObjectionCase* objection : cases.objections) {
    if (IsDecided(objection->group)) days.push_back(objection->days);
  }
  if (days.empty()) return;
  std::sort(days.begin(), days.end());
  row->set_objection_days_median((days[(days.size() - 1) / 2] + days[days.size() / 2] + 1) / 2);
  row->set_objection_days_longest(days.back());
}

void FillRow(const RowCases& cases, bool with_cases, v1::StatisticsRow* row) {
  for (const auto& rate : kFilingRates) {
    *row->add_indicators() = Measure<FilingCase>(rate, cases.filings, with_cases);
  }
  for (const auto& rate : kObjectionRates) {
    *row->add_indicators() = Measure<ObjectionCase>(rate, cases.objections, with_cases);
  }
  for (const auto& rate : kCleanupRates) {
    *row->add_indicators() = Measure<CleanupCase>(rate, cases.cleanup, with_cases);
  }
  for (const auto& rate : kCongressRates) {
    *row->add_indicators() = Measure<CongressCase>(rate, cases.congress, with_cases);
  }
  for (const auto& rate : kIssuedRates) {
    *row->add_indicators() = Measure<IssuedCase>(rate, cases.issued, with_cases);
  }
  CountObjections(cases, with_cases, row);
}

// How many more `now` is than `before`, in hundredths of a percent of it; nullopt from nothing.
std::optional<int64_t> Change(int64_t before, int64_t now) {
  if (before == 0) return std::nullopt;
  return (now - before) * kBasisPoints / before;
}

// Both rows are of FillRow: the same figures in the same order.
void CompareRow(const v1::StatisticsRow& before, v1::StatisticsRow* now) {
  for (int i = 0; i < now->indicators_size(); ++i) {
    const v1::Indicator& then = before.indicators(i);
    v1::Indicator* one = now->mutable_indicators(i);
    one->set_numerator_before(then.numerator());
    one->set_denominator_before(then.denominator());
    if (then.has_basis_points()) one->set_basis_points_before(then.basis_points());
    if (auto change = Change(then.numerator(), one->numerator()))
      one->set_change_basis_points(*change);
  }
  for (int i = 0; i < now->objections_size(); ++i) {
    const int64_t then = before.objections(i).count();
    v1::CaseCount* one = now->mutable_objections(i);
    one->set_count_before(then);
    if (auto change = Change(then, one->count())) one->set_change_basis_points(*change);
  }
}

}  // namespace

bool Belongs(absl::CivilDay due_day, bool filed, absl::CivilDay first, absl::CivilDay last,
             absl::CivilDay today) {
  return first <= due_day && due_day <= last && (filed || due_day < today);
}

std::vector<RateWords> AllRates() {
  std::vector<RateWords> all;
  for (const auto& rate : kFilingRates) all.push_back(rate.words);
  for (const auto& rate : kObjectionRates) all.push_back(rate.words);
  for (const auto& rate : kCleanupRates) all.push_back(rate.words);
  for (const auto& rate : kCongressRates) all.push_back(rate.words);
  for (const auto& rate : kIssuedRates) all.push_back(rate.words);
  return all;
}

v1::Statistics Count(const Cases& cases, const std::map<std::string, std::string>& display_names,
                     bool with_cases) {
  RowCases all;
  std::map<std::string, RowCases> organs;
  const auto add = [&](const auto& from, auto member) {
    for (const auto& one : from) {
      (all.*member).push_back(&one);
      if (!one.organ.empty()) (organs[one.organ].*member).push_back(&one);
    }
  };
  add(cases.filings, &RowCases::filings);
  add(cases.congress, &RowCases::congress);
  add(cases.objections, &RowCases::objections);
  add(cases.cleanup, &RowCases::cleanup);
  add(cases.issued, &RowCases::issued);

  v1::Statistics statistics;
  FillRow(all, with_cases, statistics.mutable_total());
  for (const auto& [organ, own] : organs) {
    v1::StatisticsRow* row = statistics.add_organs();
    row->set_organ(organ);
    const auto name = display_names.find(organ);
    row->set_display_name(name == display_names.end() ? organ : name->second);
    FillRow(own, with_cases, row);
  }
  return statistics;
}

void Compare(const v1::Statistics& before, v1::Statistics* now) {
  CompareRow(before.total(), now->mutable_total());
  v1::StatisticsRow nothing;
  FillRow({}, false, &nothing);
  for (v1::StatisticsRow& row : *now->mutable_organs()) {
    const auto then =
        std::find_if(before.organs().begin(), before.organs().end(),
                     [&](const v1::StatisticsRow& one) { return one.organ() == row.organ(); });
    CompareRow(then == before.organs().end() ? nothing : *then, &row);
  }
}

}  // namespace santong::statistics
