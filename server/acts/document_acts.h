// The requests of DocumentService as intents: which action, with what. Only what is special to each
// method is here.
#pragma once

#include "santong/v1/document_service.pb.h"
#include "server/acts/document_writer.h"

namespace santong::acts {

DocumentIntent IntentOf(const v1::CreateDocumentRequest& request);
DocumentIntent IntentOf(const v1::UpdateDocumentRequest& request);
DocumentIntent IntentOf(const v1::SubmitDocumentRequest& request);
DocumentIntent IntentOf(const v1::DetermineDocumentRequest& request);
DocumentIntent IntentOf(const v1::ReturnDocumentRequest& request);
DocumentIntent IntentOf(const v1::RefuseDocumentRequest& request);
DocumentIntent IntentOf(const v1::WithdrawDocumentRequest& request);
DocumentIntent IntentOf(const v1::RegisterDocumentRequest& request);
DocumentIntent IntentOf(const v1::PublishDocumentRequest& request);
DocumentIntent IntentOf(const v1::CorrectDocumentRequest& request);
DocumentIntent IntentOf(const v1::AmendDocumentRequest& request);
DocumentIntent IntentOf(const v1::RepealDocumentRequest& request);
DocumentIntent IntentOf(const v1::ContinueDocumentRequest& request);
DocumentIntent IntentOf(const v1::SuspendDocumentRequest& request);
DocumentIntent IntentOf(const v1::ResumeDocumentRequest& request);
DocumentIntent IntentOf(const v1::RevokeDocumentRequest& request);
DocumentIntent IntentOf(const v1::DismissCitationRequest& request);
DocumentIntent IntentOf(const v1::RecordCongressFilingRequest& request);

}  // namespace santong::acts
