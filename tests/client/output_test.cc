// What is printed: aligned for the eye, exact for programs.
#include <set>
#include <sstream>

#include "absl/strings/str_split.h"
#include "client/cli/exit_code.h"
#include "client/cli/message_file.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/json.h"
#include "client/cli/output/record.h"
#include "client/cli/output/table.h"
#include "client/cli/output/width.h"
#include "client/cli/output/yaml.h"
#include "client/cli/program.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/proof.pb.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHard[] = "《某某办法》（试行）—“两高”…";

TEST(Width, CountsWideAsTwoAndAmbiguousAsAsked) {
  EXPECT_EQ(DisplayWidth("abc", 1), 3);
  EXPECT_EQ(DisplayWidth("平政〔2026〕1号", 1), 15);
  // — “ ” … are ambiguous, the others are wide.
  EXPECT_EQ(DisplayWidth(kHard, 1), 2 * 12 + 4);
  EXPECT_EQ(DisplayWidth(kHard, 2), 2 * 12 + 8);
  EXPECT_EQ(DisplayWidth("e\u0301", 1), 1) << "a mark takes no column";
}

TEST(Table, TwoColumnsDoNotBearOneHeading) {
  const v1::CampaignItem item;
  const Table table = ListTable({&item}, {"name", "proposal.disposition", "decision.disposition"},
                                Language::kEnglish);
  ASSERT_EQ(table.columns.size(), 3u);
  EXPECT_EQ(table.columns[1].title, "Proposal");
  EXPECT_EQ(table.columns[2].title, "Decision");
  EXPECT_EQ(
      ListTable({&item}, {"name", "proposal.disposition"}, Language::kEnglish).columns[1].title,
      "Disposition");
}

// Before, the name stood for all: no figure of an organ's cleanup was shown, nor where a lodger
// lives.
TEST(Details, ANameDoesNotHideWhatElseIsKnown) {
  v1::Campaign campaign;
  auto* progress = campaign.add_progress();
  progress->set_organ("jurisdictions/630203/organs/government");
  progress->set_display_name("区政府");
  progress->set_items(12);
  progress->set_pending(7);
  Table table = DetailTable(campaign, Language::kChinese);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_THAT(table.rows[0][1].shown, AllOf(HasSubstr("区政府"), HasSubstr("12"), HasSubstr("7")));
  EXPECT_THAT(table.rows[0][1].raw, HasSubstr("\"pending\":\"7\""));
  v1::Document document;
  auto* issuer = document.add_issuers();
  issuer->set_organ("jurisdictions/630203/organs/government");
  issuer->set_display_name("区政府");
  EXPECT_EQ(DetailTable(document, Language::kChinese).rows[0][1].shown, "区政府");
}

// Every column of every line begins where the first line's does: the widths of what stands before
// it are the same.
TEST(Table, IsAlignedInBothModes) {
  Table table;
  table.columns = {{"title", "标题"}, {"number", "登记号"}, {"last", "末列"}};
  for (const char* title : {kHard, "short", "", "ｆｕｌｌ", "e\u0301x"}) {
    table.rows.push_back({Plain(title), Plain("平政〔2026〕1号"), Plain("|")});
  }
  for (const int ambiguous : {1, 2}) {
    std::set<int> starts;
    const std::string text = FormatTable(table, {ambiguous, 0, true});
    for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      const size_t bar = std::min(line.find('|'), line.find("末列"));
      ASSERT_NE(bar, absl::string_view::npos) << line;
      starts.insert(DisplayWidth(line.substr(0, bar), ambiguous));
    }
    EXPECT_EQ(starts.size(), 1u) << text;
  }
}

TEST(Table, FitsTheLineByShorteningTheWidestThatMay) {
  Table table;
  table.columns = {{"number", "号", true}, {"title", "标题"}};
  table.rows.push_back({Plain("平政〔2026〕1号"), Plain(std::string(300, 'x'))});
  for (const int ambiguous : {1, 2}) {
    const std::string text = FormatTable(table, {ambiguous, 40, true});
    EXPECT_THAT(text, HasSubstr("平政〔2026〕1号"));
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(DisplayWidth(line, ambiguous), 40) << line;
    }
  }
}

// Before, on 80 columns every name was "documen…" and every due day "2026-12…".
TEST(Table, NamesAndDaysStandWholeOnANarrowTerminal) {
  v1::Document document;
  document.set_name("documents/3596");
  document.set_title(std::string(300, 'x'));
  document.add_issuers()->set_display_name("海东市平安区人民政府");
  document.set_effective_date("2026-11-30");
  auto* clock = document.add_clocks();
  clock->set_kind(v1::CLOCK_KIND_FILING);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_due_date("2026-12-15");
  const Table table = ListTable({&document},
                                {"name", "state", "registration_number", "document_number", "title",
                                 "issuers", "effective_date", "clocks.due_date"},
                                Language::kChinese);
  const std::string text = FormatTable(table, {1, 80, true});
  for (const char* whole : {"documents/3596", "2026-11-30", "2026-12-15"})
    EXPECT_THAT(text, HasSubstr(whole));
  EXPECT_THAT(text, HasSubstr("xxx…"));
}

