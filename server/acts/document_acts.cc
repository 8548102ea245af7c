#include "server/acts/document_acts.h"

#include "server/domain/digest/sha256.h"
#include "server/domain/text/chinese_date.h"

namespace santong::acts {
namespace {

using document::Action;

DocumentIntent To(const std::string& name, Action action) {
  DocumentIntent intent;
  intent.name = name;
  intent.act.action = action;
  return intent;
}

void SetText(const std::string& text, DocumentIntent* intent) {
  intent->text = WithDigests(text);
  intent->act.has_text = true;
  intent->act.text_sha256 = digest::Sha256Hex(text);
}

// The edge has checked that a date is one; an empty one stays unset.
void SetDate(const std::string& date, DocumentIntent* intent) {
  if (auto day = text::ParseIsoDay(date); day.ok()) intent->act.date = *day;
}

}  // namespace

DocumentIntent IntentOf(const v1::CreateDocumentRequest& request) {
  DocumentIntent intent = To("", Action::kCreate);
  intent.sent = request.document();
  if (!request.text().empty()) SetText(request.text(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::UpdateDocumentRequest& request) {
  DocumentIntent intent = To(request.document().name(), Action::kUpdate);
  intent.sent = request.document();
  if (request.has_update_mask()) intent.update_mask = request.update_mask();
  if (!request.text().empty()) SetText(request.text(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::SubmitDocumentRequest& request) {
  return To(request.name(), Action::kSubmit);
}

DocumentIntent IntentOf(const v1::DetermineDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), request.normative() ? Action::kDetermineNormative
                                                                 : Action::kDetermineNotNormative);
  intent.act.not_normative_reason = request.reason();
  intent.act.reason = request.note();
  return intent;
}

DocumentIntent IntentOf(const v1::ReturnDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kReturn);
  intent.act.items.assign(request.items().begin(), request.items().end());
  intent.verdicts.assign(request.verdicts().begin(), request.verdicts().end());
  return intent;
}

DocumentIntent IntentOf(const v1::RefuseDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kRefuse);
  intent.act.reason = request.reason();
  return intent;
}

DocumentIntent IntentOf(const v1::WithdrawDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kWithdraw);
  intent.act.reason = request.reason();
  return intent;
}

DocumentIntent IntentOf(const v1::RegisterDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kRegister);
  intent.act.override_reason = request.override_reason();
  intent.act.publication = request.legacy_publication();
  intent.verdicts.assign(request.verdicts().begin(), request.verdicts().end());
  return intent;
}

DocumentIntent IntentOf(const v1::PublishDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kPublish);
  intent.act.publication = request.publication();
  return intent;
}

DocumentIntent IntentOf(const v1::CorrectDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kCorrect);
  intent.act.reason = request.reason();
  intent.act.decision = request.approval();
  SetText(request.text(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::AmendDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kAmend);
  intent.act.reason = request.note();
  intent.other = request.amended_by();
  intent.other_field = "amended_by";
  SetDate(request.effective_date(), &intent);
  SetText(request.text(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::RepealDocumentRequest& request) {
  DocumentIntent intent =
      To(request.name(), request.superseded() ? Action::kSupersede : Action::kRepeal);
  intent.act.reason = request.reason();
  intent.act.decision = request.decision();
  intent.other = request.ended_by();
  intent.other_field = "ended_by";
  SetDate(request.ended_date(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::ContinueDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kContinueExtend);
  intent.act.reason = request.reason();
  intent.act.decision = request.evaluation();
  intent.act.override_reason = request.override_reason();
  intent.other = request.renewal_notice();
  intent.other_field = "renewal_notice";
  SetDate(request.last_valid_date(), &intent);
  return intent;
}

DocumentIntent IntentOf(const v1::SuspendDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kSuspend);
  intent.act.reason = request.reason();
  intent.act.decision = request.decision();
  return intent;
}

DocumentIntent IntentOf(const v1::ResumeDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kResume);
  intent.act.reason = request.reason();
  intent.act.decision = request.decision();
  return intent;
}

DocumentIntent IntentOf(const v1::RevokeDocumentRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kRevoke);
  intent.act.reason = request.reason();
  intent.act.decision = request.decision();
  return intent;
}

DocumentIntent IntentOf(const v1::DismissCitationRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kDismissCitation);
  intent.act.event = request.event();
  intent.act.reason = request.reason();
  return intent;
}

DocumentIntent IntentOf(const v1::RecordCongressFilingRequest& request) {
  DocumentIntent intent = To(request.name(), Action::kRecordCongressFiling);
  intent.act.decision = request.filing();
  return intent;
}

}  // namespace santong::acts
