// What of an objection is sealed: who lodged it, what they wrote, what they sent; and the receipt
// that opens it for them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/objection.pb.h"
#include "santong/v1/objection_evidence.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "server/acts/request.h"
#include "server/vault/vault.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Binds the store to the key of its personal data: at the first start it keeps a mark that only
// this key gives. FAILED_PRECONDITION when the store was sealed by another key: what it holds would
// be lost in silence, and receipts would open nothing.
absl::Status BindPersonalKey(kv::Store& store, const vault::Vault& vault);

// The case that a receipt opens. NOT_FOUND, in the same words and after the same work, when there
// is no such number or the code is wrong.
absl::StatusOr<uint64_t> OpenReceipt(const kv::Reader& reader, const vault::Vault& vault,
                                     const v1::Receipt& receipt);

// A new case's lodger and reasons, sealed under a key of its own. The receipt's number is not in it
// yet: it has that of the case.
absl::StatusOr<store::v1::ObjectionSecretRecord> SealNew(const vault::Vault& vault,
                                                         const v1::LodgeObjectionRequest& asked);
// Numbers the receipt of a new case.
void NumberReceipt(int year, uint64_t id, store::v1::ObjectionSecretRecord* secret);

// Words or a file, to be added to the case of `secret`.
absl::StatusOr<std::string> SealWords(const vault::Vault& vault,
                                      const store::v1::ObjectionSecretRecord& secret,
                                      store::v1::SealedText::Kind kind, absl::string_view words);
struct SealedFile {
  std::string name;
  std::string content;
};
absl::StatusOr<SealedFile> SealFile(const vault::Vault& vault,
                                    const store::v1::ObjectionSecretRecord& secret,
                                    absl::string_view name, absl::string_view content);

// Puts the lodger's words into the case; nothing when they were erased.
absl::Status OpenWords(const kv::Reader& reader, const vault::Vault& vault, uint64_t id,
                       v1::Objection* objection);
// The case with the lodger's words.
absl::StatusOr<v1::Objection> GetOpenObjection(const kv::Reader& reader, const vault::Vault& vault,
                                               uint64_t id);
// Who lodged it; empty when that was erased.
absl::StatusOr<v1::Lodger> OpenLodger(const kv::Reader& reader, const vault::Vault& vault,
                                      uint64_t id);
// NOT_FOUND when there is no such piece, or it was erased.
absl::StatusOr<v1::ObjectionEvidenceFile> OpenEvidence(const kv::Reader& reader,
                                                       const vault::Vault& vault, uint64_t id,
                                                       const v1::ObjectionEvidence& evidence);

// The receipt with its code, for the reply to whoever lodged.
absl::StatusOr<v1::Receipt> ReceiptOf(const kv::Reader& reader, const vault::Vault& vault,
                                      uint64_t id);

// What tells a repeated request from another one is kept: a plain hash of so few unknown characters
// as a code or an identity number has could be undone by trying them all.
void HideHash(const vault::Vault& vault, Request* request);

}  // namespace santong::acts
