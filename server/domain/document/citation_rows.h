// What a document cites was changed (引用核实): its organ or the registrar looks at it, and says
// why the document can stay as it is. A new text or an end settles it as well.
#pragma once

#include <array>

#include "server/domain/document/rows.h"

namespace santong::document {

constexpr Row DismissCitation(State state) {
  return {.from = state,
          .action = Action::kDismissCitation,
          .roles = {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR},
          .to = state,
          .when = {&kCitedChangeWaits, &kReasonIsGiven},
          .effects = {&kRecordDismissedCitation},
          .event = "CitationDismissed",
          .article = "国办发〔2018〕37号（动态清理）；登记规则 3.15"};
}

inline constexpr auto kCitationRows = std::to_array<Row>({
    DismissCitation(kPublished),
    DismissCitation(kInEffect),
    DismissCitation(kSuspended),
    DismissCitation(kLegacy),
});

}  // namespace santong::document
