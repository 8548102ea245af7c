#include "server/acts/objection_acts.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/acts/admin_writer.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/receipt.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/visibility/visibility.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"
#include "storage/tables/objection_table.h"

namespace santong::acts {
namespace {

using objection::Action;

constexpr size_t kSaltBytes = 16;

absl::Status NotFound(absl::string_view name) {
  return error::Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", std::string(name)}});
}

std::string CodeHash(const vault::Vault& vault, absl::string_view salt, absl::string_view code) {
  return vault.Hash("objection code", absl::StrCat(salt, code));
}

// The code follows from the random salt and the key file, so that a repeated request can be given
// it again though it is kept nowhere.
std::string CodeOf(const vault::Vault& vault, absl::string_view salt) {
  return objection::SecretCode(vault.Hash("objection code text", salt));
}

// One lodger, document and ground: says who it is to nobody without the key file.
std::string LodgerHash(const vault::Vault& vault, const v1::LodgeObjectionRequest& asked) {
  const v1::Lodger& lodger = asked.lodger();
  const std::string who =
      lodger.identity_code().empty()
          ? absl::StrCat(lodger.display_name(), std::string(1, '\0'), lodger.contact())
          : objection::FoldReceipt(lodger.identity_code());
  return vault.Hash("objection lodger", absl::StrCat(who, std::string(1, '\0'), asked.document(),
                                                     std::string(1, '\0'), asked.ground()));
}

// What tells a repeated request from another one is kept: a plain hash of so few unknown characters
// as a code or an identity number has could be undone by trying them all.
void HideHash(const vault::Vault& vault, Request* request) {
  if (!request->request_id.empty())
    request->request_sha256 = vault.Hash("request", request->request_sha256);
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
        if (id.ok()) names.push_back(tables::ObjectionName(*id));
        return damage.ok();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return names;
}

// What both kinds of acts decide alike; fills the event and the times, writes nothing.
absl::StatusOr<v1::Objection> Decided(AdminChange& change, settings::SettingsCache& cache,
                                      const v1::Objection& before, const v1::Document& document,
                                      objection::Act act, std::vector<std::string> repeats) {
  const Request& request = change.request;
  auto settings = cache.Read(change.txn);
  if (!settings.ok()) return settings.status();
  const policy::PolicyView policy =
      (*settings)->policies->On(document.jurisdiction(), request.today);
  if (act.action == Action::kAccept) {
    if (before.state() == v1::OBJECTION_STATE_WITHDRAWN) {
      act.action = Action::kContinue;
    } else if (policy.Text(policy::kObjectionRoute) == "two_step") {
      act.action = Action::kSendToIssuer;
    }
  }
  const objection::Facts facts{.objection = before,
                               .act = act,
                               .caller = request.caller,
                               .today = request.today,
                               .policy = policy,
                               .calendar = policy::LocalCalendar((*settings)->calendar, policy),
                               .document = document,
                               .document_is_public = visibility::AnyoneMayRead(document),
                               .repeats = std::move(repeats)};
  auto decision = objection::Decide(facts);
  if (!decision.ok()) return decision.status();
  v1::Objection after = std::move(decision->change.objection);
  AddMissing(decision->unconfirmed_leaves, after.mutable_unconfirmed_leaves());
  *after.mutable_update_time() = TimestampOf(request.now);
  after.set_etag(change.etag);
  RecordDecision(*decision, &change.event);
  change.event.set_action(objection::ActionName(decision->row->action));
  if (before.state() != v1::OBJECTION_STATE_UNSPECIFIED) {
    change.event.set_from_state(objection::StateName(before.state()));
  }
  change.event.set_to_state(objection::StateName(after.state()));
  return after;
}

absl::StatusOr<v1::Document> DocumentNamed(const kv::Reader& reader, const std::string& name) {
  auto id = tables::DocumentId(name);
  if (!id.ok()) return NotFound(name);
  auto document = tables::GetDocument(reader, *id);
  if (absl::IsNotFound(document.status())) return NotFound(name);
  return document;
}

// What a caller is shown of an act's result.
v1::Objection Shown(v1::Objection objection, const access::Caller& caller) {
  return caller.IsPublic() ? objection::LodgerView(std::move(objection))
                           : objection::ViewFor(caller, std::move(objection));
}

}  // namespace

absl::Status BindPersonalKey(kv::Store& store, const vault::Vault& vault) {
  const std::string mark = vault.Hash("mark", "");
  auto kept = store.Snapshot()->Get(schema::PersonalKeyMarkKey());
  if (absl::IsNotFound(kept.status())) {
    return kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      txn.Put(schema::PersonalKeyMarkKey(), mark);
      return absl::OkStatus();
    });
  }
  if (!kept.ok()) return kept.status();
  if (!vault::Vault::SameBytes(*kept, mark)) {
    return absl::FailedPreconditionError(
        "personal_key_file holds another key than the one that sealed the personal data of this "
        "store; put the right key file back from its backup");
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> OpenReceipt(const kv::Reader& reader, const vault::Vault& vault,
                                     const v1::Receipt& receipt) {
  const uint64_t id = objection::ReceiptCase(receipt.number());
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok() && !absl::IsNotFound(secret.status())) return secret.status();
  store::v1::ObjectionSecretRecord expected;
  if (secret.ok()) {
    expected = *std::move(secret);
  } else {
    // No such case: the same work on a record that no code fits.
    expected.set_code_salt(std::string(kSaltBytes, '\0'));
    expected.set_code_hash(std::string(32, '\0'));
  }
  const std::string hash =
      CodeHash(vault, expected.code_salt(), objection::FoldReceipt(receipt.code()));
  const bool code_fits = vault::Vault::SameBytes(hash, expected.code_hash());
  const bool number_fits =
      id != 0 && expected.receipt_number() == objection::FoldReceipt(receipt.number());
  if (!(code_fits & number_fits)) return NotFound("objections/-");
  return id;
}

