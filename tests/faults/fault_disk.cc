// Stands before the C library's write, pread and fdatasync in a server under test: the disk is
// slow, full or broken when the test says so (fault_board.h), and what was synced is noted, so that
// the test can take away the rest after a kill, as a power cut would.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/faults/fault_board.h"

namespace {

using santong::testing::FaultBoard;

FaultBoard* Board() {
  static FaultBoard* const board = []() -> FaultBoard* {
    const char* path = std::getenv(santong::testing::kFaultBoardVariable);
    const int file = path == nullptr ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* memory = mmap(nullptr, sizeof(FaultBoard), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return memory == MAP_FAILED ? nullptr : static_cast<FaultBoard*>(memory);
  }();
  return board;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// One of RocksDB's own files: its log, its list of files, a table or texts.
bool IsOfStore(int file, bool read) {
  char link[32], path[512];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  const char* dot = std::strrchr(path, '.');
  if (dot != nullptr && (std::strcmp(dot, ".sst") == 0 || std::strcmp(dot, ".blob") == 0))
    return true;
  if (read) return false;
  return (dot != nullptr && std::strcmp(dot, ".log") == 0) ||
         std::strstr(path, "/MANIFEST-") != nullptr;
}

bool Happens(std::atomic<int32_t>& one_in) {
  static thread_local unsigned seed = static_cast<unsigned>(getpid() ^ gettid());
  const int32_t odds = one_in.load();
  return odds > 0 && rand_r(&seed) % odds == 0;
}

void NoteSynced(FaultBoard& board, int file) {
  struct stat status;
  const off_t at = lseek(file, 0, SEEK_CUR);
  if (at < 0 || fstat(file, &status) != 0) return;
  const uint64_t inode = status.st_ino;
  for (int i = 0; i < FaultBoard::kFiles; ++i) {
    FaultBoard::File& row = board.files[(inode + static_cast<uint64_t>(i)) % FaultBoard::kFiles];
    uint64_t free = 0;
    if (row.inode.load() != inode && !row.inode.compare_exchange_strong(free, inode) &&
        free != inode) {
      continue;
    }
    row.synced_bytes = static_cast<uint64_t>(at);
    return;
  }
}

int Sync(const char* name, int file) {
  static const auto real_fdatasync = Real<int (*)(int)>("fdatasync");
  static const auto real_fsync = Real<int (*)(int)>("fsync");
  FaultBoard* board = Board();
  if (board != nullptr && board->sync_micros > 0 && IsOfStore(file, false)) {
    (void)poll(nullptr, 0, board->sync_micros.load() / 1000);
    ++board->injected[santong::testing::kSlowSync];
  }
  const int done = std::strcmp(name, "fsync") == 0 ? real_fsync(file) : real_fdatasync(file);
  if (done == 0 && board != nullptr && IsOfStore(file, false)) NoteSynced(*board, file);
  return done;
}

}  // namespace

extern "C" {

int fdatasync(int file) { return Sync("fdatasync", file); }
int fsync(int file) { return Sync("fsync", file); }

ssize_t write(int file, const void* bytes, size_t count) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t)>("write");
  FaultBoard* board = Board();
  if (board == nullptr || (board->write_fails_one_in == 0 && board->no_space_one_in == 0) ||
      !IsOfStore(file, false)) {
    return real(file, bytes, count);
  }
  if (Happens(board->write_fails_one_in)) {
    ++board->injected[santong::testing::kWriteFails];
    errno = EIO;
    return -1;
  }
  if (Happens(board->no_space_one_in)) {
    ++board->injected[santong::testing::kNoSpace];
    (void)!real(file, bytes, count / 2);
    errno = ENOSPC;
    return -1;
  }
  return real(file, bytes, count);
}

ssize_t pread(int file, void* bytes, size_t count, off_t offset) {
  static const auto real = Real<ssize_t (*)(int, void*, size_t, off_t)>("pread");
  FaultBoard* board = Board();
  if (board != nullptr && board->read_fails_one_in > 0 && IsOfStore(file, true) &&
      Happens(board->read_fails_one_in)) {
    ++board->injected[santong::testing::kReadFails];
    errno = EIO;
    return -1;
  }
  return real(file, bytes, count, offset);
}

ssize_t pread64(int file, void* bytes, size_t count, off_t offset) {
  return pread(file, bytes, count, offset);
}

}  // extern "C"
