// Commands as a clerk types them: what reaches the registry, what is printed where.
#include <sys/stat.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class Acts : public ::testing::Test {
 protected:
  Output Santong(const std::vector<std::string>& arguments, const std::string& input = "") {
    return RunProgram(arguments, environment_, input);
  }

  void AnswerWithDocument(const std::string& method, v1::DocumentState state) {
    v1::Document document;
    document.set_name("documents/7");
    document.set_state(state);
    document.set_title("关于养老的通知");
    document.set_registration_number("测登〔2026〕1号");
    document.set_etag("e1");
    fake_.Answer(method, document);
  }

  FakeRegistry fake_;
  Folder folder_;
  std::map<std::string, std::string> environment_ = fake_.Environment();
};

TEST_F(Acts, AVerdictNamesAFindingAndWhatIsSaidOfIt) {
  AnswerWithDocument("ReturnDocument", v1::DOCUMENT_STATE_RETURNED);
  const Output output = Santong({"doc", "return", "7", "--item", "写明施行日期", "--verdict",
                                 "sets-penalty-0f3c9a1be2d4:dismissed"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto requests = fake_.Requests<v1::ReturnDocumentRequest>("ReturnDocument");
  ASSERT_EQ(requests.size(), 1u);
  ASSERT_EQ(requests[0].verdicts_size(), 1);
  EXPECT_EQ(requests[0].verdicts(0).finding(), "sets-penalty-0f3c9a1be2d4");
  EXPECT_EQ(requests[0].verdicts(0).verdict(), v1::FINDING_VERDICT_KIND_DISMISSED);
  EXPECT_EQ(Santong({"doc", "return", "7", "--item", "写明", "--verdict", "dismissed"}).exit_code,
            2);
}

TEST_F(Acts, CreateTakesFlagsOverTheFileAndTheTextFromStandardInput) {
  AnswerWithDocument("CreateDocument", v1::DOCUMENT_STATE_DRAFT);
  const std::string file = folder_.Write(
      "d.yaml",
      "title: 旧标题\nkind: DOCUMENT_KIND_NOTICE\nterm: {kind: TERM_KIND_GENERAL, years: 5}\n");
  const Output output =
      Santong({"doc", "create", "--title", "关于养老的通知", "--from", file, "--issuer",
               "630203/government", "--issuer", "某某局", "--basis", "某法|某号|第三条",
               "--relation", "repeals:3:2026-02-01", "--affects-rights", "--text", "-"},
              "第一条\n");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto requests = fake_.Requests<v1::CreateDocumentRequest>("CreateDocument");
  ASSERT_EQ(requests.size(), 1u);
  const v1::Document& document = requests[0].document();
  EXPECT_EQ(document.title(), "关于养老的通知");
  EXPECT_EQ(document.kind(), v1::DOCUMENT_KIND_NOTICE);
  EXPECT_EQ(document.term().years(), 5);
  ASSERT_EQ(document.issuers_size(), 2);
  EXPECT_EQ(document.issuers(0).organ(), "jurisdictions/630203/organs/government");
  EXPECT_EQ(document.issuers(1).display_name(), "某某局");
  EXPECT_EQ(document.legal_bases(0).article(), "第三条");
  EXPECT_EQ(document.relations(0).kind(), v1::RELATION_KIND_REPEALS);
  EXPECT_EQ(document.relations(0).target(), "documents/3");
  EXPECT_EQ(document.relations(0).date(), "2026-02-01");
  EXPECT_TRUE(document.internal().affects_rights());
  EXPECT_EQ(requests[0].text(), "第一条\n");
  EXPECT_FALSE(requests[0].options().validate_only());
  EXPECT_EQ(requests[0].options().request_id().size(), 36u);
}

TEST_F(Acts, DataGoesToStandardOutputAndWordsWithTheNextStepToStandardError) {
  AnswerWithDocument("RegisterDocument", v1::DOCUMENT_STATE_REGISTERED);
  const Output output = Santong({"doc", "register", "7"});
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.out, AllOf(HasSubstr("测登〔2026〕1号"), Not(HasSubstr("下一步"))));
  EXPECT_THAT(output.err, AllOf(HasSubstr("已登记编号"), HasSubstr("santong doc publish 7")));
}

TEST_F(Acts, ARehearsalAsksForValidationAloneAndSaysThatNothingChanged) {
  AnswerWithDocument("SubmitDocument", v1::DOCUMENT_STATE_SUBMITTED);
  const Output output = Santong({"doc", "submit", "documents/7", "--dry-run"});
  const auto requests = fake_.Requests<v1::SubmitDocumentRequest>("SubmitDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].options().validate_only());
  EXPECT_THAT(output.err, AllOf(HasSubstr("没有改动"), Not(HasSubstr("下一步"))));
}

TEST_F(Acts, ASwitchThatIsSaidToBeOffIsOff) {
  AnswerWithDocument("CreateDocument", v1::DOCUMENT_STATE_DRAFT);
  const Output output =
      Santong({"doc", "create", "--title", "通知", "--urgent=false", "--major-decision=true"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto requests = fake_.Requests<v1::CreateDocumentRequest>("CreateDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_FALSE(requests[0].document().urgent());
  EXPECT_TRUE(requests[0].document().internal().major_decision());
  const Output tls =
      RunProgram({"config", "view", "-o", "csv", "--tls=false"}, {{"SANTONG_TLS", "true"}});
  EXPECT_THAT(tls.out, HasSubstr("tls,false\r\n"));
}

TEST_F(Acts, WhoWasDisabledIsEnabledAgain) {
  EXPECT_EQ(Santong({"admin", "principal", "update", "zhang", "--name", "张"}).exit_code, 0);
  EXPECT_EQ(Santong({"admin", "principal", "update", "zhang", "--name", "张", "--disabled=false"})
                .exit_code,
            0);
  const auto requests = fake_.Requests<v1::UpdatePrincipalRequest>("UpdatePrincipal");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_FALSE(requests[0].has_update_mask()) << "what is set is written";
  EXPECT_THAT(requests[1].update_mask().paths(), Contains("disabled"));
  EXPECT_THAT(requests[1].update_mask().paths(), Contains("display_name"));
  EXPECT_FALSE(requests[1].principal().disabled());
}

// Before, the command said that it was changed, and nothing was.
TEST_F(Acts, WhatIsEmptiedIsWritten) {
  Santong({"doc", "update", "7", "--last-valid-date", "", "--index-number", "1"});
  const auto requests = fake_.Requests<v1::UpdateDocumentRequest>("UpdateDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_THAT(requests[0].update_mask().paths(),
              UnorderedElementsAre("term.last_valid_date", "name", "index_number"));
}

TEST_F(Acts, WhatTheRegistryAloneWritesIsNamedInNoMask) {
  const std::string file =
      folder_.Write("got.json", R"({"title": "通知", "createTime": "2026-01-01T00:00:00Z",
                                   "currentVersion": {"text": "第一条"}, "term": {"years": 5}})");
  EXPECT_EQ(Santong({"doc", "update", "7", "--from", file, "--urgent=false"}).exit_code, 0);
  const auto requests = fake_.Requests<v1::UpdateDocumentRequest>("UpdateDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_THAT(requests[0].update_mask().paths(),
              UnorderedElementsAre("urgent", "name", "title", "term.years"));
}

TEST_F(Acts, ARetryCarriesTheSameIdentifier) {
  AnswerWithDocument("RegisterDocument", v1::DOCUMENT_STATE_REGISTERED);
  fake_.Refuse({grpc::StatusCode::UNAVAILABLE, "starting"});
  fake_.Refuse({grpc::StatusCode::UNAVAILABLE, "starting"});
  EXPECT_EQ(Santong({"doc", "register", "7"}).exit_code, 0);
  const auto requests = fake_.Requests<v1::RegisterDocumentRequest>("RegisterDocument");
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].options().request_id(), requests[1].options().request_id());
  EXPECT_EQ(requests[0].options().request_id(), requests[2].options().request_id());
  EXPECT_EQ(requests[0].options().request_id().size(), 36u);
}

TEST_F(Acts, EachOutputHasItsShape) {
  v1::ListDocumentsResponse list;
  auto* document = list.add_documents();
  document->set_name("documents/7");
  document->set_state(v1::DOCUMENT_STATE_DRAFT);
  document->set_title("a,\"b\"");
  fake_.Answer("ListDocuments", list);
  EXPECT_EQ(Santong({"doc", "list", "-o", "json"}).out,
            "{\n \"documents\": [\n  {\n   \"name\": \"documents/7\",\n   \"state\": "
            "\"DOCUMENT_STATE_DRAFT\",\n   \"title\": \"a,\\\"b\\\"\"\n  }\n ]\n}\n");
  EXPECT_EQ(Santong({"doc", "list", "-o", "csv", "--columns", "title,state"}).out,
            "title,state\r\n\"a,\"\"b\"\"\",DOCUMENT_STATE_DRAFT\r\n");
  EXPECT_EQ(Santong({"doc", "list", "-o", "name"}).out, "documents/7\n");
  EXPECT_EQ(Santong({"doc", "list", "--columns", "name", "--no-headers"}).out, "documents/7\n");
  EXPECT_THAT(Santong({"doc", "list", "-o", "yaml"}).out, StartsWith("documents:\n  - name: "));
  EXPECT_THAT(Santong({"doc", "list"}).out, HasSubstr("起草"));
  EXPECT_THAT(Santong({"doc", "list", "--lang", "en"}).out, HasSubstr("draft"));
}

TEST_F(Acts, AListGoesOnUntilItsLimitAndSaysThatThereIsMore) {
  v1::ListDocumentsResponse page;
  for (int i = 0; i < 3; ++i) page.add_documents()->set_name("documents/1");
  page.set_next_page_token("more");
  fake_.Answer("ListDocuments", page);
  const Output output =
      Santong({"doc", "list", "--limit", "6", "--state", "draft", "--state", "退回补正"});
  EXPECT_THAT(output.err, HasSubstr("--all"));
  const auto requests = fake_.Requests<v1::ListDocumentsRequest>("ListDocuments");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].page_size(), 6);
  EXPECT_EQ(requests[1].page_size(), 3);
  EXPECT_EQ(requests[1].page_token(), "more");
  EXPECT_THAT(requests[0].states(),
              ElementsAre(v1::DOCUMENT_STATE_DRAFT, v1::DOCUMENT_STATE_RETURNED));
}

