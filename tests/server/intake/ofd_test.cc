// What programs write as OFD (GB/T 33190), and the text that comes out.
#include "server/intake/ofd.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/error/refusal.h"
#include "server/intake/extract.h"
#include "tests/support/office_file.h"

namespace santong::intake {
namespace {

using ::testing::Contains;
using testing::Entries;
using testing::MakeZip;
using ::testing::Not;

constexpr char kOfd[] = " xmlns:ofd=\"http://www.ofdspec.org/2016\">";

std::string Root(const std::vector<std::string>& documents) {
  std::string root = absl::StrCat("<ofd:OFD", kOfd);
  for (const std::string& document : documents) {
    absl::StrAppend(&root, "<ofd:DocBody><ofd:DocRoot>", document, "</ofd:DocRoot></ofd:DocBody>");
  }
  return root + "</ofd:OFD>";
}

// A document of pages that lie at these places; `more` stands before the list of its pages.
std::string Document(const std::vector<std::string>& pages, const std::string& more = "") {
  std::string document = absl::StrCat("<ofd:Document", kOfd, more, "<ofd:Pages>");
  for (const std::string& page : pages) {
    absl::StrAppend(&document, "<ofd:Page ID=\"1\" BaseLoc=\"", page, "\"/>");
  }
  return document + "</ofd:Pages></ofd:Document>";
}

// A page of these objects; `more` stands before its content.
std::string Page(const std::string& objects, const std::string& more = "") {
  return absl::StrCat("<ofd:Page", kOfd, more, "<ofd:Content><ofd:Layer ID=\"2\">", objects,
                      "</ofd:Layer></ofd:Content></ofd:Page>");
}

// Full-width characters of 5 mm side by side; `attributes` are further ones of the object.
std::string Text(double x, double y, const std::string& words, const std::string& attributes = "") {
  return absl::StrCat("<ofd:TextObject Boundary=\"", x, " ", y, " ", words.size() / 3 * 5,
                      " 5\" Size=\"5\"", attributes,
                      "><ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"5\">", words,
                      "</ofd:TextCode></ofd:TextObject>");
}

// One object at the same place whose characters stand as `code`, a <TextCode>, says.
std::string Coded(const std::string& code) {
  return "<ofd:TextObject Boundary=\"30 40 60 5\" Size=\"5\">" + code + "</ofd:TextObject>";
}

absl::StatusOr<Extracted> TryRead(const Entries& entries) {
  return Extract(Kind::kArchive, "application/zip", MakeZip(entries));
}

Extracted Read(const Entries& entries) {
  auto extracted = TryRead(entries);
  EXPECT_TRUE(extracted.ok()) << extracted.status();
  return extracted.ok() ? *extracted : Extracted();
}

Entries OnePage(const std::string& objects, const std::string& more_of_document = "") {
  return {{"OFD.xml", Root({"Doc_0/Document.xml"})},
          {"Doc_0/Document.xml", Document({"Page.xml"}, more_of_document)},
          {"Doc_0/Page.xml", Page(objects)}};
}

TEST(Ofd, PagesComeAsTheDocumentListsThemFromWhereverTheyLie) {
  const Extracted read =
      Read({{"OFD.xml", Root({" ./Doc_0/Document.xml\n"})},
            {"Doc_0/Document.xml", Document({"./Pages/Page_2/Content.xml", "/Pages/Content.xml",
                                             "../Doc_0/Pages/Page_0/Content.xml"})},
            {"Doc_0/Pages/Page_0/Content.xml", Page(Text(30, 40, "丙"))},
            {"Pages/Content.xml", Page(Text(30, 40, "乙"))},
            {"Doc_0/Pages/Page_2/Content.xml", Page(Text(30, 40, "甲"))}});
  EXPECT_EQ(read.text, "甲乙丙\n");
  EXPECT_EQ(read.format, v1::FILE_FORMAT_OFD);
}

TEST(Ofd, AllDocumentsOfAFileAreRead) {
  EXPECT_EQ(Read({{"OFD.xml", Root({"Doc_0/Document.xml", "Doc_1/Document.xml"})},
                  {"Doc_0/Document.xml", Document({"Page.xml"})},
                  {"Doc_0/Page.xml", Page(Text(30, 40, "甲"))},
                  {"Doc_1/Document.xml", Document({"Page.xml"})},
                  {"Doc_1/Page.xml", Page(Text(30, 40, "乙"))}})
                .text,
            "甲乙\n");
}

TEST(Ofd, ATemplateIsReadOnceWithTheFirstPageThatBearsIt) {
  const std::string bears = "<ofd:Template TemplateID=\"9\" ZOrder=\"Background\"/>";
  EXPECT_EQ(
      Read({{"OFD.xml", Root({"Doc_0/Document.xml"})},
            {"Doc_0/Document.xml",
             Document(
                 {"Page_0.xml", "Page_1.xml"},
                 "<ofd:CommonData><ofd:TemplatePage ID=\"9\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/>"
                 "</ofd:CommonData>")},
            {"Doc_0/Tpls/Tpl_0/Content.xml", Page(Text(30, 20, "平安区人民政府文件"))},
            {"Doc_0/Page_0.xml", Page(Text(40, 50, "第一条"), bears)},
            {"Doc_0/Page_1.xml", Page(Text(40, 50, "第二条"), bears)}})
          .text,
      "平安区人民政府文件\n第一条\n第二条\n");
}

// As programs write that make OFD out of PDF: an object a character, in points, turned into
// millimetres by its matrix.
TEST(Ofd, AMatrixPlacesTheWords) {
  std::string objects;
  const std::pair<double, const char*> characters[] = {{26, "登"}, {31.2, "记"}};
  for (const auto& [left, character] : characters) {
    absl::StrAppend(&objects, "<ofd:TextObject CTM=\"0.3527 0 0 0.3527 -114.807533 111.352325\" ",
                    "Boundary=\"", left, " 185.229584 4.083549 4.733795\" Size=\"14.749\">",
                    "<ofd:TextCode X=\"324.419\" Y=\"-303.723\">", character,
                    "</ofd:TextCode></ofd:TextObject>");
  }
  EXPECT_EQ(Read(OnePage(objects + Text(10, 184.96, "第一条"))).text, "第一条登记\n");
}

TEST(Ofd, CharactersStandWhereTheirStepsLead) {
  // A row whose columns are one object.
  EXPECT_EQ(Read(OnePage(Coded("<ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"5 40 5\">金额单位"
                               "</ofd:TextCode>")))
                .text,
            "金额\t单位\n");
  // Two lines that are one object, and a column beside the first of them.
  EXPECT_EQ(
      Read(OnePage(Coded("<ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"g 2 5 -10 g 2 5\" DeltaY=\"g "
                         "2 0 8 g 2 0\">一二三四五六</ofd:TextCode>") +
                   Text(100, 40, "单价")))
          .text,
      "一二三\t单价\n四五六\n");
  // A title with a full blank between its characters.
  EXPECT_EQ(
      Read(OnePage(Coded("<ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"10\">办法</ofd:TextCode>")))
          .text,
      "办　法\n");
}

TEST(Ofd, WhatIsEscapedIsReadAndWhatIsOnlyAShapeIsSaid) {
  const Extracted read = Read(OnePage(
      Coded("<ofd:TextCode X=\"0\" Y=\"4.5\" DeltaX=\"5\">第一条\\0020为了\\x¤</ofd:TextCode>")));
  EXPECT_EQ(read.text, "第一条 为了\\x\n");
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_CHARACTERS));
  const auto shapes = TryRead(OnePage(Coded("<ofd:TextCode X=\"0\" Y=\"4.5\">¤¤</ofd:TextCode>")));
  EXPECT_EQ(error::ReasonOf(shapes.status()), v1::ERROR_REASON_FILE_WITHOUT_TEXT);
}

