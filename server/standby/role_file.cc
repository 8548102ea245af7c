#include "server/standby/role_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/text_format.h"

namespace santong::standby {
namespace {

bool SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  return synced;
}

}  // namespace

std::string RoleFile(absl::string_view data_dir) {
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  return absl::StrCat(data_dir, ".role");
}

absl::StatusOr<store::v1::RoleRecord> ReadRole(const std::string& data_dir) {
  const std::string path = RoleFile(data_dir);
  store::v1::RoleRecord role;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return role;
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || !google::protobuf::TextFormat::ParseFromString(text, &role))
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  return role;
}

absl::Status WriteRole(const std::string& data_dir, const store::v1::RoleRecord& role) {
  const std::string path = RoleFile(data_dir), unfinished = path + ".new";
  std::string text;
  google::protobuf::TextFormat::PrintToString(role, &text);
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const bool written = file >= 0 &&
                       write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fsync(file) == 0;
  if (file >= 0) close(file);
  if (!written || std::rename(unfinished.c_str(), path.c_str()) != 0 || !SyncFolderOf(path)) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status UpdateRole(const std::string& data_dir,
                        absl::FunctionRef<void(store::v1::RoleRecord& role)> change) {
  static absl::Mutex one_at_a_time(absl::kConstInit);
  absl::MutexLock lock(&one_at_a_time);
  auto role = ReadRole(data_dir);
  if (!role.ok()) return role.status();
  change(*role);
  return WriteRole(data_dir, *role);
}

absl::StatusOr<Start> HowToStart(const store::v1::RoleRecord& role, absl::string_view data_dir,
                                 absl::string_view standby_of, bool has_store) {
  if (role.fenced_by_term() > 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("a standby took the place of this server (term ", role.fenced_by_term(),
                     "): what is in ", data_dir,
                     " must never be served again as the register. Keep it aside, "
                     "name an empty folder, and start as a standby of the new first (standby_of)"));
  }
  const bool is_copy = !role.first().empty() && role.promoted_term() == 0;
  if (standby_of.empty()) {
    if (!is_copy) return Start::kFirst;
    return absl::FailedPreconditionError(absl::StrCat(
        data_dir, " is a standby's copy of ", role.first(),
        ": start with standby_of, and make it the first with santong admin standby promote"));
  }
  if (role.promoted_term() > 0) return Start::kFirst;
  if (!has_store) return Start::kCopy;
  if (is_copy) return Start::kStandby;
  return absl::FailedPreconditionError(
      absl::StrCat(data_dir,
                   " holds a register of its own: a standby needs a folder that does not "
                   "exist or is empty"));
}

}  // namespace santong::standby
