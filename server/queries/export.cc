#include "server/queries/export.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/json_util.h"
#include "server/domain/akn/akoma_ntoso.h"
#include "server/domain/document/decide.h"
#include "server/domain/text/spreadsheet.h"
#include "server/domain/workflow/confirmation.h"
#include "server/queries/export_copy.h"
#include "server/queries/read_document.h"
#include "server/queries/watch.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

constexpr char kCsvHead[] =
    "\xEF\xBB\xBF"  // the byte order mark, by which spreadsheets know UTF-8
    "name,state,title,issuers,jurisdiction,document_number,registration_number,index_number,"
    "subject_class,written_date,registered_date,published_date,effective_date,last_valid_date,"
    "ended_date,ended_by,text_sha256,text\r\n";

// A cell of RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe.
std::string Cell(absl::string_view value) {
  return absl::StrCat("\"", text::ReadsAsFormula(value) ? "'" : "",
                      absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
}

// Whether an event of that resource may change which marks of running clocks stand: of a policy,
// of the calendar, of a place that inherits from another.
bool ChangesGrounds(absl::string_view resource) {
  return absl::StartsWith(resource, "calendars/") ||
         (absl::StartsWith(resource, "jurisdictions/") && !absl::StrContains(resource, "/organs/"));
}

std::string CsvLine(const v1::Document& document) {
  std::string issuers;
  for (const v1::Issuer& issuer : document.issuers()) {
    absl::StrAppend(&issuers, issuers.empty() ? "" : "；", issuer.display_name());
  }
  const std::string state = document::StateName(document.state());
  std::string line;
  for (const absl::string_view value :
       {absl::string_view(document.name()), absl::string_view(state),
        absl::string_view(document.title()), absl::string_view(issuers),
        absl::string_view(document.jurisdiction()), absl::string_view(document.document_number()),
        absl::string_view(document.registration_number()),
        absl::string_view(document.index_number()), absl::string_view(document.subject_class()),
        absl::string_view(document.written_date()), absl::string_view(document.registered_date()),
        absl::string_view(document.publication().date()),
        absl::string_view(document.effective_date()),
        absl::string_view(document.term().last_valid_date()),
        absl::string_view(document.ended_date()), absl::string_view(document.ended_by()),
        absl::string_view(document.current_version().text_sha256()),
        absl::string_view(document.current_version().text())}) {
    absl::StrAppend(&line, line.empty() ? "" : ",", Cell(value));
  }
  return line + "\r\n";
}

class DocumentExport final : public Export {
 public:
  DocumentExport(std::unique_ptr<kv::Reader> reader,
                 std::shared_ptr<const settings::Settings> settings, ExportedDocuments documents,
                 v1::ExportFormat format)
      : reader_(std::move(reader)),
        settings_(std::move(settings)),
        documents_(std::move(documents)),
        format_(format) {}

  absl::StatusOr<v1::ExportCatalogResponse> Next() override;
  bool done() const override { return done_; }

 private:
  absl::Status Add(const v1::Document& document, v1::ExportCatalogResponse* part);

  std::unique_ptr<kv::Reader> reader_;
  const std::shared_ptr<const settings::Settings> settings_;
  ExportedDocuments documents_;
  const v1::ExportFormat format_;
  int64_t count_ = 0;
  bool began_ = false;
  bool done_ = false;
};

absl::Status DocumentExport::Add(const v1::Document& document, v1::ExportCatalogResponse* part) {
  ++count_;
  if (format_ == v1::EXPORT_FORMAT_AKOMA_NTOSO) {
    part->set_chunk(akn::AkomaNtoso(document));
    part->set_file_name(absl::StrReplaceAll(document.name(), {{"/", "-"}}) + ".xml");
    return absl::OkStatus();
  }
  if (format_ == v1::EXPORT_FORMAT_CSV) {
    *part->mutable_chunk() += CsvLine(document);
    return absl::OkStatus();
  }
  return AddJsonLine(document, part->mutable_chunk());
}

absl::StatusOr<v1::ExportCatalogResponse> DocumentExport::Next() {
  v1::ExportCatalogResponse part;
  if (!began_ && format_ == v1::EXPORT_FORMAT_CSV) part.set_chunk(kCsvHead);
  began_ = true;
  // A file is a part of its own.
  while (part.chunk().size() < kChunkBytes && part.file_name().empty()) {
    auto id = documents_.Next();
    if (!id.ok()) return id.status();
    if (*id == 0) {
      done_ = true;
      part.set_event_sequence(static_cast<int64_t>(documents_.sequence()));
      part.set_documents(count_);
      return part;
    }
    auto document = ReadExported(*reader_, *settings_, *id);
    if (!document.ok()) return document.status();
    if (!document->has_value()) continue;
    if (absl::Status status = Add(**document, &part); !status.ok()) return status;
  }
  return part;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Export>> BeginExport(std::unique_ptr<kv::Reader> reader,
                                                    settings::SettingsCache& settings,
                                                    const v1::ExportCatalogRequest& request,
                                                    const std::string& register_url) {
  absl::Status reached = CheckSequence(*reader, request.after_sequence());
  if (!reached.ok()) return reached;
  auto documents =
      ExportedDocuments::Find(*reader, static_cast<uint64_t>(request.after_sequence()));
  if (!documents.ok()) return documents.status();
  auto now = settings.Read(*reader);
  if (!now.ok()) return now.status();
  if (request.format() == v1::EXPORT_FORMAT_COPY) {
    return BeginCopy(std::move(reader), *std::move(now), *std::move(documents),
                     request.after_sequence(), register_url);
  }
  return std::make_unique<DocumentExport>(std::move(reader), *std::move(now), *std::move(documents),
                                          request.format());
}

absl::StatusOr<ExportedDocuments> ExportedDocuments::Find(const kv::Reader& reader,
                                                          uint64_t after) {
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  ExportedDocuments found(reader);
  found.sequence_ = *last;
  found.all_ = after == 0;
  for (uint64_t next = after + 1; !found.all_ && next <= *last; ++next) {
    auto event = tables::GetEvent(reader, next);
    if (!event.ok()) return event.status();
    if (auto id = tables::DocumentId(event->resource()); id.ok()) found.changed_.insert(*id);
    found.grounds_changed_ = found.grounds_changed_ || ChangesGrounds(event->resource());
  }
  const auto copy = reader.Get(schema::CopyKey());
  if (!copy.ok() && !absl::IsNotFound(copy.status())) return copy.status();
  found.copy_ = copy.ok();
  return found;
}

absl::StatusOr<uint64_t> ExportedDocuments::Next() {
  if (!all_ && !grounds_changed_)
    return changed_.empty() ? 0 : changed_.extract(changed_.begin()).value();
  while (true) {
    absl::StatusOr<uint64_t> id = 0;
    absl::Status scanned =
        reader_->Scan(schema::DocumentKey(last_ + 1), schema::PrefixEnd(schema::TablePrefix('d')),
                      [&](absl::string_view key, absl::string_view) {
                        id = schema::DocumentIdOf(key);
                        return false;
                      });
    if (!scanned.ok()) return scanned;
    if (!id.ok() || *id == 0) return id;
    last_ = *id;
    auto taken = IsTaken(*id);
    if (!taken.ok()) return taken.status();
    if (*taken) return id;
  }
}

absl::StatusOr<bool> ExportedDocuments::IsTaken(uint64_t id) const {
  if (all_ || changed_.count(id) > 0) return true;
  auto document = tables::GetDocument(*reader_, id);
  if (!document.ok()) return document.status();
  return MayShowOtherMarks(document->clocks());
}

bool ExportedDocuments::MayShowOtherMarks(const workflow::Clocks& clocks) const {
  return grounds_changed_ && !clocks.empty() && (copy_ || workflow::BearsOpenMark(clocks));
}

absl::StatusOr<std::optional<v1::Document>> ReadExported(const kv::Reader& reader,
                                                         const settings::Settings& settings,
                                                         uint64_t id) {
  auto document = ReadPublicHead(reader, id);
  if (!document.ok() || !document->has_value()) return document;
  absl::Status shown = settings::DropConfirmedMarks(reader, settings, &**document);
  if (!shown.ok()) return shown;
  if ((*document)->versions().empty()) return document;
  auto version = tables::GetVersion(reader, id, (*document)->versions().rbegin()->number());
  if (!version.ok()) return version.status();
  SetDays(**document, &*version);
  *(*document)->mutable_current_version() = *std::move(version);
  return document;
}

absl::Status AddJsonLine(const google::protobuf::Message& message, std::string* lines) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError("a line of the export has no JSON");
  absl::StrAppend(lines, json, "\n");
  return absl::OkStatus();
}

}  // namespace santong::queries
