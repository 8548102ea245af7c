// What a file is, by its content alone: libmagic. A name or a declared type plays no part.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::sniff {

// Thread-safe.
class MediaTypes {
 public:
  // Reads the magic database of the system. FAILED_PRECONDITION when there is none.
  static absl::StatusOr<std::unique_ptr<MediaTypes>> Open();
  ~MediaTypes();

  // E.g. "application/pdf"; "application/octet-stream" for what it does not know.
  std::string Of(absl::string_view content) const;

 private:
  struct Cookie;
  explicit MediaTypes(std::unique_ptr<Cookie> cookie);

  const std::unique_ptr<Cookie> cookie_;
};

}  // namespace santong::sniff
