// The write path of side processes: replay → load → decide → apply → reply. One act on a resource
// is one transaction and one event of the resource; where its rules also move the document, that is
// an act of the document's own workflow in the same transaction, with its own event.
//
// A Case says what the resource is:
//   Resource, Intent, kKind
//   Loaded              id(), before(), facts(), document(), document_id()
//   Prepare(store, request, intent) → Status: what takes long, before the transaction
//   Load(reader, settings, request, intent) → StatusOr<unique_ptr<Loaded>>: NOT_FOUND where the
//                       caller may not see it, ABORTED on a wrong etag
//   LoadDue(reader, settings, request, id, resource, due) → the same for what happens by itself
//   NextDue(resource, today) → optional<Due>
//   WhenDocumentChanges(resource) → optional<Due>: what it waits for the document to bring about
//   Decide(facts), ResourceOf(change), ActionName(action), StateName(resource), ReasonOf(act)
// and, where a part of the resource is kept apart from its row:
//   Fetch(reader, id) → StatusOr<Resource>
//   Keep(txn, id, loaded, resource) → Status
// and, where not everybody may know of the resource:
//   AnyoneMaySee(resource): false keeps its event from everybody, too
// and, where an act answers other resources of the kind too:
//   Following(reader, resource) → StatusOr<vector<pair<id, Due>>>
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/acts/append_event.h"
#include "server/acts/case_index.h"
#include "server/acts/drive_document.h"
#include "server/acts/request.h"
#include "server/acts/run_due.h"
#include "server/settings/confirmed_marks.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"
#include "storage/tables/case_table.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"

namespace santong::acts {

// Thread-safe.
template <typename Case>
class CaseWriter {
 public:
  using Resource = typename Case::Resource;
  using Intent = typename Case::Intent;
  using SettingsNow = std::shared_ptr<const settings::Settings>;

  // All must outlive the writer.
  CaseWriter(kv::Store& store, settings::SettingsCache& settings, Case rules)
      : store_(store), settings_(settings), rules_(std::move(rules)) {}

  // Runs the act; the reply is the resource after it. Errors: NOT_FOUND, ABORTED (etag),
  // INVALID_ARGUMENT, FAILED_PRECONDITION, PERMISSION_DENIED as refusals of server/domain/error;
  // those of kv::Store::Transact. A refusal leaves nothing behind. A repeated request_id replies
  // with the resource as it is now.
  void Run(Request request, Intent intent, Reply<Resource> reply) {
    if (absl::Status status = rules_.Prepare(store_, request, &intent); !status.ok())
      return std::move(reply)(std::move(status));
    if (request.validate_only) {
      std::move(reply)(Rehearse(*store_.Snapshot(), request, intent));
      return;
    }
    struct State {
      Request request;
      Intent intent;
      Resource reply;
    };
    auto state = std::make_shared<State>(State{std::move(request), std::move(intent), {}});
    store_.Transact(
        [this, state](kv::Transaction& txn) -> absl::Status {
          const Request& request = state->request;
          auto settings = settings_.Read(txn);
          if (!settings.ok()) return settings.status();
          auto replayed = Replay(txn, request);
          if (!replayed.ok()) return replayed.status();
          if (replayed->has_value()) {
            state->reply = **std::move(replayed);
            return settings::DropConfirmedMarks(txn, **settings, &state->reply);
          }
          auto loaded = rules_.Load(txn, *settings, request, state->intent);
          if (!loaded.ok()) return loaded.status();
          auto decision = Case::Decide((*loaded)->facts());
          if (!decision.ok()) return decision.status();
          auto applied = Apply(txn, *settings, **loaded, request, *std::move(decision));
          if (!applied.ok()) return applied.status();
          KeepAnswer(txn, request, applied->resource.name(), applied->event_sequence);
          auto followed = RunDueActs(txn, *settings, request, request.today, &*applied);
          if (!followed.ok()) return followed.status();
          absl::Status answered = RunFollowing(txn, *settings, request, &*applied);
          if (!answered.ok()) return answered;
          state->reply = std::move(applied->resource);
          return settings::DropConfirmedMarks(txn, **settings, &state->reply);
        },
        ReplyWhenDurable(std::move(reply), [state] { return std::move(state->reply); }));
  }

