// The entries of a ZIP file in memory: libzip, behind the limits of extracted.h.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace santong::intake {

// Used by one thread at a time.
class Archive {
 public:
  // Reads the directory. FILE_DAMAGED when there is none; FILE_OVER_LIMIT for too many entries or
  // for more than they may grow to; FILE_ENCRYPTED. `bytes` must outlive the result.
  static absl::StatusOr<std::unique_ptr<Archive>> Open(absl::string_view bytes);
  ~Archive();

  // The names with their unpacked sizes, as the directory has them.
  const std::map<std::string, uint64_t>& entries() const { return entries_; }
  bool Has(const std::string& name) const { return entries_.count(name) > 0; }

  // The unpacked bytes of one entry. FILE_DAMAGED when it is missing, cut off or has the wrong
  // checksum, or is longer than the directory said.
  absl::StatusOr<std::string> Read(const std::string& name) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit Archive(std::unique_ptr<zip, Close> archive);

  std::unique_ptr<zip, Close> archive_;
  std::map<std::string, uint64_t> entries_;
};

}  // namespace santong::intake
