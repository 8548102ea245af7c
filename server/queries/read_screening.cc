#include "server/queries/read_screening.h"

#include <string>
#include <utility>

#include "server/domain/visibility/visibility.h"
#include "server/queries/read_document.h"
#include "storage/tables/document_table.h"

namespace santong::queries {

absl::StatusOr<KeptScreening> ReadScreening(const kv::Reader& reader,
                                            settings::SettingsCache& settings,
                                            const access::Caller& caller, absl::string_view name) {
  auto head = ReadDocumentHead(reader, settings, caller, name);
  if (!head.ok()) return head.status();
  auto id = tables::DocumentId(name);
  if (!id.ok()) return id.status();
  KeptScreening kept{.document = *id};
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  const std::string parent = (*now)->ParentOf(head->jurisdiction());
  if (!visibility::SeesInternal(caller, *head, parent)) return kept;
  auto found = tables::FindScreening(reader, *id);
  if (!found.ok()) return found.status();
  kept.found = *std::move(found);
  return kept;
}

}  // namespace santong::queries