  // Carries out the next of what is due by itself, in the order of its days: found on a snapshot,
  // done in one transaction where none of it fails.
  void RunDue(DueAsk ask, Reply<DueStep> reply) {
    const auto reader = store_.Snapshot();
    const DueKind kind{.id_of = IdOf, .name_of = NameOf};
    auto found = FindDue(*reader, schema::CaseIndexPrefix(schema::CaseIndex::kByDueDay),
                         schema::CaseDueDayPrefix(ask.today + 1), kind, ask,
                         [&](uint64_t id) -> absl::StatusOr<bool> {
                           auto resource = tables::GetCase<Resource>(*reader, Case::kKind, id);
                           if (!resource.ok()) return resource.status();
                           return Case::NextDue(*resource, ask.today).has_value();
                         });
    RunFound(
        store_, settings_, kind, ask, std::move(found),
        [this](kv::Transaction& txn, const SettingsNow& settings, const Request& request,
               DueEntry entry) -> absl::StatusOr<int> {
          auto resource = tables::GetCase<Resource>(txn, Case::kKind, entry.id);
          if (!resource.ok()) return resource.status();
          Written last{*std::move(resource), entry.id, 0};
          const absl::CivilDay as_of = AsOf(entry.day, last.resource.clocks(), request.today);
          auto acts = RunDueActs(txn, settings, request, as_of, &last);
          if (!acts.ok() || *acts == 0) return acts;
          absl::Status answered = RunFollowing(txn, settings, request, &last);
          if (!answered.ok()) return answered;
          return acts;
        },
        std::move(reply));
  }

  // What a change of the document brings about by itself in those that waited for it: each whose
  // rules say that it was made. The reply is how many. Asked twice, it does nothing the second
  // time.
  void DocumentChanged(Request request, std::string document, Reply<int> reply) {
    auto waiting = Waiting(*store_.Snapshot(), document);
    if (!waiting.ok() || waiting->empty())
      return std::move(reply)(waiting.ok() ? absl::StatusOr<int>(0) : waiting.status());
    struct State {
      Request request;
      std::string document;
      int acts = 0;
    };
    auto state = std::make_shared<State>(State{std::move(request), std::move(document)});
    store_.Transact(
        [this, state](kv::Transaction& txn) -> absl::Status {
          state->acts = 0;
          auto settings = settings_.Read(txn);
          if (!settings.ok()) return settings.status();
          auto waiting = Waiting(txn, state->document);
          if (!waiting.ok()) return waiting.status();
          for (uint64_t id : *waiting) {
            absl::Status answered = AnswerChange(txn, *settings, state->request, id, &state->acts);
            if (!answered.ok()) return answered;
          }
          return absl::OkStatus();
        },
        ReplyWhenDurable(std::move(reply), [state] { return state->acts; }));
  }

 private:
  // A resource cannot need more acts by itself on one day than it has clocks.
  static constexpr int kDueActsMax = 32;

  struct Written {
    Resource resource;
    uint64_t id;
    uint64_t event_sequence;
  };

  absl::StatusOr<Resource> Fetch(const kv::Reader& reader, uint64_t id) const {
    if constexpr (requires { rules_.Fetch(reader, id); }) {
      return rules_.Fetch(reader, id);
    } else {
      return tables::GetCase<Resource>(reader, Case::kKind, id);
    }
  }

  template <typename Loaded>
  absl::Status Keep(kv::Transaction& txn, uint64_t id, const Loaded& loaded,
                    const Resource& resource) const {
    if constexpr (requires { rules_.Keep(txn, id, loaded, resource); }) {
      return rules_.Keep(txn, id, loaded, resource);
    } else {
      tables::PutCase(txn, Case::kKind, id, resource);
      return absl::OkStatus();
    }
  }

  absl::StatusOr<std::optional<Resource>> Replay(const kv::Reader& reader,
                                                 const Request& request) const {
    auto answered = AnsweredBefore(reader, request);
    if (!answered.ok()) return answered.status();
    if (!answered->has_value()) return std::nullopt;
    auto id = tables::CaseId(Case::kKind, **answered);
    if (!id.ok()) return absl::DataLossError("a stored reply names no resource");
    auto resource = Fetch(reader, *id);
    if (!resource.ok()) return resource.status();
    return *std::move(resource);
  }