TEST(Table, KeepsABracketedYearWholeOrLeavesItOut) {
  const std::string text = "平政〔2026〕1号";
  for (int width = 1; width <= DisplayWidth(text, 1); ++width) {
    const std::string cut = Truncate(text, width, 1);
    EXPECT_LE(DisplayWidth(cut, 1), width);
    EXPECT_EQ(cut.find("〔") == std::string::npos, cut.find("〕") == std::string::npos) << cut;
  }
}

// Before, the program ended by a signal: the answer states its document by name.
TEST(Names, AreOfTheDocumentThatAnAnswerIsAbout) {
  v1::Basis basis;
  EXPECT_EQ(FormatNames(basis), "") << "of a number that nobody knows";
  basis.set_document("documents/7");
  EXPECT_EQ(FormatNames(basis), "documents/7\n");
  v1::LookupMatch match;
  match.mutable_document()->set_name("documents/8");
  EXPECT_EQ(FormatNames(match), "documents/8\n");
}

TEST(Table, AnUnknownColumnNamesThoseThatAre) {
  Table table;
  table.columns = {{"title", "标题"}};
  const absl::Status status = table.Select({"titel"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("title"));
}

TEST(Csv, QuotesWhatMustBeQuotedAndNothingElse) {
  EXPECT_EQ(FormatCsvLine({"plain", "a,b", "say \"x\"", "two\nlines", "", " edge"}),
            "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,\" edge\"\r\n");
  EXPECT_EQ(FormatCsvLine({""}), "\"\"\r\n") << "an empty line would be no row";
}

TEST(Csv, WhatASpreadsheetWouldReckonIsTextAndANumberStaysOne) {
  Table table;
  table.columns = {{"title", "题名"}};
  for (const char* title :
       {"=HYPERLINK(\"http://x\")", "+1", "-1+2", "@SUM(A1)", "\t=1", "-40", "通知"})
    table.rows.push_back({Plain(title)});
  EXPECT_EQ(
      FormatCsv(table, /*headings=*/false),
      "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n'+1\r\n'-1+2\r\n'@SUM(A1)\r\n'\t=1\r\n-40\r\n通知\r\n");
  EXPECT_EQ(FormatCsvLine({"=1"}), "=1\r\n") << "what is imported again stays as it was";
}

TEST(Program, WhatCannotBeWrittenIsNoSuccess) {
  std::ostream full(nullptr);  // takes nothing
  std::ostringstream err;
  const auto environment = [](const char*) -> const char* { return nullptr; };
  EXPECT_EQ(RunProgram({"config", "view"}, environment, full, err), kExitUnexpected);
  EXPECT_THAT(err.str(), HasSubstr("标准输出写不了"));
}

v1::Document Sample() {
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.set_title("关于“两高”的\"通知\"");
  document.set_document_number("2026");  // a text that YAML would read as a number
  document.set_effective_date("2026-01-01");
  document.set_urgent(true);
  document.set_openness_basis("yes");
  document.add_issuers()->set_display_name("区政府");
  document.mutable_create_time()->set_seconds(1767225600);
  document.mutable_current_version()->set_text("第一条\n\t第二条：# 不是注释\n");
  return document;
}

TEST(Record, SpeaksToPeopleInWordsAndToProgramsInNames) {
  const v1::Document document = Sample();
  const Table table =
      ListTable({&document}, {"state", "issuers", "create_time", "term.years"}, Language::kChinese);
  std::vector<std::string> shown, raw;
  for (const Cell& cell : table.rows[0]) {
    shown.push_back(cell.shown);
    raw.push_back(cell.raw);
  }
  EXPECT_THAT(shown, ElementsAre("施行中", "区政府", "2026-01-01 08:00:00", ""));
  EXPECT_THAT(raw, ElementsAre("DOCUMENT_STATE_IN_EFFECT", "区政府", "2026-01-01T00:00:00Z", ""));
}

TEST(Record, BytesAreBase64ForPeopleAsInJson) {
  v1::MapProof proof;
  proof.set_end_key(std::string("\x00\xff\x1b", 3));
  const Table table = DetailTable(proof, Language::kEnglish);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].back().shown, "AP8b");
}

TEST(Json, IsCanonicalProtoJson) {
  const std::string text = FormatJson(Sample());
  EXPECT_THAT(text, HasSubstr("\"effectiveDate\": \"2026-01-01\""));
  EXPECT_THAT(text, HasSubstr("\"state\": \"DOCUMENT_STATE_IN_EFFECT\""));
  EXPECT_THAT(text, Not(HasSubstr("effective_date")));
}

// What YAML and JSON print is read back as the same message, texts that look like something else
// included.
TEST(MessageFile, ReadsBackWhatIsPrinted) {
  const santong::testing::Folder folder;
  const v1::Document document = Sample();
  for (const auto& path :
       {folder.Write("a.yaml", FormatYaml(document)), folder.Write("a.json", FormatJson(document)),
        folder.Write("a.textproto", document.DebugString())}) {
    v1::Document read;
    ASSERT_TRUE(MergeFile(path, &read).ok()) << path << MergeFile(path, &read);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(read, document)) << path;
  }
}

}  // namespace
}  // namespace santong::cli
