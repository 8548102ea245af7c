// Screening through the server: asked for, and by itself on submission.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::Not;

class Screening : public ::testing::Test {
 protected:
  // A draft of the drafter's with this paragraph in it.
  v1::Document DraftedWith(const std::string& title, const std::string& paragraph) {
    v1::CreateDocumentRequest request = registry_.CompleteDraft(title);
    request.set_text(absl::StrCat(request.text(), paragraph, "\n"));
    v1::Document document;
    grpc::Status status = registry_.documents().CreateDocument(As(registry_.tokens().drafter).get(),
                                                               request, &document);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return document;
  }
  void Submit(const std::string& name) {
    v1::SubmitDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    grpc::Status status = registry_.documents().SubmitDocument(As(registry_.tokens().drafter).get(),
                                                               request, &document);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  grpc::Status Screen(const std::string& token, const v1::ScreenDocumentRequest& request,
                      v1::ScreenDocumentResponse* response) {
    return registry_.documents().ScreenDocument(As(token).get(), request, response);
  }
  v1::ScreenDocumentResponse ScreenNamed(const std::string& token, const std::string& name) {
    v1::ScreenDocumentRequest request;
    request.set_name(name);
    v1::ScreenDocumentResponse response;
    grpc::Status status = Screen(token, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::ScreenDocumentResponse ScreenText(const std::string& text) {
    v1::ScreenDocumentRequest request;
    request.set_text(text);
    v1::ScreenDocumentResponse response;
    grpc::Status status = Screen(registry_.tokens().drafter, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // The last event of the document with this action.
  v1::Event EventOf(const std::string& name, const std::string& action) {
    v1::ListHistoryRequest request;
    request.set_parent(name);
    v1::ListHistoryResponse history;
    EXPECT_TRUE(registry_.documents()
                    .ListHistory(As(registry_.tokens().auditor).get(), request, &history)
                    .ok());
    v1::Event found;
    for (const v1::Event& event : history.events()) {
      if (event.action() == action) found = event;
    }
    return found;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

std::vector<std::string> Rules(const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
  std::vector<std::string> rules;
  for (const v1::Finding& finding : findings) rules.push_back(finding.rule());
  return rules;
}

const v1::Finding* Find(const v1::ScreenDocumentResponse& response, const std::string& rule) {
  for (const v1::Finding& finding : response.findings()) {
    if (finding.rule() == rule) return &finding;
  }
  return nullptr;
}

// product.md §7: the passage, its offset, the rule and the article.
TEST_F(Screening, AFindingStandsWhereItsPassageStands) {
  const std::string text = "第一条 乱倒垃圾的，由村民委员会罚款200元。联系人电话13812345678。";
  const v1::ScreenDocumentResponse response = ScreenText(text);
  const v1::Finding* penalty = Find(response, "sets-penalty");
  ASSERT_NE(penalty, nullptr);
  EXPECT_EQ(text.substr(static_cast<size_t>(penalty->offset_bytes()),
                        static_cast<size_t>(penalty->length_bytes())),
            penalty->passage());
  EXPECT_FALSE(penalty->article().empty());
  EXPECT_TRUE(absl::StartsWith(penalty->id(), "sets-penalty-"));
  EXPECT_EQ(penalty->weight(), v1::FINDING_WEIGHT_VERDICT);
  EXPECT_NE(Find(response, "personal-mobile-number"), nullptr);
  EXPECT_FALSE(response.has_on_submission());
}

// product.md §7: quoting a law's own penalty is not setting one.
TEST_F(Screening, ALawsOwnPenaltyIsNotAFinding) {
  EXPECT_EQ(Find(ScreenText("依照《中华人民共和国环境保护法》第六十条的规定，责令停业整顿；"
                            "情节严重的，处一万元罚款。"),
                 "sets-penalty"),
            nullptr);
}

TEST_F(Screening, ASubmittedTextIsReadByItselfAndTheEventCountsWhatWasFound) {
  const v1::Document document = DraftedWith("筛查办法",
                                            "第三条 乱倒垃圾的，由村民委员会罚款200元。\n"
                                            "第四条 按照《外地办法》（外政规〔2020〕9号）执行。");
  EXPECT_FALSE(ScreenNamed(registry_.tokens().drafter, document.name()).has_on_submission());
  Submit(document.name());
  const auto read = ScreenNamed(registry_.tokens().reviewer, document.name());
  ASSERT_TRUE(read.has_on_submission());
  EXPECT_EQ(read.on_submission().version(), 1);
  EXPECT_EQ(read.on_submission().date(), registry_.today());
  ASSERT_THAT(Rules(read.on_submission().findings()), Contains("sets-penalty"));
  ASSERT_EQ(read.on_submission().findings_size(), read.findings_size());
  int notes = 0;
  for (int i = 0; i < read.findings_size(); ++i) {
    EXPECT_EQ(read.on_submission().findings(i).id(), read.findings(i).id());
    if (read.findings(i).weight() == v1::FINDING_WEIGHT_NOTE) ++notes;
  }
  EXPECT_EQ(notes, 1) << "a number that this register does not hold is a note";
  const v1::Event event = EventOf(document.name(), "SUBMIT");
  EXPECT_EQ(event.facts().at("findings"), absl::StrCat(read.findings_size() - notes));
  EXPECT_EQ(event.facts().at("notes"), "1");
  server_.KillAndRestart();
  auto documents = v1::DocumentService::NewStub(server_.Channel());
  v1::ScreenDocumentRequest again;
  again.set_name(document.name());
  v1::ScreenDocumentResponse kept;
  ASSERT_TRUE(documents->ScreenDocument(As(registry_.tokens().auditor).get(), again, &kept).ok());
  EXPECT_EQ(kept.on_submission().SerializeAsString(), read.on_submission().SerializeAsString());
}

TEST_F(Screening, AnotherSubmissionIsReadAnew) {
  const v1::Document document =
      DraftedWith("再报办法", "第三条 乱倒垃圾的，由村民委员会罚款200元。");
  Submit(document.name());
  v1::ReturnDocumentRequest back;
  back.set_name(document.name());
  back.add_items("删去罚款");
  v1::Document changed;
  ASSERT_TRUE(registry_.documents()
                  .ReturnDocument(As(registry_.tokens().reviewer).get(), back, &changed)
                  .ok());
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(document.name());
  update.set_text(registry_.CompleteDraft("再报办法").text());
  grpc::Status status =
      registry_.documents().UpdateDocument(As(registry_.tokens().drafter).get(), update, &changed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  Submit(document.name());
  const auto read = ScreenNamed(registry_.tokens().reviewer, document.name());
  EXPECT_THAT(Rules(read.on_submission().findings()), Not(Contains("sets-penalty")));
  ExpectSoundStore(registry_.admin(), registry_.tokens().admin);
}

// product.md §7: a reviewer's verdict on each.
TEST_F(Screening, AVerdictIsKeptAndStaysOnWhatIsFoundAgain) {
  const v1::Document document =
      DraftedWith("审查办法", "第三条 乱倒垃圾的，由村民委员会罚款200元。");
  Submit(document.name());
  const std::string id =
      Find(ScreenNamed(registry_.tokens().reviewer, document.name()), "sets-penalty")->id();
  v1::ReturnDocumentRequest back;
  back.set_name(document.name());
  back.add_items("第一条写明施行日期");
  v1::FindingVerdict& verdict = *back.add_verdicts();
  verdict.set_finding(id);
  verdict.set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
  verdict.set_note("引用上位法的处罚");
  v1::Document changed;
  const std::string reviewer = registry_.tokens().reviewer;
  grpc::Status status = registry_.documents().ReturnDocument(As(reviewer).get(), back, &changed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(EventOf(document.name(), "RETURN").facts().at("verdicts"), "1");
  Submit(document.name());
  const auto read = ScreenNamed(reviewer, document.name());
  int judged = 0;
  for (const v1::Finding& finding : read.on_submission().findings()) {
    if (finding.verdict() == v1::FINDING_VERDICT_KIND_UNSPECIFIED) continue;
    ++judged;
    EXPECT_EQ(finding.id(), id);
    EXPECT_EQ(finding.verdict(), v1::FINDING_VERDICT_KIND_DISMISSED);
    EXPECT_EQ(finding.verdict_note(), "引用上位法的处罚");
  }
  EXPECT_EQ(judged, 1);
}

TEST_F(Screening, AVerdictOnWhatWasNotFoundIsRefusedAndNothingIsDone) {
  const v1::Document document = DraftedWith("审查办法", "");
  Submit(document.name());
  v1::ReturnDocumentRequest back;
  back.set_name(document.name());
  back.add_items("写明施行日期");
  back.add_verdicts()->set_finding("sets-penalty-000000000000");
  back.mutable_verdicts(0)->set_verdict(v1::FINDING_VERDICT_KIND_UPHELD);
  v1::Document changed;
  const std::string reviewer = registry_.tokens().reviewer;
  for (const bool rehearsal : {true, false}) {
    back.mutable_options()->set_validate_only(rehearsal);
    const grpc::Status status =
        registry_.documents().ReturnDocument(As(reviewer).get(), back, &changed);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_TRUE(absl::StrContains(status.error_details(), "verdicts[0].finding"));
  }
  v1::GetDocumentRequest get;
  get.set_name(document.name());
  ASSERT_TRUE(registry_.documents().GetDocument(As(reviewer).get(), get, &changed).ok());
  EXPECT_EQ(changed.state(), v1::DOCUMENT_STATE_SUBMITTED);
}

TEST_F(Screening, ACitationOfARepealedDocumentNamesItAndItsState) {
  const v1::Document cited = registry_.Published("将废止的办法");
  const std::string text =
      absl::StrCat("根据《将废止的办法》（", cited.document_number(), "）制定本办法。");
  EXPECT_EQ(Find(ScreenText(text), "cites-repealed"), nullptr) << "it may be relied on";
  EXPECT_EQ(Find(ScreenText(text), "cites-unknown"), nullptr);
  v1::RepealDocumentRequest repeal;
  repeal.set_name(cited.name());
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("已不适应");
  v1::Evidence& decision = *repeal.mutable_decision();
  decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  decision.set_document_title("区人民政府决定");
  decision.set_person("区长");
  decision.set_date(registry_.today());
  v1::Document repealed;
  grpc::Status status = registry_.documents().RepealDocument(As(registry_.tokens().reviewer).get(),
                                                             repeal, &repealed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const std::string& citing :
       {text, std::string("根据《将废止的办法》制定本办法。"),
        absl::StrCat("根据《该办法》（", cited.registration_number(), "）制定本办法。")}) {
    const v1::ScreenDocumentResponse response = ScreenText(citing);
    const v1::Finding* finding = Find(response, "cites-repealed");
    ASSERT_NE(finding, nullptr) << citing;
    EXPECT_EQ(finding->cited_document(), cited.name());
    EXPECT_EQ(finding->cited_state(), v1::DOCUMENT_STATE_REPEALED);
  }
}

TEST_F(Screening, ADraftThatNobodyMaySeeIsNotToldByItsNumber) {
  const v1::Document draft = registry_.Drafted("未公布的办法");
  const v1::Finding* finding = nullptr;
  const auto response =
      ScreenText(absl::StrCat("按照《未公布的办法》（", draft.document_number(), "）执行。"));
  finding = Find(response, "cites-unknown");
  ASSERT_NE(finding, nullptr);
  EXPECT_TRUE(finding->cited_document().empty());
}

TEST_F(Screening, WhoMayNotSeeADocumentMayNotScreenIt) {
  const v1::Document document = DraftedWith("本机关办法", "");
  Submit(document.name());
  v1::ScreenDocumentRequest request;
  request.set_name(document.name());
  v1::ScreenDocumentResponse response;
  EXPECT_EQ(Screen(registry_.tokens().other_drafter, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_NE(Screen("", request, &response).error_code(), grpc::StatusCode::OK);
}

TEST_F(Screening, WhatWasFoundOnSubmissionStaysInternalAfterPublication) {
  const v1::Document document = registry_.Published("公布的办法");
  EXPECT_TRUE(ScreenNamed(registry_.tokens().reviewer, document.name()).has_on_submission());
  EXPECT_FALSE(ScreenNamed(registry_.tokens().other_drafter, document.name()).has_on_submission());
}

}  // namespace
}  // namespace santong::testing
