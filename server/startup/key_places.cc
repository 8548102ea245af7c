#include "server/startup/key_places.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/files/whole_file.h"

namespace santong::startup {
namespace {

absl::Status CheckPlace(const ops::Config& config, const std::string& named, const char* ending) {
  if (!named.empty()) return absl::OkStatus();
  const std::string beside = config.data_dir + ending;
  const std::string within = absl::StrCat(config.data_dir, "/", ending);
  auto is_beside = files::FileExists(beside);
  if (!is_beside.ok()) return is_beside.status();
  auto is_within = files::FileExists(within);
  if (!is_within.ok()) return is_within.status();
  if (*is_beside || !*is_within) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the key file ", within,
                   " was put into the store by an older program, because data_dir ended with a "
                   "slash: move it to ",
                   beside, " and start again"));
}

}  // namespace

absl::Status CheckKeyPlaces(const ops::Config& config) {
  absl::Status personal = CheckPlace(config, config.personal_key_file, ".key");
  return personal.ok() ? CheckPlace(config, config.log_key_file, ".log-key") : personal;
}

}  // namespace santong::startup
