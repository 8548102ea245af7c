#include "server/pages/refusal.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/pages/request_id.h"

namespace santong::pages {
namespace {

// As the Connect protocol maps them.
struct CodeRow {
  grpc::StatusCode code;
  int http_status;
};
constexpr std::array kCodes = std::to_array<CodeRow>({
    {grpc::StatusCode::INVALID_ARGUMENT, 400},
    {grpc::StatusCode::FAILED_PRECONDITION, 400},
    {grpc::StatusCode::OUT_OF_RANGE, 400},
    {grpc::StatusCode::UNAUTHENTICATED, 401},
    {grpc::StatusCode::PERMISSION_DENIED, 403},
    {grpc::StatusCode::NOT_FOUND, 404},
    {grpc::StatusCode::ALREADY_EXISTS, 409},
    {grpc::StatusCode::ABORTED, 409},
    {grpc::StatusCode::RESOURCE_EXHAUSTED, 429},
    {grpc::StatusCode::UNAVAILABLE, 503},
    {grpc::StatusCode::DEADLINE_EXCEEDED, 504},
});

// The reason of a request_id that was used for something else.
constexpr char kReused[] = "REQUEST_ID_REUSED";

int HttpStatusOf(grpc::StatusCode code) {
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row.http_status;
  }
  return 500;
}

// What an error page is called and what it advises, by its status.
std::string TitleOf(int status, const Visit& visit) {
  const std::string key = absl::StrCat("error_", status, "_title");
  return visit.words.Say(visit.words.Has(key) ? key : "error_500_title");
}
std::string AdviceOf(int status, const Visit& visit) {
  const std::string key = absl::StrCat("error_", status, "_advice");
  return visit.words.Say(visit.words.Has(key) ? key : "error_500_advice");
}

}  // namespace

Refusal RefusalOf(const grpc::Status& status, const Visit& visit) {
  Refusal refusal{.http_status = HttpStatusOf(status.error_code())};
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  bool is_reused = false;
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::LocalizedMessage message;
    google::rpc::BadRequest fields;
    google::rpc::PreconditionFailure conditions;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&message)) {
      refusal.words = message.message();
    } else if (any.UnpackTo(&fields)) {
      for (const auto& violation : fields.field_violations())
        refusal.wrong.push_back({violation.field(), violation.description()});
    } else if (any.UnpackTo(&conditions)) {
      for (const auto& violation : conditions.violations())
        refusal.wrong.push_back({violation.type(), violation.description()});
    } else if (any.UnpackTo(&info) && info.reason() == kReused) {
      is_reused = true;
    } else if (any.UnpackTo(&retry)) {
      refusal.retry_seconds = retry.retry_delay().seconds();
    }
  }
  // An identifier tells nothing to whom went back to a form and changed it.
  if (is_reused) {
    refusal.words = visit.words.Say("form_sent_before");
    refusal.wrong = {{kSentBefore, refusal.words}};
  }
  // Without words of its own it is a fault of ours or of the way; its text is for the log.
  if (refusal.words.empty()) refusal.words = AdviceOf(refusal.http_status, visit);
  return refusal;
}

std::string FieldOfWrong(absl::Span<const ConditionField> rows, const std::string& name) {
  for (const ConditionField& row : rows) {
    if (name == row.condition) return row.field;
  }
  return name.substr(0, name.find('['));
}

std::optional<std::vector<Wrong>> WrongInForm(const Refusal& refusal) {
  if (refusal.http_status != 400 && refusal.http_status != 403 && refusal.http_status != 409)
    return std::nullopt;
  std::vector<Wrong> wrong = refusal.wrong;
  for (Wrong& one : wrong) {
    if (!one.name.empty() && absl::ascii_isupper(one.name.front())) one.name = "act";
  }
  if (wrong.empty()) wrong.push_back({"act", refusal.words});
  return wrong;
}

std::string RequestIdAgain(const std::vector<Wrong>& wrong, const Visit& visit) {
  const bool is_used = std::any_of(wrong.begin(), wrong.end(),
                                   [](const Wrong& one) { return one.name == kSentBefore; });
  const std::string sent = visit.form.Value("request_id");
  return is_used || sent.empty() ? NewRequestId() : sent;
}

std::string AllWords(const Refusal& refusal) {
  std::string words;
  for (const Wrong& one : refusal.wrong)
    absl::StrAppend(&words, words.empty() ? "" : " ", one.words);
  return words.empty() ? refusal.words : words;
}

void ShowWrong(const std::vector<Wrong>& wrong, Dictionary& values) {
  if (wrong.empty()) return;
  Dictionary* summary = Include(values, "WRONG_LIST", "wrong.html");
  for (const Wrong& entry : wrong) {
    Dictionary* item = summary->AddSectionDictionary("WRONG");
    item->SetValue("FIELD_URL", absl::StrCat("#", entry.name));
    item->SetValue("WORDS", entry.words);
  }
}

gateway::HttpResponse RefusalPage(const Site& site, const Visit& visit, const Refusal& refusal) {
  View view(site, visit, "refusal.html", TitleOf(refusal.http_status, visit));
  view.body().SetValue("HEADING", TitleOf(refusal.http_status, visit));
  view.body().SetValue("WORDS", refusal.words);
  const std::string advice = AdviceOf(refusal.http_status, visit);
  if (advice != refusal.words) Show(view.body(), "ADVICE", advice);
  for (const Wrong& entry : refusal.wrong)
    view.body().AddSectionDictionary("WRONG")->SetValue("WORDS", entry.words);
  gateway::HttpResponse response = view.Answer(refusal.http_status);
  if (refusal.retry_seconds > 0)
    response.headers.emplace_back("Retry-After", absl::StrCat(refusal.retry_seconds));
  return response;
}

gateway::HttpResponse RefusalPage(const Site& site, const Visit& visit,
                                  const grpc::Status& status) {
  return RefusalPage(site, visit, RefusalOf(status, visit));
}

gateway::HttpResponse NotFoundPage(const Site& site, const Visit& visit) {
  return RefusalPage(site, visit,
                     Refusal{.http_status = 404, .words = visit.words.Say("error_404_words")});
}

}  // namespace santong::pages
