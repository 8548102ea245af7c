#include "server/pages/evidence_files.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "santong/v1/field_rules.pb.h"
#include "santong/v1/objection_evidence.pb.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/pages/request_id.h"

namespace santong::pages {
namespace {

constexpr int kLeavesMax = 1000;
constexpr int64_t kMebibyte = int64_t{1} << 20;
constexpr int64_t kMegabyte = 1'000'000;

// What a file of this type is called, "PDF" of application/pdf; the type itself where it has no
// words.
std::string TypeWords(const std::string& media_type, const Words& words) {
  std::string key = absl::StrCat("media_", media_type);
  for (char& c : key) {
    if (!absl::ascii_isalnum(c)) c = '_';
  }
  return words.Has(key) ? words.Say(key) : media_type;
}

// How many bytes the field of the method that takes a file may have, whatever a policy allows.
int64_t FieldBytesMax() {
  return v1::AddObjectionEvidenceRequest::descriptor()
      ->FindFieldByName("content")
      ->options()
      .GetExtension(v1::rules)
      .max_bytes();
}

// What is taken, in one sentence; empty where the register does not say.
std::string LimitsOf(const Visit& visit, const std::string& jurisdiction) {
  if (jurisdiction.empty()) return "";
  v1::ListPolicyLeavesRequest request;
  request.set_jurisdiction(jurisdiction);
  request.set_page_size(kLeavesMax);
  v1::ListPolicyLeavesResponse response;
  if (!visit.api.Call(&v1::AdminService::Stub::ListPolicyLeaves, request, &response).ok())
    return "";
  const policy::PolicyView view =
      policy::ViewOf({response.leaves().begin(), response.leaves().end()});
  std::string types;
  for (const std::string& type : view.List(policy::kObjectionEvidenceTypes)) {
    absl::StrAppend(&types, types.empty() ? "" : visit.words.Say("list_comma"),
                    TypeWords(type, visit.words));
  }
  const int64_t count = view.Number(policy::kObjectionEvidenceMax).value_or(0);
  const int64_t bytes =
      std::min(view.Number(policy::kObjectionEvidenceMib).value_or(0) * kMebibyte, FieldBytesMax());
  if (types.empty() || count == 0 || bytes == 0) return visit.words.Say("evidence_not_taken");
  return visit.words.Say("evidence_limits",
                         {types, absl::StrCat(count), absl::StrCat(bytes / kMegabyte)});
}

}  // namespace

Dictionary* AddEvidenceField(const Visit& visit, const std::string& jurisdiction,
                             Dictionary& body) {
  Dictionary* field = Include(body, "EVIDENCE_FIELD", "evidence.html");
  Show(*field, "LIMITS", LimitsOf(visit, jurisdiction));
  return field;
}

std::vector<SentFile> AddEvidence(const Visit& visit, const v1::Receipt& receipt) {
  std::vector<SentFile> sent;
  for (const FormFile& file : visit.form.files) {
    v1::AddObjectionEvidenceRequest request;
    *request.mutable_receipt() = receipt;
    request.set_file_name(file.name);
    request.set_content(file.content);
    request.mutable_options()->set_request_id(
        RequestIdOf(visit.form.Value("request_id"), absl::StrCat(file.name, "\n", file.content)));
    v1::Objection objection;
    const grpc::Status status =
        visit.api.Call(&v1::ObjectionService::Stub::AddObjectionEvidence, request, &objection);
    sent.push_back({file.name, status.ok() ? "" : AllWords(RefusalOf(status, visit))});
  }
  return sent;
}

std::string TakenNames(const std::vector<SentFile>& sent, const Words& words) {
  std::string names;
  for (const SentFile& file : sent) {
    if (file.refusal.empty())
      absl::StrAppend(&names, names.empty() ? "" : words.Say("list_comma"), file.name);
  }
  return names;
}

std::vector<Wrong> RefusedFiles(const std::vector<SentFile>& sent, const std::string& field,
                                const Words& words) {
  std::vector<Wrong> wrong;
  for (const SentFile& file : sent) {
    if (!file.refusal.empty())
      wrong.push_back({field, words.Say("evidence_refused", {file.name, file.refusal})});
  }
  return wrong;
}

}  // namespace santong::pages
