#include "client/cli/proof/audit.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "client/cli/local_error.h"
#include "client/cli/proof/catalogue.h"
#include "client/cli/proof/receipt.h"
#include "client/cli/proof/record_file.h"
#include "client/lib/digest.h"
#include "client/lib/error.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/log_service.pb.h"

namespace santong::cli {
namespace {

constexpr int kEntriesPerPage = 10000;
constexpr int kLookupThreads = 8;
constexpr int kHitsPerPage = 1000;
constexpr int kListTries = 100;
constexpr absl::Duration kBetweenTries = absl::Milliseconds(50);
// How often one call waits for the server, and how long at most.
constexpr int kWaitsMax = 100;
constexpr absl::Duration kWaitMax = absl::Minutes(1);

class Auditor {
 public:
  Auditor(const client::Client& client, const AuditOptions& options)
      : client_(client),
        options_(options),
        keys_file_(options.folder + "/keys"),
        leaves_(options.folder + "/leaves"),
        checkpoints_(options.folder + "/checkpoints"),
        catalogue_(options.day) {}

  absl::StatusOr<AuditReport> Run() {
    std::error_code error;
    std::filesystem::create_directories(options_.folder, error);
    v1::GetCheckpointRequest request;
    request.set_fresh(true);
    auto newest = Ask<v1::Checkpoint>(client::kGetCheckpoint, request);
    if (!newest.ok()) return newest.status();
    if (absl::Status read = ReadKeys(*newest); !read.ok()) return read;
    for (const std::string& note : options_.checkpoints) TakeCheckpoint(note, /*believed=*/false);
    absl::Status seen = checkpoints_.Read(
        [this](absl::string_view note) { TakeCheckpoint(std::string(note), /*believed=*/true); });
    if (!seen.ok()) return seen;
    const auto checkpoint = TakeCheckpoint(newest->note(), /*believed=*/false);
    const absl::Time start = absl::Now();
    absl::Status copied = ReadCopy();
    if (!copied.ok()) return copied;
    CheckRoots();
    if (checkpoint.has_value()) {
      copied = Copy(checkpoint->size);
      if (!copied.ok()) return copied;
    }
    report_.leaves_per_second = static_cast<double>(catalogue_.size()) /
                                std::max(1e-9, absl::ToDoubleSeconds(absl::Now() - start));
    for (const auto& [size, held] : held_) {
      if (size > catalogue_.size())
        Find(say::kAuditLogShrank, absl::StrCat(size), absl::StrCat(catalogue_.size()));
    }
    if (checkpoint.has_value() && checkpoint->size == catalogue_.size()) {
      CheckWhatIsSigned(*checkpoint, *newest);
      if (report_.findings.empty()) {
        if (absl::Status kept = Keep(*newest); !kept.ok()) return kept;
      }
    }
    if (absl::Status compared = CompareWithServer(); !compared.ok()) return compared;
    if (!options_.day.empty()) {
      if (absl::Status compared = CompareInEffect(); !compared.ok()) return compared;
    }
    report_.leaves = catalogue_.size();
    report_.numbers = catalogue_.numbers().size();
    return std::move(report_);
  }

 private:
  // Whoever audits without a login asks for more than the public's limit, which is waited for.
  template <typename Response>
  absl::StatusOr<Response> Ask(const client::Method& method,
                               google::protobuf::Message& request) const {
    auto response = client_.Call<Response>(method, request);
    for (int i = 0; i < kWaitsMax && absl::IsResourceExhausted(response.status()); ++i) {
      const absl::Duration wait = client::AskedWait(response.status());
      if (wait <= absl::ZeroDuration()) break;
      absl::SleepFor(std::min(wait, kWaitMax));
      response = client_.Call<Response>(method, request);
    }
    return response;
  }

  template <typename... Arguments>
  void Find(const Words& words, const Arguments&... arguments) {
    report_.findings.push_back({&words, {std::string(arguments)...}});
  }

  // Given ones first, then those of the folder; the log's own only when there is nothing else.
  absl::Status ReadKeys(const v1::Checkpoint& newest) {
    keys_ = options_.keys;
    if (!keys_.empty()) return absl::OkStatus();
    if (std::filesystem::exists(keys_file_)) {
      auto kept = ReadVerifierKeys({keys_file_});
      if (!kept.ok()) return kept.status();
      keys_ = *std::move(kept);
      return absl::OkStatus();
    }
    for (const std::string& text : newest.verifier_keys()) {
      auto key = proof::VerifierKey::Parse(text);
      if (key.ok()) keys_.push_back(*std::move(key));
    }
    report_.trusted_first_keys = true;
    return absl::OkStatus();
  }

