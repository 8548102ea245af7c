#include "server/sniff/media_type.h"

#include <magic.h>

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace santong::sniff {

// A cookie of libmagic may be used by one thread at a time.
struct MediaTypes::Cookie {
  Cookie() : handle(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS)) {}
  ~Cookie() {
    if (handle != nullptr) magic_close(handle);
  }

  absl::Mutex mutex;
  magic_t handle ABSL_GUARDED_BY(mutex);
};

MediaTypes::MediaTypes(std::unique_ptr<Cookie> cookie) : cookie_(std::move(cookie)) {}
MediaTypes::~MediaTypes() = default;

absl::StatusOr<std::unique_ptr<MediaTypes>> MediaTypes::Open() {
  auto cookie = std::make_unique<Cookie>();
  {
    absl::MutexLock lock(&cookie->mutex);
    if (cookie->handle == nullptr || magic_load(cookie->handle, nullptr) != 0) {
      return absl::FailedPreconditionError(
          "the database of file types cannot be read: install libmagic-mgc");
    }
  }
  return std::unique_ptr<MediaTypes>(new MediaTypes(std::move(cookie)));
}

std::string MediaTypes::Of(absl::string_view content) const {
  absl::MutexLock lock(&cookie_->mutex);
  const char* type = magic_buffer(cookie_->handle, content.data(), content.size());
  return type == nullptr ? "application/octet-stream" : type;
}

}  // namespace santong::sniff
