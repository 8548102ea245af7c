#include "storage/rocksdb/key_groups.h"

namespace santong::kv {
namespace {

class KeyGroups final : public rocksdb::SliceTransform {
 public:
  explicit KeyGroups(const RocksDbStore::Groups& groups) : groups_(groups) {}

  const char* Name() const override { return groups_.name; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    // Asked of keys in no group, too, when a scan has come to its group's end; a null Slice would
    // not do.
    return {key.data(), groups_.of({key.data(), key.size()}).size()};
  }
  bool InDomain(const rocksdb::Slice& key) const override {
    return !groups_.of({key.data(), key.size()}).empty();
  }

 private:
  const RocksDbStore::Groups& groups_;
};

}  // namespace

std::shared_ptr<const rocksdb::SliceTransform> MakeKeyGroups(const RocksDbStore::Groups* groups) {
  return groups == nullptr ? nullptr : std::make_shared<KeyGroups>(*groups);
}

bool IsOneGroup(const RocksDbStore::Groups* groups, absl::string_view begin,
                absl::string_view end) {
  if (groups == nullptr || begin.empty() || begin.size() != end.size()) return false;
  // The first key after all that begin with `begin`: its last byte, one more.
  const size_t last = begin.size() - 1;
  return begin.substr(0, last) == end.substr(0, last) && begin[last] != '\xff' &&
         static_cast<char>(begin[last] + 1) == end[last] && groups->of(begin) == begin;
}

}  // namespace santong::kv
