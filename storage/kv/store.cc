#include "storage/kv/store.h"

#include <utility>

#include "absl/synchronization/notification.h"

namespace santong::kv {

absl::Status TransactAndWait(Store& store, Store::Body body) {
  absl::Status result;
  absl::Notification finished;
  store.Transact(std::move(body), [&](absl::Status status) {
    result = std::move(status);
    finished.Notify();
  });
  finished.WaitForNotification();
  return result;
}

}  // namespace santong::kv
