#include "server/domain/document/exemption.h"

#include <array>

namespace santong::document {
namespace {

bool TouchesNobody(const v1::DocumentInternal& internal) {
  return !internal.affects_rights() && !internal.touches_operators() && !internal.major_decision();
}
bool TouchesNoOperators(const v1::DocumentInternal& internal) {
  return !internal.touches_operators();
}
bool Always(const v1::DocumentInternal&) { return true; }

constexpr auto kExemptions = std::to_array<Exemption>({
    {v1::EVIDENCE_KIND_PUBLIC_COMMENT, v1::EXEMPTION_REASON_NOBODY_AFFECTED,
     "河北省政府令〔2016〕第5号；优化营商环境条例（2019）第62条；"
     "重大行政决策程序暂行条例（2019）第14条",
     TouchesNobody},
    {v1::EVIDENCE_KIND_PUBLIC_COMMENT, v1::EXEMPTION_REASON_SECRET,
     "优化营商环境条例（2019）第62条；规章制定程序条例（2017）第15条（参照）", Always},
    // What a place's own rule leaves out: the note names its article.
    {v1::EVIDENCE_KIND_PUBLIC_COMMENT, v1::EXEMPTION_REASON_OTHER_PROVISION, "登记规则 3.6 (3)",
     Always},
    {v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW, v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED,
     "公平竞争审查条例（2024）第2条", TouchesNoOperators},
});

}  // namespace

absl::Span<const Exemption> AllExemptions() { return kExemptions; }

const Exemption* FindExemption(v1::EvidenceKind kind, v1::ExemptionReason reason) {
  for (const Exemption& row : kExemptions) {
    if (row.kind == kind && row.reason == reason) return &row;
  }
  return nullptr;
}

bool IsExempt(const v1::Document& document, const v1::Evidence& evidence) {
  const Exemption* row = FindExemption(evidence.kind(), evidence.exemption_reason());
  return row != nullptr && row->fits(document.internal()) &&
         evidence.conclusion() == v1::CONCLUSION_NOT_APPLICABLE && !evidence.note().empty() &&
         !evidence.person().empty();
}

}  // namespace santong::document
