#include "server/acts/apply_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/acts/act_record.h"
#include "server/acts/allocate_number.h"
#include "server/acts/append_event.h"
#include "server/acts/document_index.h"
#include "server/domain/access/caller.h"
#include "server/domain/document/relation.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"
#include "storage/tables/log_table.h"

namespace santong::acts {
namespace {

// The number goes into the document, into its clocks' facts and into the event, here and nowhere
// else.
absl::Status GiveNumber(kv::Transaction& txn, uint64_t id, const LoadedDocument& loaded,
                        const Request& request, document::Change* change) {
  auto number =
      AllocateNumber(txn, loaded.policy(), change->document, id, loaded.lead(), request.today);
  if (!number.ok()) return number.status();
  change->document.set_registration_number(number->text);
  change->facts["registration_number"] = number->text;
  change->facts["series"] = number->scope;
  change->facts["series_year"] = absl::StrCat(number->year);
  change->facts["serial"] = absl::StrCat(number->serial);
  return absl::OkStatus();
}

void WriteVersion(kv::Transaction& txn, uint64_t id, absl::Time now, v1::Version version,
                  const NewText& text) {
  version.set_name(absl::StrCat(tables::DocumentName(id), "/versions/", version.number()));
  *version.mutable_create_time() = TimestampOf(now);
  tables::PutVersion(txn, id, version, text.text);
  tables::PutTextDigest(txn, id, version.number(), text.digest);
}

v1::Event MakeEvent(const LoadedDocument& loaded, const Request& request,
                    const document::Decision& decision, const v1::Document& after) {
  v1::Event event = EventOf(request, after.name());
  RecordDecision(decision, &event);
  event.set_action(document::ActionName(decision.row->action));
  if (!loaded.before().name().empty())
    event.set_from_state(document::StateName(loaded.before().state()));
  event.set_to_state(document::StateName(after.state()));
  const document::Act& act = loaded.facts().act;
  event.set_reason(act.items.empty() ? act.reason : absl::StrJoin(act.items, "；"));
  // By its hash a guess at a withheld text can be tried: the log does not name it, either.
  if (event.public_() && after.openness() == v1::OPENNESS_NOT_PUBLIC)
    event.mutable_facts()->erase("text_sha256");
  return event;
}

// Most of what happens to a document leaves alone what only staff see.
bool InternalDiffers(const v1::Document& before, const v1::Document& after) {
  return before.has_internal() != after.has_internal() ||
         before.internal().ByteSizeLong() != after.internal().ByteSizeLong() ||
         before.internal().SerializeAsString() != after.internal().SerializeAsString();
}

// Whether the act carried out what the bearer says there. On what has ended nothing is left to do.
// `first_day` is that of the amended text, YYYY-MM-DD.
bool IsCarriedOut(const v1::Relation& relation, const v1::Document& bearer, document::Action action,
                  const std::string& first_day) {
  switch (action) {
    case document::Action::kContinueExtend:
    case document::Action::kContinueReregister:
    case document::Action::kContinueRenewNotice:
      return relation.kind() == v1::RELATION_KIND_CONTINUES;
    case document::Action::kAmend:
      return relation.kind() == v1::RELATION_KIND_AMENDS &&
             document::DateOf(relation, bearer) <= first_day;
    default:
      return true;
  }
}

// The relation stands on the other document; carrying it out is a fact of both, and so an event of
// both: who follows the other document, or writes over it, hears that it is another one now.
absl::Status MarkRelationApplied(kv::Transaction& txn, const LoadedDocument& loaded,
                                 const Request& cause, absl::string_view article,
                                 const std::string& first_day) {
  const v1::Document& before = *loaded.other();
  v1::Document other = before;
  bool marked = false;
  for (v1::Relation& relation : *other.mutable_relations()) {
    if (relation.target() == loaded.before().name() && !relation.applied() &&
        IsCarriedOut(relation, before, loaded.facts().act.action, first_day)) {
      relation.set_applied(true);
      marked = true;
    }
  }
  if (!marked) return absl::OkStatus();
  auto id = tables::DocumentId(other.name());
  if (!id.ok()) return absl::InternalError("a document was loaded without a name");
  Request request = cause;
  request.caller = access::SystemCaller();  // it follows by itself
  request.request_id.clear();
  v1::Event event = EventOf(request, other.name());
  event.set_type("RelationApplied");
  event.set_action("APPLY_RELATION");
  event.set_article(std::string(article));
  event.set_from_state(document::StateName(other.state()));
  event.set_to_state(event.from_state());
  event.set_public_(visibility::AnyoneMayRead(other));
  (*event.mutable_facts())["target"] = loaded.before().name();
  *other.mutable_update_time() = TimestampOf(request.now);
  auto sequence = AppendDocumentEvent(txn, event, before, other);
  if (!sequence.ok()) return sequence.status();
  other.set_etag(absl::StrCat("\"", *sequence, "\""));
  tables::PutDocument(txn, *id, other, visibility::AnyoneMayRead(other),
                      /*internal_changed=*/false);
  WriteDocumentEntries(txn, *id, before, other);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Applied> ApplyDecision(kv::Transaction& txn, const LoadedDocument& loaded,
                                      const Request& request, document::Decision decision,
                                      const NewText& text) {
  document::Change& change = decision.change;
  uint64_t id = loaded.id();
  if (id == 0) {
    auto next = tables::RaiseCounter(txn, schema::LastDocumentKey());
    if (!next.ok()) return next.status();
    id = *next;
    change.document.set_name(tables::DocumentName(id));
    *change.document.mutable_create_time() = TimestampOf(request.now);
  }
  if (change.allocate_number) {
    if (absl::Status status = GiveNumber(txn, id, loaded, request, &change); !status.ok())
      return status;
  }
  AddMissing(decision.unconfirmed_leaves, change.document.mutable_unconfirmed_leaves());
  *change.document.mutable_update_time() = TimestampOf(request.now);
  if (change.version.has_value()) WriteVersion(txn, id, request.now, *change.version, text);

  v1::Event event = MakeEvent(loaded, request, decision, change.document);
  auto sequence = AppendDocumentEvent(txn, event, loaded.before(), change.document);
  if (!sequence.ok()) return sequence.status();
  // The event that wrote it is the document's version for optimistic writes: unique, and it only
  // grows.
  change.document.set_etag(absl::StrCat("\"", *sequence, "\""));
  tables::DocumentParts parts =
      tables::PutDocument(txn, id, change.document, visibility::AnyoneMayRead(change.document),
                          InternalDiffers(loaded.before(), change.document));
  WriteDocumentEntries(txn, id, loaded.before(), change.document);
  if (change.mark_relation_applied && loaded.other().has_value()) {
    absl::Status marked =
        MarkRelationApplied(txn, loaded, request, event.article(),
                            change.version.has_value() ? change.version->effective_date() : "");
    if (!marked.ok()) return marked;
  }
  return Applied{std::move(change.document), *sequence, std::move(parts)};
}

}  // namespace santong::acts
