// Resources of one organ that are not public, and people of every role: of that organ, of another
// organ, of another jurisdiction.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/every_method.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {

inline constexpr char kOtherDistrict[] = "jurisdictions/630202";

class Outsiders : public ::testing::Test {
 protected:
  Outsiders()
      : server_({"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"}),
        filings_(v1::FilingService::NewStub(server_.Channel())),
        files_(v1::FileService::NewStub(server_.Channel())),
        desk_(server_.Channel(), registry_.tokens()) {}

  void SetUp() override {
    published_ = registry_.Published("已公布的办法").name();
    draft_ = registry_.Submitted("未公布的办法").name();
    attachment_ = registry_.Attached(draft_, "说明.pdf", kPdf).name();
    lodged_ = desk_.Lodge(published_, "张三");
    objection_ = lodged_.objection().name();
    ASSERT_TRUE(desk_.AddEvidence(lodged_.receipt(), kPdf).ok());
    filing_ = File(*filings_, registry_.tokens(), published_);
    OpenCampaign();
    MakePeople();
  }

  void OpenCampaign() {
    v1::CreateCampaignRequest create;
    v1::Campaign& campaign = *create.mutable_campaign();
    campaign.set_title("规范性文件清理");
    campaign.set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    campaign.set_jurisdiction(kDistrict);
    campaign.set_cutoff_date(registry_.today());
    campaign.set_proposal_due_date(
        absl::StrCat(std::stoi(registry_.today().substr(0, 4)) + 1, "-12-31"));
    v1::Campaign made;
    const std::string& reviewer = registry_.tokens().reviewer;
    ASSERT_TRUE(registry_.cleanups().CreateCampaign(As(reviewer).get(), create, &made).ok());
    v1::OpenCampaignRequest open;
    open.set_name(made.name());
    ASSERT_TRUE(registry_.cleanups().OpenCampaign(As(reviewer).get(), open, &made).ok());
    ASSERT_EQ(made.item_count(), 1);
    campaign_ = made.name();
    item_ = absl::StrCat(campaign_, "/items/", published_.substr(std::string("documents/").size()));
  }

  // Another district with an office of each kind; and a publisher of another organ here, who is
  // in scope, because the gazette is its jurisdiction's.
  void MakePeople() {
    const Tokens& tokens = registry_.tokens();
    v1::AdminService::Stub& admin = registry_.admin();
    v1::CreateJurisdictionRequest place;
    place.set_jurisdiction_id("630202");
    place.mutable_jurisdiction()->set_display_name("乐都区");
    place.mutable_jurisdiction()->set_parent(kCity);
    v1::Jurisdiction made;
    ASSERT_TRUE(admin.CreateJurisdiction(As(tokens.admin).get(), place, &made).ok());
    for (const auto& [id, kind] :
         std::map<std::string, v1::OrganKind>{{"bureau", v1::ORGAN_KIND_DEPARTMENT},
                                              {"legal-office", v1::ORGAN_KIND_LEGAL_OFFICE},
                                              {"office", v1::ORGAN_KIND_GOVERNMENT_OFFICE}}) {
      v1::CreateOrganRequest organ;
      organ.set_parent(kOtherDistrict);
      organ.set_organ_id(id);
      organ.mutable_organ()->set_display_name("乐都区" + id);
      organ.mutable_organ()->set_kind(kind);
      organ.mutable_organ()->set_document_prefix("乐");
      v1::Organ reply;
      ASSERT_TRUE(admin.CreateOrgan(As(tokens.admin).get(), organ, &reply).ok());
    }
    const auto far = [&](const char* id, const char* organ, v1::Role role) {
      return TokenOf(admin, tokens.admin, id, absl::StrCat(kOtherDistrict, "/organs/", organ),
                     role);
    };
    people_ = {{"the public", ""},
               {"the drafter", tokens.drafter},
               {"the reviewer", tokens.reviewer},
               {"the publisher", tokens.publisher},
               {"another organ's drafter", tokens.other_drafter},
               {"another organ's publisher",
                TokenOf(admin, tokens.admin, "other-publisher", kEducation, v1::ROLE_PUBLISHER)},
               {"the city's reviewer", tokens.city_reviewer},
               {"a far drafter", far("far-drafter", "bureau", v1::ROLE_DRAFTER)},
               {"a far reviewer", far("far-reviewer", "legal-office", v1::ROLE_REVIEWER)},
               {"a far publisher", far("far-publisher", "office", v1::ROLE_PUBLISHER)},
               {"the auditor", tokens.auditor},
               {"the admin", tokens.admin}};
  }

