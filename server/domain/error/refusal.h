// Why something was refused, in a form that survives the way up: an absl::Status whose payloads
// hold the google.rpc details in both languages. server/rpc/status.h turns it into a gRPC status in
// the caller's language.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "santong/v1/error_reason.pb.h"

namespace santong::error {

// One field that is wrong in itself. `field` is a path from the request, e.g.
// "document.issuers[1].organ". The texts say what is wrong and how to mend it.
struct FieldViolation {
  std::string field;
  std::string en;
  std::string zh;
};

// One condition of a workflow's row that does not hold.
struct ConditionViolation {
  std::string condition;  // its name, e.g. "OpinionIsLawful"
  std::string article;
  std::string en;  // what does not hold and how to mend it
  std::string zh;
  std::string title_zh = {};  // what should hold, for the message; its name where that is empty
};

using Metadata = std::map<std::string, std::string>;

// The metadata key that holds how many seconds a client should wait before it tries again; it
// reaches the client as a google.rpc.RetryInfo besides.
inline constexpr char kRetryAfterSeconds[] = "retry_after_seconds";

// A refusal by reason: the gRPC code and the words in both languages come from the table in
// reasons.h, whose templates name metadata keys as {key}. Every key a template names must be in
// `metadata`. For the words in Chinese {key} is what stands under key_zh, where that is there and
// not empty; those keys are not sent.
absl::Status Refuse(v1::ErrorReason reason, const Metadata& metadata = {});

// FIELD_INVALID with every violation at once. `violations` must not be empty.
absl::Status RefuseFields(absl::Span<const FieldViolation> violations);
absl::Status RefuseField(absl::string_view field, absl::string_view en, absl::string_view zh);

// CONDITIONS_NOT_MET with every violation at once; `subject` is the resource, e.g. documents/7,
// `action_zh` the act in Chinese, its name where that is empty.
absl::Status RefuseConditions(absl::string_view subject, absl::string_view action,
                              absl::Span<const ConditionViolation> violations,
                              absl::string_view action_zh = "");

// RESOURCE_NOT_FOUND for the resource `name`.
absl::Status NotFound(absl::string_view name);
// OK when no etag was sent, or the resource's current one; ETAG_MISMATCH with both otherwise.
absl::Status CheckEtag(absl::string_view name, absl::string_view sent, absl::string_view current);

// The reason inside a refusal; UNSPECIFIED when the status holds none.
v1::ErrorReason ReasonOf(const absl::Status& status);
// The violations inside a refusal made by RefuseFields or RefuseConditions; empty otherwise.
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);
std::vector<ConditionViolation> ConditionViolationsOf(const absl::Status& status);
// The metadata inside a refusal.
Metadata MetadataOf(const absl::Status& status);
// The whole reason in one English text, for who sees the text alone: what each condition lacks, for
// the message of such a refusal only counts them; else the message.
std::string WordsOf(const absl::Status& status);
// The message in Chinese; empty when the status holds none.
std::string ChineseMessageOf(const absl::Status& status);

}  // namespace santong::error
