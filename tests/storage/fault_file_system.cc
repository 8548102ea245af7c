#include "tests/storage/fault_file_system.h"

#include <filesystem>
#include <utility>

#include "absl/strings/match.h"

namespace santong::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// As the file system of RocksDB reports ENOSPC.
IOStatus NoSpace(const std::string& name) {
  IOStatus status = IOStatus::NoSpace("No space left on device", name);
  status.SetRetryable(true);
  return status;
}

IOStatus InputOutput(const std::string& name) {
  return IOStatus::IOError("Input/output error", name);
}

}  // namespace

class FaultFileSystem::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(FaultFileSystem& system, std::string name, std::unique_ptr<FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), system_(system), name_(std::move(name)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    switch (system_.FaultOf(name_)) {
      case Fault::kNoSpace:
        return NoSpace(name_);
      case Fault::kNoSpacePartly: {
        const rocksdb::Slice half(data.data(), data.size() / 2);
        (void)FSWritableFileOwnerWrapper::Append(half, options, debug);
        return NoSpace(name_);
      }
      case Fault::kInputOutput:
      case Fault::kDead:
        return InputOutput(name_);
      default:
        written_ += data.size();
        return FSWritableFileOwnerWrapper::Append(data, options, debug);
    }
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return Sync([&] { return FSWritableFileOwnerWrapper::Sync(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync([&] { return FSWritableFileOwnerWrapper::Fsync(options, debug); });
  }

 private:
  template <typename Real>
  IOStatus Sync(Real real) {
    system_.AwaitSync(name_);
    switch (system_.FaultOf(name_)) {
      case Fault::kNoSpaceAtSync:
        return NoSpace(name_);
      case Fault::kInputOutputAtSync:
      case Fault::kDead:
        return InputOutput(name_);
      default:
        break;
    }
    const uint64_t bytes = written_;
    IOStatus status = real();
    if (status.ok()) system_.Synced(name_, bytes);
    return status;
  }

  FaultFileSystem& system_;
  const std::string name_;
  std::atomic<uint64_t> written_ = 0;
};

class FaultFileSystem::ReadFile : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  ReadFile(FaultFileSystem& system, std::string name, std::unique_ptr<FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), system_(system), name_(std::move(name)) {}

  IOStatus Read(uint64_t offset, size_t bytes, const IOOptions& options, rocksdb::Slice* result,
                char* scratch, IODebugContext* debug) const override {
    if (system_.FaultOf(name_) == Fault::kInputOutputAtRead) return InputOutput(name_);
    return FSRandomAccessFileOwnerWrapper::Read(offset, bytes, options, result, scratch, debug);
  }

 private:
  FaultFileSystem& system_;
  const std::string name_;
};

void FaultFileSystem::Fail(Fault fault, std::string suffix) {
  absl::MutexLock lock(&mutex_);
  fault_ = fault;
  suffix_ = std::move(suffix);
}

Fault FaultFileSystem::FaultOf(const std::string& name) const {
  absl::MutexLock lock(&mutex_);
  return absl::EndsWith(name, suffix_) ? fault_ : Fault::kNone;
}

void FaultFileSystem::AwaitSync(const std::string& name) const {
  absl::MutexLock lock(&mutex_);
  const auto may_sync = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return fault_ != Fault::kSyncWaits || !absl::EndsWith(name, suffix_);
  };
  mutex_.Await(absl::Condition(&may_sync));
}

void FaultFileSystem::Synced(const std::string& name, uint64_t bytes) {
  absl::MutexLock lock(&mutex_);
  synced_bytes_[name] = bytes;
}

void FaultFileSystem::DropUnsynced() {
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, bytes] : synced_bytes_) {
    std::error_code missing;
    const uint64_t size = std::filesystem::file_size(name, missing);
    if (!missing && size > bytes) std::filesystem::resize_file(name, bytes);
  }
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& name,
                                          const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          IODebugContext* debug) {
  if (FaultOf(name) == Fault::kDead) return InputOutput(name);
  std::unique_ptr<rocksdb::FSWritableFile> real;
  IOStatus status = FileSystemWrapper::NewWritableFile(name, options, &real, debug);
  if (!status.ok()) return status;
  Synced(name, 0);
  *file = std::make_unique<File>(*this, name, std::move(real));
  return status;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& name,
                                              const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSRandomAccessFile> real;
  IOStatus status = FileSystemWrapper::NewRandomAccessFile(name, options, &real, debug);
  if (status.ok()) *file = std::make_unique<ReadFile>(*this, name, std::move(real));
  return status;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& options, IODebugContext* debug) {
  if (FaultOf(from) == Fault::kDead) return InputOutput(from);
  IOStatus status = FileSystemWrapper::RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  absl::MutexLock lock(&mutex_);
  if (auto it = synced_bytes_.find(from); it != synced_bytes_.end()) {
    const uint64_t bytes = it->second;
    synced_bytes_.erase(it);
    synced_bytes_[to] = bytes;
  }
  return status;
}

IOStatus FaultFileSystem::DeleteFile(const std::string& name, const IOOptions& options,
                                     IODebugContext* debug) {
  if (FaultOf(name) == Fault::kDead) return InputOutput(name);
  IOStatus status = FileSystemWrapper::DeleteFile(name, options, debug);
  if (!status.ok()) return status;
  absl::MutexLock lock(&mutex_);
  synced_bytes_.erase(name);
  return status;
}

}  // namespace santong::testing
