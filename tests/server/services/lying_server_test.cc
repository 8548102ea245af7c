// A server that lies in an answer and keeps an honest log is found by an auditor who believes the
// leaves alone.
//
// Method: between the auditor and a real server stands one that hands on what it is asked, and
// changes the list of documents in effect, or what files are attached, on its way.
#include <functional>
#include <memory>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "tests/client/program.h"
#include "tests/server/services/log_fixture.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Lie = std::function<void(v1::SearchDocumentsResponse&)>;

class LyingCatalog final : public v1::CatalogService::Service {
 public:
  explicit LyingCatalog(const std::shared_ptr<grpc::Channel>& honest)
      : honest_(v1::CatalogService::NewStub(honest)) {}

  grpc::Status LookupDocument(grpc::ServerContext*, const v1::LookupDocumentRequest* request,
                              v1::LookupDocumentResponse* response) override {
    if (busy > 0) {
      --busy;
      google::rpc::ErrorInfo info;
      (*info.mutable_metadata())["retry_after_seconds"] = "1";
      google::rpc::Status status;
      status.add_details()->PackFrom(info);
      return {grpc::StatusCode::RESOURCE_EXHAUSTED, "too many calls", status.SerializeAsString()};
    }
    grpc::ClientContext context;
    return honest_->LookupDocument(&context, *request, response);
  }
  grpc::Status SearchDocuments(grpc::ServerContext*, const v1::SearchDocumentsRequest* request,
                               v1::SearchDocumentsResponse* response) override {
    grpc::ClientContext context;
    const grpc::Status status = honest_->SearchDocuments(&context, *request, response);
    if (status.ok() && lie != nullptr) lie(*response);
    return status;
  }

  Lie lie;
  int busy = 0;  // so many look-ups are refused, as one who calls too often is

 private:
  const std::unique_ptr<v1::CatalogService::Stub> honest_;
};

class HonestLog final : public v1::LogService::Service {
 public:
  explicit HonestLog(const std::shared_ptr<grpc::Channel>& honest)
      : honest_(v1::LogService::NewStub(honest)) {}

  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest* request,
                             v1::Checkpoint* response) override {
    grpc::ClientContext context;
    return honest_->GetCheckpoint(&context, *request, response);
  }
  grpc::Status ListEntries(grpc::ServerContext*, const v1::ListEntriesRequest* request,
                           v1::ListEntriesResponse* response) override {
    grpc::ClientContext context;
    return honest_->ListEntries(&context, *request, response);
  }
  grpc::Status GetReceipt(grpc::ServerContext*, const v1::GetReceiptRequest* request,
                          v1::LogReceipt* response) override {
    grpc::ClientContext context;
    const grpc::Status status = honest_->GetReceipt(&context, *request, response);
    if (status.ok() && lie != nullptr) lie(*response);
    return status;
  }

  std::function<void(v1::LogReceipt&)> lie;

 private:
  const std::unique_ptr<v1::LogService::Stub> honest_;
};

class LyingServer : public ::testing::Test {
 protected:
  LyingServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&catalog_);
    builder.RegisterService(&log_);
    server_ = builder.BuildAndStart();
  }
  Output Audit(const std::string& day) {
    return RunProgram({"--lang", "en", "--address", absl::StrCat("127.0.0.1:", port_), "log",
                       "audit", "--dir", folder_.Path("audit"), "--on", day});
  }
  Output Audit() { return Audit(registry_.today()); }

  RunningServer register_;
  Registry& registry_ = register_.registry();
  const Folder folder_;
  int port_ = 0;
  LyingCatalog catalog_{register_.Channel()};
  HonestLog log_{register_.Channel()};
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(LyingServer, OneDocumentThatItsListLeavesOutOrAddsIsFoundAndNamed) {
  const v1::Document first = registry_.Published("甲办法");
  registry_.Published("乙办法");
  const v1::Document waiting = registry_.Registered("丙办法");
  const Output honest = Audit();
  EXPECT_EQ(honest.exit_code, 0) << honest.out << honest.err;
  EXPECT_THAT(honest.out, ::testing::ContainsRegex(absl::StrCat(kCivilAffairs, " +2")));
  EXPECT_THAT(honest.err, HasSubstr("2 documents are in effect on"));

  catalog_.lie = [&](v1::SearchDocumentsResponse& response) {
    auto* hits = response.mutable_hits();
    for (int i = 0; i < hits->size(); ++i) {
      if (hits->Get(i).document().name() == first.name()) {
        hits->DeleteSubrange(i, 1);
        return;
      }
    }
  };
  const Output less = Audit();
  EXPECT_EQ(less.exit_code, 1);
  EXPECT_THAT(less.out, HasSubstr(absl::StrCat("leaves out ", first.registration_number())));

  catalog_.lie = [&](v1::SearchDocumentsResponse& response) {
    response.add_hits()->mutable_document()->set_name(waiting.name());
  };
  const Output more = Audit();
  EXPECT_EQ(more.exit_code, 1);
  EXPECT_THAT(more.out, HasSubstr(absl::StrCat("holds ", waiting.name())));
  EXPECT_THAT(more.out, Not(HasSubstr("leaves out")));
}

TEST_F(LyingServer, AFileThatTheLogDoesNotCommitToIsFoundAndNamed) {
  const v1::Document document = registry_.Published("甲办法");
  registry_.Attached(document.name(), "签批单.txt", "同意印发");
  const Output honest = Audit();
  EXPECT_EQ(honest.exit_code, 0) << honest.out << honest.err;
  log_.lie = [](v1::LogReceipt& receipt) {
    v1::AttachmentOpening& file = *receipt.add_attachments();
    file.set_sha256(std::string(64, 'a'));
    file.set_sm3(std::string(64, 'b'));
    file.set_salt(std::string(32, 's'));
  };
  const Output another = Audit();
  EXPECT_EQ(another.exit_code, 1);
  EXPECT_THAT(another.out, HasSubstr("another attachments/aaaa"));
}

// Before, an audit without a login of more documents than may be read in a minute never ended well.
TEST_F(LyingServer, TheLimitOfThePublicIsWaitedFor) {
  registry_.Published("甲办法");
  catalog_.busy = 1;
  const Output audit = Audit();
  EXPECT_EQ(audit.exit_code, 0) << audit.out << audit.err;
  EXPECT_EQ(catalog_.busy, 0);
}

TEST_F(LyingServer, ADayBeforeTheFirstDocumentIsAnsweredAndADayThatIsNoneIsRefused) {
  for (const char* title : {"", "甲办法"}) {
    if (*title != '\0') registry_.Published(title);
    const Output before = Audit("1999-12-31");
    EXPECT_EQ(before.exit_code, 0) << before.out << before.err;
    EXPECT_THAT(before.err, HasSubstr("no document is in effect on 1999-12-31"));
  }
  const Output none = Audit("2026-02-30");
  EXPECT_NE(none.exit_code, 0);
  EXPECT_THAT(none.err, HasSubstr("2026-02-30 is no day"));
}

}  // namespace
}  // namespace santong::testing
