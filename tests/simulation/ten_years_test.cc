// Method: ten years of an office, day by day, on the reference engine with a clock that the test
// sets. Documents are registered, published in time or late, filed in time, late or never,
// extended, left to lapse; every two years there is a cleanup. The scheduler runs once a day, but
// for stretches in which the server is down. Afterwards: each clock fired exactly once, in the
// order of the days on which they were due; and every due date is what a recount gives that shares
// no code with the server (std::chrono, no calendar of ours).
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/document_acts.h"
#include "server/domain/text/chinese_date.h"
#include "server/queries/tasks.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"

namespace santong::testing {
namespace {

namespace chrono = std::chrono;

const absl::CivilDay kFirstDay(2016, 1, 4);
constexpr int kDays = 3653;

std::string Iso(absl::CivilDay day) { return text::FormatIsoDay(day); }

// The recount. Days as std::chrono knows them; working days are Monday to Friday, for no holiday is
// announced in this office.
chrono::sys_days Day(const std::string& iso) {
  return chrono::year_month_day(chrono::year(std::stoi(iso.substr(0, 4))),
                                chrono::month(static_cast<unsigned>(std::stoi(iso.substr(5, 2)))),
                                chrono::day(static_cast<unsigned>(std::stoi(iso.substr(8, 2)))));
}

bool IsWorkingDay(chrono::sys_days day) {
  const chrono::weekday weekday(day);
  return weekday != chrono::Saturday && weekday != chrono::Sunday;
}

chrono::sys_days AddMonths(chrono::sys_days day, int months) {
  const chrono::year_month_day from(day);
  const auto month = from.year() / from.month() + chrono::months(months);
  const chrono::sys_days last = month / chrono::last;
  const auto same = month / from.day();
  return same.ok() ? chrono::sys_days(same) : last;
}

// `step` is 1 to count on, -1 to count back.
chrono::sys_days Count(chrono::sys_days from, int64_t limit, v1::PeriodUnit unit, int step) {
  const int n = static_cast<int>(limit) * step;
  switch (unit) {
    case v1::PERIOD_UNIT_MONTHS:
      return AddMonths(from, n);
    case v1::PERIOD_UNIT_YEARS:
      return AddMonths(from, 12 * n);
    case v1::PERIOD_UNIT_CALENDAR_DAYS:
      return from + chrono::days(n);
    default: {
      for (int64_t left = limit; left > 0;) {
        from += chrono::days(step);
        if (IsWorkingDay(from)) --left;
      }
      return from;
    }
  }
}

// No clock of these lives is suspended.
chrono::sys_days Recount(const v1::Clock& clock, const std::string& counted_back_from) {
  if (!counted_back_from.empty())
    return Count(Day(counted_back_from), clock.limit(), clock.unit(), -1);
  chrono::sys_days due = Count(Day(clock.start_date()), clock.limit(), clock.unit(), 1);
  while (clock.roll_forward() && !IsWorkingDay(due)) due += chrono::days(1);
  return due;
}

class TenYears : public ::testing::Test {
 protected:
  TenYears() : office_(store_, kFirstDay) {}

  int Pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  template <typename T>
  T Must(absl::StatusOr<T> value) {
    EXPECT_TRUE(value.ok()) << value.status() << " on " << Iso(office_.today());
    return value.ok() ? *std::move(value) : T();
  }

  uint64_t LastEvent() { return Must(tables::LastEvent(*store_.Snapshot())); }

  // What a round did, as (due day, resource) in the order of the events.
  void Round() {
    const uint64_t before = LastEvent();
    Must(office_.RunRound());
    const auto reader = store_.Snapshot();
    std::string last_due;
    std::set<std::string> seen;
    for (uint64_t sequence = before + 1; sequence <= LastEvent(); ++sequence) {
      auto event = tables::GetMessage<v1::Event>(*reader, schema::EventKey(sequence));
      ASSERT_TRUE(event.ok());
      EXPECT_EQ(event->principal(), "system");
      const std::string due = DueOf(*event);
      const std::string once = absl::StrCat(event->resource(), " ", event->type(), " ", due);
      EXPECT_TRUE(fired_.insert(once).second) << once << " fired twice";
      // A resource does all that is due when its first day comes; those are in order among
      // themselves.
      if (!seen.insert(event->resource()).second) continue;
      EXPECT_GE(due, last_due) << once;
      last_due = due;
    }
    EXPECT_EQ(Must(office_.RunRound()), 0) << "nothing is left";
  }

