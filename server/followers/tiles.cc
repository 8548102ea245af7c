#include "server/followers/tiles.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/base/internal/endian.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/proof/leaf.h"
#include "storage/files/whole_file.h"
#include "storage/tables/log_table.h"

namespace santong::followers {
namespace {

namespace fs = std::filesystem;

constexpr int kTileBits = 8;
constexpr uint64_t kTileWidth = 1 << kTileBits;
constexpr int kEntries = -1;

// A full tile is never written again, so it is on the disk before anything says that it is there.
absl::Status WriteWhole(const fs::path& path, absl::string_view bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  return files::WriteFileWhole(path.string(), bytes);
}

// Whether there is a tile; an empty file, which a power cut may have left, is none.
absl::StatusOr<bool> IsThere(const fs::path& path) {
  std::error_code error;
  const uint64_t bytes = fs::file_size(path, error);
  if (!error) return bytes > 0;
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
    return false;
  return absl::UnavailableError(
      absl::StrCat("the tile ", path.string(), " cannot be looked for: ", error.message()));
}

absl::StatusOr<std::string> HashTile(const kv::Reader& reader, int level, uint64_t index,
                                     uint64_t width) {
  std::string bytes;
  for (uint64_t i = 0; i < width; ++i) {
    auto node = tables::GetLogNode(reader, level * kTileBits, index * kTileWidth + i);
    if (!node.ok()) return node;
    bytes += *node;
  }
  return bytes;
}

absl::StatusOr<std::string> EntryBundle(const kv::Reader& reader, uint64_t index, uint64_t width) {
  std::string bytes;
  const uint64_t first = index * kTileWidth;
  absl::Status fits;
  absl::Status scanned =
      tables::ScanLogLeaves(reader, first, [&](uint64_t at, const tables::LogLeaf& leaf) {
        if (at >= first + width) return false;
        if (leaf.bytes.size() > proof::kLeafBytesMax) {
          fits = absl::FailedPreconditionError(absl::StrCat(
              "entry ", at, " of the log is longer than a tile can say; the tiles end before it"));
          return false;
        }
        std::string length(2, '\0');
        absl::big_endian::Store16(length.data(), static_cast<uint16_t>(leaf.bytes.size()));
        absl::StrAppend(&bytes, length, leaf.bytes);
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (!fits.ok()) return fits;
  return bytes;
}

// The tiles of one level that has `count` hashes or entries. Those before the first that is missing
// are all there, for they are written in order: it is found by halving.
absl::Status WriteLevel(const std::string& folder, int level, uint64_t count,
                        absl::FunctionRef<absl::StatusOr<std::string>(uint64_t, uint64_t)> make) {
  const uint64_t full = count / kTileWidth;
  uint64_t low = 0, high = full;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    auto there = IsThere(fs::path(folder) / TilePath(level, middle, kTileWidth));
    if (!there.ok()) return there.status();
    (*there ? low : high) = *there ? middle + 1 : middle;
  }
  for (uint64_t index = low; index * kTileWidth < count; ++index) {
    const uint64_t width = std::min(kTileWidth, count - index * kTileWidth);
    const fs::path path = fs::path(folder) / TilePath(level, index, width);
    auto there = IsThere(path);
    if (!there.ok()) return there.status();
    if (*there) continue;
    auto bytes = make(index, width);
    if (!bytes.ok()) return bytes.status();
    if (absl::Status written = WriteWhole(path, *bytes); !written.ok()) return written;
    // A mirror that knows an older size takes the whole tile where its part is gone.
    std::error_code error;
    if (width == kTileWidth) fs::remove_all(path.string() + ".p", error);
  }
  return absl::OkStatus();
}

}  // namespace

std::string TilePath(int level, uint64_t index, uint64_t width) {
  std::string number = absl::StrFormat("%03d", index % 1000);
  while ((index /= 1000) > 0)
    number = absl::StrCat(absl::StrFormat("x%03d", index % 1000), "/", number);
  return absl::StrCat("tile/", level == kEntries ? "entries" : absl::StrCat(level), "/", number,
                      width == kTileWidth ? "" : absl::StrCat(".p/", width));
}

absl::Status WriteTiles(const kv::Reader& reader, const std::string& folder) {
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  if (!last->has_value()) return absl::OkStatus();
  const uint64_t size = **last;
  auto note = tables::GetCheckpoint(reader, size);
  if (!note.ok()) return note.status();
  absl::Status written = WriteLevel(folder, kEntries, size, [&](uint64_t index, uint64_t width) {
    return EntryBundle(reader, index, width);
  });
  if (!written.ok()) return written;
  int level = 0;
  for (uint64_t count = size; count > 0; count /= kTileWidth, ++level) {
    written = WriteLevel(folder, level, count, [&](uint64_t index, uint64_t width) {
      return HashTile(reader, level, index, width);
    });
    if (!written.ok()) return written;
  }
  return WriteWhole(fs::path(folder) / "checkpoint", *note);
}

}  // namespace santong::followers
