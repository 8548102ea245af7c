#include "server/followers/log_mark.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/note.h"
#include "server/queries/proofs.h"
#include "storage/files/whole_file.h"
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
  const absl::Status written = files::WriteFileWhole(path, note);
  if (written.ok()) return written;
  return absl::UnavailableError(
      absl::StrCat("what the log signs cannot be remembered: ", written.message()));
}

absl::Status CheckNotBehind(const kv::Reader& reader, const std::string& path,
                            absl::string_view origin, bool others_may_be_there) {
  auto bytes = files::ReadFileWhole(path);
  if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
  if (!bytes.ok()) return bytes.status();
  auto note = proof::ParseNote(*bytes);
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
