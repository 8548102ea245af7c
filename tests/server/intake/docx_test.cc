// What Word and WPS write, and the text that comes out.
#include "server/intake/docx.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/intake/extract.h"
#include "server/intake/numbering.h"
#include "tests/support/office_file.h"

namespace santong::intake {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using testing::MakeDocx;
using testing::NumberDefinition;
using testing::Numbered;
using testing::NumberLevel;
using testing::Paragraph;

Extracted Read(const std::string& docx) {
  auto extracted = Extract(Kind::kArchive, "application/zip", docx);
  EXPECT_TRUE(extracted.ok()) << extracted.status();
  return extracted.ok() ? *extracted : Extracted();
}

TEST(Docx, AParagraphIsALineAndARowIsALineWithTabs) {
  const std::string table = "<w:tbl><w:tblPr/><w:tr><w:tc>" + Paragraph("项目") + "</w:tc><w:tc>" +
                            Paragraph("金额") + Paragraph("（元）") + "</w:tc></w:tr><w:tr><w:tc>" +
                            Paragraph("登记费") + "</w:tc><w:tc>" + Paragraph("20") +
                            "</w:tc></w:tr></w:tbl>";
  const Extracted read =
      Read(MakeDocx(Paragraph("平安区养犬管理办法") + Paragraph("") + Paragraph("") +
                    Paragraph("收费如下：") + table + Paragraph("特此通知。&lt;&amp;")));
  EXPECT_EQ(read.text,
            "平安区养犬管理办法\n\n收费如下：\n项目\t金额 （元）\n登记费\t20\n特此通知。<&\n");
  EXPECT_EQ(read.format, v1::FILE_FORMAT_DOCX);
  EXPECT_THAT(read.warnings, IsEmpty());
}

// As Word writes a multilevel list: chapters, articles that go on over them, items, subitems.
TEST(Docx, NumbersOfWordStandWhereWordShowsThem) {
  const std::string numbering = NumberDefinition(
      3, NumberLevel(0, "chineseCountingThousand", "第%1章", "<w:suff w:val=\"space\"/>") +
             NumberLevel(1, "chineseCountingThousand", "第%2条",
                         "<w:lvlRestart w:val=\"0\"/><w:suff w:val=\"space\"/>") +
             NumberLevel(2, "chineseCounting", "（%3）", "<w:suff w:val=\"nothing\"/>") +
             NumberLevel(3, "decimal", "%4."));
  std::string body = Paragraph("平安区养犬管理办法");
  auto add = [&](int level, const std::string& words) {
    body += Paragraph(words, Numbered(3, level));
  };
  add(0, "总则");
  add(1, "为了规范养犬，制定本办法。");
  add(1, "下列情形：");
  add(2, "甲；");
  add(2, "乙：");
  add(3, "子；");
  add(3, "丑。");
  add(2, "丙。");
  body += Paragraph("本款没有编号。");
  add(0, "附则");
  add(1, "自公布之日起施行：");
  add(2, "又从头编号。");
  EXPECT_EQ(
      Read(MakeDocx(body, numbering)).text,
      "平安区养犬管理办法\n第一章　总则\n第一条　为了规范养犬，制定本办法。\n第二条　下列情形："
      "\n（一）甲；\n（二）乙：\n1. 子；\n2. 丑。\n（三）丙。\n本款没有编号。\n第二章　附则\n"
      "第三条　自公布之日起施行：\n（一）又从头编号。\n");
}

// As WPS writes it: japaneseCounting, and the number comes from the paragraph's style.
TEST(Docx, NumbersOfWpsComeFromStyles) {
  const std::string numbering =
      NumberDefinition(1, NumberLevel(0, "japaneseCounting", "第%1条", "<w:pStyle w:val=\"a1\"/>") +
                              NumberLevel(1, "japaneseCounting", "（%2）",
                                          "<w:pStyle w:val=\"a2\"/><w:suff w:val=\"nothing\"/>"));
  const std::string styles =
      "<w:style w:type=\"paragraph\" w:styleId=\"a1\"><w:name w:val=\"条\"/><w:pPr><w:numPr>"
      "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"a2\"><w:name w:val=\"项\"/><w:pPr><w:numPr>"
      "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"条二\"/>"
      "<w:basedOn w:val=\"a1\"/></w:style>";
  auto styled = [](const char* style, const char* words) {
    return Paragraph(words, absl::StrCat("<w:pStyle w:val=\"", style, "\"/>"));
  };
  std::string body;
  for (int i = 1; i <= 10; ++i) body += styled("a1", "甲");
  body += styled("a3", "乙：") + styled("a2", "丙；") + styled("a2", "丁。") + styled("a1", "戊。");
  body += Paragraph("不编号", "<w:pStyle w:val=\"a1\"/>" + Numbered(0, 0));
  const std::string text = Read(MakeDocx(body, numbering, styles)).text;
  EXPECT_THAT(text, ::testing::EndsWith("第十条　甲\n第十一条　乙：\n（一）丙；\n（二）丁。\n"
                                        "第十二条　戊。\n不编号\n"));
}

TEST(Docx, AListThatStartsAnewStartsAnewOnce) {
  const std::string numbering =
      NumberDefinition(1, NumberLevel(0, "decimal", "%1．")) +
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">"
      "<w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";
  const std::string text =
      Read(MakeDocx(Paragraph("甲", Numbered(1, 0)) + Paragraph("乙", Numbered(1, 0)) +
                        Paragraph("丙", Numbered(2, 0)) + Paragraph("丁", Numbered(2, 0)),
                    numbering))
          .text;
  EXPECT_EQ(text, "1．　甲\n2．　乙\n1．　丙\n2．　丁\n");
}

TEST(Docx, ALevelThatIsPassedOverCounts) {
  const std::string space = "<w:suff w:val=\"space\"/>";
  const std::string numbering = NumberDefinition(
      1, NumberLevel(0, "decimal", "%1.", space) + NumberLevel(1, "decimal", "%1.%2", space) +
             NumberLevel(2, "bullet", "·") + NumberLevel(3, "decimal", "%1.%2.%3%4", space));
  const Extracted read =
      Read(MakeDocx(Paragraph("甲", Numbered(1, 1)) + Paragraph("乙", Numbered(1, 3)) +
                        Paragraph("丙", Numbered(1, 1)) + Paragraph("丁", Numbered(1, 0)) +
                        Paragraph("戊", Numbered(1, 3)) + Paragraph("己", Numbered(1, 1)),
                    numbering));
  EXPECT_EQ(read.text, "1.1 甲\n1.1.1 乙\n1.2 丙\n2. 丁\n2.1.1 戊\n2.2 己\n");
  EXPECT_THAT(read.warnings, IsEmpty());
}

TEST(Docx, LegalNumberingShowsDecimals) {
  const std::string numbering = NumberDefinition(
      1, NumberLevel(0, "chineseCounting", "%1、") +
             NumberLevel(1, "decimal", "%1.%2", "<w:isLgl/><w:suff w:val=\"space\"/>"));
  EXPECT_EQ(
      Read(MakeDocx(Paragraph("甲", Numbered(1, 0)) + Paragraph("乙", Numbered(1, 1)), numbering))
          .text,
      "一、　甲\n1.1 乙\n");
}

TEST(Docx, ANumberThatCannotBeMadeIsSaid) {
  const std::string numbering = NumberDefinition(1, NumberLevel(0, "koreanCounting", "第%1条"));
  const Extracted read = Read(MakeDocx(Paragraph("甲", Numbered(1, 0)), numbering));
  EXPECT_EQ(read.text, "第1条　甲\n");
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_NUMBERING));
}

