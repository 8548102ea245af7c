#include "server/domain/document/congress_filing.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"

namespace santong::document {
namespace {

// The duty that waits; null when there is none.
const v1::Clock* OpenDuty(const v1::Document& document) {
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_CONGRESS_FILING && clock.state() != v1::CLOCK_STATE_STOPPED)
      return &clock;
  }
  return nullptr;
}

void AttachCongressFiling(const Facts& facts, Change& change) {
  v1::Evidence* receipt = change.document.mutable_internal()->add_evidence();
  *receipt = facts.act.decision;
  receipt->set_kind(v1::EVIDENCE_KIND_CONGRESS_FILING);
  change.facts["filed_date"] = receipt->date();
  change.facts["receipt"] = receipt->document_title();
  const v1::Clock* duty = OpenDuty(facts.document);
  const bool late = duty != nullptr && (duty->overdue() || workflow::HasRunOut(*duty, facts.today));
  change.facts["late"] = late ? "true" : "false";
}

}  // namespace

bool FilesWithCongress(const Facts& facts) {
  const v1::Organ* lead = LeadOrgan(facts);
  if (lead == nullptr) return false;
  const std::vector<std::string> kinds = facts.policy.List(policy::kFilingCongressOrgans);
  const std::string& kind = v1::OrganKind_Name(lead->kind());
  return std::find(kinds.begin(), kinds.end(), absl::StripPrefix(kind, "ORGAN_KIND_")) !=
         kinds.end();
}

const v1::Evidence* CongressFilingOf(const v1::Document& document, const v1::Clock& duty) {
  if (duty.state() != v1::CLOCK_STATE_STOPPED) return nullptr;
  for (const v1::Evidence& evidence : document.internal().evidence()) {
    if (evidence.kind() == v1::EVIDENCE_KIND_CONGRESS_FILING &&
        evidence.date() >= duty.start_date() && evidence.date() <= duty.end_date()) {
      return &evidence;
    }
  }
  return nullptr;
}

constinit const Condition kCongressFilingIsOwed = {
    .name = "CongressFilingIsOwed",
    .zh = "文件须报送本级人大常委会备案，且尚未登记报送",
    .article = "domain.md 3.10",
    .mend_zh = "本文件没有待办的报送本级人大常委会备案事项；已登记的不再重复登记",
    .mend_en =
        "No filing with the standing committee waits at this document; one that is recorded is not "
        "recorded again.",
    .holds = [](const Facts& facts) { return OpenDuty(facts.document) != nullptr; }};

constinit const Condition kCongressFilingFollowsPublication = {
    .name = "CongressFilingFollowsPublication",
    .zh = "报送日期不早于公布日期",
    .article = "domain.md 3.10",
    .mend_zh = "请核对报送日期：公布以后才能报送备案",
    .mend_en = "Check the day: a document is filed once it is published, not before.",
    .holds =
        [](const Facts& facts) {
          return facts.act.decision.date().empty() ||
                 facts.act.decision.date() >= facts.document.publication().date();
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.act.decision.date(), " < ",
                              facts.document.publication().date());
        }};

constinit const Effect kAttachCongressFiling = {.name = "AttachCongressFiling",
                                                .zh = "归入报送本级人大常委会备案的回执或者函件",
                                                .apply = AttachCongressFiling};

}  // namespace santong::document
