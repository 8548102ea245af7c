// Refusals as payloads of an absl::Status:
//   google.rpc.ErrorInfo            reason, domain "santong", metadata; the articles of conditions
//   as article_{name} google.rpc.LocalizedMessage     the whole message in Chinese
//   google.rpc.BadRequest           fields: description in English, localized_message in Chinese
//   google.rpc.PreconditionFailure  conditions in English; the same in Chinese under
//   kChineseConditions
#include "server/domain/error/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "server/domain/error/reasons.h"

namespace santong::error {
namespace {

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kChineseMessage[] = "type.googleapis.com/google.rpc.LocalizedMessage";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kConditions[] = "type.googleapis.com/google.rpc.PreconditionFailure";
constexpr char kChineseConditions[] = "type.googleapis.com/google.rpc.PreconditionFailure/zh-CN";
constexpr char kDomain[] = "santong";
constexpr char kArticleKey[] = "article_";
constexpr char kChineseKey[] = "_zh";
// A message names at most this many fields or conditions; the details hold all of them.
constexpr size_t kNamedMax = 5;

void SetPayload(absl::Status& status, const char* url, const google::protobuf::Message& message) {
  status.SetPayload(url, absl::Cord(message.SerializeAsString()));
}

template <class Message>
Message GetPayload(const absl::Status& status, const char* url) {
  Message message;
  if (const auto bytes = status.GetPayload(url)) {
    if (!message.ParseFromString(std::string(*bytes))) return {};
  }
  return message;
}

// What is sent of the metadata: all but the words in Chinese.
Metadata Sent(const Metadata& metadata) {
  Metadata sent;
  for (const auto& [key, value] : metadata) {
    if (!absl::EndsWith(key, kChineseKey)) sent.emplace(key, value);
  }
  return sent;
}

// The same with the words in Chinese in the place of the others.
Metadata InChinese(const Metadata& metadata) {
  Metadata chinese = Sent(metadata);
  for (const auto& [key, value] : metadata) {
    absl::string_view name = key;
    if (absl::ConsumeSuffix(&name, kChineseKey) && !value.empty())
      chinese[std::string(name)] = value;
  }
  return chinese;
}

// Puts the metadata's values where the template names their keys.
std::string Fill(absl::string_view words, const Metadata& metadata) {
  std::vector<std::pair<std::string, absl::string_view>> replacements;
  for (const auto& [key, value] : metadata) {
    replacements.emplace_back(absl::StrCat("{", key, "}"), value);
  }
  return absl::StrReplaceAll(words, replacements);
}

// "a, b and 3 more" without the words: "a, b, …".
template <class Range, class Name>
std::string NameSome(const Range& range, Name name, absl::string_view between = ", ") {
  std::vector<absl::string_view> names;
  for (const auto& entry : range) {
    if (names.size() == kNamedMax) {
      names.push_back("…");
      break;
    }
    names.push_back(name(entry));
  }
  return absl::StrJoin(names, between);
}

}  // namespace

absl::Status Refuse(v1::ErrorReason reason, const Metadata& metadata) {
  const Reason& row = ReasonRow(reason);
  absl::Status status(row.code, absl::StrCat(Fill(row.en, metadata), " ", row.mend_en));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(row.reason));
  info.set_domain(kDomain);
  const Metadata sent = Sent(metadata);
  info.mutable_metadata()->insert(sent.begin(), sent.end());
  SetPayload(status, kErrorInfo, info);
  google::rpc::LocalizedMessage chinese;
  chinese.set_locale("zh-CN");
  chinese.set_message(absl::StrCat(Fill(row.zh, InChinese(metadata)), row.mend_zh));
  SetPayload(status, kChineseMessage, chinese);
  return status;
}

absl::Status RefuseFields(absl::Span<const FieldViolation> violations) {
  absl::Status status = Refuse(
      v1::ERROR_REASON_FIELD_INVALID,
      {{"count", absl::StrCat(violations.size())},
       {"fields", NameSome(violations,
                           [](const FieldViolation& v) -> absl::string_view { return v.field; })}});
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : violations) {
    auto* out = bad.add_field_violations();
    out->set_field(violation.field);
    out->set_description(violation.en);
    out->set_reason(ReasonName(v1::ERROR_REASON_FIELD_INVALID));
    out->mutable_localized_message()->set_locale("zh-CN");
    out->mutable_localized_message()->set_message(violation.zh);
  }
  SetPayload(status, kBadRequest, bad);
  return status;
}

