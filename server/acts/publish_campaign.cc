// Publishing the result of a cleanup: the cleanup, every document and every event in one
// transaction. Whoever reads before it sees nothing of the result, whoever reads after it all of
// it; a crash leaves one of the two. The items are read and counted before it, on the caller's
// thread: an act on one of them changes the etag of the cleanup, which says that they still stand.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "server/acts/apply_document.h"
#include "server/acts/cleanup_facts.h"
#include "server/acts/cleanup_writer.h"
#include "server/acts/load_document.h"
#include "server/domain/cleanup/result.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/document/decide.h"
#include "server/domain/visibility/visibility.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::acts {
namespace {

struct Notice {
  std::optional<v1::Document> document;
  std::string text;
};

// Absent when there is none, or none that the caller may see: a clause that a draft's text does not
// contain would tell what is in it. The rules say what is missing.
absl::StatusOr<Notice> LoadNotice(const kv::Reader& reader, const settings::Settings& settings,
                                  const access::Caller& caller, const std::string& name) {
  Notice notice;
  auto id = tables::DocumentId(name);
  if (!id.ok()) return notice;
  auto document = tables::GetDocument(reader, *id);
  if (absl::IsNotFound(document.status())) return notice;
  if (!document.ok()) return document.status();
  if (!visibility::MaySee(caller, *document, settings.ParentOf(document->jurisdiction())))
    return notice;
  if (document->versions_size() > 0) {
    auto version =
        tables::GetVersion(reader, *id, document->versions(document->versions_size() - 1).number());
    if (!version.ok()) return version.status();
    notice.text = version->text();
  }
  notice.document = *std::move(document);
  return notice;
}

// The items of a cleanup as they were at its etag.
struct Items {
  std::string etag;
  std::vector<v1::CampaignItem> all;
  std::vector<v1::OrganProgress> counted;
};

absl::StatusOr<std::shared_ptr<const Items>> ReadItems(const kv::Reader& reader,
                                                       const v1::Campaign& campaign) {
  auto id = tables::CampaignId(campaign.name());
  if (!id.ok()) return id.status();
  auto items = std::make_shared<Items>();
  items->etag = campaign.etag();
  items->all.reserve(static_cast<size_t>(campaign.item_count()));
  cleanup::ProgressCounter counter;
  absl::Status scanned = tables::ScanCampaignItems(reader, *id, [&](const v1::CampaignItem& item) {
    counter.Add(item);
    items->all.push_back(item);
    return true;
  });
  if (!scanned.ok()) return scanned;
  items->counted = counter.Take();
  return items;
}

// Those of a cleanup that can be published, ahead of its transaction; none where it cannot, which
// the transaction refuses with the reason.
std::shared_ptr<const Items> ReadAhead(const kv::Store& store, const std::string& name) {
  const auto snapshot = store.Snapshot();
  auto id = tables::CampaignId(name);
  if (!id.ok()) return nullptr;
  auto campaign = tables::GetCampaign(*snapshot, *id);
  if (!campaign.ok() || campaign->state() != v1::CAMPAIGN_STATE_CLOSED) return nullptr;
  auto items = ReadItems(*snapshot, *campaign);
  return items.ok() ? *std::move(items) : nullptr;
}

// What an item does to its document.
struct Effect {
  const v1::CampaignItem* item;
  uint64_t document;
  document::Act act;
};

absl::StatusOr<std::vector<Effect>> EffectsOf(const v1::Campaign& campaign,
                                              absl::Span<const v1::CampaignItem> items,
                                              absl::CivilDay today) {
  std::vector<Effect> effects;
  effects.reserve(items.size());
  for (const v1::CampaignItem& item : items) {
    // The notice is no document of its own result.
    if (item.document() == campaign.notice()) continue;
    auto act = cleanup::ActOf(campaign, item, today);
    if (!act.has_value()) continue;
    auto id = tables::DocumentId(item.document());
    if (!id.ok()) return absl::DataLossError(absl::StrCat(item.name(), " names no document"));
    effects.push_back({&item, *id, *std::move(act)});
  }
  return effects;
}

absl::StatusOr<std::vector<v1::Document>> DocumentsOf(const kv::Reader& reader,
                                                      const std::vector<Effect>& effects) {
  std::vector<uint64_t> ids;
  ids.reserve(effects.size());
  for (const Effect& effect : effects) ids.push_back(effect.document);
  return tables::GetDocuments(reader, ids);
}

// Whether the document was amended after the last act on its item, whose event is the item's etag.
absl::StatusOr<bool> WasAmendedSince(const kv::Reader& reader, const v1::CampaignItem& item) {
  uint64_t decided = 0;
  if (!absl::SimpleAtoi(absl::StripSuffix(absl::StripPrefix(item.etag(), "\""), "\""), &decided))
    return absl::DataLossError(absl::StrCat(item.name(), " has no etag"));
  bool amended = false;
  absl::Status damage;
  absl::Status scanned = reader.Scan(
      schema::HistoryKey(item.document(), decided + 1),
      schema::PrefixEnd(schema::HistoryPrefix(item.document())),
      [&](absl::string_view key, absl::string_view) {
        auto sequence = schema::DecodeUint64(key.substr(key.size() - sizeof(uint64_t)));
        auto event = sequence.ok() ? tables::GetEvent(reader, *sequence)
                                   : absl::StatusOr<v1::Event>(sequence.status());
        damage = event.status();
        amended = event.ok() && event->action() == document::ActionName(document::Action::kAmend);
        return damage.ok() && !amended;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return amended;
}

// The amendment that was decided on and made before the result came out is not asked for again, nor
// does anything follow from its day.
absl::Status DropWhatWasDone(const kv::Reader& reader, Effect* effect) {
  if (effect->act.cleanup.disposition() != v1::DISPOSITION_AMEND) return absl::OkStatus();
  auto amended = WasAmendedSince(reader, *effect->item);
  if (!amended.ok() || !*amended) return amended.status();
  effect->act.action = document::Action::kCleanUpKeep;
  effect->act.date.reset();
  effect->act.cleanup.clear_on_miss();
  return absl::OkStatus();
}

absl::Status Apply(AdminChange& change, const Request& request,
                   const std::shared_ptr<const settings::Settings>& settings, Effect effect,
                   v1::Document document) {
  auto loaded = LoadedDocument::ForSystem(settings, request, effect.document, std::move(document),
                                          std::move(effect.act));
  auto decision = document::Decide(loaded->facts());
  if (!decision.ok()) {
    return absl::InternalError(
        absl::StrCat(effect.item->name(), " cannot be carried out: ", decision.status().message()));
  }
  return ApplyDecision(change.txn, *loaded, request, *std::move(decision), {}).status();
}

constexpr size_t kReadAtOnce = 256;

// Carries the result out on the documents, by document. Counts in `campaign` what followed besides
// the decisions.
absl::Status ApplyResult(AdminChange& change,
                         const std::shared_ptr<const settings::Settings>& settings,
                         absl::Span<const v1::CampaignItem> items, v1::Campaign* campaign) {
  Request request = change.request;
  request.caller = access::SystemCaller();
  request.request_id.clear();
  request.etag.clear();
  for (; !items.empty(); items.remove_prefix(std::min(items.size(), kReadAtOnce))) {
    auto effects = EffectsOf(*campaign, items.subspan(0, kReadAtOnce), request.today);
    if (!effects.ok()) return effects.status();
    // An effect writes its own document alone, so what was read ahead still stands.
    auto documents = DocumentsOf(change.txn, *effects);
    if (!documents.ok()) return documents.status();
    for (size_t i = 0; i < effects->size(); ++i) {
      Effect& effect = (*effects)[i];
      v1::Document& document = (*documents)[i];
      if (!cleanup::IsOpenToResult(document)) {
        campaign->set_ended_before_count(campaign->ended_before_count() + 1);
        continue;
      }
      if (effect.item->state() != v1::CLEANUP_ITEM_STATE_REVIEWED)
        campaign->set_closed_list_count(campaign->closed_list_count() + 1);
      if (request.validate_only) continue;
      if (absl::Status status = DropWhatWasDone(change.txn, &effect); !status.ok()) return status;
      absl::Status applied =
          Apply(change, request, settings, std::move(effect), std::move(document));
      if (!applied.ok()) return applied;
    }
  }
  return absl::OkStatus();
}

}  // namespace

void CleanupWriter::Publish(Request request, const v1::PublishCampaignRequest& asked,
                            Reply<v1::Campaign> reply) {
  const std::shared_ptr<const Items> ahead = ReadAhead(store_, asked.name());
  RunAdmin<v1::Campaign>(
      store_, std::move(request), Stale::kNothing,
      [this, asked, ahead](AdminChange& change) -> absl::StatusOr<v1::Campaign> {
        auto settings = settings_.Read(change.txn);
        if (!settings.ok()) return settings.status();
        auto before = LoadCampaign(change.txn, change.request, asked.name(), /*check_etag=*/true);
        if (!before.ok()) return before.status();
        auto notice = LoadNotice(change.txn, **settings, change.request.caller, asked.notice());
        if (!notice.ok()) return notice.status();
        cleanup::CampaignAct act{.action = cleanup::CampaignAction::kPublish};
        act.closed_list_clause = asked.closed_list_clause();
        const policy::PolicyView policy =
            (*settings)->policies->On(before->jurisdiction(), change.request.today);
        cleanup::CampaignFacts facts{.campaign = *before,
                                     .act = act,
                                     .caller = change.request.caller,
                                     .today = change.request.today,
                                     .policy = policy};
        facts.notice = notice->document.has_value() ? &*notice->document : nullptr;
        facts.notice_text = notice->text;
        std::shared_ptr<const Items> items = ahead;
        if (items == nullptr || items->etag != before->etag()) {
          auto read = ReadItems(change.txn, *before);
          if (!read.ok()) return read.status();
          items = *std::move(read);
        }
        facts.counted = items->counted;
        auto decision = cleanup::Decide(facts);
        if (!decision.ok()) return decision.status();
        absl::Status applied =
            ApplyResult(change, *settings, items->all, &decision->change.campaign);
        if (!applied.ok()) return applied;
        decision->change.facts["closed_list"] =
            absl::StrCat(decision->change.campaign.closed_list_count());
        return WriteCampaign(change, *before, *std::move(decision));
      },
      ReadCampaignAgain, std::move(reply));
}

}  // namespace santong::acts
