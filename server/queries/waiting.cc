#include "server/queries/waiting.h"

#include <utility>

#include "santong/v1/filing.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/acts/case_index.h"
#include "server/domain/document/subject.h"
#include "server/domain/visibility/visibility.h"
#include "server/settings/confirmed_marks.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"

namespace santong::queries {
namespace {

absl::StatusOr<Waiting> ReadDocumentWaiting(const kv::Reader& reader,
                                            const settings::Settings& settings,
                                            const access::Caller& caller, uint64_t id) {
  auto document = tables::GetDocument(reader, id);
  if (!document.ok()) return document.status();
  // Of what is no normative document nobody is to do anything.
  if (document::IsFoundNotNormative(*document)) document->clear_clocks();
  absl::Status shown = settings::DropConfirmedMarks(reader, settings, &*document);
  if (!shown.ok()) return shown;
  const bool is_hidden =
      document->state() == v1::DOCUMENT_STATE_DRAFT &&
      !visibility::SeesInternal(caller, *document, settings.ParentOf(document->jurisdiction()));
  return Waiting{.task = TaskAbout(*document),
                 .clocks = std::move(*document->mutable_clocks()),
                 .jurisdiction = document->jurisdiction(),
                 .is_hidden = is_hidden};
}

template <typename Resource>
absl::StatusOr<Waiting> ReadCaseWaiting(const kv::Reader& reader,
                                        const settings::Settings& settings, schema::CaseKind kind,
                                        uint64_t id) {
  auto resource = tables::GetCase<Resource>(reader, kind, id);
  if (!resource.ok()) return resource.status();
  absl::Status shown = settings::DropConfirmedMarks(reader, settings, &*resource);
  if (!shown.ok()) return shown;
  const acts::CaseView view = acts::ViewOf(id, *resource);
  Waiting waiting{
      .clocks = view.clocks, .jurisdiction = std::string(view.jurisdiction), .is_case = true};
  waiting.task.set_resource(std::string(view.name));
  waiting.task.set_title(std::string(view.title));
  waiting.task.set_organ(std::string(view.organ));
  return waiting;
}

}  // namespace

v1::Task TaskAbout(const v1::Document& document) {
  v1::Task task;
  task.set_resource(document.name());
  task.set_title(document.title());
  if (document.issuers_size() > 0) task.set_organ(document.issuers(0).organ());
  return task;
}

absl::StatusOr<Waiting> ReadWaiting(const kv::Reader& reader, const settings::Settings& settings,
                                    const access::Caller& caller, const schema::TaskRef& ref) {
  if (ref.source == schema::kDocumentTask)
    return ReadDocumentWaiting(reader, settings, caller, ref.id);
  const auto kind = static_cast<schema::CaseKind>(ref.source);
  switch (kind) {
    case schema::CaseKind::kFiling:
      return ReadCaseWaiting<v1::Filing>(reader, settings, kind, ref.id);
    case schema::CaseKind::kObjection:
      return ReadCaseWaiting<v1::Objection>(reader, settings, kind, ref.id);
    case schema::CaseKind::kCampaign:
      break;  // its clocks are in no list (acts/case_index.h)
  }
  return absl::DataLossError("a task speaks of a resource of no known kind");
}

}  // namespace santong::queries
