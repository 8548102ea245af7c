// What an imported row becomes: a document, its gaps, or a refusal.
#include "server/acts/import_rows.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "server/domain/text/normalize.h"

namespace santong::acts {
namespace {

settings::Settings WithOneOrgan() {
  settings::Settings settings;
  settings.organs_by_title[text::FoldForMatch("平安区民政局")] =
      "jurisdictions/630203/organs/civil-affairs";
  return settings;
}

v1::ImportRow WholeRow() {
  v1::ImportRow row;
  row.set_row(1);
  row.set_title("某办法");
  row.set_issuer("平安区民政局");
  row.set_document_number("平民〔2013〕第13号");
  row.set_written_date("二○一三年五月二日");
  row.set_published_date("2013-05-03");
  row.set_effective_date("2013年6月1日");
  row.set_text("第一条 正文。");
  return row;
}

PreparedRow Prepare(const v1::ImportRow& row) {
  v1::ImportStart start;
  start.set_import_id("stock");
  start.set_jurisdiction("jurisdictions/630203");
  return PrepareRow(row, start, WithOneOrgan(), {"绝密", "机密", "秘密"});
}

bool HasGap(const PreparedRow& prepared, v1::ImportGap gap) {
  const auto& gaps = prepared.result.gaps();
  return std::find(gaps.begin(), gaps.end(), gap) != gaps.end();
}

TEST(ImportRow, AWholeRowHasNoGapAndIsMarkedLegacy) {
  PreparedRow prepared = Prepare(WholeRow());
  EXPECT_EQ(prepared.result.gaps_size(), 0);
  EXPECT_TRUE(prepared.document.legacy());
  EXPECT_EQ(prepared.document.written_date(), "2013-05-02");
  EXPECT_EQ(prepared.document.effective_date(), "2013-06-01");
  EXPECT_EQ(prepared.document.issuers(0).organ(), "jurisdictions/630203/organs/civil-affairs");
  EXPECT_EQ(prepared.document.document_number(), "平民〔2013〕第13号") << "the raw form is kept";
  EXPECT_TRUE(prepared.document.registration_number().empty());
}

TEST(ImportRow, WhatIsMissingIsAGapAndNoRefusal) {
  v1::ImportRow row;
  row.set_row(1);
  row.set_text("正文");
  row.set_written_date("10年27日");
  PreparedRow prepared = Prepare(row);
  EXPECT_NE(prepared.result.outcome(), v1::IMPORT_OUTCOME_REFUSED);
  for (v1::ImportGap gap : {v1::IMPORT_GAP_TITLE, v1::IMPORT_GAP_ISSUER, v1::IMPORT_GAP_DATE,
                            v1::IMPORT_GAP_DOCUMENT_NUMBER, v1::IMPORT_GAP_EFFECTIVE_DATE}) {
    EXPECT_TRUE(HasGap(prepared, gap)) << v1::ImportGap_Name(gap);
  }
  EXPECT_EQ(prepared.document.written_date(), "");
  EXPECT_EQ(prepared.document.written_date_as_printed(), "10年27日")
      << "what the source says is kept";
}

TEST(ImportRow, ALastValidDayThatIsNoDayIsKeptAsPrinted) {
  v1::ImportRow row = WholeRow();
  row.set_validity("有效");
  row.set_last_valid_date("2019年12月");
  PreparedRow prepared = Prepare(row);
  EXPECT_EQ(prepared.document.term().last_valid_date(), "");
  EXPECT_EQ(prepared.document.import_validity(), "有效；有效期至：2019年12月");
  row.set_last_valid_date("2019年12月31日");
  EXPECT_EQ(Prepare(row).document.term().last_valid_date(), "2019-12-31");
}

// As pages of 镇巴 and 铜川 print them.
TEST(ImportRow, ATimeBesideADayIsNoPartOfIt) {
  v1::ImportRow row = WholeRow();
  row.set_written_date("2024年04月06日 16:40");
  row.set_published_date("2020-09-30 15:34");
  row.set_effective_date("2020-09-30T15:34:00");
  const PreparedRow prepared = Prepare(row);
  EXPECT_EQ(prepared.document.written_date(), "2024-04-06");
  EXPECT_EQ(prepared.document.publication().date(), "2020-09-30");
  EXPECT_EQ(prepared.document.effective_date(), "2020-09-30");
}

TEST(ImportRow, ADayOfPublicationOrOfEffectThatIsNoDayIsKeptAsPrinted) {
  v1::ImportRow row = WholeRow();
  row.set_published_date("2022-07");
  row.set_effective_date("自公布之日起");
  const PreparedRow prepared = Prepare(row);
  EXPECT_TRUE(HasGap(prepared, v1::IMPORT_GAP_PUBLISHED_DATE));
  EXPECT_TRUE(HasGap(prepared, v1::IMPORT_GAP_EFFECTIVE_DATE));
  EXPECT_EQ(prepared.document.import_validity(), "公布日期：2022-07；施行日期：自公布之日起");
}

TEST(ImportRow, AnIssuerThatTheRegistryDoesNotKnowIsKeptAsPrinted) {
  v1::ImportRow row = WholeRow();
  row.set_issuer("某省某厅");
  PreparedRow prepared = Prepare(row);
  EXPECT_TRUE(HasGap(prepared, v1::IMPORT_GAP_ISSUER_UNKNOWN));
  EXPECT_EQ(prepared.document.issuers(0).display_name(), "某省某厅");
}

TEST(ImportRow, TheTextIsKeptByteForByte) {
  v1::ImportRow row = WholeRow();
  const std::string text = "\xEF\xBB\xBF第一条\r\n　 \t正文\n\n";
  row.set_text(text);
  EXPECT_EQ(Prepare(row).text.text, text);
}

TEST(ImportRow, ClassifiedTextIsRefused) {
  for (const char* text : {"秘密★5年\n关于某事的通知", "机密\n通知", "　绝密 ★ 长期\n通知",
                           "000001\n机 密★1年\n特急\n通知"}) {
    v1::ImportRow row = WholeRow();
    row.set_text(text);
    PreparedRow prepared = Prepare(row);
    EXPECT_EQ(prepared.result.outcome(), v1::IMPORT_OUTCOME_REFUSED) << text;
    EXPECT_TRUE(prepared.text.text.empty()) << "nothing of it may go on";
  }
}

TEST(ImportRow, AWordOfSecrecyInATitleIsNoMark) {
  v1::ImportRow row = WholeRow();
  row.set_text("秘密工作人员管理办法\n第一条");
  EXPECT_NE(Prepare(row).result.outcome(), v1::IMPORT_OUTCOME_REFUSED);
}

TEST(ImportRow, WithoutTextItIsRefused) {
  v1::ImportRow row = WholeRow();
  row.clear_text();
  EXPECT_EQ(Prepare(row).result.outcome(), v1::IMPORT_OUTCOME_REFUSED);
}

}  // namespace
}  // namespace santong::acts
