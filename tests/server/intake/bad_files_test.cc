// Files that are not what they should be, through the process that reads them: a clear refusal, in
// bounded time and memory.
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/error/refusal.h"
#include "server/intake/extracted.h"
#include "server/intake/file_reader.h"
#include "server/intake/warnings.h"
#include "tests/support/office_file.h"

namespace santong::intake {
namespace {

using testing::Entries;
using ::testing::HasSubstr;
using testing::MakeDocx;
using testing::MakePdf;
using testing::MakeZip;
using testing::Paragraph;
using ::testing::SizeIs;

absl::StatusOr<v1::ExtractTextResponse> Read(const std::string& bytes) {
  return FileReader(std::getenv("SANTONG_EXTRACT")).Read(bytes);
}

void ExpectRefused(const std::string& bytes, v1::ErrorReason reason, const char* detail) {
  const auto read = Read(bytes);
  EXPECT_EQ(error::ReasonOf(read.status()), reason) << read.status();
  EXPECT_THAT(std::string(read.status().message()), HasSubstr(detail));
}

std::string CompoundFile(const std::string& content) {
  return std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(504, '\0') + content +
         std::string(1024, '\0');
}

TEST(Files, AGoodFileComesWithItsOutlineAndItsHash) {
  const std::string docx = MakeDocx(Paragraph("办法") + Paragraph("第一条 甲。") +
                                    Paragraph("乙。") + Paragraph("第二条 丙："));
  const auto read = Read(docx);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->text(), "办法\n第一条 甲。\n乙。\n第二条 丙：\n");
  ASSERT_THAT(read->outline(), SizeIs(4));
  EXPECT_EQ(read->outline(2).anchor(), "art-1.para-2");
  EXPECT_EQ(read->outline(2).level(), v1::TEXT_PART_LEVEL_PARAGRAPH);
  EXPECT_EQ(read->outline(3).level(), v1::TEXT_PART_LEVEL_ARTICLE);
  EXPECT_EQ(read->outline(3).heading(), "第二条 丙：");
  EXPECT_EQ(read->outline(3).end_bytes(), static_cast<int64_t>(read->text().size()));
  EXPECT_THAT(read->sha256(), SizeIs(64));
}

TEST(Files, TextComesInUtf8AndInGb18030AndInUtf16) {
  EXPECT_EQ(Read("\xEF\xBB\xBF第一条 甲\r\n乙\r\n")->text(), "第一条 甲\n乙\n");
  const auto gb = Read("\xB5\xDA\xD2\xBB\xCC\xF5 \xBC\xD7\n");
  ASSERT_TRUE(gb.ok()) << gb.status();
  EXPECT_EQ(gb->text(), "第一条 甲\n");
  EXPECT_EQ(gb->format(), v1::FILE_FORMAT_TEXT);
  EXPECT_EQ(Read(std::string("\xFF\xFE\x32\x75", 4))->text(), "甲\n");
  EXPECT_EQ(Read("# 办法\n\n- 甲\n")->text(), "# 办法\n\n- 甲\n");
}

TEST(Files, APdfWithATextLayerIsPutTogether) {
  const auto read =
      Read(MakePdf({{"　　第一条　为了规范养犬行为，维护公共秩序，保障公民",
                     "身体健康，制定本办法。", "　　第二条　本办法自公布之日起施行。"},
                    {"　　第三条　本办法由区公安局负责解释，并报区人民政府"}}));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(
      read->text(),
      "第一条　为了规范养犬行为，维护公共秩序，保障公民身体健康，制定本办法。\n第二条　本办法自公"
      "布之日起施行。\n第三条　本办法由区公安局负责解释，并报区人民政府\n");
  EXPECT_EQ(read->format(), v1::FILE_FORMAT_PDF);
  EXPECT_EQ(read->warnings(0).kind(), v1::FILE_WARNING_KIND_PRINTED_LINES);
  EXPECT_THAT(read->warnings(0).text_zh(), HasSubstr("核对"));
}

std::string Ofd(const std::string& text_objects, const std::string& more_of_body = "") {
  const std::string name = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
  return MakeZip({{"OFD.xml", "<ofd:OFD" + name +
                                  "><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>" +
                                  more_of_body + "</ofd:DocBody></ofd:OFD>"},
                  {"Doc_0/Document.xml",
                   "<ofd:Document" + name +
                       "><ofd:Pages><ofd:Page ID=\"1\" "
                       "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"},
                  {"Doc_0/Pages/Page_0/Content.xml",
                   "<ofd:Page" + name + "><ofd:Content><ofd:Layer ID=\"2\">" + text_objects +
                       "</ofd:Layer></ofd:Content></ofd:Page>"}});
}

std::string TextObject(double x, double y, const std::string& text) {
  return absl::StrCat("<ofd:TextObject Boundary=\"", x, " ", y, " ", text.size() / 3 * 5,
                      " 5\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"5\">", text,
                      "</ofd:TextCode></ofd:TextObject>");
}

TEST(Files, OfdGivesItsTextAndItsSealIsNotValidated) {
  const auto read =
      Read(Ofd(TextObject(30, 52, "制定本办法。") + TextObject(40, 45, "第一条为了规范养犬行为") +
                   TextObject(40, 59, "第二条本办法自公布起施行"),
               "<ofd:Signatures>Signs/Signatures.xml</ofd:Signatures>"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->text(), "第一条为了规范养犬行为制定本办法。\n第二条本办法自公布起施行\n");
  EXPECT_EQ(read->format(), v1::FILE_FORMAT_OFD);
  EXPECT_EQ(read->warnings(0).kind(), v1::FILE_WARNING_KIND_SIGNATURE);
}

TEST(BadFiles, WhatIsNoneOfTheFormatsSaysWhatToDo) {
  const char* mend = "save it as .docx";
  ExpectRefused(CompoundFile("W\0o\0r\0d\0"), v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, mend);
  ExpectRefused("{\\rtf1\\ansi hello}", v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, mend);
  ExpectRefused("<!DOCTYPE html><html><body>x</body></html>", v1::ERROR_REASON_FILE_KIND_NOT_TAKEN,
                "text/html");
  ExpectRefused(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29),
                v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, "image/png");
  ExpectRefused(MakeZip({{"xl/workbook.xml", "<x/>"}}), v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, mend);
  EXPECT_THAT(error::ChineseMessageOf(Read(CompoundFile("x")).status()), HasSubstr("另存为.docx"));
}

TEST(BadFiles, AScanSaysThatItIsOne) {
  ExpectRefused(MakePdf({{}, {"- 1 -"}}), v1::ERROR_REASON_FILE_WITHOUT_TEXT, "2 page(s)");
  ExpectRefused(Ofd("<ofd:ImageObject/>"), v1::ERROR_REASON_FILE_WITHOUT_TEXT, "1 page(s)");
}

TEST(BadFiles, AnEncryptedFileSaysSo) {
  const std::string package("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  ExpectRefused(CompoundFile(package), v1::ERROR_REASON_FILE_ENCRYPTED, "password");
  ExpectRefused(MakeZip({{"word/document.xml", "<x/>"}}, "secret"), v1::ERROR_REASON_FILE_ENCRYPTED,
                "password");
  ExpectRefused(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count "
      "0>>endobj\n3 0 obj<</Filter/Standard/V 1/R "
      "2/O(00000000000000000000000000000000)/U(0000000000"
      "0000000000000000000000)/P -4>>endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]/Size "
      "4>>\nstartxref\n0\n%%EOF\n",
      v1::ERROR_REASON_FILE_ENCRYPTED, "password");
}

TEST(BadFiles, AFileThatIsCutOffIsDamagedWhereverItEnds) {
  const std::string docx = MakeDocx(Paragraph("正文"));
  for (size_t size = 4; size < docx.size(); size += 97) {
    const auto read = Read(docx.substr(0, size));
    EXPECT_EQ(error::ReasonOf(read.status()), v1::ERROR_REASON_FILE_DAMAGED)
        << size << ": " << read.status();
  }
  ExpectRefused("", v1::ERROR_REASON_FILE_DAMAGED, "0 bytes");
  ExpectRefused("%PDF-1.7\n", v1::ERROR_REASON_FILE_DAMAGED, "PDF");
  ExpectRefused(MakeZip({{"word/document.xml", "<w:document><w:body>"}}),
                v1::ERROR_REASON_FILE_DAMAGED, "word/document.xml");
  ExpectRefused(MakeZip({{"OFD.xml", "<OFD><DocBody><DocRoot>no.xml</DocRoot></DocBody></OFD>"}}),
                v1::ERROR_REASON_FILE_DAMAGED, "no.xml");
}

TEST(BadFiles, AFlippedByteWithinAnEntryIsSeen) {
  std::string docx =
      MakeZip({{"word/document.xml", "<w:document xmlns:w=\"w\"><w:body>" + Paragraph("正文 abc") +
                                         "</w:body></w:document>"}});
  docx[70] ^= 0x40;
  EXPECT_FALSE(Read(docx).ok());
}

TEST(BadFiles, EntitiesAreRefusedAndNotResolved) {
  const char* external =
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\"><w:body>"
      "<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>";
  ExpectRefused(MakeZip({{"word/document.xml", external}}), v1::ERROR_REASON_FILE_UNSAFE,
                "word/document.xml");
  std::string laughs = "<!DOCTYPE x [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 20; ++i) {
    absl::StrAppend(&laughs, "<!ENTITY a", i, " \"&a", i - 1, ";&a", i - 1, ";\">");
  }
  ExpectRefused(MakeZip({{"OFD.xml", laughs + "]><OFD>&a19;</OFD>"}}), v1::ERROR_REASON_FILE_UNSAFE,
                "OFD.xml");
}

TEST(BadFiles, ABombIsNotUnpacked) {
  const std::string zeros(40 << 20, '0');
  ExpectRefused(MakeZip({{"word/document.xml", zeros}}), v1::ERROR_REASON_FILE_OVER_LIMIT,
                "expansion");
}

TEST(BadFiles, LimitsAreNamedWithTheirNumbers) {
  Entries many;
  for (int i = 0; i <= kEntriesMax; ++i) many.emplace_back(absl::StrCat("word/", i), "x");
  ExpectRefused(MakeZip(many), v1::ERROR_REASON_FILE_OVER_LIMIT, "entries: 5001 > 5000");
  ExpectRefused(std::string(kFileBytesMax + 1, 'x'), v1::ERROR_REASON_FILE_OVER_LIMIT,
                "bytes: 20971521 > 20971520");
  std::string text;
  for (size_t i = 0; i <= kCharactersMax; ++i) text += "字";
  ExpectRefused(text, v1::ERROR_REASON_FILE_OVER_LIMIT, "characters: 1000001 > 1000000");
}

TEST(BadFiles, ElementsWithinElementsHaveAnEnd) {
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "<w:sdt>";
  for (int i = 0; i < 10000; ++i) deep += "</w:sdt>";
  ExpectRefused(MakeDocx(deep, "", "", {{"noise", std::string(2000, 'n')}}),
                v1::ERROR_REASON_FILE_DAMAGED, "word/document.xml");
}

TEST(BadFiles, FiveThousandPagesEndAtTheLimit) {
  const std::string pdf = MakePdf(std::vector<std::vector<std::string>>(5000, {"第一页的正文"}));
  // By its pages; by its time where the machine is that busy.
  ExpectRefused(pdf, v1::ERROR_REASON_FILE_OVER_LIMIT, "");
}

TEST(Warnings, EveryKindHasItsWords) {
  const auto* kinds = v1::FileWarningKind_descriptor();
  ASSERT_EQ(AllWarnings().size(), static_cast<size_t>(kinds->value_count() - 1));
  for (int i = 1; i < kinds->value_count(); ++i) {
    EXPECT_EQ(AllWarnings()[static_cast<size_t>(i - 1)].kind, kinds->value(i)->number());
  }
}

}  // namespace
}  // namespace santong::intake
