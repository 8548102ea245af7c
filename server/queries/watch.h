// The public history, part by part.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Events that one part looks at.
inline constexpr uint64_t kEventsPerPart = 500;
// A part takes no further event once it has this much: a client takes 4 MiB unless told otherwise.
inline constexpr size_t kBytesPerPart = 1 << 20;

// The public events after `sequence`, as the public sees them, and how far was looked; at most
// kEventsPerPart, fewer where they are long. `sent_to_sequence` equals `sequence` when there is
// nothing new.
absl::StatusOr<v1::WatchCatalogResponse> ReadPublicEvents(const kv::Reader& reader,
                                                          uint64_t sequence);

// INVALID_ARGUMENT when the register has not come to `sequence`.
absl::Status CheckSequence(const kv::Reader& reader, int64_t sequence);

}  // namespace santong::queries
