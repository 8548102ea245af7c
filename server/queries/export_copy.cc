#include "server/queries/export_copy.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "santong/store/v1/copy_record.pb.h"
#include "santong/v1/catalog_copy.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/document/decide.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/read_document.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

constexpr int kForm = 1;

class CopyExport final : public Export {
 public:
  CopyExport(std::unique_ptr<kv::Reader> reader, std::shared_ptr<const settings::Settings> settings,
             ExportedDocuments documents, int64_t after_sequence, std::string register_url)
      : reader_(std::move(reader)),
        settings_(std::move(settings)),
        documents_(std::move(documents)),
        register_url_(std::move(register_url)),
        after_(static_cast<uint64_t>(after_sequence)),
        event_(after_) {}

  absl::StatusOr<v1::ExportCatalogResponse> Next() override;
  bool done() const override { return done_; }

 private:
  absl::Status AddLine(const v1::CatalogCopyLine& line);
  // The parts, in their order. Each adds one piece of itself, and says whether there was one.
  absl::StatusOr<bool> AddHead();
  absl::StatusOr<bool> AddPlaces();
  absl::StatusOr<bool> AddDocument();
  absl::StatusOr<bool> AddWithheld(uint64_t id);
  absl::StatusOr<bool> AddObjection();
  absl::StatusOr<bool> AddEvent();
  absl::StatusOr<bool> AddTail();

  absl::Status AddVersions(const v1::Document& document);
  absl::StatusOr<std::vector<uint64_t>> FindObjections() const;

  std::unique_ptr<kv::Reader> reader_;
  const std::shared_ptr<const settings::Settings> settings_;
  ExportedDocuments documents_;
  const std::string register_url_;
  const uint64_t after_;
  size_t part_ = 0;
  std::optional<std::vector<uint64_t>> objections_;  // once they were looked for; what is left
  uint64_t event_;                                   // the last that was looked at
  std::string chunk_;
  int64_t lines_ = 0;
  int64_t count_ = 0;  // of documents
  bool done_ = false;
};

absl::StatusOr<v1::ExportCatalogResponse> CopyExport::Next() {
  using Part = absl::StatusOr<bool> (CopyExport::*)();
  static constexpr Part kParts[] = {&CopyExport::AddHead,     &CopyExport::AddPlaces,
                                    &CopyExport::AddDocument, &CopyExport::AddObjection,
                                    &CopyExport::AddEvent,    &CopyExport::AddTail};
  v1::ExportCatalogResponse part;
  chunk_.clear();
  while (chunk_.size() < kChunkBytes && part_ < std::size(kParts)) {
    const auto added = (this->*kParts[part_])();
    if (!added.ok()) return added.status();
    if (!*added) ++part_;
  }
  done_ = part_ == std::size(kParts);
  part.set_chunk(chunk_);
  if (done_) {
    part.set_event_sequence(static_cast<int64_t>(documents_.sequence()));
    part.set_documents(count_);
  }
  return part;
}

absl::Status CopyExport::AddLine(const v1::CatalogCopyLine& line) {
  ++lines_;
  return AddJsonLine(line, &chunk_);
}

absl::StatusOr<bool> CopyExport::AddHead() {
  auto copy = tables::GetMessage<store::v1::CopyRecord>(*reader_, schema::CopyKey());
  if (!copy.ok() && !absl::IsNotFound(copy.status())) return copy.status();
  v1::CatalogCopyLine line;
  line.mutable_head()->set_form(kForm);
  line.mutable_head()->set_after_sequence(static_cast<int64_t>(after_));
  line.mutable_head()->set_event_sequence(static_cast<int64_t>(documents_.sequence()));
  line.mutable_head()->set_register_url(copy.ok() ? copy->register_url() : register_url_);
  absl::Status added = AddLine(line);
  if (!added.ok()) return added;
  return false;
}

// Always all of them: they are few, and a change of one has no document.
absl::StatusOr<bool> CopyExport::AddPlaces() {
  absl::Status added;
  const auto add = [&](const v1::CatalogCopyLine& line) {
    added = AddLine(line);
    return added.ok();
  };
  v1::CatalogCopyLine line;
  std::string prefix = schema::TablePrefix('J');
  absl::Status scanned = tables::ScanMessages<v1::Jurisdiction>(
      *reader_, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const auto& place) {
        *line.mutable_jurisdiction() = place;
        return add(line);
      });
  if (!added.ok()) return added;
  if (!scanned.ok()) return scanned;
  prefix = schema::TablePrefix('O');
  scanned = tables::ScanMessages<v1::Organ>(*reader_, prefix, schema::PrefixEnd(prefix),
                                            [&](absl::string_view, const auto& organ) {
                                              *line.mutable_organ() = organ;
                                              return add(line);
                                            });
  if (!added.ok()) return added;
  if (!scanned.ok()) return scanned;
  return false;
}

