#include "server/acts/cleanup_facts.h"

#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/acts/append_event.h"
#include "server/acts/case_index.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/cleanup/visibility.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/local_calendar.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::acts {
namespace {

// A cleanup cannot need more acts by itself on one day than it has clocks.
constexpr int kSystemActsMax = 16;

// Writes the campaign as decided, with its entries, and fills `event`.
absl::StatusOr<v1::Campaign> Write(kv::Transaction& txn, const v1::Campaign& before,
                                   cleanup::CampaignDecision decision, const std::string& etag,
                                   v1::Event* event) {
  v1::Campaign campaign = std::move(decision.change.campaign);
  AddMissing(decision.unconfirmed_leaves, campaign.mutable_unconfirmed_leaves());
  campaign.set_etag(etag);
  auto id = tables::CampaignId(campaign.name());
  if (!id.ok()) return absl::InternalError("a cleanup without a name was to be written");
  if (absl::Status status = tables::PutCampaign(txn, campaign); !status.ok()) return status;
  std::vector<std::string> old_entries;
  if (!before.name().empty()) old_entries = CaseEntries(ViewOf(*id, before));
  tables::ReplaceEntries(txn, old_entries, CaseEntries(ViewOf(*id, campaign)));
  event->set_resource(campaign.name());
  RecordDecision(decision, event);
  event->set_action(cleanup::ActionName(decision.row->action));
  if (before.state() != v1::CAMPAIGN_STATE_UNSPECIFIED)
    event->set_from_state(cleanup::StateName(before.state()));
  event->set_to_state(cleanup::StateName(campaign.state()));
  return campaign;
}

}  // namespace

absl::StatusOr<v1::Campaign> LoadCampaign(const kv::Reader& reader, const Request& request,
                                          const std::string& name, bool check_etag) {
  const absl::Status not_found = error::NotFound(name);
  auto id = tables::CampaignId(name);
  if (!id.ok()) return not_found;
  auto campaign = tables::GetCampaign(reader, *id);
  if (absl::IsNotFound(campaign.status())) return not_found;
  if (!campaign.ok()) return campaign.status();
  if (!cleanup::MaySee(request.caller, *campaign)) return not_found;
  if (check_etag) {
    if (absl::Status stale = error::CheckEtag(name, request.etag, campaign->etag()); !stale.ok())
      return stale;
  }
  return campaign;
}

absl::StatusOr<std::string> OtherRegular(const kv::Reader& reader, const v1::Campaign& campaign) {
  std::string other;
  absl::Status scanned = tables::ScanCampaigns(reader, [&](const v1::Campaign& one) {
    const bool under_way = one.state() == v1::CAMPAIGN_STATE_OPENING ||
                           one.state() == v1::CAMPAIGN_STATE_OPEN ||
                           one.state() == v1::CAMPAIGN_STATE_CLOSED;
    if (under_way && one.name() != campaign.name() &&
        one.jurisdiction() == campaign.jurisdiction() &&
        one.campaign_kind() == v1::CAMPAIGN_KIND_REGULAR) {
      other = one.name();
    }
    return other.empty();
  });
  if (!scanned.ok()) return scanned;
  return other;
}

absl::StatusOr<std::vector<v1::OrganProgress>> CountItems(const kv::Reader& reader,
                                                          const v1::Campaign& campaign) {
  auto id = tables::CampaignId(campaign.name());
  if (!id.ok()) return id.status();
  cleanup::ProgressCounter counter;
  absl::Status scanned = tables::ScanCampaignItems(reader, *id, [&](const v1::CampaignItem& item) {
    counter.Add(item);
    return true;
  });
  if (!scanned.ok()) return scanned;
  return counter.Take();
}

absl::StatusOr<v1::Campaign> WriteCampaign(AdminChange& change, const v1::Campaign& before,
                                           cleanup::CampaignDecision decision) {
  return Write(change.txn, before, std::move(decision), change.etag, &change.event);
}

absl::StatusOr<int> RunCampaignActs(kv::Transaction& txn,
                                    const std::shared_ptr<const settings::Settings>& settings,
                                    const Request& cause, absl::CivilDay as_of,
                                    v1::Campaign campaign) {
  Request request = cause;
  request.caller = access::SystemCaller();
  request.request_id.clear();
  int done = 0;
  while (auto next = cleanup::NextSystemAct(campaign, as_of)) {
    if (++done > kSystemActsMax) {
      return absl::InternalError(absl::StrCat(campaign.name(), " never comes to rest on that day"));
    }
    cleanup::CampaignAct act{.action = next->action};
    act.clock = next->clock;
    const policy::PolicyView policy =
        settings->policies->On(campaign.jurisdiction(), request.today);
    auto decision = cleanup::Decide(
        cleanup::CampaignFacts{.campaign = campaign,
                               .act = act,
                               .caller = request.caller,
                               .today = request.today,
                               .policy = policy,
                               .calendar = policy::LocalCalendar(settings->calendar, policy)});
    if (!decision.ok()) {
      return absl::InternalError(absl::StrCat(campaign.name(), " cannot ",
                                              cleanup::ActionName(next->action), ": ",
                                              decision.status().message()));
    }
    auto last = tables::LastEvent(txn);
    if (!last.ok()) return last.status();
    v1::Event event = EventOf(request, "");
    auto written =
        Write(txn, campaign, *std::move(decision), absl::StrCat("\"", *last + 1, "\""), &event);
    if (!written.ok()) return written.status();
    if (auto sequence = AppendEvent(txn, event); !sequence.ok()) return sequence.status();
    campaign = *std::move(written);
  }
  return done;
}

absl::StatusOr<v1::Campaign> ReadCampaignAgain(const kv::Reader& reader, const std::string& name) {
  auto id = tables::CampaignId(name);
  if (!id.ok()) return absl::DataLossError("a stored reply names no cleanup");
  return tables::GetCampaign(reader, *id);
}

absl::StatusOr<v1::CampaignItem> ReadItemAgain(const kv::Reader& reader, const std::string& name) {
  auto id = tables::CampaignItemId(name);
  if (!id.ok()) return absl::DataLossError("a stored reply names no item");
  return tables::GetCampaignItem(reader, *id);
}

}  // namespace santong::acts
