// Writes a decision: rows, secondary entries, version, number, event. The one place where a
// document changes.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/acts/load_document.h"
#include "server/acts/new_text.h"
#include "server/acts/request.h"
#include "server/domain/document/decide.h"
#include "storage/kv/store.h"
#include "storage/tables/document_table.h"

namespace santong::acts {

struct Applied {
  v1::Document document;  // after the act, with `internal`
  uint64_t event_sequence = 0;
  tables::DocumentParts parts;  // the document as it was stored
};

// Writes `decision` and its event into `txn`, and, where it carries out what another document said,
// that document and an event of it (RelationApplied). `text` is the text of
// decision.change.version, when there is one.
absl::StatusOr<Applied> ApplyDecision(kv::Transaction& txn, const LoadedDocument& loaded,
                                      const Request& request, document::Decision decision,
                                      const NewText& text);

}  // namespace santong::acts
