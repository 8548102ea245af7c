#include "client/lib/methods.h"

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

constexpr Method kCreateDocument =
    Unary<v1::CreateDocumentRequest, v1::Document>("/santong.v1.DocumentService/CreateDocument");
constexpr Method kGetDocument =
    Unary<v1::GetDocumentRequest, v1::Document>("/santong.v1.DocumentService/GetDocument");
constexpr Method kListDocuments = Unary<v1::ListDocumentsRequest, v1::ListDocumentsResponse>(
    "/santong.v1.DocumentService/ListDocuments");
constexpr Method kUpdateDocument =
    Unary<v1::UpdateDocumentRequest, v1::Document>("/santong.v1.DocumentService/UpdateDocument");
constexpr Method kEraseAttachment = Unary<v1::EraseAttachmentRequest, v1::Attachment>(
    "/santong.v1.DocumentService/EraseAttachment");
constexpr Method kSubmitDocument =
    Unary<v1::SubmitDocumentRequest, v1::Document>("/santong.v1.DocumentService/SubmitDocument");
constexpr Method kDetermineDocument = Unary<v1::DetermineDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/DetermineDocument");
constexpr Method kReturnDocument =
    Unary<v1::ReturnDocumentRequest, v1::Document>("/santong.v1.DocumentService/ReturnDocument");
constexpr Method kRefuseDocument =
    Unary<v1::RefuseDocumentRequest, v1::Document>("/santong.v1.DocumentService/RefuseDocument");
constexpr Method kWithdrawDocument = Unary<v1::WithdrawDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/WithdrawDocument");
constexpr Method kRegisterDocument = Unary<v1::RegisterDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/RegisterDocument");
constexpr Method kPublishDocument =
    Unary<v1::PublishDocumentRequest, v1::Document>("/santong.v1.DocumentService/PublishDocument");
constexpr Method kCorrectDocument =
    Unary<v1::CorrectDocumentRequest, v1::Document>("/santong.v1.DocumentService/CorrectDocument");
constexpr Method kAmendDocument =
    Unary<v1::AmendDocumentRequest, v1::Document>("/santong.v1.DocumentService/AmendDocument");
constexpr Method kRepealDocument =
    Unary<v1::RepealDocumentRequest, v1::Document>("/santong.v1.DocumentService/RepealDocument");
constexpr Method kContinueDocument = Unary<v1::ContinueDocumentRequest, v1::Document>(
    "/santong.v1.DocumentService/ContinueDocument");
constexpr Method kDismissCitation =
    Unary<v1::DismissCitationRequest, v1::Document>("/santong.v1.DocumentService/DismissCitation");
constexpr Method kRecordCongressFiling = Unary<v1::RecordCongressFilingRequest, v1::Document>(
    "/santong.v1.DocumentService/RecordCongressFiling");
constexpr Method kSuspendDocument =
    Unary<v1::SuspendDocumentRequest, v1::Document>("/santong.v1.DocumentService/SuspendDocument");
constexpr Method kResumeDocument =
    Unary<v1::ResumeDocumentRequest, v1::Document>("/santong.v1.DocumentService/ResumeDocument");
constexpr Method kRevokeDocument =
    Unary<v1::RevokeDocumentRequest, v1::Document>("/santong.v1.DocumentService/RevokeDocument");
constexpr Method kListVersions = Unary<v1::ListVersionsRequest, v1::ListVersionsResponse>(
    "/santong.v1.DocumentService/ListVersions");
constexpr Method kGetVersion =
    Unary<v1::GetVersionRequest, v1::Version>("/santong.v1.DocumentService/GetVersion");
constexpr Method kListHistory = Unary<v1::ListHistoryRequest, v1::ListHistoryResponse>(
    "/santong.v1.DocumentService/ListHistory");
constexpr Method kScreenDocument = Unary<v1::ScreenDocumentRequest, v1::ScreenDocumentResponse>(
    "/santong.v1.DocumentService/ScreenDocument");
constexpr Method kLookupDocument = Unary<v1::LookupDocumentRequest, v1::LookupDocumentResponse>(
    "/santong.v1.CatalogService/LookupDocument");
