#include "server/domain/document/proof_of_sending.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/document/subject.h"

namespace santong::document {

std::vector<error::FieldViolation> WrongInProof(const v1::Evidence& proof, const Sending& sending,
                                                absl::CivilDay today) {
  std::vector<error::FieldViolation> wrong;
  const auto add = [&](const char* part, std::string en, std::string zh) {
    wrong.push_back({absl::StrCat(sending.field, ".", part), std::move(en), std::move(zh)});
  };
  if (proof.document_title().empty())
    add("document_title", "is empty; name the letter, receipt or notice",
        "为空；请填写函件、回执或者公告的名称或者文号");
  if (proof.person().empty())
    add("person", "is empty; name the person answerable", "为空；请填写负责人");
  if (proof.kind() != v1::EVIDENCE_KIND_UNSPECIFIED && proof.kind() != sending.kind) {
    const std::string& name = v1::EvidenceKind_Name(sending.kind);
    const absl::string_view kind = absl::StripPrefix(name, "EVIDENCE_KIND_");
    add("kind", absl::StrCat("must be ", kind, ", or left out"),
        absl::StrCat("应当为 ", kind, "，或者不填"));
  }
  if (proof.date().empty() || proof.date() > IsoDay(today)) {
    add("date", "must be the day on which it went out, today at latest",
        "应当为送出或者公布之日，不得晚于今天");
  } else if (proof.date() < sending.first_date) {
    add("date", absl::StrCat("lies before ", sending.first_date, ", ", sending.before_en),
        absl::StrCat("早于", sending.first_date, "，", sending.before_zh));
  }
  return wrong;
}

}  // namespace santong::document
