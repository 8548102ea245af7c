#include "server/queries/diff_versions.h"

#include <utility>

#include "server/domain/text/diff.h"
#include "server/queries/read_document.h"

namespace santong::queries {
namespace {

v1::DiffChange ChangeOf(text::Change change) {
  switch (change) {
    case text::Change::kSame:
      return v1::DIFF_CHANGE_SAME;
    case text::Change::kChanged:
      return v1::DIFF_CHANGE_CHANGED;
    case text::Change::kAdded:
      return v1::DIFF_CHANGE_ADDED;
    case text::Change::kDeleted:
      return v1::DIFF_CHANGE_DELETED;
    case text::Change::kMoved:
      return v1::DIFF_CHANGE_MOVED;
  }
  return v1::DIFF_CHANGE_UNSPECIFIED;
}

absl::StatusOr<std::string> ReadText(const kv::Reader& reader, settings::SettingsCache& settings,
                                     const access::Caller& caller, const std::string& name) {
  v1::GetVersionRequest request;
  request.set_name(name);
  auto version = ReadVersion(reader, settings, caller, request);
  if (!version.ok()) return version.status();
  return std::move(*version->mutable_text());
}

}  // namespace

absl::StatusOr<v1::DiffVersionsResponse> DiffVersions(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const access::Caller& caller,
                                                      const v1::DiffVersionsRequest& request) {
  auto from = ReadText(reader, settings, caller, request.from());
  if (!from.ok()) return from.status();
  auto to = ReadText(reader, settings, caller, request.to());
  if (!to.ok()) return to.status();
  text::Difference difference = text::Diff(*from, *to);
  v1::DiffVersionsResponse response;
  response.set_coarse(difference.coarse);
  for (text::DiffPart& part : difference.parts) {
    if (request.changes_only() && part.change == text::Change::kSame) continue;
    v1::DiffPart* shown = response.add_parts();
    shown->set_change(ChangeOf(part.change));
    shown->set_from_anchor(part.from_anchor);
    shown->set_to_anchor(part.to_anchor);
    for (text::DiffSpan& span : part.spans) {
      v1::DiffSpan* piece = shown->add_spans();
      piece->set_change(ChangeOf(span.change));
      piece->set_text(std::move(span.text));
    }
  }
  return response;
}

}  // namespace santong::queries