  // Notes the checkpoint to be held against the copy; nullopt when it cannot be believed.
  std::optional<proof::Checkpoint> TakeCheckpoint(const std::string& bytes, bool believed) {
    auto note = proof::ParseNote(bytes);
    auto checkpoint = note.ok() ? proof::ParseCheckpoint(note->text)
                                : absl::StatusOr<proof::Checkpoint>(note.status());
    if (!checkpoint.ok()) {
      Find(say::kAuditNoCheckpoint, checkpoint.status().message());
      return std::nullopt;
    }
    // What was believed once stays evidence, also when its key was replaced since.
    if (!believed) {
      auto signers = proof::VerifyNote(*note, keys_);
      if (!signers.ok()) {
        Find(say::kAuditNotSigned, absl::StrCat(checkpoint->size), signers.status().message());
        return std::nullopt;
      }
    }
    ++report_.checkpoints;
    auto [held, is_new] = held_.insert({checkpoint->size, checkpoint->root});
    if (!is_new && held->second != checkpoint->root)
      Find(say::kAuditFork, absl::StrCat(checkpoint->size));
    return *std::move(checkpoint);
  }

  void AddLeaves(std::vector<std::string> leaves) {
    catalogue_.Add(std::move(leaves), [this](const absl::Status& added) {
      if (!added.ok())
        Find(say::kAuditBadLeaf, absl::StrCat(catalogue_.size() - 1), added.message());
      CheckRoots();
    });
  }

  // What was copied before.
  absl::Status ReadCopy() {
    std::vector<std::string> leaves;
    absl::Status read = leaves_.Read([&](absl::string_view leaf) {
      leaves.emplace_back(leaf);
      if (leaves.size() < kEntriesPerPage) return;
      AddLeaves(std::exchange(leaves, {}));
    });
    AddLeaves(std::move(leaves));
    return read;
  }

  void CheckRoots() {
    auto held = held_.find(catalogue_.size());
    if (held != held_.end() && !checked_.contains(held->first)) {
      checked_.insert(held->first);
      if (held->second != catalogue_.Root()) Find(say::kAuditRewritten, absl::StrCat(held->first));
    }
  }

  absl::Status Copy(uint64_t size) {
    while (catalogue_.size() < size) {
      v1::ListEntriesRequest request;
      request.set_start(static_cast<int64_t>(catalogue_.size()));
      request.set_page_size(
          static_cast<int32_t>(std::min<uint64_t>(kEntriesPerPage, size - catalogue_.size())));
      auto page = Ask<v1::ListEntriesResponse>(client::kListEntries, request);
      if (!page.ok()) return page.status();
      std::string framed;
      std::vector<std::string> leaves;
      for (v1::LogEntry& entry : *page->mutable_entries()) {
        if (entry.index() != static_cast<int64_t>(catalogue_.size() + leaves.size())) break;
        framed += RecordFile::Frame(entry.leaf());
        leaves.push_back(std::move(*entry.mutable_leaf()));
      }
      report_.new_leaves += leaves.size();
      AddLeaves(std::move(leaves));
      if (framed.empty()) {
        Find(say::kAuditEntriesMissing, absl::StrCat(catalogue_.size()), absl::StrCat(size));
        return absl::OkStatus();
      }
      pending_.push_back(std::move(framed));
    }
    return absl::OkStatus();
  }

  void CheckWhatIsSigned(const proof::Checkpoint& checkpoint, const v1::Checkpoint& newest) {
    if (proof::ExtensionOf(checkpoint, "map") != absl::Base64Escape(catalogue_.MapRoot()))
      Find(say::kAuditMap);
    const std::string counts = catalogue_.CountsText();
    if (absl::BytesToHexString(
            proof::DecodeBase64(proof::ExtensionOf(checkpoint, "counts")).value_or("")) !=
        client::Sha256(counts)) {
      Find(say::kAuditCounts);
    } else if (newest.organ_counts() != counts) {
      Find(say::kAuditCountsText);
    }
  }

  // Only what agreed is kept: a copy of a log that lies would hide the lie.
  absl::Status Keep(const v1::Checkpoint& newest) {
    for (const std::string& framed : pending_) {
      if (absl::Status kept = leaves_.Append(framed); !kept.ok()) return kept;
    }
    if (absl::Status kept = checkpoints_.Append(RecordFile::Frame(newest.note())); !kept.ok())
      return kept;
    return KeepKeys(newest);
  }

