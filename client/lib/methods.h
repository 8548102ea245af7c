// Every unary method that the client calls. A test holds them against the services' descriptors.
#pragma once

#include "client/lib/method.h"
#include "grpc/health/v1/health.pb.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/backup_service.pb.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/cleanup_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/file_service.pb.h"
#include "santong/v1/filing_service.pb.h"
#include "santong/v1/log_service.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "santong/v1/standby_service.pb.h"
#include "santong/v1/task_service.pb.h"

namespace santong::client {

inline constexpr Method kCreateDocument =
    Unary<v1::CreateDocumentRequest, v1::Document>("/santong.v1.DocumentService/CreateDocument");
inline constexpr Method kGetDocument =
    Unary<v1::GetDocumentRequest, v1::Document>("/santong.v1.DocumentService/GetDocument");
inline constexpr Method kListDocuments = Unary<v1::ListDocumentsRequest, v1::ListDocumentsResponse>(
    "/santong.v1.DocumentService/ListDocuments");
inline constexpr Method kUpdateDocument =
    Unary<v1::UpdateDocumentRequest, v1::Document>("/santong.v1.DocumentService/UpdateDocument");
inline constexpr Method kEraseAttachment = Unary<v1::EraseAttachmentRequest, v1::Attachment>(
    "/santong.v1.DocumentService/EraseAttachment");
inline constexpr Method kSubmitDocument =
    Unary<v1::SubmitDocumentRequest, v1::Document>("/santong.v1.DocumentService/SubmitDocument");
inline constexpr Method kDetermineDocument = Unary<v1::DetermineDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/DetermineDocument");
inline constexpr Method kReturnDocument =
    Unary<v1::ReturnDocumentRequest, v1::Document>("/santong.v1.DocumentService/ReturnDocument");
inline constexpr Method kRefuseDocument =
    Unary<v1::RefuseDocumentRequest, v1::Document>("/santong.v1.DocumentService/RefuseDocument");
inline constexpr Method kWithdrawDocument = Unary<v1::WithdrawDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/WithdrawDocument");
inline constexpr Method kRegisterDocument = Unary<v1::RegisterDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/RegisterDocument");
inline constexpr Method kPublishDocument =
    Unary<v1::PublishDocumentRequest, v1::Document>("/santong.v1.DocumentService/PublishDocument");
inline constexpr Method kCorrectDocument =
    Unary<v1::CorrectDocumentRequest, v1::Document>("/santong.v1.DocumentService/CorrectDocument");
inline constexpr Method kAmendDocument =
    Unary<v1::AmendDocumentRequest, v1::Document>("/santong.v1.DocumentService/AmendDocument");
inline constexpr Method kRepealDocument =
    Unary<v1::RepealDocumentRequest, v1::Document>("/santong.v1.DocumentService/RepealDocument");
inline constexpr Method kContinueDocument = Unary<v1::ContinueDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/ContinueDocument");
inline constexpr Method kDismissCitation =
    Unary<v1::DismissCitationRequest, v1::Document>("/santong.v1.DocumentService/DismissCitation");
inline constexpr Method kRecordCongressFiling =
    Unary<v1::RecordCongressFilingRequest, v1::Document>(
        "/santong.v1.DocumentService/RecordCongressFiling");
inline constexpr Method kSuspendDocument =
    Unary<v1::SuspendDocumentRequest, v1::Document>("/santong.v1.DocumentService/SuspendDocument");
inline constexpr Method kResumeDocument =
    Unary<v1::ResumeDocumentRequest, v1::Document>("/santong.v1.DocumentService/ResumeDocument");
inline constexpr Method kRevokeDocument =
    Unary<v1::RevokeDocumentRequest, v1::Document>("/santong.v1.DocumentService/RevokeDocument");
inline constexpr Method kListVersions = Unary<v1::ListVersionsRequest, v1::ListVersionsResponse>(
    "/santong.v1.DocumentService/ListVersions");
inline constexpr Method kGetVersion =
    Unary<v1::GetVersionRequest, v1::Version>("/santong.v1.DocumentService/GetVersion");
inline constexpr Method kListHistory = Unary<v1::ListHistoryRequest, v1::ListHistoryResponse>(
    "/santong.v1.DocumentService/ListHistory");
inline constexpr Method kScreenDocument =
    Unary<v1::ScreenDocumentRequest, v1::ScreenDocumentResponse>(
        "/santong.v1.DocumentService/ScreenDocument");
inline constexpr Method kLookupDocument =
    Unary<v1::LookupDocumentRequest, v1::LookupDocumentResponse>(
        "/santong.v1.CatalogService/LookupDocument");
inline constexpr Method kCheckBasis =
    Unary<v1::CheckBasisRequest, v1::Basis>("/santong.v1.CatalogService/CheckBasis");
inline constexpr Method kBatchCheckBasis =
    Unary<v1::BatchCheckBasisRequest, v1::BatchCheckBasisResponse>(
        "/santong.v1.CatalogService/BatchCheckBasis");
inline constexpr Method kSearchDocuments =
    Unary<v1::SearchDocumentsRequest, v1::SearchDocumentsResponse>(
        "/santong.v1.CatalogService/SearchDocuments");
inline constexpr Method kDiffVersions = Unary<v1::DiffVersionsRequest, v1::DiffVersionsResponse>(
    "/santong.v1.CatalogService/DiffVersions");
inline constexpr Method kListCitations = Unary<v1::ListCitationsRequest, v1::ListCitationsResponse>(
    "/santong.v1.CatalogService/ListCitations");
inline constexpr Method kExtractText =
    Unary<v1::ExtractTextRequest, v1::ExtractTextResponse>("/santong.v1.FileService/ExtractText");
inline constexpr Method kCreateFiling =
    Unary<v1::CreateFilingRequest, v1::Filing>("/santong.v1.FilingService/CreateFiling");
inline constexpr Method kGetFiling =
    Unary<v1::GetFilingRequest, v1::Filing>("/santong.v1.FilingService/GetFiling");
inline constexpr Method kListFilings =
    Unary<v1::ListFilingsRequest, v1::ListFilingsResponse>("/santong.v1.FilingService/ListFilings");
inline constexpr Method kAcceptFiling =
    Unary<v1::AcceptFilingRequest, v1::Filing>("/santong.v1.FilingService/AcceptFiling");
inline constexpr Method kRequestFilingSupplement =
    Unary<v1::RequestFilingSupplementRequest, v1::Filing>(
        "/santong.v1.FilingService/RequestFilingSupplement");
inline constexpr Method kSupplementFiling =
    Unary<v1::SupplementFilingRequest, v1::Filing>("/santong.v1.FilingService/SupplementFiling");
inline constexpr Method kRejectFiling =
    Unary<v1::RejectFilingRequest, v1::Filing>("/santong.v1.FilingService/RejectFiling");
inline constexpr Method kRequestExplanation = Unary<v1::RequestExplanationRequest, v1::Filing>(
    "/santong.v1.FilingService/RequestExplanation");
inline constexpr Method kExplainFiling =
    Unary<v1::ExplainFilingRequest, v1::Filing>("/santong.v1.FilingService/ExplainFiling");
inline constexpr Method kExtendFiling =
    Unary<v1::ExtendFilingRequest, v1::Filing>("/santong.v1.FilingService/ExtendFiling");
inline constexpr Method kDecideFiling =
    Unary<v1::DecideFilingRequest, v1::Filing>("/santong.v1.FilingService/DecideFiling");
inline constexpr Method kSubmitCorrection =
    Unary<v1::SubmitCorrectionRequest, v1::Filing>("/santong.v1.FilingService/SubmitCorrection");
inline constexpr Method kConfirmCorrection =
    Unary<v1::ConfirmCorrectionRequest, v1::Filing>("/santong.v1.FilingService/ConfirmCorrection");
inline constexpr Method kRevokeFiledDocument = Unary<v1::RevokeFiledDocumentRequest, v1::Filing>(
    "/santong.v1.FilingService/RevokeFiledDocument");
inline constexpr Method kGetFilingList = Unary<v1::GetFilingListRequest, v1::GetFilingListResponse>(
    "/santong.v1.FilingService/GetFilingList");
inline constexpr Method kListFilingLists =
    Unary<v1::ListFilingListsRequest, v1::ListFilingListsResponse>(
        "/santong.v1.FilingService/ListFilingLists");
inline constexpr Method kRecordFilingList = Unary<v1::RecordFilingListRequest, v1::FilingList>(
    "/santong.v1.FilingService/RecordFilingList");
inline constexpr Method kLodgeObjection =
    Unary<v1::LodgeObjectionRequest, v1::LodgeObjectionResponse>(
        "/santong.v1.ObjectionService/LodgeObjection");
inline constexpr Method kTrackObjection =
    Unary<v1::TrackObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/TrackObjection");
inline constexpr Method kSupplementObjection = Unary<v1::SupplementObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/SupplementObjection");
inline constexpr Method kWithdrawObjection = Unary<v1::WithdrawObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/WithdrawObjection");
inline constexpr Method kRequestRecheck =
    Unary<v1::RequestRecheckRequest, v1::Objection>("/santong.v1.ObjectionService/RequestRecheck");
inline constexpr Method kGetObjection =
    Unary<v1::GetObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/GetObjection");
inline constexpr Method kListObjections =
    Unary<v1::ListObjectionsRequest, v1::ListObjectionsResponse>(
        "/santong.v1.ObjectionService/ListObjections");
inline constexpr Method kRequestObjectionSupplement =
    Unary<v1::RequestObjectionSupplementRequest, v1::Objection>(
        "/santong.v1.ObjectionService/RequestObjectionSupplement");
inline constexpr Method kAcceptObjection = Unary<v1::AcceptObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/AcceptObjection");
inline constexpr Method kRejectObjection = Unary<v1::RejectObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/RejectObjection");
inline constexpr Method kTransferObjection = Unary<v1::TransferObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/TransferObjection");
inline constexpr Method kRequestOpinion =
    Unary<v1::RequestOpinionRequest, v1::Objection>("/santong.v1.ObjectionService/RequestOpinion");
inline constexpr Method kAnswerObjection = Unary<v1::AnswerObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/AnswerObjection");
inline constexpr Method kExtendObjection = Unary<v1::ExtendObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/ExtendObjection");
inline constexpr Method kReplyToLodger =
    Unary<v1::ReplyToLodgerRequest, v1::Objection>("/santong.v1.ObjectionService/ReplyToLodger");
inline constexpr Method kDecideObjection = Unary<v1::DecideObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/DecideObjection");
inline constexpr Method kJoinObjection =
    Unary<v1::JoinObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/JoinObjection");
inline constexpr Method kReportCorrection = Unary<v1::ReportCorrectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/ReportCorrection");
inline constexpr Method kRevokeObjectedDocument =
    Unary<v1::RevokeObjectedDocumentRequest, v1::Objection>(
        "/santong.v1.ObjectionService/RevokeObjectedDocument");
inline constexpr Method kAddObjectionEvidence =
    Unary<v1::AddObjectionEvidenceRequest, v1::Objection>(
        "/santong.v1.ObjectionService/AddObjectionEvidence");
inline constexpr Method kGetObjectionEvidence =
    Unary<v1::GetObjectionEvidenceRequest, v1::ObjectionEvidenceFile>(
        "/santong.v1.ObjectionService/GetObjectionEvidence");
inline constexpr Method kGetObjectionLetter =
    Unary<v1::GetObjectionLetterRequest, v1::ObjectionLetter>(
        "/santong.v1.ObjectionService/GetObjectionLetter");
inline constexpr Method kCreateCampaign =
    Unary<v1::CreateCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/CreateCampaign");
inline constexpr Method kGetCampaign =
    Unary<v1::GetCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/GetCampaign");
inline constexpr Method kListCampaigns = Unary<v1::ListCampaignsRequest, v1::ListCampaignsResponse>(
    "/santong.v1.CleanupService/ListCampaigns");
inline constexpr Method kOpenCampaign =
    Unary<v1::OpenCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/OpenCampaign");
inline constexpr Method kListItems =
    Unary<v1::ListItemsRequest, v1::ListItemsResponse>("/santong.v1.CleanupService/ListItems");
inline constexpr Method kProposeItem =
    Unary<v1::ProposeItemRequest, v1::CampaignItem>("/santong.v1.CleanupService/ProposeItem");
inline constexpr Method kReviewItem =
    Unary<v1::ReviewItemRequest, v1::CampaignItem>("/santong.v1.CleanupService/ReviewItem");
inline constexpr Method kCloseCampaign =
    Unary<v1::CloseCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/CloseCampaign");
inline constexpr Method kPublishCampaign =
    Unary<v1::PublishCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/PublishCampaign");
inline constexpr Method kListTasks =
    Unary<v1::ListTasksRequest, v1::ListTasksResponse>("/santong.v1.TaskService/ListTasks");
inline constexpr Method kGetStatistics =
    Unary<v1::GetStatisticsRequest, v1::Statistics>("/santong.v1.TaskService/GetStatistics");
inline constexpr Method kCreateJurisdiction =
    Unary<v1::CreateJurisdictionRequest, v1::Jurisdiction>(
        "/santong.v1.AdminService/CreateJurisdiction");
inline constexpr Method kGetJurisdiction =
    Unary<v1::GetJurisdictionRequest, v1::Jurisdiction>("/santong.v1.AdminService/GetJurisdiction");
inline constexpr Method kListJurisdictions =
    Unary<v1::ListJurisdictionsRequest, v1::ListJurisdictionsResponse>(
        "/santong.v1.AdminService/ListJurisdictions");
inline constexpr Method kUpdateJurisdiction =
    Unary<v1::UpdateJurisdictionRequest, v1::Jurisdiction>(
        "/santong.v1.AdminService/UpdateJurisdiction");
inline constexpr Method kCreateOrgan =
    Unary<v1::CreateOrganRequest, v1::Organ>("/santong.v1.AdminService/CreateOrgan");
inline constexpr Method kGetOrgan =
    Unary<v1::GetOrganRequest, v1::Organ>("/santong.v1.AdminService/GetOrgan");
inline constexpr Method kListOrgans =
    Unary<v1::ListOrgansRequest, v1::ListOrgansResponse>("/santong.v1.AdminService/ListOrgans");
inline constexpr Method kUpdateOrgan =
    Unary<v1::UpdateOrganRequest, v1::Organ>("/santong.v1.AdminService/UpdateOrgan");
inline constexpr Method kSetPolicy =
    Unary<v1::SetPolicyRequest, v1::SetPolicyResponse>("/santong.v1.AdminService/SetPolicy");
inline constexpr Method kListPolicyLeaves =
    Unary<v1::ListPolicyLeavesRequest, v1::ListPolicyLeavesResponse>(
        "/santong.v1.AdminService/ListPolicyLeaves");
inline constexpr Method kConfirmPolicyLeaf = Unary<v1::ConfirmPolicyLeafRequest, v1::PolicyLeaf>(
    "/santong.v1.AdminService/ConfirmPolicyLeaf");
inline constexpr Method kCreateCalendar =
    Unary<v1::CreateCalendarRequest, v1::CreateCalendarResponse>(
        "/santong.v1.AdminService/CreateCalendar");
inline constexpr Method kGetCalendar =
    Unary<v1::GetCalendarRequest, v1::Calendar>("/santong.v1.AdminService/GetCalendar");
inline constexpr Method kListCalendars = Unary<v1::ListCalendarsRequest, v1::ListCalendarsResponse>(
    "/santong.v1.AdminService/ListCalendars");
inline constexpr Method kCreatePrincipal =
    Unary<v1::CreatePrincipalRequest, v1::Principal>("/santong.v1.AdminService/CreatePrincipal");
inline constexpr Method kGetPrincipal =
    Unary<v1::GetPrincipalRequest, v1::Principal>("/santong.v1.AdminService/GetPrincipal");
inline constexpr Method kListPrincipals =
    Unary<v1::ListPrincipalsRequest, v1::ListPrincipalsResponse>(
        "/santong.v1.AdminService/ListPrincipals");
inline constexpr Method kUpdatePrincipal =
    Unary<v1::UpdatePrincipalRequest, v1::Principal>("/santong.v1.AdminService/UpdatePrincipal");
inline constexpr Method kCreateToken =
    Unary<v1::CreateTokenRequest, v1::Token>("/santong.v1.AdminService/CreateToken");
inline constexpr Method kListTokens =
    Unary<v1::ListTokensRequest, v1::ListTokensResponse>("/santong.v1.AdminService/ListTokens");
inline constexpr Method kRevokeToken =
    Unary<v1::RevokeTokenRequest, v1::Token>("/santong.v1.AdminService/RevokeToken");
inline constexpr Method kGetWorkflow =
    Unary<v1::GetWorkflowRequest, v1::Workflow>("/santong.v1.AdminService/GetWorkflow");
inline constexpr Method kVerifyStore =
    Unary<v1::VerifyStoreRequest, v1::VerifyStoreResponse>("/santong.v1.AdminService/VerifyStore");
inline constexpr Method kGetServerInfo = Unary<v1::GetServerInfoRequest, v1::GetServerInfoResponse>(
    "/santong.v1.AdminService/GetServerInfo");
inline constexpr Method kCreateBackup =
    Unary<v1::CreateBackupRequest, v1::Backup>("/santong.v1.BackupService/CreateBackup");
inline constexpr Method kListBackups =
    Unary<v1::ListBackupsRequest, v1::ListBackupsResponse>("/santong.v1.BackupService/ListBackups");
inline constexpr Method kVerifyBackup = Unary<v1::VerifyBackupRequest, v1::VerifyBackupResponse>(
    "/santong.v1.BackupService/VerifyBackup");
inline constexpr Method kGetStandby =
    Unary<v1::GetStandbyRequest, v1::Standby>("/santong.v1.StandbyService/GetStandby");
inline constexpr Method kPromoteStandby =
    Unary<v1::PromoteStandbyRequest, v1::PromoteStandbyResponse>(
        "/santong.v1.StandbyService/PromoteStandby");
inline constexpr Method kReadChanges = Unary<v1::ReadChangesRequest, v1::ReadChangesResponse>(
    "/santong.v1.StandbyService/ReadChanges");
inline constexpr Method kFenceStore =
    Unary<v1::FenceStoreRequest, v1::FenceStoreResponse>("/santong.v1.StandbyService/FenceStore");
inline constexpr Method kPruneBackups = Unary<v1::PruneBackupsRequest, v1::PruneBackupsResponse>(
    "/santong.v1.BackupService/PruneBackups");
inline constexpr Method kGetCheckpoint =
    Unary<v1::GetCheckpointRequest, v1::Checkpoint>("/santong.v1.LogService/GetCheckpoint");
inline constexpr Method kGetInclusionProof =
    Unary<v1::GetInclusionProofRequest, v1::GetInclusionProofResponse>(
        "/santong.v1.LogService/GetInclusionProof");
inline constexpr Method kGetConsistencyProof =
    Unary<v1::GetConsistencyProofRequest, v1::GetConsistencyProofResponse>(
        "/santong.v1.LogService/GetConsistencyProof");
inline constexpr Method kListEntries =
    Unary<v1::ListEntriesRequest, v1::ListEntriesResponse>("/santong.v1.LogService/ListEntries");
inline constexpr Method kGetReceipt =
    Unary<v1::GetReceiptRequest, v1::LogReceipt>("/santong.v1.LogService/GetReceipt");
inline constexpr Method kAddCosignature =
    Unary<v1::AddCosignatureRequest, v1::Checkpoint>("/santong.v1.LogService/AddCosignature");
inline constexpr Method kHealthCheck =
    Unary<grpc::health::v1::HealthCheckRequest, grpc::health::v1::HealthCheckResponse>(
        "/grpc.health.v1.Health/Check");

inline constexpr const Method* kMethods[] = {
    &kCreateDocument,
    &kGetDocument,
    &kListDocuments,
    &kUpdateDocument,
    &kEraseAttachment,
    &kSubmitDocument,
    &kDetermineDocument,
    &kReturnDocument,
    &kRefuseDocument,
    &kWithdrawDocument,
    &kRegisterDocument,
    &kPublishDocument,
    &kCorrectDocument,
    &kAmendDocument,
    &kRepealDocument,
    &kContinueDocument,
    &kSuspendDocument,
    &kResumeDocument,
    &kRevokeDocument,
    &kDismissCitation,
    &kRecordCongressFiling,
    &kListVersions,
    &kGetVersion,
    &kListHistory,
    &kScreenDocument,
    &kLookupDocument,
    &kCheckBasis,
    &kBatchCheckBasis,
    &kSearchDocuments,
    &kDiffVersions,
    &kListCitations,
    &kLodgeObjection,
    &kTrackObjection,
    &kSupplementObjection,
    &kWithdrawObjection,
    &kRequestRecheck,
    &kGetObjection,
    &kListObjections,
    &kRequestObjectionSupplement,
    &kAcceptObjection,
    &kRejectObjection,
    &kTransferObjection,
    &kRequestOpinion,
    &kAnswerObjection,
    &kExtendObjection,
    &kDecideObjection,
    &kReplyToLodger,
    &kJoinObjection,
    &kReportCorrection,
    &kRevokeObjectedDocument,
    &kAddObjectionEvidence,
    &kGetObjectionEvidence,
    &kGetObjectionLetter,
    &kCreateCampaign,
    &kGetCampaign,
    &kListCampaigns,
    &kOpenCampaign,
    &kListItems,
    &kProposeItem,
    &kReviewItem,
    &kCloseCampaign,
    &kPublishCampaign,
    &kListTasks,
    &kGetStatistics,
    &kCreateJurisdiction,
    &kGetJurisdiction,
    &kListJurisdictions,
    &kUpdateJurisdiction,
    &kCreateOrgan,
    &kGetOrgan,
    &kListOrgans,
    &kUpdateOrgan,
    &kSetPolicy,
    &kListPolicyLeaves,
    &kConfirmPolicyLeaf,
    &kCreateCalendar,
    &kGetCalendar,
    &kListCalendars,
    &kCreatePrincipal,
    &kGetPrincipal,
    &kListPrincipals,
    &kUpdatePrincipal,
    &kCreateToken,
    &kListTokens,
    &kRevokeToken,
    &kGetWorkflow,
    &kVerifyStore,
    &kGetServerInfo,
    &kCreateBackup,
    &kListBackups,
    &kVerifyBackup,
    &kPruneBackups,
    &kGetStandby,
    &kPromoteStandby,
    &kReadChanges,
    &kFenceStore,
    &kGetCheckpoint,
    &kGetInclusionProof,
    &kGetConsistencyProof,
    &kListEntries,
    &kGetReceipt,
    &kAddCosignature,
    &kHealthCheck,
    &kExtractText,
    &kCreateFiling,
    &kGetFiling,
    &kListFilings,
    &kAcceptFiling,
    &kRequestFilingSupplement,
    &kSupplementFiling,
    &kRejectFiling,
    &kRequestExplanation,
    &kExplainFiling,
    &kExtendFiling,
    &kDecideFiling,
    &kSubmitCorrection,
    &kConfirmCorrection,
    &kRevokeFiledDocument,
    &kGetFilingList,
    &kListFilingLists,
    &kRecordFilingList,
};

}  // namespace santong::client
