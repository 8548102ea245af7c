#include "server/offline/copy_files.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/acts/copy_rows.h"

namespace santong::offline {
namespace {

namespace fs = std::filesystem;

// The bytes of the file; nothing when there is none. No more than one byte over `size` is read: who
// has that much is another file.
absl::StatusOr<std::optional<std::string>> ReadFile(const fs::path& path, int64_t size) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    if (!error) return std::nullopt;
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path.string()));
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes(static_cast<size_t>(size) + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in.is_open() || in.bad()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path.string()));
  }
  bytes.resize(static_cast<size_t>(in.gcount()));
  return bytes;
}

}  // namespace

absl::Status CheckFolder(const std::string& dir) {
  std::error_code error;
  if (dir.empty() || fs::is_directory(dir, error)) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("no folder of files: ", dir));
}

absl::Status TakeCopyFiles(kv::Store& store, const v1::Document& document, const std::string& dir,
                           CopyFiles* files) {
  for (const v1::Attachment& file : document.published_files()) {
    auto held = acts::HoldsCopyFile(*store.Snapshot(), document, file);
    if (!held.ok()) return held.status();
    std::optional<std::string> bytes;
    // The line was taken, so that the name is a hash and leads nowhere but into the folder.
    const fs::path path = fs::path(dir) / file.sha256();
    if (!*held && !dir.empty()) {
      auto read = ReadFile(path, file.size_bytes());
      if (!read.ok()) return read.status();
      bytes = *std::move(read);
    }
    ++(*held || bytes.has_value() ? files->held : files->not_held);
    if (!bytes.has_value()) continue;
    absl::Status put = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      return acts::PutCopyFile(txn, document, file, *bytes);
    });
    if (absl::IsInvalidArgument(put)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path.string(), ": ", put.message(),
                       "; take it away, export with --files again, and load the same lines"));
    }
    if (!put.ok()) return put;
  }
  return absl::OkStatus();
}

}  // namespace santong::offline
