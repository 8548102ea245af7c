// What tests of a store say again and again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "storage/kv/store.h"

namespace santong::kv {

using Entries = std::vector<std::pair<std::string, std::string>>;

inline Entries ScanAll(const Reader& reader, absl::string_view begin = "",
                       absl::string_view end = "") {
  Entries found;
  const absl::Status scanned =
      reader.Scan(begin, end, [&](absl::string_view key, absl::string_view value) {
        found.emplace_back(std::string(key), std::string(value));
        return true;
      });
  EXPECT_TRUE(scanned.ok()) << scanned;
  return found;
}

inline Entries ScanAllBackward(const Reader& reader, absl::string_view begin = "",
                               absl::string_view end = "") {
  Entries found;
  const absl::Status scanned =
      reader.ScanBackward(begin, end, [&](absl::string_view key, absl::string_view value) {
        found.emplace_back(std::string(key), std::string(value));
        return true;
      });
  EXPECT_TRUE(scanned.ok()) << scanned;
  return found;
}

// The keys alone, joined by a space: short enough to be read in a table of cases.
inline std::string Keys(const Entries& entries) {
  std::string keys;
  for (const auto& [key, value] : entries) absl::StrAppend(&keys, keys.empty() ? "" : " ", key);
  return keys;
}

// Adds one to the number under `key` and returns it through `number`.
inline absl::Status CountUp(Transaction& txn, absl::string_view key, int& number) {
  const absl::StatusOr<std::string> last = txn.Get(key);
  if (!last.ok() && !absl::IsNotFound(last.status())) return last.status();
  number = last.ok() ? std::stoi(*last) + 1 : 1;
  txn.Put(key, std::to_string(number));
  return absl::OkStatus();
}

// Turns one bit of a file over.
inline void Flip(const std::filesystem::path& path, uint64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

// Holds the engine inside a body so that the next bodies must queue up behind it, as one batch.
class Held {
 public:
  explicit Held(Store& store)
      : thread_([this, &store] {
          store.Transact(
              [this](Transaction&) {
                if (!inside_.HasBeenNotified()) inside_.Notify();
                release_.WaitForNotification();
                return absl::OkStatus();
              },
              [this](const absl::Status&) { answered_.Notify(); });
        }) {
    inside_.WaitForNotification();
  }
  // Waits for the answer, which comes to this.
  ~Held() {
    Release();
    answered_.WaitForNotification();
  }
  void Release() {
    if (!release_.HasBeenNotified()) release_.Notify();
    if (thread_.joinable()) thread_.join();
  }

 private:
  absl::Notification inside_, release_, answered_;
  std::thread thread_;
};

}  // namespace santong::kv
