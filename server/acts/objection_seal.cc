#include "server/acts/objection_seal.h"

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/receipt.h"
#include "storage/schema/keys.h"
#include "storage/tables/objection_table.h"

namespace santong::acts {
namespace {

constexpr size_t kSaltBytes = 16;

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

// What was sealed as one thing opens as no other. DO NOT CHANGE: stored on disk.
std::string ContextOf(const store::v1::ObjectionSecretRecord& secret, absl::string_view what) {
  return absl::StrCat(secret.code_salt(), what);
}

std::string WordsContext(const store::v1::ObjectionSecretRecord& secret,
                         store::v1::SealedText::Kind kind) {
  return ContextOf(secret, absl::StrCat("words", static_cast<int>(kind)));
}

// Of the file itself the context is not its number: a case may gain another piece meanwhile.
constexpr absl::string_view kFileName = "file name";
constexpr absl::string_view kFileContent = "file";

absl::StatusOr<vault::DataKey> KeyOf(const vault::Vault& vault,
                                     const store::v1::ObjectionSecretRecord& secret) {
  return vault.Unwrap(secret.code_salt(), secret.wrapped_key());
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
  if (!(code_fits & number_fits)) return error::NotFound("objections/-");
  return id;
}

absl::StatusOr<store::v1::ObjectionSecretRecord> SealNew(const vault::Vault& vault,
                                                         const v1::LodgeObjectionRequest& asked) {
  auto salt = vault::Vault::Random(kSaltBytes);
  if (!salt.ok()) return salt.status();
  store::v1::ObjectionSecretRecord secret;
  secret.set_code_salt(*salt);
  secret.set_code_hash(CodeHash(vault, *salt, CodeOf(vault, *salt)));
  auto wrapped = vault.NewWrappedKey(*salt);
  if (!wrapped.ok()) return wrapped.status();
  secret.set_wrapped_key(*std::move(wrapped));
  auto key = KeyOf(vault, secret);
  if (!key.ok()) return key.status();
  auto lodger = key->Seal(*salt, asked.lodger().SerializeAsString());
  if (!lodger.ok()) return lodger.status();
  secret.set_sealed_lodger(*std::move(lodger));
  auto reasons =
      key->Seal(WordsContext(secret, store::v1::SealedText::KIND_REASONS), asked.reasons());
  if (!reasons.ok()) return reasons.status();
  store::v1::SealedText& text = *secret.add_texts();
  text.set_kind(store::v1::SealedText::KIND_REASONS);
  text.set_box(*std::move(reasons));
  secret.set_lodger_hash(LodgerHash(vault, asked));
  return secret;
}

void NumberReceipt(int year, uint64_t id, store::v1::ObjectionSecretRecord* secret) {
  secret->set_receipt_number(objection::ReceiptNumber(year, id));
}

absl::StatusOr<std::string> SealWords(const vault::Vault& vault,
                                      const store::v1::ObjectionSecretRecord& secret,
                                      store::v1::SealedText::Kind kind, absl::string_view words) {
  auto key = KeyOf(vault, secret);
  if (!key.ok()) return key.status();
  return key->Seal(WordsContext(secret, kind), words);
}

absl::StatusOr<SealedFile> SealFile(const vault::Vault& vault,
                                    const store::v1::ObjectionSecretRecord& secret,
                                    absl::string_view name, absl::string_view content) {
  auto key = KeyOf(vault, secret);
  if (!key.ok()) return key.status();
  auto sealed_name = key->Seal(ContextOf(secret, kFileName), name);
  if (!sealed_name.ok()) return sealed_name.status();
  auto sealed_content = key->Seal(ContextOf(secret, kFileContent), content);
  if (!sealed_content.ok()) return sealed_content.status();
  return SealedFile{*std::move(sealed_name), *std::move(sealed_content)};
}

absl::Status OpenWords(const kv::Reader& reader, const vault::Vault& vault, uint64_t id,
                       v1::Objection* objection) {
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok()) return secret.status();
  if (secret->wrapped_key().empty()) return absl::OkStatus();
  auto key = KeyOf(vault, *secret);
  if (!key.ok()) return key.status();
  v1::ObjectionInternal& internal = *objection->mutable_internal();
  internal.clear_supplements();
  for (const store::v1::SealedText& text : secret->texts()) {
    auto words = key->Unseal(WordsContext(*secret, text.kind()), text.box());
    if (!words.ok()) return words.status();
    switch (text.kind()) {
      case store::v1::SealedText::KIND_REASONS:
        internal.set_reasons(*std::move(words));
        break;
      case store::v1::SealedText::KIND_SUPPLEMENT:
        internal.add_supplements(*std::move(words));
        break;
      case store::v1::SealedText::KIND_RECHECK_REASONS:
        internal.set_recheck_reasons(*std::move(words));
        break;
      default:
        return absl::DataLossError("sealed words are of no known kind");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Objection> GetOpenObjection(const kv::Reader& reader, const vault::Vault& vault,
                                               uint64_t id) {
  auto objection = tables::GetObjection(reader, id);
  if (!objection.ok()) return objection.status();
  if (absl::Status opened = OpenWords(reader, vault, id, &*objection); !opened.ok()) return opened;
  return objection;
}

absl::StatusOr<v1::Lodger> OpenLodger(const kv::Reader& reader, const vault::Vault& vault,
                                      uint64_t id) {
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok()) return secret.status();
  v1::Lodger lodger;
  if (secret->wrapped_key().empty()) return lodger;  // erased
  auto plain = vault.Unseal(secret->code_salt(), {secret->wrapped_key(), secret->sealed_lodger()});
  if (!plain.ok()) return plain.status();
  if (!lodger.ParseFromString(*plain)) return absl::DataLossError("a sealed lodger does not parse");
  return lodger;
}

absl::StatusOr<v1::ObjectionEvidenceFile> OpenEvidence(const kv::Reader& reader,
                                                       const vault::Vault& vault, uint64_t id,
                                                       const v1::ObjectionEvidence& evidence) {
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok()) return secret.status();
  const int index = evidence.number() - 1;
  if (index < 0 || index >= secret->sealed_evidence_names_size())
    return absl::NotFoundError("no such piece of evidence");
  auto box = reader.Get(schema::ObjectionEvidenceKey(id, static_cast<uint32_t>(evidence.number())));
  if (!box.ok()) return box.status();
  auto key = KeyOf(vault, *secret);
  if (!key.ok()) return key.status();
  auto name = key->Unseal(ContextOf(*secret, kFileName), secret->sealed_evidence_names(index));
  if (!name.ok()) return name.status();
  auto content = key->Unseal(ContextOf(*secret, kFileContent), *box);
  if (!content.ok()) return content.status();
  v1::ObjectionEvidenceFile file;
  file.set_number(evidence.number());
  file.set_file_name(*std::move(name));
  file.set_media_type(evidence.media_type());
  file.set_content(*std::move(content));
  return file;
}

absl::StatusOr<v1::Receipt> ReceiptOf(const kv::Reader& reader, const vault::Vault& vault,
                                      uint64_t id) {
  auto secret = tables::GetObjectionSecret(reader, id);
  if (!secret.ok()) return secret.status();
  v1::Receipt receipt;
  receipt.set_number(secret->receipt_number());
  receipt.set_code(CodeOf(vault, secret->code_salt()));
  return receipt;
}

void HideHash(const vault::Vault& vault, Request* request) {
  if (!request->request_id.empty())
    request->request_sha256 = vault.Hash("request", request->request_sha256);
}

}  // namespace santong::acts
