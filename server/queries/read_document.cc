#include "server/queries/read_document.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "santong/store/v1/copy_record.pb.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/catalog/timeline.h"
#include "server/domain/error/refusal.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/as_of.h"
#include "server/queries/page.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// documents/7/versions/2 → documents/7 and 2.
struct Child {
  std::string parent;
  std::string id;
};
absl::StatusOr<Child> SplitChild(absl::string_view name, absl::string_view collection) {
  const size_t at = name.find(collection);
  if (at == absl::string_view::npos) return error::NotFound(name);
  return Child{std::string(name.substr(0, at)), std::string(name.substr(at + collection.size()))};
}

// Why there is no file: of a copy, which holds the files that were loaded beside its lines, that it
// stands in the register alone.
absl::Status NotHeld(const kv::Reader& reader, const v1::Document& document, absl::string_view name,
                     absl::string_view sha256) {
  const auto& files = document.published_files();
  const bool is_published =
      std::any_of(files.begin(), files.end(),
                  [&](const v1::Attachment& file) { return file.sha256() == sha256; });
  if (!is_published) return error::NotFound(name);
  auto copy = tables::GetMessage<store::v1::CopyRecord>(reader, schema::CopyKey());
  if (absl::IsNotFound(copy.status())) return error::NotFound(name);
  if (!copy.ok()) return copy.status();
  std::string at;
  if (!copy->register_url().empty()) {
    at = absl::StrCat(absl::StripSuffix(copy->register_url(), "/"), "/", document.name(), "/files/",
                      sha256);
  }
  return error::RefuseConditions(
      name, "DOWNLOAD",
      {{"FileIsHeld", "",
        absl::StrCat("this server shows a copy of another register's catalogue and does not hold "
                     "this file: have it from the register itself",
                     at.empty() ? "" : ", ", at),
        absl::StrCat("本服务展示的是另一登记系统目录的副本，未存有此附件：请到原登记系统下载",
                     at.empty() ? "" : "，", at),
        "本副本存有此附件"}},
      "下载附件");
}

// The tag and length of Document.current_version, so that a stored Version follows as it is.
std::string CurrentVersionHeader(size_t bytes) {
  using google::protobuf::io::CodedOutputStream;
  const uint32_t tag = v1::Document::kCurrentVersionFieldNumber << 3 | 2;
  uint8_t buffer[10];
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(tag, buffer);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes), end);
  return std::string(reinterpret_cast<char*>(buffer), static_cast<size_t>(end - buffer));
}

// The days of a text as the bytes of a version: most are known after the text was stored, by the
// document. Of it no more is parsed than its versions.
std::string DaysOfVersion(absl::string_view document, uint32_t number) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(document.data()),
                                            static_cast<int>(document.size()));
  v1::Version days;
  while (const uint32_t tag = in.ReadTag()) {
    if (WireFormatLite::GetTagFieldNumber(tag) != v1::Document::kVersionsFieldNumber) {
      if (!WireFormatLite::SkipField(&in, tag)) break;
      continue;
    }
    int size = 0;
    std::string bytes;
    v1::VersionSummary version;
    if (!in.ReadVarintSizeAsInt(&size) || !in.ReadString(&bytes, size) ||
        !version.ParseFromString(bytes)) {
      break;
    }
    if (version.number() != number) continue;
    days.set_effective_date(version.effective_date());
    days.set_last_effective_date(version.last_effective_date());
  }
  return days.SerializeAsString();
}

// `out` holds the document.
absl::Status AppendVersion(const kv::Reader& reader, uint64_t id, uint32_t number,
                           std::string* out) {
  if (number == 0) return absl::OkStatus();
  auto bytes = tables::GetVersionBytes(reader, id, number);
  if (!bytes.ok()) return absl::DataLossError("the newest version of a document is missing");
  // Of a field that comes twice the last is read.
  const std::string days = DaysOfVersion(*out, number);
  absl::StrAppend(out, CurrentVersionHeader(bytes->size() + days.size()), *bytes, days);
  return absl::OkStatus();
}

// The bytes of a clock's mark 待核定. What does not hold them bears no mark and is not parsed; what
// holds them by chance is parsed for nothing, and only where anything was confirmed.
constexpr char kMark[] = {static_cast<char>(v1::Clock::kUnconfirmedFieldNumber << 3), 1};
bool MayBearMark(absl::string_view document) {
  return absl::StrContains(document, absl::string_view(kMark, sizeof(kMark)));
}

