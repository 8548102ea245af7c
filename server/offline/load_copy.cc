#include "server/offline/load_copy.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "santong/v1/catalog_copy.pb.h"
#include "server/acts/copy_rows.h"
#include "server/domain/digest/sha256.h"
#include "server/offline/restore.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/version.h"

namespace santong::offline {
namespace {

using Line = v1::CatalogCopyLine;

// Of one transaction.
constexpr size_t kLinesMax = 500;
constexpr size_t kBytesMax = 8 << 20;

// Reads the lines one after the other, and counts and digests them.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(in) {}

  // False at the end of the file.
  absl::StatusOr<bool> Next(Line* line) {
    std::string text;
    if (!std::getline(in_, text)) return false;
    ++count_;
    bytes_ = text.size();
    digest_.Add(absl::StrCat(text, "\n"));
    line->Clear();
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;  // of a newer register, in the same form
    const auto read = google::protobuf::util::JsonStringToMessage(text, line, options);
    if (!read.ok()) return Refuse(std::string(read.message()));
    return true;
  }
  absl::Status Refuse(absl::string_view why) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", count_, ": ", why));
  }
  int64_t count() const { return count_; }
  size_t bytes() const { return bytes_; }            // of the last one
  std::string Digest() { return digest_.Finish(); }  // of all; called once, at the end

 private:
  std::istream& in_;
  int64_t count_ = 0;
  size_t bytes_ = 0;
  digest::Sha256Stream digest_;
};

void Count(const Line& line, LoadedCopy* loaded) {
  const bool has_text = line.document().has_current_version();  // not of one that is withheld
  loaded->documents += has_text ? 1 : 0;
  loaded->versions += has_text || line.has_version() ? 1 : 0;
  loaded->objections += line.has_objection() ? 1 : 0;
  loaded->events += line.has_event() ? 1 : 0;
}

// Refuses with the number of the last line.
absl::Status Put(kv::Store& store, const Lines& lines, const std::vector<Line>& batch) {
  const absl::Status status = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
    for (const Line& line : batch) {
      if (absl::Status put = acts::PutCopyLine(txn, line); !put.ok()) return put;
    }
    return absl::OkStatus();
  });
  return status.ok() ? status : lines.Refuse(status.message());
}

absl::Status TakeFiles(kv::Store& store, const std::vector<Line>& batch, const std::string& dir,
                       LoadedCopy* loaded) {
  for (const Line& line : batch) {
    if (!line.has_document()) continue;
    absl::Status taken = TakeCopyFiles(store, line.document(), dir, &loaded->files);
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

// Documents of the lines that none of their events tells of, among those that are new to a copy.
class Unheard {
 public:
  // `held`: the event that the copy had come to; 0 for a new one, whose followers begin with it.
  explicit Unheard(int64_t held) : held_(held) {}

  void Take(const Line& line) {
    if (held_ == 0) return;
    if (line.has_document()) names_.insert(line.document().name());
    if (line.has_event() && line.event().sequence() > held_) names_.erase(line.event().resource());
  }
  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  const int64_t held_;
  std::set<std::string> names_;
};

absl::Status Fill(kv::Store& store, const v1::CatalogCopyHead& head, int64_t held,
                  std::vector<std::string> changed) {
  const auto last = static_cast<uint64_t>(head.event_sequence());
  for (auto first = static_cast<uint64_t>(held) + 1; first <= last; first += kLinesMax) {
    std::vector<std::string> left;
    absl::Status filled = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      left = changed;  // the body may run again
      return acts::FillEvents(txn, first, std::min<uint64_t>(last, first + kLinesMax - 1), &left);
    });
    if (!filled.ok()) return filled;
    changed = std::move(left);
  }
  return absl::OkStatus();
}

// Up to the tail, which must be the last line.
absl::Status PutAll(kv::Store& store, Lines& lines, const std::string& dir, LoadedCopy* loaded,
                    Unheard* unheard) {
  std::vector<Line> batch;
  size_t bytes = 0;
  Line line;
  while (true) {
    auto more = lines.Next(&line);
    if (!more.ok()) return more.status();
    if (!*more) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the end is missing: the last of ", lines.count(), " lines is no tail; export again"));
    }
    if (line.has_tail()) break;
    Count(line, loaded);
    unheard->Take(line);
    batch.push_back(std::move(line));
    bytes += lines.bytes();
    if (batch.size() < kLinesMax && bytes < kBytesMax) continue;
    absl::Status put = Put(store, lines, batch);
    if (put.ok()) put = TakeFiles(store, batch, dir, loaded);
    if (!put.ok()) return put;
    batch.clear();
    bytes = 0;
  }
  if (line.tail().lines() != lines.count() - 1) {
    return lines.Refuse(absl::StrCat("there should be ", line.tail().lines(),
                                     " lines before this one; export again"));
  }
  absl::Status put = Put(store, lines, batch);
  return put.ok() ? TakeFiles(store, batch, dir, loaded) : put;
}

}  // namespace

absl::StatusOr<LoadedCopy> LoadCopy(const LoadCopyAsk& ask) {
  Lines lines(*ask.lines);
  Line line;
  // Before the folder is touched.
  auto began = lines.Next(&line);
  if (!began.ok()) return began.status();
  if (!*began || !line.has_head()) {
    return absl::InvalidArgumentError(
        "these are no lines of a copy: write them with santong catalog export --format copy");
  }
  const v1::CatalogCopyHead head = line.head();
  kv::RocksDbStore::Options options;
  options.path = ask.to;
  if (absl::Status whole = CheckRestored(ask.to); !whole.ok()) return whole;
  if (absl::Status folder = CheckFolder(ask.files); !folder.ok()) return folder;
  auto store = kv::RocksDbStore::Open(options);
  if (!store.ok()) return store.status();
  if (absl::Status known = schema::OpenSchema(**store); !known.ok()) return known;
  auto copy = acts::GetCopyRecord(*(*store)->Snapshot());
  if (!copy.ok()) return copy.status();
  const int64_t held = copy->value_or(store::v1::CopyRecord()).event_sequence();
  absl::Status status = kv::TransactAndWait(
      **store, [&](kv::Transaction& txn) { return acts::BeginCopy(txn, head); });
  if (!status.ok()) return status;
  LoadedCopy loaded;
  loaded.event_sequence = head.event_sequence();
  Unheard unheard(held);
  status = PutAll(**store, lines, ask.files, &loaded, &unheard);
  if (status.ok()) status = Fill(**store, head, held, unheard.names());
  if (!status.ok()) return status;
  const std::string digest = lines.Digest();
  status = kv::TransactAndWait(**store, [&](kv::Transaction& txn) {
    acts::EndCopy(txn, head, digest);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return loaded;
}

}  // namespace santong::offline
