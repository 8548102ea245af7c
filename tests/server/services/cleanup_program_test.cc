// A published result, re-imported and published again through the program: the list of a real
// department (53 entries), whose documents stand in the registry, becomes the proposals of a
// cleanup; when that is published, the program's lists are the list that was read, and what could
// not be linked is said.
#include <gmock/gmock.h>
#include <simdjson.h>

#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"
#include "tests/support/csv.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kExcerpt[] = "tests/testdata/cleanup_entries_excerpt.jsonl";
constexpr char kList[] = "2023年河北省科学技术厅规范性文件清理结果目录";

struct Entry {
  std::string disposition, title, number;
};

std::string Text(const simdjson::dom::element& line, const char* key) {
  std::string_view text;
  return line[key].get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

// The entries of that list, with titles without their marks; others stand in the file too.
std::vector<Entry> ReadList() {
  std::vector<Entry> entries;
  std::ifstream file(kExcerpt);
  simdjson::dom::parser parser;
  std::string line;
  while (std::getline(file, line)) {
    const simdjson::dom::element parsed = parser.parse(line);
    if (Text(parsed, "list_title") != kList) continue;
    std::string title = Text(parsed, "title");
    const std::string open = "《", close = "》";
    title = title.substr(open.size(), title.size() - open.size() - close.size());
    entries.push_back({Text(parsed, "disposition"), title, Text(parsed, "number")});
  }
  return entries;
}

void ImportEntries(Registry& registry, const std::vector<Entry>& entries) {
  std::vector<v1::ImportRow> rows;
  for (const Entry& entry : entries) {
    rows.push_back(StockRow(static_cast<int>(rows.size()) + 1, entry.title));
    rows.back().set_document_number(entry.number);
    rows.back().set_written_date("2020-01-01");
  }
  ImportStock(registry, rows);
}

// What the program prints for a real disposition.
std::string Printed(const std::string& disposition) {
  static const auto& words =
      *new std::map<std::string, std::string>{{"保留", "DISPOSITION_KEEP"},
                                              {"限期修改", "DISPOSITION_AMEND"},
                                              {"予以废止", "DISPOSITION_REPEAL"}};
  return words.at(disposition);
}

class CleanupProgram : public ::testing::Test {
 protected:
  Output Santong(const std::string& token, std::vector<std::string> arguments) {
    Program::Environment environment = {{"SANTONG_ADDRESS", server_.process().address()},
                                        {"SANTONG_LANG", "en"}};
    if (!token.empty()) environment["SANTONG_TOKEN_FILE"] = folder_.Write("token", token + "\n");
    return RunProgram(arguments, environment);
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Folder folder_;
};

TEST_F(CleanupProgram, ARealListIsRecordedPublishedAndPrintedAgain) {
  const std::vector<Entry> entries = ReadList();
  ASSERT_EQ(entries.size(), 53u);
  ImportEntries(registry_, entries);
  const Tokens& tokens = registry_.tokens();
  v1::CreateCampaignRequest create;
  create.mutable_campaign()->set_title(kList);
  create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  create.mutable_campaign()->set_jurisdiction(kDistrict);
  create.mutable_campaign()->set_cutoff_date(registry_.today());
  create.mutable_campaign()->set_proposal_due_date("2099-12-31");
  v1::Campaign campaign;
  ASSERT_TRUE(
      registry_.cleanups().CreateCampaign(As(tokens.reviewer).get(), create, &campaign).ok());
  v1::OpenCampaignRequest open;
  open.set_name(campaign.name());
  ASSERT_TRUE(registry_.cleanups().OpenCampaign(As(tokens.reviewer).get(), open, &campaign).ok());
  ASSERT_EQ(campaign.item_count(), 53);
  const std::string number = campaign.name().substr(10);

  const Output only_matched = Santong(tokens.drafter, {"cleanup", "import-result", kExcerpt});
  EXPECT_EQ(only_matched.exit_code, 0) << only_matched.err;
  EXPECT_THAT(only_matched.err, HasSubstr("53 of 56 linked."));
  const Output recorded =
      Santong(tokens.drafter, {"cleanup", "import-result", kExcerpt, "--campaign", number});
  EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
  EXPECT_THAT(recorded.err, HasSubstr("53 of 56 recorded as proposals."));
  EXPECT_THAT(recorded.out, HasSubstr("not in the registry")) << "what did not link is said";

  v1::ListItemsRequest list;
  list.set_parent(campaign.name());
  list.set_page_size(1000);
  v1::ListItemsResponse items;
  ASSERT_TRUE(registry_.cleanups().ListItems(As(tokens.reviewer).get(), list, &items).ok());
  for (const v1::CampaignItem& item : items.items()) {
    EXPECT_EQ(item.state(), v1::CLEANUP_ITEM_STATE_PROPOSED) << item.ShortDebugString();
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    v1::CampaignItem reviewed;
    ASSERT_TRUE(registry_.cleanups().ReviewItem(As(tokens.reviewer).get(), review, &reviewed).ok());
  }
  v1::CloseCampaignRequest close;
  close.set_name(campaign.name());
  ASSERT_TRUE(registry_.cleanups().CloseCampaign(As(tokens.reviewer).get(), close, &campaign).ok());
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_notice(registry_.Published("清理结果公告").name());
  ASSERT_TRUE(
      registry_.cleanups().PublishCampaign(As(tokens.publisher).get(), publish, &campaign).ok());

  // The public prints the lists.
  const Output csv = Santong("", {"cleanup", "lists", number, "-o", "csv"});
  ASSERT_EQ(csv.exit_code, 0) << csv.err;
  std::multiset<std::string> expected;
  for (const Entry& entry : entries)
    expected.insert(absl::StrCat(entry.title, " ", entry.number, " ", Printed(entry.disposition)));
  std::multiset<std::string> printed;
  for (const CsvRow& row : ReadCsv(folder_.Write("lists.csv", csv.out)))
    printed.insert(absl::StrCat(row[1], " ", row[2], " ", row[5]));
  EXPECT_EQ(printed, expected);

  const std::string html = folder_.Path("lists.html");
  const Output page = Santong("", {"cleanup", "lists", number, "--html", html});
  ASSERT_EQ(page.exit_code, 0) << page.err;
  const std::string bytes = ReadAll(html);
  for (const Entry& entry : entries) EXPECT_THAT(bytes, HasSubstr(entry.title));
  EXPECT_THAT(bytes, HasSubstr("(49)")) << "an annex for each disposition";
  EXPECT_THAT(bytes, HasSubstr("(3)"));
  EXPECT_THAT(bytes, HasSubstr("(1)"));
}

TEST_F(CleanupProgram, AnEntryIsLinkedByItsNumberThenByItsTitle) {
  ImportEntries(registry_, {{"", "甲办法", "平民〔2020〕1号"},
                            {"", "乙办法", "平民〔2020〕2号"},
                            {"", "丙办法", "平民〔2020〕2号"},
                            {"", "丁办法", "平民〔2020〕3号"},
                            {"", "丁办法", "平民〔2020〕4号"}});
  const std::string list = folder_.Write(
      "list.jsonl",
      R"({"disposition":"保留","title":"《甲办法（试行）》","number":"平民〔2020〕1号"})"
      "\n"
      R"({"disposition":"保留","title":"《乙办法》","number":"平民〔2020〕2号"})"
      "\n"
      R"({"disposition":"保留","title":"《甲办法》","number":"平民〔2020〕91号"})"
      "\n"
      R"({"disposition":"保留","title":"《丁办法》","number":null})"
      "\n"
      R"({"disposition":"保留","title":"《戊办法》","number":"平民〔2020〕92号"})"
      "\n");
  const Output matched =
      Santong(registry_.tokens().drafter, {"cleanup", "import-result", list, "-o", "csv"});
  EXPECT_EQ(matched.exit_code, 0) << matched.err;
  EXPECT_THAT(matched.err, HasSubstr("3 of 5 linked."));
  std::vector<std::string> why;
  for (const CsvRow& row : ReadCsv(folder_.Write("matched.csv", matched.out)))
    why.push_back(row[1]);
  EXPECT_THAT(why, ::testing::ElementsAre("number", "title", "title",
                                          "2 candidates: decide by hand", "not in the registry"));
}

}  // namespace
}  // namespace santong::testing
