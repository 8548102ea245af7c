#include "server/domain/proof/verify.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/number_map.h"

namespace santong::proof {
namespace {

constexpr char kFirstLine[] = "c2sp.org/tlog-proof@v1\n";
constexpr size_t kHashesMax = 64;
constexpr size_t kLinesMax = 20;
constexpr size_t kOutlineDigits = 8;

absl::Status Wrong(absl::string_view why) { return absl::InvalidArgumentError(why); }

absl::string_view TakeTextLine(absl::string_view* rest) {
  const size_t end = rest->find('\n');
  const absl::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == absl::string_view::npos ? rest->size() : end + 1);
  return line;
}

// The signers of the checkpoint in `note`, when it may be believed.
absl::StatusOr<Checkpoint> BelievedCheckpoint(absl::string_view bytes,
                                              absl::Span<const VerifierKey> keys,
                                              absl::string_view trusted,
                                              std::vector<std::string>* signers) {
  auto note = ParseNote(bytes);
  if (!note.ok()) return note.status();
  auto checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return checkpoint;
  if (!keys.empty()) {
    auto signed_by = VerifyNote(*note, keys);
    if (!signed_by.ok()) return signed_by.status();
    bool by_the_log = false;
    for (const VerifierKey& key : *signed_by) {
      by_the_log =
          by_the_log || (key.type == SignatureType::kEd25519 && key.name == checkpoint->origin);
      signers->push_back(key.Format());
    }
    if (!by_the_log) return Wrong("the log itself did not sign the checkpoint");
  }
  if (!trusted.empty()) {
    auto other = ParseNote(trusted);
    if (!other.ok()) return other.status();
    auto known = ParseCheckpoint(other->text);
    if (!known.ok()) return known;
    if (known->origin != checkpoint->origin || known->size != checkpoint->size)
      return Wrong("the receipt is against another checkpoint than the one given; get it anew");
    if (known->root != checkpoint->root ||
        ExtensionOf(*known, "map") != ExtensionOf(*checkpoint, "map")) {
      return Wrong("the receipt's checkpoint and the one given contradict each other: a fork");
    }
    // Without a key nothing vouches for what else the receipt's own copy says, such as its time.
    if (keys.empty()) return known;
    auto signed_by = VerifyNote(*other, keys);
    if (!signed_by.ok()) return signed_by.status();
  }
  return checkpoint;
}

// The value of the number in the map that the checkpoint signs.
absl::StatusOr<std::optional<std::string>> LatestOf(const v1::LogReceipt& receipt,
                                                    const Checkpoint& checkpoint) {
  auto root = DecodeBase64(ExtensionOf(checkpoint, "map"));
  if (!root.ok()) return root.status();
  PathProof proof;
  proof.siblings.assign(receipt.latest().siblings().begin(), receipt.latest().siblings().end());
  proof.end_key = receipt.latest().end_key();
  proof.end_value = receipt.latest().end_value();
  return VerifyInMap(MapKey(receipt.registration_number()), proof, *root);
}

// The texts that count as this one: as it is, and with what a copy adds or takes at its ends.
std::vector<std::string> FormsOf(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  std::string lines;
  for (const char c : text) {
    if (c != '\r') lines += c;
  }
  std::vector<std::string> forms = {std::string(text), lines, lines + "\n"};
  absl::string_view bare = lines;
  while (absl::ConsumeSuffix(&bare, "\n")) {
  }
  forms.emplace_back(bare);
  return forms;
}

// Which version's text it is: of several the one that counts, else the newest; 0 for none.
uint32_t VersionWithText(const Leaf& leaf, absl::string_view text, uint32_t counting) {
  uint32_t found = 0;
  for (const std::string& form : FormsOf(text)) {
    const std::string sha256 = digest::Sha256Hex(form);
    const std::string sm3 = Sm3Hex(form);
    for (const LeafVersion& version : leaf.versions) {
      if (version.text_sha256 != sha256 || version.text_sm3 != sm3) continue;
      if (version.number == counting) return counting;
      found = std::max(found, version.number);
    }
  }
  return found;
}

// The name of the attached file that the bytes are, where the entry commits to them and the receipt
// opens that; empty for none.
std::string AttachmentWith(const Leaf& leaf, absl::string_view bytes,
                           const v1::LogReceipt& receipt) {
  if (leaf.attachments.empty() || receipt.attachments().empty()) return "";
  const std::string sha256 = digest::Sha256(bytes);
  const std::string sm3 = absl::HexStringToBytes(Sm3Hex(bytes));
  for (const v1::AttachmentOpening& opening : receipt.attachments()) {
    const std::string commitment = CommitToFile(opening.salt(), sha256, sm3);
    if (std::find(leaf.attachments.begin(), leaf.attachments.end(), commitment) !=
        leaf.attachments.end()) {
      return opening.file_name().empty() ? opening.sha256() : opening.file_name();
    }
  }
  return "";
}

// Which lines differ from the newest text, by its outline, where the entry vouches for it.
std::vector<size_t> DifferingLines(const Leaf& leaf, absl::string_view text,
                                   const std::string& outline) {
  std::vector<size_t> lines;
  if (leaf.versions.empty() || digest::Sha256Hex(outline) != leaf.versions.back().outline_sha256)
    return lines;
  const std::string ours = OutlineOf(FormsOf(text)[1]);
  const size_t count = std::max(ours.size(), outline.size()) / kOutlineDigits;
  for (size_t i = 0; i < count && lines.size() < kLinesMax; ++i) {
    const size_t at = i * kOutlineDigits;
    if (at >= ours.size() || at >= outline.size() ||
        ours.compare(at, kOutlineDigits, outline, at, kOutlineDigits) != 0) {
      lines.push_back(i + 1);
    }
  }
  return lines;
}

// The day on which the checkpoint was signed, where the register is: its time is UTC, and the law's
// days are Asia/Shanghai, which has no summer time. Empty when it names no time.
std::string DayOf(const Checkpoint& checkpoint) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, ExtensionOf(checkpoint, "time"), &time, nullptr))
    return "";
  return absl::FormatCivilTime(absl::ToCivilDay(time, absl::FixedTimeZone(8 * 3600)));
}

