// The events of one resource, in their order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "santong/v1/event.pb.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Takes the events of the resource until `visit` says false.
absl::Status VisitEvents(const kv::Reader& reader, const std::string& resource,
                         absl::FunctionRef<bool(const v1::Event&)> visit);

// All public events of the resource.
absl::StatusOr<std::vector<v1::Event>> PublicEvents(const kv::Reader& reader,
                                                    const std::string& resource);

// The newest event of the resource that `fits`; nullopt for none.
absl::StatusOr<std::optional<v1::Event>> NewestEvent(
    const kv::Reader& reader, const std::string& resource,
    absl::FunctionRef<bool(const v1::Event&)> fits);

}  // namespace santong::queries
