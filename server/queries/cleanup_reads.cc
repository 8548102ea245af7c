#include "server/queries/cleanup_reads.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/cleanup/visibility.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/todo.h"
#include "server/queries/known_place.h"
#include "server/queries/page.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// One page reads no more than this, however few of them are asked for.
constexpr int kItemsReadMax = 10'000;

bool IsAskedFor(const v1::CampaignItem& item, const v1::ListItemsRequest& request) {
  if (!request.organ().empty() && item.organ() != request.organ()) return false;
  return request.states().empty() || std::find(request.states().begin(), request.states().end(),
                                               item.state()) != request.states().end();
}

// Whether anybody may know of the item: not where it was withheld, nor where its document is not
// public, which a cleanup looks through all the same.
absl::StatusOr<bool> IsForEverybody(const kv::Reader& reader, const v1::CampaignItem& item) {
  if (!item.decision().withheld_basis().empty()) return false;
  auto id = tables::DocumentId(item.document());
  if (!id.ok()) return absl::DataLossError(absl::StrCat(item.name(), " names no document"));
  auto part = tables::GetPublicPart(reader, *id);
  if (!part.ok()) return part.status();
  return part->anyone_may_read;
}

v1::Task TaskOf(const v1::Campaign& campaign, const char* todo) {
  v1::Task task;
  task.set_kind(v1::TASK_KIND_CLEANUP);
  task.set_resource(campaign.name());
  task.set_title(campaign.title());
  task.set_todo_zh(todo);
  return task;
}

// The clock of the kind that runs or ran out, with the words for it; a task without a day where the
// policy sets none.
v1::Task ClockTaskOf(const v1::Campaign& campaign, v1::ClockKind kind, const std::string& today) {
  v1::Task task = TaskOf(campaign, workflow::TodoOf(kind));
  for (const v1::Clock& clock : campaign.clocks()) {
    const bool open =
        clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED;
    if (clock.kind() != kind || !open) continue;
    *task.mutable_clock() = clock;
    task.set_overdue(clock.overdue() || clock.due_date() < today);
  }
  return task;
}

void AddOpenTasks(const v1::Campaign& campaign, const access::Caller& caller,
                  const std::string& today, std::vector<v1::Task>* tasks) {
  for (const v1::OrganProgress& organ : campaign.progress()) {
    const int64_t unanswered = organ.pending() + organ.returned();
    const bool own = caller.AnswersFor(organ.organ());
    const bool sees = own || caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_AUDITOR);
    if (unanswered == 0 || !sees) continue;
    v1::Task task = ClockTaskOf(campaign, v1::CLOCK_KIND_CLEANUP_PROPOSAL, today);
    task.set_organ(organ.organ());
    task.add_details(absl::StrCat(unanswered, "/", organ.items()));
    tasks->push_back(std::move(task));
  }
  if (!caller.Has(v1::ROLE_REVIEWER)) return;
  const cleanup::Totals totals = cleanup::TotalsOf(campaign.progress());
  if (totals.proposed > 0) {
    tasks->push_back(ClockTaskOf(campaign, v1::CLOCK_KIND_CLEANUP_REVIEW, today));
    tasks->back().add_details(absl::StrCat(totals.proposed));
  } else if (totals.pending + totals.returned == 0 || campaign.proposal_due_date() < today) {
    tasks->push_back(TaskOf(campaign, "结束清理"));
  }
}

// From `last_day`, on which the result of the last regular cleanup was published, or while there is
// none yet its cutoff day; empty where there was no cleanup: from the day the regime began.
void AddDueTask(const settings::Settings& settings, const access::Caller& caller,
                const std::string& last_day, absl::CivilDay today, std::vector<v1::Task>* tasks) {
  const policy::PolicyView policy = settings.policies->On(caller.jurisdiction, today);
  auto start = text::ParseIsoDay(last_day.empty() ? std::string(policy.Text(policy::kRegimeStart))
                                                  : last_day);
  workflow::Clocks clocks;
  if (!start.ok() ||
      !workflow::StartClock(clocks, v1::CLOCK_KIND_UNSPECIFIED, policy::kCleanupIntervalMonths,
                            *start, policy, policy::LocalCalendar(settings.calendar, policy))) {
    return;
  }
  v1::Clock& clock = clocks[0];
  const std::string iso = text::FormatIsoDay(today);
  // A duty of an organ is remembered on the day before the roll (domain.md 3.16).
  if (clock.due_date_before_roll() > iso) return;
  v1::Campaign campaign;
  campaign.set_title("定期清理");
  v1::Task task = TaskOf(campaign, "定期清理到期：部署并启动清理");
  task.set_resource(caller.jurisdiction);
  task.set_overdue(clock.due_date() < iso);
  *task.mutable_clock() = std::move(clock);
  tasks->push_back(std::move(task));
}

}  // namespace

absl::StatusOr<v1::Campaign> GetCampaign(const kv::Reader& reader,
                                         settings::SettingsCache& settings,
                                         const access::Caller& caller,
                                         const v1::GetCampaignRequest& request) {
  const absl::Status not_found = error::NotFound(request.name());
  auto id = tables::CampaignId(request.name());
  if (!id.ok()) return not_found;
  auto campaign = tables::GetCampaign(reader, *id);
  if (absl::IsNotFound(campaign.status())) return not_found;
  if (!campaign.ok()) return campaign.status();
  if (!cleanup::MaySee(caller, *campaign)) return not_found;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  absl::Status shown = settings::DropConfirmedMarks(reader, **now, &*campaign);
  if (!shown.ok()) return shown;
  return campaign;
}

