#include "server/pages/desk_fetch.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

// A file to keep, never a page of ours: what it holds is not run here, and no cache has it.
HttpResponse FileAnswer(const std::string& name, std::string bytes) {
  return {
      .headers = {{"Content-Type", "application/octet-stream"},
                  {"Content-Disposition", absl::StrCat("attachment; filename*=UTF-8''", Url(name))},
                  {"Cache-Control", "no-store"}},
      .body = std::move(bytes)};
}

void AddFile(const std::string& path, const std::string& words, const Visit& visit,
             Dictionary& values) {
  values.ShowSection("KEPT_FILES");
  AddLink(values, "KEPT_FILE", visit.Link(path), words);
}

void ShowPapers(const v1::Document& document, const Visit& visit, Dictionary& values) {
  for (const v1::Evidence& evidence : document.internal().evidence()) {
    // Of a signature it is the hash of the text that was signed.
    if (evidence.attachment_sha256().empty() || evidence.kind() == v1::EVIDENCE_KIND_SIGNATURE)
      continue;
    const auto* kind = v1::EvidenceKind_descriptor()->FindValueByNumber(evidence.kind());
    const std::string kind_words = kind == nullptr ? "" : ValueLabel(*kind, visit.language);
    AddFile(absl::StrCat(DeskPath(document.name()), "/attachments/", evidence.attachment_sha256()),
            evidence.document_title().empty()
                ? kind_words
                : absl::StrCat(kind_words, visit.words.Say("colon"), evidence.document_title()),
            visit, values);
  }
}

void ShowEvidence(const v1::Objection& objection, const Visit& visit, Dictionary& values) {
  // Whoever is shown the lodger is the reviewer of the case, who alone reads what the lodger sent.
  if (!objection.internal().has_lodger()) return;
  constexpr int64_t kKibibyte = 1024;
  for (const v1::ObjectionEvidence& evidence : objection.internal().evidence()) {
    AddFile(absl::StrCat(DeskPath(objection.name()), "/evidence/", evidence.number()),
            visit.words.Say("evidence_sentence",
                            {absl::StrCat(evidence.number()), evidence.media_type(),
                             absl::StrCat((evidence.size_bytes() + kKibibyte - 1) / kKibibyte),
                             evidence.date()}),
            visit, values);
  }
}

}  // namespace

void ShowKeptFiles(const google::protobuf::Message& resource, const Visit& visit,
                   Dictionary& values) {
  if (resource.GetDescriptor() == v1::Document::descriptor())
    ShowPapers(static_cast<const v1::Document&>(resource), visit, values);
  if (resource.GetDescriptor() == v1::Objection::descriptor())
    ShowEvidence(static_cast<const v1::Objection&>(resource), visit, values);
}

HttpResponse DeskAttachment(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::GetAttachmentRequest request;
  request.set_name(
      absl::StrCat("documents/", visit.captured[0], "/attachments/", visit.captured[1]));
  grpc::ClientContext context;
  PrepareCall(visit, clerk->token, &context);
  const auto stub = v1::DocumentService::NewStub(site.channel());
  const auto reader = stub->GetAttachment(&context, request);
  v1::GetAttachmentResponse part;
  std::string name, bytes;
  while (reader->Read(&part)) {
    if (part.has_attachment()) name = part.attachment().file_name();
    absl::StrAppend(&bytes, part.chunk());
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return DeskRefusal(site, visit, status);
  return FileAnswer(name, std::move(bytes));
}

HttpResponse DeskCaseFile(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  int32_t number = 0;
  if (!absl::SimpleAtoi(visit.captured[1], &number)) return NotFoundPage(site, visit);
  v1::GetObjectionEvidenceRequest request;
  request.set_name(absl::StrCat("objections/", visit.captured[0]));
  request.set_number(number);
  v1::ObjectionEvidenceFile file;
  const grpc::Status status =
      CallAs(site, visit, clerk->token, "santong.v1.ObjectionService/GetObjectionEvidence", request,
             &file);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  return FileAnswer(file.file_name(), std::move(*file.mutable_content()));
}

}  // namespace santong::pages
