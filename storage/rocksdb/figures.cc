#include "storage/rocksdb/figures.h"

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "storage/rocksdb/database.h"

namespace santong::kv {

std::vector<Figure> EngineFigures(const Database& database) {
  using Properties = rocksdb::DB::Properties;
  struct Row {
    const char* name;
    const char* help;
    std::string property;
  };
  const Row rows[] = {
      {"compaction_pending_bytes",
       "bytes that compactions have still to rewrite; grows while the disk is too slow",
       Properties::kEstimatePendingCompactionBytes},
      {"writes_stopped", "1 while the engine lets no write pass, so that compactions catch up",
       Properties::kIsWriteStopped},
      {"writes_slowed_bytes_per_second", "to what the engine slows writes; 0: it does not",
       Properties::kActualDelayedWriteRate},
      {"first_level_files", "files that no compaction has taken yet; a read looks at each",
       absl::StrCat(Properties::kNumFilesAtLevelPrefix, 0)},
      {"block_cache_bytes", "blocks of files that are in memory", Properties::kBlockCacheUsage},
      {"block_cache_max_bytes", "how much of them there may be", Properties::kBlockCacheCapacity},
      {"memtables_bytes", "writes that are in memory and not in a file yet",
       Properties::kCurSizeAllMemTables}};
  std::vector<Figure> figures;
  for (const Row& row : rows) {
    figures.push_back({row.name, row.help, [&database, property = row.property] {
                         const auto number = database.Property(property);
                         return number.ok() ? static_cast<double>(*number)
                                            : std::numeric_limits<double>::quiet_NaN();
                       }});
  }
  return figures;
}

}  // namespace santong::kv