constexpr Method kCheckBasis =
    Unary<v1::CheckBasisRequest, v1::Basis>("/santong.v1.CatalogService/CheckBasis");
constexpr Method kBatchCheckBasis = Unary<v1::BatchCheckBasisRequest, v1::BatchCheckBasisResponse>(
    "/santong.v1.CatalogService/BatchCheckBasis");
constexpr Method kSearchDocuments = Unary<v1::SearchDocumentsRequest, v1::SearchDocumentsResponse>(
    "/santong.v1.CatalogService/SearchDocuments");
constexpr Method kDiffVersions = Unary<v1::DiffVersionsRequest, v1::DiffVersionsResponse>(
    "/santong.v1.CatalogService/DiffVersions");
constexpr Method kListCitations = Unary<v1::ListCitationsRequest, v1::ListCitationsResponse>(
    "/santong.v1.CatalogService/ListCitations");
constexpr Method kExtractText =
    Unary<v1::ExtractTextRequest, v1::ExtractTextResponse>("/santong.v1.FileService/ExtractText");
constexpr Method kGetDocumentLetter = Unary<v1::GetDocumentLetterRequest, v1::DocumentLetter>(
    "/santong.v1.FileService/GetDocumentLetter");
constexpr Method kCreateFiling =
    Unary<v1::CreateFilingRequest, v1::Filing>("/santong.v1.FilingService/CreateFiling");
constexpr Method kGetFiling =
    Unary<v1::GetFilingRequest, v1::Filing>("/santong.v1.FilingService/GetFiling");
constexpr Method kListFilings =
    Unary<v1::ListFilingsRequest, v1::ListFilingsResponse>("/santong.v1.FilingService/ListFilings");
constexpr Method kAcceptFiling =
    Unary<v1::AcceptFilingRequest, v1::Filing>("/santong.v1.FilingService/AcceptFiling");
constexpr Method kRequestFilingSupplement = Unary<v1::RequestFilingSupplementRequest, v1::Filing>(
    "/santong.v1.FilingService/RequestFilingSupplement");
constexpr Method kSupplementFiling =
    Unary<v1::SupplementFilingRequest, v1::Filing>("/santong.v1.FilingService/SupplementFiling");
constexpr Method kRejectFiling =
    Unary<v1::RejectFilingRequest, v1::Filing>("/santong.v1.FilingService/RejectFiling");
constexpr Method kRequestExplanation = Unary<v1::RequestExplanationRequest, v1::Filing>(
    "/santong.v1.FilingService/RequestExplanation");
constexpr Method kExplainFiling =
    Unary<v1::ExplainFilingRequest, v1::Filing>("/santong.v1.FilingService/ExplainFiling");
constexpr Method kExtendFiling =
    Unary<v1::ExtendFilingRequest, v1::Filing>("/santong.v1.FilingService/ExtendFiling");
constexpr Method kDecideFiling =
    Unary<v1::DecideFilingRequest, v1::Filing>("/santong.v1.FilingService/DecideFiling");
constexpr Method kSubmitCorrection =
    Unary<v1::SubmitCorrectionRequest, v1::Filing>("/santong.v1.FilingService/SubmitCorrection");
constexpr Method kConfirmCorrection =
    Unary<v1::ConfirmCorrectionRequest, v1::Filing>("/santong.v1.FilingService/ConfirmCorrection");
constexpr Method kRevokeFiledDocument = Unary<v1::RevokeFiledDocumentRequest, v1::Filing>(
    "/santong.v1.FilingService/RevokeFiledDocument");
constexpr Method kGetFilingLetter = Unary<v1::GetFilingLetterRequest, v1::FilingLetter>(
    "/santong.v1.FilingService/GetFilingLetter");
constexpr Method kGetFilingList = Unary<v1::GetFilingListRequest, v1::GetFilingListResponse>(
    "/santong.v1.FilingService/GetFilingList");
