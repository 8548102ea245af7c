#include "storage/rocksdb/identity_file.h"

#include "absl/strings/str_cat.h"
#include "storage/files/sum.h"
#include "storage/files/whole_file.h"

namespace santong::kv {
namespace {

std::string IdentityPath(const std::string& folder) { return folder + "/IDENTITY"; }

// RocksDB leaves files alone whose names it does not know.
std::string SumPath(const std::string& folder) { return IdentityPath(folder) + ".sum"; }

}  // namespace

absl::Status CheckIdentity(const std::string& folder) {
  auto sum = files::ReadFileWhole(SumPath(folder));
  if (absl::IsNotFound(sum.status())) return absl::OkStatus();
  if (!sum.ok()) return sum.status();
  auto identity = files::ReadFileWhole(IdentityPath(folder));
  if (!identity.ok() && !absl::IsNotFound(identity.status())) return identity.status();
  if (identity.ok() && *sum == files::SumOf(*identity)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      identity.ok() ? "one of the files " : "the first is gone of the files ", IdentityPath(folder),
      " and ", SumPath(folder), identity.ok() ? " is damaged" : "",
      ". They hold nothing of the register, only the name by which its archive of changes and a "
      "standby know this store: remove both, and the start makes new ones; then make a backup at "
      "once (santong admin backup create), and each standby anew"));
}

absl::Status NoteIdentity(const std::string& folder) {
  auto noted = files::FileExists(SumPath(folder));
  if (!noted.ok()) return noted.status();
  if (*noted) return absl::OkStatus();
  auto identity = files::ReadFileWhole(IdentityPath(folder));
  if (!identity.ok()) return identity.status();
  return files::WriteFileWhole(SumPath(folder), files::SumOf(*identity));
}

}  // namespace santong::kv
