// A desk at which objections are lodged and handled, over a channel.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {

using Strings = std::vector<std::string>;

inline constexpr char kPdf[] = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";

// From now on the issuer of an objected document answers first (河北省政府令〔2016〕第5号).
inline void SetTwoStepRoute(Registry& registry) {
  v1::SetPolicyRequest policy;
  policy.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
  leaf->set_key("objection.route");
  leaf->set_text("two_step");
  leaf->set_source("试行");
  leaf->set_valid_from("2020-01-01");
  v1::SetPolicyResponse set;
  const grpc::Status changed =
      registry.admin().SetPolicy(As(registry.tokens().admin).get(), policy, &set);
  ASSERT_TRUE(changed.ok()) << changed.error_message();
}

class Desk {
 public:
  Desk(const std::shared_ptr<grpc::Channel>& channel, Tokens tokens)
      : stub_(v1::ObjectionService::NewStub(channel)),
        documents_(v1::DocumentService::NewStub(channel)),
        tasks_(v1::TaskService::NewStub(channel)),
        admin_(v1::AdminService::NewStub(channel)),
        tokens_(std::move(tokens)) {}

  v1::ObjectionService::Stub& stub() { return *stub_; }
  v1::DocumentService::Stub& documents() { return *documents_; }

  v1::LodgeObjectionResponse Lodge(const std::string& document, const std::string& who) {
    v1::LodgeObjectionRequest request;
    request.set_document(document);
    request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    request.set_reasons(absl::StrCat(who, "认为第二条与上位法相抵触"));
    request.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    request.mutable_lodger()->set_display_name(who);
    request.mutable_lodger()->set_contact("13900001234");
    v1::LodgeObjectionResponse response;
    const grpc::Status status = stub_->LodgeObjection(As("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::Objection Track(const v1::Receipt& receipt) {
    v1::TrackObjectionRequest request;
    *request.mutable_receipt() = receipt;
    v1::Objection objection;
    const grpc::Status status = stub_->TrackObjection(As("").get(), request, &objection);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return objection;
  }
  v1::Objection Get(const std::string& name, const std::string& token) {
    v1::GetObjectionRequest request;
    request.set_name(name);
    v1::Objection objection;
    EXPECT_TRUE(stub_->GetObjection(As(token).get(), request, &objection).ok());
    return objection;
  }
  grpc::Status Accept(const std::string& name) {
    v1::AcceptObjectionRequest request;
    request.set_name(name);
    v1::Objection objection;
    return stub_->AcceptObjection(As(tokens_.reviewer).get(), request, &objection);
  }
  grpc::Status Decide(const std::string& name, v1::ObjectionOutcome outcome,
                      const std::string& day = "") {
    v1::DecideObjectionRequest request;
    request.set_name(name);
    request.mutable_decision()->set_outcome(outcome);
    request.mutable_decision()->set_reasons("第二条没有上位法依据。");
    request.mutable_decision()->set_correct_by_date(day);
    v1::Objection objection;
    return stub_->DecideObjection(As(tokens_.reviewer).get(), request, &objection);
  }
  grpc::Status Report(const std::string& name, const std::string& token) {
    v1::ReportCorrectionRequest request;
    request.set_name(name);
    request.set_correction("已经废止");
    v1::Objection objection;
    return stub_->ReportCorrection(As(token).get(), request, &objection);
  }
  grpc::Status Reply(const std::string& name, const std::string& manner) {
    v1::ReplyToLodgerRequest request;
    request.set_name(name);
    request.set_manner(manner);
    v1::Objection objection;
    return stub_->ReplyToLodger(As(tokens_.reviewer).get(), request, &objection);
  }
  grpc::Status Revoke(const std::string& name, bool suspend, const std::string& date) {
    v1::RevokeObjectedDocumentRequest request;
    request.set_name(name);
    request.set_suspend(suspend);
    request.set_reason("逾期未改正");
    request.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    request.mutable_decision()->set_document_title("区人民政府决定");
    request.mutable_decision()->set_person("区长");
    request.mutable_decision()->set_date(date);
    v1::Objection objection;
    return stub_->RevokeObjectedDocument(As(tokens_.reviewer).get(), request, &objection);
  }
  grpc::Status Join(const std::string& name, const std::string& lead) {
    v1::JoinObjectionRequest request;
    request.set_name(name);
    request.set_lead(lead);
    v1::Objection objection;
    return stub_->JoinObjection(As(tokens_.reviewer).get(), request, &objection);
  }
  grpc::Status Letter(const std::string& name, const std::string& token,
                      v1::ObjectionLetterKind kind, v1::ObjectionLetter* letter) {
    v1::GetObjectionLetterRequest request;
    request.set_name(name);
    request.set_kind(kind);
    return stub_->GetObjectionLetter(As(token).get(), request, letter);
  }
  grpc::Status Letter(const v1::Receipt& receipt, v1::ObjectionLetterKind kind,
                      v1::ObjectionLetter* letter) {
    v1::GetObjectionLetterRequest request;
    *request.mutable_receipt() = receipt;
    request.set_kind(kind);
    return stub_->GetObjectionLetter(As("").get(), request, letter);
  }
  grpc::Status AddEvidence(const v1::Receipt& receipt, const std::string& content) {
    v1::AddObjectionEvidenceRequest request;
    *request.mutable_receipt() = receipt;
    request.set_file_name("身份证甲某.pdf");
    request.set_content(content);
    v1::Objection objection;
    return stub_->AddObjectionEvidence(As("").get(), request, &objection);
  }
  v1::DocumentState StateOf(const std::string& document) {
    v1::GetDocumentRequest request;
    request.set_name(document);
    v1::Document found;
    EXPECT_TRUE(documents_->GetDocument(As(tokens_.reviewer).get(), request, &found).ok());
    return found.state();
  }
  // The words of the tasks of the objection, each with ! where it is overdue.
  Strings Tasks(const std::string& token, const std::string& objection) {
    v1::ListTasksRequest request;
    v1::ListTasksResponse response;
    EXPECT_TRUE(tasks_->ListTasks(As(token).get(), request, &response).ok());
    Strings words;
    for (const v1::Task& task : response.tasks()) {
      if (task.resource() == objection)
        words.push_back(absl::StrCat(task.todo_zh(), task.overdue() ? "!" : ""));
    }
    return words;
  }
  Strings Events(const std::string& name) { return EventTypes(*documents_, tokens_.auditor, name); }
  void WaitFor(const std::string& name, const std::string& event) {
    WaitForEvent(*documents_, tokens_.auditor, name, event);
  }
  void ExpectSoundStore() { testing::ExpectSoundStore(*admin_, tokens_.admin); }

 private:
  std::unique_ptr<v1::ObjectionService::Stub> stub_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  Tokens tokens_;
};

}  // namespace santong::testing
