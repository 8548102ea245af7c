#include "server/domain/document/clocks.h"

#include <algorithm>

#include "server/domain/document/completion.h"
#include "server/domain/document/congress_filing.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::document {

using absl::CivilDay;

namespace {

// Where the policy has a time within which to evaluate (eval.window_days): from its first day,
// counted back from the last valid day, until that day. Else due before the last valid day
// (eval.lead_days), but not where that day lies before the clock starts, or before the document
// takes effect: a short term leaves no such day. Starts nothing when the policy sets no such
// period.
void StartEvaluationClock(v1::Document& document, CivilDay start, CivilDay last_valid_day,
                          const policy::PolicyView& policy, const calendar::Calendar& calendar) {
  if (const auto window = policy.Period(policy::kEvaluationWindowDays)) {
    const calendar::Calendar::Result opens = workflow::CountBack(last_valid_day, *window, calendar);
    workflow::StartClockUntil(*document.mutable_clocks(), v1::CLOCK_KIND_EVALUATION,
                              std::max(start, opens.day), last_valid_day);
    workflow::Cite(policy::kEvaluationWindowDays, *window, policy,
                   document.mutable_clocks(document.clocks_size() - 1));
    workflow::RestOnLocalDays(opens, policy, document.mutable_clocks(document.clocks_size() - 1));
    return;
  }
  const auto rule = policy.Period(policy::kEvaluationLeadDays);
  if (!rule.has_value()) return;
  const calendar::Calendar::Result due = workflow::CountBack(last_valid_day, *rule, calendar);
  if (due.day < std::max(start, DayOf(document.effective_date()).value_or(start))) return;
  workflow::StartClockUntil(*document.mutable_clocks(), v1::CLOCK_KIND_EVALUATION, start, due.day);
  v1::Clock* clock = document.mutable_clocks(document.clocks_size() - 1);
  workflow::Cite(policy::kEvaluationLeadDays, *rule, policy, clock);
  clock->set_provisional(due.provisional);
  workflow::RestOnLocalDays(due, policy, clock);
}

}  // namespace

namespace {

// The last day from which the evaluation was counted back: where a cleanup has cut the term until
// the document is amended, the one before, as it will be again.
std::optional<CivilDay> LastDayToEvaluateBefore(const v1::Document& document) {
  const v1::CleanupMark& mark = document.cleanup();
  const std::string& last = document.term().last_valid_date();
  const bool is_cut = mark.on_miss() == v1::ON_MISS_LAPSES && mark.amend_by_date() == last;
  return DayOf(is_cut ? mark.former_last_valid_date() : last);
}

}  // namespace

bool RecomputeClocks(v1::Document& document, const calendar::Calendar& calendar,
                     std::vector<std::string>* moved_clock_names) {
  const workflow::Clocks before = document.clocks();
  if (!workflow::RecountRunning(*document.mutable_clocks(), calendar,
                                LastDayToEvaluateBefore(document)))
    return false;
  for (int i = 0; i < before.size() && moved_clock_names != nullptr; ++i) {
    if (before[i].due_date() != document.clocks(i).due_date())
      moved_clock_names->push_back(workflow::ClockName(before[i].kind()));
  }
  return true;
}

