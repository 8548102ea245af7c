#include "storage/rocksdb/tuning.h"

#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "storage/rocksdb/key_groups.h"

namespace santong::kv {

rocksdb::Options TunedOptions(const RocksDbStore::Options& options, rocksdb::Env* env) {
  rocksdb::Options tuned;
  tuned.env = env;

  // Never to lose what was acknowledged. A torn record at the end of the log is a write that was
  // cut off before its sync, hence before its Done: it is dropped. Damage anywhere else stops the
  // opening with DATA_LOSS; point-in-time recovery would instead drop, silently, all that follows
  // the damage.
  tuned.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  tuned.track_and_verify_wals_in_manifest = true;
  tuned.paranoid_checks = true;
  // Recovery is ours (database.h): RocksDB's own would race with it.
  tuned.max_bgerror_resume_count = 0;

  // What the archive of the backups and a standby read; looked after by RocksDB every ten minutes.
  tuned.WAL_size_limit_MB = options.changes_kept_bytes >> 20;

  // Memory: the block cache holds index and filter blocks too, so it bounds what reading takes; the
  // memtables at most three times 32 MB.
  tuned.write_buffer_size = 32 << 20;
  tuned.max_write_buffer_number = 3;
  tuned.max_open_files = options.open_files_max;
  rocksdb::BlockBasedTableOptions table;
  // Few shards and filters in parts: a filter over a million keys takes 1.3 MB, and one that does
  // not fit its shard is read anew at every Get (an import fell from 60 MB/s to 2 by that).
  constexpr int kCacheShardBits = 4;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes, kCacheShardBits);
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_top_level_index_and_filter = true;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // Most reads of a body ask for a key that is not there (is the number free? is the request new?).
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_size = 16 << 10;
  table.format_version = 5;
  tuned.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  tuned.memtable_whole_key_filtering = true;
  tuned.memtable_prefix_bloom_size_ratio = 0.02;
  // And most scans of a group find none (is the title known? who objects?).
  tuned.prefix_extractor = MakeKeyGroups(options.groups);

  // An act writes some twenty rows of as many tables, and most of them behind what stands last in
  // their table or near what was written before: events, leaves, nodes, links. With a place
  // remembered for each table (its first two bytes) that is where the search for their place
  // begins. It must not meet DeleteRange: in this version of RocksDB ranges share the places with
  // rows, and rows are lost to readers (facebook/rocksdb#5118). Nothing of this store deletes by
  // range (tests/tidy/sources_test.cc); the archive of changes does, and has no such places.
  tuned.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(2));

  tuned.compression = rocksdb::kLZ4Compression;
  // Texts go to files of their own, which compaction does not copy: an import of 6 GB of 15 to 200
  // KB ran at 112 MB/s with them and at 76 MB/s, and falling, without.
  tuned.enable_blob_files = true;
  tuned.min_blob_size = 2 << 10;
  tuned.blob_file_size = 128 << 20;
  tuned.blob_compression_type = rocksdb::kLZ4Compression;
  tuned.enable_blob_garbage_collection = true;
  // Texts that are read again come from the same bounded cache, not from the file.
  tuned.blob_cache = table.block_cache;
  // Without their texts a memtable's rows make a file of 5 MB, and four of them are compacted into
  // the base level: into all of it, for acts write all over it. With the usual 256 MB that was 190
  // MB rewritten for 20 at 80,000 documents, in eight seconds, and calls that were due fell behind.
  // With 64 MB a level comes between sooner, and small files let a part of the next level be
  // rewritten at a time: at most 71 MB in three seconds.
  tuned.level_compaction_dynamic_level_bytes = true;
  tuned.max_bytes_for_level_base = 64 << 20;
  tuned.target_file_size_base = 16 << 20;
  tuned.max_background_jobs = 2;
  // Spreads the writing of tables over time, so that a log sync does not wait for all of it.
  tuned.bytes_per_sync = 1 << 20;

  // Who reads last from a memtable or a file that is no more would free it: some read would take as
  // long as that. A thread of the engine does it.
  tuned.avoid_unnecessary_blocking_io = true;

  // Opening must not read every table.
  tuned.skip_stats_update_on_db_open = true;

  tuned.keep_log_file_num = 4;  // LOG.old, of older programs, too
  return tuned;
}

}  // namespace santong::kv
