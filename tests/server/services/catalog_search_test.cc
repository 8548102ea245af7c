// Search through the real server: what is public is found, what is not never is, to the last page;
// the index survives SIGKILL and is built anew when its file is lost or damaged. Its quality is
// measured on the corpus that is there (../shared/data, else the excerpt in tests/testdata).
#include <simdjson.h>
#include <zlib.h>

#include <chrono>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <unordered_map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "server/domain/text/normalize.h"
#include "storage/search/sqlite.h"
#include "tests/server/services/fixture.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

v1::SearchDocumentsRequest Words(const std::string& query) {
  v1::SearchDocumentsRequest request;
  request.set_query(query);
  return request;
}

class Search : public ::testing::Test {
 protected:
  grpc::Status Ask(const v1::SearchDocumentsRequest& request,
                   v1::SearchDocumentsResponse* response) {
    return v1::CatalogService::NewStub(server_.Channel())
        ->SearchDocuments(As("").get(), request, response);
  }
  v1::SearchDocumentsResponse Found(const v1::SearchDocumentsRequest& request) {
    v1::SearchDocumentsResponse response;
    const grpc::Status status = Ask(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // Asks until the index has come to the last event; the answer then.
  v1::SearchDocumentsResponse FoundWhenComplete(const v1::SearchDocumentsRequest& request,
                                                seconds limit = seconds(60)) {
    const auto until = steady_clock::now() + limit;
    while (steady_clock::now() < until) {
      v1::SearchDocumentsResponse response;
      const grpc::Status status = Ask(request, &response);
      if (status.error_code() == grpc::StatusCode::UNAVAILABLE) continue;
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok() || response.complete_to_sequence() == response.event_sequence()) {
        return response;
      }
    }
    ADD_FAILURE() << "the index did not come to the last event";
    return {};
  }
  std::vector<std::string> Names(const v1::SearchDocumentsResponse& response) {
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) names.push_back(hit.document().name());
    return names;
  }
  // Every page; the names in their order.
  std::vector<std::string> AllPages(v1::SearchDocumentsRequest request) {
    std::vector<std::string> names;
    do {
      const v1::SearchDocumentsResponse response = Found(request);
      for (const std::string& name : Names(response)) names.push_back(name);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> Import(const std::vector<v1::ImportRow>& rows) {
    return ImportStock(registry_, rows);
  }
  // What the operator's check says.
  std::vector<std::string> Problems() {
    v1::VerifyStoreResponse response;
    const grpc::Status status =
        registry_.admin().VerifyStore(As(registry_.tokens().admin).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.problems().begin(), response.problems().end()};
  }
  std::string IndexPath() const { return server_.data_dir() + "/search.db"; }

  // Thousands are asked without a login, and more where the index is waited for.
  RunningServer server_{std::vector<std::string>{"--public-reads-per-minute", "0"}};
  Registry& registry_ = server_.registry();
};

v1::ImportRow Row(int64_t number, const std::string& title, const std::string& text) {
  v1::ImportRow row;
  row.set_row(number);
  row.set_title(title);
  row.set_issuer("平安区民政局");
  row.set_document_number(absl::StrCat("平民〔2012〕", number, "号"));
  row.set_written_date(absl::StrCat("2012-03-", 1 + number % 28 < 10 ? "0" : "", 1 + number % 28));
  row.set_subject_class("民政");
  row.set_text(text);
  return row;
}

TEST_F(Search, APublishedDocumentIsFoundSoonAndADraftNever) {
  registry_.Drafted("老年人高龄津贴草案");
  registry_.Submitted("老年人高龄津贴送审稿");
  registry_.Registered("老年人高龄津贴登记稿");
  const v1::Document published = registry_.Published("老年人高龄津贴发放办法");
  const auto start = steady_clock::now();
  const v1::SearchDocumentsResponse response = FoundWhenComplete(Words("高龄津贴"));
  const auto found_after = steady_clock::now() - start;  // deploy/bench watch measures it
  RecordProperty("found_after_ms", static_cast<int>(found_after / std::chrono::milliseconds(1)));
  ASSERT_THAT(Names(response), ::testing::ElementsAre(published.name()));
  EXPECT_EQ(response.total(), 1);
  EXPECT_FALSE(response.total_is_lower_bound());
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_FALSE(hit.document().has_internal());
  std::string marked;
  for (const v1::SearchSnippet& piece : hit.title()) marked += piece.match() ? piece.text() : "";
  EXPECT_EQ(marked, "高龄津贴");
  EXPECT_TRUE(Names(Found(Words("草案"))).empty());
}

TEST_F(Search, WhatIsRepealedIsFoundAsRepealedFromItsDayOn) {
  const v1::Document document = registry_.Published("燃气安全管理办法");
  v1::RepealDocumentRequest repeal;
  repeal.set_name(document.name());
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("上位法已修改");
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("区人民政府决定");
  repeal.mutable_decision()->set_person("区长");
  repeal.mutable_decision()->set_date(registry_.today());
  v1::Document changed;
  const grpc::Status status =
      registry_.documents().RepealDocument(As(registry_.tokens().reviewer).get(), repeal, &changed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::SearchDocumentsRequest request = Words("燃气安全");
  const v1::SearchDocumentsResponse response = FoundWhenComplete(request);
  ASSERT_EQ(response.hits_size(), 1);
  EXPECT_EQ(response.hits(0).state(), changed.state());
  request.set_filter("validity = VALID");
  EXPECT_EQ(Found(request).hits_size(), changed.state() == v1::DOCUMENT_STATE_IN_EFFECT ? 1 : 0);
}

TEST_F(Search, PagesFiltersFacetsAndDaysOverManyDocuments) {
  std::vector<v1::ImportRow> rows;
  for (int i = 1; i <= 300; ++i) {
    rows.push_back(Row(i,
                       i % 3 == 0 ? absl::StrCat("补贴办法第", i, "号") : absl::StrCat("通知", i),
                       absl::StrCat("依法发放补贴，共", i, "元。")));
  }
  Import(rows);
  v1::SearchDocumentsRequest request = Words("补贴");
  request.set_facets(true);
  const v1::SearchDocumentsResponse first = FoundWhenComplete(request);
  EXPECT_EQ(first.total(), 300);
  EXPECT_EQ(first.hits_size(), 50);
  const std::map<std::string, std::string> most = {{"state", "LEGACY"},
                                                   {"validity", "NOT_VALID"},
                                                   {"organ", kCivilAffairs},
                                                   {"year", "2012"},
                                                   {"subject", "民政"}};
  ASSERT_EQ(first.facets_size(), static_cast<int>(most.size()) + 2);
  for (const v1::SearchFacet& facet : first.facets()) {
    v1::SearchDocumentsRequest narrowed = Words("补贴");
    for (const v1::SearchFacetValue& value : facet.values()) {
      narrowed.set_filter(absl::StrCat(facet.field(), " = \"", value.value(), "\""));
      EXPECT_GT(Found(narrowed).total(), 0) << "a value as a filter takes it";
    }
    if (facet.field() == "kind") continue;  // an imported document has none
    ASSERT_FALSE(facet.values().empty()) << facet.field();
    if (facet.field() == "jurisdiction") {
      std::map<std::string, int64_t> places;
      for (const v1::SearchFacetValue& value : facet.values())
        places[value.value()] = value.count();
      EXPECT_EQ(places[kDistrict], 300);
      EXPECT_EQ(places[kCity], 300) << "as the filter by the city finds";
      continue;
    }
    EXPECT_EQ(facet.values(0).value(), most.at(facet.field()));
    EXPECT_EQ(facet.values(0).count(), 300);
  }
  request.set_facets(false);
  request.set_page_size(37);
  for (const v1::SearchOrder order : {v1::SEARCH_ORDER_RELEVANCE, v1::SEARCH_ORDER_NEWEST}) {
    request.set_order(order);
    const std::vector<std::string> names = AllPages(request);
    EXPECT_EQ(names.size(), 300u);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 300u);
  }
  request = Words("补贴");
  for (const auto& [filter, count] : std::vector<std::pair<std::string, int64_t>>{
           {"state = LEGACY", 300},
           {"state = IN_EFFECT", 0},
           {"year = 2012", 300},
           {"year > 2012", 0},
           {absl::StrCat("jurisdiction = ", kDistrict), 300},
           {absl::StrCat("jurisdiction = ", kCity), 300},
           {"jurisdiction = jurisdictions/990000", 0},
           {"written_date = 2012-03-02", 11},
           {"validity = NOT_VALID AND written_date <= 2012-03-02", 21}}) {
    request.set_filter(filter);
    const v1::SearchDocumentsResponse found = Found(request);
    EXPECT_EQ(found.total(), std::min<int64_t>(count, 200)) << filter;
    EXPECT_EQ(found.total_is_lower_bound(), count > 200) << filter;
  }
  request.clear_query();
  request.set_filter("year = 2012");
  request.set_facets(true);
  EXPECT_EQ(Found(request).total(), 300) << "a filter alone; the facets have counted them";
  request = Words("补贴");
  request.set_as_of("2012-03-02");
  EXPECT_EQ(Found(request).total(), 21) << "the others were not written yet";
}

TEST_F(Search, AnEmptyResultSuggestsTitlesThatComeNear) {
  Import({Row(1, "平安区残疾人两项补贴实施细则", "甲"), Row(2, "道路交通安全办法", "乙")});
  const auto response = FoundWhenComplete(Words("残疾人量项补贴实施细则"));
  EXPECT_EQ(response.total(), 0);
  ASSERT_GT(response.suggestions_size(), 0);
  EXPECT_EQ(response.suggestions(0), "平安区残疾人两项补贴实施细则");
}

TEST_F(Search, ATitleTypedAsItStandsComesFirst) {
  const std::string title = "关于“十四五”养老规划的通知";
  const std::vector<std::string> names =
      Import({Row(1, title, "甲"), Row(2, title + "的补充", "乙")});
  EXPECT_THAT(Names(FoundWhenComplete(Words(title))), ::testing::ElementsAre(names[0], names[1]));
}

TEST_F(Search, BadInputIsNamed) {
  v1::ImportRow undated = Row(4, "办法", "丁");
  undated.clear_written_date();
  Import({Row(1, "办法", "甲"), Row(2, "办法", "乙"), Row(3, "办法", "丙"), undated});
  FoundWhenComplete(Words("办法"));
  v1::SearchDocumentsResponse response;
  auto refused = [&](const v1::SearchDocumentsRequest& request, const std::string& said) {
    const grpc::Status status = Ask(request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << said;
    EXPECT_TRUE(absl::StrContains(status.error_message() + status.error_details(), said))
        << said << ": " << status.error_message();
  };
  v1::SearchDocumentsRequest request;
  refused(request, "query");
  refused(Words(std::string(10000, 'x')), "query");
  request = Words("办法");
  request.set_filter("year = 2012 AND colour = red");
  refused(request, "column 17");
  refused(request, "jurisdiction");
  request = Words("办法");
  request.set_as_of("2012-02-30");
  refused(request, "as_of");
  request.set_as_of("1949-10-01");
  refused(request, "2012-03-02");
  request = Words("办法");
  request.set_page_size(1);
  const std::string token = Found(request).next_page_token();
  ASSERT_FALSE(token.empty());
  std::string forged = token;
  forged[0] = forged[0] == 'A' ? 'B' : 'A';
  request.set_page_token(forged);
  refused(request, "token");
  request.set_page_token("Zm9yZ2Vk");
  refused(request, "token");
  request = Words("另外");
  request.set_page_token(token);
  refused(request, "token");
  for (const char* odd : {"\"", "*", "a OR b", "NEAR(a b)", "text:办法", "^办", "-办法", "'; --",
                          "办*", "{text}: x", "(", "+", "、"}) {
    EXPECT_TRUE(Ask(Words(odd), &response).ok() || absl::StrContains(odd, "\"")) << odd;
  }
}

TEST_F(Search, SurvivesSigkillAndALostOrDamagedFileWhileTheRegisterGoesOn) {
  std::vector<v1::ImportRow> rows;
  for (int i = 1; i <= 1500; ++i) rows.push_back(Row(i, absl::StrCat("办法", i), "发放补贴"));
  Import(rows);
  server_.KillAndRestart();  // most likely in the middle of the index's work
  v1::SearchDocumentsRequest request = Words("补贴");
  request.set_page_size(1000);
  FoundWhenComplete(request);
  EXPECT_EQ(AllPages(request).size(), 1500u);

  auto checks = [&] {
    v1::LookupDocumentRequest lookup;
    lookup.set_text("平民〔2012〕7号");
    v1::LookupDocumentResponse matches;
    EXPECT_TRUE(v1::CatalogService::NewStub(server_.Channel())
                    ->LookupDocument(As("").get(), lookup, &matches)
                    .ok());
    EXPECT_EQ(matches.matches_size(), 1);
  };
  // Gone under the running server.
  std::filesystem::remove(IndexPath());
  checks();
  v1::SearchDocumentsResponse response;
  // First the loss is seen, then the index is built again.
  const auto until = steady_clock::now() + seconds(30);
  while (steady_clock::now() < until && !std::filesystem::exists(IndexPath())) checks();
  ASSERT_TRUE(std::filesystem::exists(IndexPath()));
  FoundWhenComplete(request);
  EXPECT_EQ(AllPages(request).size(), 1500u);

  // Damaged while the server is down.
  server_.process().Kill();
  std::filesystem::remove(IndexPath() + "-wal");
  std::ofstream(IndexPath(), std::ios::trunc) << std::string(50000, 'x');
  server_.Start();
  checks();
  FoundWhenComplete(request);
  EXPECT_EQ(AllPages(request).size(), 1500u);
}

// One bit of a row changed behind the server's back, as a disk does it.
void FlipABit(const std::string& path) {
  auto connection = search::Connection::Open(path, search::Connection::Mode::kWrite);
  ASSERT_TRUE(connection.ok()) << connection.status();
  const absl::Status flipped =
      (*connection)->Execute("UPDATE state_span SET state = (state | 4) - (state & 4)");
  ASSERT_TRUE(flipped.ok()) << flipped;
}

TEST_F(Search, AFlippedBitOfTheIndexIsFoundByTheOperatorsCheck) {
  const v1::Document document = registry_.Published("养老机构备案办法");
  FoundWhenComplete(Words("养老机构"));
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
  FlipABit(IndexPath());
  EXPECT_THAT(Problems(),
              ::testing::ElementsAre(::testing::AllOf(::testing::HasSubstr(document.name()),
                                                      ::testing::HasSubstr("search index"))));
  // It is built anew by itself.
  v1::SearchDocumentsRequest request = Words("养老机构");
  request.set_filter("validity = VALID");
  const auto until = steady_clock::now() + seconds(60);
  std::vector<std::string> found;
  while (found.empty() && steady_clock::now() < until) found = Names(FoundWhenComplete(request));
  EXPECT_THAT(found, ::testing::ElementsAre(document.name()));
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
}

constexpr char kTakeAWord[] =
    "INSERT INTO text_index(text_index, rowid, text) SELECT 'delete', id, '高龄' FROM entry";

TEST_F(Search, AWordThatTheIndexLostIsFoundByTheOperatorsCheck) {
  const std::vector<std::string> names =
      Import({Row(1, "办法", "发放高龄津贴"), Row(2, "办法", "其他")});
  const v1::SearchDocumentsRequest request = Words("高龄津贴");
  ASSERT_THAT(Names(FoundWhenComplete(request)), ::testing::ElementsAre(names[0]));
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
  {
    auto connection = search::Connection::Open(IndexPath(), search::Connection::Mode::kWrite);
    ASSERT_TRUE(connection.ok()) << connection.status();
    const absl::Status taken = (*connection)->Execute(kTakeAWord);
    ASSERT_TRUE(taken.ok()) << taken;
  }
  EXPECT_THAT(Names(Found(request)), ::testing::IsEmpty()) << "nothing else sees it";
  EXPECT_THAT(Problems(), ::testing::ElementsAre(
                              ::testing::AllOf(::testing::HasSubstr(names[0] + " "),
                                               ::testing::HasSubstr("search.db, is built anew"))));
  const auto until = steady_clock::now() + seconds(60);
  std::vector<std::string> found;
  while (found.empty() && steady_clock::now() < until) found = Names(FoundWhenComplete(request));
  EXPECT_THAT(found, ::testing::ElementsAre(names[0]));
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
}

TEST_F(Search, AFlippedBitOfTheIndexIsNeverShown) {
  const v1::Document document = registry_.Published("殡葬服务收费办法");
  const v1::SearchDocumentsRequest request = Words("殡葬服务");
  ASSERT_EQ(FoundWhenComplete(request).hits_size(), 1);
  FlipABit(IndexPath());
  v1::SearchDocumentsResponse response;
  const grpc::Status status = Ask(request, &response);
  if (status.ok()) {
    ASSERT_EQ(response.hits_size(), 1);
    EXPECT_EQ(response.hits(0).state(), v1::DOCUMENT_STATE_IN_EFFECT) << "not what the index says";
  } else {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  }
  response = FoundWhenComplete(request);
  ASSERT_THAT(Names(response), ::testing::ElementsAre(document.name()));
  EXPECT_EQ(response.hits(0).state(), v1::DOCUMENT_STATE_IN_EFFECT);
}

std::string CorpusPath() {
  const std::string whole = "../shared/data/corpus.jsonl.gz";
  return std::filesystem::exists(whole) ? whole : "tests/testdata/corpus_excerpt.jsonl.gz";
}

std::vector<v1::ImportRow> Corpus() {
  std::vector<v1::ImportRow> rows;
  const gzFile file = gzopen(CorpusPath().c_str(), "rb");
  EXPECT_NE(file, nullptr);
  std::string lines;
  std::vector<char> piece(1 << 20);
  for (int read; file != nullptr && (read = gzread(file, piece.data(), piece.size())) > 0;) {
    lines.append(piece.data(), static_cast<size_t>(read));
  }
  gzclose(file);
  simdjson::dom::parser parser;
  for (const auto line : parser.parse_many(lines, 16 << 20)) {
    auto text = [&](const char* name) {
      std::string_view value;
      return line[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
    };
    v1::ImportRow& row = rows.emplace_back();
    row.set_row(static_cast<int64_t>(rows.size()));
    row.set_title(text("title"));
    row.set_issuer(text("issuer"));
    row.set_document_number(text("doc_number"));
    row.set_written_date(text("date"));
    row.set_text(text("body"));
  }
  return rows;
}

std::vector<std::string> CharactersOf(const std::string& text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) {
      characters.back() += c;
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

// The title with one character in another form: a bracket, a title mark or a width.
std::vector<std::string> WronglyTyped(const std::string& title) {
  static const auto& forms = *new std::unordered_map<std::string, std::string>{
      {"《", "〈"}, {"》", "〉"}, {"（", "("}, {"）", ")"}, {"(", "［"}, {")", "］"}, {"〔", "["},
      {"〕", "]"},  {"0", "０"},  {"1", "１"}, {"2", "２"}, {"3", "３"}, {"“", "「"}, {"”", "」"}};
  std::vector<std::string> typed;
  const std::vector<std::string> characters = CharactersOf(title);
  for (size_t i = 0; i < characters.size(); ++i) {
    const auto other = forms.find(characters[i]);
    if (other == forms.end()) continue;
    std::string one;
    for (size_t j = 0; j < characters.size(); ++j) one += i == j ? other->second : characters[j];
    typed.push_back(std::move(one));
  }
  return typed;
}

TEST_F(Search, SpansOfTextsAndTitlesWronglyTypedAreOnTheFirstPage) {
  const std::vector<v1::ImportRow> rows = Corpus();
  const std::vector<std::string> names = Import(rows);
  FoundWhenComplete(Words("办法"), seconds(500));
  auto is_found = [&](std::string query, const std::string& name) {
    query = absl::StrReplaceAll(query, {{"\n", " "}, {"\r", " "}, {"\t", " "}});
    v1::SearchDocumentsRequest request = Words(query);
    v1::SearchDocumentsResponse response;
    const grpc::Status status = Ask(request, &response);
    EXPECT_TRUE(status.ok()) << query << ": " << status.error_message();
    const std::vector<std::string> found = Names(response);
    const bool is_there = std::find(found.begin(), found.end(), name) != found.end();
    // Only what stands in more documents than a page holds can be missed.
    EXPECT_TRUE(is_there || response.total() > response.hits_size()) << query;
    return is_there;
  };
  std::mt19937 random(20261128);
  constexpr int kSpans = 1000;
  int hits = 0;
  for (int i = 0; i < kSpans;) {
    const size_t which = random() % rows.size();
    const std::vector<std::string> characters = CharactersOf(rows[which].text());
    const size_t length = 12 + random() % 9;
    if (names[which].empty() || characters.size() < length) continue;
    const size_t from = random() % (characters.size() - length + 1);
    std::string span;
    for (size_t j = from; j < from + length; ++j) span += characters[j];
    if (text::CodePoints(text::FoldForMatch(span)) < 12) continue;  // blanks are no characters
    ++i;
    hits += is_found(span, names[which]) ? 1 : 0;
  }
  std::printf("spans on the first page: %d of %d, in %zu documents\n", hits, kSpans, rows.size());
  // The rest are stock phrases that stand in more documents than a page holds.
  EXPECT_GE(hits, kSpans * 99 / 100);
  int titles = 0;
  for (size_t i = 0; i < rows.size() && titles < 300; ++i) {
    if (names[i].empty()) continue;
    for (const std::string& typed : WronglyTyped(rows[i].title())) {
      ++titles;
      EXPECT_TRUE(is_found(typed, names[i])) << typed;
    }
  }
  std::printf("titles wrongly typed: %d\n", titles);
  EXPECT_GT(titles, 5);
}

}  // namespace
}  // namespace santong::testing
