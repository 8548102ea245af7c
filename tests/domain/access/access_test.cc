// The table of methods and roles against the services' descriptors and product.md, part 2.
#include "server/domain/access/access.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
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

namespace santong::access {
namespace {

std::vector<const google::protobuf::MethodDescriptor*> Methods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const auto* file :
       {v1::GetWorkflowRequest::descriptor()->file(), v1::CheckBasisRequest::descriptor()->file(),
        v1::GetDocumentRequest::descriptor()->file(), v1::GetFilingRequest::descriptor()->file(),
        v1::ExtractTextRequest::descriptor()->file(), v1::ListTasksRequest::descriptor()->file(),
        v1::GetObjectionRequest::descriptor()->file(), v1::GetCampaignRequest::descriptor()->file(),
        v1::ListBackupsRequest::descriptor()->file(), v1::GetStandbyRequest::descriptor()->file(),
        v1::GetCheckpointRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

std::string NameOf(const google::protobuf::MethodDescriptor* method) {
  return method->service()->full_name() + "/" + method->name();
}

Caller With(v1::Role role) {
  return role == v1::ROLE_PUBLIC ? PublicCaller()
                                 : Caller{.principal = "principals/x", .roles = {role}};
}

TEST(Access, EveryMethodOfEveryServiceHasOneRow) {
  std::vector<std::string> rows, methods;
  for (const MethodRoles& row : AllMethods()) rows.push_back(row.method);
  for (const auto* method : Methods()) methods.push_back(NameOf(method));
  EXPECT_THAT(rows, testing::UnorderedElementsAreArray(methods));
}

TEST(Access, EveryMethodMayBeCalledBySomebody) {
  for (const MethodRoles& row : AllMethods()) EXPECT_NE(row.roles, 0u) << row.method;
}

// Anyone may lodge an objection, and handle it with its receipt: the caller's roles play no part.
bool IsLodgers(const google::protobuf::MethodDescriptor* method) {
  const std::set<std::string> lodgers = {"LodgeObjection", "SupplementObjection",
                                         "WithdrawObjection", "RequestRecheck",
                                         "AddObjectionEvidence"};
  return lodgers.count(method->name()) > 0;
}

TEST(Access, ThePublicChangesNothingButItsOwnObjections) {
  for (const auto* method : Methods()) {
    if (IsLodgers(method)) continue;
    if (method->options().idempotency_level() != google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {
      EXPECT_FALSE(MayCall(NameOf(method), PublicCaller())) << NameOf(method);
    }
  }
}

TEST(Access, TheAuditorChangesNothing) {
  for (const auto* method : Methods()) {
    if (IsLodgers(method)) continue;
    if (method->options().idempotency_level() != google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {
      EXPECT_FALSE(MayCall(NameOf(method), With(v1::ROLE_AUDITOR))) << NameOf(method);
    }
  }
}

TEST(Access, TheAdminHasNoSayInADocument) {
  for (const auto* method : Methods()) {
    if (method->service()->name() != "DocumentService" || method->name() == "ImportDocuments" ||
        method->options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {
      continue;
    }
    EXPECT_FALSE(MayCall(NameOf(method), With(v1::ROLE_ADMIN))) << NameOf(method);
  }
}

TEST(Access, OnlyTheAdminChangesWhatTheOperatorKeeps) {
  for (const auto* method : Methods()) {
    if (method->service()->name() != "AdminService" ||
        method->options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {
      continue;
    }
    for (const v1::Role role : {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER}) {
      EXPECT_FALSE(MayCall(NameOf(method), With(role))) << NameOf(method);
    }
    EXPECT_TRUE(MayCall(NameOf(method), With(v1::ROLE_ADMIN))) << NameOf(method);
  }
}

struct Case {
  const char* method;
  v1::Role role;
  bool may;
};

class AccessTable : public testing::TestWithParam<Case> {};

TEST_P(AccessTable, SaysWhoMay) {
  EXPECT_EQ(MayCall(GetParam().method, With(GetParam().role)), GetParam().may)
      << GetParam().method << " " << v1::Role_Name(GetParam().role);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, AccessTable,
    testing::Values(Case{"santong.v1.CatalogService/CheckBasis", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.CatalogService/LookupDocument", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.DocumentService/GetDocument", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.DocumentService/ListHistory", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.AdminService/GetWorkflow", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.AdminService/ListPolicyLeaves", v1::ROLE_PUBLIC, true},
                    Case{"santong.v1.AdminService/ListPrincipals", v1::ROLE_PUBLIC, false},
                    Case{"santong.v1.TaskService/ListTasks", v1::ROLE_PUBLIC, false},
                    Case{"santong.v1.DocumentService/ScreenDocument", v1::ROLE_PUBLIC, false},
                    Case{"santong.v1.DocumentService/CreateDocument", v1::ROLE_DRAFTER, true},
                    Case{"santong.v1.DocumentService/CreateDocument", v1::ROLE_REVIEWER, false},
                    Case{"santong.v1.DocumentService/SubmitDocument", v1::ROLE_DRAFTER, true},
                    Case{"santong.v1.DocumentService/RegisterDocument", v1::ROLE_REVIEWER, true},
                    Case{"santong.v1.DocumentService/RegisterDocument", v1::ROLE_DRAFTER, false},
                    Case{"santong.v1.DocumentService/RegisterDocument", v1::ROLE_PUBLISHER, false},
                    Case{"santong.v1.DocumentService/RegisterDocument", v1::ROLE_REGISTRAR, true},
                    Case{"santong.v1.DocumentService/DismissCitation", v1::ROLE_REGISTRAR, true},
                    Case{"santong.v1.FilingService/DecideFiling", v1::ROLE_REVIEWER, true},
                    Case{"santong.v1.FilingService/DecideFiling", v1::ROLE_REGISTRAR, false},
                    Case{"santong.v1.ObjectionService/DecideObjection", v1::ROLE_REVIEWER, true},
                    Case{"santong.v1.ObjectionService/DecideObjection", v1::ROLE_REGISTRAR, false},
                    Case{"santong.v1.CleanupService/ReviewItem", v1::ROLE_REGISTRAR, false},
                    Case{"santong.v1.DocumentService/PublishDocument", v1::ROLE_PUBLISHER, true},
                    Case{"santong.v1.DocumentService/PublishDocument", v1::ROLE_REVIEWER, false},
                    Case{"santong.v1.DocumentService/ImportDocuments", v1::ROLE_REVIEWER, true},
                    Case{"santong.v1.DocumentService/ImportDocuments", v1::ROLE_ADMIN, true},
                    Case{"santong.v1.DocumentService/ImportDocuments", v1::ROLE_DRAFTER, false},
                    Case{"santong.v1.AdminService/VerifyStore", v1::ROLE_AUDITOR, true},
                    Case{"santong.v1.AdminService/VerifyStore", v1::ROLE_DRAFTER, false}));

// 河北省政府令〔2016〕第5号: an issuer's own unit registers; the legal office reviews and
// re-checks.
TEST(Access, TheIssuersRegistrarReviewsNothing) {
  for (const auto* method : Methods()) {
    const std::string& service = method->service()->name();
    if (service != "FilingService" && service != "ObjectionService" && service != "CleanupService")
      continue;
    if (IsLodgers(method) || method->name() == "RecordFilingList" ||
        method->options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS)
      continue;
    EXPECT_FALSE(MayCall(NameOf(method), With(v1::ROLE_REGISTRAR))) << NameOf(method);
  }
}

// domain.md 7: duties pass to the successor.
TEST(Caller, AnswersForItsOwnOrganAndForThoseThatItSucceeds) {
  Caller caller{.principal = "principals/x", .organ = "jurisdictions/630203/organs/a"};
  EXPECT_TRUE(caller.AnswersFor("jurisdictions/630203/organs/a"));
  EXPECT_FALSE(caller.AnswersFor("jurisdictions/630203/organs/b"));
  caller.predecessors = {"jurisdictions/630203/organs/b"};
  EXPECT_TRUE(caller.AnswersFor("jurisdictions/630203/organs/a"));
  EXPECT_TRUE(caller.AnswersFor("jurisdictions/630203/organs/b"));
  EXPECT_FALSE(caller.AnswersFor("jurisdictions/630203/organs/c"));
  EXPECT_FALSE(caller.AnswersFor("")) << "an issuer that the registry does not know";
  EXPECT_FALSE(PublicCaller().AnswersFor("")) << "who is of no organ answers for none";
}

TEST(Access, OneOfSeveralRolesIsEnough) {
  const Caller caller{.principal = "principals/x", .roles = {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER}};
  EXPECT_TRUE(MayCall("santong.v1.DocumentService/RegisterDocument", caller));
}

TEST(Access, AMethodWithoutARowMayBeCalledByNobody) {
  EXPECT_FALSE(MayCall("santong.v1.DocumentService/DeleteDocument", With(v1::ROLE_ADMIN)));
  EXPECT_FALSE(MayCall("", SystemCaller()));
}

TEST(Access, ARoleThatDoesNotExistAllowsNothing) {
  const Caller caller{.principal = "principals/x",
                      .roles = {static_cast<v1::Role>(-1), static_cast<v1::Role>(99)}};
  for (const MethodRoles& row : AllMethods()) EXPECT_FALSE(MayCall(row.method, caller));
}

}  // namespace
}  // namespace santong::access
