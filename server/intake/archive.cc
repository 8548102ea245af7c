#include "server/intake/archive.h"

#include <zip.h>

#include <utility>

#include "server/domain/error/refusal.h"
#include "server/intake/extracted.h"

namespace santong::intake {

void Archive::Close::operator()(zip* archive) const { zip_discard(archive); }

Archive::Archive(std::unique_ptr<zip, Close> archive) : archive_(std::move(archive)) {}
Archive::~Archive() = default;

absl::StatusOr<std::unique_ptr<Archive>> Archive::Open(absl::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return Damaged("ZIP");
  zip_t* opened = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (opened == nullptr) {
    zip_source_free(source);
    return Damaged("ZIP");
  }
  std::unique_ptr<Archive> archive(new Archive(std::unique_ptr<zip, Close>(opened)));
  const zip_int64_t count = zip_get_num_entries(opened, 0);
  if (count > kEntriesMax)
    return OverLimit({"entries", "压缩包内文件数"}, static_cast<size_t>(count), kEntriesMax);
  uint64_t unpacked = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(opened, static_cast<zip_uint64_t>(i), 0, &stat) != 0) return Damaged("ZIP");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
      return error::Refuse(v1::ERROR_REASON_FILE_ENCRYPTED);
    }
    // A sum that would pass the end of its type is over the limit long before.
    if (stat.size > kFileBytesMax * kExpansionMax) {
      return OverLimit({"expansion", "压缩比"}, stat.size / bytes.size(), kExpansionMax);
    }
    unpacked += stat.size;
    if (!archive->entries_.emplace(stat.name, stat.size).second) return Damaged(stat.name);
  }
  if (unpacked > bytes.size() * kExpansionMax) {
    return OverLimit({"expansion", "压缩比"}, unpacked / bytes.size(), kExpansionMax);
  }
  return archive;
}

absl::StatusOr<std::string> Archive::Read(const std::string& name) const {
  const auto entry = entries_.find(name);
  if (entry == entries_.end()) return Damaged(name);
  zip_file_t* file = zip_fopen(archive_.get(), name.c_str(), 0);
  if (file == nullptr) return Damaged(name);
  std::string bytes(entry->second, '\0');
  uint64_t got = 0;
  while (got < bytes.size()) {
    const zip_int64_t part = zip_fread(file, bytes.data() + got, bytes.size() - got);
    if (part <= 0) break;
    got += static_cast<uint64_t>(part);
  }
  // The end must come now: libzip compares the checksum there, and no byte more may follow.
  char more = 0;
  const bool whole = got == bytes.size() && zip_fread(file, &more, 1) == 0;
  zip_fclose(file);
  if (!whole) return Damaged(name);
  return bytes;
}

}  // namespace santong::intake
