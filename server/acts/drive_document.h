// What happens to a document within the transaction of something else: by itself when its day has
// come, or by an act on a side process. The document's own rules decide here as everywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/acts/apply_document.h"
#include "server/acts/request.h"
#include "server/domain/document/document_facts.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Carries out what happens to `last->document` by itself up to `as_of`, at the latest the request's
// day, each as an act of the system on the request's day; returns how many acts that were.
absl::StatusOr<int> RunSystemActs(kv::Transaction& txn,
                                  const std::shared_ptr<const settings::Settings>& settings,
                                  const Request& cause, uint64_t id, absl::CivilDay as_of,
                                  Applied* last);

// Does `act` to the document as the request's caller, and what follows by itself. Errors: those of
// document::Decide; nothing is written then.
absl::StatusOr<Applied> DriveDocument(kv::Transaction& txn,
                                      const std::shared_ptr<const settings::Settings>& settings,
                                      const Request& request, uint64_t id, v1::Document document,
                                      document::Act act);

// The same decision without its writes, for a rehearsal.
absl::Status JudgeDocument(const std::shared_ptr<const settings::Settings>& settings,
                           const Request& request, uint64_t id, v1::Document document,
                           document::Act act);

// A review suspends a document as a whole: INVALID_ARGUMENT, naming the field of the request, where
// it names single articles.
absl::Status CheckSuspendsWhole(absl::Span<const std::string> articles);

}  // namespace santong::acts