  std::string DueOf(const v1::Event& event) {
    if (auto due = event.facts().find("due_date"); due != event.facts().end()) return due->second;
    auto document = office_.Get(event.resource());
    if (!document.ok()) return "";
    return event.type() == "DocumentTookEffect" ? document->effective_date()
                                                : document->term().last_valid_date();
  }

  void LiveOneDay(int day) {
    if (Pick(6) == 0) {
      auto registered = office_.Registered(absl::StrCat("办法", day),
                                           day % 3 == 0 ? GovernmentDrafter() : Drafter());
      registered_.push_back(Must(std::move(registered)));
    }
    // Most are published within days, some only after their time.
    for (size_t i = 0; i < registered_.size();) {
      if (Pick(12) != 0) {
        ++i;
        continue;
      }
      const v1::Document late = Must(office_.Get(registered_[i].name()));
      registered_.erase(registered_.begin() + static_cast<int64_t>(i));
      // The draft named the day of its registration as its first.
      v1::UpdateDocumentRequest update;
      *update.mutable_document() = late;
      update.mutable_document()->set_effective_date(Iso(office_.today()));
      update.mutable_update_mask()->add_paths("effective_date");
      if (late.effective_date() < Iso(office_.today()))
        Must(office_.Do(DrafterOf(late), acts::IntentOf(update)));
      const v1::Document published = Must(office_.Publish(late));
      published_.push_back(published.name());
      if (Pick(8) != 0) unfiled_.push_back(published.name());
      if (day % 2 == 0 && published.issuers(0).organ() == kGovernment)
        unsent_.push_back(published.name());
    }
    if (!unsent_.empty() && Pick(20) == 0) {
      FileWithCongress(unsent_.back());
      unsent_.pop_back();
    }
    for (size_t i = 0; i < unfiled_.size();) {
      if (Pick(25) != 0) {
        ++i;
        continue;
      }
      File(unfiled_[i]);
      unfiled_.erase(unfiled_.begin() + static_cast<int64_t>(i));
    }
    if (!published_.empty() && Pick(30) == 0)
      Extend(published_[Pick(static_cast<int>(published_.size()))]);
    CleanUp();
  }

  static access::Caller DrafterOf(const v1::Document& document) {
    return document.issuers(0).organ() == kGovernment ? GovernmentDrafter() : Drafter();
  }

  // In time, or late.
  void FileWithCongress(const std::string& name) {
    if (Must(office_.Get(name)).state() != v1::DOCUMENT_STATE_IN_EFFECT) return;
    v1::RecordCongressFilingRequest request;
    request.set_name(name);
    request.mutable_filing()->set_document_title("备案回执");
    request.mutable_filing()->set_date(Iso(office_.today()));
    request.mutable_filing()->set_person("经办人");
    Must(office_.Do(GovernmentDrafter(), acts::IntentOf(request)));
    ++sent_;
  }

  void File(const std::string& name) {
    const auto document = Must(office_.Get(name));
    if (document.state() != v1::DOCUMENT_STATE_IN_EFFECT) return;
    v1::CreateFilingRequest request;
    request.set_document(name);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      request.add_materials()->set_title(paper);
    const auto filing = Must(office_.Do(DrafterOf(document), acts::IntentOf(request)));
    filings_.push_back(filing.name());
    if (Pick(2) == 0) return;  // the form check runs out
    v1::AcceptFilingRequest accept;
    accept.set_name(filing.name());
    (void)office_.Do(document.issuers(0).organ() == kGovernment ? CityReviewer() : Reviewer(),
                     acts::IntentOf(accept));
  }

