#include "storage/tables/log_table.h"

#include "absl/strings/str_cat.h"
#include "storage/schema/keys.h"

namespace santong::tables {
namespace {

constexpr size_t kSequenceBytes = 8;
constexpr size_t kHashBytes = 32;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the log is damaged: ", what));
}

absl::StatusOr<LogLeaf> DecodeLeaf(absl::string_view row) {
  if (row.size() <= kSequenceBytes) return Damaged("a leaf is too short");
  auto sequence = schema::DecodeUint64(row.substr(0, kSequenceBytes));
  if (!sequence.ok()) return sequence.status();
  return LogLeaf{*sequence, std::string(row.substr(kSequenceBytes))};
}

absl::StatusOr<ChainLink> DecodeLink(absl::string_view row) {
  ChainLink link;
  link.hash = std::string(row.substr(0, kHashBytes));
  if (row.size() == kHashBytes) return link;
  auto leaf = schema::DecodeUint64(row.substr(link.hash.size()));
  if (!leaf.ok()) return Damaged("a link of the chain of events has another length");
  link.leaf = *leaf;
  return link;
}

absl::StatusOr<uint64_t> LastNumberOf(absl::string_view key) {
  return schema::DecodeUint64(key.substr(key.size() < 8 ? 0 : key.size() - 8));
}

}  // namespace

absl::StatusOr<std::string> GetLogEdge(const kv::Reader& reader) {
  auto edge = reader.Get(schema::LogEdgeKey());
  if (absl::IsNotFound(edge.status())) return std::string();
  return edge;
}

void PutLogEdge(kv::Transaction& txn, absl::string_view edge) {
  txn.Put(schema::LogEdgeKey(), edge);
}

absl::StatusOr<std::string> GetLogNode(const kv::Reader& reader, int level, uint64_t index) {
  return reader.Get(schema::LogNodeKey(level, index));
}

void PutLogNode(kv::Transaction& txn, int level, uint64_t index, absl::string_view hash) {
  txn.Put(schema::LogNodeKey(level, index), hash);
}

absl::StatusOr<LogLeaf> GetLogLeaf(const kv::Reader& reader, uint64_t index) {
  auto row = reader.Get(schema::LogLeafKey(index));
  if (!row.ok()) return row.status();
  return DecodeLeaf(*row);
}

void PutLogLeaf(kv::Transaction& txn, uint64_t index, const LogLeaf& leaf) {
  txn.Put(schema::LogLeafKey(index), absl::StrCat(schema::EncodeUint64(leaf.sequence), leaf.bytes));
}

absl::Status ScanLogLeaves(const kv::Reader& reader, uint64_t first,
                           absl::FunctionRef<bool(uint64_t index, const LogLeaf& leaf)> visit) {
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(schema::LogLeafKey(first), schema::PrefixEnd(schema::LogLeafPrefix()),
                  [&](absl::string_view key, absl::string_view row) {
                    auto index = LastNumberOf(key);
                    auto leaf = DecodeLeaf(row);
                    damage = index.ok() ? leaf.status() : index.status();
                    return damage.ok() && visit(*index, *leaf);
                  });
  return damage.ok() ? scanned : damage;
}

absl::StatusOr<ChainLink> GetChainLink(const kv::Reader& reader, uint64_t sequence) {
  auto row = reader.Get(schema::LogOfEventKey(sequence));
  if (!row.ok()) return row.status();
  return DecodeLink(*row);
}

absl::StatusOr<ChainLink> GetChainLinkUpTo(const kv::Reader& reader, uint64_t sequence) {
  // Nearly always it has its own, and a look-up costs less than a walk.
  absl::StatusOr<ChainLink> link = GetChainLink(reader, sequence);
  if (!absl::IsNotFound(link.status())) return link;
  absl::Status scanned =
      reader.ScanBackward(schema::LogOfEventPrefix(), schema::LogOfEventKey(sequence) + '\0',
                          [&](absl::string_view, absl::string_view row) {
                            link = DecodeLink(row);
                            return false;
                          });
  if (!scanned.ok()) return scanned;
  return link;
}

