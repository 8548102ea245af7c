// Rows of JSON lines and of CSV.
#include "client/cli/import/batcher.h"
#include "client/cli/import/import_id.h"
#include "client/cli/import/row_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/document_service.pb.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

using ::testing::ElementsAre;
using Found = RowSource::Found;

struct Row {
  v1::ImportRow row;
  std::string problem;
};

std::vector<Row> ReadRows(const std::string& path) {
  auto source = OpenRows(path, Encoding::kAuto);
  if (!source.ok()) {
    ADD_FAILURE() << source.status();
    return {};
  }
  std::vector<Row> rows;
  while (true) {
    Row row;
    const auto found = (*source)->Next(&row.row, &row.problem);
    if (!found.ok()) ADD_FAILURE() << found.status();
    if (!found.ok() || *found == Found::kEnd) return rows;
    rows.push_back(std::move(row));
  }
}

TEST(JsonRows, FillEveryFieldOfTheCorpus) {
  const santong::testing::Folder folder;
  const auto rows = ReadRows(folder.Write(
      "a.jsonl",
      R"({"id":"1","title":"t","issuer":"i","doc_number":"n","date":"2020-01-01","category":"c",)"
      R"("body":"甲\n\u4e59\t","chars":3,"region":"r","validity":"v","index_number":"x",)"
      R"("subject_class":"s","published":"2020-01-02","effective_date":"2020-01-03","other":[1]})"));
  ASSERT_EQ(rows.size(), 1u);
  const v1::ImportRow& row = rows[0].row;
  EXPECT_EQ(row.row(), 1);
  EXPECT_THAT(
      (std::vector<std::string>{row.source_id(), row.title(), row.issuer(), row.document_number(),
                                row.written_date(), row.category(), row.text(), row.region(),
                                row.validity(), row.index_number(), row.subject_class(),
                                row.published_date(), row.effective_date()}),
      ElementsAre("1", "t", "i", "n", "2020-01-01", "c", "甲\n乙\t", "r", "v", "x", "s",
                  "2020-01-02", "2020-01-03"));
}

TEST(JsonRows, NothingAndASwitchAreNoValue) {
  const santong::testing::Folder folder;
  const auto rows =
      ReadRows(folder.Write("a.jsonl", R"({"title":"t","issuer":null,"published":true,"id":17})"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].row.issuer(), "");
  EXPECT_EQ(rows[0].row.published_date(), "");
  EXPECT_EQ(rows[0].row.source_id(), "17");
}

TEST(JsonRows, ABadLineIsNamedByItsNumberAndTheOthersAreRead) {
  const santong::testing::Folder folder;
  const auto rows = ReadRows(folder.Write(
      "a.jsonl", "{\"title\":\"a\"}\n\nnot json\n[1]\n{\"title\":\"\xff\"}\r\n{\"title\":\"b\"}"));
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].row.title(), "a");
  for (const int bad : {1, 2, 3}) {
    EXPECT_EQ(rows[bad].row.row(), bad + 2) << "the empty line counts";
    EXPECT_NE(rows[bad].problem, "") << bad;
  }
  EXPECT_EQ(rows[4].row.title(), "b");
  EXPECT_EQ(rows[4].problem, "");
}

TEST(JsonRows, ALineOfTwoDocumentsIsABadOne) {
  const santong::testing::Folder folder;
  const auto rows = ReadRows(folder.Write(
      "a.jsonl",
      "{\"title\":\"a\"}{\"title\":\"b\"}\n{\"title\":\"c\",\"x\":{\"y\":[1]}} \r\n{}\n"));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_NE(rows[0].problem, "") << "b would be lost";
  EXPECT_EQ(rows[1].problem, "");
  EXPECT_EQ(rows[1].row.title(), "c");
  EXPECT_EQ(rows[2].problem, "");
}