namespace {

// What a term cites whose years the text states.
constexpr char kStatedTerm[] = "文件载明的有效期";

// The day of the last signature, where it has come.
std::optional<CivilDay> SignatureDay(const Facts& facts, const v1::Document& document) {
  const v1::Evidence* signature = Latest(document, v1::EVIDENCE_KIND_SIGNATURE);
  if (signature == nullptr) return std::nullopt;
  const std::optional<CivilDay> day = DayOf(signature->date());
  return day.has_value() && *day <= facts.today ? day : std::nullopt;
}

// The day of the event that starts or stops the clock: the day on which it happened, which may be
// before today.
CivilDay EventDay(const Facts& facts, const v1::Document& document, v1::ClockKind kind) {
  std::optional<CivilDay> day;
  switch (kind) {
    case v1::CLOCK_KIND_PUBLICATION:
      // From the day on which the document came to be, which is its signature
      // (政府信息公开条例 article 26), however long its registration took.
      if (facts.act.action == Action::kRegister) day = SignatureDay(facts, document);
      if (facts.act.action == Action::kPublish) day = DayOf(facts.act.publication.date());
      break;
    case v1::CLOCK_KIND_TAKE_EFFECT:
    case v1::CLOCK_KIND_FILING:
      if (facts.act.action != Action::kFile) day = DayOf(LastPublishedDate(document));
      break;
    case v1::CLOCK_KIND_CONGRESS_FILING:
      day = DayOf(LastPublishedDate(document));
      // The duty is to send it: the letter or the receipt has the day.
      if (facts.act.action == Action::kRecordCongressFiling) day = DayOf(facts.act.decision.date());
      break;
    case v1::CLOCK_KIND_APPLICATION:
      if (facts.act.action != Action::kSubmit) {
        day = SignatureDay(facts, document);
      }
      break;
    case v1::CLOCK_KIND_EVALUATION:
      // It was done on its own day, which a continuation names and a record of it holds.
      if (!facts.act.decision.date().empty()) day = DayOf(facts.act.decision.date());
      if (facts.act.action == Action::kRecordEvaluation) {
        if (const v1::Evidence* evaluation = Latest(document, v1::EVIDENCE_KIND_EVALUATION))
          day = DayOf(evaluation->date());
      }
      break;
    default:
      break;
  }
  return day.value_or(facts.today);
}

// A department's document goes to its own government, where the policy has a period for that.
const char* FilingLeaf(const Facts& facts, const char* leaf) {
  const v1::Organ* lead = LeadOrgan(facts);
  const bool department = lead != nullptr && lead->kind() == v1::ORGAN_KIND_DEPARTMENT;
  return department && facts.policy.Period(policy::kFilingDepartmentDays).has_value()
             ? policy::kFilingDepartmentDays
             : leaf;
}

// From signature; again when another signature follows.
void StartApplicationClock(const Facts& facts, const char* leaf, v1::Document& document) {
  const v1::Evidence* signature = Latest(document, v1::EVIDENCE_KIND_SIGNATURE);
  if (signature == nullptr || signature->date().empty() || signature->date() > IsoDay(facts.today))
    return;
  // By the newest alone: a day that was corrected and is set right again counts once more.
  const auto& clocks = document.clocks();
  const auto newest = std::find_if(clocks.rbegin(), clocks.rend(), [](const v1::Clock& clock) {
    return clock.kind() == v1::CLOCK_KIND_APPLICATION;
  });
  if (newest != clocks.rend() && newest->start_date() == signature->date()) return;
  workflow::StopClock(*document.mutable_clocks(), v1::CLOCK_KIND_APPLICATION, facts.today);
  const CivilDay start = EventDay(facts, document, v1::CLOCK_KIND_APPLICATION);
  workflow::StartClock(*document.mutable_clocks(), v1::CLOCK_KIND_APPLICATION, leaf, start,
                       facts.policy, facts.calendar);
}

}  // namespace

// A printed last day is the document's own. A computed one cites what gave the years: the text
// itself, or the leaf of the default. Either rests on the rule of ends.
void StartLapseClock(const Facts& facts, CivilDay last, v1::Document& document) {
  workflow::StartClockUntil(*document.mutable_clocks(), v1::CLOCK_KIND_LAPSE, facts.today, last);
  if (!document.term().computed()) return;
  v1::Clock* clock = document.mutable_clocks(document.clocks_size() - 1);
  facts.policy.Note(policy::kTermEndRule);
  clock->set_unconfirmed(facts.policy.Unconfirmed(policy::kTermEndRule));
  if (document.term().by_stated_years()) {
    clock->set_article(kStatedTerm);
    return;
  }
  const char* leaf = DefaultTermLeaf(TermKindOf(document), facts.policy);
  clock->set_leaf(leaf);
  clock->set_unconfirmed(clock->unconfirmed() || facts.policy.Unconfirmed(leaf));
  if (const v1::PolicyLeaf* found = facts.policy.Find(leaf)) clock->set_article(found->article());
}