  // The same judgement on a snapshot, with nothing written.
  absl::StatusOr<Resource> Rehearse(const kv::Reader& reader, const Request& request,
                                    const Intent& intent) {
    auto settings = settings_.Read(reader);
    if (!settings.ok()) return settings.status();
    auto loaded = rules_.Load(reader, *settings, request, intent);
    if (!loaded.ok()) return loaded.status();
    auto decision = Case::Decide((*loaded)->facts());
    if (!decision.ok()) return decision.status();
    auto& change = decision->change;
    if (change.document_act.has_value()) {
      const Request asked = RequestOnDocument(request, change.document_act_is_the_systems);
      absl::Status judged = JudgeDocument(*settings, asked, (*loaded)->document_id(),
                                          (*loaded)->document(), *std::move(change.document_act));
      if (!judged.ok()) return judged;
    }
    Resource& judged = Case::ResourceOf(change);
    absl::Status shown = settings::DropConfirmedMarks(reader, **settings, &judged);
    if (!shown.ok()) return shown;
    return std::move(judged);
  }

  static Request RequestOnDocument(const Request& request, bool as_system) {
    Request asked = request;
    asked.request_id.clear();
    if (as_system) asked.caller = access::SystemCaller();
    return asked;
  }

  template <typename Loaded, typename Decision>
  static v1::Event MakeEvent(const Loaded& loaded, const Request& request, const Decision& decision,
                             const Resource& after) {
    v1::Event event = EventOf(request, after.name());
    RecordDecision(decision, &event);
    event.set_action(Case::ActionName(decision.row->action));
    if (!loaded.before().name().empty()) event.set_from_state(Case::StateName(loaded.before()));
    event.set_to_state(Case::StateName(after));
    event.set_reason(Case::ReasonOf(loaded.facts().act));
    if constexpr (requires { Case::AnyoneMaySee(after); }) {
      if (!Case::AnyoneMaySee(after)) event.set_public_(false);
    }
    return event;
  }

  template <typename Loaded, typename Decision>
  absl::StatusOr<Written> Apply(kv::Transaction& txn, const SettingsNow& settings,
                                const Loaded& loaded, const Request& request, Decision decision) {
    Resource& after = Case::ResourceOf(decision.change);
    uint64_t id = loaded.id();
    if (id == 0) {
      auto next = tables::RaiseCounter(txn, schema::LastCaseKey(Case::kKind));
      if (!next.ok()) return next.status();
      id = *next;
      after.set_name(tables::CaseName(Case::kKind, id));
      *after.mutable_create_time() = TimestampOf(request.now);
    }
    AddMissing(decision.unconfirmed_leaves, after.mutable_unconfirmed_leaves());
    *after.mutable_update_time() = TimestampOf(request.now);
    v1::Event event = MakeEvent(loaded, request, decision, after);
    auto sequence = AppendCaseEvent(txn, event, loaded.document());
    if (!sequence.ok()) return sequence.status();
    // The event that wrote it is its version for optimistic writes: unique, and it only grows.
    after.set_etag(absl::StrCat("\"", *sequence, "\""));
    if (absl::Status kept = Keep(txn, id, loaded, after); !kept.ok()) return kept;
    std::vector<std::string> old_entries;
    if (loaded.id() != 0) old_entries = CaseEntries(ViewOf(id, loaded.before()));
    tables::ReplaceEntries(txn, old_entries, CaseEntries(ViewOf(id, after)));
    if (decision.change.document_act.has_value()) {
      const Request asked = RequestOnDocument(request, decision.change.document_act_is_the_systems);
      auto driven = DriveDocument(txn, settings, asked, loaded.document_id(), loaded.document(),
                                  *std::move(decision.change.document_act));
      if (!driven.ok()) return driven.status();
    }
    return Written{std::move(after), id, *sequence};
  }

