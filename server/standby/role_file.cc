#include "server/standby/role_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/text_format.h"
#include "storage/files/sum.h"
#include "storage/files/whole_file.h"

namespace santong::standby {
namespace {

// Begins the last line, which is a remark to the text format.
constexpr absl::string_view kSum = "# sum ";

// Whether the text is as it was written: fenced_by_term is a bit away from 0. Older ones bear no
// sum; an empty one was never written, and would be that of a server which nobody replaced.
bool IsWhole(absl::string_view text) {
  if (text.empty()) return false;
  const size_t at = text.rfind(kSum);
  return at == absl::string_view::npos ||
         text.substr(at + kSum.size()) == absl::StrCat(files::SumOf(text.substr(0, at)), "\n");
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
  auto text = files::ReadFileWhole(path);
  if (absl::IsNotFound(text.status())) return role;
  if (!text.ok()) return text.status();
  if (!IsWhole(*text) || !google::protobuf::TextFormat::ParseFromString(*text, &role)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path,
        " is damaged, and says whether a standby took the place of this server: ask the "
        "standby (santong admin standby show) before this one is started without it"));
  }
  return role;
}

absl::Status WriteRole(const std::string& data_dir, const store::v1::RoleRecord& role) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(role, &text);
  absl::StrAppend(&text, kSum, files::SumOf(text), "\n");
  return files::WriteFileWhole(RoleFile(data_dir), text);
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
  // Where it was promoted the key may stay. Another address is the wish that it follows that one.
  if (role.promoted_term() > 0 && role.first() == standby_of) return Start::kFirst;
  if (role.promoted_term() > 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        data_dir, " was promoted in the place of ", role.first(),
        " and is a register of its own, no copy of ", standby_of,
        ": to follow that one, keep it and its .role aside and name an empty folder; to serve it, "
        "start without standby_of"));
  }
  if (!has_store) return Start::kCopy;
  if (is_copy) return Start::kStandby;
  return absl::FailedPreconditionError(
      absl::StrCat(data_dir,
                   " holds a register of its own: a standby needs a folder that does not "
                   "exist or is empty"));
}

}  // namespace santong::standby