struct NumberCase {
  const char* format;
  int value;
  const char* written;
};
constexpr NumberCase kNumbers[] = {
    {"decimal", 12, "12"},
    {"decimalZero", 7, "07"},
    {"decimalFullWidth", 12, "１２"},
    {"chineseCounting", 10, "十"},
    {"chineseCounting", 11, "十一"},
    {"japaneseCounting", 20, "二十"},
    {"chineseCountingThousand", 99, "九十九"},
    {"chineseCountingThousand", 100, "一百"},
    {"chineseCountingThousand", 101, "一百零一"},
    {"chineseCountingThousand", 110, "一百一十"},
    {"chineseLegalSimplified", 12, "壹拾贰"},
    {"ideographDigital", 10, "一〇"},
    {"ideographTraditional", 3, "丙"},
    {"ideographZodiac", 12, "亥"},
    {"decimalEnclosedCircleChinese", 20, "⑳"},
    {"decimalEnclosedParen", 3, "⑶"},
    {"decimalEnclosedFullstop", 21, "21"},
    {"ideographEnclosedCircle", 10, "㊉"},
    {"upperRoman", 14, "XIV"},
    {"lowerRoman", 4, "iv"},
    {"upperLetter", 26, "Z"},
    {"lowerLetter", 27, "aa"},
    {"none", 5, ""},
};

