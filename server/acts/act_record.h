// What every act leaves besides the resource that it changes: its event, its answer to a repeated
// request, and the reply once all of that is durable.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "santong/v1/event.pb.h"
#include "server/acts/request.h"
#include "storage/kv/store.h"

namespace santong::acts {

google::protobuf::Timestamp TimestampOf(absl::Time time);

// An event with who and when of `request`, on `resource`.
v1::Event EventOf(const Request& request, const std::string& resource);

// What the decision of a table says: type, article, facts, whether it is public, and what nobody
// has confirmed. Action, states and reason are the resource's own.
template <typename Decision>
void RecordDecision(const Decision& decision, v1::Event* event) {
  event->set_type(decision.row->event);
  event->set_article(decision.row->article);
  event->set_public_(decision.row->public_event);
  for (const auto& [key, value] : decision.change.facts) (*event->mutable_facts())[key] = value;
  for (const std::string& leaf : decision.unconfirmed_leaves) event->add_unconfirmed_leaves(leaf);
}

// Adds to `leaves` those that it does not hold yet.
template <typename Leaves>
void AddMissing(const Leaves& added, google::protobuf::RepeatedPtrField<std::string>* leaves) {
  for (const std::string& leaf : added) {
    if (std::find(leaves->begin(), leaves->end(), leaf) == leaves->end()) *leaves->Add() = leaf;
  }
}

// The resource that an earlier call with this request_id answered with; nullopt when there was
// none. INVALID_ARGUMENT (REQUEST_ID_REUSED) when that call asked for something else.
absl::StatusOr<std::optional<std::string>> AnsweredBefore(const kv::Reader& reader,
                                                          const Request& request);

// Keeps what AnsweredBefore will say. Nothing without a request_id.
void KeepAnswer(kv::Transaction& txn, const Request& request, const std::string& resource,
                uint64_t event_sequence);

// The Done of a transaction: replies with `take()` when its writes are durable, or with the reason
// why they are not.
template <typename Resource, typename Take>
kv::Store::Done ReplyWhenDurable(Reply<Resource> reply, Take take) {
  return [reply = std::move(reply), take = std::move(take)](absl::Status status) mutable {
    if (status.ok()) {
      std::move(reply)(take());
    } else {
      std::move(reply)(std::move(status));
    }
  };
}

}  // namespace santong::acts