TEST(Ofd, BlanksThatIndentBeginNoLine) {
  EXPECT_EQ(Read(OnePage(Text(30, 40, "　　第一条为了规范") + Text(30, 47, "养犬行为制定本办法") +
                         Text(30, 54, "　　第二条") + Text(30, 61, "　")))
                .text,
            "第一条为了规范养犬行为制定本办法\n第二条\n");
  const auto blanks = TryRead(OnePage(Text(30, 40, "　　")));
  EXPECT_EQ(error::ReasonOf(blanks.status()), v1::ERROR_REASON_FILE_WITHOUT_TEXT);
}

TEST(Ofd, WhatIsNotShownOrOnlyFillsAnAreaIsNoText) {
  EXPECT_EQ(Read(OnePage("<ofd:PathObject Boundary=\"0 0 210 297\"><ofd:FillColor><ofd:Pattern>"
                         "<ofd:CellContent>" +
                         Text(0, 0, "水印") +
                         "</ofd:CellContent></ofd:Pattern></ofd:FillColor></ofd:PathObject>" +
                         Text(30, 60, "隐藏", " Visible=\"false\"") + "<ofd:PageBlock>" +
                         Text(30, 40, "正文") + "</ofd:PageBlock>"))
                .text,
            "正文\n");
}

TEST(Ofd, WhatIsLeftOutIsSaid) {
  Entries entries = OnePage(Text(30, 40, "正文") + "<ofd:ImageObject/><ofd:CompositeObject/>",
                            "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>");
  const std::string list = "Doc_0/Annots/Annotations.xml";
  entries.emplace_back(list, absl::StrCat("<ofd:Annotations", kOfd, "</ofd:Annotations>"));
  Extracted read = Read(entries);
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_PICTURES));
  EXPECT_THAT(read.warnings, Contains(v1::FILE_WARNING_KIND_LEFT_OUT));
  EXPECT_THAT(read.warnings, Not(Contains(v1::FILE_WARNING_KIND_COMMENTS)));
  entries.back().second = absl::StrCat("<ofd:Annotations", kOfd, "<ofd:Page/></ofd:Annotations>");
  EXPECT_THAT(Read(entries).warnings, Contains(v1::FILE_WARNING_KIND_COMMENTS));
}

TEST(Ofd, ADocumentOfManyPagesIsRead) {
  Entries entries = {{"OFD.xml", Root({"Doc_0/Document.xml"})}};
  std::vector<std::string> pages;
  std::string text;
  for (int i = 0; i < 300; ++i) {
    pages.push_back(absl::StrCat("Pages/Page_", i, "/Content.xml"));
    entries.emplace_back("Doc_0/" + pages.back(), Page(Text(30, 40, "页")));
    text += "页";
  }
  entries.emplace_back("Doc_0/Document.xml", Document(pages));
  EXPECT_EQ(Read(entries).text, text + "\n");
}

TEST(Ofd, NumbersThatAreNoneLoseNoWords) {
  EXPECT_EQ(
      Read(OnePage("<ofd:TextObject Boundary=\"nan inf -inf 1e400\" Size=\"nan\" CTM=\"inf nan 0 "
                   "1e300 0 0\"><ofd:TextCode X=\"inf\" Y=\"nan\" DeltaX=\"g inf 1e308\">甲乙"
                   "</ofd:TextCode></ofd:TextObject><ofd:TextObject><ofd:TextCode>丙"
                   "</ofd:TextCode></ofd:TextObject>"))
          .text,
      "丙\n甲乙\n");
}

}  // namespace
}  // namespace santong::intake
