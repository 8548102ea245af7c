// The write path of cleanups: replay → load → decide → apply → reply. Opening takes its inventory
// from a snapshot, outside the writer; publishing is one transaction.
#pragma once

#include "santong/v1/cleanup_service.pb.h"
#include "server/acts/request.h"
#include "server/acts/run_due.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Thread-safe. Errors of each act: NOT_FOUND, ABORTED (etag), INVALID_ARGUMENT,
// FAILED_PRECONDITION, PERMISSION_DENIED as refusals of server/domain/error; those of
// kv::Store::Transact. A refusal leaves nothing behind. A repeated request_id replies with the
// resource as it is now.
class CleanupWriter {
 public:
  // Both must outlive the writer.
  CleanupWriter(kv::Store& store, settings::SettingsCache& settings)
      : store_(store), settings_(settings) {}

  void Create(Request request, const v1::CreateCampaignRequest& asked, Reply<v1::Campaign> reply);
  // Reads the whole inventory on the caller's thread (open_campaign.cc), then writes it in bounded
  // transactions. Until the last of them the cleanup is OPENING and nobody sees its items.
  void Open(Request request, const v1::OpenCampaignRequest& asked, Reply<v1::Campaign> reply);
  void Propose(Request request, const v1::ProposeItemRequest& asked, Reply<v1::CampaignItem> reply);
  void Review(Request request, const v1::ReviewItemRequest& asked, Reply<v1::CampaignItem> reply);
  void Close(Request request, const v1::CloseCampaignRequest& asked, Reply<v1::Campaign> reply);
  // Every effect in one transaction (publish_campaign.cc).
  void Publish(Request request, const v1::PublishCampaignRequest& asked, Reply<v1::Campaign> reply);

  // Takes up inventories that were being written when the server stopped: counts anew from the
  // registry as it is now and opens the cleanup. Nobody has seen the one before. Where nothing is
  // in scope any more the cleanup is PLANNED again. Before the server takes calls. Waits for the
  // store.
  absl::Status ResumeUnfinished(absl::Time now, absl::CivilDay today);

  // Carries out the next of what is due by itself, in the order of its days.
  void RunDue(DueAsk ask, Reply<DueStep> reply);

 private:
  kv::Store& store_;
  settings::SettingsCache& settings_;
};

}  // namespace santong::acts
