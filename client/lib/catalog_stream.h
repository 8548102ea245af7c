// The catalogue as a file.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "santong/v1/catalog_service.pb.h"

namespace santong::client {

// Writes the export to `path` ("-" is standard output), by way of a neighbour file, so that `path`
// never holds half of it. Returns the last message: the sequence and the number of documents.
absl::StatusOr<v1::ExportCatalogResponse> ExportCatalog(const Connection& connection,
                                                        const v1::ExportCatalogRequest& request,
                                                        const std::string& path);

}  // namespace santong::client
