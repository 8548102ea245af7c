#include "storage/tables/objection_table.h"

#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/message.h"

namespace santong::tables {

absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, uint64_t id) {
  return GetCase<v1::Objection>(reader, schema::CaseKind::kObjection, id);
}

absl::StatusOr<store::v1::ObjectionSecretRecord> GetObjectionSecret(const kv::Reader& reader,
                                                                    uint64_t id) {
  return GetMessage<store::v1::ObjectionSecretRecord>(reader, schema::ObjectionSecretKey(id));
}

void PutObjectionSecret(kv::Transaction& txn, uint64_t id,
                        const store::v1::ObjectionSecretRecord& secret) {
  txn.Put(schema::ObjectionSecretKey(id), Encode(secret));
  if (!secret.lodger_hash().empty())
    txn.Put(schema::ObjectionsByLodgerKey(secret.lodger_hash(), id), "");
}

void EraseObjectionSecret(kv::Transaction& txn, uint64_t id,
                          store::v1::ObjectionSecretRecord secret) {
  if (!secret.lodger_hash().empty())
    txn.Delete(schema::ObjectionsByLodgerKey(secret.lodger_hash(), id));
  for (int i = 0; i < secret.sealed_evidence_names_size(); ++i)
    txn.Delete(schema::ObjectionEvidenceKey(id, static_cast<uint32_t>(i) + 1));
  secret.clear_wrapped_key();
  secret.clear_sealed_lodger();
  secret.clear_texts();
  secret.clear_lodger_hash();
  secret.clear_sealed_evidence_names();
  txn.Put(schema::ObjectionSecretKey(id), Encode(secret));
}

}  // namespace santong::tables
