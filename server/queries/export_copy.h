// The lines of EXPORT_FORMAT_COPY (santong/v1/catalog_copy.proto): all that anyone may read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/queries/export.h"
#include "server/settings/settings.h"

namespace santong::queries {

// `documents` are those of `reader` that changed after `after_sequence`. `register_url` is said of
// a register; a copy says where the register is that it is of.
std::unique_ptr<Export> BeginCopy(std::unique_ptr<kv::Reader> reader,
                                  std::shared_ptr<const settings::Settings> settings,
                                  ExportedDocuments documents, int64_t after_sequence,
                                  std::string register_url);

}  // namespace santong::queries
