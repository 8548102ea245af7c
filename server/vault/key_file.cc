#include "server/vault/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace santong::vault {
namespace {

// Makes what was done in the folder of `path` durable.
bool SyncFolder(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = fsync(file) == 0;
  close(file);
  return synced;
}

// An empty reason when it was made.
std::string MakeFile(const std::string& path, const std::string& bytes) {
  const std::string unfinished = path + ".new";
  unlink(unfinished.c_str());  // of a start that was cut off
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return std::strerror(errno);
  bool made = write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
              fsync(file) == 0;
  close(file);
  made = made && link(unfinished.c_str(), path.c_str()) == 0;  // unlike rename, over no other file
  unlink(unfinished.c_str());
  return made && SyncFolder(path) ? "" : "it cannot be written";
}

}  // namespace

absl::StatusOr<std::string> ReadOrMakeKeyFile(
    absl::string_view what, const std::string& path, size_t bytes_max,
    absl::FunctionRef<absl::StatusOr<std::string>()> make) {
  const auto refused = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(what, ", ", path, ": ", why));
  };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) {
    auto bytes = make();
    if (!bytes.ok()) return bytes;
    const std::string failure = MakeFile(path, *bytes);
    if (!failure.empty()) return refused(failure);
    return bytes;
  }
  if (file < 0) return refused(std::strerror(errno));
  struct stat info {};
  std::string bytes(bytes_max + 1, '\0');
  const bool known = fstat(file, &info) == 0;
  const ssize_t length = read(file, bytes.data(), bytes.size());
  close(file);
  if (!known || (info.st_mode & 0777) != 0600)
    return refused("only its owner may read and write it; chmod 600");
  if (length < 0 || static_cast<size_t>(length) > bytes_max)
    return refused(absl::StrCat("it does not hold ", bytes_max, " bytes"));
  bytes.resize(static_cast<size_t>(length));
  return bytes;
}

}  // namespace santong::vault
