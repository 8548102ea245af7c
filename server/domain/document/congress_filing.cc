#include "server/domain/document/congress_filing.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/proof_of_sending.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

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

std::vector<error::FieldViolation> WrongInReceipt(const Facts& facts) {
  return WrongInProof(facts.act.decision,
                      {.field = "filing",
                       .kind = v1::EVIDENCE_KIND_CONGRESS_FILING,
                       .first_date = LastPublishedDate(facts.document),
                       .before_en = "when the document was not published yet",
                       .before_zh = "文件当时尚未公布"},
                      facts.today);
}

void AttachCongressFiling(const Facts& facts, Change& change) {
  v1::Evidence* receipt = change.document.mutable_internal()->add_evidence();
  *receipt = facts.act.decision;
  receipt->set_kind(v1::EVIDENCE_KIND_CONGRESS_FILING);
  change.facts["filed_date"] = receipt->date();
  change.facts["receipt"] = receipt->document_title();
  const v1::Clock* duty = OpenDuty(facts.document);
  const bool late = duty != nullptr && duty->due_date() < receipt->date();
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
    .article = "登记规则 3.10",
    .mend_zh = "本文件没有待办的报送本级人大常委会备案事项；已登记的不再重复登记",
    .mend_en =
        "No filing with the standing committee waits at this document; one that is recorded is not "
        "recorded again.",
    .holds = [](const Facts& facts) { return OpenDuty(facts.document) != nullptr; }};

constinit const Condition kCongressFilingIsProved = {
    .name = "CongressFilingIsProved",
    .zh = "报送本级人大常委会备案已有记录，报送之日不早于公布之日、不晚于今天",
    .article = "登记规则 3.10",
    .mend_zh =
        "请填写回执或者报送函件（CONGRESS_"
        "FILING）：名称或者文号、报送日期、经办人；报送日期不早于公"
        "布日期，不晚于今天",
    .mend_en =
        "Give the receipt or the letter (CONGRESS_FILING) with its title or number, the day of "
        "sending (not before publication, not after today) and the person.",
    .holds = [](const Facts& facts) { return WrongInReceipt(facts).empty(); },
    .fields = WrongInReceipt,
    .evidence = kProofFields};

constinit const Effect kAttachCongressFiling = {.name = "AttachCongressFiling",
                                                .zh = "归入报送本级人大常委会备案的回执或者函件",
                                                .apply = AttachCongressFiling};

}  // namespace santong::document