  void Extend(const std::string& name) {
    const auto document = Must(office_.Get(name));
    if (document.state() != v1::DOCUMENT_STATE_IN_EFFECT) return;
    v1::ContinueDocumentRequest request;
    request.set_name(name);
    request.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
    request.mutable_evaluation()->set_document_title("评估报告");
    request.mutable_evaluation()->set_date(Iso(office_.today() - 1));
    request.mutable_evaluation()->set_person("局长");
    const auto extended = office_.Do(Reviewer(), acts::IntentOf(request));
    if (extended.ok()) {
      ++extended_;
    } else {
      last_refusal_ = extended.status().ToString();
    }
  }

  bool CleanupIsDue() {
    v1::ListTasksRequest request;
    request.add_kinds(v1::TASK_KIND_CLEANUP);
    auto tasks = queries::ListTasks(*store_.Snapshot(), office_.settings(), Reviewer(),
                                    office_.today(), request);
    const v1::ListTasksResponse page = Must(std::move(tasks));
    for (const v1::Task& task : page.tasks()) {
      if (task.resource() == kDistrict) return true;
    }
    return false;
  }

  // One cleanup at a time: planned when the task says so, answered and reviewed item by item, some
  // organs late; closed after its day, its result published.
  void CleanUp() {
    if (campaign_.empty()) {
      if (Pick(5) != 0 || published_.size() < 5 || !CleanupIsDue()) return;
      const auto planned = Must(office_.Plan(office_.today(), office_.today() + 40));
      campaign_ = planned.name();
      Must(office_.Open(campaign_));
      opened_days_.push_back(office_.today());
      return;
    }
    const uint64_t id = *tables::CampaignId(campaign_);
    std::vector<v1::CampaignItem> items;
    ASSERT_TRUE(
        tables::ScanCampaignItems(*store_.Snapshot(), id, [&](const v1::CampaignItem& item) {
          items.push_back(item);
          return true;
        }).ok());
    for (const v1::CampaignItem& item : items) {
      const access::Caller drafter = item.organ() == kGovernment ? GovernmentDrafter() : Drafter();
      if (item.state() == v1::CLEANUP_ITEM_STATE_PENDING && Pick(30) == 0)
        Must(office_.Propose(item.name(), DecisionOn(item), drafter));
      // What was proposed falls behind a term that was extended since.
      if (item.state() == v1::CLEANUP_ITEM_STATE_PROPOSED && Pick(3) == 0 &&
          !office_.Review(item.name()).ok())
        Must(office_.Propose(item.name(), DecisionOn(item), drafter));
    }
    const auto closed = office_.Close(campaign_);
    if (!closed.ok()) return;
    const auto notice = Must(office_.Published("清理结果公告"));
    Must(office_.PublishResult(campaign_, notice.name()));
    campaigns_.push_back(campaign_);
    campaign_.clear();
  }

  v1::CleanupDecision DecisionOn(const v1::CampaignItem& item) {
    constexpr v1::Disposition kDispositions[] = {v1::DISPOSITION_KEEP, v1::DISPOSITION_EXTEND,
                                                 v1::DISPOSITION_AMEND, v1::DISPOSITION_REPEAL,
                                                 v1::DISPOSITION_LAPSE};
    v1::CleanupDecision decision;
    decision.set_disposition(kDispositions[Pick(5)]);
    decision.set_reason("适用期已过");
    if (decision.disposition() == v1::DISPOSITION_EXTEND) {
      absl::CivilDay last = office_.today() + 1000;
      const v1::Document document = Must(office_.Get(item.document()));
      const auto old = text::ParseIsoDay(document.term().last_valid_date());
      if (old.ok()) last = std::max(last, *old + 100);
      decision.set_last_valid_date(Iso(last));
    }
    if (decision.disposition() == v1::DISPOSITION_AMEND) {
      decision.set_amend_by_date(Iso(office_.today() + 300));
      decision.set_on_miss(v1::ON_MISS_LAPSES);
    }
    return decision;
  }

