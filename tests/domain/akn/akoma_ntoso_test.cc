// What goes out as Akoma Ntoso is valid by the reduced schema of tests/testdata/akn, or by that of
// SANTONG_AKN_SCHEMA, and its text is the text that went in, but for blanks: on texts made for it
// and on real ones.
#include "server/domain/akn/akoma_ntoso.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <simdjson.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"

namespace santong::akn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Schema {
 public:
  Schema() {
    const char* official = std::getenv("SANTONG_AKN_SCHEMA");
    xmlSchemaParserCtxtPtr context = xmlSchemaNewParserCtxt(
        official != nullptr ? official : "tests/testdata/akn/akn30_reduced.xsd");
    schema_ = xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    EXPECT_NE(schema_, nullptr);
  }
  ~Schema() { xmlSchemaFree(schema_); }

  // "" when it is valid, else what is wrong.
  std::string Fault(const std::string& xml) const {
    std::string fault;
    xmlDocPtr document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "", nullptr, 0);
    if (document == nullptr) return "not well-formed";
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema_);
    xmlSchemaSetValidStructuredErrors(
        context,
        [](void* to, xmlErrorPtr error) { *static_cast<std::string*>(to) += error->message; },
        &fault);
    if (xmlSchemaValidateDoc(context, document) != 0 && fault.empty()) fault = "not valid";
    xmlSchemaFreeValidCtxt(context);
    xmlFreeDoc(document);
    return fault;
  }

 private:
  xmlSchemaPtr schema_;
};

v1::Document DocumentOf(const std::string& text) {
  v1::Document document;
  document.set_name("documents/7");
  document.set_title("平安区养犬管理办法");
  document.set_jurisdiction("jurisdictions/630203");
  document.add_issuers()->set_organ("jurisdictions/630203/organs/government");
  document.mutable_issuers(0)->set_display_name("平安区人民政府");
  document.set_registration_number("平登〔2026〕3号");
  document.set_document_number("平政〔2026〕12号");
  document.set_written_date("2026-03-02");
  document.set_effective_date("2026-04-01");
  document.mutable_publication()->set_date("2026-03-05");
  document.mutable_publication()->set_channel("区人民政府公报");
  document.mutable_current_version()->set_number(1);
  document.mutable_current_version()->set_text(text);
  return document;
}

std::string WithoutBlanks(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{" ", ""}, {"　", ""}, {"\n", ""}, {"\r", ""}, {"\t", ""}, {"\xC2\xA0", ""}});
}

constexpr char kText[] =
    "平安区养犬管理办法\n（2026年3月2日区人民政府印发）\n第一编 总则\n第一章　一般规定\n第一节 "
    "目的\n第一条　为了规范养犬，制定本办法。\n第二条 下列情形：\n（一）甲；\n（二）乙：\n1. "
    "子；\n2. 丑。\n第三条之一 "
    "犬只应当登记。\n登记机关应当公布办法。\n违反的，按下列规定：\n（一）<丙>"
    "；\n第二章 附则\n本章说明。\n第四条 自公布之日起施行。\n附件1\n登记表\n第一条 表的说明。\n";

TEST(AkomaNtoso, EveryPartHasItsElementAndItsIdentifier) {
  const std::string xml = AkomaNtoso(DocumentOf(kText));
  EXPECT_EQ(Schema().Fault(xml), "");
  for (const char* there :
       {"<chapter eId=\"book_1__chp_1\">", "<num>第一章</num>", "<heading>一般规定</heading>",
        "<article eId=\"book_1__chp_1__sec_1__art_2\">",
        "<point eId=\"book_1__chp_1__sec_1__art_2__para_1__point_2\">",
        "<indent eId=\"book_1__chp_1__sec_1__art_2__para_1__point_2__indent_2\">",
        "<paragraph eId=\"book_1__chp_1__sec_1__art_3-1__para_3\">", "art_3-1__para_3__point_1\">",
        "<p>&lt;丙&gt;；</p>", "<hcontainer name=\"annex\" eId=\"annex_1\">",
        "\"/akn/cn-630203/act/government/2026-03-02/平登〔2026〕3号\"", "/zho@2026-04-01.xml\"",
        "<docTitle>平安区养犬管理办法</docTitle>"}) {
    EXPECT_THAT(xml, HasSubstr(there));
  }
}

TEST(AkomaNtoso, TheTextComesBack) {
  EXPECT_EQ(WithoutBlanks(TextOf(AkomaNtoso(DocumentOf(kText)))), WithoutBlanks(kText));
  EXPECT_EQ(TextOf("<x/>"), "");
}

