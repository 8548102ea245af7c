// FaultFileSystem: a real folder on a disk that fails when told to.
//
// It passes everything on to the file system below, and remembers of each file how much was synced,
// so that a power cut can be played: everything that was not synced is gone.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/file_system.h"

namespace santong::testing {

enum class Fault {
  kNone,
  kNoSpace,        // ENOSPC: no byte is appended
  kNoSpacePartly,  // ENOSPC: half of the bytes are appended
  kNoSpaceAtSync,  // ENOSPC when it syncs: the bytes are all there, and may survive or not
  kInputOutput,    // EIO: no byte is appended
  kInputOutputAtSync,
  kInputOutputAtRead,  // EIO when tables and texts are read
  kSyncWaits,          // it is slow: a sync waits until the next Fail or Heal
  kDead,               // the power is off: nothing is done any more
};

// Thread-safe.
class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FaultFileSystem"; }

  // From now on, what is written to files whose name ends in `suffix` (empty: to any) fails so.
  void Fail(Fault fault, std::string suffix = "");
  void Heal() { Fail(Fault::kNone); }
  // Cuts each file back to what was synced. Call it when the store is closed.
  void DropUnsynced();

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  // What the engine says of itself is written to this disk, too.
  rocksdb::IOStatus NewLogger(const std::string& name, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* log,
                              rocksdb::IODebugContext* debug) override {
    return FileSystem::NewLogger(name, options, log, debug);
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  class File;
  class ReadFile;
  Fault FaultOf(const std::string& name) const;
  void AwaitSync(const std::string& name) const;
  void Synced(const std::string& name, uint64_t bytes);

  mutable absl::Mutex mutex_;
  Fault fault_ ABSL_GUARDED_BY(mutex_) = Fault::kNone;
  std::string suffix_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, uint64_t> synced_bytes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::testing
