#include "server/pages/evidence_files.h"

#include "absl/strings/str_cat.h"
#include "santong/v1/objection_evidence.pb.h"
#include "server/pages/request_id.h"

namespace santong::pages {

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
