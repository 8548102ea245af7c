#include "storage/tables/objection_table.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {

absl::StatusOr<uint64_t> ObjectionId(absl::string_view name) {
  absl::string_view digits = name;
  uint64_t id = 0;
  // No leading zero and no sign: one objection has one name.
  if (!absl::ConsumePrefix(&digits, "objections/") || digits.empty() || digits[0] < '1' ||
      digits[0] > '9' || !absl::SimpleAtoi(digits, &id)) {
    return absl::InvalidArgumentError(absl::StrCat("not the name of an objection: ", name));
  }
  return id;
}

std::string ObjectionName(uint64_t id) { return absl::StrCat("objections/", id); }

absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, uint64_t id) {
  return GetMessage<v1::Objection>(reader, schema::ObjectionKey(id));
}

absl::StatusOr<store::v1::ObjectionSecretRecord> GetObjectionSecret(const kv::Reader& reader,
                                                                    uint64_t id) {
  return GetMessage<store::v1::ObjectionSecretRecord>(reader, schema::ObjectionSecretKey(id));
}

void PutObjection(kv::Transaction& txn, uint64_t id, v1::Objection objection) {
  objection.mutable_internal()->clear_lodger();
  txn.Put(schema::ObjectionKey(id), Encode(objection));
}

void PutNewObjection(kv::Transaction& txn, uint64_t id, const v1::Objection& objection,
                     const store::v1::ObjectionSecretRecord& secret,
                     absl::string_view lodger_hash) {
  PutObjection(txn, id, objection);
  txn.Put(schema::ObjectionSecretKey(id), Encode(secret));
  txn.Put(schema::ObjectionsByDocumentKey(objection.document(), id), "");
  txn.Put(schema::ObjectionsByLodgerKey(lodger_hash, id), "");
}

}  // namespace santong::tables