// The version that counts on the day, as basis::VersionOn has it: of those that are open on it the
// one that began last, and of those that began on one day the newest. So a correction (勘误) counts
// in place of what it corrects, and the mended text in place of a draft that was returned, which
// was never issued and has no day of its own. 0 for none.
uint32_t VersionOn(const Leaf& leaf, const std::string& day) {
  uint32_t found = 0;
  std::string began;
  for (const LeafVersion& version : leaf.versions) {
    const std::string& first =
        version.effective_date.empty() ? leaf.effective_date : version.effective_date;
    const std::string& last = version.last_effective_date;
    if (first.empty() || first > day || (!last.empty() && last < day) || first < began) continue;
    found = version.number;
    began = first;
  }
  return found;
}

bool IsInForce(const Leaf& leaf, const std::string& day) {
  return leaf.to_state == "IN_EFFECT" &&
         (leaf.last_valid_date.empty() || day <= leaf.last_valid_date);
}

// The receipt's entry, when everything that vouches for it holds.
absl::StatusOr<Leaf> ProvedLeaf(const TlogProof& proof, const Checkpoint& checkpoint,
                                const v1::LogReceipt& receipt) {
  const std::string hash = LeafHash(proof.extra);
  absl::Status included =
      VerifyInclusion(proof.index, checkpoint.size, hash, proof.hashes, checkpoint.root);
  if (!included.ok()) return included;
  auto latest = LatestOf(receipt, checkpoint);
  if (!latest.ok()) return latest.status();
  if (!latest->has_value()) return Wrong("the map holds no such number");
  if (**latest != hash) return Wrong("the receipt's entry is not the number's latest");
  return ParseLeaf(proof.extra);
}

}  // namespace

std::string FormatTlogProof(const TlogProof& proof) {
  std::string text = kFirstLine;
  if (!proof.extra.empty()) absl::StrAppend(&text, "extra ", absl::Base64Escape(proof.extra), "\n");
  absl::StrAppend(&text, "index ", proof.index, "\n");
  for (const std::string& hash : proof.hashes)
    absl::StrAppend(&text, absl::Base64Escape(hash), "\n");
  absl::StrAppend(&text, "\n", proof.checkpoint);
  return text;
}

absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text) {
  TlogProof proof;
  if (!absl::ConsumePrefix(&text, kFirstLine)) return Wrong("it is no C2SP tlog-proof");
  absl::string_view line = TakeTextLine(&text);
  if (absl::ConsumePrefix(&line, "extra ")) {
    auto extra = DecodeBase64(line);
    if (!extra.ok()) return extra.status();
    proof.extra = *std::move(extra);
    line = TakeTextLine(&text);
  }
  if (!absl::ConsumePrefix(&line, "index ") || !absl::SimpleAtoi(line, &proof.index) ||
      line != absl::StrCat(proof.index)) {
    return Wrong("a tlog-proof names no index");
  }
  for (line = TakeTextLine(&text); !line.empty(); line = TakeTextLine(&text)) {
    auto hash = DecodeBase64(line);
    if (!hash.ok()) return hash.status();
    if (proof.hashes.size() == kHashesMax) return Wrong("a tlog-proof has too many hashes");
    proof.hashes.push_back(*std::move(hash));
  }
  proof.checkpoint = std::string(text);
  return proof;
}

absl::StatusOr<ReceiptParts> ReadParts(const v1::LogReceipt& receipt) {
  ReceiptParts parts;
  if (receipt.leaf_index() < 0) {
    parts.proof.checkpoint = receipt.proof();
  } else {
    auto proof = ParseTlogProof(receipt.proof());
    if (!proof.ok()) return proof.status();
    parts.proof = *std::move(proof);
    auto leaf = ParseLeaf(parts.proof.extra);
    if (!leaf.ok()) return leaf.status();
    parts.leaf = *std::move(leaf);
  }
  auto note = ParseNote(parts.proof.checkpoint);
  if (!note.ok()) return note.status();
  auto checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return checkpoint.status();
  parts.checkpoint = *std::move(checkpoint);
  return parts;
}

absl::StatusOr<Verification> VerifyText(absl::string_view text, const v1::LogReceipt& receipt,
                                        absl::Span<const VerifierKey> keys,
                                        absl::string_view checkpoint) {
  if (keys.empty() && checkpoint.empty())
    return Wrong("neither a key nor a checkpoint is given: nothing would be trusted");
  Verification result;
  const bool absent = receipt.leaf_index() < 0;
  TlogProof proof;
  if (absent) {
    proof.checkpoint = receipt.proof();
  } else {
    auto parsed = ParseTlogProof(receipt.proof());
    if (!parsed.ok()) {
      result.reason = std::string(parsed.status().message());
      return result;
    }
    proof = *std::move(parsed);
  }
  auto believed = BelievedCheckpoint(proof.checkpoint, keys, checkpoint, &result.signers);
  if (!believed.ok()) {
    result.signers.clear();
    result.reason = std::string(believed.status().message());
    return result;
  }
  result.checkpoint = *std::move(believed);
  if (absent) {
    auto latest = LatestOf(receipt, result.checkpoint);
    if (!latest.ok())
      result.reason = std::string(latest.status().message());
    else if (latest->has_value())
      result.reason = "the map holds the number; get a receipt anew";
    return result;
  }
  auto leaf = ProvedLeaf(proof, result.checkpoint, receipt);
  if (!leaf.ok()) {
    result.reason = std::string(leaf.status().message());
    return result;
  }
  result.leaf = *std::move(leaf);
  const std::string day = DayOf(result.checkpoint);
  result.counting = VersionOn(result.leaf, day);
  result.version = VersionWithText(result.leaf, text, result.counting);
  if (result.version == 0) result.attachment = AttachmentWith(result.leaf, text, receipt);
  if (result.version == 0 && result.attachment.empty()) {
    result.verdict = Verdict::kTextDiffers;
    result.lines = DifferingLines(result.leaf, text, receipt.outline());
  } else {
    // A file goes with whichever text counts.
    const bool counts =
        result.counting != 0 && (result.version == 0 || result.version == result.counting);
    result.verdict =
        counts && IsInForce(result.leaf, day) ? Verdict::kInForce : Verdict::kNotInForce;
  }
  return result;
}

}  // namespace santong::proof