TEST_F(Acts, ASearchOfSeveralPagesHasItsFacetsOnce) {
  v1::SearchDocumentsResponse page;
  page.add_hits()->mutable_document()->set_name("documents/1");
  auto* facet = page.add_facets();
  facet->set_field("state");
  facet->add_values()->set_value("IN_EFFECT");
  page.set_next_page_token("more");
  fake_.Answer("SearchDocuments", page);
  const Output output = Santong({"catalog", "search", "养老", "--facets", "--limit", "3"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(fake_.Requests<v1::SearchDocumentsRequest>("SearchDocuments").size(), 3u);
  const size_t at = output.err.find("IN_EFFECT");
  EXPECT_NE(at, std::string::npos) << output.err;
  EXPECT_EQ(output.err.find("IN_EFFECT", at + 1), std::string::npos) << output.err;
}

TEST_F(Acts, EvidenceIsAddedToWhatIsThereAndOnlyOverWhatWasRead) {
  v1::Document document;
  document.set_name("documents/7");
  document.set_etag("e1");
  document.mutable_internal()->add_evidence()->set_kind(v1::EVIDENCE_KIND_SIGNATURE);
  fake_.Answer("GetDocument", document);
  fake_.Answer("UpdateDocument", document);
  const std::string file = folder_.Write("opinion.pdf", "%PDF");
  const Output output = Santong({"doc", "evidence", "add", "7", "--kind", "legality-review",
                                 "--title", "意见书", "--date", "2026-01-05", "--person", "张三",
                                 "--conclusion", "lawful", "--file", file});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto requests = fake_.Requests<v1::UpdateDocumentRequest>("UpdateDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].options().etag(), "e1");
  EXPECT_THAT(requests[0].update_mask().paths(), ElementsAre("internal.evidence"));
  const auto& evidence = requests[0].document().internal().evidence();
  ASSERT_EQ(evidence.size(), 2);
  EXPECT_EQ(evidence[0].kind(), v1::EVIDENCE_KIND_SIGNATURE);
  EXPECT_EQ(evidence[1].kind(), v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  EXPECT_EQ(evidence[1].conclusion(), v1::CONCLUSION_LAWFUL);
  EXPECT_EQ(evidence[1].attachment_sha256().size(), 64u);
}

TEST_F(Acts, AnAttachmentComesBackByteForByteAndNeverOverItselfHalf) {
  const std::string bytes(3'000'000, '\x7f');
  const Output attached =
      Santong({"doc", "attach", "7", folder_.Write("a.bin", bytes), "-o", "name"});
  ASSERT_EQ(attached.exit_code, 0) << attached.err;
  const std::string sha256 = attached.out.substr(attached.out.rfind('/') + 1, 64);
  const std::string to = folder_.Path("back.bin");
  EXPECT_EQ(Santong({"doc", "fetch", "7", sha256, "--to", to}).exit_code, 0);
  EXPECT_TRUE(ReadAll(to) == bytes);
  const Output wrong = Santong({"doc", "fetch", "7", std::string(64, '0'), "--to", to});
  EXPECT_EQ(wrong.exit_code, 1) << "the bytes have another hash";
  EXPECT_TRUE(ReadAll(to) == bytes);
}

TEST_F(Acts, ADecisionIsSentAsWhatItCanOnlyBe) {
  Santong({"doc", "suspend", "7", "--reason", "复查", "--decision", "某决定", "--decision-date",
           "2026-01-01"});
  const auto requests = fake_.Requests<v1::SuspendDocumentRequest>("SuspendDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].decision().kind(), v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  EXPECT_EQ(requests[0].decision().document_title(), "某决定");
  Santong({"doc", "suspend", "7", "--reason", "复查"});
  EXPECT_FALSE(fake_.Requests<v1::SuspendDocumentRequest>("SuspendDocument")[1].has_decision());
}

TEST_F(Acts, CheckSaysYesOrNoInWordsAndEachConditionWithItsSignFactDayAndArticle) {
  v1::Basis basis;
  basis.set_answer(v1::BASIS_ANSWER_NO);
  basis.set_date("2026-03-01");
  basis.set_title("关于养老的通知");
  auto* condition = basis.add_conditions();
  condition->set_name("IsRegistered");
  condition->set_title_zh("已统一登记");
  condition->set_holds(true);
  condition->set_fact("测登〔2026〕1号");
  condition->set_date("2026-01-09");
  condition->set_article("第九条");
  condition->set_provisional(true);
  condition = basis.add_conditions();
  condition->set_title_zh("已施行");
  fake_.Answer("CheckBasis", basis);
  const Output output = Santong({"catalog", "check", "测登〔2026〕1号", "--date", "2026-03-01"});
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.out, AllOf(StartsWith("不可以"), HasSubstr("✓ 是"), HasSubstr("✗ 否"),
                                HasSubstr("第九条"), HasSubstr("2026-01-09"), HasSubstr("待核定")));
  EXPECT_EQ(fake_.Requests<v1::CheckBasisRequest>("CheckBasis")[0].date(), "2026-03-01");
}

TEST_F(Acts, CheckTakesSeveralNumbersAndThoseOfStandardInput) {
  v1::BatchCheckBasisResponse answers;
  v1::Basis* yes = answers.add_answers();
  yes->set_answer(v1::BASIS_ANSWER_YES);
  yes->set_date("2026-03-01");
  yes->set_title("养老服务办法");
  yes->add_conditions()->set_provisional(true);
  yes->add_doubts_zh("第三条已被撤销");
  answers.add_answers()->set_answer(v1::BASIS_ANSWER_UNKNOWN);
  fake_.Answer("BatchCheckBasis", answers);
  const Output output =
      Santong({"catalog", "check", "测登〔2026〕1号", "-", "--date", "2026-03-01"},
              "平民〔2012〕1号\r\n\n平民〔2012〕2号\n");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("测登〔2026〕1号"), HasSubstr("养老服务办法"),
                                HasSubstr("平民〔2012〕1号"), HasSubstr("待核定；第三条已被撤销")));
  auto requests = fake_.Requests<v1::BatchCheckBasisRequest>("BatchCheckBasis");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_THAT(requests[0].numbers(),
              ElementsAre("测登〔2026〕1号", "平民〔2012〕1号", "平民〔2012〕2号"));
  EXPECT_EQ(requests[0].date(), "2026-03-01");
  EXPECT_TRUE(fake_.Requests<v1::CheckBasisRequest>("CheckBasis").empty());
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "平民〔2012〕" + std::to_string(i) + "号\n";
  EXPECT_EQ(Santong({"catalog", "check", "-"}, many).exit_code, 0);
  requests = fake_.Requests<v1::BatchCheckBasisRequest>("BatchCheckBasis");
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[1].numbers_size(), 1000);
  EXPECT_EQ(requests[2].numbers_size(), 1);
}

TEST_F(Acts, ADayPastIsAskedForAndAPaperByWhatItSays) {
  Santong({"doc", "get", "7", "--as-of", "2020-01-01"});
  EXPECT_EQ(fake_.Requests<v1::GetDocumentRequest>("GetDocument")[0].as_of(), "2020-01-01");
  Santong({"catalog", "lookup", "测登", "--as-of", "2020-01-01"});
  EXPECT_EQ(fake_.Requests<v1::LookupDocumentRequest>("LookupDocument")[0].as_of(), "2020-01-01");
  Santong({"doc", "list", "--text", "工作要点"});
  EXPECT_EQ(fake_.Requests<v1::ListDocumentsRequest>("ListDocuments")[0].text(), "工作要点");
}

TEST_F(Acts, ASecretGoesToANewFileOfItsOwnerAloneOrIsShownOnce) {
  v1::Token token;
  token.set_name("principals/zhang-san/tokens/1");
  token.set_secret("very-secret");
  fake_.Answer("CreateToken", token);
  const std::string path = folder_.Path("token");
  const Output output = Santong({"admin", "token", "create", "zhang-san", "--out", path});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(ReadAll(path), "very-secret\n");
  struct stat about {};
  ASSERT_EQ(stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_THAT(output.out + output.err, Not(HasSubstr("very-secret")));
  EXPECT_EQ(Santong({"admin", "token", "create", "zhang-san", "--out", path}).exit_code, 2);
  EXPECT_EQ(fake_.Requests<v1::CreateTokenRequest>("CreateToken").size(), 1u)
      << "no token is made whose secret has no place";
  EXPECT_EQ(Santong({"admin", "token", "create", "zhang-san", "--out", folder_.Path("none/token")})
                .exit_code,
            2);
  EXPECT_EQ(fake_.Requests<v1::CreateTokenRequest>("CreateToken").size(), 1u)
      << "nor is one whose folder is not there";
  EXPECT_THAT(Santong({"admin", "token", "create", "zhang-san"}).out, HasSubstr("very-secret"));
}

TEST_F(Acts, ATokenMadeBeforeHasNoSecretAndNoFileIsWritten) {
  v1::Token token;
  token.set_name("principals/zhang-san/tokens/1");
  fake_.Answer("CreateToken", token);
  const std::string path = folder_.Path("token");
  const Output output = Santong({"admin", "token", "create", "zhang-san", "--out", path});
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_THAT(output.err, HasSubstr("santong admin token revoke principals/zhang-san/tokens/1"));
  EXPECT_NE(access(path.c_str(), F_OK), 0);
}

TEST_F(Acts, TheNameOfATaskIsWhatItIsAbout) {
  v1::ListTasksResponse tasks;
  tasks.add_tasks()->set_resource("documents/7");
  fake_.Answer("ListTasks", tasks);
  EXPECT_EQ(Santong({"task", "list", "-o", "name"}).out, "documents/7\n");
}

TEST_F(Acts, AFileThatIsPublishedStaysSoWhenItBecomesEvidence) {
  v1::Document document;
  document.set_name("documents/7");
  document.set_etag("e1");
  document.add_published_files()->set_sha256(
      "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027");  // of "%PDF"
  fake_.Answer("GetDocument", document);
  fake_.Answer("UpdateDocument", document);
  const auto add = [&](const std::string& file) {
    return Santong({"doc", "evidence", "add", "7", "--kind", "drafting-explanation", "--title",
                    "说明", "--date", "2026-01-05", "--person", "张三", "--file", file});
  };
  EXPECT_EQ(add(folder_.Write("annex.pdf", "%PDF")).exit_code, 0);
  EXPECT_EQ(add(folder_.Write("other.pdf", "%PDF-2")).exit_code, 0);
  const auto headers = fake_.Requests<v1::AttachmentHeader>("AddAttachment");
  ASSERT_EQ(headers.size(), 2u);
  EXPECT_TRUE(headers[0].publish());
  EXPECT_FALSE(headers[1].publish());
}

TEST_F(Acts, ATokenIsReadFromItsFileAndSent) {
  environment_["SANTONG_TOKEN_FILE"] = folder_.Write("token", "abc\n");
  Santong({"catalog", "lookup", "测登"});
  EXPECT_EQ(fake_.Metadata()["authorization"], "Bearer abc");
  EXPECT_EQ(fake_.Metadata()["accept-language"], "zh-CN");
}

TEST_F(Acts, OrgansOfTheDistrictAreLoadedWithIdentifiersByTheirKind) {
  const Output output = Santong(
      {"admin", "organ", "load", "tests/testdata/pingan_organs.csv", "--jurisdiction", "630203"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto requests = fake_.Requests<v1::CreateOrganRequest>("CreateOrgan");
  ASSERT_EQ(requests.size(), 40u);
  EXPECT_EQ(requests[0].parent(), "jurisdictions/630203");
  EXPECT_EQ(requests[0].organ_id(), "government");
  EXPECT_EQ(requests[0].organ().display_name(), "海东市平安区人民政府");
  EXPECT_EQ(requests[0].organ().document_prefix(), "平政");
  EXPECT_EQ(requests[1].organ_id(), "government-office");
  EXPECT_EQ(requests[39].organ().kind(), v1::ORGAN_KIND_TOWNSHIP);
}

TEST_F(Acts, AFileOfOrgansWhoseQuoteIsNeverClosedIsRefusedWhole) {
  const std::string file =
      folder_.Write("organs.csv", "kind,full_name\ngovernment,区政府\nbureau,\"民政局\n");
  const Output output = Santong({"admin", "organ", "load", file, "--jurisdiction", "630203"});
  EXPECT_EQ(output.exit_code, 2) << output.err;
  EXPECT_THAT(output.err, HasSubstr("引号没有配对"));
  EXPECT_TRUE(fake_.Requests<v1::CreateOrganRequest>("CreateOrgan").empty());
}

TEST_F(Acts, WhatIsUnconfirmedIsListedForTheJurisdictionOfTheSettings) {
  v1::ListPolicyLeavesResponse leaves;
  auto* leaf = leaves.add_leaves();
  leaf->set_key("registration.decide_days");
  leaf->set_number(5);
  fake_.Answer("ListPolicyLeaves", leaves);
  environment_["SANTONG_JURISDICTION"] = "630203";
  for (const auto& noun : std::vector<std::vector<std::string>>{{"policy"}, {"admin", "policy"}}) {
    auto arguments = noun;
    arguments.insert(arguments.end(), {"list", "--unconfirmed"});
    EXPECT_THAT(Santong(arguments).out,
                AllOf(HasSubstr("registration.decide_days"), HasSubstr("待核定")));
  }
  const auto requests = fake_.Requests<v1::ListPolicyLeavesRequest>("ListPolicyLeaves");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[1].jurisdiction(), "jurisdictions/630203");
  EXPECT_TRUE(requests[1].unconfirmed_only());
}

TEST_F(Acts, WhatIsAmissWithAPlaceIsSaidToWhoSetsItsPolicyAndToWhoLooksAtTheServer) {
  v1::PlaceWarning warning;
  warning.set_jurisdiction("jurisdictions/630202");
  warning.set_text_zh("乐都区没有法制机构");
  warning.set_text_en("there is no legal office in Ledu");
  v1::SetPolicyResponse set;
  *set.add_warnings() = warning;
  fake_.Answer("SetPolicy", set);
  v1::GetServerInfoResponse info;
  info.set_version("0.1.0");
  *info.add_warnings() = warning;
  fake_.Answer("GetServerInfo", info);
  const std::string file = folder_.Write(
      "policy.yaml",
      "jurisdiction: jurisdictions/630202\nleaves: [{key: registrar_model, text: issuer}]\n");
  const Output answer = Santong({"admin", "policy", "set", file});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_THAT(answer.err, HasSubstr("注意：乐都区没有法制机构"));
  const Output shown = Santong({"admin", "info"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.err, HasSubstr("注意：乐都区没有法制机构"));
  EXPECT_THAT(shown.out, AllOf(HasSubstr("0.1.0"), Not(HasSubstr("630202"))));
  EXPECT_THAT(Santong({"admin", "info", "-o", "json"}).out, HasSubstr("630202"));
  EXPECT_THAT(Santong({"admin", "info", "--lang", "en"}).err,
              HasSubstr("Note: there is no legal office in Ledu"));
}

TEST_F(Acts, AWorkflowIsATableAMermaidDiagramOrArrows) {
  v1::Workflow workflow;
  for (const auto& [name, title] :
       {std::pair("DRAFT", "起草"), std::pair("SUBMITTED", "登记申请")}) {
    auto* state = workflow.add_states();
    state->set_name(name);
    state->set_title_zh(title);
  }
  auto* row = workflow.add_rows();
  row->set_from("DRAFT");
  row->set_to("SUBMITTED");
  row->set_action_zh("申请登记");
  fake_.Answer("GetWorkflow", workflow);
  EXPECT_THAT(Santong({"workflow", "show", "document"}).out, HasSubstr("申请登记"));
  EXPECT_THAT(Santong({"workflow", "show", "document", "--diagram"}).out,
              AllOf(StartsWith("stateDiagram-v2\n"), HasSubstr("DRAFT --> SUBMITTED : 申请登记")));
  EXPECT_THAT(Santong({"workflow", "show", "document", "--diagram", "text"}).out,
              HasSubstr("── 申请登记 ──▶ 登记申请"));
  EXPECT_EQ(fake_.Requests<v1::GetWorkflowRequest>("GetWorkflow")[0].name(), "workflows/document");
}

TEST_F(Acts, AnOverdueTaskIsAnExitCodeForThoseWhoAskForIt) {
  v1::ListTasksResponse tasks;
  tasks.add_tasks()->set_overdue(true);
  fake_.Answer("ListTasks", tasks);
  EXPECT_EQ(Santong({"task", "list"}).exit_code, 0);
  EXPECT_EQ(Santong({"task", "list", "--fail-if-overdue"}).exit_code, 8);
}

TEST_F(Acts, HealthIsToldByTheHealthService) {
  const Output output = Santong({"health", "-o", "json"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("\"SERVING\""));
}

}  // namespace
}  // namespace santong::testing
