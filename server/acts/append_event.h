// The one place where the history grows. Every event is linked into the chain of events; every
// public one gets its leaf in the log, in the transaction of the event: no state change without its
// leaf, no leaf without its state change.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/proof/leaf.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Gives the event its sequence number and name and appends it. Each returns the sequence number.
// INTERNAL when the store's log was not built (build_log.h).
// CONDITIONS_NOT_MET, and the transaction must not be committed, when the leaf would be too long.
//
// Of a resource that is no document and concerns none.
absl::StatusOr<uint64_t> AppendEvent(kv::Transaction& txn, v1::Event& event);
// Of a document. It gets a leaf also where it is not public but changes what the log says of a
// document that is in the register (a first day that moves before publication).
absl::StatusOr<uint64_t> AppendDocumentEvent(kv::Transaction& txn, v1::Event& event,
                                             const v1::Document& before, const v1::Document& after);
// Of a file that was attached to the document: it changes what the log says of one in the register.
absl::StatusOr<uint64_t> AppendFileEvent(kv::Transaction& txn, v1::Event& event,
                                         const v1::Document& document);
// Of a side process of `about`.
absl::StatusOr<uint64_t> AppendCaseEvent(kv::Transaction& txn, v1::Event& event,
                                         const v1::Document& about);

// SHA-256 of the link before (32 bytes; zeros before the first event) and the event as stored.
// DO NOT CHANGE: stored on disk and signed.
std::string NextLink(absl::string_view before, absl::string_view event_bytes);

// The leaf of an event; `document`, when given, is what it says of the document. Versions get their
// digests from the store, or from the text where an older program wrote it.
absl::StatusOr<proof::Leaf> LeafOf(const kv::Reader& reader, const v1::Event& event,
                                   const v1::Document* document);

// Links the stored event into the chain and, unless it is empty, appends the encoded leaf to the
// log.
absl::Status LinkEvent(kv::Transaction& txn, uint64_t sequence, absl::string_view event_bytes,
                       const std::string& leaf_bytes);

}  // namespace santong::acts
