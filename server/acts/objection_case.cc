#include "server/acts/objection_case.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/acts/drive_document.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/visibility/visibility.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/objection_table.h"

namespace santong::acts {
namespace {

using objection::Action;

absl::StatusOr<v1::Objection> ObjectionNamed(const kv::Reader& reader, const std::string& name,
                                             uint64_t* id) {
  auto number = tables::CaseId(ObjectionCase::kKind, name);
  if (!number.ok()) return error::NotFound(name);
  auto objection = tables::GetObjection(reader, *number);
  if (absl::IsNotFound(objection.status())) return error::NotFound(name);
  *id = *number;
  return objection;
}

// Calls `visit` with the other cases on the document of `objection` that are joined to it.
absl::Status VisitJoined(const kv::Reader& reader, const v1::Objection& objection,
                         absl::FunctionRef<void(uint64_t id, const v1::Objection& other)> visit) {
  absl::Status damage;
  const std::string prefix =
      schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, objection.document());
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        damage = ref.status();
        if (!ref.ok() || ref->kind != ObjectionCase::kKind) return damage.ok();
        auto other = tables::GetObjection(reader, ref->id);
        damage = other.status();
        if (other.ok() && other->state() == v1::OBJECTION_STATE_JOINED &&
            other->joined_to() == objection.name()) {
          visit(ref->id, *other);
        }
        return damage.ok();
      });
  return damage.ok() ? scanned : damage;
}

// Whether a case goes on for others of whom the last has withdrawn, too.
absl::StatusOr<bool> IsLeftByAll(const kv::Reader& reader, const v1::Objection& objection) {
  if (!objection.lodger_withdrew() || objection.own_motion() ||
      workflow::FindRow(objection::Table(), objection.state(), Action::kWithdraw) == nullptr) {
    return false;
  }
  bool left = true;
  absl::Status visited =
      VisitJoined(reader, objection, [&](uint64_t, const v1::Objection&) { left = false; });
  if (!visited.ok()) return visited;
  return left;
}

// The case that a lodger acts on: who was joined asks for a re-check of the answer to both.
absl::StatusOr<uint64_t> CaseOfLodger(const kv::Reader& reader, uint64_t id, Action action) {
  if (action != Action::kRequestRecheck) return id;
  auto objection = tables::GetObjection(reader, id);
  if (!objection.ok()) return objection.status();
  if (objection->state() != v1::OBJECTION_STATE_JOINED) return id;
  return tables::CaseId(ObjectionCase::kKind, objection->joined_to());
}

store::v1::SealedText::Kind WordsOf(Action action) {
  switch (action) {
    case Action::kLodge:
    case Action::kRecordSource:
    case Action::kRecordPaper:
      return store::v1::SealedText::KIND_REASONS;
    case Action::kSupplement:
      return store::v1::SealedText::KIND_SUPPLEMENT;
    case Action::kRequestRecheck:
      return store::v1::SealedText::KIND_RECHECK_REASONS;
    default:
      return store::v1::SealedText::KIND_UNSPECIFIED;
  }
}

// The words of `intent`, sealed by the key of the case. It may have been joined to another since
// Prepare sealed them; then they are sealed anew, once: under another key nobody could read that
// case any more.
absl::StatusOr<std::string> BoxFor(const kv::Reader& reader, const vault::Vault& vault,
                                   const ObjectionIntent& intent, uint64_t id) {
  if (intent.boxes == nullptr) return std::string();
  if (auto sealed = intent.boxes->find(id); sealed != intent.boxes->end()) return sealed->second;
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok()) return secret.status();
  if (secret->wrapped_key().empty()) return std::string();  // erased: it has ended, says Decide
  auto box = SealWords(vault, *secret, WordsOf(intent.act.action), intent.act.text);
  if (box.ok()) intent.boxes->emplace(id, *box);
  return box;
}

absl::StatusOr<std::vector<std::string>> Repeats(const kv::Reader& reader,
                                                 const std::string& hash) {
  std::vector<std::string> names;
  const std::string prefix = schema::ObjectionsByLodgerPrefix(hash);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::ObjectionIdOf(key);
        damage = id.status();
        if (id.ok()) names.push_back(tables::CaseName(ObjectionCase::kKind, *id));
        return damage.ok();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return names;
}

