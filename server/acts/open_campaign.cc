// Opening a cleanup. The inventory is read from a snapshot on the caller's thread; the cleanup
// becomes OPENING; the items are written in transactions of a bounded size, so that other writers
// wait for none of it; one small transaction makes it OPEN. A stop in between leaves an OPENING
// cleanup, which ResumeUnfinished takes up at the next start; so does a write that fails, after
// which RunUnfinished takes it up in the scheduler's next round.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "server/acts/act_record.h"
#include "server/acts/cleanup_facts.h"
#include "server/acts/cleanup_writer.h"
#include "server/domain/cleanup/result.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/local_calendar.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

// Some milliseconds of the writer's time.
constexpr size_t kItemsPerTransaction = 1000;

struct Opening {
  kv::Store& store;
  settings::SettingsCache& settings;
  Request request;
  std::string name;
  std::vector<v1::CampaignItem> items;
  cleanup::CampaignAct act{.action = cleanup::CampaignAction::kOpen};
  Reply<v1::Campaign> reply;
  size_t written = 0;
  InventoriesAtWork::Hold at_work = nullptr;
  bool is_begun = false;  // by this call, and not by the same one that came before it
};
using Shared = std::shared_ptr<Opening>;

// The item as the table lists it.
absl::StatusOr<v1::CampaignItem> ItemOf(const settings::Settings& settings, const Opening& opening,
                                        const v1::Campaign& campaign, tables::ItemId id,
                                        const v1::Document& document) {
  v1::CampaignItem item;
  item.set_name(tables::CampaignItemName(id));
  item.set_document(document.name());
  item.set_title(document.title());
  item.set_document_number(document.document_number());
  item.set_registration_number(document.registration_number());
  item.set_written_date(document.written_date());
  for (const v1::Issuer& issuer : document.issuers()) item.add_issuer_names(issuer.display_name());
  if (document.issuers_size() > 0)
    item.set_organ(settings.ResponsibleOrgan(document.issuers(0).organ()));
  item.set_etag("\"0\"");
  static const access::Caller& system = *new access::Caller(access::SystemCaller());
  const cleanup::ItemAct act{.action = cleanup::ItemAction::kList};
  const policy::PolicyView policy;
  auto decision = cleanup::Decide(cleanup::ItemFacts{.campaign = campaign,
                                                     .item = item,
                                                     .act = act,
                                                     .caller = system,
                                                     .today = opening.request.today,
                                                     .policy = policy});
  if (!decision.ok()) return decision.status();
  return std::move(decision->change.item);
}

// The documents in scope, in the order of their states and identifiers.
absl::Status TakeInventory(const kv::Reader& reader, const settings::Settings& settings,
                           const v1::Campaign& campaign, Opening* opening) {
  auto campaign_id = tables::CampaignId(campaign.name());
  if (!campaign_id.ok()) return campaign_id.status();
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  opening->act.inventory_sequence = static_cast<int64_t>(*last);
  cleanup::ProgressCounter counter;
  absl::Status damage;
  const auto take = [&](absl::string_view key, absl::string_view) {
    auto id = schema::IndexedDocument(key);
    auto part = id.ok() ? tables::GetPublicPart(reader, *id)
                        : absl::StatusOr<tables::PublicPart>(id.status());
    v1::Document document;
    damage = part.ok() ? tables::Decode(part->document, &document) : part.status();
    if (!damage.ok() || !cleanup::IsInScope(document, campaign)) return damage.ok();
    auto item = ItemOf(settings, *opening, campaign, {*campaign_id, *id}, document);
    damage = item.status();
    if (!damage.ok()) return false;
    counter.Add(*item);
    opening->items.push_back(*std::move(item));
    return true;
  };
  for (v1::DocumentState state : cleanup::kStatesOpenToResult) {
    const std::string prefix = schema::StateIndexPrefix(campaign.jurisdiction(), state);
    absl::Status scanned = reader.Scan(prefix, schema::PrefixEnd(prefix), take);
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
  }
  opening->act.inventory = static_cast<int64_t>(opening->items.size());
  opening->act.progress = counter.Take();
  for (v1::OrganProgress& organ : opening->act.progress) {
    if (const v1::Organ* found = settings.FindOrgan(organ.organ()))
      organ.set_display_name(found->display_name());
  }
  return absl::OkStatus();
}