constexpr Method kListFilingLists = Unary<v1::ListFilingListsRequest, v1::ListFilingListsResponse>(
    "/santong.v1.FilingService/ListFilingLists");
constexpr Method kRecordFilingList = Unary<v1::RecordFilingListRequest, v1::FilingList>(
    "/santong.v1.FilingService/RecordFilingList");
constexpr Method kLodgeObjection = Unary<v1::LodgeObjectionRequest, v1::LodgeObjectionResponse>(
    "/santong.v1.ObjectionService/LodgeObjection");
constexpr Method kTrackObjection =
    Unary<v1::TrackObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/TrackObjection");
constexpr Method kSupplementObjection = Unary<v1::SupplementObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/SupplementObjection");
constexpr Method kWithdrawObjection = Unary<v1::WithdrawObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/WithdrawObjection");
constexpr Method kRequestRecheck =
    Unary<v1::RequestRecheckRequest, v1::Objection>("/santong.v1.ObjectionService/RequestRecheck");
constexpr Method kGetObjection =
    Unary<v1::GetObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/GetObjection");
constexpr Method kListObjections = Unary<v1::ListObjectionsRequest, v1::ListObjectionsResponse>(
    "/santong.v1.ObjectionService/ListObjections");
constexpr Method kRequestObjectionSupplement =
    Unary<v1::RequestObjectionSupplementRequest, v1::Objection>(
        "/santong.v1.ObjectionService/RequestObjectionSupplement");
constexpr Method kAcceptObjection = Unary<v1::AcceptObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/AcceptObjection");
constexpr Method kRejectObjection = Unary<v1::RejectObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/RejectObjection");
constexpr Method kTransferObjection = Unary<v1::TransferObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/TransferObjection");
constexpr Method kRequestOpinion =
    Unary<v1::RequestOpinionRequest, v1::Objection>("/santong.v1.ObjectionService/RequestOpinion");
constexpr Method kAnswerObjection = Unary<v1::AnswerObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/AnswerObjection");
constexpr Method kExtendObjection = Unary<v1::ExtendObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/ExtendObjection");
constexpr Method kReplyToLodger =
    Unary<v1::ReplyToLodgerRequest, v1::Objection>("/santong.v1.ObjectionService/ReplyToLodger");
constexpr Method kDecideObjection = Unary<v1::DecideObjectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/DecideObjection");
constexpr Method kJoinObjection =
    Unary<v1::JoinObjectionRequest, v1::Objection>("/santong.v1.ObjectionService/JoinObjection");
constexpr Method kReportCorrection = Unary<v1::ReportCorrectionRequest, v1::Objection>(
    "/santong.v1.ObjectionService/ReportCorrection");
constexpr Method kRevokeObjectedDocument = Unary<v1::RevokeObjectedDocumentRequest, v1::Objection>(
    "/santong.v1.ObjectionService/RevokeObjectedDocument");
constexpr Method kAddObjectionEvidence = Unary<v1::AddObjectionEvidenceRequest, v1::Objection>(
    "/santong.v1.ObjectionService/AddObjectionEvidence");
constexpr Method kGetObjectionEvidence =
    Unary<v1::GetObjectionEvidenceRequest, v1::ObjectionEvidenceFile>(
        "/santong.v1.ObjectionService/GetObjectionEvidence");
constexpr Method kGetObjectionLetter = Unary<v1::GetObjectionLetterRequest, v1::ObjectionLetter>(
    "/santong.v1.ObjectionService/GetObjectionLetter");
constexpr Method kCreateCampaign =
    Unary<v1::CreateCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/CreateCampaign");
constexpr Method kGetCampaign =
    Unary<v1::GetCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/GetCampaign");
constexpr Method kListCampaigns = Unary<v1::ListCampaignsRequest, v1::ListCampaignsResponse>(
    "/santong.v1.CleanupService/ListCampaigns");
constexpr Method kOpenCampaign =
    Unary<v1::OpenCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/OpenCampaign");
constexpr Method kListItems =
    Unary<v1::ListItemsRequest, v1::ListItemsResponse>("/santong.v1.CleanupService/ListItems");
