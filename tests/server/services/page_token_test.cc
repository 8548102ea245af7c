// Page tokens through a real client: the register takes those that it gave, for the same request,
// also after a restart, and for a day.
#include "absl/strings/escaping.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

class PageTokens : public ::testing::Test {
 protected:
  PageTokens() : server_(std::make_unique<RunningServer>(data_dir(), std::vector<std::string>{})) {
    for (const char* title : {"养老服务办法", "养老补贴办法", "养老机构办法"}) {
      server_->registry().Published(title);
    }
    request_.set_page_size(1);
    v1::ListDocumentsResponse page;
    const grpc::Status status = List(request_, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_FALSE(page.next_page_token().empty());
    first_ = page.documents(0).name();
    request_.set_page_token(page.next_page_token());
  }
  std::string data_dir() const { return folder_.path() + "/data"; }
  void Restart(std::vector<std::string> flags) {
    server_.reset();
    server_ = std::make_unique<RunningServer>(data_dir(), std::move(flags));
  }
  grpc::Status List(const v1::ListDocumentsRequest& request, v1::ListDocumentsResponse* page) {
    return v1::DocumentService::NewStub(server_->Channel())
        ->ListDocuments(As("").get(), request, page);
  }
  grpc::Status Next(const v1::ListDocumentsRequest& request) {
    v1::ListDocumentsResponse page;
    const grpc::Status status = List(request, &page);
    if (status.ok()) EXPECT_NE(page.documents(0).name(), first_);
    return status;
  }

  TempFolder folder_;
  std::unique_ptr<RunningServer> server_;
  v1::ListDocumentsRequest request_;  // with the token of the second page
  std::string first_;
};

TEST_F(PageTokens, AForgedOneIsRefused) {
  EXPECT_TRUE(Next(request_).ok());
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(request_.page_token(), &bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] + 1);
    v1::ListDocumentsRequest forged = request_;
    forged.set_page_token(absl::WebSafeBase64Escape(changed));
    const grpc::Status status = Next(forged);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << i;
    EXPECT_EQ(ReasonOf(status), "PAGE_TOKEN_INVALID") << i;
  }
}

TEST_F(PageTokens, AnotherRequestsTokenIsRefused) {
  v1::ListDocumentsRequest other = request_;
  other.add_states(v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(ReasonOf(Next(other)), "PAGE_TOKEN_INVALID");
  v1::SearchDocumentsRequest search;
  search.set_query("养老");
  search.set_page_token(request_.page_token());
  v1::SearchDocumentsResponse found;
  const auto catalog = v1::CatalogService::NewStub(server_->Channel());
  EXPECT_EQ(ReasonOf(catalog->SearchDocuments(As("").get(), search, &found)), "PAGE_TOKEN_INVALID");
  v1::ListDocumentsRequest larger = request_;
  larger.set_page_size(2);
  EXPECT_TRUE(Next(larger).ok()) << "the size of a page may change from page to page";
}

TEST_F(PageTokens, OutlivesARestartAndExpiresAfterItsDay) {
  Restart({});
  EXPECT_TRUE(Next(request_).ok());
  Restart({"--clock-offset-days", "2"});
  const grpc::Status status = Next(request_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "PAGE_TOKEN_EXPIRED");
}

}  // namespace
}  // namespace santong::testing
