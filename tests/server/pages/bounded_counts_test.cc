// With more documents than a search counts (10,000 of a kind) the pages say so, and the sitemap
// leads to every year.
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;

constexpr int kMany = 10000;
constexpr int kRowsOfAMessage = 500;

v1::ImportRow Row(int64_t number, const std::string& written, const std::string& published) {
  v1::ImportRow row;
  row.set_row(number);
  row.set_title(absl::StrCat("存量办法", number));
  row.set_issuer("平安区民政局");
  row.set_text(absl::StrCat("第", number, "号文件的正文"));
  if (written.empty()) return row;
  row.set_written_date(written);
  row.set_document_number(absl::StrCat("平民〔", written.substr(0, 4), "〕", number, "号"));
  row.set_published_date(published);
  row.set_effective_date(published);
  return row;
}

TEST(BoundedCounts, AreSaidToBeBoundsAndTheSitemapHasEveryYear) {
  RunningServer server({"--public-reads-per-minute", "0"});
  Registry& registry = server.registry();
  const auto documents = v1::DocumentService::NewStub(server.Channel());
  const auto context = As(registry.tokens().admin);
  const auto stream = documents->ImportDocuments(context.get());
  v1::ImportDocumentsRequest request;
  request.mutable_start()->set_import_id("many");
  request.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
  request.mutable_start()->set_jurisdiction(kDistrict);
  stream->Write(request);
  request.Clear();
  // Written in December and published in January: its year is that of the publication.
  *request.add_rows() = Row(1, "1998-12-29", "1999-01-04");
  for (int number = 2; number <= kMany + 1; ++number) {
    *request.add_rows() = Row(number, "2012-03-01", "2012-03-02");
    if (number % kRowsOfAMessage != 0 && number <= kMany) continue;
    stream->Write(request);
    request.Clear();
  }
  *request.add_rows() = Row(kMany + 2, "", "");  // of no year
  stream->Write(request);
  stream->WritesDone();
  for (v1::ImportDocumentsResponse response; stream->Read(&response);) {
  }
  const grpc::Status imported = stream->Finish();
  ASSERT_TRUE(imported.ok()) << imported.error_message();

  Visitor visitor(server.Channel());
  ASSERT_TRUE(Eventually([&] {
    return !Found(visitor.Get("/search", {{"q", absl::StrCat("存量办法", kMany + 2)}}),
                  R"re(href="(/documents/\d+)")re")
                .empty();
  }));
  std::string sitemap;
  EXPECT_TRUE(Eventually([&] {
    sitemap = visitor.Get("/sitemap.xml").body;
    return absl::StrContains(sitemap, "/sitemap/2012.xml") &&
           absl::StrContains(sitemap, "/sitemap/1999.xml");
  })) << sitemap;
  EXPECT_THAT(sitemap, ::testing::Not(HasSubstr("/sitemap/1000.xml")));
  EXPECT_TRUE(Eventually(
      [&] { return absl::StrContains(visitor.Get("/statistics").body, "各最新一万件"); }));
  EXPECT_THAT(visitor.Get("/catalogue").body, HasSubstr("各最新一万件"));
  // The link beside a date leads to where the document is found.
  const std::string path =
      Found(visitor.Get("/search", {{"year", "1999"}}), R"re(href="(/documents/\d+)")re");
  const gateway::HttpResponse page = visitor.Get(path);
  EXPECT_THAT(page.body, HasSubstr("year=1999"));
  EXPECT_EQ(Found(page, "(year=1998)"), "");
}

}  // namespace
}  // namespace santong::testing
