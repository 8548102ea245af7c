// Two texts, compared.
#pragma once

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// DiffVersions, of texts that the caller may see. NOT_FOUND for another.
absl::StatusOr<v1::DiffVersionsResponse> DiffVersions(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const access::Caller& caller,
                                                      const v1::DiffVersionsRequest& request);

}  // namespace santong::queries
