#include "tests/support/draft.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/domain/text/chinese_date.h"

namespace santong::testing {
namespace {

absl::CivilDay Day(const std::string& iso) { return *text::ParseIsoDay(iso); }

std::string Before(const std::string& today, int days) {
  return text::FormatIsoDay(Day(today) - days);
}

v1::Evidence* AddEvidence(v1::Document* document, v1::EvidenceKind kind, const std::string& date) {
  v1::Evidence* evidence = document->mutable_internal()->add_evidence();
  evidence->set_kind(kind);
  evidence->set_document_title(v1::EvidenceKind_Name(kind));
  evidence->set_date(date);
  evidence->set_person("测试员");
  return evidence;
}

}  // namespace

v1::CreateDocumentRequest CompleteDraft(const std::string& title,
                                        const std::string& document_number,
                                        const std::string& today) {
  v1::CreateDocumentRequest request;
  request.set_text(absl::StrCat(title,
                                "\n第一条 为了规范本区有关工作，根据有关法律法规，制定本办法。\n",
                                "第二条 本办法自公布之日起施行，有效期五年。\n"));
  v1::Document& document = *request.mutable_document();
  document.set_title(title);
  document.set_kind(v1::DOCUMENT_KIND_MEASURES);
  document.add_issuers()->set_organ(kCivilAffairs);
  document.set_document_number(document_number);
  document.set_written_date(Before(today, 2));
  document.set_effective_date(today);
  document.set_early_effect_reason("不立即施行将有碍本办法的执行");
  document.set_openness(v1::OPENNESS_PUBLIC);
  document.mutable_term()->set_kind(v1::TERM_KIND_GENERAL);
  document.mutable_term()->set_years(5);
  document.add_legal_bases()->set_title(
      "中华人民共和国地方各级人民代表大会和地方各级人民政府组织法");
  document.mutable_internal()->set_affects_rights(true);
  document.mutable_internal()->set_touches_operators(true);
  v1::Evidence* comment =
      AddEvidence(&document, v1::EVIDENCE_KIND_PUBLIC_COMMENT, Before(today, 40));
  comment->set_start_date(Before(today, 80));
  comment->set_end_date(Before(today, 40));
  comment->set_channel("区政府网站");
  v1::Evidence* legality =
      AddEvidence(&document, v1::EVIDENCE_KIND_LEGALITY_REVIEW, Before(today, 20));
  legality->set_conclusion(v1::CONCLUSION_LAWFUL);
  legality->set_start_date(Before(today, 33));
  legality->set_end_date(Before(today, 20));
  legality->set_organ(kLegalOffice);
  AddEvidence(&document, v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW, Before(today, 18))
      ->set_conclusion(v1::CONCLUSION_LAWFUL);
  AddEvidence(&document, v1::EVIDENCE_KIND_COLLECTIVE_DECISION, Before(today, 10))
      ->set_channel("局长办公会");
  AddEvidence(&document, v1::EVIDENCE_KIND_SIGNATURE, Before(today, 2));
  AddEvidence(&document, v1::EVIDENCE_KIND_SECRECY_REVIEW, Before(today, 3))
      ->set_conclusion(v1::CONCLUSION_LAWFUL);
  AddEvidence(&document, v1::EVIDENCE_KIND_DRAFTING_EXPLANATION, Before(today, 35));
  AddEvidence(&document, v1::EVIDENCE_KIND_CONTENT_DECLARATION, Before(today, 3));
  return request;
}

}  // namespace santong::testing