void PutChainLink(kv::Transaction& txn, uint64_t sequence, const ChainLink& link) {
  txn.Put(schema::LogOfEventKey(sequence),
          absl::StrCat(link.hash, link.leaf.has_value() ? schema::EncodeUint64(*link.leaf) : ""));
}

absl::StatusOr<uint64_t> LastChained(const kv::Reader& reader) {
  uint64_t last = 0;
  absl::Status damage;
  const std::string prefix = schema::LogOfEventPrefix();
  absl::Status scanned = reader.ScanBackward(prefix, schema::PrefixEnd(prefix),
                                             [&](absl::string_view key, absl::string_view) {
                                               auto sequence = LastNumberOf(key);
                                               damage = sequence.status();
                                               if (sequence.ok()) last = *sequence;
                                               return false;
                                             });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return last;
}

absl::StatusOr<uint64_t> NewestLeafOf(const kv::Reader& reader, absl::string_view resource,
                                      uint64_t size) {
  std::optional<uint64_t> leaf;
  absl::Status damage;
  const std::string prefix = schema::HistoryPrefix(resource);
  absl::Status scanned = reader.ScanBackward(
      prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto sequence = LastNumberOf(key);
        auto link = sequence.ok() ? GetChainLink(reader, *sequence)
                                  : absl::StatusOr<ChainLink>(sequence.status());
        damage = link.status();
        if (link.ok() && link->leaf.has_value() && *link->leaf < size) leaf = link->leaf;
        return damage.ok() && !leaf.has_value();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  if (!leaf.has_value()) return absl::NotFoundError(absl::StrCat(resource, " is not in the log"));
  return *leaf;
}

absl::StatusOr<TextDigest> GetTextDigest(const kv::Reader& reader, uint64_t id, uint32_t number) {
  auto row = reader.Get(schema::TextDigestKey(id, number));
  if (!row.ok()) return row.status();
  if (row->size() != 2 * kHashBytes) return Damaged("the digests of a text have another length");
  return TextDigest{row->substr(0, kHashBytes), row->substr(kHashBytes)};
}

void PutTextDigest(kv::Transaction& txn, uint64_t id, uint32_t number, const TextDigest& digest) {
  txn.Put(schema::TextDigestKey(id, number), absl::StrCat(digest.sm3, digest.outline_sha256));
}

absl::StatusOr<std::string> GetCheckpoint(const kv::Reader& reader, uint64_t size) {
  return reader.Get(schema::CheckpointKey(size));
}

void PutCheckpoint(kv::Transaction& txn, uint64_t size, absl::string_view note) {
  txn.Put(schema::CheckpointKey(size), note);
}

absl::StatusOr<std::optional<uint64_t>> LastSigned(const kv::Reader& reader) {
  auto row = reader.Get(schema::LogSignedKey());
  if (absl::IsNotFound(row.status())) return std::nullopt;
  if (!row.ok()) return row.status();
  auto size = schema::DecodeUint64(*row);
  if (!size.ok()) return size.status();
  return *size;
}

void PutLastSigned(kv::Transaction& txn, uint64_t size) {
  txn.Put(schema::LogSignedKey(), schema::EncodeUint64(size));
}

absl::StatusOr<std::optional<std::string>> GetMapNode(const kv::Reader& reader, int bits,
                                                      absl::string_view path) {
  auto node = reader.Get(schema::MapNodeKey(bits, path));
  if (absl::IsNotFound(node.status())) return std::nullopt;
  if (!node.ok()) return node.status();
  return *std::move(node);
}

absl::Status ScanOrganCounts(
    const kv::Reader& reader,
    absl::FunctionRef<void(const std::string& organ, const std::string& type, uint64_t count)>
        visit) {
  absl::Status damage;
  const std::string prefix = schema::OrganCountPrefix();
  absl::Status scanned = reader.Scan(prefix, schema::PrefixEnd(prefix),
                                     [&](absl::string_view key, absl::string_view value) {
                                       auto names = schema::OrganAndTypeOf(key);
                                       auto count = schema::DecodeUint64(value);
                                       damage = names.ok() ? count.status() : names.status();
                                       if (damage.ok()) visit(names->first, names->second, *count);
                                       return damage.ok();
                                     });
  return damage.ok() ? scanned : damage;
}

}  // namespace santong::tables
