// The catalogue's other reads through the real server: batches, days past, differences, citations.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class CatalogReads : public ::testing::Test {
 protected:
  v1::CatalogService::Stub& catalog() { return registry_.catalog(); }
  // Documents that were imported, by title and text, with the number 平民〔2012〕n号.
  std::vector<std::string> Import(const std::vector<std::pair<std::string, std::string>>& texts) {
    auto context = As(registry_.tokens().admin);
    auto stream = registry_.documents().ImportDocuments(context.get());
    v1::ImportDocumentsRequest message;
    message.mutable_start()->set_import_id("stock");
    message.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
    message.mutable_start()->set_jurisdiction(kDistrict);
    stream->Write(message);
    message.Clear();
    for (const auto& [title, text] : texts) {
      v1::ImportRow* row = message.mutable_rows()->Add();
      row->set_row(message.rows_size());
      row->set_title(title);
      row->set_text(text);
      row->set_issuer("平安区民政局");
      row->set_document_number(absl::StrCat("平民〔2012〕", message.rows_size(), "号"));
      row->set_written_date("2012-03-01");
    }
    stream->Write(message);
    stream->WritesDone();
    std::vector<std::string> names;
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
      for (const v1::ImportResult& result : response.results()) names.push_back(result.document());
    }
    EXPECT_TRUE(stream->Finish().ok());
    return names;
  }
  v1::ListCitationsResponse Citations(const std::string& document,
                                      v1::CitationDirection direction) {
    v1::ListCitationsRequest request;
    request.set_parent(document);
    request.set_direction(direction);
    v1::ListCitationsResponse response;
    // Until the index has come to the last event of the import.
    EXPECT_TRUE(Eventually([&] {
      v1::SearchDocumentsRequest search;
      search.set_query("办法");
      v1::SearchDocumentsResponse found;
      const grpc::Status status = catalog().SearchDocuments(As("").get(), search, &found);
      return status.ok() && found.complete_to_sequence() == found.event_sequence();
    })) << "the index did not come to the last event";
    const grpc::Status status = catalog().ListCitations(As("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  RunningServer server_{{"--public-reads-per-minute", "0"}};
  Registry& registry_ = server_.registry();
};

TEST_F(CatalogReads, ABatchAnswersEachNumberInItsOrder) {
  const v1::Document document = registry_.Published("养老服务办法");
  v1::BatchCheckBasisRequest request;
  request.add_numbers("无此〔2026〕999号");
  request.add_numbers(document.registration_number());
  request.add_numbers(document.name());
  v1::BatchCheckBasisResponse response;
  ASSERT_TRUE(catalog().BatchCheckBasis(As("").get(), request, &response).ok());
  ASSERT_EQ(response.answers_size(), 3);
  EXPECT_EQ(response.answers(0).answer(), v1::BASIS_ANSWER_UNKNOWN);
  EXPECT_EQ(response.answers(1).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(response.answers(2).document(), document.name());
  for (int i = 0; i < 1000; ++i) request.add_numbers("x");
  EXPECT_EQ(catalog().BatchCheckBasis(As("").get(), request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CatalogReads, TheTextBearsTheDaysThatTheDocumentKnows) {
  const v1::Document document = registry_.Published("养老服务办法");
  v1::GetDocumentRequest get;
  get.set_name(document.name());
  for (const std::string& as_of : {std::string(), registry_.today()}) {
    get.set_as_of(as_of);
    v1::Document seen;
    ASSERT_TRUE(registry_.documents().GetDocument(As("").get(), get, &seen).ok());
    ASSERT_EQ(seen.versions_size(), 1);
    // Before: empty, for the text had been stored before its first day was known.
    EXPECT_EQ(seen.current_version().effective_date(), document.effective_date()) << as_of;
    EXPECT_EQ(seen.versions(0).effective_date(), seen.current_version().effective_date());
    EXPECT_NE(seen.current_version().text(), "");
  }
}

TEST_F(CatalogReads, ADocumentIsReadAsItStoodOnADay) {
  const v1::Document document = registry_.Published("养老服务办法");
  v1::GetDocumentRequest get;
  get.set_name(document.name());
  get.set_as_of(registry_.today());
  v1::Document seen;
  ASSERT_TRUE(registry_.documents().GetDocument(As("").get(), get, &seen).ok());
  EXPECT_EQ(seen.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_NE(seen.current_version().text(), "");
  get.set_as_of("2000-01-01");
  EXPECT_EQ(registry_.documents().GetDocument(As("").get(), get, &seen).error_code(),
            grpc::StatusCode::NOT_FOUND);
  get.set_as_of("2000-02-30");
  EXPECT_EQ(registry_.documents().GetDocument(As("").get(), get, &seen).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  get.set_name(registry_.Drafted("草案").name());
  get.set_as_of(registry_.today());
  EXPECT_EQ(registry_.documents()
                .GetDocument(As(registry_.tokens().drafter).get(), get, &seen)
                .error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "the view of a day is the public's";
  v1::LookupDocumentRequest lookup;
  lookup.set_text(document.registration_number());
  v1::LookupDocumentResponse found;
  ASSERT_TRUE(catalog().LookupDocument(As("").get(), lookup, &found).ok());
  EXPECT_EQ(found.matches_size(), 1);
  lookup.set_as_of("2000-01-01");
  ASSERT_TRUE(catalog().LookupDocument(As("").get(), lookup, &found).ok());
  EXPECT_EQ(found.matches_size(), 0);
}

TEST_F(CatalogReads, TwoTextsAreComparedArticleByArticle) {
  const auto names =
      Import({{"旧办法", "第一条 目的。\n第二条 每月一百元。\n第三条 施行。\n"},
              {"新办法", "第一条 目的。\n第二条 每月二百元。\n第三条 施行。\n第四条 附则。\n"}});
  v1::DiffVersionsRequest request;
  request.set_from(names[0] + "/versions/1");
  request.set_to(names[1] + "/versions/1");
  request.set_changes_only(true);
  v1::DiffVersionsResponse response;
  const grpc::Status status = catalog().DiffVersions(As("").get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.parts_size(), 2);
  EXPECT_EQ(response.parts(0).change(), v1::DIFF_CHANGE_CHANGED);
  EXPECT_EQ(response.parts(0).to_anchor(), "art-2");
  EXPECT_EQ(response.parts(1).change(), v1::DIFF_CHANGE_ADDED);
  EXPECT_EQ(response.parts(1).to_anchor(), "art-4");
  request.set_to(registry_.Drafted("草案").name() + "/versions/1");
  EXPECT_EQ(catalog().DiffVersions(As("").get(), request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "a draft is not there for the public";
}

TEST_F(CatalogReads, CitationsAreFollowedBothWays) {
  const auto names = Import({{"平安区养老服务办法", "第一条 目的。"},
                             {"养老服务细则",
                              "根据《平安区养老服务办法》（平民〔2012〕1号）和《中华人民共和国老年"
                              "人权益保障法》，制定本办法。"},
                             {"养老补贴通知", "依照《平安区养老服务办法》执行。"}});
  const auto cites = Citations(names[1], v1::CITATION_DIRECTION_CITES);
  ASSERT_EQ(cites.citations_size(), 2) << cites.ShortDebugString();
  EXPECT_THAT(cites.citations(0).to(), ElementsAre(names[0]));
  EXPECT_EQ(cites.citations(0).number(), "平民〔2012〕1号");
  EXPECT_EQ(cites.citations(1).to_size(), 0) << "a law is not in the register";
  const auto cited_by = Citations(names[0], v1::CITATION_DIRECTION_CITED_BY);
  ASSERT_EQ(cited_by.citations_size(), 2) << cited_by.ShortDebugString();
  EXPECT_EQ(cited_by.citations(0).from(), names[1]);
  EXPECT_EQ(cited_by.citations(1).from(), names[2]);
  EXPECT_THAT(Citations(names[2], v1::CITATION_DIRECTION_CITES).citations(0).to(),
              ElementsAre(names[0]));
  v1::ListCitationsRequest request;
  request.set_parent("documents/999999");
  v1::ListCitationsResponse response;
  EXPECT_EQ(catalog().ListCitations(As("").get(), request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(CatalogReads, ACitedNumberThatNobodyBearsIsResolvedByTheTitle) {
  const auto names =
      Import({{"平安区养老服务办法", "第一条 目的。"},
              {"平安区殡葬管理办法", "第一条 目的。"},
              {"养老服务细则", "根据《平安区养老服务办法》（平民〔1999〕88号）制定。"},
              {"殡葬细则", "根据《平安区养老服务办法》（平民〔2012〕2号）制定。"}});
  const auto cites = Citations(names[2], v1::CITATION_DIRECTION_CITES);
  ASSERT_EQ(cites.citations_size(), 1) << cites.ShortDebugString();
  EXPECT_EQ(cites.citations(0).number(), "平民〔1999〕88号");
  EXPECT_THAT(cites.citations(0).to(), ElementsAre(names[0]));
  const auto other = Citations(names[3], v1::CITATION_DIRECTION_CITES);
  ASSERT_EQ(other.citations_size(), 1) << other.ShortDebugString();
  EXPECT_THAT(other.citations(0).to(), ElementsAre(names[1])) << "the number comes first";
  const auto cited_by = Citations(names[0], v1::CITATION_DIRECTION_CITED_BY);
  ASSERT_EQ(cited_by.citations_size(), 1) << cited_by.ShortDebugString();
  EXPECT_EQ(cited_by.citations(0).from(), names[2]) << "who names another's number means that one";
}

TEST_F(CatalogReads, WhatAPaperSaysFindsEveryDocumentOfItsNumber) {
  std::vector<v1::ImportRow> rows = {StockRow(1, "公园管理办法"), StockRow(2, "绿地管理办法")};
  for (v1::ImportRow& row : rows) {
    row.set_document_number("平民〔2010〕7号");
    row.set_index_number(absl::StrCat("015004/2010-0000", row.row()));
  }
  const std::vector<std::string> names = ImportStock(registry_, rows);
  v1::LookupDocumentRequest lookup;
  lookup.set_text("平民[2010]7号");
  v1::LookupDocumentResponse found;
  ASSERT_TRUE(catalog().LookupDocument(As("").get(), lookup, &found).ok());
  ASSERT_EQ(found.matches_size(), 2) << "a list, never a guess";
  for (const v1::LookupMatch& match : found.matches())
    EXPECT_EQ(match.field(), v1::LOOKUP_FIELD_DOCUMENT_NUMBER);
  lookup.set_text("015004/2010-00002");
  ASSERT_TRUE(catalog().LookupDocument(As("").get(), lookup, &found).ok());
  ASSERT_EQ(found.matches_size(), 1);
  EXPECT_EQ(found.matches(0).document().name(), names[1]);
  EXPECT_EQ(found.matches(0).field(), v1::LOOKUP_FIELD_INDEX_NUMBER);
  for (const char* cited : {"公园管理办法", "《公园管理办法》", "<公园 管理办法>"}) {
    lookup.set_text(cited);
    ASSERT_TRUE(catalog().LookupDocument(As("").get(), lookup, &found).ok());
    ASSERT_EQ(found.matches_size(), 1) << cited;
    EXPECT_EQ(found.matches(0).document().name(), names[0]);
    EXPECT_EQ(found.matches(0).field(), v1::LOOKUP_FIELD_TITLE);
  }
  v1::CheckBasisRequest check;
  check.set_number("平民〔2010〕7号");
  v1::Basis basis;
  ASSERT_TRUE(catalog().CheckBasis(As("").get(), check, &basis).ok());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_AMBIGUOUS);
  EXPECT_EQ(basis.document(), "");
  EXPECT_THAT(basis.candidates(), UnorderedElementsAre(names[0], names[1]));
}

TEST_F(CatalogReads, OfANumberThatVeryManyBearAHundredAreNamed) {
  std::vector<v1::ImportRow> rows;
  for (int i = 1; i <= 101; ++i) {
    rows.push_back(StockRow(i, absl::StrCat("公园管理办法", i)));
    rows.back().set_document_number("〔2019〕第4号");
  }
  ImportStock(registry_, rows);
  v1::CheckBasisRequest check;
  check.set_number("〔2019〕第4号");
  v1::Basis basis;
  ASSERT_TRUE(catalog().CheckBasis(As("").get(), check, &basis).ok());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_AMBIGUOUS);
  EXPECT_EQ(basis.candidates_size(), 100);
}

TEST_F(CatalogReads, NoPageTokenSaysThatSomethingPrivateStandsBehind) {
  const std::string first = Import({{"养老服务办法", "第一条 目的。"}}).front();
  registry_.Drafted("养老服务办法");
  v1::LookupDocumentRequest lookup;
  lookup.set_text("养老服务办法");
  lookup.set_page_size(1);
  v1::LookupDocumentResponse found;
  const auto look_up = [&] {
    const grpc::Status status = catalog().LookupDocument(As("").get(), lookup, &found);
    EXPECT_TRUE(status.ok()) << status.error_message();
    lookup.set_page_token(found.next_page_token());
    return found.matches().empty() ? std::string() : found.matches(0).document().name();
  };
  v1::ListDocumentsRequest by_text, by_organ;
  by_text.set_text("养老服务办法");
  by_organ.set_organ(kCivilAffairs);
  const auto list = [&](v1::ListDocumentsRequest& request) {
    request.set_page_size(1);
    v1::ListDocumentsResponse page;
    const grpc::Status status = registry_.documents().ListDocuments(As("").get(), request, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    request.set_page_token(page.next_page_token());
    return page.documents().empty() ? std::string() : page.documents(0).name();
  };
  EXPECT_EQ(look_up(), first);
  EXPECT_EQ(lookup.page_token(), "") << "a draft bears the title";
  for (v1::ListDocumentsRequest* request : {&by_text, &by_organ}) {
    EXPECT_EQ(list(*request), first);
    EXPECT_EQ(request->page_token(), "") << request->ShortDebugString();
  }
  // A public one behind the draft is on the next page, and the last.
  const std::string second = registry_.Published("养老服务办法").name();
  EXPECT_EQ(look_up(), first);
  EXPECT_EQ(look_up(), second);
  EXPECT_EQ(lookup.page_token(), "");
  for (v1::ListDocumentsRequest* request : {&by_text, &by_organ}) {
    EXPECT_EQ(list(*request), first);
    EXPECT_EQ(list(*request), second);
    EXPECT_EQ(request->page_token(), "") << request->ShortDebugString();
  }
}

TEST_F(CatalogReads, StaffFindAPaperThatWasFoundNotNormativeByWhatItSays) {
  const v1::Document drafted = registry_.Drafted("二〇二六年民政工作要点");
  v1::SubmitDocumentRequest submit;
  submit.set_name(drafted.name());
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .SubmitDocument(As(registry_.tokens().drafter).get(), submit, &document)
                  .ok());
  v1::DetermineDocumentRequest determine;
  determine.set_name(drafted.name());
  determine.set_reason(v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  grpc::Status status = registry_.documents().DetermineDocument(
      As(registry_.tokens().reviewer).get(), determine, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(document.state(), v1::DOCUMENT_STATE_NOT_NORMATIVE);
  const auto listed = [&](const std::string& token, const std::string& text) {
    v1::ListDocumentsRequest request;
    request.set_text(text);
    v1::ListDocumentsResponse response;
    const grpc::Status asked =
        registry_.documents().ListDocuments(As(token).get(), request, &response);
    EXPECT_TRUE(asked.ok()) << asked.error_message();
    std::vector<std::string> names;
    for (const v1::Document& one : response.documents()) names.push_back(one.name());
    return names;
  };
  for (const std::string& text : {drafted.title(), drafted.document_number()}) {
    EXPECT_THAT(listed(registry_.tokens().drafter, text), ElementsAre(drafted.name())) << text;
    EXPECT_THAT(listed(registry_.tokens().reviewer, text), ElementsAre(drafted.name())) << text;
    EXPECT_THAT(listed(registry_.tokens().other_drafter, text), IsEmpty()) << text;
    EXPECT_THAT(listed("", text), IsEmpty()) << text;
  }
  EXPECT_THAT(listed(registry_.tokens().reviewer, "无此文件"), IsEmpty());
}

}  // namespace
}  // namespace santong::testing