void LodgeObjection(ObjectionParts parts, Request request, const v1::LodgeObjectionRequest& asked,
                    Reply<v1::LodgeObjectionResponse> reply) {
  const vault::Vault& vault = parts.vault;
  HideHash(vault, &request);
  auto salt = vault::Vault::Random(kSaltBytes);
  if (!salt.ok()) return std::move(reply)(salt.status());
  auto sealed = vault.Seal(*salt, asked.lodger().SerializeAsString());
  if (!sealed.ok()) return std::move(reply)(sealed.status());
  const std::string code = CodeOf(vault, *salt);
  store::v1::ObjectionSecretRecord secret;
  secret.set_code_salt(*salt);
  secret.set_code_hash(CodeHash(vault, *salt, code));
  secret.set_wrapped_key(sealed->wrapped_key);
  secret.set_sealed_lodger(sealed->box);
  objection::Act act{.action = Action::kLodge,
                     .text = asked.reasons(),
                     .articles = {asked.articles().begin(), asked.articles().end()},
                     .ground = asked.ground(),
                     .lodger = asked.lodger()};
  RunAdmin<v1::LodgeObjectionResponse>(
      parts.store, std::move(request), Stale::kNothing,
      [parts, secret, code, act, document = asked.document(), hash = LodgerHash(vault, asked)](
          AdminChange& change) mutable -> absl::StatusOr<v1::LodgeObjectionResponse> {
        auto target = DocumentNamed(change.txn, document);
        if (!target.ok()) return target.status();
        // What may not be seen does not exist for the public.
        if (!visibility::AnyoneMayRead(*target)) return NotFound(document);
        auto repeats = Repeats(change.txn, hash);
        if (!repeats.ok()) return repeats.status();
        auto after =
            Decided(change, parts.settings, v1::Objection(), *target, act, *std::move(repeats));
        if (!after.ok()) return after.status();
        auto id = tables::RaiseCounter(change.txn, schema::LastObjectionKey());
        if (!id.ok()) return id.status();
        after->set_name(tables::ObjectionName(*id));
        *after->mutable_create_time() = after->update_time();
        change.event.set_resource(after->name());
        store::v1::ObjectionSecretRecord record = secret;
        record.set_receipt_number(
            objection::ReceiptNumber(static_cast<int>(change.request.today.year()), *id));
        tables::PutNewObjection(change.txn, *id, *after, record, hash);
        v1::LodgeObjectionResponse response;
        if (!change.request.validate_only) {
          response.mutable_receipt()->set_number(record.receipt_number());
          response.mutable_receipt()->set_code(code);
        }
        *response.mutable_objection() = Shown(*std::move(after), change.request.caller);
        return response;
      },
      [parts](const kv::Reader& reader,
              const std::string& name) -> absl::StatusOr<v1::LodgeObjectionResponse> {
        auto id = tables::ObjectionId(name);
        if (!id.ok()) return absl::DataLossError("a stored reply names no objection");
        auto record = tables::GetObjectionSecret(reader, *id);
        if (!record.ok()) return record.status();
        auto kept = tables::GetObjection(reader, *id);
        if (!kept.ok()) return kept.status();
        v1::LodgeObjectionResponse response;
        response.mutable_receipt()->set_number(record->receipt_number());
        response.mutable_receipt()->set_code(CodeOf(parts.vault, record->code_salt()));
        *response.mutable_objection() = Shown(*std::move(kept), access::PublicCaller());
        return response;
      },
      std::move(reply));
}

void ActOnObjection(ObjectionParts parts, Request request, ObjectionIntent intent,
                    Reply<v1::Objection> reply) {
  const access::Caller caller = request.caller;
  HideHash(parts.vault, &request);
  RunAdmin<v1::Objection>(
      parts.store, std::move(request), Stale::kNothing,
      [parts, intent](AdminChange& change) -> absl::StatusOr<v1::Objection> {
        auto id = intent.name.empty() ? OpenReceipt(change.txn, parts.vault, intent.receipt)
                                      : tables::ObjectionId(intent.name);
        if (!id.ok() && !intent.name.empty()) return NotFound(intent.name);
        if (!id.ok()) return id.status();
        auto before = tables::GetObjection(change.txn, *id);
        if (absl::IsNotFound(before.status())) return NotFound(intent.name);
        if (!before.ok()) return before.status();
        const std::string& etag = change.request.etag;
        if (!etag.empty() && etag != before->etag()) {
          return error::Refuse(
              v1::ERROR_REASON_ETAG_MISMATCH,
              {{"resource", before->name()}, {"sent", etag}, {"current", before->etag()}});
        }
        auto document = DocumentNamed(change.txn, before->document());
        if (!document.ok()) return document.status();
        auto after = Decided(change, parts.settings, *before, *document, intent.act, {});
        if (!after.ok()) return after.status();
        change.event.set_resource(after->name());
        // A lodger's words are not for the history.
        if (!change.request.caller.IsPublic()) change.event.set_reason(intent.act.text);
        tables::PutObjection(change.txn, *id, *after);
        return Shown(*std::move(after), change.request.caller);
      },
      [caller](const kv::Reader& reader, const std::string& name) -> absl::StatusOr<v1::Objection> {
        auto id = tables::ObjectionId(name);
        if (!id.ok()) return absl::DataLossError("a stored reply names no objection");
        auto kept = tables::GetObjection(reader, *id);
        if (!kept.ok()) return kept.status();
        return Shown(*std::move(kept), caller);
      },
      std::move(reply));
}

}  // namespace santong::acts