  void ExpectRecounted(const std::string& name, const workflow::Clocks& clocks,
                       const std::string& last_valid, const std::string& proposals_due) {
    for (const v1::Clock& clock : clocks) {
      EXPECT_EQ(clock.pauses_size(), 0);
      if (clock.limit() == 0) continue;  // a day that was set
      std::string back;
      if (clock.kind() == v1::CLOCK_KIND_EVALUATION) {
        // Of a term that was extended since, the old end is not known any more.
        if (clock.state() != v1::CLOCK_STATE_RUNNING && extended_ > 0) continue;
        back = last_valid;
      }
      if (clock.kind() == v1::CLOCK_KIND_CLEANUP_REMINDER) back = proposals_due;
      EXPECT_EQ(Day(clock.due_date()), Recount(clock, back))
          << name << " " << clock.ShortDebugString() << " " << back;
      ++recounted_;
    }
  }

  kv::MemoryStore store_{{.run_bodies_twice = false}};
  Office office_;
  std::mt19937 random_{20160104};
  std::vector<v1::Document> registered_;
  std::vector<std::string> published_, unfiled_, unsent_, filings_, campaigns_;
  std::vector<absl::CivilDay> opened_days_;
  std::string campaign_;
  std::set<std::string> fired_;
  std::string last_refusal_;
  int extended_ = 0;
  int sent_ = 0;
  int recounted_ = 0;
};

TEST_F(TenYears, EachClockFiresOnceInOrderAndEveryDueDateIsRecounted) {
  int down = 0;
  for (int day = 0; day < kDays && !HasFatalFailure(); ++day) {
    office_.set_today(kFirstDay + day);
    // A server that is down hears nobody either.
    if (down == 0 && Pick(200) == 0) down = 1 + Pick(60);
    if (down > 0) {
      --down;
      continue;
    }
    Round();
    LiveOneDay(day);
  }
  office_.set_today(kFirstDay + kDays);
  Round();

  // What ran out was marked once and stays marked; what fired is what ran out.
  const auto reader = store_.Snapshot();
  std::map<v1::DocumentState, int> states;
  size_t ran_out = 0;
  for (const std::string& name : published_) {
    const auto document = Must(office_.Get(name));
    ++states[document.state()];
    ExpectRecounted(name, document.clocks(), document.term().last_valid_date(), "");
    for (const v1::Clock& clock : document.clocks()) {
      if (clock.state() == v1::CLOCK_STATE_RUNNING)
        EXPECT_GE(clock.due_date(), Iso(office_.today())) << clock.ShortDebugString();
      if (clock.overdue()) ++ran_out;
    }
  }
  int late_filings = 0;
  for (const std::string& name : filings_) {
    auto id = tables::CaseId(schema::CaseKind::kFiling, name);
    const auto filing = Must(tables::GetCase<v1::Filing>(*reader, schema::CaseKind::kFiling, *id));
    ExpectRecounted(name, filing.clocks(), "", "");
    if (filing.late()) ++late_filings;
  }
  for (const std::string& name : campaigns_) {
    const auto campaign = Must(tables::GetCampaign(*reader, *tables::CampaignId(name)));
    EXPECT_EQ(campaign.state(), v1::CAMPAIGN_STATE_PUBLISHED);
    ExpectRecounted(name, campaign.clocks(), "", campaign.proposal_due_date());
  }
  EXPECT_GE(campaigns_.size(), 3u);
  for (size_t i = 1; i < opened_days_.size(); ++i)
    EXPECT_GE(opened_days_[i] - opened_days_[i - 1], 730) << "a cleanup came before its time";
  EXPECT_GT(states[v1::DOCUMENT_STATE_LAPSED], 0);
  EXPECT_GT(states[v1::DOCUMENT_STATE_REPEALED], 0);
  EXPECT_GT(states[v1::DOCUMENT_STATE_IN_EFFECT], 0);
  EXPECT_GT(extended_, 0) << last_refusal_;
  EXPECT_GT(late_filings, 0);
  EXPECT_GT(sent_, 0);
  EXPECT_GT(ran_out, 0u);
  EXPECT_GT(recounted_, 500);
}

}  // namespace
}  // namespace santong::testing
