#include "server/intake/file_reader.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/confined/program.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/normalize.h"
#include "server/domain/text/structure.h"
#include "server/intake/extracted.h"
#include "server/intake/warnings.h"

namespace santong::intake {
namespace {

constexpr int kRefused = 3;
// A character has at most four bytes; the rest is for what stands around the text.
constexpr size_t kOutputBytesMax = 4 * kCharactersMax + (1 << 20);
constexpr size_t kHeadingCharactersMax = 80;

// The refusal of the other process, in our words.
absl::Status RefusalOf(const std::string& output) {
  google::rpc::ErrorInfo info;
  v1::ErrorReason reason;
  if (!info.ParseFromString(output) ||
      !v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &reason)) {
    return absl::InternalError("santong-extract gave no reason");
  }
  return error::Refuse(reason, {info.metadata().begin(), info.metadata().end()});
}

std::string HeadingOf(absl::string_view part) {
  part = text::WithoutMarks(absl::StripLeadingAsciiWhitespace(part));
  part = part.substr(0, part.find('\n'));
  size_t end = 0;
  for (size_t characters = 0; end < part.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(part[end]) & 0xC0) != 0x80;
    if (begins && ++characters > kHeadingCharactersMax) break;
  }
  return std::string(part.substr(0, end));
}

void AddOutline(v1::ExtractTextResponse* response) {
  const absl::string_view text = response->text();
  for (const text::Part& part : text::PartsOf(text)) {
    v1::TextPart* added = response->add_outline();
    // The levels of both stand in one order; the contract's begin at 1.
    added->set_level(static_cast<v1::TextPartLevel>(static_cast<int>(part.level) + 1));
    added->set_anchor(part.anchor);
    added->set_heading(HeadingOf(text.substr(part.begin, part.end - part.begin)));
    added->set_begin_bytes(static_cast<int64_t>(part.begin));
    added->set_end_bytes(static_cast<int64_t>(part.end));
  }
}

}  // namespace

absl::StatusOr<v1::ExtractTextResponse> FileReader::Read(absl::string_view bytes) const {
  if (bytes.size() > kFileBytesMax) return OverLimit(kBytes, bytes.size(), kFileBytesMax);
  const auto result = confined::RunProgram(
      program_, bytes,
      {.wall_clock = absl::Seconds(kSecondsMax), .output_bytes_max = kOutputBytesMax});
  if (absl::IsInternal(result.status())) return result.status();
  // What it is ended for is its time, its output or, by its own limits, its memory.
  if (!result.ok()) {
    return error::Refuse(v1::ERROR_REASON_FILE_OVER_LIMIT,
                         {{"limit", "time, memory"}, {"limit_zh", "处理时间、内存"}});
  }
  if (result->exit_code == kRefused) return RefusalOf(result->output);
  v1::ExtractTextResponse response;
  if (result->exit_code != 0 || !response.ParseFromString(result->output)) {
    return absl::InternalError(
        absl::StrCat("santong-extract ended with exit code ", result->exit_code));
  }
  for (v1::FileWarning& warning : *response.mutable_warnings()) AddWords(&warning);
  AddOutline(&response);
  response.set_sha256(absl::BytesToHexString(digest::Sha256(bytes)));
  return response;
}

}  // namespace santong::intake