// One act on the campaign of `opening`.
absl::StatusOr<v1::Campaign> ActOnCampaign(AdminChange& change, settings::SettingsCache& cache,
                                           const std::string& name, const cleanup::CampaignAct& act,
                                           const access::Caller& caller) {
  auto settings = cache.Read(change.txn);
  if (!settings.ok()) return settings.status();
  auto before =
      LoadCampaign(change.txn, change.request, name, act.action == cleanup::CampaignAction::kOpen);
  if (!before.ok()) return before.status();
  auto other = OtherRegular(change.txn, *before);
  if (!other.ok()) return other.status();
  const policy::PolicyView policy =
      (*settings)->policies->On(before->jurisdiction(), change.request.today);
  auto decision = cleanup::Decide(
      cleanup::CampaignFacts{.campaign = *before,
                             .act = act,
                             .caller = caller,
                             .today = change.request.today,
                             .policy = policy,
                             .calendar = policy::LocalCalendar((*settings)->calendar, policy),
                             .other_regular = *other});
  if (!decision.ok()) return decision.status();
  return WriteCampaign(change, *before, *std::move(decision));
}

void Finish(const Shared& opening) {
  Reply<v1::Campaign> reply = std::move(opening->reply);
  Request request = opening->request;
  request.etag.clear();        // it was the one before the inventory
  request.request_id.clear();  // the reply is kept by the first transaction
  RunAdmin<v1::Campaign>(
      opening->store, std::move(request), Stale::kNothing,
      [opening](AdminChange& change) {
        cleanup::CampaignAct act{.action = cleanup::CampaignAction::kFinishOpening};
        act.items_written = static_cast<int64_t>(opening->written);
        return ActOnCampaign(change, opening->settings, opening->name, act, access::SystemCaller());
      },
      ReadCampaignAgain, std::move(reply));
}

// Writes the next items and asks for those after them when these are durable.
void WriteItems(const Shared& opening) {
  if (opening->written == opening->items.size()) return Finish(opening);
  const size_t end = std::min(opening->written + kItemsPerTransaction, opening->items.size());
  opening->store.Transact(
      [opening, end](kv::Transaction& txn) -> absl::Status {
        for (size_t i = opening->written; i < end; ++i) {
          absl::Status status = tables::PutCampaignItem(txn, opening->items[i]);
          if (!status.ok()) return status;
        }
        return absl::OkStatus();
      },
      [opening, end](absl::Status status) {
        if (!status.ok()) return std::move(opening->reply)(std::move(status));
        opening->written = end;
        WriteItems(opening);
      });
}

absl::Status DeleteItems(kv::Store& store, uint64_t id) {
  while (true) {
    bool more = false;
    absl::Status status = kv::TransactAndWait(store, [&](kv::Transaction& txn) -> absl::Status {
      std::vector<std::string> keys;
      more = false;
      const std::string prefix = schema::CampaignItemPrefix(id);
      absl::Status scanned = txn.Scan(prefix, schema::PrefixEnd(prefix),
                                      [&](absl::string_view key, absl::string_view) {
                                        more = keys.size() == kItemsPerTransaction;
                                        if (!more) keys.emplace_back(key);
                                        return !more;
                                      });
      for (const std::string& key : keys) txn.Delete(key);
      return scanned;
    });
    if (!status.ok() || !more) return status;
  }
}

}  // namespace

void CleanupWriter::Open(Request request, const v1::OpenCampaignRequest& asked,
                         Reply<v1::Campaign> reply) {
  auto opening = std::make_shared<Opening>(
      Opening{.store = store_, .settings = settings_, .request = request, .name = asked.name()});
  opening->reply = std::move(reply);
  {
    auto snapshot = store_.Snapshot();
    auto settings = settings_.Read(*snapshot);
    absl::Status status = settings.status();
    if (status.ok()) {
      auto campaign = LoadCampaign(*snapshot, request, asked.name(), /*check_etag=*/false);
      status = campaign.status();
      auto answered = AnsweredBefore(*snapshot, request);
      if (status.ok()) status = answered.status();
      if (status.ok() && answered->has_value())
        return std::move(opening->reply)(ReadCampaignAgain(*snapshot, **answered));
      // A cleanup that cannot be opened needs no inventory; the refusal comes from the rules.
      if (status.ok() && campaign->state() == v1::CAMPAIGN_STATE_PLANNED) {
        opening->at_work = at_work_.Join(campaign->name());
        status = TakeInventory(*snapshot, **settings, *campaign, opening.get());
      }
    }
    if (!status.ok()) return std::move(opening->reply)(std::move(status));
  }
  Request begin = std::move(request);
  const bool rehearsal = begin.validate_only;
  RunAdmin<v1::Campaign>(
      store_, std::move(begin), Stale::kNothing,
      [opening](AdminChange& change) {
        opening->is_begun = true;
        return ActOnCampaign(change, opening->settings, opening->name, opening->act,
                             change.request.caller);
      },
      // The same call came while this one took its inventory. What that one writes, or has opened
      // already, is not written over: organs may have answered.
      [opening](const kv::Reader& reader, const std::string& name) {
        opening->is_begun = false;
        return ReadCampaignAgain(reader, name);
      },
      [opening, rehearsal](absl::StatusOr<v1::Campaign> campaign) {
        if (!campaign.ok() || rehearsal || !opening->is_begun)
          return std::move(opening->reply)(std::move(campaign));
        WriteItems(opening);
      });
}

