// The layout on the PDF itself, as pdftotext reads it: 22 lines of 28 characters.
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "server/confined/program.h"
#include "server/domain/text/normalize.h"
#include "server/print/pages.h"
#include "server/print/printer.h"
#include "tests/storage/temp_folder.h"

namespace santong::print {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kNotice[] = "网上公布文本，以正式印发文本为准";

work::v1::PrintJob JobOf(const std::string& text) {
  work::v1::PrintJob job;
  v1::Document& document = *job.mutable_document();
  document.set_title("平安区养犬管理办法");
  document.set_registration_number("平登〔2026〕3号");
  document.set_document_number("平政〔2026〕12号");
  document.add_issuers()->set_display_name("平安区人民政府");
  document.mutable_publication()->set_date("2026-03-05");
  document.mutable_current_version()->set_text(text);
  return job;
}

// What pdftotext -layout shows, page by page, a line each without blanks at its ends.
std::vector<std::vector<std::string>> Shown(const std::string& pdf) {
  // The script stands before the PDF in its input, so the PDF comes in by way of a file.
  const santong::testing::TempFolder folder;
  const std::string path = absl::StrCat(folder.path(), "/pages.pdf");
  std::FILE* file = std::fopen(path.c_str(), "wb");
  std::fwrite(pdf.data(), 1, pdf.size(), file);
  std::fclose(file);
  const auto result =
      confined::RunProgram("/bin/sh", absl::StrCat("pdftotext -layout '", path, "' -"),
                           {.wall_clock = absl::Seconds(60), .output_bytes_max = 64 << 20});
  EXPECT_TRUE(result.ok()) << result.status();
  std::vector<std::vector<std::string>> pages;
  for (const absl::string_view page : absl::StrSplit(result->output, '\f', absl::SkipEmpty())) {
    auto& lines = pages.emplace_back();
    for (const absl::string_view line : absl::StrSplit(page, '\n')) {
      if (!absl::StripAsciiWhitespace(line).empty()) {
        lines.emplace_back(absl::StripAsciiWhitespace(line));
      }
    }
  }
  return pages;
}

// What the QR codes of page one say.
std::string CodesOf(const std::string& pdf) {
  const santong::testing::TempFolder folder;
  const std::string path = absl::StrCat(folder.path(), "/codes");
  std::FILE* file = std::fopen((path + ".pdf").c_str(), "wb");
  std::fwrite(pdf.data(), 1, pdf.size(), file);
  std::fclose(file);
  const auto result = confined::RunProgram(
      "/bin/sh",
      absl::StrCat("pdftoppm -r 200 -gray -png -f 1 -l 1 -singlefile '", path, ".pdf' '", path,
                   "' && zbarimg --nodbus --quiet --raw '", path, ".png'"),
      {.wall_clock = absl::Seconds(60), .output_bytes_max = 1 << 20});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? result->output : "";
}

TEST(Pages, APageHasTwentyTwoLinesOfTwentyEightCharacters) {
  std::string text;
  for (int i = 0; i < 3 * 22 * 28; ++i) text += "国";
  const auto pdf = Print(JobOf(text));
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  const auto pages = Shown(pdf->bytes);
  ASSERT_THAT(pages, SizeIs(pdf->pages));
  // Page two is nothing but text; below it stand its number and the notice.
  ASSERT_THAT(pages[1], SizeIs(22 + 2));
  for (int line = 0; line < 22; ++line) {
    EXPECT_EQ(text::CodePoints(pages[1][static_cast<size_t>(line)]), 28) << line;
  }
  EXPECT_EQ(absl::StrReplaceAll(pages[1][22], {{" ", ""}}), "—2—");
  EXPECT_EQ(pages[1][23], kNotice);
}

TEST(Pages, EveryPageSaysThatTheOriginalCounts) {
  std::string text;
  for (int i = 1; i <= 60; ++i) absl::StrAppend(&text, "第", i, "条 本条有若干字。\n");
  const auto pdf = Print(JobOf(text));
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_THAT(Shown(pdf->bytes), AllOf(SizeIs(3), Each(::testing::Contains(HasSubstr(kNotice)))));
}

TEST(Pages, AboveStandTheNumbersAndTheTitleOnce) {
  const auto pdf =
      Print(JobOf("平安区养犬管理办法\n第一章 总则\n第一条 甲。\n附件1\n登记表\n甲\t乙\n"));
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  const auto pages = Shown(pdf->bytes);
  ASSERT_THAT(pages, SizeIs(2)) << "an annex begins a page";
  EXPECT_EQ(pages[0][0], "登记号：平登〔2026〕3号");
  EXPECT_EQ(pages[0][1], "平政〔2026〕12号");
  EXPECT_EQ(pages[0][2], "平安区养犬管理办法");
  EXPECT_EQ(pages[0][3], "第一章 总则");
  EXPECT_EQ(pages[0][4], "第一条 甲。");
  EXPECT_EQ(pages[1][0], "附件1");
  EXPECT_THAT(pages[1][2], ::testing::StartsWith("甲"));
}

TEST(Pages, PageOneBearsACodeOfTheLinkThatVerifiesIt) {
  work::v1::PrintJob job = JobOf("第一条 甲。");
  job.mutable_document()->mutable_publication()->set_url("https://example.gov.cn/gazette/3");
  for (const char* link : {"", "https://register.test/v/%E5%B9%B3?h=0123456789abcdef"}) {
    job.set_verify_link(link);
    const auto pdf = Print(job);
    ASSERT_TRUE(pdf.ok()) << pdf.status();
    EXPECT_THAT(CodesOf(pdf->bytes),
                HasSubstr(*link == '\0' ? job.document().publication().url() : link));
  }
}

// The first line has 26 characters, for its indent, each other 28: cut off by count alone, the
// first would leave a mark to the second.
TEST(Pages, NoMarkBeginsALine) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += i % 9 == 8 ? "，" : "国";
  const auto pdf = Print(JobOf(text));
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  const auto pages = Shown(pdf->bytes);
  ASSERT_THAT(pages, Not(IsEmpty()));
  for (const auto& page : pages) {
    for (const std::string& line : page) {
      EXPECT_FALSE(absl::StartsWith(line, "，")) << line;
      EXPECT_LE(text::CodePoints(line), 28) << line;
    }
  }
}