// Which row a request means, where the case or the place says so.
Action ActionOf(const objection::Act& act, const v1::Objection& before,
                const policy::PolicyView& policy, bool others_are_joined) {
  switch (act.action) {
    case Action::kAccept:
      if (before.state() == v1::OBJECTION_STATE_WITHDRAWN) return Action::kContinue;
      if (before.state() == v1::OBJECTION_STATE_WITH_ISSUER) return Action::kTakeOver;
      if (objection::IsNoLodgers(before)) return Action::kAccept;
      return policy.Text(policy::kObjectionRoute) == "two_step" ? Action::kSendToIssuer
                                                                : Action::kAccept;
    case Action::kDecide:
      if (act.decision.outcome() == v1::OBJECTION_OUTCOME_CORRECT) return Action::kOrderCorrection;
      if (act.decision.outcome() == v1::OBJECTION_OUTCOME_REVOKE) return Action::kOrderRevocation;
      return Action::kDecide;
    case Action::kWithdraw:
      return others_are_joined ? Action::kWithdrawFromJoint : Action::kWithdraw;
    default:
      return act.action;
  }
}

Action BeginningOf(const v1::LodgeObjectionRequest& request) {
  if (request.origin() != v1::OBJECTION_ORIGIN_UNSPECIFIED) return Action::kRecordSource;
  return request.received_date().empty() ? Action::kLodge : Action::kRecordPaper;
}

}  // namespace

ObjectionIntent IntentOf(const v1::LodgeObjectionRequest& request) {
  ObjectionIntent intent;
  intent.document = request.document();
  intent.act = {.action = BeginningOf(request),
                .text = request.reasons(),
                .articles = {request.articles().begin(), request.articles().end()},
                .ground = request.ground(),
                .lodger = request.lodger(),
                .origin = request.origin(),
                .source_document = request.source_document(),
                .received_date = request.received_date()};
  return intent;
}

absl::Status LoadedObjection::LoadDocument(const kv::Reader& reader, const std::string& name) {
  auto id = tables::DocumentId(name);
  if (!id.ok()) return error::NotFound(name);
  auto document = tables::GetDocument(reader, *id);
  if (absl::IsNotFound(document.status())) return error::NotFound(name);
  if (!document.ok()) return document.status();
  document_id_ = *id;
  document_ = *std::move(document);
  policy_ = settings_->policies->On(document_.jurisdiction(), request_.today);
  calendar_ = policy::LocalCalendar(settings_->calendar, policy_);
  return absl::OkStatus();
}

objection::Facts LoadedObjection::facts() const {
  return objection::Facts{
      .objection = before_,
      .act = act_,
      .caller = request_.caller,
      .today = request_.today,
      .policy = policy_,
      .calendar = calendar_,
      .document = document_,
      .document_is_public = visibility::AnyoneMayRead(document_),
      .repeats = repeats_,
      .lead_issuer = settings_->FindOrgan(std::string(document::LeadIssuer(document_))),
      .document_parent = settings_->ParentOf(document_.jurisdiction()),
      .reviewer_parent = settings_->ParentOf(before_.jurisdiction()),
      .lead = lead_.has_value() ? &*lead_ : nullptr,
      .joined = joined_.has_value() ? &*joined_ : nullptr,
      .others_are_joined = others_are_joined_};
}