TEST(Numbering, WritesTheFormatsOfTheStandard) {
  for (const NumberCase& row : kNumbers) {
    EXPECT_EQ(FormatNumber(row.format, row.value), row.written) << row.format << row.value;
  }
  EXPECT_EQ(FormatNumber("hebrew1", 1), std::nullopt);
}

TEST(Docx, DeletedAndHiddenWordsAreLeftOutAndSaid) {
  const std::string body =
      "<w:p><w:r><w:t>应当</w:t></w:r><w:del><w:r><w:delText>可以</w:delText></w:r></w:del>"
      "<w:ins><w:r><w:t>依法</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
      "<w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>"
      "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
      "<w:hyperlink><w:r><w:t>办理</w:t><w:br/><w:t>登记</w:t></w:r></w:hyperlink></w:p>";
  const Extracted read = Read(MakeDocx(body));
  EXPECT_EQ(read.text, "应当依法办理\n登记\n");
  EXPECT_THAT(read.warnings, ::testing::UnorderedElementsAre(v1::FILE_WARNING_KIND_TRACKED_CHANGES,
                                                             v1::FILE_WARNING_KIND_COMMENTS,
                                                             v1::FILE_WARNING_KIND_LEFT_OUT));
}

std::string Cell(const std::string& words, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + Paragraph(words) + "</w:tc>";
}

TEST(Docx, ARowThatWasDeletedIsLeftOutAndOneWithinAControlIsNot) {
  const Extracted read = Read(
      MakeDocx("<w:tbl><w:tr>" + Cell("甲") + Cell("删", "<w:cellDel/>") + "<w:sdt><w:sdtContent>" +
               Cell("乙") + Cell("丙") + "</w:sdtContent></w:sdt></w:tr><w:tr><w:trPr><w:del/>" +
               "</w:trPr>" + Cell("删") + "</w:tr><w:sdt><w:sdtContent><w:tr>" + Cell("丁") +
               "</w:tr></w:sdtContent></w:sdt></w:tbl>"));
  EXPECT_EQ(read.text, "甲\t乙\t丙\n丁\n");
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_TRACKED_CHANGES));
}

TEST(Docx, AParagraphWhoseMarkIsDeletedRunsOnAndItsNumberIsGone) {
  const std::string numbering =
      NumberDefinition(1, NumberLevel(0, "chineseCounting", "第%1条", "<w:suff w:val=\"space\"/>"));
  const std::string deleted = "<w:rPr><w:del/></w:rPr>";
  const Extracted read =
      Read(MakeDocx(Paragraph("甲。", Numbered(1, 0)) + Paragraph("", Numbered(1, 0) + deleted) +
                        Paragraph("乙，", deleted) + Paragraph("丙。", Numbered(1, 0)) +
                        Paragraph("丁", deleted) + "<w:tbl><w:tr>" + Cell("表") + "</w:tr></w:tbl>",
                    numbering));
  EXPECT_EQ(read.text, "第一条　甲。\n第二条　乙，丙。\n丁\n表\n");
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_TRACKED_CHANGES));
}

// The style separator of headings that stand in the line of their text, and 首字下沉.
TEST(Docx, AParagraphWhoseMarkIsNotShownRunsOn) {
  const std::string numbering =
      NumberDefinition(1, NumberLevel(0, "decimal", "%1.", "<w:suff w:val=\"space\"/>"));
  const std::string hidden = Numbered(1, 0) + "<w:rPr><w:vanish/></w:rPr>";
  EXPECT_EQ(
      Read(MakeDocx(Paragraph("", hidden) + Paragraph("目的。", hidden) +
                        Paragraph("为了规范养犬。") +
                        Paragraph("平", "<w:framePr w:dropCap=\"drop\"/>") + Paragraph("安区"),
                    numbering))
          .text,
      "1. 目的。为了规范养犬。\n平安区\n");
}

