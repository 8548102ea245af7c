#include "server/startup/key_places.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/files/whole_file.h"
#include "storage/schema/keys.h"
#include "storage/tables/log_table.h"

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

// The file as the config names it, or beside the folder.
absl::Status CheckIsThere(const ops::Config& config, const std::string& named, const char* ending,
                          absl::string_view what) {
  const std::string path = named.empty() ? config.data_dir + ending : named;
  auto there = files::FileExists(path);
  if (!there.ok()) return there.status();
  if (*there) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("there is no ", path, ", ", what,
                   ": put it back from its backup, with mode 0600, and start again"));
}

}  // namespace

absl::Status CheckKeyPlaces(const ops::Config& config) {
  absl::Status personal = CheckPlace(config, config.personal_key_file, ".key");
  return personal.ok() ? CheckPlace(config, config.log_key_file, ".log-key") : personal;
}

absl::Status CheckStoreIsThere(const ops::Config& config, const std::string& log_mark) {
  auto store = files::FileExists(config.data_dir + "/CURRENT");
  if (!store.ok()) return store.status();
  auto served = files::FileExists(log_mark);
  if (!served.ok()) return served.status();
  if (*store || !*served) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(config.data_dir, " holds no store, and ", log_mark,
                   " says that a register was served from there: mount its disk, put the folder "
                   "back, or restore "
                   "a backup (santongd restore); to begin a new register there, remove ",
                   log_mark));
}

absl::Status CheckKeysAreNotLost(const kv::Reader& reader, const ops::Config& config) {
  const auto sealed = reader.Get(schema::PersonalKeyMarkKey());
  if (sealed.ok()) {
    absl::Status there = CheckIsThere(config, config.personal_key_file, ".key",
                                      "the key of the personal data in this store");
    if (!there.ok()) return there;
  } else if (!absl::IsNotFound(sealed.status())) {
    return sealed.status();
  }
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  // A program may sign alone, and a log that goes on under another name has another key.
  if (!last->has_value() || !config.log_signer_command.empty() || !config.log_continues.empty())
    return absl::OkStatus();
  return CheckIsThere(config, config.log_key_file, ".log-key", "the key that signed this log");
}

}  // namespace santong::startup