// The stored public part with the marks that still stand.
absl::StatusOr<std::string> WithMarksOfToday(const kv::Reader& reader,
                                             settings::SettingsCache& settings,
                                             std::string stored) {
  if (!MayBearMark(stored)) return stored;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (!(*now)->has_confirmed_leaves) return stored;
  v1::Document document;
  if (absl::Status status = tables::Decode(stored, &document); !status.ok()) return status;
  absl::Status shown = settings::DropConfirmedMarks(reader, **now, &document);
  if (!shown.ok()) return shown;
  return document.SerializeAsString();
}

// The public view of a day.
absl::StatusOr<std::string> ReadDocumentAsOf(const kv::Reader& reader,
                                             settings::SettingsCache& settings, uint64_t id,
                                             const tables::PublicPart& stored,
                                             const v1::GetDocumentRequest& request) {
  if (!stored.anyone_may_read) return error::NotFound(request.name());
  v1::Document document;
  if (absl::Status status = tables::Decode(stored.document, &document); !status.ok()) return status;
  // The field's format was checked at the gate.
  const auto day = basis::DayOf(request.as_of());
  if (!day.has_value()) return error::NotFound(request.name());
  auto then = DocumentAsOf(reader, document, *day);
  if (!then.ok()) return then.status();
  if (!then->has_value()) return error::NotFound(request.name());
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  absl::Status shown = settings::DropConfirmedMarks(reader, **now, &**then);
  if (!shown.ok()) return shown;
  std::string reply = (*then)->SerializeAsString();
  if (request.view() != v1::DOCUMENT_VIEW_BASIC) {
    absl::Status appended =
        AppendVersion(reader, id, catalog::VersionShownOn(document, *day), &reply);
    if (!appended.ok()) return appended;
  }
  return reply;
}

}  // namespace

absl::StatusOr<std::string> ReadDocument(const kv::Reader& reader,
                                         settings::SettingsCache& settings,
                                         const access::Caller& caller,
                                         const v1::GetDocumentRequest& request) {
  auto id = tables::DocumentId(request.name());
  if (!id.ok()) return error::NotFound(request.name());
  auto stored = tables::GetPublicPart(reader, *id);
  if (absl::IsNotFound(stored.status())) return error::NotFound(request.name());
  if (!stored.ok()) return stored.status();
  if (!request.as_of().empty()) return ReadDocumentAsOf(reader, settings, *id, *stored, request);
  auto marked = WithMarksOfToday(reader, settings, std::move(stored->document));
  if (!marked.ok()) return marked.status();
  std::string reply = *std::move(marked);
  if (!caller.IsPublic() || !stored->anyone_may_read) {
    v1::Document head;
    if (absl::Status status = tables::Decode(reply, &head); !status.ok()) return status;
    auto now = settings.Read(reader);
    if (!now.ok()) return now.status();
    const std::string parent = (*now)->ParentOf(head.jurisdiction());
    if (!visibility::MaySee(caller, head, parent)) return error::NotFound(request.name());
    if (visibility::SeesInternal(caller, head, parent)) {
      auto internal = reader.Get(schema::DocumentInternalKey(*id));
      if (!internal.ok() && !absl::IsNotFound(internal.status())) return internal.status();
      if (internal.ok()) reply += *internal;
    }
  }
  if (request.view() != v1::DOCUMENT_VIEW_BASIC) {
    absl::Status appended = AppendVersion(reader, *id, stored->newest_version, &reply);
    if (!appended.ok()) return appended;
  }
  return reply;
}

absl::StatusOr<std::optional<v1::Document>> ReadPublicHead(const kv::Reader& reader, uint64_t id) {
  auto part = tables::GetPublicPart(reader, id);
  if (absl::IsNotFound(part.status())) return std::nullopt;
  if (!part.ok()) return part.status();
  if (!part->anyone_may_read) return std::nullopt;
  v1::Document document;
  if (absl::Status status = tables::Decode(part->document, &document); !status.ok()) return status;
  return document;
}

absl::StatusOr<v1::Document> ReadDocumentHead(const kv::Reader& reader,
                                              settings::SettingsCache& settings,
                                              const access::Caller& caller,
                                              absl::string_view name) {
  auto id = tables::DocumentId(name);
  if (!id.ok()) return error::NotFound(name);
  auto document = tables::GetDocument(reader, *id);
  if (absl::IsNotFound(document.status())) return error::NotFound(name);
  if (!document.ok()) return document.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  const std::string parent = (*now)->ParentOf(document->jurisdiction());
  if (!visibility::MaySee(caller, *document, parent)) return error::NotFound(name);
  if (!visibility::SeesInternal(caller, *document, parent)) document->clear_internal();
  absl::Status shown = settings::DropConfirmedMarks(reader, **now, &*document);
  if (!shown.ok()) return shown;
  return document;
}

void SetDays(const v1::Document& document, v1::Version* version) {
  for (const v1::VersionSummary& summary : document.versions()) {
    if (summary.number() != version->number()) continue;
    version->set_effective_date(summary.effective_date());
    version->set_last_effective_date(summary.last_effective_date());
  }
}

