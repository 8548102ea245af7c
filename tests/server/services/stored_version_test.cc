// A store that an earlier version wrote opens in this one, whole, and goes on.
//
// Method: tests/testdata/stores/VERSION_DAY.tgz is the data folder of a small register, with the
// key files beside it, as santongd of that version left it on that day, which is the server's today
// again. It is never written again: with SANTONG_WRITE_STORE=FILE this test writes a new one, for a
// new version, and that is committed.
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::IsEmpty;

constexpr char kStores[] = "tests/testdata/stores";
constexpr char kWriteVariable[] = "SANTONG_WRITE_STORE";

absl::CivilDay Today() { return absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 60 * 60)); }

// The last ten characters of the stem.
absl::CivilDay DayOf(const std::filesystem::path& file) {
  const std::string stem = file.stem();
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(stem.substr(stem.size() - 10), &day)) << file;
  return day;
}

int Shell(const std::string& command) { return std::system(command.c_str()); }

// A register with something of everything: documents in several states, an objection, a filing, a
// policy of its own, a cleanup.
void WriteStore(const std::string& file) {
  TempFolder folder;
  {
    RunningServer server(folder.path() + "/data", {});
    Registry& registry = server.registry();
    registry.Drafted("起草中的办法");
    registry.Submitted("已申请登记的办法");
    registry.Registered("已登记的办法");
    const std::string published = registry.Published("已公布的办法").name();
    Desk desk(server.Channel(), registry.tokens());
    const std::string objection = desk.Lodge(published, "张三").objection().name();
    EXPECT_TRUE(desk.Accept(objection).ok());
    v1::CreateFilingRequest filing_request;
    filing_request.set_document(published);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      filing_request.add_materials()->set_title(paper);
    v1::Filing filing;
    auto filings = v1::FilingService::NewStub(server.Channel());
    EXPECT_TRUE(
        filings->CreateFiling(As(registry.tokens().drafter).get(), filing_request, &filing).ok());
    EXPECT_EQ(server.process().Terminate(), 0);
  }
  std::filesystem::remove_all(folder.path() + "/data/tiles");
  for (const char* derived : {"search.db", "search.db-wal", "search.db-shm", "LOG", "LOCK"})
    std::filesystem::remove(folder.path() + "/data/" + derived);
  EXPECT_EQ(Shell(absl::StrCat("tar -C ", folder.path(), " --owner=0 --group=0 -czf ", file,
                               " data data.key data.log-key data.log-signed data.token")),
            0);
}

TEST(StoredVersions, EachOpensWholeAndGoesOn) {
  if (const char* file = std::getenv(kWriteVariable)) WriteStore(file);
  int opened = 0;
  for (const auto& file : std::filesystem::directory_iterator(kStores)) {
    SCOPED_TRACE(file.path().string());
    TempFolder folder;
    ASSERT_EQ(Shell(absl::StrCat("tar -C ", folder.path(), " --no-same-owner -xzf ",
                                 file.path().string())),
              0);
    RunningServer server(folder.path() + "/data",
                         {"--clock-offset-days", absl::StrCat(DayOf(file.path()) - Today())});
    ++opened;
    const std::string admin_token = AdminToken(server.data_dir());
    auto admin = v1::AdminService::NewStub(server.Channel());
    v1::VerifyStoreResponse verified;
    ASSERT_TRUE(admin->VerifyStore(As(admin_token).get(), {}, &verified).ok());
    EXPECT_THAT(verified.problems(), IsEmpty());
    EXPECT_EQ(verified.documents(), 4);
    EXPECT_EQ(verified.numbers(), 2);
    // What stands in it can be read, and the next act follows it.
    auto documents = v1::DocumentService::NewStub(server.Channel());
    v1::LookupDocumentRequest lookup;
    auto catalog = v1::CatalogService::NewStub(server.Channel());
    lookup.set_text("测登〔2026〕2号");
    v1::LookupDocumentResponse found;
    EXPECT_TRUE(catalog->LookupDocument(As("").get(), lookup, &found).ok());
    EXPECT_EQ(found.matches_size(), 1);
    v1::CreateTokenRequest token_request;
    token_request.set_parent("principals/reviewer");
    v1::Token token;
    ASSERT_TRUE(admin->CreateToken(As(admin_token).get(), token_request, &token).ok());
    v1::RegisterDocumentRequest next;
    next.set_name("documents/2");
    v1::Document document;
    const grpc::Status registered =
        documents->RegisterDocument(As(token.secret()).get(), next, &document);
    EXPECT_TRUE(registered.ok()) << registered.error_message();
    EXPECT_THAT(document.registration_number(), ::testing::EndsWith("3号"));
    ASSERT_TRUE(admin->VerifyStore(As(admin_token).get(), {}, &verified).ok());
    EXPECT_THAT(verified.problems(), IsEmpty());
  }
  EXPECT_GE(opened, 1);
}

}  // namespace
}  // namespace santong::testing
