// The secondary entries of a document: under which keys it can be found. Derived from the document
// alone, so that they can be written with it and verified against it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "santong/v1/document.pb.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Every entry that `document` must have, in no particular order.
std::vector<std::string> DocumentEntries(uint64_t id, const v1::Document& document);

// Writes what differs between the entries of the two; `before` has no name when the document is
// new.
void WriteDocumentEntries(kv::Transaction& txn, uint64_t id, const v1::Document& before,
                          const v1::Document& after);

}  // namespace santong::acts