  // The keys that sign now, when a trusted one vouched for them by signing beside them: a key that
  // no longer signs is not trusted any more.
  absl::Status KeepKeys(const v1::Checkpoint& newest) {
    auto note = proof::ParseNote(newest.note());
    std::string text;
    for (const std::string& vkey : newest.verifier_keys()) {
      auto key = proof::VerifierKey::Parse(vkey);
      if (key.ok() && note.ok() && proof::VerifyNote(*note, {*key}).ok())
        absl::StrAppend(&text, vkey, "\n");
    }
    std::ofstream file(keys_file_, std::ios::trunc);
    file << text;
    file.close();
    return file ? absl::OkStatus() : Misuse(say::kFileNotWritten, keys_file_);
  }

  // What of the document the server shows differently from its leaf; empty when all agrees.
  static std::string Difference(const proof::Leaf& leaf, const v1::Document& document) {
    const std::string state(
        absl::StripPrefix(v1::DocumentState_Name(document.state()), "DOCUMENT_STATE_"));
    const std::pair<const char*, std::pair<std::string, std::string>> fields[] = {
        {"name", {leaf.resource, document.name()}},
        {"state", {leaf.to_state, state}},
        {"registration_number", {leaf.registration_number, document.registration_number()}},
        {"document_number", {leaf.document_number, document.document_number()}},
        {"registered_date", {leaf.registered_date, document.registered_date()}},
        {"publication.date", {leaf.published_date, document.publication().date()}},
        {"effective_date", {leaf.effective_date, document.effective_date()}},
        {"last_valid_date", {leaf.last_valid_date, document.term().last_valid_date()}},
        {"ended_date", {leaf.ended_date, document.ended_date()}},
        {"ended_by", {leaf.ended_by, document.ended_by()}},
    };
    for (const auto& [name, values] : fields) {
      if (values.first != values.second) return name;
    }
    if (leaf.versions.size() != static_cast<size_t>(document.versions_size())) return "versions";
    for (int i = 0; i < document.versions_size(); ++i) {
      if (leaf.versions[static_cast<size_t>(i)].text_sha256 != document.versions(i).text_sha256())
        return "text_sha256";
    }
    return "";
  }

  // Which of the files that the server says are attached is none that the leaf commits to; empty
  // when all are. It says so only to who may read them.
  absl::StatusOr<std::string> ForeignFile(const proof::Leaf& leaf) const {
    v1::GetReceiptRequest request;
    request.set_document(leaf.resource);
    auto receipt = Ask<v1::LogReceipt>(client::kGetReceipt, request);
    if (!receipt.ok()) return receipt.status();
    for (const v1::AttachmentOpening& file : receipt->attachments()) {
      const std::string commitment = proof::CommitToFile(
          file.salt(), absl::HexStringToBytes(file.sha256()), absl::HexStringToBytes(file.sm3()));
      if (std::find(leaf.attachments.begin(), leaf.attachments.end(), commitment) ==
          leaf.attachments.end()) {
        return absl::StrCat("attachments/", file.sha256());
      }
    }
    return std::string();
  }

  // How the server shows the document of the number otherwise than its latest leaf.
  absl::StatusOr<std::optional<AuditFinding>> CompareOne(const std::string& number,
                                                         const proof::Leaf& leaf) const {
    v1::LookupDocumentRequest request;
    request.set_text(number);
    auto found = Ask<v1::LookupDocumentResponse>(client::kLookupDocument, request);
    if (!found.ok()) return found.status();
    if (found->matches().empty()) return AuditFinding{&say::kAuditLeftOut, {number}};
    absl::StatusOr<std::string> what = Difference(leaf, found->matches(0).document());
    if (what->empty() && !leaf.attachments.empty()) what = ForeignFile(leaf);
    if (!what.ok()) return what.status();
    if (what->empty()) return std::nullopt;
    return AuditFinding{&say::kAuditDiffers, {number, *what}};
  }