TEST(AkomaNtoso, ATextWithoutPartsAndOneWithoutWordsAreValid) {
  const Schema schema;
  for (const char* text : {"", "各乡镇人民政府：\n现将办法印发给你们。\n", "第一条", "附件"}) {
    const std::string xml = AkomaNtoso(DocumentOf(text));
    EXPECT_EQ(schema.Fault(xml), "") << text;
    EXPECT_EQ(WithoutBlanks(TextOf(xml)), WithoutBlanks(text));
  }
  EXPECT_EQ(schema.Fault(AkomaNtoso(v1::Document())), "");
}

TEST(AkomaNtoso, ANumberThatComesTwiceStaysApart) {
  const std::string text = "第一条 甲。\n第一条 乙：\n（一）丙；\n（一）丁。\n";
  EXPECT_EQ(Schema().Fault(AkomaNtoso(DocumentOf(text))), "");
}

// RFC 3987 has no place for brackets and the like; what was typed stays in the values.
TEST(AkomaNtoso, ItsNamesAreIris) {
  v1::Document document = DocumentOf(kText);
  document.clear_registration_number();
  document.set_document_number("平政[2003] 12号");
  document.mutable_issuers(0)->clear_organ();
  document.mutable_issuers(0)->set_display_name("平安区[筹备]<办公室>");
  const std::string xml = AkomaNtoso(document);
  EXPECT_EQ(Schema().Fault(xml), "");
  for (const char* there :
       {"\"/akn/cn-630203/act/平安区〔筹备〕办公室/2026-03-02/平政〔2003〕12号\"",
        "href=\"/ontology/organization/cn/平安区〔筹备〕办公室\"",
        "<FRBRnumber value=\"平政[2003] 12号\"", "showAs=\"平安区[筹备]&lt;办公室"}) {
    EXPECT_THAT(xml, HasSubstr(there));
  }
}

TEST(AkomaNtoso, ItSaysWhetherTheTextIsTheFirst) {
  const Schema schema;
  const std::pair<v1::VersionKind, const char*> kinds[] = {
      {v1::VERSION_KIND_ORIGINAL, "contains=\"originalVersion\""},
      {v1::VERSION_KIND_CORRECTION, "contains=\"singleVersion\""},
      {v1::VERSION_KIND_AMENDMENT, "contains=\"singleVersion\""}};
  for (const auto& [kind, said] : kinds) {
    v1::Document document = DocumentOf(kText);
    document.mutable_current_version()->set_kind(kind);
    const std::string xml = AkomaNtoso(document);
    EXPECT_EQ(schema.Fault(xml), "");
    EXPECT_THAT(xml, HasSubstr(said));
  }
}

TEST(TheSchema, RefusesWhatTheStandardDoes) {
  const Schema schema;
  const std::string xml = AkomaNtoso(DocumentOf(kText));
  EXPECT_THAT(schema.Fault(absl::StrReplaceAll(xml, {{"para_3\"", "para_3__point_1\""}})),
              Not(::testing::IsEmpty()));
  EXPECT_THAT(schema.Fault(absl::StrReplaceAll(xml, {{"<FRBRcountry value=\"cn\" />", ""}})),
              Not(::testing::IsEmpty()));
}

TEST(AkomaNtoso, RealTextsAreValidAndComeBack) {
  const char* whole = "../shared/data/corpus.jsonl.gz";
  const char* path =
      std::filesystem::exists(whole) ? whole : "tests/testdata/corpus_excerpt.jsonl.gz";
  const gzFile file = gzopen(path, "rb");
  ASSERT_NE(file, nullptr);
  std::string lines;
  std::vector<char> piece(1 << 20);
  for (int read; (read = gzread(file, piece.data(), static_cast<unsigned>(piece.size()))) > 0;) {
    lines.append(piece.data(), static_cast<size_t>(read));
  }
  gzclose(file);
  const Schema schema;
  simdjson::dom::parser parser;
  int documents = 0;
  for (const auto line : parser.parse_many(lines, 16 << 20)) {
    std::string_view body;
    if (line["body"].get(body) != simdjson::SUCCESS) continue;
    ++documents;
    const std::string text(body);
    const std::string xml = AkomaNtoso(DocumentOf(text));
    const std::string fault = schema.Fault(xml);
    ASSERT_EQ(fault, "") << text.substr(0, 300);
    ASSERT_TRUE(WithoutBlanks(TextOf(xml)) == WithoutBlanks(text)) << text.substr(0, 300);
  }
  EXPECT_GE(documents, 30);
}

}  // namespace
}  // namespace santong::akn