  // The fields that name the resources, for a request of that method on that document.
  std::map<std::string, std::string> NamesFor(const MethodDescriptor& method,
                                              const std::string& document,
                                              const v1::Receipt& receipt) const {
    const std::string& service = method.service()->name();
    std::string name = document;
    if (service == "FilingService") name = filing_;
    if (service == "ObjectionService") name = objection_;
    if (service == "CleanupService") name = campaign_;
    const std::string parent = name;
    if (method.name() == "GetVersion") name += "/versions/1";
    if (method.name() == "EraseAttachment") name = attachment_;
    if (method.name() == "ProposeItem" || method.name() == "ReviewItem") name = item_;
    return {{"name", name},          {"parent", parent},          {"document", document},
            {"notice", published_},  {"amended_by", published_},  {"ended_by", published_},
            {"lead", objection_},    {"jurisdiction", kDistrict}, {"number", receipt.number()},
            {"code", receipt.code()}};
  }

  int EventsOf(const std::string& resource) {
    v1::ListHistoryRequest request;
    request.set_parent(resource);
    v1::ListHistoryResponse reply;
    EXPECT_TRUE(registry_.documents()
                    .ListHistory(As(registry_.tokens().auditor).get(), request, &reply)
                    .ok());
    return reply.events_size();
  }
  // The items of the cleanup as the auditor sees them, in bytes.
  std::string Items() {
    v1::ListItemsRequest request;
    request.set_parent(campaign_);
    v1::ListItemsResponse reply;
    EXPECT_TRUE(
        registry_.cleanups().ListItems(As(registry_.tokens().auditor).get(), request, &reply).ok());
    return reply.SerializeAsString();
  }

  grpc::Status Attach(const std::string& token) {
    const auto context = As(token);
    v1::Attachment attachment;
    const auto stream = registry_.documents().AddAttachment(context.get(), &attachment);
    v1::AddAttachmentRequest request;
    request.mutable_header()->set_parent(draft_);
    request.mutable_header()->set_file_name("别的.pdf");
    request.mutable_header()->set_sha256(digest::Sha256Hex(kPdf));
    stream->Write(request);
    request.set_chunk(kPdf);
    stream->Write(request);
    stream->WritesDone();
    return stream->Finish();
  }
  grpc::Status Import(const std::string& token) {
    const auto context = As(token);
    const auto stream = registry_.documents().ImportDocuments(context.get());
    v1::ImportDocumentsRequest request;
    request.mutable_start()->set_import_id("outsiders");
    request.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
    request.mutable_start()->set_jurisdiction(kDistrict);
    stream->Write(request);
    stream->WritesDone();
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) continue;
    return stream->Finish();
  }
  bool ReadsAttachment(const std::string& token) {
    const auto context = As(token);
    v1::GetAttachmentRequest request;
    request.set_name(attachment_);
    const auto stream = registry_.documents().GetAttachment(context.get(), request);
    v1::GetAttachmentResponse part;
    std::string bytes;
    while (stream->Read(&part)) bytes += part.chunk();
    const bool ok = stream->Finish().ok();
    EXPECT_EQ(ok, !bytes.empty());
    return ok || !bytes.empty();
  }
  bool Prints(const std::string& token) {
    const auto context = As(token);
    v1::PrintDocumentRequest request;
    request.set_name(draft_);
    const auto stream = files_->PrintDocument(context.get(), request);
    v1::PrintDocumentResponse part;
    bool bytes = false;
    while (stream->Read(&part)) bytes = bytes || !part.chunk().empty();
    return stream->Finish().ok() || bytes;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  std::unique_ptr<v1::FilingService::Stub> filings_;
  std::unique_ptr<v1::FileService::Stub> files_;
  Desk desk_;
  std::string draft_, published_, attachment_, objection_, filing_, campaign_, item_;
  v1::LodgeObjectionResponse lodged_;
  std::map<std::string, std::string> people_;  // who, and their token
};

}  // namespace santong::testing
