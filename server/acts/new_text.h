// A text that an act brings, with its digests: they take longer than the writer has for one act, so
// they are made before its transaction.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "storage/tables/log_table.h"

namespace santong::acts {

struct NewText {
  std::string text;
  tables::TextDigest digest;
};

NewText WithDigests(std::string text);

// The digests of a text, beside its SHA-256.
tables::TextDigest DigestOf(absl::string_view text);

}  // namespace santong::acts