absl::StatusOr<v1::Version> ReadVersion(const kv::Reader& reader, settings::SettingsCache& settings,
                                        const access::Caller& caller,
                                        const v1::GetVersionRequest& request) {
  auto child = SplitChild(request.name(), "/versions/");
  if (!child.ok()) return child.status();
  auto document = ReadDocumentHead(reader, settings, caller, child->parent);
  if (absl::IsNotFound(document.status())) return error::NotFound(request.name());
  if (!document.ok()) return document.status();
  uint32_t number = 0;
  auto id = tables::DocumentId(child->parent);
  if (!absl::SimpleAtoi(child->id, &number) || !id.ok()) return error::NotFound(request.name());
  if (!document->has_internal() && !visibility::AnyoneMayReadVersion(*document, number))
    return error::NotFound(request.name());
  auto version = tables::GetVersion(reader, *id, number);
  if (absl::IsNotFound(version.status())) return error::NotFound(request.name());
  if (!version.ok()) return version.status();
  SetDays(*document, &*version);
  return version;
}

absl::StatusOr<std::string> ReadNewestText(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const access::Caller& caller, absl::string_view name) {
  auto document = ReadDocumentHead(reader, settings, caller, name);
  if (!document.ok()) return document.status();
  auto id = tables::DocumentId(name);
  if (!id.ok() || document->versions().empty()) return std::string();
  auto version = tables::GetVersion(reader, *id, document->versions().rbegin()->number());
  if (!version.ok()) return version.status();
  return std::move(*version->mutable_text());
}

absl::StatusOr<v1::ListVersionsResponse> ListVersions(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const access::Caller& caller,
                                                      const v1::ListVersionsRequest& request) {
  auto document = ReadDocumentHead(reader, settings, caller, request.parent());
  if (!document.ok()) return document.status();
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  uint64_t below = ~uint64_t{0};
  if (!after->empty() && !absl::SimpleAtoi(*after, &below)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  v1::ListVersionsResponse response;
  for (int i = document->versions_size() - 1; i >= 0; --i) {
    const v1::VersionSummary& summary = document->versions(i);
    if (summary.number() >= below) continue;
    if (!document->has_internal() && !visibility::AnyoneMayReadVersion(*document, summary.number()))
      continue;
    if (response.versions_size() == PageSize(request.page_size())) {
      response.set_next_page_token(
          MakePageToken(absl::StrCat(response.versions(response.versions_size() - 1).number())));
      break;
    }
    v1::Version* version = response.add_versions();
    version->set_name(absl::StrCat(document->name(), "/versions/", summary.number()));
    version->set_number(summary.number());
    version->set_kind(summary.kind());
    version->set_text_sha256(summary.text_sha256());
    version->set_effective_date(summary.effective_date());
    version->set_last_effective_date(summary.last_effective_date());
    version->set_made_by(summary.made_by());
    for (const v1::RevokedArticles& revoked : document->revoked_articles()) {
      if (revoked.version() == summary.number()) *version->add_revoked_articles() = revoked;
    }
  }
  return response;
}

absl::StatusOr<v1::Attachment> ReadAttachment(
    const kv::Reader& reader, settings::SettingsCache& settings, const access::Caller& caller,
    absl::string_view name, absl::FunctionRef<void(absl::string_view chunk)> take) {
  auto child = SplitChild(name, "/attachments/");
  if (!child.ok()) return child.status();
  auto document = ReadDocumentHead(reader, settings, caller, child->parent);
  if (absl::IsNotFound(document.status())) return error::NotFound(name);
  if (!document.ok()) return document.status();
  const bool is_hash = child->id.size() == 64 &&
                       std::all_of(child->id.begin(), child->id.end(), absl::ascii_isxdigit);
  auto id = tables::DocumentId(child->parent);
  if (!is_hash || !id.ok()) return error::NotFound(name);
  const std::string sha256 = absl::HexStringToBytes(child->id);
  auto attachment = tables::GetMessage<v1::Attachment>(reader, schema::AttachmentKey(*id, sha256));
  if (absl::IsNotFound(attachment.status())) return NotHeld(reader, *document, name, child->id);
  if (!attachment.ok()) return attachment.status();
  if (!document->has_internal() && !attachment->published()) return error::NotFound(name);
  const std::string prefix = schema::BlobPrefix(sha256);
  absl::Status scanned = reader.Scan(prefix, schema::PrefixEnd(prefix),
                                     [&](absl::string_view, absl::string_view chunk) {
                                       take(chunk);
                                       return true;
                                     });
  if (!scanned.ok()) return scanned;
  return attachment;
}

}  // namespace santong::queries