  absl::Status CompareWithServer() {
    std::vector<std::pair<std::string, proof::Leaf>> expected;
    for (const auto& [key, entry] : catalogue_.numbers()) {
      auto leaf = proof::ParseLeaf(entry.leaf);
      if (!leaf.ok()) return leaf.status();  // it was read once
      // What everyone may read: published, and its text not withheld.
      if (entry.number == leaf->registration_number && !leaf->published_date.empty() &&
          !leaf->versions.empty()) {
        expected.emplace_back(entry.number, *std::move(leaf));
      }
    }
    std::atomic<size_t> next = 0;
    absl::Mutex mutex;
    absl::Status failure;
    std::map<std::string, AuditFinding> differences;  // by document
    const auto work = [&] {
      for (size_t i = next++; i < expected.size(); i = next++) {
        const auto& [number, leaf] = expected[i];
        auto difference = CompareOne(number, leaf);
        absl::MutexLock lock(&mutex);
        if (!difference.ok()) {
          failure = difference.status();
          next = expected.size();
          return;
        }
        ++report_.compared;
        if (difference->has_value()) differences[leaf.resource] = **std::move(difference);
      }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kLookupThreads; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    if (!failure.ok()) return failure;
    if (differences.empty()) return absl::OkStatus();
    return DropWhatMovedOn(&differences);
  }

  // The leaves are those that the checkpoint signs, so what they give is all there is.
  absl::Status CompareInEffect() {
    report_.first_day = catalogue_.first_day();
    std::map<std::string, std::string> expected;  // what a finding calls it, by document
    for (const auto& [document, leaf] : catalogue_.on_day()) {
      if (!IsInEffectOn(leaf, options_.day)) continue;
      ++report_.in_effect[leaf.organ];
      expected[document] = leaf.registration_number.empty() ? document : leaf.registration_number;
    }
    auto listed = ListInEffect();
    if (!listed.ok()) return listed.status();
    std::map<std::string, AuditFinding> differences;
    for (const auto& [document, name] : expected) {
      // A text that is not public stands in the log and in no list.
      if (!listed->contains(document) && !catalogue_.on_day().at(document).versions.empty())
        differences[document] = {&say::kAuditListLeavesOut, {name, options_.day}};
    }
    for (const std::string& document : *listed) {
      if (!expected.contains(document))
        differences[document] = {&say::kAuditListAdds, {document, options_.day}};
    }
    return differences.empty() ? absl::OkStatus() : DropWhatMovedOn(&differences);
  }

  // The documents that the server lists for the day, once its list covers all the leaves: an index
  // may be a moment behind.
  absl::StatusOr<std::set<std::string>> ListInEffect() {
    absl::StatusOr<std::set<std::string>> listed;
    for (int i = 0; i < kListTries; ++i) {
      int64_t covered = 0;
      listed = ListOnce(&covered);
      if (!listed.ok() || static_cast<uint64_t>(covered) >= catalogue_.last_event()) break;
      absl::SleepFor(kBetweenTries);
    }
    return listed;
  }

  // `covered`: the last event that the list takes account of.
  absl::StatusOr<std::set<std::string>> ListOnce(int64_t* covered) {
    std::set<std::string> listed;
    v1::SearchDocumentsRequest request;
    request.set_filter("state = IN_EFFECT");
    request.set_as_of(options_.day);
    request.set_page_size(kHitsPerPage);
    do {
      auto page = Ask<v1::SearchDocumentsResponse>(client::kSearchDocuments, request);
      // The day is one: the server has no document by then, which is what an empty list says.
      if (absl::IsInvalidArgument(page.status())) {
        *covered = static_cast<int64_t>(catalogue_.last_event());
        return listed;
      }
      if (!page.ok()) return page.status();
      for (const v1::SearchHit& hit : page->hits()) listed.insert(hit.document().name());
      *covered = page->complete_to_sequence();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return listed;
  }

  // The register went on while it was looked at: what has a newer leaf is for the next audit.
  absl::Status DropWhatMovedOn(std::map<std::string, AuditFinding>* differences) {
    uint64_t start = catalogue_.size();
    while (true) {
      v1::ListEntriesRequest request;
      request.set_start(static_cast<int64_t>(start));
      auto page = Ask<v1::ListEntriesResponse>(client::kListEntries, request);
      if (!page.ok()) return page.status();
      if (page->entries().empty()) break;
      for (const v1::LogEntry& entry : page->entries()) {
        if (auto leaf = proof::ParseLeaf(entry.leaf()); leaf.ok())
          differences->erase(leaf->resource);
      }
      start += static_cast<uint64_t>(page->entries_size());
    }
    for (auto& [document, finding] : *differences) report_.findings.push_back(std::move(finding));
    return absl::OkStatus();
  }

  const client::Client& client_;
  const AuditOptions& options_;
  const std::string keys_file_;
  RecordFile leaves_;
  RecordFile checkpoints_;
  std::vector<proof::VerifierKey> keys_;
  std::map<uint64_t, std::string> held_;  // roots by size
  std::set<uint64_t> checked_;
  std::vector<std::string> pending_;
  Catalogue catalogue_;
  AuditReport report_;
};

}  // namespace

absl::StatusOr<AuditReport> AuditLog(Session& session, const AuditOptions& options) {
  const auto client = session.Client();
  if (!client.ok()) return client.status();
  return Auditor(**client, options).Run();
}

}  // namespace santong::cli
