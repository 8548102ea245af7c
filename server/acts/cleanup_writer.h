// The write path of cleanups: replay → load → decide → apply → reply. Opening takes its inventory
// from a snapshot, outside the writer; publishing is one transaction.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "santong/v1/cleanup_service.pb.h"
#include "server/acts/request.h"
#include "server/acts/run_due.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Whose inventory this process is writing, so that nobody else takes it for unfinished.
// Thread-safe.
class InventoriesAtWork {
 public:
  // Whoever works on the cleanup's inventory keeps this as long as that lasts.
  using Hold = std::shared_ptr<const std::string>;

  // Also beside others: those who come to open one at the same time, of whom the rules take one.
  Hold Join(const std::string& campaign) {
    absl::MutexLock lock(&mutex_);
    Hold hold = held_[campaign].lock();
    return hold != nullptr ? hold : Make(campaign);
  }
  // Null when somebody works on it.
  Hold Begin(const std::string& campaign) {
    absl::MutexLock lock(&mutex_);
    return held_[campaign].lock() == nullptr ? Make(campaign) : nullptr;
  }

 private:
  Hold Make(const std::string& campaign) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Hold hold = std::make_shared<const std::string>(campaign);
    held_[campaign] = hold;
    return hold;
  }

  absl::Mutex mutex_;
  std::map<std::string, std::weak_ptr<const std::string>> held_ ABSL_GUARDED_BY(mutex_);
};

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

  // Carries out the next of what is due by itself, in the order of its days; what fails is set
  // aside.
  void RunDue(DueAsk ask, Reply<DueStep> reply);
  // As ResumeUnfinished, for the scheduler: takes up inventories that a failed write left, not
  // those that are at work. They are due today. Waits for the store.
  void RunUnfinished(DueAsk ask, Reply<DueStep> reply);

 private:
  // Those that are OPENING, at work or not.
  absl::StatusOr<std::vector<std::string>> Unfinished() const;
  // Whether the cleanup was taken up: not when it is at work, or not OPENING any more.
  absl::StatusOr<bool> Resume(const std::string& name, absl::Time now, absl::CivilDay today);

  kv::Store& store_;
  settings::SettingsCache& settings_;
  InventoriesAtWork at_work_;
};

}  // namespace santong::acts
