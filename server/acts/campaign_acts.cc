// Creating and closing a cleanup, and the acts on its items.
#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/acts/cleanup_facts.h"
#include "server/acts/cleanup_writer.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/error/refusal.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"

namespace santong::acts {
namespace {

struct LoadedItem {
  v1::Campaign campaign;
  v1::CampaignItem item;
};

// NOT_FOUND also while the inventory is not whole: nobody sees half of it.
absl::StatusOr<LoadedItem> LoadItem(const kv::Reader& reader, const Request& request,
                                    const std::string& name) {
  const absl::Status not_found = error::NotFound(name);
  auto id = tables::CampaignItemId(name);
  if (!id.ok()) return not_found;
  auto campaign =
      LoadCampaign(reader, request, tables::CampaignName(id->campaign), /*check_etag=*/false);
  if (!campaign.ok()) return absl::IsNotFound(campaign.status()) ? not_found : campaign.status();
  if (campaign->state() == v1::CAMPAIGN_STATE_OPENING) return not_found;
  auto item = tables::GetCampaignItem(reader, *id);
  if (absl::IsNotFound(item.status())) return not_found;
  if (!item.ok()) return item.status();
  if (absl::Status stale = error::CheckEtag(name, request.etag, item->etag()); !stale.ok())
    return stale;
  return LoadedItem{*std::move(campaign), *std::move(item)};
}

absl::StatusOr<v1::CampaignItem> ActOnItem(AdminChange& change, settings::SettingsCache& cache,
                                           const std::string& name, cleanup::ItemAct act) {
  auto loaded = LoadItem(change.txn, change.request, name);
  if (!loaded.ok()) return loaded.status();
  auto settings = cache.Read(change.txn);
  if (!settings.ok()) return settings.status();
  v1::Campaign& campaign = loaded->campaign;
  const v1::CampaignItem& before = loaded->item;
  // What is reviewed without saying otherwise is the proposal.
  if (act.action == cleanup::ItemAction::kReview &&
      act.decision.disposition() == v1::DISPOSITION_UNSPECIFIED) {
    act.decision = before.proposal();
  }
  const policy::PolicyView policy =
      (*settings)->policies->On(campaign.jurisdiction(), change.request.today);
  auto document_id = tables::DocumentId(before.document());
  if (!document_id.ok()) return absl::DataLossError(absl::StrCat(name, " names no document"));
  auto document = tables::GetDocument(change.txn, *document_id);
  if (!document.ok()) return document.status();
  std::string mended_organ;
  if (before.organ().empty() && document->issuers_size() > 0)
    mended_organ = (*settings)->ResponsibleOrgan(document->issuers(0).organ());
  auto decision = cleanup::Decide(cleanup::ItemFacts{.campaign = campaign,
                                                     .item = before,
                                                     .act = act,
                                                     .caller = change.request.caller,
                                                     .today = change.request.today,
                                                     .policy = policy,
                                                     .document = &*document,
                                                     .mended_organ = mended_organ});
  if (!decision.ok()) return decision.status();
  v1::CampaignItem item = std::move(decision->change.item);
  item.set_etag(change.etag);
  cleanup::MoveProgress(before, item, &campaign);
  campaign.set_etag(change.etag);
  if (absl::Status status = tables::PutCampaignItem(change.txn, item); !status.ok()) return status;
  if (absl::Status status = tables::PutCampaign(change.txn, campaign); !status.ok()) return status;
  change.then = [settings = *settings, request = change.request,
                 campaign](kv::Transaction& txn) -> absl::Status {
    return RunCampaignActs(txn, settings, request, request.today, campaign).status();
  };
  v1::Event& event = change.event;
  event.set_resource(item.name());
  RecordDecision(*decision, &event);
  event.set_action(cleanup::ActionName(decision->row->action));
  event.set_from_state(cleanup::StateName(before.state()));
  event.set_to_state(cleanup::StateName(item.state()));
  event.set_reason(act.action == cleanup::ItemAction::kReturn ? act.return_reason
                                                              : act.decision.reason());
  return item;
}

// As DueKind asks: 0 for another side process.
absl::StatusOr<uint64_t> CampaignOfEntry(absl::string_view key) {
  auto ref = schema::CaseOf(key);
  if (!ref.ok()) return ref.status();
  return ref->kind == schema::CaseKind::kCampaign ? ref->id : 0;
}

}  // namespace

void CleanupWriter::Create(Request request, const v1::CreateCampaignRequest& asked,
                           Reply<v1::Campaign> reply) {
  RunAdmin<v1::Campaign>(
      store_, std::move(request), Stale::kNothing,
      [this, asked](AdminChange& change) -> absl::StatusOr<v1::Campaign> {
        auto settings = settings_.Read(change.txn);
        if (!settings.ok()) return settings.status();
        const v1::Campaign nothing;
        cleanup::CampaignAct act{.action = cleanup::CampaignAction::kCreate};
        act.proposed = asked.campaign();
        const std::string& jurisdiction = asked.campaign().jurisdiction();
        const policy::PolicyView policy =
            (*settings)->policies->On(jurisdiction, change.request.today);
        auto decision = cleanup::Decide(cleanup::CampaignFacts{
            .campaign = nothing,
            .act = act,
            .caller = change.request.caller,
            .today = change.request.today,
            .policy = policy,
            .jurisdiction_is_known = (*settings)->FindJurisdiction(jurisdiction) != nullptr});
        if (!decision.ok()) return decision.status();
        auto id = tables::RaiseCounter(change.txn, schema::LastCampaignKey());
        if (!id.ok()) return id.status();
        decision->change.campaign.set_name(tables::CampaignName(*id));
        decision->change.campaign.mutable_create_time()->set_seconds(
            absl::ToUnixSeconds(change.request.now));
        return WriteCampaign(change, nothing, *std::move(decision));
      },
      ReadCampaignAgain, std::move(reply));
}

void CleanupWriter::Propose(Request request, const v1::ProposeItemRequest& asked,
                            Reply<v1::CampaignItem> reply) {
  RunAdmin<v1::CampaignItem>(
      store_, std::move(request), Stale::kNothing,
      [this, asked](AdminChange& change) {
        cleanup::ItemAct act{.action = cleanup::ItemAction::kPropose};
        act.decision = asked.proposal();
        return ActOnItem(change, settings_, asked.name(), std::move(act));
      },
      ReadItemAgain, std::move(reply));
}

void CleanupWriter::Review(Request request, const v1::ReviewItemRequest& asked,
                           Reply<v1::CampaignItem> reply) {
  RunAdmin<v1::CampaignItem>(
      store_, std::move(request), Stale::kNothing,
      [this, asked](AdminChange& change) {
        cleanup::ItemAct act{.action = asked.return_reason().empty()
                                           ? cleanup::ItemAction::kReview
                                           : cleanup::ItemAction::kReturn};
        act.decision = asked.decision();
        act.return_reason = asked.return_reason();
        return ActOnItem(change, settings_, asked.name(), std::move(act));
      },
      ReadItemAgain, std::move(reply));
}

void CleanupWriter::Close(Request request, const v1::CloseCampaignRequest& asked,
                          Reply<v1::Campaign> reply) {
  RunAdmin<v1::Campaign>(
      store_, std::move(request), Stale::kNothing,
      [this, asked](AdminChange& change) -> absl::StatusOr<v1::Campaign> {
        auto settings = settings_.Read(change.txn);
        if (!settings.ok()) return settings.status();
        auto before = LoadCampaign(change.txn, change.request, asked.name(), /*check_etag=*/true);
        if (!before.ok()) return before.status();
        const cleanup::CampaignAct act{.action = cleanup::CampaignAction::kClose};
        const policy::PolicyView policy =
            (*settings)->policies->On(before->jurisdiction(), change.request.today);
        cleanup::CampaignFacts facts{.campaign = *before,
                                     .act = act,
                                     .caller = change.request.caller,
                                     .today = change.request.today,
                                     .policy = policy};
        auto counted = CountItems(change.txn, *before);
        if (!counted.ok()) return counted.status();
        facts.counted = *std::move(counted);
        auto decision = cleanup::Decide(facts);
        if (!decision.ok()) return decision.status();
        return WriteCampaign(change, *before, *std::move(decision));
      },
      ReadCampaignAgain, std::move(reply));
}

void CleanupWriter::RunDue(DueAsk ask, Reply<DueStep> reply) {
  const auto reader = store_.Snapshot();
  constexpr DueKind kKind{.id_of = CampaignOfEntry, .name_of = tables::CampaignName};
  auto found = FindDue(*reader, schema::CaseIndexPrefix(schema::CaseIndex::kByDueDay),
                       schema::CaseDueDayPrefix(ask.today + 1), kKind, ask,
                       [&](uint64_t id) -> absl::StatusOr<bool> {
                         auto campaign = tables::GetCampaign(*reader, id);
                         if (!campaign.ok()) return campaign.status();
                         return cleanup::NextSystemAct(*campaign, ask.today).has_value();
                       });
  RunFound(
      store_, settings_, kKind, ask, std::move(found),
      [](kv::Transaction& txn, const std::shared_ptr<const settings::Settings>& settings,
         const Request& request, DueEntry entry) -> absl::StatusOr<int> {
        auto campaign = tables::GetCampaign(txn, entry.id);
        if (!campaign.ok()) return campaign.status();
        const absl::CivilDay as_of = AsOf(entry.day, campaign->clocks(), request.today);
        return RunCampaignActs(txn, settings, request, as_of, *std::move(campaign));
      },
      std::move(reply));
}

}  // namespace santong::acts