std::string Field(const std::string& instructions, const std::string& result) {
  return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>" + instructions +
         "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>" + result +
         "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
}
std::string Instruction(const std::string& words) {
  return "<w:r><w:instrText>" + words + "</w:instrText></w:r>";
}

TEST(Docx, OfAFieldItsResultIsShownAndWhatIsDrawnIsSaid) {
  const std::string inner = Field(Instruction("MERGEFIELD 数"), "1");
  const Extracted read =
      Read(MakeDocx("<w:p>" + Field(Instruction("IF ") + inner + Instruction(" = 1"), "甲") +
                    Field(Instruction("HYPERLINK"), "乙") + "<w:r><w:t>丙</w:t></w:r></w:p>"));
  EXPECT_EQ(read.text, "甲乙丙\n");
  EXPECT_THAT(read.warnings, IsEmpty());
  EXPECT_THAT(Read(MakeDocx("<w:p>" + Instruction(" eq \\o\\ac(○,21)") + "</w:p>")).warnings,
              Contains(v1::FILE_WARNING_KIND_CHARACTERS));
}

TEST(Docx, ADiagramIsSaidAndACharacterForOlderProgramsIsRead) {
  const std::string diagram = "<w:p><w:r><w:drawing><dgm:relIds/></w:drawing></w:r></w:p>";
  EXPECT_THAT(Read(MakeDocx(diagram)).warnings, Contains(v1::FILE_WARNING_KIND_LEFT_OUT));
  EXPECT_EQ(Read(MakeDocx("<w:p><w:r><mc:AlternateContent><mc:Choice><w16se:symEx/></mc:Choice>"
                          "<mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent></w:r>"
                          "</w:p>"))
                .text,
            "☑\n");
}

TEST(Docx, ATableOfContentsIsNoText) {
  const std::string styles =
      "<w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"TOC 1\"/></w:style>";
  EXPECT_EQ(Read(MakeDocx(Paragraph("第一章 总则 1", "<w:pStyle w:val=\"TOC1\"/>") +
                              Paragraph("第一章 总则"),
                          "", styles))
                .text,
            "第一章 总则\n");
}

TEST(Docx, MacrosAndRemoteContentAreSaidAndNotTouched) {
  const std::string relations =
      "<Relationships><Relationship Id=\"r1\" Type=\"http://x/attachedTemplate\" "
      "Target=\"http://example.org/evil.dotm\" TargetMode=\"External\"/></Relationships>";
  const Extracted read =
      Read(MakeDocx(Paragraph("正文"), "", "",
                    {{"word/vbaProject.bin", "x"}, {"word/_rels/settings.xml.rels", relations}}));
  EXPECT_EQ(read.text, "正文\n");
  EXPECT_THAT(read.warnings, ::testing::UnorderedElementsAre(v1::FILE_WARNING_KIND_MACROS,
                                                             v1::FILE_WARNING_KIND_REMOTE_CONTENT));
  const std::string link =
      "<Relationships><Relationship Id=\"r1\" Type=\"http://x/hyperlink\" "
      "Target=\"http://example.org/\" TargetMode=\"External\"/></Relationships>";
  EXPECT_THAT(
      Read(MakeDocx(Paragraph("正文"), "", "", {{"word/_rels/settings.xml.rels", link}})).warnings,
      IsEmpty());
}

TEST(Docx, CharactersThatMayNotBeStoredAreLeftOutAndSaid) {
  const Extracted read = Read(MakeDocx(Paragraph("甲\xE2\x80\xAE乙\xC2\xA0丙")));
  EXPECT_EQ(read.text, "甲乙 丙\n");
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_CHARACTERS));
}

TEST(Docx, WordsWhoseHidingIsSwitchedOffAreThere) {
  for (const char* off : {"0", "false", "off"}) {
    EXPECT_EQ(Read(MakeDocx(absl::StrCat(
                       "<w:p><w:r><w:rPr><w:vanish w:val=\"", off,
                       "\"/></w:rPr><w:t>不得</w:t></w:r><w:r><w:t>服务</w:t></w:r></w:p>")))
                  .text,
              "不得服务\n")
        << off;
  }
}

}  // namespace
}  // namespace santong::intake
