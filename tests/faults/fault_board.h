// What a test tells the disk of a server that runs in another process, and what it hears from it:
// memory that both map. The server has fault_disk.cc loaded before the C library (LD_PRELOAD).
#pragma once

#include <atomic>
#include <cstdint>

namespace santong::testing {

inline constexpr char kFaultBoardVariable[] = "SANTONG_FAULT_BOARD";  // the path of the memory

// In the order in which a test brings them.
enum FaultKind { kSlowSync, kReadFails, kWriteFails, kNoSpace, kFaultKinds };

struct FaultBoard {
  // How long a sync takes, in microseconds.
  std::atomic<int32_t> sync_micros;
  // One in so many: a read of a table or text is EIO; a write is EIO; a write is ENOSPC, half of
  // its bytes done. 0: none is.
  std::atomic<int32_t> read_fails_one_in;
  std::atomic<int32_t> write_fails_one_in;
  std::atomic<int32_t> no_space_one_in;
  std::atomic<int64_t> injected[kFaultKinds];  // faults so far, by kind

  // How much of each file was synced, by inode; a free row has inode 0.
  static constexpr int kFiles = 4096;
  struct File {
    std::atomic<uint64_t> inode;
    std::atomic<uint64_t> synced_bytes;
  };
  File files[kFiles];
};

}  // namespace santong::testing
