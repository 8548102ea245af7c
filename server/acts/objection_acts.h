// The acts on objections: replay → load → decide → write, one act = one transaction = one event.
// Who lodges is sealed before the transaction and never part of an event.
#pragma once

#include <string>

#include "santong/v1/objection_service.pb.h"
#include "server/acts/request.h"
#include "server/domain/objection/objection_facts.h"
#include "server/settings/settings.h"
#include "server/vault/vault.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What is asked of one objection.
struct ObjectionIntent {
  std::string name;     // objections/{objection}; empty where a receipt names it
  v1::Receipt receipt;  // of its lodger
  objection::Act act;
};

// Thread-safe. All must outlive it.
struct ObjectionParts {
  kv::Store& store;
  settings::SettingsCache& settings;
  const vault::Vault& vault;
};

// Binds the store to the key of its personal data: at the first start it keeps a mark that only
// this key gives. FAILED_PRECONDITION when the store was sealed by another key: what it holds would
// be lost in silence, and receipts would open nothing.
absl::Status BindPersonalKey(kv::Store& store, const vault::Vault& vault);

// Lodges; the reply has the receipt with its code, which is kept nowhere. The same request_id gives
// the same receipt. Errors: NOT_FOUND, FAILED_PRECONDITION as refusals.
void LodgeObjection(ObjectionParts parts, Request request, const v1::LodgeObjectionRequest& asked,
                    Reply<v1::LodgeObjectionResponse> reply);

// Any other act. Errors: NOT_FOUND (for a receipt: the same whether its number or its code is
// wrong), ABORTED (etag), FAILED_PRECONDITION, PERMISSION_DENIED as refusals.
void ActOnObjection(ObjectionParts parts, Request request, ObjectionIntent intent,
                    Reply<v1::Objection> reply);

// The case that a receipt opens. NOT_FOUND, in the same words and after the same work, when there
// is no such number or the code is wrong.
absl::StatusOr<uint64_t> OpenReceipt(const kv::Reader& reader, const vault::Vault& vault,
                                     const v1::Receipt& receipt);

}  // namespace santong::acts