absl::Status CleanupWriter::ResumeUnfinished(absl::Time now, absl::CivilDay today) {
  auto unfinished = Unfinished();
  if (!unfinished.ok()) return unfinished.status();
  for (const std::string& name : *unfinished) {
    if (auto resumed = Resume(name, now, today); !resumed.ok()) return resumed.status();
  }
  return absl::OkStatus();
}

void CleanupWriter::RunUnfinished(DueAsk ask, Reply<DueStep> reply) {
  auto unfinished = Unfinished();
  if (!unfinished.ok()) return std::move(reply)(unfinished.status());
  DueStep step;
  if (ask.limit == 0) {
    if (!unfinished->empty()) step.next_day = ask.today;
    return std::move(reply)(std::move(step));
  }
  for (const std::string& name : *unfinished) {
    auto resumed = Resume(name, ask.now, ask.today);
    if (!resumed.ok()) {
      step.set_aside.push_back(
          {tables::CampaignId(name).value_or(0), name, std::move(resumed).status()});
    } else if (*resumed) {
      ++step.acts;
    }
  }
  std::move(reply)(std::move(step));
}

absl::StatusOr<std::vector<std::string>> CleanupWriter::Unfinished() const {
  std::vector<std::string> names;
  absl::Status scanned = tables::ScanCampaigns(*store_.Snapshot(), [&](const v1::Campaign& one) {
    if (one.state() == v1::CAMPAIGN_STATE_OPENING) names.push_back(one.name());
    return true;
  });
  if (!scanned.ok()) return scanned;
  return names;
}

absl::StatusOr<bool> CleanupWriter::Resume(const std::string& name, absl::Time now,
                                           absl::CivilDay today) {
  auto id = tables::CampaignId(name);
  if (!id.ok()) return id.status();
  auto opening = std::make_shared<Opening>(Opening{
      .store = store_,
      .settings = settings_,
      .request = {.caller = access::SystemCaller(), .now = now, .today = today, .method = "system"},
      .name = name});
  opening->at_work = at_work_.Begin(name);
  if (opening->at_work == nullptr) return false;
  // Read again now that nobody else works on it: it may have been finished in between.
  auto campaign = tables::GetCampaign(*store_.Snapshot(), *id);
  if (!campaign.ok()) return campaign.status();
  if (campaign->state() != v1::CAMPAIGN_STATE_OPENING) return false;
  if (absl::Status status = DeleteItems(store_, *id); !status.ok()) return status;
  {
    auto snapshot = store_.Snapshot();
    auto settings = settings_.Read(*snapshot);
    if (!settings.ok()) return settings.status();
    absl::Status taken = TakeInventory(*snapshot, **settings, *campaign, opening.get());
    if (!taken.ok()) return taken;
  }
  const bool empty = opening->items.empty();
  opening->act.action =
      empty ? cleanup::CampaignAction::kDiscardOpening : cleanup::CampaignAction::kResumeOpening;
  absl::Notification done;
  absl::Status status;
  opening->reply = [&](absl::StatusOr<v1::Campaign> opened) {
    status = opened.status();
    done.Notify();
  };
  RunAdmin<v1::Campaign>(
      store_, opening->request, Stale::kNothing,
      [opening](AdminChange& change) {
        return ActOnCampaign(change, opening->settings, opening->name, opening->act,
                             access::SystemCaller());
      },
      ReadCampaignAgain,
      [opening, empty](absl::StatusOr<v1::Campaign> begun) {
        if (!begun.ok() || empty) return std::move(opening->reply)(std::move(begun));
        WriteItems(opening);
      });
  done.WaitForNotification();
  if (!status.ok()) return status;
  return true;
}

}  // namespace santong::acts