absl::Status ObjectionCase::Prepare(const kv::Store& store, const Request&,
                                    ObjectionIntent* intent) const {
  const Action action = intent->act.action;
  if (action == Action::kSuspendDocument) return CheckSuspendsWhole(intent->act.articles);
  if (objection::BeginsCase(action)) {
    v1::LodgeObjectionRequest asked;
    asked.set_document(intent->document);
    asked.set_ground(intent->act.ground);
    asked.set_reasons(intent->act.text);
    *asked.mutable_lodger() = intent->act.lodger;
    auto secret = SealNew(*vault_, asked);
    if (!secret.ok()) return secret.status();
    intent->secret = *std::move(secret);
    return absl::OkStatus();
  }
  const auto words = WordsOf(action);
  if (words == store::v1::SealedText::KIND_UNSPECIFIED && action != Action::kAddEvidence)
    return absl::OkStatus();
  const auto reader = store.Snapshot();
  auto opened = OpenReceipt(*reader, *vault_, intent->receipt);
  if (!opened.ok()) return opened.status();
  auto id = CaseOfLodger(*reader, *opened, action);
  if (!id.ok()) return id.status();
  auto secret = tables::GetObjectionSecret(*reader, *id);
  if (!secret.ok()) return secret.status();
  if (secret->wrapped_key().empty()) return absl::OkStatus();  // erased: it has ended, says Decide
  if (action == Action::kAddEvidence) {
    intent->act.evidence.set_media_type(types_->Of(intent->file_content));
    intent->act.evidence.set_size_bytes(static_cast<int64_t>(intent->file_content.size()));
    auto file = SealFile(*vault_, *secret, intent->file_name, intent->file_content);
    if (!file.ok()) return file.status();
    intent->file = *std::move(file);
    return absl::OkStatus();
  }
  auto box = SealWords(*vault_, *secret, words, intent->act.text);
  if (!box.ok()) return box.status();
  intent->boxes = std::make_shared<std::map<uint64_t, std::string>>();
  intent->boxes->emplace(*id, *std::move(box));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<LoadedObjection>> ObjectionCase::Load(
    const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
    const Request& request, const ObjectionIntent& intent) const {
  std::unique_ptr<LoadedObjection> loaded(new LoadedObjection(std::move(settings), request));
  loaded->intent_ = &intent;
  loaded->act_ = intent.act;
  if (objection::BeginsCase(intent.act.action)) {
    if (absl::Status status = loaded->LoadDocument(reader, intent.document); !status.ok())
      return status;
    // What may not be seen does not exist for the public.
    if (!visibility::AnyoneMayRead(loaded->document_)) return error::NotFound(intent.document);
    // Of hints nobody knows whether one person sent them.
    if (intent.act.origin == v1::OBJECTION_ORIGIN_LEAD) return loaded;
    auto repeats = Repeats(reader, intent.secret.lodger_hash());
    if (!repeats.ok()) return repeats.status();
    loaded->repeats_ = *std::move(repeats);
    return loaded;
  }
  absl::StatusOr<v1::Objection> before;
  if (intent.name.empty()) {
    auto opened = OpenReceipt(reader, *vault_, intent.receipt);
    if (!opened.ok()) return opened.status();
    auto id = CaseOfLodger(reader, *opened, intent.act.action);
    if (!id.ok()) return id.status();
    loaded->id_ = *id;
    if (*id != *opened) {
      auto joined = tables::GetObjection(reader, *opened);
      if (!joined.ok()) return joined.status();
      loaded->joined_ = *std::move(joined);
    }
    auto box = BoxFor(reader, *vault_, intent, *id);
    if (!box.ok()) return box.status();
    loaded->box_ = *std::move(box);
    before = tables::GetObjection(reader, *id);
  } else {
    before = ObjectionNamed(reader, intent.name, &loaded->id_);
    // Before anything is said of it: what may not be seen does not exist.
    if (before.ok() && !objection::MaySee(request.caller, *before))
      return error::NotFound(intent.name);
  }
  if (!before.ok()) return before.status();
  loaded->before_ = *std::move(before);
  if (absl::Status status = loaded->LoadDocument(reader, loaded->before_.document()); !status.ok())
    return status;
  // Nor does the case of what was withheld since, but for the offices concerned.
  if (!intent.name.empty() && !objection::SeesInternal(request.caller, loaded->before_) &&
      !visibility::MaySee(request.caller, loaded->document_,
                          loaded->settings_->ParentOf(loaded->document_.jurisdiction()))) {
    return error::NotFound(intent.name);
  }
  // What was read and must not have changed: of who was joined the own case, as its receipt shows.
  const v1::Objection& read = loaded->joined_.has_value() ? *loaded->joined_ : loaded->before_;
  if (absl::Status stale = error::CheckEtag(read.name(), request.etag, read.etag()); !stale.ok())
    return stale;
  if (absl::Status status = OpenWords(reader, *vault_, loaded->id_, &loaded->before_); !status.ok())
    return status;
  if (!intent.lead.empty()) {
    uint64_t lead_id = 0;
    auto lead = ObjectionNamed(reader, intent.lead, &lead_id);
    if (!lead.ok()) return lead.status();
    if (!objection::MaySee(request.caller, *lead)) return error::NotFound(intent.lead);
    loaded->lead_ = *std::move(lead);
  }
  if (intent.act.action == Action::kReply &&
      loaded->before_.state() == v1::OBJECTION_STATE_JOINED) {
    uint64_t lead_id = 0;
    auto lead = ObjectionNamed(reader, loaded->before_.joined_to(), &lead_id);
    if (!lead.ok()) return lead.status();
    loaded->lead_ = *std::move(lead);
  }
  if (intent.act.action == Action::kWithdraw || intent.act.action == Action::kJoin) {
    absl::Status visited =
        VisitJoined(reader, loaded->before_,
                    [&](uint64_t, const v1::Objection&) { loaded->others_are_joined_ = true; });
    if (!visited.ok()) return visited;
  }
  loaded->act_.action =
      ActionOf(intent.act, loaded->before_, loaded->policy_, loaded->others_are_joined_);
  return loaded;
}

absl::StatusOr<std::unique_ptr<LoadedObjection>> ObjectionCase::LoadDue(
    const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
    const Request& request, uint64_t id, v1::Objection objection, Due due) const {
  std::unique_ptr<LoadedObjection> loaded(new LoadedObjection(std::move(settings), request));
  loaded->id_ = id;
  loaded->before_ = std::move(objection);
  loaded->act_.action = due.action;
  loaded->act_.clock = due.clock;
  if (absl::Status status = loaded->LoadDocument(reader, loaded->before_.document()); !status.ok())
    return status;
  if (loaded->before_.state() == v1::OBJECTION_STATE_JOINED) {
    uint64_t lead_id = 0;
    auto lead = ObjectionNamed(reader, loaded->before_.joined_to(), &lead_id);
    if (!lead.ok()) return lead.status();
    loaded->lead_ = *std::move(lead);
  }
  return loaded;
}

absl::Status ObjectionCase::Keep(kv::Transaction& txn, uint64_t id, const LoadedObjection& loaded,
                                 const v1::Objection& objection) const {
  v1::Objection row = objection;
  v1::ObjectionInternal& internal = *row.mutable_internal();
  internal.clear_lodger();
  internal.clear_reasons();
  internal.clear_supplements();
  internal.clear_recheck_reasons();
  tables::PutCase(txn, kKind, id, row);
  const ObjectionIntent* intent = loaded.intent_;
  if (intent != nullptr && objection::BeginsCase(intent->act.action)) {
    store::v1::ObjectionSecretRecord secret = intent->secret;
    NumberReceipt(static_cast<int>(loaded.request_.today.year()), id, &secret);
    tables::PutObjectionSecret(txn, id, secret);
    return absl::OkStatus();
  }
  const bool erases = loaded.act_.action == Action::kErase;
  const bool adds_words = intent != nullptr && !loaded.box_.empty();
  const bool adds_file = intent != nullptr && !intent->file.content.empty();
  if (!erases && !adds_words && !adds_file) return absl::OkStatus();
  auto secret = tables::GetObjectionSecret(txn, id);
  if (!secret.ok()) return secret.status();
  if (erases) {
    tables::EraseObjectionSecret(txn, id, *std::move(secret));
    return absl::OkStatus();
  }
  if (adds_words) {
    store::v1::SealedText& text = *secret->add_texts();
    text.set_kind(WordsOf(intent->act.action));
    text.set_box(loaded.box_);
  }
  if (adds_file) {
    secret->add_sealed_evidence_names(intent->file.name);
    const auto number = static_cast<uint32_t>(secret->sealed_evidence_names_size());
    txn.Put(schema::ObjectionEvidenceKey(id, number), intent->file.content);
  }
  tables::PutObjectionSecret(txn, id, *secret);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::pair<uint64_t, ObjectionCase::Due>>> ObjectionCase::Following(
    const kv::Reader& reader, const v1::Objection& objection) const {
  std::vector<std::pair<uint64_t, Due>> following;
  if (objection.state() == v1::OBJECTION_STATE_WITHDRAWN && !objection.joined_to().empty()) {
    uint64_t id = 0;
    auto lead = ObjectionNamed(reader, objection.joined_to(), &id);
    if (!lead.ok()) return lead.status();
    auto ends = IsLeftByAll(reader, *lead);
    if (!ends.ok()) return ends.status();
    if (*ends) following.push_back({id, {Action::kWithdraw, v1::CLOCK_KIND_UNSPECIFIED}});
    return following;
  }
  const auto follow = [&](uint64_t id, const v1::Objection& lead, const v1::Objection& joined) {
    for (const Action action : objection::WhatLeadBrings(lead, joined))
      following.push_back({id, {action, v1::CLOCK_KIND_UNSPECIFIED}});
  };
  if (objection.state() == v1::OBJECTION_STATE_JOINED) {
    auto id = tables::CaseId(kKind, objection.name());
    if (!id.ok()) return id.status();
    uint64_t lead_id = 0;
    auto lead = ObjectionNamed(reader, objection.joined_to(), &lead_id);
    if (!lead.ok()) return lead.status();
    follow(*id, *lead, objection);
    return following;
  }
  if (!objection::BringsToJoined(objection)) return following;
  absl::Status visited =
      VisitJoined(reader, objection,
                  [&](uint64_t id, const v1::Objection& other) { follow(id, objection, other); });
  if (!visited.ok()) return visited;
  return following;
}

std::string ObjectionCase::ReasonOf(const objection::Act& act) {
  switch (act.action) {
    case Action::kLodge:
    case Action::kRecordSource:
    case Action::kRecordPaper:
    case Action::kSupplement:
    case Action::kRequestRecheck:
    case Action::kAddEvidence:
    case Action::kWithdraw:
    case Action::kWithdrawFromJoint:
    case Action::kReply:
    // What the case keeps for the office and the lodger, while everybody is told of the act.
    case Action::kAnswer:
    case Action::kExtend:
      return "";
    default:
      return act.items.empty() ? act.text : absl::StrJoin(act.items, "；");
  }
}

}  // namespace santong::acts
