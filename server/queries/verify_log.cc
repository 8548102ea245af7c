#include "server/queries/verify_log.h"

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/append_event.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/document/document_leaf.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/note.h"
#include "server/domain/proof/number_map.h"
#include "server/domain/proof/organ_counts.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

class LogVerifier {
 public:
  LogVerifier(const kv::Reader& reader,
              absl::FunctionRef<void(const std::string& sentence)> problem)
      : reader_(reader), problem_(problem) {}

  absl::Status Run() {
    for (auto part :
         {&LogVerifier::Checkpoints, &LogVerifier::Chain, &LogVerifier::Leaves, &LogVerifier::Nodes,
          &LogVerifier::Documents, &LogVerifier::Files, &LogVerifier::Map}) {
      if (absl::Status status = (this->*part)(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  template <typename... Parts>
  void Problem(const Parts&... parts) {
    problem_(absl::StrCat(parts...));
  }

  absl::Status ScanPrefix(const std::string& prefix, kv::Reader::Visit visit) {
    return reader_.Scan(prefix, schema::PrefixEnd(prefix), visit);
  }

  // Every event is linked as it is, and has its leaf where it is public. Each that was changed is
  // named: behind it the chain goes on from what is stored.
  absl::Status Chain() {
    std::string before(proof::kHashBytes, '\0');
    absl::Status scanned =
        ScanPrefix(schema::TablePrefix('e'), [&](absl::string_view key, absl::string_view bytes) {
          auto sequence = schema::DecodeUint64(key.substr(1));
          v1::Event event;
          if (!sequence.ok() || !tables::Decode(bytes, &event).ok()) return true;  // said elsewhere
          auto link = tables::GetChainLink(reader_, *sequence);
          if (!link.ok()) {
            Problem("events/", *sequence, " is not in the chain of events");
            return true;
          }
          if (link->hash != acts::NextLink(before, bytes))
            Problem("events/", *sequence, ", or the link before it, is not what was linked");
          before = link->hash;
          CheckHistory(*sequence, link->hash);
          TakeLeafOf(event, *sequence, link->leaf);
          return true;
        });
    if (!scanned.ok()) return scanned;
    for (const auto& [sequence, by] : signed_links_) {
      Problem("the history up to events/", sequence, " was signed by the checkpoint of size ",
              by.first, " and is not there");
    }
    return ScanPrefix(schema::LogOfEventPrefix(), [&](absl::string_view key, absl::string_view) {
      auto sequence = schema::DecodeUint64(key.substr(schema::LogOfEventPrefix().size()));
      if (!sequence.ok() || !reader_.Get(schema::EventKey(*sequence)).ok())
        Problem("the chain has a link of events/", sequence.value_or(0), ", which is not there");
      return true;
    });
  }

  void TakeLeafOf(const v1::Event& event, uint64_t sequence, std::optional<uint64_t> index) {
    if (!index.has_value()) {
      if (event.public_()) Problem(event.name(), " is public and has no leaf");
      return;
    }
    if (*index != leaves_expected_)
      Problem(event.name(), " has leaf ", *index, " where ", leaves_expected_, " was next");
    leaves_expected_ = *index + 1;
    auto row = tables::GetLogLeaf(reader_, *index);
    auto leaf = row.ok() ? proof::ParseLeaf(row->bytes) : absl::StatusOr<proof::Leaf>(row.status());
    if (!leaf.ok()) {
      Problem("leaf ", *index, " of ", event.name(), " cannot be read: ", leaf.status().message());
      return;
    }
    if (row->sequence != sequence || leaf->event != absl::StrCat(event.sequence()) ||
        leaf->date != event.date() || leaf->type != event.type() ||
        leaf->action != event.action() || leaf->resource != event.resource() ||
        leaf->from_state != event.from_state() || leaf->to_state != event.to_state()) {
      Problem("leaf ", *index, " does not say what ", event.name(), " says");
    }
    newest_[event.resource()] = {*index, sequence};
  }

  absl::Status Checkpoints() {
    return ScanPrefix(
        schema::CheckpointPrefix(), [&](absl::string_view key, absl::string_view bytes) {
          auto size = schema::DecodeUint64(key.substr(schema::CheckpointPrefix().size()));
          auto note = proof::ParseNote(bytes);
          auto checkpoint = note.ok() ? proof::ParseCheckpoint(note->text)
                                      : absl::StatusOr<proof::Checkpoint>(note.status());
          if (!size.ok() || !checkpoint.ok() || checkpoint->size != *size) {
            Problem("the checkpoint of size ", size.value_or(0), " cannot be read");
            return true;
          }
          TakeHistory(*checkpoint);
          checkpoints_[*size] = *std::move(checkpoint);
          return true;
        });
  }

  // Where the checkpoint says that the chain was.
  void TakeHistory(const proof::Checkpoint& checkpoint) {
    const std::vector<std::string> words =
        absl::StrSplit(proof::ExtensionOf(checkpoint, "history"), ' ');
    uint64_t sequence = 0;
    if (words.size() != 2 || !absl::SimpleAtoi(words[0], &sequence)) {
      Problem("the checkpoint of size ", checkpoint.size, " names no event");
    } else if (sequence != 0) {
      signed_links_.insert({sequence, {checkpoint.size, words[1]}});
    }
  }

  void CheckHistory(uint64_t sequence, absl::string_view link) {
    auto [first, last] = signed_links_.equal_range(sequence);
    for (auto at = first; at != last; ++at) {
      if (at->second.second != absl::Base64Escape(link)) {
        Problem("the history up to events/", sequence,
                " is not the one that the checkpoint of size ", at->second.first, " signed");
      }
    }
    signed_links_.erase(first, last);
  }

  void CheckRoot(const proof::Edge& edge) {
    auto checkpoint = checkpoints_.find(edge.size);
    if (checkpoint != checkpoints_.end() && checkpoint->second.root != proof::RootOf(edge)) {
      Problem("the first ", edge.size, " leaves are not those that the checkpoint of that size ",
              "signed");
    }
  }

  absl::Status Leaves() {
    auto last_signed = tables::LastSigned(reader_);
    if (!last_signed.ok()) return last_signed.status();
    signed_size_ = last_signed->value_or(0);
    proof::Edge edge;
    CheckRoot(edge);
    absl::Status scanned =
        tables::ScanLogLeaves(reader_, 0, [&](uint64_t index, const tables::LogLeaf& row) {
          if (index != edge.size) {
            Problem("leaf ", index, " stands where ", edge.size, " should");
            return false;
          }
          proof::Append(
              proof::LeafHash(row.bytes),
              [&](int level, uint64_t node, absl::string_view hash) {
                ++nodes_expected_;
                auto stored = tables::GetLogNode(reader_, level, node);
                if (!stored.ok() || *stored != hash)
                  Problem("node ", level, "/", node, " of the log is not that of its leaves");
              },
              &edge);
          if (auto leaf = proof::ParseLeaf(row.bytes); leaf.ok() && index < signed_size_)
            TakeForMap(*leaf, proof::LeafHash(row.bytes));
          CheckRoot(edge);
          return true;
        });
    if (absl::IsDataLoss(scanned)) Problem(scanned.message());
    auto stored = tables::GetLogEdge(reader_);
    if (!stored.ok()) return stored.status();
    if (*stored != (edge.size == 0 ? "" : proof::EncodeEdge(edge)))
      Problem("the log's edge is not that of its ", edge.size, " leaves");
    if (edge.size != leaves_expected_)
      Problem("the log holds ", edge.size, " leaves and the events ask for ", leaves_expected_);
    for (const auto& [size, checkpoint] : checkpoints_) {
      if (size > edge.size)
        Problem("a checkpoint of size ", size, " was signed and the log holds ", edge.size);
    }
    if (last_signed->has_value() && !checkpoints_.contains(signed_size_))
      Problem("the newest checkpoint, of size ", signed_size_, ", is missing");
    if (!checkpoints_.empty() && checkpoints_.rbegin()->first > signed_size_)
      Problem("a checkpoint is newer than the newest, of size ", signed_size_);
    return absl::OkStatus();
  }

  void TakeForMap(const proof::Leaf& leaf, const std::string& hash) {
    ++counts_[{leaf.organ, leaf.type}];
    for (const std::string& number : leaf.former_numbers) numbers_[number] = hash;
    if (!leaf.registration_number.empty()) numbers_[leaf.registration_number] = hash;
  }

  absl::Status Nodes() {
    int64_t stored = 0;
    absl::Status scanned =
        ScanPrefix(schema::TablePrefix('L'), [&](absl::string_view, absl::string_view) {
          ++stored;
          return true;
        });
    if (scanned.ok() && stored != nodes_expected_)
      Problem("the log has ", stored, " nodes and its leaves ask for ", nodes_expected_);
    return scanned;
  }

  // The newest leaf of each document that is in the register says what the document says, and no
  // document of the log is gone.
  absl::Status Documents() {
    for (const auto& [resource, leaf] : newest_) {
      auto id = tables::DocumentId(resource);
      if (id.ok() && !reader_.Get(schema::DocumentKey(*id)).ok())
        Problem(resource, " is in the log, leaf ", leaf.first, ", and not in the register");
    }
    return ScanPrefix(schema::TablePrefix('d'), [&](absl::string_view key, absl::string_view) {
      auto id = schema::DocumentIdOf(key);
      auto document =
          id.ok() ? tables::GetDocument(reader_, *id) : absl::StatusOr<v1::Document>(id.status());
      if (!document.ok() || !document::IsInRegister(*document)) return true;
      auto newest = newest_.find(document->name());
      if (newest == newest_.end()) {
        Problem(document->name(), " is in the register and not in the log");
        return true;
      }
      auto event = tables::GetEvent(reader_, newest->second.second);
      auto row = tables::GetLogLeaf(reader_, newest->second.first);
      if (!event.ok() || !row.ok()) return true;  // said above
      auto leaf = acts::LeafOf(reader_, *event, &*document);
      if (!leaf.ok() || proof::EncodeLeaf(*leaf) != row->bytes)
        Problem(document->name(), " is not what leaf ", newest->second.first, " says of it");
      return true;
    });
  }

  // Every file that the log commits to, and that was not erased, is there as it was.
  absl::Status Files() {
    return ScanPrefix(schema::TablePrefix('g'), [&](absl::string_view key, absl::string_view row) {
      auto id = schema::DocumentIdOf(key);
      store::v1::AttachmentCommitmentsRecord record;
      if (!id.ok() || !tables::Decode(row, &record).ok()) {
        Problem("the log's commitments to the files of a document cannot be read");
        return true;
      }
      for (const store::v1::AttachmentCommitment& file : record.commitments()) {
        if (!file.salt().empty()) CheckFile(*id, file);
      }
      return true;
    });
  }

  void CheckFile(uint64_t id, const store::v1::AttachmentCommitment& file) {
    std::string bytes;
    const std::string prefix = schema::BlobPrefix(file.sha256());
    const absl::Status read = ScanPrefix(prefix, [&](absl::string_view, absl::string_view chunk) {
      absl::StrAppend(&bytes, chunk);
      return true;
    });
    const std::string sm3 = absl::HexStringToBytes(proof::Sm3Hex(bytes));
    if (!read.ok() || !reader_.Get(schema::AttachmentKey(id, file.sha256())).ok() ||
        digest::Sha256(bytes) != file.sha256() || sm3 != file.sm3() ||
        proof::CommitToFile(file.salt(), file.sha256(), file.sm3()) !=
            absl::BytesToHexString(file.commitment())) {
      Problem(tables::DocumentName(id), "/attachments/", absl::BytesToHexString(file.sha256()),
              " is not the file that the log commits to");
    }
  }

  absl::Status Map() {
    std::map<std::string, std::string> nodes;
    const auto get = [&](int bits,
                         absl::string_view path) -> absl::StatusOr<std::optional<std::string>> {
      auto node = nodes.find(schema::MapNodeKey(bits, path));
      if (node == nodes.end()) return std::nullopt;
      return node->second;
    };
    std::string root = proof::EmptyMapRoot();
    for (const auto& [number, hash] : numbers_) {
      auto set = proof::SetInMap(proof::MapKey(number), hash, get,
                                 [&](int bits, absl::string_view path, absl::string_view node) {
                                   nodes[schema::MapNodeKey(bits, path)] = std::string(node);
                                 });
      if (!set.ok()) return set.status();
      root = *std::move(set);
    }
    size_t stored = 0, agree = 0;
    absl::Status scanned = ScanPrefix("An", [&](absl::string_view key, absl::string_view node) {
      auto expected = nodes.find(std::string(key));
      ++stored;
      agree += expected != nodes.end() && expected->second == node ? 1 : 0;
      return true;
    });
    if (!scanned.ok()) return scanned;
    if (stored != nodes.size() || agree != nodes.size())
      Problem("the map of numbers is not that of the leaves up to ", signed_size_);
    proof::OrganCounts counted;
    scanned = tables::ScanOrganCounts(
        reader_, [&](const std::string& organ, const std::string& type, uint64_t count) {
          counted[{organ, type}] = count;
        });
    if (!scanned.ok()) return scanned;
    if (counted != counts_) Problem("the counts of organs are not those of the leaves");
    auto newest = checkpoints_.find(signed_size_);
    if (newest == checkpoints_.end()) return absl::OkStatus();
    if (proof::ExtensionOf(newest->second, "map") != absl::Base64Escape(root))
      Problem("the newest checkpoint signed another map of numbers");
    if (proof::ExtensionOf(newest->second, "counts") !=
        absl::Base64Escape(digest::Sha256(proof::CountsText(counts_)))) {
      Problem("the newest checkpoint signed other counts of organs");
    }
    return absl::OkStatus();
  }

  const kv::Reader& reader_;
  absl::FunctionRef<void(const std::string&)> problem_;
  // By event: the size of a checkpoint and the link that it signed.
  std::multimap<uint64_t, std::pair<uint64_t, std::string>> signed_links_;
  uint64_t leaves_expected_ = 0;
  int64_t nodes_expected_ = 0;
  uint64_t signed_size_ = 0;
  // The newest leaf of each resource: its index and its event.
  std::map<std::string, std::pair<uint64_t, uint64_t>> newest_;
  std::map<uint64_t, proof::Checkpoint> checkpoints_;
  std::map<std::string, std::string> numbers_;
  proof::OrganCounts counts_;
};

}  // namespace

absl::Status VerifyLog(const kv::Reader& reader,
                       absl::FunctionRef<void(const std::string& sentence)> problem) {
  return LogVerifier(reader, problem).Run();
}

}  // namespace santong::queries
