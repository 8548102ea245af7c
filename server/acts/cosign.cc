#include "server/acts/cosign.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/domain/error/refusal.h"
#include "server/domain/proof/note.h"
#include "storage/tables/log_table.h"

namespace santong::acts {
namespace {

constexpr size_t kSignaturesMax = 16;

absl::StatusOr<std::string> WithCosignature(const kv::Reader& reader,
                                            const v1::AddCosignatureRequest& request) {
  const auto size = static_cast<uint64_t>(request.tree_size());
  auto stored = tables::GetCheckpoint(reader, size);
  if (absl::IsNotFound(stored.status())) {
    return error::NotFound(absl::StrCat("log/checkpoints/", request.tree_size()));
  }
  if (!stored.ok()) return stored.status();
  auto note = proof::ParseNote(*stored);
  if (!note.ok()) return absl::DataLossError("a stored checkpoint does not parse");
  auto witness = proof::VerifierKey::Parse(request.verifier_key());
  if (!witness.ok())
    return error::RefuseField("verifier_key", std::string(witness.status().message()),
                              "不是 C2SP 验证密钥");
  auto signature = proof::ParseSignatureLine(request.signature_line());
  const auto time = signature.ok() ? proof::VerifyCosignature(note->text, *signature, *witness)
                                   : absl::StatusOr<uint64_t>(signature.status());
  if (!time.ok()) {
    return error::RefuseField("signature_line", std::string(time.status().message()),
                              "不是该见证人对此检查点的签名");
  }
  // The newest of a witness replaces its earlier one, also where that comes once more.
  for (auto there = note->signatures.begin(); there != note->signatures.end(); ++there) {
    if (there->name != signature->name || there->id != signature->id) continue;
    const auto kept = proof::VerifyCosignature(note->text, *there, *witness);
    if (kept.ok() && *kept >= *time) return stored;
    note->signatures.erase(there);
    break;
  }
  if (note->signatures.size() >= kSignaturesMax) {
    return error::RefuseField("tree_size",
                              absl::StrCat("has ", kSignaturesMax, " signatures already"),
                              "该检查点的签名数已达上限");
  }
  note->signatures.push_back(*std::move(signature));
  return proof::FormatNote(*note);
}

}  // namespace

void AddCosignature(kv::Store& store, const v1::AddCosignatureRequest& request,
                    Reply<std::string> reply) {
  auto note = std::make_shared<std::string>();
  store.Transact(
      [request, note](kv::Transaction& txn) -> absl::Status {
        auto cosigned = WithCosignature(txn, request);
        if (!cosigned.ok()) return cosigned.status();
        *note = *std::move(cosigned);
        tables::PutCheckpoint(txn, static_cast<uint64_t>(request.tree_size()), *note);
        return absl::OkStatus();
      },
      ReplyWhenDurable(std::move(reply), [note] { return std::move(*note); }));
}

}  // namespace santong::acts