constexpr Method kProposeItem =
    Unary<v1::ProposeItemRequest, v1::CampaignItem>("/santong.v1.CleanupService/ProposeItem");
constexpr Method kReviewItem =
    Unary<v1::ReviewItemRequest, v1::CampaignItem>("/santong.v1.CleanupService/ReviewItem");
constexpr Method kCloseCampaign =
    Unary<v1::CloseCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/CloseCampaign");
constexpr Method kPublishCampaign =
    Unary<v1::PublishCampaignRequest, v1::Campaign>("/santong.v1.CleanupService/PublishCampaign");
constexpr Method kListTasks =
    Unary<v1::ListTasksRequest, v1::ListTasksResponse>("/santong.v1.TaskService/ListTasks");
constexpr Method kGetStatistics =
    Unary<v1::GetStatisticsRequest, v1::Statistics>("/santong.v1.TaskService/GetStatistics");
constexpr Method kCreateJurisdiction = Unary<v1::CreateJurisdictionRequest, v1::Jurisdiction>(
    "/santong.v1.AdminService/CreateJurisdiction");
constexpr Method kGetJurisdiction =
    Unary<v1::GetJurisdictionRequest, v1::Jurisdiction>("/santong.v1.AdminService/GetJurisdiction");
constexpr Method kListJurisdictions =
    Unary<v1::ListJurisdictionsRequest, v1::ListJurisdictionsResponse>(
        "/santong.v1.AdminService/ListJurisdictions");
constexpr Method kUpdateJurisdiction = Unary<v1::UpdateJurisdictionRequest, v1::Jurisdiction>(
    "/santong.v1.AdminService/UpdateJurisdiction");
constexpr Method kCreateOrgan =
    Unary<v1::CreateOrganRequest, v1::Organ>("/santong.v1.AdminService/CreateOrgan");
constexpr Method kGetOrgan =
    Unary<v1::GetOrganRequest, v1::Organ>("/santong.v1.AdminService/GetOrgan");
constexpr Method kListOrgans =
    Unary<v1::ListOrgansRequest, v1::ListOrgansResponse>("/santong.v1.AdminService/ListOrgans");
constexpr Method kUpdateOrgan =
    Unary<v1::UpdateOrganRequest, v1::Organ>("/santong.v1.AdminService/UpdateOrgan");
constexpr Method kSetPolicy =
    Unary<v1::SetPolicyRequest, v1::SetPolicyResponse>("/santong.v1.AdminService/SetPolicy");
constexpr Method kListPolicyLeaves =
    Unary<v1::ListPolicyLeavesRequest, v1::ListPolicyLeavesResponse>(
        "/santong.v1.AdminService/ListPolicyLeaves");
constexpr Method kConfirmPolicyLeaf = Unary<v1::ConfirmPolicyLeafRequest, v1::PolicyLeaf>(
    "/santong.v1.AdminService/ConfirmPolicyLeaf");
constexpr Method kCreateCalendar = Unary<v1::CreateCalendarRequest, v1::CreateCalendarResponse>(
    "/santong.v1.AdminService/CreateCalendar");
constexpr Method kGetCalendar =
    Unary<v1::GetCalendarRequest, v1::Calendar>("/santong.v1.AdminService/GetCalendar");
constexpr Method kListCalendars = Unary<v1::ListCalendarsRequest, v1::ListCalendarsResponse>(
    "/santong.v1.AdminService/ListCalendars");
constexpr Method kCreatePrincipal =
    Unary<v1::CreatePrincipalRequest, v1::Principal>("/santong.v1.AdminService/CreatePrincipal");
constexpr Method kGetPrincipal =
    Unary<v1::GetPrincipalRequest, v1::Principal>("/santong.v1.AdminService/GetPrincipal");
constexpr Method kListPrincipals = Unary<v1::ListPrincipalsRequest, v1::ListPrincipalsResponse>(
    "/santong.v1.AdminService/ListPrincipals");
constexpr Method kUpdatePrincipal =
    Unary<v1::UpdatePrincipalRequest, v1::Principal>("/santong.v1.AdminService/UpdatePrincipal");