absl::Status CopyExport::AddVersions(const v1::Document& document) {
  auto id = tables::DocumentId(document.name());
  if (!id.ok()) return absl::DataLossError("a stored document has no name");
  for (const v1::VersionSummary& summary : document.versions()) {
    if (summary.number() == document.current_version().number() ||
        !visibility::AnyoneMayReadVersion(document, summary.number())) {
      continue;
    }
    auto version = tables::GetVersion(*reader_, *id, summary.number());
    if (!version.ok()) return version.status();
    SetDays(document, &*version);
    v1::CatalogCopyLine line;
    *line.mutable_version() = *std::move(version);
    if (absl::Status added = AddLine(line); !added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CopyExport::AddDocument() {
  auto id = documents_.Next();
  if (!id.ok()) return id.status();
  if (*id == 0) return false;
  auto document = ReadExported(*reader_, *settings_, *id);
  if (!document.ok()) return document.status();
  if (!document->has_value()) return AddWithheld(*id);
  ++count_;
  v1::CatalogCopyLine line;
  *line.mutable_document() = **document;
  absl::Status added = AddLine(line);
  if (added.ok()) added = AddVersions(**document);
  if (!added.ok()) return added;
  return true;
}

// Of one whose text is withheld now: that it is, for a copy may hold the text from before. Its name
// and its state stand in its public events.
absl::StatusOr<bool> CopyExport::AddWithheld(uint64_t id) {
  auto document = tables::GetDocument(*reader_, id);
  if (absl::IsNotFound(document.status())) return true;
  if (!document.ok()) return document.status();
  if (after_ == 0 || !document::IsPublicState(document->state()) ||
      document->openness() != v1::OPENNESS_NOT_PUBLIC) {
    return true;
  }
  v1::CatalogCopyLine line;
  line.mutable_document()->set_name(document->name());
  line.mutable_document()->set_state(document->state());
  line.mutable_document()->set_openness(document->openness());
  absl::Status added = AddLine(line);
  if (!added.ok()) return added;
  return true;
}

// Those that changed, or may be shown with other marks now, ascending from the back.
absl::StatusOr<std::vector<uint64_t>> CopyExport::FindObjections() const {
  std::set<uint64_t> found;
  for (uint64_t next = after_ + 1; after_ > 0 && next <= documents_.sequence(); ++next) {
    auto event = tables::GetEvent(*reader_, next);
    if (!event.ok()) return event.status();
    auto id = tables::CaseId(schema::CaseKind::kObjection, event->resource());
    if (id.ok()) found.insert(*id);
  }
  if (after_ > 0 && !documents_.grounds_changed())
    return std::vector<uint64_t>(found.rbegin(), found.rend());
  absl::Status damage;
  const std::string prefix = schema::CaseKindPrefix(schema::CaseKind::kObjection);
  absl::Status scanned = reader_->Scan(
      prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        damage = ref.status();
        if (!ref.ok()) return false;
        if (after_ > 0) {
          auto objection = tables::GetCase<v1::Objection>(*reader_, ref->kind, ref->id);
          damage = objection.status();
          if (!objection.ok()) return false;
          if (!documents_.MayShowOtherMarks(objection->clocks())) return true;
        }
        found.insert(ref->id);
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return std::vector<uint64_t>(found.rbegin(), found.rend());
}

absl::StatusOr<bool> CopyExport::AddObjection() {
  if (!objections_.has_value()) {
    auto found = FindObjections();
    if (!found.ok()) return found.status();
    objections_ = *std::move(found);
  }
  if (objections_->empty()) return false;
  auto objection =
      tables::GetCase<v1::Objection>(*reader_, schema::CaseKind::kObjection, objections_->back());
  if (!objection.ok()) return objection.status();
  objections_->pop_back();
  auto about = tables::DocumentId(objection->document());
  auto document = about.ok() ? tables::GetPublicPart(*reader_, *about)
                             : absl::StatusOr<tables::PublicPart>(about.status());
  if (!document.ok() && !absl::IsNotFound(document.status())) return document.status();
  if (!document.ok() || !document->anyone_may_read) return true;
  const access::Caller anyone = access::PublicCaller();
  if (!objection::MaySee(anyone, *objection)) return true;
  absl::Status shown = settings::DropConfirmedMarks(*reader_, *settings_, &*objection);
  if (!shown.ok()) return shown;
  v1::CatalogCopyLine line;
  *line.mutable_objection() = objection::ViewFor(anyone, *std::move(objection));
  absl::Status added = AddLine(line);
  if (!added.ok()) return added;
  return true;
}

absl::StatusOr<bool> CopyExport::AddEvent() {
  if (event_ == documents_.sequence()) return false;
  auto event = tables::GetEvent(*reader_, ++event_);
  if (!event.ok()) return event.status();
  if (!event->public_()) return true;
  v1::CatalogCopyLine line;
  *line.mutable_event() = visibility::PublicView(*event);
  absl::Status added = AddLine(line);
  if (!added.ok()) return added;
  return true;
}

absl::StatusOr<bool> CopyExport::AddTail() {
  v1::CatalogCopyLine line;
  line.mutable_tail()->set_lines(lines_);
  absl::Status added = AddLine(line);
  if (!added.ok()) return added;
  return false;
}

}  // namespace

std::unique_ptr<Export> BeginCopy(std::unique_ptr<kv::Reader> reader,
                                  std::shared_ptr<const settings::Settings> settings,
                                  ExportedDocuments documents, int64_t after_sequence,
                                  std::string register_url) {
  return std::make_unique<CopyExport>(std::move(reader), std::move(settings), std::move(documents),
                                      after_sequence, std::move(register_url));
}

}  // namespace santong::queries
