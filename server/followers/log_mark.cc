#include "server/followers/log_mark.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/note.h"
#include "server/queries/proofs.h"
#include "storage/tables/log_table.h"

namespace santong::followers {
namespace {

absl::Status Behind(const std::string& path, const proof::Checkpoint& was_signed,
                    absl::string_view how) {
  const std::string time = proof::ExtensionOf(was_signed, "time");
  return absl::FailedPreconditionError(absl::StrCat(
      "the log ", was_signed.origin, " was signed with ", was_signed.size, " entries at ", time,
      " (", path, "), and ", how,
      ": this is an older state of the store, e.g. a restored backup. Signing it would make two "
      "histories under one name. Bring back the newer store; where it is lost, go on as a new log: "
      "set log_origin to a new name and log_continues to ",
      was_signed.origin,
      ", and move the key file and the tiles away (operating.md, \"A lost end of "
      "the log\")"));
}

}  // namespace

absl::Status RememberSigned(const std::string& path, absl::string_view note) {
  const std::string unfinished = path + ".new";
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  bool written = file >= 0 &&
                 write(file, note.data(), note.size()) == static_cast<ssize_t>(note.size()) &&
                 fsync(file) == 0;
  if (file >= 0) close(file);
  written = written && std::rename(unfinished.c_str(), path.c_str()) == 0;
  if (written) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("what the log signs cannot be remembered in ", path,
                                             ": ", std::strerror(errno)));
}

absl::Status CheckNotBehind(const kv::Reader& reader, const std::string& path,
                            absl::string_view origin, bool others_may_be_there) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::OkStatus();
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto note = proof::ParseNote(bytes);
  auto was_signed = note.ok() ? proof::ParseCheckpoint(note->text)
                              : absl::StatusOr<proof::Checkpoint>(note.status());
  if (!was_signed.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is no signed checkpoint (", was_signed.status().message(),
                     "): compare the log with a mirror's, then remove the file"));
  }
  if (was_signed->origin != origin) {
    if (others_may_be_there) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat(
        path, " is of another log, ", was_signed->origin, ": name another tiles_dir, or empty it"));
  }
  auto size = queries::LogSize(reader);
  if (!size.ok()) return size.status();
  if (*size < was_signed->size)
    return Behind(path, *was_signed, absl::StrCat("holds ", *size, " here"));
  auto root = proof::RootAt(was_signed->size, [&](int level, uint64_t index) {
    return tables::GetLogNode(reader, level, index);
  });
  if (!root.ok()) return root.status();
  if (*root != was_signed->root) return Behind(path, *was_signed, "has other entries here");
  return absl::OkStatus();
}

}  // namespace santong::followers
