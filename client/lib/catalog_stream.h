// The catalogue as a file, as files, and as it changes.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/file_service.pb.h"

namespace santong::client {

// Writes the export to `path` ("-" is standard output), by way of a neighbour file, so that `path`
// never holds half of it. Returns the last message: the sequence and the number of documents.
absl::StatusOr<v1::ExportCatalogResponse> ExportCatalog(const Connection& connection,
                                                        const v1::ExportCatalogRequest& request,
                                                        const std::string& path);

// The same for EXPORT_FORMAT_AKOMA_NTOSO: a file a document in the folder, which is made when it is
// missing. A file appears under its name only when it is whole.
absl::StatusOr<v1::ExportCatalogResponse> ExportCatalogFiles(
    const Connection& connection, const v1::ExportCatalogRequest& request, const std::string& dir);

// Writes the PDF of a document to `path`, as ExportCatalog does. Returns the number of pages.
absl::StatusOr<int> PrintDocument(const Connection& connection,
                                  const v1::PrintDocumentRequest& request, const std::string& path);

// Gives `take` every public event after the one of the request, in order and each once, until it
// says false. When the stream breaks it goes on where it was, for as long as it takes. Returns the
// status of what can not go on: e.g. a sequence that the register has not come to.
absl::Status WatchCatalog(const Connection& connection, v1::WatchCatalogRequest request,
                          absl::FunctionRef<bool(const v1::WatchCatalogResponse&)> take);

}  // namespace santong::client