absl::Status RefuseField(absl::string_view field, absl::string_view en, absl::string_view zh) {
  return RefuseFields({{std::string(field), std::string(en), std::string(zh)}});
}

absl::Status RefuseConditions(absl::string_view subject, absl::string_view action,
                              absl::Span<const ConditionViolation> violations,
                              absl::string_view action_zh) {
  Metadata metadata = {
      {"subject", std::string(subject)},
      {"action", std::string(action)},
      {"action_zh", std::string(action_zh)},
      {"count", absl::StrCat(violations.size())},
      {"conditions",
       NameSome(violations,
                [](const ConditionViolation& v) -> absl::string_view { return v.condition; })},
      {"conditions_zh", NameSome(
                            violations,
                            [](const ConditionViolation& v) -> absl::string_view {
                              return v.title_zh.empty() ? v.condition : v.title_zh;
                            },
                            "；")}};
  google::rpc::PreconditionFailure en, zh;
  for (const ConditionViolation& violation : violations) {
    for (auto* failure : {&en, &zh}) {
      auto* out = failure->add_violations();
      out->set_type(violation.condition);
      out->set_subject(subject.data(), subject.size());
      out->set_description(failure == &en ? violation.en : violation.zh);
    }
    if (!violation.article.empty()) {
      metadata[absl::StrCat(kArticleKey, violation.condition)] = violation.article;
    }
  }
  absl::Status status = Refuse(v1::ERROR_REASON_CONDITIONS_NOT_MET, metadata);
  SetPayload(status, kConditions, en);
  SetPayload(status, kChineseConditions, zh);
  return status;
}

absl::Status NotFound(absl::string_view name) {
  return Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", std::string(name)}});
}

absl::Status CheckEtag(absl::string_view name, absl::string_view sent, absl::string_view current) {
  if (sent.empty() || sent == current) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_ETAG_MISMATCH, {{"resource", std::string(name)},
                                                 {"sent", std::string(sent)},
                                                 {"current", std::string(current)}});
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const auto info = GetPayload<google::rpc::ErrorInfo>(status, kErrorInfo);
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &reason);
  return reason;
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto bad = GetPayload<google::rpc::BadRequest>(status, kBadRequest);
  for (const auto& violation : bad.field_violations()) {
    violations.push_back(
        {violation.field(), violation.description(), violation.localized_message().message()});
  }
  return violations;
}

std::vector<ConditionViolation> ConditionViolationsOf(const absl::Status& status) {
  const auto en = GetPayload<google::rpc::PreconditionFailure>(status, kConditions);
  const auto zh = GetPayload<google::rpc::PreconditionFailure>(status, kChineseConditions);
  const Metadata metadata = MetadataOf(status);
  std::vector<ConditionViolation> violations;
  for (int i = 0; i < en.violations_size() && i < zh.violations_size(); ++i) {
    const auto article = metadata.find(absl::StrCat(kArticleKey, en.violations(i).type()));
    violations.push_back({en.violations(i).type(), article == metadata.end() ? "" : article->second,
                          en.violations(i).description(), zh.violations(i).description()});
  }
  return violations;
}

Metadata MetadataOf(const absl::Status& status) {
  const auto info = GetPayload<google::rpc::ErrorInfo>(status, kErrorInfo);
  return {info.metadata().begin(), info.metadata().end()};
}

std::string WordsOf(const absl::Status& status) {
  std::vector<std::string> lacking;
  for (ConditionViolation& violation : ConditionViolationsOf(status))
    lacking.push_back(std::move(violation.en));
  return lacking.empty() ? std::string(status.message()) : absl::StrJoin(lacking, "; ");
}

std::string ChineseMessageOf(const absl::Status& status) {
  return GetPayload<google::rpc::LocalizedMessage>(status, kChineseMessage).message();
}

}  // namespace santong::error
