// The files that are published with a document: their list on its page, and each to keep.
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/pages/document_parts.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

// What was read once stays so: the address holds the hash of the bytes. Not longer than an hour,
// for a file that had to be erased.
constexpr char kKept[] = "public, max-age=3600";
constexpr int kNotFound = 404;

// "12.3 KB" or "4.5 MB", rounded up: nothing that is there has a size of 0.
std::string SizeOf(int64_t bytes, const Words& words) {
  constexpr double kKilo = 1024, kTenths = 10;
  const double kilobytes = static_cast<double>(bytes) / kKilo;
  const bool is_large = kilobytes >= kKilo;
  const double size = is_large ? kilobytes / kKilo : kilobytes;
  return words.Say(is_large ? "file_size_mb" : "file_size_kb",
                   {absl::StrCat(std::ceil(size * kTenths) / kTenths)});
}

}  // namespace

void ShowFiles(const v1::Document& document, const Visit& visit, Dictionary& body) {
  if (document.published_files().empty()) return;
  Dictionary* files = body.AddSectionDictionary("FILES");
  for (const v1::Attachment& file : document.published_files()) {
    Dictionary* entry = files->AddSectionDictionary("FILE");
    entry->SetValue("URL", Url(absl::StrCat(PathOf(document.name()), "/files/", file.sha256())));
    entry->SetValue("NAME", file.file_name());
    entry->SetValue("SIZE", SizeOf(file.size_bytes(), visit.words));
    entry->SetValue("SHA256", file.sha256());
  }
}

gateway::HttpResponse DocumentFile(const Site& site, const Visit& visit) {
  v1::GetAttachmentRequest request;
  request.set_name(
      absl::StrCat("documents/", visit.captured[0], "/attachments/", visit.captured[1]));
  v1::Attachment file;
  std::string bytes;
  const grpc::Status status = visit.api.Receive(&v1::DocumentService::Stub::GetAttachment, request,
                                                [&](const v1::GetAttachmentResponse& part) {
                                                  if (part.has_attachment())
                                                    file = part.attachment();
                                                  absl::StrAppend(&bytes, part.chunk());
                                                });
  if (!status.ok()) {
    Refusal refusal = RefusalOf(status, visit);
    if (status.error_code() == grpc::StatusCode::FAILED_PRECONDITION) {
      // A copy that does not hold it says where it is: nothing is wrong with the question.
      refusal.http_status = kNotFound;
      refusal.words = AllWords(refusal);
      refusal.wrong.clear();
    }
    return RefusalPage(site, visit, refusal);
  }
  // A file to keep, never a page of ours: what it holds is not run here.
  return {.headers = {{"Content-Type", "application/octet-stream"},
                      {"Content-Disposition",
                       absl::StrCat("attachment; filename*=UTF-8''", Url(file.file_name()))},
                      {"Cache-Control", kKept}},
          .body = std::move(bytes)};
}

}  // namespace santong::pages
