// The acts of the server in one process over any store, with a clock that the test sets: a district
// with its organs and its people, and documents brought through their life by the same writers that
// the services call.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "server/acts/cleanup_writer.h"
#include "server/acts/document_writer.h"
#include "server/acts/filing_case.h"
#include "server/followers/scheduler.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::testing {

access::Caller Drafter();            // of a department
access::Caller GovernmentDrafter();  // of its government
access::Caller Reviewer();
access::Caller Publisher();
access::Caller CityReviewer();
access::Caller Auditor();

class Office {
 public:
  // Sets up the places and organs of tests/support/draft.h in an empty store. Dies with a message
  // when that fails. The store must outlive the office.
  Office(kv::Store& store, absl::CivilDay today);

  void set_today(absl::CivilDay today) { today_ = today; }
  absl::CivilDay today() const { return today_; }
  kv::Store& store() { return store_; }
  settings::SettingsCache& settings() { return settings_; }
  acts::DocumentWriter& documents() { return *documents_; }

  acts::Request RequestOf(access::Caller caller) const;
  absl::StatusOr<v1::Document> Do(access::Caller caller, acts::DocumentIntent intent);
  absl::StatusOr<v1::Filing> Do(access::Caller caller, acts::FilingIntent intent);

  // A new document, from draft to publication on today; it takes effect at once.
  absl::StatusOr<v1::Document> Registered(const std::string& title,
                                          const access::Caller& drafter = Drafter());
  absl::StatusOr<v1::Document> Publish(const v1::Document& registered);
  absl::StatusOr<v1::Document> Published(const std::string& title,
                                         const access::Caller& drafter = Drafter());
  absl::StatusOr<v1::Document> Get(const std::string& name) const;
  absl::StatusOr<v1::Filing> Filing(const std::string& name) const;

  absl::StatusOr<v1::Campaign> Plan(absl::CivilDay cutoff, absl::CivilDay proposals_due);
  absl::StatusOr<v1::Campaign> Open(const std::string& name);
  absl::StatusOr<v1::CampaignItem> Propose(const std::string& item,
                                           const v1::CleanupDecision& decision,
                                           const access::Caller& drafter = Drafter());
  absl::StatusOr<v1::CampaignItem> Review(const std::string& item);
  absl::StatusOr<v1::Campaign> Close(const std::string& name);
  absl::StatusOr<v1::Campaign> PublishResult(const std::string& name, const std::string& notice);

  // What the scheduler does in one round today.
  followers::Round TryRound();
  // The same, where nothing may fail: how many acts.
  absl::StatusOr<int> RunRound();

 private:
  kv::Store& store_;
  absl::CivilDay today_;
  int next_number_ = 1;
  settings::SettingsCache settings_;
  std::shared_ptr<const screening::Screener> screener_;
  std::unique_ptr<acts::DocumentWriter> documents_;
  std::unique_ptr<acts::FilingWriter> filings_;
  std::unique_ptr<acts::CleanupWriter> cleanups_;
};

}  // namespace santong::testing