TEST(Pages, TheHeaderIsRedOnlyWhereThePolicySaysSo) {
  work::v1::PrintJob job = JobOf("第一条 甲。");
  const auto plain = Print(job);
  ASSERT_TRUE(plain.ok());
  EXPECT_THAT(Shown(plain->bytes)[0], Not(::testing::Contains("平安区人民政府文件")));
  job.set_red_header(true);
  const auto red = Print(job);
  ASSERT_TRUE(red.ok());
  EXPECT_THAT(Shown(red->bytes)[0], ::testing::Contains("平安区人民政府文件"));
}

TEST(Pages, AnAddressIsDrawnAndTheSameTextGivesTheSameBytes) {
  work::v1::PrintJob job = JobOf("第一条 甲。");
  const auto without = Print(job);
  EXPECT_EQ(Print(job)->bytes, without->bytes);
  job.mutable_document()->mutable_publication()->set_url("https://example.org/documents/7");
  EXPECT_GT(Print(job)->bytes.size(), without->bytes.size() + 100);
}

TEST(Printer, AProcessOfItsOwnPrintsAMillionCharacters) {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    for (int j = 0; j < 999; ++j) text += "国";
    text += "\n";
  }
  const auto pdf = Printer(std::getenv("SANTONG_PRINT")).Print(JobOf(text));
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  // 36 lines a paragraph, 22 lines a page.
  EXPECT_GE(pdf->pages, 1000 * 36 / 22);
  EXPECT_TRUE(absl::StartsWith(pdf->bytes, "%PDF-"));
}

TEST(Printer, AProgramThatIsNotThereIsNoCrash) {
  EXPECT_TRUE(absl::IsInternal(Printer("/no/such/program").Print({}).status()));
}

}  // namespace
}  // namespace santong::print
