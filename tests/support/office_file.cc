#include "tests/support/office_file.h"

#include <cairo-pdf.h>
#include <zip.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace santong::testing {
namespace {

constexpr char kWord[] = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
constexpr char kKind[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

void Must(bool done) {
  if (done) return;
  std::fprintf(stderr, "a file of the test cannot be made\n");
  std::abort();
}

std::string Relations(const Entries& kinds_and_targets) {
  std::string xml =
      "<Relationships "
      "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& [kind, target] : kinds_and_targets) {
    absl::StrAppend(&xml, "<Relationship Id=\"", kind, "\" Type=\"", kKind, kind, "\" Target=\"",
                    target, "\"/>");
  }
  return xml + "</Relationships>";
}

std::string Part(const char* element, const std::string& content) {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:", element,
                      " ", kWord, ">", content, "</w:", element, ">");
}

}  // namespace

std::string MakeZip(const Entries& entries, const std::string& password) {
  zip_error_t error;
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  Must(buffer != nullptr && archive != nullptr);
  zip_source_keep(buffer);
  for (const auto& [name, bytes] : entries) {
    const zip_int64_t index = zip_file_add(
        archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
    Must(index >= 0);
    if (password.empty()) continue;
    Must(zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256,
                                 password.c_str()) == 0);
  }
  Must(zip_close(archive) == 0 && zip_source_open(buffer) == 0);
  zip_source_seek(buffer, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(buffer)), '\0');
  zip_source_seek(buffer, 0, SEEK_SET);
  Must(zip_source_read(buffer, bytes.data(), bytes.size()) ==
       static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(buffer);
  zip_source_free(buffer);
  return bytes;
}

std::string MakeDocx(const std::string& body, const std::string& numbering,
                     const std::string& styles, const Entries& more) {
  Entries entries = {
      {"[Content_Types].xml",
       "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"},
      {"_rels/.rels", Relations({{"officeDocument", "word/document.xml"}})},
      {"word/document.xml", Part("document", absl::StrCat("<w:body>", body, "</w:body>"))},
      {"word/_rels/document.xml.rels",
       Relations({{"styles", "styles.xml"}, {"numbering", "/word/numbering.xml"}})},
      {"word/styles.xml", Part("styles", styles)},
      {"word/numbering.xml", Part("numbering", numbering)}};
  entries.insert(entries.end(), more.begin(), more.end());
  return MakeZip(entries);
}

std::string Paragraph(const std::string& words, const std::string& properties) {
  return absl::StrCat("<w:p><w:pPr>", properties,
                      "</w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">", words,
                      "</w:t></w:r></w:p>");
}

std::string Numbered(int number, int level) {
  return absl::StrCat("<w:numPr><w:ilvl w:val=\"", level, "\"/><w:numId w:val=\"", number,
                      "\"/></w:numPr>");
}

std::string NumberLevel(int level, const std::string& format, const std::string& text,
                        const std::string& more) {
  return absl::StrCat("<w:lvl w:ilvl=\"", level, "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"",
                      format, "\"/>", more, "<w:lvlText w:val=\"", text, "\"/></w:lvl>");
}

std::string NumberDefinition(int number, const std::string& levels) {
  return absl::StrCat("<w:abstractNum w:abstractNumId=\"", number, "\">", levels,
                      "</w:abstractNum><w:num w:numId=\"", number, "\"><w:abstractNumId w:val=\"",
                      number, "\"/></w:num>");
}

std::string MakePdf(const std::vector<std::vector<std::string>>& pages) {
  std::string bytes;
  auto append = [](void* to, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &bytes, 595, 842);
  cairo_t* cairo = cairo_create(surface);
  cairo_select_font_face(cairo, "Noto Serif CJK SC", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo, 16);
  for (const auto& lines : pages) {
    double y = 100;
    for (const std::string& line : lines) {
      cairo_move_to(cairo, 79, y += 29);
      cairo_show_text(cairo, line.c_str());
    }
    if (lines.empty()) {
      cairo_rectangle(cairo, 79, 100, 400, 600);
      cairo_fill(cairo);
    }
    cairo_show_page(cairo);
  }
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return bytes;
}

}  // namespace santong::testing