absl::StatusOr<v1::ListCampaignsResponse> ListCampaigns(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        const v1::ListCampaignsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (absl::Status place = CheckPlace(**now, request.jurisdiction()); !place.ok()) return place;
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  const std::string prefix = schema::TablePrefix('K');
  v1::ListCampaignsResponse response;
  PageEnd page(PageSize(request.page_size()), kItemsReadMax);
  absl::Status damage;
  absl::Status scanned = reader.ScanBackward(
      prefix, after->empty() ? schema::PrefixEnd(prefix) : *after,
      [&](absl::string_view key, absl::string_view value) {
        if (!page.Begins(key)) return false;
        v1::Campaign campaign;
        damage = tables::Decode(value, &campaign);
        if (!damage.ok()) return false;
        const bool asked_for =
            request.jurisdiction().empty() || campaign.jurisdiction() == request.jurisdiction();
        if (asked_for && cleanup::MaySee(caller, campaign)) {
          damage = settings::DropConfirmedMarks(reader, **now, &campaign);
          *response.add_campaigns() = std::move(campaign);
        }
        return damage.ok() && page.GoesOn(response.mutable_campaigns());
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  response.set_next_page_token(page.Token());
  return response;
}

absl::StatusOr<v1::ListItemsResponse> ListItems(const kv::Reader& reader,
                                                settings::SettingsCache& settings,
                                                const access::Caller& caller,
                                                const v1::ListItemsRequest& request) {
  v1::GetCampaignRequest get;
  get.set_name(request.parent());
  auto campaign = GetCampaign(reader, settings, caller, get);
  if (!campaign.ok()) return campaign.status();
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  v1::ListItemsResponse response;
  if (campaign->state() == v1::CAMPAIGN_STATE_OPENING ||
      campaign->state() == v1::CAMPAIGN_STATE_PLANNED) {
    return response;
  }
  const bool sees_all = cleanup::SeesInternal(caller, *campaign);
  auto id = tables::CampaignId(request.parent());
  const std::string prefix = schema::CampaignItemPrefix(*id);
  PageEnd page(PageSize(request.page_size()), kItemsReadMax);
  absl::Status damage;
  absl::Status status = tables::ScanMessages<v1::CampaignItem>(
      reader, after->empty() ? prefix : *after + '\0', schema::PrefixEnd(prefix),
      [&](absl::string_view key, const v1::CampaignItem& item) {
        if (!page.Begins(key)) return false;
        if (!IsAskedFor(item, request)) return true;
        if (sees_all) {
          *response.add_items() = item;
        } else {
          auto shown = IsForEverybody(reader, item);
          damage = shown.status();
          if (shown.ok() && *shown) *response.add_items() = cleanup::PublicView(item);
        }
        return damage.ok() && page.GoesOn(response.mutable_items());
      });
  if (!damage.ok()) return damage;
  if (!status.ok()) return status;
  response.set_next_page_token(page.Token());
  return response;
}

absl::Status AddCleanupTasks(const kv::Reader& reader, const settings::Settings& settings,
                             const access::Caller& caller, absl::CivilDay today,
                             std::vector<v1::Task>* tasks) {
  const std::string iso = text::FormatIsoDay(today);
  std::string last_day;
  const auto add = [&](const v1::Campaign& campaign) {
    if (!cleanup::SeesInternal(caller, campaign)) return;
    // One that is planned is still to be begun.
    if (campaign.jurisdiction() == caller.jurisdiction &&
        campaign.campaign_kind() == v1::CAMPAIGN_KIND_REGULAR &&
        campaign.state() != v1::CAMPAIGN_STATE_PLANNED) {
      last_day = std::max(last_day, campaign.published_date().empty() ? campaign.cutoff_date()
                                                                      : campaign.published_date());
    }
    if (campaign.state() == v1::CAMPAIGN_STATE_OPEN) AddOpenTasks(campaign, caller, iso, tasks);
    if (campaign.state() == v1::CAMPAIGN_STATE_CLOSED && caller.Has(v1::ROLE_PUBLISHER))
      tasks->push_back(TaskOf(campaign, "公布清理结果"));
  };
  std::vector<std::string> jurisdictions = {caller.jurisdiction};
  if (caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN)) {
    jurisdictions.clear();
    for (const auto& [name, jurisdiction] : settings.jurisdictions) jurisdictions.push_back(name);
  }
  for (const std::string& jurisdiction : jurisdictions) {
    for (int state = v1::CAMPAIGN_STATE_PLANNED; state <= v1::CAMPAIGN_STATE_PUBLISHED; ++state) {
      const std::string prefix = schema::CaseIndexKindPrefix(
          schema::CaseStatePrefix(jurisdiction, state), schema::CaseKind::kCampaign);
      absl::Status damage;
      absl::Status scanned = reader.Scan(
          prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
            auto ref = schema::CaseOf(key);
            auto campaign = ref.ok() ? tables::GetCampaign(reader, ref->id)
                                     : absl::StatusOr<v1::Campaign>(ref.status());
            damage = campaign.status();
            if (damage.ok()) damage = settings::DropConfirmedMarks(reader, settings, &*campaign);
            if (damage.ok()) add(*campaign);
            return damage.ok();
          });
      if (!damage.ok()) return damage;
      if (!scanned.ok()) return scanned;
    }
  }
  if (caller.Has(v1::ROLE_REVIEWER)) AddDueTask(settings, caller, last_day, today, tasks);
  return absl::OkStatus();
}

}  // namespace santong::queries
