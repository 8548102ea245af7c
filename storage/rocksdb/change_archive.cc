#include "storage/rocksdb/change_archive.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/write_batch.h"
#include "storage/files/whole_file.h"
#include "storage/rocksdb/engine_log.h"
#include "storage/rocksdb/status.h"

namespace santong::kv {
namespace {

std::string EncodeNumber(uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
  return bytes;
}

uint64_t DecodeNumber(const rocksdb::Slice& bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

absl::StatusOr<ChangeBatch> Decode(const rocksdb::Iterator& at, const std::string& folder) {
  if (at.key().size() != 8 || at.value().size() < 8)
    return absl::DataLossError(absl::StrCat("the archive of changes ", folder, " is damaged"));
  ChangeBatch changes;
  changes.first = DecodeNumber(at.key());
  changes.count = DecodeNumber(at.value());
  changes.bytes.assign(at.value().data() + 8, at.value().size() - 8);
  return changes;
}

rocksdb::Options ArchiveOptions(const std::string& folder, bool create) {
  rocksdb::Options options;
  options.create_if_missing = create;
  if (create) options.info_log = OpenEngineLog(folder);
  options.paranoid_checks = true;
  // As in tuning.cc: what is torn at the end of the log was never said to be archived, damage
  // before it is said.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = 8 << 20;
  options.max_open_files = 64;
  options.keep_log_file_num = 2;  // LOG.old, of older programs, too
  return options;
}

// The file beside RocksDB's that says how far the archive goes. DO NOT CHANGE: stored on disk.
std::string MarkFile(const std::string& folder) { return folder + "/ARCHIVED"; }

// 0 where there is none, as in an archive of before there were marks.
absl::StatusOr<uint64_t> ReadMark(const std::string& folder) {
  std::string text;
  const rocksdb::Status read =
      rocksdb::ReadFileToString(rocksdb::Env::Default(), MarkFile(folder), &text);
  if (read.IsNotFound() || read.IsPathNotFound()) return 0;
  if (!read.ok()) return FromRocksDb(read, folder);
  uint64_t mark = 0;
  if (!absl::SimpleAtoi(text, &mark))
    return absl::DataLossError(absl::StrCat(MarkFile(folder), " is damaged"));
  return mark;
}

absl::Status WriteMark(const std::string& folder, uint64_t last) {
  return files::WriteFileWhole(MarkFile(folder), absl::StrCat(last, "\n"));
}

}  // namespace

ChangeArchive::ChangeArchive(std::string folder, std::unique_ptr<rocksdb::DB> db)
    : folder_(std::move(folder)), db_(std::move(db)) {}

ChangeArchive::~ChangeArchive() = default;

absl::StatusOr<std::unique_ptr<ChangeArchive>> ChangeArchive::Open(const std::string& folder,
                                                                   Use use) {
  std::error_code error;
  if (use == Use::kWrite) {
    std::filesystem::create_directories(folder, error);
  } else if (!std::filesystem::exists(folder + "/CURRENT", error)) {
    return absl::NotFoundError(absl::StrCat("no archive of changes in ", folder));
  }
  // Before the changes are read: who writes may add some and raise the mark meanwhile.
  auto mark = ReadMark(folder);
  if (!mark.ok()) return mark.status();
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      use == Use::kWrite
          ? rocksdb::DB::Open(ArchiveOptions(folder, true), folder, &opened)
          : rocksdb::DB::OpenForReadOnly(ArchiveOptions(folder, false), folder, &opened);
  if (!status.ok()) return FromRocksDbOpen(status, folder);
  std::unique_ptr<ChangeArchive> archive(
      new ChangeArchive(folder, std::unique_ptr<rocksdb::DB>(opened)));
  const std::unique_ptr<rocksdb::Iterator> at(opened->NewIterator({}));
  at->SeekToLast();
  if (at->Valid()) {
    auto last = Decode(*at, folder);
    if (!last.ok()) return last.status();
    archive->last_ = last->last();
  }
  if (!at->status().ok()) return FromRocksDb(at->status(), folder);
  // RocksDB takes a log whose end cannot be read for one that was cut off while it was written.
  if (archive->last_ < *mark) {
    return absl::DataLossError(absl::StrCat("the archive of changes ", folder,
                                            " is damaged: it ends at change ", archive->last_,
                                            ", and was written up to ", *mark));
  }
  return archive;
}

absl::StatusOr<ChangeBatch> ChangeArchive::Newest() const {
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  at->SeekToLast();
  if (at->Valid()) return Decode(*at, folder_);
  if (!at->status().ok()) return FromRocksDb(at->status(), folder_);
  return absl::NotFoundError(absl::StrCat("no changes in ", folder_));
}

absl::Status ChangeArchive::Append(const std::vector<ChangeBatch>& changes) {
  if (changes.empty()) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  for (const ChangeBatch& some : changes) {
    const rocksdb::Status put =
        batch.Put(EncodeNumber(some.first), EncodeNumber(some.count) + some.bytes);
    if (!put.ok()) return FromRocksDb(put, folder_);
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written = db_->Write(synced, &batch);
  if (!written.ok()) return FromRocksDb(written, folder_);
  last_ = changes.back().last();
  return WriteMark(folder_, last_);
}

absl::Status ChangeArchive::Scan(uint64_t after, Visit visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  for (at->Seek(EncodeNumber(after + 1)); at->Valid(); at->Next()) {
    auto changes = Decode(*at, folder_);
    if (!changes.ok()) return changes.status();
    if (changes->first != after + 1) break;
    after = changes->last();
    if (!visit(*changes)) break;
  }
  return FromRocksDb(at->status(), folder_);
}

absl::Status ChangeArchive::RemoveUpTo(uint64_t to) {
  // The newest stays: it says how far the archive goes.
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  at->SeekToLast();
  if (!at->Valid()) return FromRocksDb(at->status(), folder_);
  const std::string end = std::min(EncodeNumber(to + 1), at->key().ToString());
  // A batch that begins at or before `to` also ends there: backups hold whole batches.
  rocksdb::Status removed = db_->DeleteRange({}, db_->DefaultColumnFamily(), EncodeNumber(0), end);
  const rocksdb::Slice limit(end);
  if (removed.ok()) removed = db_->CompactRange({}, nullptr, &limit);
  return FromRocksDb(removed, folder_);
}

}  // namespace santong::kv