constexpr Method kCreateToken =
    Unary<v1::CreateTokenRequest, v1::Token>("/santong.v1.AdminService/CreateToken");
constexpr Method kListTokens =
    Unary<v1::ListTokensRequest, v1::ListTokensResponse>("/santong.v1.AdminService/ListTokens");
constexpr Method kRevokeToken =
    Unary<v1::RevokeTokenRequest, v1::Token>("/santong.v1.AdminService/RevokeToken");
constexpr Method kGetWorkflow =
    Unary<v1::GetWorkflowRequest, v1::Workflow>("/santong.v1.AdminService/GetWorkflow");
constexpr Method kVerifyStore = ReadsAll(
    Unary<v1::VerifyStoreRequest, v1::VerifyStoreResponse>("/santong.v1.AdminService/VerifyStore"));
constexpr Method kGetServerInfo = Unary<v1::GetServerInfoRequest, v1::GetServerInfoResponse>(
    "/santong.v1.AdminService/GetServerInfo");
constexpr Method kCreateBackup =
    ReadsAll(Unary<v1::CreateBackupRequest, v1::Backup>("/santong.v1.BackupService/CreateBackup"));
constexpr Method kListBackups =
    Unary<v1::ListBackupsRequest, v1::ListBackupsResponse>("/santong.v1.BackupService/ListBackups");
constexpr Method kVerifyBackup = ReadsAll(Unary<v1::VerifyBackupRequest, v1::VerifyBackupResponse>(
    "/santong.v1.BackupService/VerifyBackup"));
constexpr Method kGetStandby =
    Unary<v1::GetStandbyRequest, v1::Standby>("/santong.v1.StandbyService/GetStandby");
constexpr Method kPromoteStandby = Unary<v1::PromoteStandbyRequest, v1::PromoteStandbyResponse>(
    "/santong.v1.StandbyService/PromoteStandby");
constexpr Method kReadChanges = Unary<v1::ReadChangesRequest, v1::ReadChangesResponse>(
    "/santong.v1.StandbyService/ReadChanges");
constexpr Method kFenceStore =
    Unary<v1::FenceStoreRequest, v1::FenceStoreResponse>("/santong.v1.StandbyService/FenceStore");
constexpr Method kPruneBackups = ReadsAll(Unary<v1::PruneBackupsRequest, v1::PruneBackupsResponse>(
    "/santong.v1.BackupService/PruneBackups"));
constexpr Method kGetCheckpoint =
    Unary<v1::GetCheckpointRequest, v1::Checkpoint>("/santong.v1.LogService/GetCheckpoint");
constexpr Method kGetInclusionProof =
    Unary<v1::GetInclusionProofRequest, v1::GetInclusionProofResponse>(
        "/santong.v1.LogService/GetInclusionProof");
constexpr Method kGetConsistencyProof =
    Unary<v1::GetConsistencyProofRequest, v1::GetConsistencyProofResponse>(
        "/santong.v1.LogService/GetConsistencyProof");
constexpr Method kListEntries =
    Unary<v1::ListEntriesRequest, v1::ListEntriesResponse>("/santong.v1.LogService/ListEntries");
constexpr Method kGetReceipt =
    Unary<v1::GetReceiptRequest, v1::LogReceipt>("/santong.v1.LogService/GetReceipt");
constexpr Method kAddCosignature =
    Unary<v1::AddCosignatureRequest, v1::Checkpoint>("/santong.v1.LogService/AddCosignature");
constexpr Method kHealthCheck =
    Unary<grpc::health::v1::HealthCheckRequest, grpc::health::v1::HealthCheckResponse>(
        "/grpc.health.v1.Health/Check");

absl::Span<const Method* const> Methods() {
  static constexpr const Method* kMethods[] = {
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
      &kGetDocumentLetter,
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
      &kGetFilingLetter,
      &kGetFilingList,
      &kListFilingLists,
      &kRecordFilingList,
  };
  return kMethods;
}

}  // namespace santong::client
