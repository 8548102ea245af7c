#include "server/settings/confirmed_marks.h"

#include <optional>
#include <string>

#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/confirmation.h"
#include "storage/tables/document_table.h"

namespace santong::settings {
namespace {

std::optional<absl::CivilDay> DayOf(const std::string& date) {
  auto day = text::ParseIsoDay(date);
  if (!day.ok()) return std::nullopt;
  return *day;
}

// Whether a mark may stand no more: where nobody confirmed anything, all do.
bool MayHaveLostMarks(const Settings& settings, const workflow::Clocks& clocks) {
  return settings.has_confirmed_leaves && workflow::BearsOpenMark(clocks);
}

workflow::Grounds GroundsIn(const Settings& settings, const std::string& place) {
  return {.policies = *settings.policies, .national = settings.calendar, .place = place};
}

}  // namespace

absl::Status DropConfirmedMarks(const kv::Reader&, const Settings& settings,
                                v1::Document* document) {
  if (!MayHaveLostMarks(settings, document->clocks())) return absl::OkStatus();
  workflow::Grounds grounds = GroundsIn(settings, document->jurisdiction());
  grounds.last_day = DayOf(document->term().last_valid_date());
  grounds.first_day = DayOf(document->effective_date());
  grounds.term_years = document->term().years();
  workflow::DropConfirmedMarks(grounds, *document->mutable_clocks());
  return absl::OkStatus();
}

absl::Status DropConfirmedMarks(const kv::Reader&, const Settings& settings, v1::Filing* filing) {
  if (MayHaveLostMarks(settings, filing->clocks())) {
    workflow::DropConfirmedMarks(GroundsIn(settings, filing->jurisdiction()),
                                 *filing->mutable_clocks());
  }
  return absl::OkStatus();
}

absl::Status DropConfirmedMarks(const kv::Reader& reader, const Settings& settings,
                                v1::Objection* objection) {
  if (!MayHaveLostMarks(settings, objection->clocks())) return absl::OkStatus();
  auto id = tables::DocumentId(objection->document());
  if (!id.ok()) return absl::DataLossError("an objection names no document");
  auto document = tables::GetDocument(reader, *id);
  if (!document.ok()) return document.status();
  workflow::DropConfirmedMarks(GroundsIn(settings, document->jurisdiction()),
                               *objection->mutable_clocks());
  return absl::OkStatus();
}

absl::Status DropConfirmedMarks(const kv::Reader&, const Settings& settings,
                                v1::Campaign* campaign) {
  if (!MayHaveLostMarks(settings, campaign->clocks())) return absl::OkStatus();
  workflow::Grounds grounds = GroundsIn(settings, campaign->jurisdiction());
  grounds.last_day = DayOf(campaign->proposal_due_date());
  workflow::DropConfirmedMarks(grounds, *campaign->mutable_clocks());
  return absl::OkStatus();
}

}  // namespace santong::settings
