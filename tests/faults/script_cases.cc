// Scripts on filings, objections and cleanups.
#include "tests/faults/script.h"

namespace santong::testing {

void Workload::Script::File(const std::string& document, bool to_the_end) {
  using Service = v1::FilingService::StubInterface;
  v1::CreateFilingRequest create;
  create.set_document(document);
  for (const char* paper :
       {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
    create.add_materials()->set_title(paper);
  create.mutable_options()->set_request_id(NextId());
  v1::Filing filing;
  if (!Do<v1::FilingService>("CREATE filing", office_.tokens_.drafter, create, &filing,
                             &Service::CreateFiling))
    return;
  office_.Record(filing.name(), "CREATE");
  v1::AcceptFilingRequest accept;
  accept.set_name(filing.name());
  accept.mutable_options()->set_request_id(NextId());
  if (!Do<v1::FilingService>("ACCEPT filing", office_.tokens_.reviewer, accept, &filing,
                             &Service::AcceptFiling))
    return;
  const std::string name = filing.name();
  office_.Record(name, "ACCEPT");
  if (!to_the_end) return;
  v1::DecideFilingRequest decide;
  decide.set_name(name);
  decide.add_grounds(v1::FILING_GROUND_HIGHER_LAW);
  decide.set_reason("第二条");
  for (int i = 1; i <= filing.findings_size(); ++i) {
    v1::VerdictOnFinding* verdict = decide.add_verdicts();
    verdict->set_number(i);
    verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
  }
  decide.mutable_options()->set_request_id(NextId());
  if (!Do<v1::FilingService>("DECIDE filing", office_.tokens_.reviewer, decide, &filing,
                             &Service::DecideFiling))
    return;
  office_.Record(name, "ORDER_CORRECTION");
  if (!Repeal(document)) return;
  v1::SubmitCorrectionRequest corrected;
  corrected.set_name(name);
  corrected.set_correction("已经废止");
  corrected.mutable_options()->set_request_id(NextId());
  if (!Do<v1::FilingService>("SUBMIT correction", office_.tokens_.drafter, corrected, &filing,
                             &Service::SubmitCorrection))
    return;
  office_.Record(name, "SUBMIT_CORRECTION");
  v1::ConfirmCorrectionRequest confirm;
  confirm.set_name(name);
  confirm.mutable_options()->set_request_id(NextId());
  if (Do<v1::FilingService>("CONFIRM correction", office_.tokens_.reviewer, confirm, &filing,
                            &Service::ConfirmCorrection))
    office_.Record(name, "CONFIRM_CORRECTION");
}

void Workload::Script::Object(const std::string& document, bool to_the_end) {
  using Service = v1::ObjectionService::StubInterface;
  v1::LodgeObjectionRequest lodge;
  lodge.set_document(document);
  lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
  lodge.set_reasons("认为第二条与上位法相抵触");
  lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
  lodge.mutable_lodger()->set_display_name("张三");
  lodge.mutable_lodger()->set_contact("13900001234");
  lodge.mutable_options()->set_request_id(NextId());
  v1::LodgeObjectionResponse lodged;
  if (!Do<v1::ObjectionService>("LODGE", "", lodge, &lodged, &Service::LodgeObjection)) return;
  const std::string name = lodged.objection().name();
  office_.Record(name, "LODGE");
  if (to_the_end && !AddEvidence(lodged)) return;
  v1::AcceptObjectionRequest accept;
  accept.set_name(name);
  accept.mutable_options()->set_request_id(NextId());
  v1::Objection objection;
  if (!Do<v1::ObjectionService>("ACCEPT objection", office_.tokens_.reviewer, accept, &objection,
                                &Service::AcceptObjection))
    return;
  office_.Record(name, "ACCEPT");
  if (!to_the_end) return;
  v1::DecideObjectionRequest decide;
  decide.set_name(name);
  decide.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_REVOKE);
  decide.mutable_decision()->set_reasons("第二条没有上位法依据。");
  decide.mutable_options()->set_request_id(NextId());
  if (!Do<v1::ObjectionService>("DECIDE objection", office_.tokens_.reviewer, decide, &objection,
                                &Service::DecideObjection))
    return;
  office_.Record(name, "ORDER_REVOCATION");
  v1::RevokeObjectedDocumentRequest revoke;
  revoke.set_name(name);
  revoke.set_reason("没有上位法依据");
  *revoke.mutable_decision() = Decision();
  revoke.mutable_options()->set_request_id(NextId());
  if (!Do<v1::ObjectionService>("REVOKE document", office_.tokens_.reviewer, revoke, &objection,
                                &Service::RevokeObjectedDocument))
    return;
  office_.Record(name, "REVOKE_DOCUMENT");
  office_.Record(document, "REVOKE");
}

bool Workload::Script::AddEvidence(const v1::LodgeObjectionResponse& lodged) {
  v1::AddObjectionEvidenceRequest add;
  *add.mutable_receipt() = lodged.receipt();
  add.set_file_name("证据.pdf");
  add.set_content("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n");
  add.mutable_options()->set_request_id(NextId());
  v1::Objection objection;
  if (!Do<v1::ObjectionService>("ADD evidence", "", add, &objection,
                                &v1::ObjectionService::StubInterface::AddObjectionEvidence))
    return false;
  office_.Record(lodged.objection().name(), "ADD_EVIDENCE");
  return true;
}

void Workload::Script::CleanUp() {
  using Service = v1::CleanupService::StubInterface;
  v1::CreateCampaignRequest create;
  v1::Campaign& campaign = *create.mutable_campaign();
  campaign.set_title(absl::StrCat("规范性文件清理", number_));
  campaign.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);  // several may be under way
  campaign.set_subject("管理办法");
  campaign.set_jurisdiction(kDistrict);
  campaign.set_cutoff_date(office_.today_);
  campaign.set_proposal_due_date(
      absl::StrCat(std::stoi(office_.today_.substr(0, 4)) + 1, office_.today_.substr(4)));
  create.mutable_options()->set_request_id(NextId());
  v1::Campaign made;
  if (!Do<v1::CleanupService>("CREATE campaign", office_.tokens_.reviewer, create, &made,
                              &Service::CreateCampaign))
    return;
  office_.Record(made.name(), "CREATE");
  v1::OpenCampaignRequest open;
  open.set_name(made.name());
  open.mutable_options()->set_request_id(NextId());
  if (Do<v1::CleanupService>("OPEN campaign", office_.tokens_.reviewer, open, &made,
                             &Service::OpenCampaign)) {
    office_.Record(made.name(), "OPEN");
  }
}

// A cleanup of the script's own documents alone, with all that becomes of them.
void Workload::Script::CleanUpToTheEnd(const std::string& document) {
  using Service = v1::CleanupService::StubInterface;
  const std::string& reviewer = office_.tokens_.reviewer;
  v1::CreateCampaignRequest create;
  v1::Campaign& campaign = *create.mutable_campaign();
  campaign.set_title(absl::StrCat("规范性文件专项清理", number_));
  campaign.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
  campaign.set_subject(absl::StrCat("管理办法第", number_, "号"));
  campaign.set_jurisdiction(kDistrict);
  campaign.set_cutoff_date(office_.today_);
  campaign.set_proposal_due_date(
      absl::StrCat(std::stoi(office_.today_.substr(0, 4)) + 1, office_.today_.substr(4)));
  create.mutable_options()->set_request_id(NextId());
  v1::Campaign made;
  if (!Do<v1::CleanupService>("CREATE campaign", reviewer, create, &made, &Service::CreateCampaign))
    return;
  const std::string name = made.name();
  office_.Record(name, "CREATE");
  v1::OpenCampaignRequest open;
  open.set_name(name);
  open.mutable_options()->set_request_id(NextId());
  if (!Do<v1::CleanupService>("OPEN campaign", reviewer, open, &made, &Service::OpenCampaign))
    return;
  office_.Record(name, "OPEN");
  // After a kill the next server finishes the inventory.
  v1::GetCampaignRequest get;
  get.set_name(name);
  while (made.state() == v1::CAMPAIGN_STATE_OPENING) {
    if (!Do<v1::CleanupService>("GET campaign", reviewer, get, &made, &Service::GetCampaign))
      return;
  }
  v1::ProposeItemRequest propose;
  propose.set_name(absl::StrCat(name, "/items/", document.substr(document.find('/') + 1)));
  propose.mutable_proposal()->set_disposition(v1::DISPOSITION_REPEAL);
  propose.mutable_proposal()->set_reason("工作任务已完成");
  propose.mutable_options()->set_request_id(NextId());
  v1::CampaignItem item;
  if (!Do<v1::CleanupService>("PROPOSE item", office_.tokens_.drafter, propose, &item,
                              &Service::ProposeItem))
    return;
  v1::ReviewItemRequest review;
  review.set_name(item.name());
  review.mutable_options()->set_request_id(NextId());
  if (!Do<v1::CleanupService>("REVIEW item", reviewer, review, &item, &Service::ReviewItem)) return;
  v1::CloseCampaignRequest close;
  close.set_name(name);
  close.mutable_options()->set_request_id(NextId());
  if (!Do<v1::CleanupService>("CLOSE campaign", reviewer, close, &made, &Service::CloseCampaign))
    return;
  office_.Record(name, "CLOSE");
  const std::string notice = Published("乙");
  if (notice.empty()) return;
  v1::PublishCampaignRequest publish;
  publish.set_name(name);
  publish.set_notice(notice);
  publish.mutable_options()->set_request_id(NextId());
  if (Do<v1::CleanupService>("PUBLISH campaign", office_.tokens_.publisher, publish, &made,
                             &Service::PublishCampaign))
    office_.Record(name, "PUBLISH");
}

}  // namespace santong::testing
