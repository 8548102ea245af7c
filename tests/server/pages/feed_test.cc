// Feeds that have more than a page: the newest first, and each page leads to the next (RFC 5005),
// to the last.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/read_back.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// The token in the link to the next page; empty on the last.
std::string NextPageOf(const gateway::HttpResponse& feed) {
  return absl::StrReplaceAll(Found(feed, "<link rel=\"next\" href=\"[^\"]*page=([^\"&]+)"),
                             {{"%3D", "="}});
}

std::vector<std::string> EntriesOf(const gateway::HttpResponse& feed) {
  std::vector<std::string> ids;
  re2::StringPiece rest(feed.body);
  for (std::string id; RE2::FindAndConsume(&rest, "</title><id>([^<]+)</id>", &id);)
    ids.push_back(id);
  return ids;
}

TEST(Feed, OfASearchLeadsToEverythingThatTheSearchFinds) {
  RunningServer server({"--public-reads-per-minute", "0"});
  std::vector<v1::ImportRow> rows;
  for (int i = 1; i <= 101; ++i) rows.push_back(StockRow(i, absl::StrCat("平安区喷泉管理办法", i)));
  ImportStock(server.registry(), rows);
  Visitor visitor(server.Channel());
  const gateway::Fields asked = {{"q", "喷泉"}};
  ASSERT_TRUE(Eventually([&] { return !NextPageOf(visitor.Get("/search.atom", asked)).empty(); }));
  const gateway::HttpResponse first = visitor.Get("/search.atom", asked);
  EXPECT_THAT(EntriesOf(first), SizeIs(100));
  gateway::Fields further = asked;
  further.emplace_back("page", NextPageOf(first));
  const gateway::HttpResponse second = visitor.Get("/search.atom", further);
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(NextPageOf(second), "");
  std::vector<std::string> all = EntriesOf(first);
  for (const std::string& id : EntriesOf(second)) all.push_back(id);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 101) << "each once";
  EXPECT_EQ(Found(first, "<id>([^<]+)</id>"), Found(second, "<id>([^<]+)</id>"))
      << "pages of one feed";
  EXPECT_EQ(visitor.Get("/search.atom", {{"q", "喷泉"}, {"page", "no token"}}).status, 400);
}

std::vector<std::string> History(v1::DocumentService::Stub& documents, const std::string& name,
                                 bool newest_first, int page_size) {
  v1::ListHistoryRequest request;
  request.set_parent(name);
  request.set_newest_first(newest_first);
  request.set_page_size(page_size);
  std::vector<std::string> events;
  do {
    v1::ListHistoryResponse page;
    const grpc::Status status = documents.ListHistory(As("").get(), request, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_LE(page.events_size(), page_size);
    for (const v1::Event& event : page.events()) events.push_back(event.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return events;
}

TEST(Feed, OfADocumentBeginsWithItsNewestEventAndSoDoesItsHistoryWhenAsked) {
  RunningServer server({"--public-reads-per-minute", "0"});
  const std::string name = server.registry().Published("平安区喷泉管理办法").name();
  v1::DocumentService::Stub& documents = server.registry().documents();
  Visitor visitor(server.Channel());
  // Its day may come meanwhile, and bring an event.
  EXPECT_TRUE(Eventually([&] {
    std::vector<std::string> events = History(documents, name, false, 1000);
    std::reverse(events.begin(), events.end());
    const std::vector<std::string> one_by_one = History(documents, name, true, 1);
    std::vector<std::string> fed = EntriesOf(visitor.Get(absl::StrCat("/", name, ".atom")));
    for (std::string& id : fed) id.erase(0, id.find('#') + 1);
    return events.size() > 1 && one_by_one == events && fed == events;
  }));
}

// A document of more events than a page has.
class LongHistory final : public v1::DocumentService::Service {
 public:
  grpc::Status GetDocument(grpc::ServerContext*, const v1::GetDocumentRequest* request,
                           v1::Document* document) override {
    document->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status ListHistory(grpc::ServerContext*, const v1::ListHistoryRequest* request,
                           v1::ListHistoryResponse* response) override {
    EXPECT_TRUE(request->newest_first());
    const bool is_first = request->page_token().empty();
    response->add_events()->set_name(is_first ? "events/2000" : "events/1000");
    if (is_first) response->set_next_page_token("older==");
    return grpc::Status::OK;
  }
};

TEST(Feed, OfADocumentGoesOnPastItsFirstPage) {
  LongHistory documents;
  grpc::ServerBuilder builder;
  builder.RegisterService(&documents);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  Visitor visitor(server->InProcessChannel({}));
  const gateway::HttpResponse first = visitor.Get("/documents/7.atom", {{"lang", "en"}});
  EXPECT_THAT(first.body, AllOf(HasSubstr("#events/2000"), Not(HasSubstr("#events/1000")),
                                HasSubstr("lang=en")));
  EXPECT_EQ(NextPageOf(first), "older==");
  const gateway::HttpResponse second =
      visitor.Get("/documents/7.atom", {{"page", NextPageOf(first)}});
  EXPECT_THAT(second.body, AllOf(HasSubstr("#events/1000"), Not(HasSubstr("rel=\"next\"")),
                                 HasSubstr("<id>http://register.test/documents/7.atom</id>")));
}

}  // namespace
}  // namespace santong::testing
