// The files that are published with documents (随文公布), beside an export of the documents.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "santong/v1/catalog_stream.pb.h"

namespace santong::client {

struct TakenFiles {
  int64_t fetched = 0;
  int64_t there = 0;  // before, with the bytes that they should have
};

// Downloads each file that a document of the export at `path` is published with into the folder
// `dir`, which is made when it is missing: under its SHA-256, when it is whole. What is there is
// read and not fetched again, so that it goes on where it ended. `format` is JSON_LINES or COPY.
// The public's limit of calls is waited for. DATA_LOSS for a line that cannot be read and for bytes
// of another hash; NOT_FOUND where a file was taken back since the export; else as GetAttachment.
absl::StatusOr<TakenFiles> TakePublishedFiles(const Connection& connection, v1::ExportFormat format,
                                              const std::string& path, const std::string& dir);

}  // namespace santong::client
