// The committed pages of deploy/docs say what the tables say, and every link in a page leads
// somewhere.
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "server/docs/pages.h"
#include "server/domain/error/reasons.h"
#include "server/ops/config.h"
#include "tests/tidy/source_tree.h"

namespace santong::tidy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Committed(const std::string& path) {
  for (const SourceFile& file : Tree()) {
    if (file.path == path) return file.text;
  }
  return absl::StrCat("no file ", path);
}

TEST(Docs, TheCommittedPagesAreAFreshPrint) {
  for (const docs::Page& page : docs::AllPages()) {
    EXPECT_TRUE(Committed(absl::StrCat("deploy/docs/", page.path)) == page.text)
        << page.path << " is stale: build santong_docs and run it with deploy/docs";
  }
}

TEST(Docs, EveryReasonThatIsRaisedHasItsSection) {
  const std::string page = Committed("deploy/docs/errors.md");
  for (const error::Reason& row : error::AllReasons()) {
    const std::string section = absl::StrCat("<a id=\"", error::ReasonName(row.reason), "\"></a>");
    EXPECT_EQ(absl::StrContains(page, section), row.raised) << section;
  }
}

TEST(Docs, TheOperatorsPageNamesEveryKey) {
  const std::string page = Committed("deploy/docs/operating.md");
  const ops::Config defaults;
  for (const ops::ConfigKey& key : ops::ConfigKeys()) {
    EXPECT_THAT(page, HasSubstr(absl::StrCat("| `", key.name, "` |"))) << key.help;
  }
  EXPECT_THAT(page, HasSubstr(absl::StrCat("| `listen` | `", defaults.listen, "` |")));
}

TEST(Docs, TheExampleConfigurationIsTaken) {
  const char* const arguments[] = {"santongd", "--config", "deploy/config/santongd.yaml"};
  const auto loaded =
      ops::LoadConfig(3, arguments, "", [](const char*) -> const char* { return nullptr; });
  ASSERT_TRUE(loaded.ok()) << loaded.status().ToString();
  EXPECT_EQ(loaded->origins.at("tls_certificate"), "file");
}

TEST(Docs, EveryLinkToAFileLeadsToOne) {
  const RE2 link(R"(\]\(([^)#:]+)(?:#[^)]*)?\))");
  std::vector<std::string> broken;
  for (const SourceFile& file : Tree()) {
    if (!file.HasSuffix(".md")) continue;
    re2::StringPiece rest(file.text);
    std::string target;
    while (RE2::FindAndConsume(&rest, link, &target)) {
      const std::filesystem::path path = std::filesystem::path(file.Folder()) / target;
      if (!std::filesystem::exists(path)) broken.push_back(absl::StrCat(file.path, " -> ", target));
    }
  }
  EXPECT_THAT(broken, IsEmpty());
}

TEST(Docs, ACellWithABarStaysOneCell) {
  v1::Workflow workflow;
  auto* row = workflow.add_rows();
  row->set_action("A");
  row->set_article("x|y");
  EXPECT_THAT(docs::WorkflowPage(workflow), HasSubstr("x\\|y"));
}

}  // namespace
}  // namespace santong::tidy