// Lines longer than a piece of the file, so that a line is put together and parsed at the buffer's
// end.
TEST(JsonRows, LongLinesAreWhole) {
  const santong::testing::Folder folder;
  std::string file;
  for (int i = 1; i <= 5; ++i) file += "{\"body\":\"" + std::string(300'000 * i, 'x') + "\"}\n";
  const auto rows = ReadRows(folder.Write("a.jsonl", file));
  ASSERT_EQ(rows.size(), 5u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(rows[i].row.text().size(), 300'000u * (i + 1));
}

TEST(CsvRows, KnowColumnsInEnglishAndChineseAndKeepLineBreaks) {
  const santong::testing::Folder folder;
  const auto rows = ReadRows(folder.Write(
      "a.csv",
      "标题,发文字号,其他,正文\n一,平政〔2020〕1号,x,\"第一条\n\"\"第二条\"\"\"\n二,,,\n"));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].row.title(), "一");
  EXPECT_EQ(rows[0].row.document_number(), "平政〔2020〕1号");
  EXPECT_EQ(rows[0].row.text(), "第一条\n\"第二条\"");
  EXPECT_EQ(rows[1].row.row(), 2);
}

TEST(Rows, AnEmptySecondColumnOfAFieldTakesNothingAway) {
  const santong::testing::Folder folder;
  for (const auto& path :
       {folder.Write("a.csv",
                     "文件名称,成文日期,发文日期,发文机关,发布机构\n一,2017-04-11,,甲局,\n"),
        folder.Write("a.jsonl", R"({"文件名称":"一","成文日期":"2017-04-11","发文日期":"",)"
                                R"("发文机关":"甲局","发布机构":""})")}) {
    const auto rows = ReadRows(path);
    ASSERT_EQ(rows.size(), 1u) << path;
    EXPECT_EQ(rows[0].row.written_date(), "2017-04-11") << path;
    EXPECT_EQ(rows[0].row.issuer(), "甲局") << path;
  }
}

TEST(CsvRows, ABadRowLeavesTheOthersAndAFileWithoutKnownColumnsIsRefused) {
  const santong::testing::Folder folder;
  const auto rows = ReadRows(folder.Write("a.csv", "title\na,b\nc\n"));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_NE(rows[0].problem, "");
  EXPECT_EQ(rows[1].row.title(), "c");
  const auto broken = ReadRows(folder.Write("c.csv", "标题\n甲乙丙丁\n\xff\n戊\n"));
  ASSERT_EQ(broken.size(), 3u);
  EXPECT_NE(broken[1].problem, "");
  EXPECT_EQ(broken[2].row.title(), "戊");
  EXPECT_FALSE(OpenRows(folder.Write("b.csv", "x,y\n1,2\n"), Encoding::kAuto).ok());
}

TEST(CsvRows, AQuoteThatIsNeverClosedEndsTheReadingBeforeAllIsInMemory) {
  const santong::testing::Folder folder;
  const std::string path =
      folder.Write("a.csv", "title\n一\n\"" + std::string(20 << 20, 'x') + "\n");
  auto source = OpenRows(path, Encoding::kUtf8);
  ASSERT_TRUE(source.ok()) << source.status();
  v1::ImportRow row;
  std::string problem;
  ASSERT_TRUE((*source)->Next(&row, &problem).ok());
  const auto next = (*source)->Next(&row, &problem);
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(std::string(next.status().message()), "Line 3 is too long.");
}

TEST(ImportId, AFileInWhichARowWasMendedIsAnotherImport) {
  const santong::testing::Folder folder;
  const std::string rows(3 << 20, 'x');
  v1::ImportStart start;
  start.set_jurisdiction("jurisdictions/630203");
  const auto first = ImportIdOf(folder.Write("stock.jsonl", rows + "2019-02-30"), start);
  const auto again = ImportIdOf(folder.Path("stock.jsonl"), start);
  const auto mended = ImportIdOf(folder.Write("stock.jsonl", rows + "2019-02-28"), start);
  ASSERT_TRUE(first.ok() && again.ok() && mended.ok());
  EXPECT_EQ(*first, *again) << "the same file resumes";
  EXPECT_NE(*first, *mended) << "of the same name and size";
}

std::vector<std::vector<int64_t>> Batches(Batcher& batcher) {
  std::vector<std::vector<int64_t>> batches;
  while (true) {
    const client::ImportBatch batch = batcher.Next();
    if (batch.request == nullptr) return batches;
    auto& rows = batches.emplace_back();
    for (const auto& row : batch.request->rows()) rows.push_back(row.row());
    EXPECT_EQ(batch.last_row, rows.back());
    EXPECT_LE(batch.request->ByteSizeLong(), client::kImportBytesMax + 64);
    EXPECT_LE(batch.request->rows_size(), client::kImportRowsMax);
  }
}

TEST(Batcher, KeepsBothLimitsAndTheOrder) {
  const santong::testing::Folder folder;
  std::string file;
  for (int i = 0; i < 1200; ++i) {
    file += "{\"body\":\"" + std::string(i < 1100 ? 10 : 1 << 20, 'x') + "\"}\n";
  }
  auto rows = OpenRows(folder.Write("a.jsonl", file), Encoding::kUtf8);
  Batcher batcher(*std::move(rows), /*hash=*/false);
  batcher.Start(/*after_row=*/10);
  std::vector<int64_t> all;
  for (const auto& batch : Batches(batcher)) all.insert(all.end(), batch.begin(), batch.end());
  ASSERT_EQ(all.size(), 1190u);
  for (size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<int64_t>(i) + 11);
}

TEST(CsvRows, TheLastDayAndTheRegistrationAreRead) {
  const santong::testing::Folder folder;
  for (const char* head : {"标题,有效期至,登记号,登记日期",
                           "title,last_valid_date,registration_number,registered_date"}) {
    const auto rows =
        ReadRows(folder.Write("a.csv", absl::StrCat(head,
                                                    "\n甲办法,2024年12月31日,平登〔2020〕1号,"
                                                    "2020-01-02\n")));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].row.last_valid_date(), "2024年12月31日");
    EXPECT_EQ(rows[0].row.registration_number(), "平登〔2020〕1号");
    EXPECT_EQ(rows[0].row.registered_date(), "2020-01-02");
  }
}

}  // namespace
}  // namespace santong::cli
