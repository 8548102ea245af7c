#include "server/domain/access/access.h"

#include <array>

namespace santong::access {
namespace {

constexpr Roles Bit(v1::Role role) { return Roles{1} << role; }

constexpr Roles kDrafter = Bit(v1::ROLE_DRAFTER);
constexpr Roles kReviewer = Bit(v1::ROLE_REVIEWER);
constexpr Roles kPublisher = Bit(v1::ROLE_PUBLISHER);
constexpr Roles kAuditor = Bit(v1::ROLE_AUDITOR);
constexpr Roles kAdmin = Bit(v1::ROLE_ADMIN);
// The issuer's own unit, where issuers register by themselves (registrar.h).
constexpr Roles kRegistrar = Bit(v1::ROLE_REGISTRAR);
constexpr Roles kRegistration = kReviewer | kRegistrar;
constexpr Roles kOffice = kDrafter | kRegistration | kPublisher;
constexpr Roles kDrafterOrReviewer = kDrafter | kReviewer;
constexpr Roles kPrincipals = kOffice | kAuditor | kAdmin;
constexpr Roles kEveryone = kPrincipals | Bit(v1::ROLE_PUBLIC);

constexpr std::array kMethods = std::to_array<MethodRoles>({
    {"santong.v1.AdminService/CreateJurisdiction", kAdmin},
    {"santong.v1.AdminService/GetJurisdiction", kEveryone},
    {"santong.v1.AdminService/ListJurisdictions", kEveryone},
    {"santong.v1.AdminService/UpdateJurisdiction", kAdmin},
    {"santong.v1.AdminService/CreateOrgan", kAdmin},
    {"santong.v1.AdminService/GetOrgan", kEveryone},
    {"santong.v1.AdminService/ListOrgans", kEveryone},
    {"santong.v1.AdminService/UpdateOrgan", kAdmin},
    {"santong.v1.AdminService/SetPolicy", kAdmin},
    {"santong.v1.AdminService/ListPolicyLeaves", kEveryone},
    {"santong.v1.AdminService/ConfirmPolicyLeaf", kAdmin},
    {"santong.v1.AdminService/CreateCalendar", kAdmin},
    {"santong.v1.AdminService/GetCalendar", kEveryone},
    {"santong.v1.AdminService/ListCalendars", kEveryone},
    {"santong.v1.AdminService/CreatePrincipal", kAdmin},
    {"santong.v1.AdminService/GetPrincipal", kPrincipals},
    {"santong.v1.AdminService/ListPrincipals", kPrincipals},
    {"santong.v1.AdminService/UpdatePrincipal", kAdmin},
    {"santong.v1.AdminService/CreateToken", kAdmin},
    {"santong.v1.AdminService/ListTokens", kPrincipals},
    {"santong.v1.AdminService/RevokeToken", kAdmin},
    {"santong.v1.AdminService/GetWorkflow", kEveryone},
    {"santong.v1.AdminService/VerifyStore", kAdmin | kAuditor},
    {"santong.v1.AdminService/GetServerInfo", kPrincipals},

    {"santong.v1.BackupService/CreateBackup", kAdmin},
    {"santong.v1.BackupService/ListBackups", kAdmin},
    {"santong.v1.BackupService/VerifyBackup", kAdmin},
    {"santong.v1.BackupService/PruneBackups", kAdmin},

    {"santong.v1.CatalogService/LookupDocument", kEveryone},
    {"santong.v1.CatalogService/CheckBasis", kEveryone},
    {"santong.v1.CatalogService/BatchCheckBasis", kEveryone},
    {"santong.v1.CatalogService/SearchDocuments", kEveryone},
    {"santong.v1.CatalogService/DiffVersions", kEveryone},
    {"santong.v1.CatalogService/ListCitations", kEveryone},
    {"santong.v1.CatalogService/WatchCatalog", kEveryone},
    {"santong.v1.CatalogService/ExportCatalog", kEveryone},

    {"santong.v1.CleanupService/CreateCampaign", kReviewer},
    {"santong.v1.CleanupService/GetCampaign", kEveryone},
    {"santong.v1.CleanupService/ListCampaigns", kEveryone},
    {"santong.v1.CleanupService/OpenCampaign", kReviewer},
    {"santong.v1.CleanupService/ListItems", kEveryone},
    {"santong.v1.CleanupService/ProposeItem", kDrafter},
    {"santong.v1.CleanupService/ReviewItem", kReviewer},
    {"santong.v1.CleanupService/CloseCampaign", kReviewer},
    {"santong.v1.CleanupService/PublishCampaign", kPublisher},

    {"santong.v1.DocumentService/CreateDocument", kDrafter},
    {"santong.v1.DocumentService/GetDocument", kEveryone},
    {"santong.v1.DocumentService/ListDocuments", kEveryone},
    // Drafts are the drafter's, documents from before the registry the legal office's: the
    // workflow's rows say which.
    {"santong.v1.DocumentService/UpdateDocument", kDrafter | kRegistration},
    {"santong.v1.DocumentService/AddAttachment", kOffice},
    {"santong.v1.DocumentService/GetAttachment", kEveryone},
    {"santong.v1.DocumentService/EraseAttachment", kReviewer},
    {"santong.v1.DocumentService/SubmitDocument", kDrafter},
    {"santong.v1.DocumentService/DetermineDocument", kRegistration},
    {"santong.v1.DocumentService/ReturnDocument", kRegistration},
    {"santong.v1.DocumentService/RefuseDocument", kRegistration},
    {"santong.v1.DocumentService/WithdrawDocument", kDrafter},
    {"santong.v1.DocumentService/RegisterDocument", kRegistration},
    {"santong.v1.DocumentService/PublishDocument", kPublisher},
    {"santong.v1.DocumentService/CorrectDocument", kPublisher},
    // What comes after publication: the workflow's rows say which of the three roles it takes.
    {"santong.v1.DocumentService/AmendDocument", kOffice},
    {"santong.v1.DocumentService/RepealDocument", kOffice},
    {"santong.v1.DocumentService/ContinueDocument", kOffice},
    {"santong.v1.DocumentService/SuspendDocument", kOffice},
    {"santong.v1.DocumentService/ResumeDocument", kOffice},
    {"santong.v1.DocumentService/RevokeDocument", kOffice},
    {"santong.v1.DocumentService/DismissCitation", kDrafter | kRegistration},
    {"santong.v1.DocumentService/RecordCongressFiling", kDrafter},
    {"santong.v1.DocumentService/ListVersions", kEveryone},
    {"santong.v1.DocumentService/GetVersion", kEveryone},
    {"santong.v1.DocumentService/ListHistory", kEveryone},
    {"santong.v1.DocumentService/ScreenDocument", kOffice | kAuditor},
    {"santong.v1.DocumentService/ImportDocuments", kReviewer | kAdmin},

    {"santong.v1.FileService/ExtractText", kOffice | kAuditor},
    {"santong.v1.FileService/ExtractFile", kOffice},
    {"santong.v1.FileService/PrintDocument", kEveryone},
    {"santong.v1.FileService/GetDocumentLetter", kPrincipals},

    {"santong.v1.FilingService/CreateFiling", kDrafter},
    {"santong.v1.FilingService/GetFiling", kPrincipals},
    {"santong.v1.FilingService/ListFilings", kPrincipals},
    {"santong.v1.FilingService/AcceptFiling", kReviewer},
    {"santong.v1.FilingService/RequestFilingSupplement", kReviewer},
    {"santong.v1.FilingService/SupplementFiling", kDrafter},
    {"santong.v1.FilingService/RejectFiling", kReviewer},
    {"santong.v1.FilingService/RequestExplanation", kReviewer},
    {"santong.v1.FilingService/ExplainFiling", kDrafter},
    {"santong.v1.FilingService/ExtendFiling", kReviewer},
    {"santong.v1.FilingService/DecideFiling", kReviewer},
    {"santong.v1.FilingService/SubmitCorrection", kDrafter},
    {"santong.v1.FilingService/ConfirmCorrection", kReviewer},
    {"santong.v1.FilingService/RevokeFiledDocument", kReviewer},
    {"santong.v1.FilingService/GetFilingLetter", kPrincipals},
    {"santong.v1.FilingService/GetFilingList", kPrincipals},
    {"santong.v1.FilingService/ListFilingLists", kPrincipals},
    // Whose list it is decides who of them sends it.
    {"santong.v1.FilingService/RecordFilingList", kOffice},

    // What proves the register belongs to everyone; cosignatures come in through the operator.
    {"santong.v1.LogService/GetCheckpoint", kEveryone},
    {"santong.v1.LogService/GetInclusionProof", kEveryone},
    {"santong.v1.LogService/GetConsistencyProof", kEveryone},
    {"santong.v1.LogService/ListEntries", kEveryone},
    {"santong.v1.LogService/GetReceipt", kEveryone},
    {"santong.v1.LogService/AddCosignature", kAdmin},

    // Lodgers need no account: the receipt and its code are what they show.
    {"santong.v1.ObjectionService/LodgeObjection", kEveryone},
    {"santong.v1.ObjectionService/TrackObjection", kEveryone},
    {"santong.v1.ObjectionService/SupplementObjection", kEveryone},
    {"santong.v1.ObjectionService/WithdrawObjection", kEveryone},
    {"santong.v1.ObjectionService/RequestRecheck", kEveryone},
    {"santong.v1.ObjectionService/GetObjection", kEveryone},
    {"santong.v1.ObjectionService/ListObjections", kEveryone},
    {"santong.v1.ObjectionService/RequestObjectionSupplement", kReviewer},
    {"santong.v1.ObjectionService/AcceptObjection", kReviewer},
    {"santong.v1.ObjectionService/RejectObjection", kReviewer},
    {"santong.v1.ObjectionService/TransferObjection", kReviewer},
    {"santong.v1.ObjectionService/RequestOpinion", kReviewer},
    {"santong.v1.ObjectionService/AnswerObjection", kDrafter},
    {"santong.v1.ObjectionService/ExtendObjection", kReviewer},
    {"santong.v1.ObjectionService/DecideObjection", kReviewer},
    {"santong.v1.ObjectionService/ReplyToLodger", kReviewer},
    {"santong.v1.ObjectionService/JoinObjection", kReviewer},
    {"santong.v1.ObjectionService/ReportCorrection", kDrafterOrReviewer},
    {"santong.v1.ObjectionService/RevokeObjectedDocument", kReviewer},
    {"santong.v1.ObjectionService/AddObjectionEvidence", kEveryone},
    {"santong.v1.ObjectionService/GetObjectionEvidence", kReviewer},
    {"santong.v1.ObjectionService/GetObjectionLetter", kEveryone},

    {"santong.v1.StandbyService/CopyStore", kAdmin},
    {"santong.v1.StandbyService/ReadChanges", kAdmin},
    {"santong.v1.StandbyService/FenceStore", kAdmin},
    {"santong.v1.StandbyService/GetStandby", kAdmin},
    {"santong.v1.StandbyService/PromoteStandby", kAdmin},

    {"santong.v1.TaskService/ListTasks", kOffice | kAuditor},
    // What an office is held to is published (报备率、报备及时率、规范率); of whom, and which cases
    // it counts, the query shows to the offices above alone.
    {"santong.v1.TaskService/GetStatistics", kEveryone},
});

}  // namespace

absl::Span<const MethodRoles> AllMethods() { return kMethods; }

Roles RolesFor(absl::string_view method) {
  for (const MethodRoles& row : kMethods) {
    if (method == row.method) return row.roles;
  }
  return 0;
}

bool HasOneOf(const Caller& caller, Roles roles) {
  for (const v1::Role role : caller.roles) {
    if (role > v1::ROLE_UNSPECIFIED && role < 32 && (roles & Bit(role)) != 0) return true;
  }
  return false;
}

bool MayCall(absl::string_view method, const Caller& caller) {
  return HasOneOf(caller, RolesFor(method));
}

}  // namespace santong::access
