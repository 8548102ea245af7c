#include "storage/rocksdb/status.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace santong::kv {

absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view path) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsNotFound()) return absl::NotFoundError("no such key");
  const std::string detail = status.ToString();
  if (status.IsCorruption()) {
    return absl::DataLossError(
        absl::StrCat("stored data in ", path, " is damaged (", detail,
                     "); restore this folder from a backup (santongd restore)"));
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk that holds ", path, " is full (", detail,
                     "); free some space, and writing goes on by itself"));
  }
  if (status.IsIOError()) {
    return absl::UnavailableError(
        absl::StrCat("the disk that holds ", path, " does not read or write (", detail,
                     "); look at the disk and the system log; writing is tried again by itself"));
  }
  if (status.IsBusy() || status.IsTimedOut() || status.IsTryAgain() || status.IsIncomplete() ||
      status.IsShutdownInProgress() || status.IsAborted()) {
    return absl::UnavailableError(absl::StrCat("the store in ", path, " is busy: ", detail));
  }
  return absl::InternalError(absl::StrCat("the store in ", path, ": ", detail));
}

absl::Status FromRocksDbOpen(const rocksdb::Status& status, absl::string_view path) {
  const std::string detail = status.ToString();
  // RocksDB has no code for these; the words are those of fs_posix.cc and db_impl_open.cc, and
  // tests hold them. Each is of several words: the folder's own name is in the detail, too.
  if (status.IsIOError() && (absl::StrContains(detail, "While lock file") ||
                             absl::StrContains(detail, "lock hold by current process"))) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folder ", path, " is in use: another server or tool has it open (",
                     detail, "); stop it first"));
  }
  if (status.IsPathNotFound() && absl::StrContains(detail, "While mkdir if missing")) {
    return absl::UnavailableError(absl::StrCat("the folder in which ", path,
                                               " is to be made does not exist (", detail,
                                               "); make it first, or name another"));
  }
  if (status.IsIOError() && absl::StrContains(detail, "Permission denied")) {
    return absl::UnavailableError(
        absl::StrCat("the user of this program may not read and write ", path, " (", detail,
                     "); give it to that user with all that is in it (chown -R), or run the "
                     "program as its owner"));
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk that holds ", path, " is full (", detail,
                     "); free some space: before that the folder cannot be opened"));
  }
  if (status.IsInvalidArgument() && absl::StrContains(detail, "create_if_missing")) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folder ", path, " holds no store, and none was to be made"));
  }
  return FromRocksDb(status, path);
}

}  // namespace santong::kv
