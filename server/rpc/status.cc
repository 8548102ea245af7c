#include "server/rpc/status.h"

#include <grpcpp/support/status.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"

namespace santong::rpc {
namespace {

// Clients take 8 KiB of trailers unless told otherwise (grpc, GRPC_ARG_MAX_METADATA_SIZE). The
// details may be sent as base64, the message with three bytes for each of its own; so this much of
// them goes out.
constexpr size_t kDetailsBytesMax = 4800;
constexpr size_t kMessageBytesMax = 400;
constexpr size_t kValueBytesMax = 200;

// At most `max` bytes of `text`, cut between two code points.
std::string Cut(absl::string_view text, size_t max) {
  if (text.size() <= max) return std::string(text);
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0) == 0x80) --max;
  return absl::StrCat(text.substr(0, max), "…");
}

// Adds `detail` unless the details would grow too large.
bool Add(google::rpc::Status& out, const google::protobuf::Message& detail) {
  google::protobuf::Any any;
  any.PackFrom(detail);
  if (out.ByteSizeLong() + any.ByteSizeLong() > kDetailsBytesMax) return false;
  *out.add_details() = std::move(any);
  return true;
}

// How long each description may be, by turns: whoever made many mistakes is shown all of them, if
// in fewer words.
constexpr size_t kDescriptionBytesMax[] = {1000, 330, 300, 270, 240, 210, 180, 150, 120};

// Adds what `make` makes of descriptions of at most so many bytes, in the most words that there is
// room for. False where the shortest are too much.
template <typename Make>
bool AddAll(const Make& make, google::rpc::Status& out) {
  for (const size_t max : kDescriptionBytesMax) {
    if (Add(out, make(max))) return true;
  }
  return false;
}

void AddFields(const absl::Status& status, Language language, google::rpc::Status& out) {
  std::vector<error::FieldViolation> violations = error::FieldViolationsOf(status);
  const auto make = [&](size_t max) {
    google::rpc::BadRequest bad;
    for (const error::FieldViolation& violation : violations) {
      auto* entry = bad.add_field_violations();
      entry->set_field(violation.field);
      entry->set_description(
          Cut(language == Language::kEnglish ? violation.en : violation.zh, max));
    }
    return bad;
  };
  while (!violations.empty() && !AddAll(make, out)) violations.pop_back();
}

void AddConditions(const absl::Status& status, Language language, google::rpc::Status& out) {
  std::vector<error::ConditionViolation> violations = error::ConditionViolationsOf(status);
  const std::string subject = error::MetadataOf(status)["subject"];
  const auto make = [&](size_t max) {
    google::rpc::PreconditionFailure failure;
    for (const error::ConditionViolation& violation : violations) {
      auto* entry = failure.add_violations();
      entry->set_type(violation.condition);
      entry->set_subject(subject);
      const std::string& words = language == Language::kEnglish ? violation.en : violation.zh;
      entry->set_description(
          Cut(violation.article.empty() ? words : absl::StrCat(words, " [", violation.article, "]"),
              max));
    }
    return failure;
  };
  while (!violations.empty() && !AddAll(make, out)) violations.pop_back();
}

void AddRetry(const error::Metadata& metadata, google::rpc::Status& out) {
  const auto found = metadata.find(error::kRetryAfterSeconds);
  int64_t seconds = 0;
  if (found == metadata.end() || !absl::SimpleAtoi(found->second, &seconds)) return;
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  Add(out, retry);
}

}  // namespace

absl::Status Presentable(const absl::Status& status) {
  if (error::ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
    case absl::StatusCode::kResourceExhausted:
      return error::Refuse(v1::ERROR_REASON_READ_ONLY);
    case absl::StatusCode::kDataLoss:
      return error::Refuse(v1::ERROR_REASON_DATA_DAMAGED);
    case absl::StatusCode::kDeadlineExceeded:
      return absl::DeadlineExceededError("The deadline passed before the call was done.");
    case absl::StatusCode::kCancelled:
      return absl::CancelledError("The call was cancelled.");
    default:
      return error::Refuse(v1::ERROR_REASON_INTERNAL);
  }
}

grpc::Status ToGrpcStatus(const absl::Status& status, Language language,
                          absl::string_view request_id) {
  if (status.ok()) return grpc::Status::OK;
  const absl::Status shown = Presentable(status);
  google::rpc::Status out;
  out.set_code(static_cast<int>(shown.code()));
  out.set_message(Cut(shown.message(), kMessageBytesMax));
  const v1::ErrorReason reason = error::ReasonOf(shown);
  if (reason != v1::ERROR_REASON_UNSPECIFIED) {
    google::rpc::ErrorInfo info;
    info.set_reason(error::ReasonName(reason));
    info.set_domain("santong");
    for (const auto& [key, value] : error::MetadataOf(shown)) {
      if (absl::StartsWith(key, "article_")) continue;  // stands with its condition
      (*info.mutable_metadata())[key] = Cut(value, kValueBytesMax);
    }
    Add(out, info);
    google::rpc::LocalizedMessage words;
    const bool english = language == Language::kEnglish;
    words.set_locale(english ? "en" : "zh-CN");
    words.set_message(english ? out.message()
                              : Cut(error::ChineseMessageOf(shown), kMessageBytesMax));
    Add(out, words);
    AddRetry(error::MetadataOf(shown), out);
  }
  google::rpc::RequestInfo request;
  request.set_request_id(std::string(request_id));
  Add(out, request);
  AddFields(shown, language, out);
  AddConditions(shown, language, out);
  return grpc::Status(static_cast<grpc::StatusCode>(shown.code()), out.message(),
                      out.SerializeAsString());
}

Language LanguageOf(absl::string_view accept_language) {
  for (absl::string_view tag : absl::StrSplit(accept_language, ',')) {
    tag = absl::StripLeadingAsciiWhitespace(tag);
    if (absl::StartsWithIgnoreCase(tag, "zh")) return Language::kChinese;
    if (absl::StartsWithIgnoreCase(tag, "en")) return Language::kEnglish;
  }
  return Language::kChinese;
}

}  // namespace santong::rpc