  // What an act on `last` does to others of its kind, and they to it, each as an act of the system.
  absl::Status RunFollowing(kv::Transaction& txn, const SettingsNow& settings, const Request& cause,
                            Written* last) {
    if constexpr (requires { rules_.Following(txn, last->resource); }) {
      auto following = rules_.Following(txn, last->resource);
      if (!following.ok()) return following.status();
      Request request = cause;
      request.caller = access::SystemCaller();
      request.request_id.clear();
      for (const auto& [id, due] : *following) {
        auto other = id == last->id ? absl::StatusOr<Resource>(last->resource)
                                    : tables::GetCase<Resource>(txn, Case::kKind, id);
        if (!other.ok()) return other.status();
        auto written = RunOne(txn, settings, request, id, *std::move(other), due);
        if (!written.ok()) return written.status();
        if (id == last->id) *last = *std::move(written);
      }
    }
    return absl::OkStatus();
  }

  // One act of the system.
  template <typename Due>
  absl::StatusOr<Written> RunOne(kv::Transaction& txn, const SettingsNow& settings,
                                 const Request& request, uint64_t id, Resource resource, Due due) {
    const std::string name = resource.name();
    auto loaded = rules_.LoadDue(txn, settings, request, id, std::move(resource), due);
    if (!loaded.ok()) return loaded.status();
    auto decision = Case::Decide((*loaded)->facts());
    if (!decision.ok()) {
      return absl::InternalError(
          absl::StrCat(name, ": what is due is refused: ", decision.status().message()));
    }
    return Apply(txn, settings, **loaded, request, *std::move(decision));
  }

  // Those on the document that wait for it to change.
  static absl::StatusOr<std::vector<uint64_t>> Waiting(const kv::Reader& reader,
                                                       const std::string& document) {
    std::vector<uint64_t> ids;
    absl::Status damage;
    const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, document);
    absl::Status scanned = reader.Scan(
        prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
          auto ref = schema::CaseOf(key);
          damage = ref.status();
          if (!ref.ok() || ref->kind != Case::kKind) return damage.ok();
          auto resource = tables::GetCase<Resource>(reader, ref->kind, ref->id);
          damage = resource.status();
          if (resource.ok() && Case::WhenDocumentChanges(*resource).has_value())
            ids.push_back(ref->id);
          return damage.ok();
        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
    return ids;
  }

  // One of those that wait: answered where its rules say that the change is the one, else left.
  absl::Status AnswerChange(kv::Transaction& txn, const SettingsNow& settings,
                            const Request& request, uint64_t id, int* acts) {
    auto resource = tables::GetCase<Resource>(txn, Case::kKind, id);
    if (!resource.ok()) return resource.status();
    auto loaded = rules_.LoadDue(txn, settings, request, id, *resource,
                                 *Case::WhenDocumentChanges(*resource));
    if (!loaded.ok()) return loaded.status();
    auto decision = Case::Decide((*loaded)->facts());
    if (absl::IsFailedPrecondition(decision.status())) return absl::OkStatus();
    if (!decision.ok()) return decision.status();
    auto written = Apply(txn, settings, **loaded, request, *std::move(decision));
    if (!written.ok()) return written.status();
    ++*acts;
    return RunFollowing(txn, settings, request, &*written);
  }

  // What happens by itself up to that day, each as an act of the system, in the same transaction.
  absl::StatusOr<int> RunDueActs(kv::Transaction& txn, const SettingsNow& settings,
                                 const Request& cause, absl::CivilDay as_of, Written* last) {
    Request request = cause;
    request.caller = access::SystemCaller();
    request.request_id.clear();
    int done = 0;
    while (auto due = Case::NextDue(last->resource, as_of)) {
      if (++done > kDueActsMax) {
        return absl::InternalError(
            absl::StrCat(last->resource.name(), " never comes to rest that day"));
      }
      auto written = RunOne(txn, settings, request, last->id, last->resource, *due);
      if (!written.ok()) return written.status();
      *last = *std::move(written);
    }
    return done;
  }

  // Of a due entry, as DueKind asks.
  static absl::StatusOr<uint64_t> IdOf(absl::string_view key) {
    auto ref = schema::CaseOf(key);
    if (!ref.ok()) return ref.status();
    return ref->kind == Case::kKind ? ref->id : 0;
  }
  static std::string NameOf(uint64_t id) { return tables::CaseName(Case::kKind, id); }

  kv::Store& store_;
  settings::SettingsCache& settings_;
  const Case rules_;
};

}  // namespace santong::acts
