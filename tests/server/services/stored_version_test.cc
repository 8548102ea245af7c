// A store that an earlier version wrote opens in this one, whole, and goes on.
//
// Method: tests/testdata/stores/VERSION_DAY.tgz is the data folder of a small register, with the
// key files beside it, as santongd of that version left it on that day, which is the server's today
// again. Where VERSION_DAY.txt stands beside it, that is all that the register answered then, a
// line for each field: each line must be answered again. No file is ever written again. A new
// version writes a new pair, from the root of the tree, and both are committed:
//   SANTONG_WRITE_STORE=VERSION SANTONGD=build/server/santongd \
//     build/tests/server/services/stored_version_test
// The first half of that register stands in the engine's tables, because a server was started over
// it again; the second half, of the next spring, in the engine's log.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "tests/server/services/stored_register.h"

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

std::vector<std::string> On(absl::CivilDay day) {
  return {"--clock-offset-days", absl::StrCat(day - Today())};
}

int Shell(const std::string& command) { return std::system(command.c_str()); }

// The answers, once the acts that are due by themselves are done: twice the same.
Lines AnswersAtRest(const RunningServer& server) {
  const std::string token = AdminToken(server.data_dir());
  Lines before, now = AnswersOf(server.Channel(), token);
  for (int i = 0; i < 100 && now != before; ++i) {
    before = std::move(now);
    now = AnswersOf(server.Channel(), token);
  }
  EXPECT_EQ(now, before) << "the register does not come to rest";
  return now;
}

void WriteStore(const std::string& version) {
  // By then the lists of this year are owed.
  const absl::CivilDay spring(Today().year() + 1, 2, 10);
  const std::string stem = absl::StrCat(kStores, "/", version, "_", absl::FormatCivilTime(spring));
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  {
    RunningServer server(data_dir, {});
    StoredRegister(server).Fill();
    tokens = server.registry().tokens();
    EXPECT_EQ(server.process().Terminate(), 0);
  }
  {
    RunningServer server(data_dir, On(spring));
    EXPECT_NE(SendFilingList(server.Channel(), tokens, absl::FormatCivilTime(spring)), "");
    Desk(server.Channel(), tokens).Lodge("documents/4", "李四");
    std::ofstream answers(stem + ".txt", std::ios::binary);
    for (const std::string& line : AnswersAtRest(server)) answers << line << '\n';
    EXPECT_EQ(server.process().Terminate(), 0);
  }
  std::filesystem::remove_all(data_dir + "/tiles");
  for (const char* derived : {"search.db", "search.db-wal", "search.db-shm", "LOG", "LOCK"})
    std::filesystem::remove(data_dir + "/" + derived);
  EXPECT_EQ(Shell(absl::StrCat("tar -C ", folder.path(), " --owner=0 --group=0 -czf ", stem,
                               ".tgz data data.key data.log-key data.log-signed data.token")),
            0);
}

// Every line that was answered then is answered now; a later version may answer more. The next act
// follows what stands there.
void ExpectAnswers(RunningServer& server, const std::filesystem::path& file) {
  const std::string token = AdminToken(server.data_dir());
  const Lines now = AnswersOf(server.Channel(), token);
  std::ifstream then(file, std::ios::binary);
  int lines = 0;
  for (std::string line; std::getline(then, line); ++lines)
    EXPECT_TRUE(now.contains(line)) << "not answered any more: " << line;
  EXPECT_GT(lines, 500);
  // The search index and the tiles are derived: they are made anew.
  Desk desk(server.Channel(), {});
  EXPECT_NE(desk.Lodge("documents/4", "王五").objection().name(), "");
  auto admin = v1::AdminService::NewStub(server.Channel());
  ExpectSoundStore(*admin, token);
}

TEST(StoredVersions, EachOpensWholeAndGoesOn) {
  if (const char* version = std::getenv(kWriteVariable)) WriteStore(version);
  int opened = 0;
  int with_answers = 0;
  for (const auto& file : std::filesystem::directory_iterator(kStores)) {
    if (file.path().extension() != ".tgz") continue;
    SCOPED_TRACE(file.path().string());
    TempFolder folder;
    ASSERT_EQ(Shell(absl::StrCat("tar -C ", folder.path(), " --no-same-owner -xzf ",
                                 file.path().string())),
              0);
    RunningServer server(folder.path() + "/data", On(DayOf(file.path())));
    ++opened;
    const std::string admin_token = AdminToken(server.data_dir());
    auto admin = v1::AdminService::NewStub(server.Channel());
    v1::VerifyStoreResponse verified;
    ASSERT_TRUE(admin->VerifyStore(As(admin_token).get(), {}, &verified).ok());
    EXPECT_THAT(verified.problems(), IsEmpty());
    const std::filesystem::path answers =
        std::filesystem::path(file.path()).replace_extension("txt");
    if (std::filesystem::exists(answers)) {
      ++with_answers;
      ExpectAnswers(server, answers);
      continue;
    }
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
  EXPECT_GE(opened, 2);
  EXPECT_GE(with_answers, 1);
}

}  // namespace
}  // namespace santong::testing
