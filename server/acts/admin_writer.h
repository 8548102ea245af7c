// The write path of what the operator keeps: replay → change → event → reply, in one transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "santong/v1/event.pb.h"
#include "server/acts/act_record.h"
#include "server/acts/append_event.h"
#include "server/acts/request.h"
#include "server/domain/error/refusal.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::acts {

// OK when there is no row under `key`; ALREADY_EXISTS, for the resource `name`, when there is one.
inline absl::Status RefuseIfExists(const kv::Reader& reader, const std::string& key,
                                   const std::string& name) {
  auto existing = reader.Get(key);
  if (absl::IsNotFound(existing.status())) return absl::OkStatus();
  if (!existing.ok()) return existing.status();
  return error::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"resource", name}});
}

// Whether there is a row under `key`; a row that cannot be read is an error, never a no.
inline absl::StatusOr<bool> Exists(const kv::Reader& reader, const std::string& key) {
  auto row = reader.Get(key);
  if (absl::IsNotFound(row.status())) return false;
  if (!row.ok()) return row.status();
  return true;
}

// Which caches a change makes stale.
enum class Stale { kNothing, kSettings, kPrincipals };

// What a change is made with.
struct AdminChange {
  kv::Transaction& txn;
  const Request& request;
  std::string etag;  // for the resource
  v1::Event event;   // the change fills resource, type, action, facts and public
  // The document that the change attached a file to.
  std::optional<v1::Document> attached_to = std::nullopt;
  // What follows by itself, with events of its own after this one; may be unset.
  absl::AnyInvocable<absl::Status(kv::Transaction&)> then = nullptr;
};

// Runs `change`, which writes the resource and returns it, and appends its event. `replay` reads
// the resource again when the same request_id comes twice. A rehearsal runs the change and takes
// nothing of it.
template <typename Resource>
void RunAdmin(
    kv::Store& store, Request request, Stale stale,
    absl::AnyInvocable<absl::StatusOr<Resource>(AdminChange&)> change,
    absl::AnyInvocable<absl::StatusOr<Resource>(const kv::Reader&, const std::string& resource)>
        replay,
    Reply<Resource> reply) {
  struct State {
    Request request;
    absl::AnyInvocable<absl::StatusOr<Resource>(AdminChange&)> change;
    absl::AnyInvocable<absl::StatusOr<Resource>(const kv::Reader&, const std::string&)> replay;
    Resource resource;
  };
  auto state =
      std::make_shared<State>(State{std::move(request), std::move(change), std::move(replay), {}});
  auto body = [state, stale](kv::Transaction& txn) -> absl::Status {
    const Request& request = state->request;
    auto answered = AnsweredBefore(txn, request);
    if (!answered.ok()) return answered.status();
    if (answered->has_value()) {
      auto resource = state->replay(txn, **answered);
      if (!resource.ok()) return resource.status();
      state->resource = *std::move(resource);
      return absl::OkStatus();
    }
    auto last = tables::LastEvent(txn);
    if (!last.ok()) return last.status();
    AdminChange change{txn, request, absl::StrCat("\"", *last + 1, "\""), EventOf(request, "")};
    auto resource = state->change(change);
    if (!resource.ok()) return resource.status();
    v1::Event& event = change.event;
    auto sequence = change.attached_to.has_value()
                        ? AppendFileEvent(txn, event, *change.attached_to)
                        : AppendEvent(txn, event);
    if (!sequence.ok()) return sequence.status();
    const std::string stamp =
        schema::EncodeUint64(static_cast<uint64_t>(absl::ToUnixNanos(request.now)));
    if (stale == Stale::kSettings) txn.Put(schema::SettingsStampKey(), stamp);
    if (stale == Stale::kPrincipals) txn.Put(schema::PrincipalsStampKey(), stamp);
    KeepAnswer(txn, request, event.resource(), *sequence);
    if (change.then != nullptr) {
      if (absl::Status followed = change.then(txn); !followed.ok()) return followed;
    }
    state->resource = *std::move(resource);
    // A refusal leaves no trace; that is just what a rehearsal wants.
    return request.validate_only ? absl::CancelledError("rehearsal") : absl::OkStatus();
  };
  store.Transact(std::move(body), [state, reply = std::move(reply)](absl::Status status) mutable {
    const bool rehearsed = state->request.validate_only && absl::IsCancelled(status);
    if (!status.ok() && !rehearsed) {
      std::move(reply)(std::move(status));
    } else {
      std::move(reply)(std::move(state->resource));
    }
  });
}

}  // namespace santong::acts
