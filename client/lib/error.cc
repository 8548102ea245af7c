#include "client/lib/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace santong::client {
namespace {

constexpr char kDetails[] = "type.googleapis.com/google.rpc.Status";
constexpr char kRequestId[] = "santong/request_id";
// The conditions in Chinese stand beside those in English under a type of their own.
constexpr char kChineseSuffix[] = "/zh-CN";
constexpr char kArticleKey[] = "article_";

std::string Payload(const absl::Status& status, const char* url) {
  const auto payload = status.GetPayload(url);
  return payload ? std::string(*payload) : std::string();
}

template <class Message>
bool Read(const google::protobuf::Any& any, absl::string_view suffix, Message* message) {
  const std::string name = absl::StrCat("/", Message::descriptor()->full_name(), suffix);
  return absl::EndsWith(any.type_url(), name) && message->ParseFromString(any.value());
}

void ReadDetail(const google::protobuf::Any& any, bool chinese, CallError* error) {
  google::rpc::ErrorInfo info;
  if (Read(any, "", &info)) {
    error->reason = info.reason();
    error->metadata = {info.metadata().begin(), info.metadata().end()};
  }
  google::rpc::LocalizedMessage localized;
  if (Read(any, "", &localized) && absl::StartsWith(localized.locale(), chinese ? "zh" : "en")) {
    error->message = localized.message();
  }
  google::rpc::RequestInfo request;
  if (Read(any, "", &request)) error->request_id = request.request_id();
  google::rpc::BadRequest bad;
  if (Read(any, "", &bad)) {
    for (const auto& violation : bad.field_violations()) {
      const auto& words = violation.localized_message();
      const bool use_words =
          !words.message().empty() && absl::StartsWith(words.locale(), chinese ? "zh" : "en");
      error->violations.push_back(
          {violation.field(), "", use_words ? words.message() : violation.description()});
    }
  }
}

// The conditions in the language asked for, or else in the one that is there.
void ReadConditions(const google::rpc::Status& status, bool chinese, CallError* error) {
  google::rpc::PreconditionFailure plain, in_chinese;
  for (const auto& any : status.details()) {
    Read(any, "", &plain);
    Read(any, kChineseSuffix, &in_chinese);
  }
  const auto& chosen = chinese && in_chinese.violations_size() > 0 ? in_chinese : plain;
  for (const auto& violation : chosen.violations()) {
    const auto article = error->metadata.find(absl::StrCat(kArticleKey, violation.type()));
    error->violations.push_back({violation.type(),
                                 article == error->metadata.end() ? "" : article->second,
                                 violation.description()});
  }
}

}  // namespace

absl::Status MakeCallStatus(int grpc_code, absl::string_view message, absl::string_view details,
                            absl::string_view request_id) {
  absl::Status status(static_cast<absl::StatusCode>(grpc_code), message);
  if (!details.empty()) status.SetPayload(kDetails, absl::Cord(details));
  if (!request_id.empty()) status.SetPayload(kRequestId, absl::Cord(request_id));
  return status;
}

CallError Describe(const absl::Status& status, bool chinese) {
  CallError error;
  error.message = std::string(status.message());
  error.repeat_id = Payload(status, kRequestId);
  google::rpc::Status rpc;
  if (!rpc.ParseFromString(Payload(status, kDetails))) return error;
  for (const auto& any : rpc.details()) ReadDetail(any, chinese, &error);
  ReadConditions(rpc, chinese, &error);
  return error;
}

absl::Duration AskedWait(const absl::Status& status) {
  const CallError error = Describe(status, /*chinese=*/false);
  const auto asked = error.metadata.find("retry_after_seconds");
  int64_t seconds = 0;
  if (asked == error.metadata.end() || !absl::SimpleAtoi(asked->second, &seconds)) seconds = 0;
  return absl::Seconds(seconds);
}

}  // namespace santong::client
