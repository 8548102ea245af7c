#include "server/acts/case_index.h"

#include <algorithm>

#include "server/acts/task_index.h"
#include "server/domain/text/chinese_date.h"
#include "storage/tables/message.h"

namespace santong::acts {

using schema::CaseIndex;
using schema::CaseKind;

CaseView ViewOf(uint64_t id, const v1::Filing& filing) {
  return CaseView{.kind = CaseKind::kFiling,
                  .id = id,
                  .name = filing.name(),
                  .title = filing.title(),
                  .document = filing.document(),
                  .jurisdiction = filing.jurisdiction(),
                  .organ = filing.organ(),
                  .state = filing.state(),
                  .clocks = filing.clocks()};
}

CaseView ViewOf(uint64_t id, const v1::Campaign& campaign) {
  return CaseView{.kind = CaseKind::kCampaign,
                  .id = id,
                  .name = campaign.name(),
                  .title = campaign.title(),
                  .document = "",
                  .jurisdiction = campaign.jurisdiction(),
                  .organ = "",
                  .state = campaign.state(),
                  .clocks = campaign.clocks()};
}

std::vector<std::string> CaseEntries(const CaseView& view) {
  std::vector<std::string> keys;
  const auto add = [&](const std::string& prefix) {
    std::string key = schema::CaseIndexKey(prefix, view.kind, view.id);
    // Two clocks that are due on one day share an entry.
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  };
  if (!view.document.empty()) add(schema::CaseIndexPrefix(CaseIndex::kByDocument, view.document));
  add(schema::CaseStatePrefix(view.jurisdiction, view.state));
  if (!view.organ.empty()) add(schema::CaseIndexPrefix(CaseIndex::kByOrgan, view.organ));
  for (const v1::Clock& clock : view.clocks) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    if (auto day = text::ParseIsoDay(clock.due_date()); day.ok())
      add(schema::CaseDueDayPrefix(*day));
  }
  if (view.kind == CaseKind::kCampaign) return keys;
  std::vector<TaskList> lists = {{schema::TaskView::kOfficeCases, std::string(view.jurisdiction)}};
  if (!view.organ.empty()) lists.push_back({schema::TaskView::kOrgan, std::string(view.organ)});
  AddTaskEntries(view.clocks, static_cast<char>(view.kind), view.id, lists, &keys);
  return keys;
}

absl::Status VisitCase(schema::CaseRef ref, absl::string_view bytes,
                       absl::FunctionRef<void(const CaseView&)> visit) {
  switch (ref.kind) {
    case CaseKind::kFiling: {
      v1::Filing filing;
      if (absl::Status status = tables::Decode(bytes, &filing); !status.ok()) return status;
      visit(ViewOf(ref.id, filing));
      return absl::OkStatus();
    }
    case CaseKind::kCampaign: {
      v1::Campaign campaign;
      if (absl::Status status = tables::Decode(bytes, &campaign); !status.ok()) return status;
      visit(ViewOf(ref.id, campaign));
      return absl::OkStatus();
    }
  }
  return absl::DataLossError("a stored side process is of no known kind");
}

}  // namespace santong::acts