bool RanUntil(const v1::Document& document, const std::string& last) {
  const auto& clocks = document.clocks();
  return std::any_of(clocks.begin(), clocks.end(), [&](const v1::Clock& clock) {
    return clock.kind() == v1::CLOCK_KIND_LAPSE && clock.due_date() == last;
  });
}

namespace {

// One from before the registry lapses by itself only where a cleanup has set its last day; one that
// a cleanup wants amended and lets stay (ON_MISS_STAYS) has none by that.
bool StaysWithoutEnd(const Facts& facts, const v1::Document& document) {
  if (document.state() != v1::DOCUMENT_STATE_LEGACY || facts.act.action != Action::kCleanUpAmend ||
      document.cleanup().on_miss() == v1::ON_MISS_LAPSES)
    return false;
  return !RanUntil(facts.document, document.term().last_valid_date());
}

void Start(const Facts& facts, const workflow::ClockStep& step, v1::Document& document) {
  const char* leaf = step.leaf;
  const std::optional<CivilDay> last = DayOf(document.term().last_valid_date());
  switch (step.clock) {
    case v1::CLOCK_KIND_APPLICATION:
      return StartApplicationClock(facts, leaf, document);
    case v1::CLOCK_KIND_TAKE_EFFECT:
      if (auto first = DayOf(document.effective_date())) {
        workflow::StartClockUntil(*document.mutable_clocks(), step.clock,
                                  EventDay(facts, document, step.clock), *first);
      }
      return;
    case v1::CLOCK_KIND_CLEANUP_AMENDMENT:
      if (auto due = DayOf(document.cleanup().amend_by_date()))
        workflow::StartClockUntil(*document.mutable_clocks(), step.clock, facts.today, *due);
      return;
    case v1::CLOCK_KIND_LAPSE:
      if (last.has_value() && !StaysWithoutEnd(facts, document))
        StartLapseClock(facts, *last, document);
      return;
    case v1::CLOCK_KIND_EVALUATION:
      // A term that is over is not evaluated any more.
      if (last.has_value() && *last >= facts.today)
        StartEvaluationClock(document, facts.today, *last, facts.policy, facts.calendar);
      return;
    case v1::CLOCK_KIND_URGENT_COMPLETION:
      if (!HasOpenItem(document)) return;
      break;
    case v1::CLOCK_KIND_FILING:
      leaf = FilingLeaf(facts, leaf);
      break;
    case v1::CLOCK_KIND_CONGRESS_FILING:
      if (!FilesWithCongress(facts)) return;
      break;
    default:
      break;
  }
  const CivilDay start = EventDay(facts, document, step.clock);
  workflow::StartClock(*document.mutable_clocks(), step.clock, leaf, start, facts.policy,
                       facts.calendar);
}

}  // namespace

void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
  using workflow::ClockOperation;
  v1::Document& document = change.document;
  switch (step.operation) {
    case ClockOperation::kStarts:
      return Start(facts, step, document);
    case ClockOperation::kStops:
      if (step.clock == v1::CLOCK_KIND_URGENT_COMPLETION && HasOpenItem(document)) return;
      workflow::StopClock(*document.mutable_clocks(), step.clock,
                          EventDay(facts, document, step.clock));
      return;
    case ClockOperation::kSuspends:
      workflow::SuspendClock(*document.mutable_clocks(), step.clock, facts.today,
                             workflow::ClockName(v1::CLOCK_KIND_CORRECTION));
      return;
    case ClockOperation::kResumes:
      workflow::ResumeClock(*document.mutable_clocks(), step.clock, step.leaf, facts.today,
                            facts.policy, facts.calendar);
      return;
    case ClockOperation::kExpires:
      workflow::ExpireClock(*document.mutable_clocks(),
                            step.clock == v1::CLOCK_KIND_UNSPECIFIED ? facts.act.clock : step.clock,
                            facts.today);
      return;
    case ClockOperation::kCancels:
      return;  // no row of the table does
  }
}

}  // namespace santong::document
