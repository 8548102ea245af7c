#include "storage/files/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace santong::files {
namespace {

namespace fs = std::filesystem;

// A descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int operator*() const { return number_; }

 private:
  const int number_;
};

bool WriteAll(int file, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool WriteSynced(const std::string& path, absl::string_view bytes) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  return *file >= 0 && WriteAll(*file, bytes) && fsync(*file) == 0;
}

bool SyncFolderOf(const std::string& path) {
  const std::string folder = fs::path(path).parent_path();
  const Descriptor opened(
      open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return *opened >= 0 && fsync(*opened) == 0;
}

absl::Status CannotBe(absl::string_view what, const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat(path, " cannot be ", what, ": ", std::strerror(error)));
}

}  // namespace

absl::Status WriteFileWhole(const std::string& path, absl::string_view bytes) {
  const std::string unfinished = path + ".new";
  if (WriteSynced(unfinished, bytes) && std::rename(unfinished.c_str(), path.c_str()) == 0 &&
      SyncFolderOf(path)) {
    return absl::OkStatus();
  }
  return CannotBe("written", path, errno);
}

absl::StatusOr<bool> FileExists(const std::string& path) {
  std::error_code error;
  const bool there = fs::exists(path, error);
  if (error) return CannotBe("looked for", path, error.value());
  return there;
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return CannotBe("removed", path, errno);
  if (!SyncFolderOf(path)) return CannotBe("removed", path, errno);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFileWhole(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (*file < 0 && (errno == ENOENT || errno == ENOTDIR))
    return absl::NotFoundError(absl::StrCat("no file ", path));
  if (*file < 0) return CannotBe("read", path, errno);
  std::string bytes;
  char some[1 << 14];
  for (;;) {
    const ssize_t count = read(*file, some, sizeof(some));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return CannotBe("read", path, errno);
    if (count == 0) return bytes;
    bytes.append(some, static_cast<size_t>(count));
  }
}

}  // namespace santong::files
