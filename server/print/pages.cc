#include "server/print/pages.h"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/domain/text/normalize.h"
#include "server/domain/text/structure.h"

namespace santong::print {
namespace {

// Lengths in points, from GB/T 9704-2012, 5 and 7.
constexpr double kMillimetre = 72 / 25.4;
constexpr double kPageWidth = 210 * kMillimetre;
constexpr double kPageHeight = 297 * kMillimetre;
constexpr double kTop = 37 * kMillimetre;
constexpr double kLeft = 28 * kMillimetre;
constexpr double kWidth = 156 * kMillimetre;
constexpr double kHeight = 225 * kMillimetre;
constexpr int kLines = 22;
constexpr int kCharacters = 28;
constexpr double kPitch = kHeight / kLines;
constexpr double kCell = kWidth / kCharacters;
// 3号, 2号 and 4号.
constexpr double kTextSize = 16;
constexpr double kTitleSize = 22;
constexpr double kNumberSize = 14;
constexpr double kHeaderSize = 36;
constexpr double kNoticeSize = 9;
// The fonts of the standard where they are installed, else what Debian has.
constexpr char kFangSong[] = "FangSong,FangSong_GB2312,STFangsong,Noto Serif CJK SC,serif";
constexpr char kSong[] = "FZXiaoBiaoSong-B05S,SimSun,STSong,Noto Serif CJK SC,serif";
constexpr char kHei[] = "SimHei,STHeiti,Noto Sans CJK SC,sans-serif";
constexpr char kNotice[] = "网上公布文本，以正式印发文本为准";

struct Release {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
  void operator()(PangoLayoutIter* iterator) const { pango_layout_iter_free(iterator); }
  void operator()(QRcode* code) const { QRcode_free(code); }
};
template <typename T>
using Held = std::unique_ptr<T, Release>;

struct Style {
  const char* font;
  double size;
  PangoAlignment alignment = PANGO_ALIGN_LEFT;
  int indent_characters = 0;
};
constexpr Style kBody = {kFangSong, kTextSize, PANGO_ALIGN_LEFT, 2};
constexpr Style kFlush = {kFangSong, kTextSize};
constexpr Style kHeading = {kHei, kTextSize, PANGO_ALIGN_CENTER};
constexpr Style kAnnexLabel = {kHei, kTextSize};
constexpr Style kTitle = {kSong, kTitleSize, PANGO_ALIGN_CENTER};
constexpr Style kCentred = {kFangSong, kTextSize, PANGO_ALIGN_CENTER};
constexpr Style kHeader = {kSong, kHeaderSize, PANGO_ALIGN_CENTER};

// Pages under the pen: a grid of lines, page after page.
class Pen {
 public:
  Pen()
      : surface_(cairo_pdf_surface_create_for_stream(
            [](void* to, const unsigned char* data, unsigned int length) {
              static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
              return CAIRO_STATUS_SUCCESS;
            },
            &bytes_, kPageWidth, kPageHeight)),
        cairo_(cairo_create(surface_.get())) {}

  // One paragraph, a line of the grid for each of its lines, or as many as its size takes.
  void Paragraph(const std::string& words, const Style& style) {
    const Held<PangoLayout> layout = Layout(words, style, kWidth);
    const int rows = std::max(1, static_cast<int>(std::ceil(style.size * 1.2 / kPitch)));
    const Held<PangoLayoutIter> line(pango_layout_get_iter(layout.get()));
    do {
      if (row_ + rows > kLines) NewPage();
      PangoRectangle extents;
      pango_layout_iter_get_line_extents(line.get(), nullptr, &extents);
      row_ += rows;
      // What is below the baseline is about a quarter of the size.
      const double base = kTop + row_ * kPitch - (rows * kPitch - style.size) / 2 - style.size / 6;
      cairo_move_to(cairo_.get(), kLeft + extents.x / double{PANGO_SCALE}, base);
      pango_cairo_show_layout_line(cairo_.get(), pango_layout_iter_get_line_readonly(line.get()));
    } while (pango_layout_iter_next_line(line.get()));
  }

  void Skip(int rows) {
    row_ += rows;
    if (row_ >= kLines) NewPage();
  }
  void NewPage() {
    EndPage();
    ++pages_;
    row_ = 0;
  }
  bool at_top() const { return row_ == 0; }

  void Colour(bool is_red) {
    cairo_set_source_rgb(cairo_.get(), is_red ? 0.9 : 0, 0, is_red ? 0.07 : 0);
  }
  // 版头 and text are parted by a red line.
  void Rule() {
    cairo_set_line_width(cairo_.get(), 1.5);
    cairo_move_to(cairo_.get(), kLeft, kTop + row_ * kPitch + 4 * kMillimetre);
    cairo_rel_line_to(cairo_.get(), kWidth, 0);
    cairo_stroke(cairo_.get());
  }
  // In the upper right corner, above the block of text.
  void QrCode(const std::string& address) {
    const Held<QRcode> code(
        QRcode_encodeString(address.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, /*casesensitive=*/1));
    if (code == nullptr) return;
    const double module = 20 * kMillimetre / code->width;
    for (int i = 0; i < code->width * code->width; ++i) {
      if ((code->data[i] & 1) == 0) continue;
      const int row = i / code->width, column = i % code->width;
      cairo_rectangle(cairo_.get(), kLeft + kWidth - 20 * kMillimetre + column * module,
                      12 * kMillimetre + row * module, module, module);
    }
    cairo_fill(cairo_.get());
  }
  void Metadata(const v1::Document& document) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                   document.title().c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_SUBJECT,
                                   document.registration_number().c_str());
    // The same text gives the same bytes on any day.
    cairo_pdf_surface_set_metadata(
        surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
        absl::StrCat(document.publication().date(), "T00:00:00Z").c_str());
  }

  absl::StatusOr<Pdf> Finish() {
    EndPage();
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) {
      return absl::InternalError(cairo_status_to_string(cairo_surface_status(surface_.get())));
    }
    return Pdf{pages_, std::move(bytes_)};
  }

 private:
  Held<PangoLayout> Layout(const std::string& words, const Style& style, double width) {
    Held<PangoLayout> layout(pango_cairo_create_layout(cairo_.get()));
    const Held<PangoFontDescription> font(pango_font_description_from_string(style.font));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    const bool is_gridded = style.size == kTextSize;
    if (is_gridded) {
      // 28 characters of 16 points are 158 mm wide: each is set a little closer.
      const Held<PangoAttrList> attributes(pango_attr_list_new());
      pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(static_cast<int>(
                                                   std::floor((kCell - kTextSize) * PANGO_SCALE))));
      pango_layout_set_attributes(layout.get(), attributes.get());
    }
    // What rounding takes must not push the last character over the edge.
    pango_layout_set_width(layout.get(), static_cast<int>((width + 1) * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.alignment);
    pango_layout_set_indent(layout.get(),
                            static_cast<int>(style.indent_characters * kCell * PANGO_SCALE));
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    return layout;
  }

  void Line(const std::string& words, double size, PangoAlignment alignment, double base) {
    const Style style = {kSong, size, alignment};
    const Held<PangoLayout> layout = Layout(words, style, kWidth - 2 * kCell);
    PangoRectangle extents;
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    cairo_move_to(cairo_.get(), kLeft + kCell + extents.x / double{PANGO_SCALE}, base);
    pango_cairo_show_layout_line(cairo_.get(), pango_layout_get_line_readonly(layout.get(), 0));
  }

  // The number stands outside on both sides of a leaf, a character in from the edge.
  void EndPage() {
    Colour(false);
    Line(absl::StrCat("— ", pages_, " —"), kNumberSize,
         pages_ % 2 == 1 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
         kTop + kHeight + 7 * kMillimetre + kNumberSize);
    Line(kNotice, kNoticeSize, PANGO_ALIGN_CENTER, kPageHeight - 12 * kMillimetre);
    cairo_show_page(cairo_.get());
  }

  std::string bytes_;
  Held<cairo_surface_t> surface_;
  Held<cairo_t> cairo_;
  int pages_ = 1;
  int row_ = 0;
};

std::string Trimmed(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  while (absl::ConsumePrefix(&line, "　")) line = absl::StripLeadingAsciiWhitespace(line);
  while (absl::ConsumeSuffix(&line, "　")) line = absl::StripTrailingAsciiWhitespace(line);
  return absl::StrReplaceAll(line, {{"\t", "　　"}});
}

// What stands above the text on the first page.
void DrawHead(const work::v1::PrintJob& job, Pen* pen) {
  const v1::Document& document = job.document();
  const std::string& link =
      job.verify_link().empty() ? document.publication().url() : job.verify_link();
  if (!link.empty()) pen->QrCode(link);
  if (!document.registration_number().empty()) {
    pen->Paragraph(absl::StrCat("登记号：", document.registration_number()), kFlush);
  }
  pen->Colour(job.red_header());
  if (job.red_header() && !document.issuers().empty()) {
    pen->Skip(1);
    pen->Paragraph(absl::StrCat(document.issuers(0).display_name(), "文件"), kHeader);
    pen->Skip(1);
  }
  pen->Colour(false);
  if (!document.document_number().empty()) pen->Paragraph(document.document_number(), kCentred);
  pen->Colour(job.red_header());
  if (job.red_header()) pen->Rule();
  pen->Colour(false);
  pen->Skip(job.red_header() ? 2 : 1);
  pen->Paragraph(document.title(), kTitle);
  pen->Skip(1);
}

// The style of a line, by the part that begins with it.
const Style& StyleOf(const std::map<size_t, text::PartLevel>& parts, size_t at) {
  const auto part = parts.find(at);
  if (part == parts.end()) return kBody;
  switch (part->second) {
    case text::PartLevel::kBook:
    case text::PartLevel::kChapter:
    case text::PartLevel::kSection:
      return kHeading;
    case text::PartLevel::kAnnex:
      return kAnnexLabel;
    default:
      return kBody;
  }
}

void DrawText(const v1::Document& document, Pen* pen) {
  const std::string& text = document.current_version().text();
  std::map<size_t, text::PartLevel> parts;
  for (const text::Part& part : text::PartsOf(text)) parts[part.begin] = part.level;
  bool is_first = true;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string words =
        Trimmed(text::WithoutMarks(absl::string_view(text).substr(at, end - at)));
    // Texts begin with their title as often as not.
    const bool is_title =
        is_first && text::FoldForMatch(words) == text::FoldForMatch(document.title());
    if (!words.empty() && !is_title) {
      const Style& style = StyleOf(parts, at);
      if (&style == &kAnnexLabel && !pen->at_top()) pen->NewPage();
      pen->Paragraph(words, style);
    }
    is_first = is_first && words.empty();
    at = end + 1;
  }
}

}  // namespace

absl::StatusOr<Pdf> Print(const work::v1::PrintJob& job) {
  Pen pen;
  pen.Metadata(job.document());
  DrawHead(job, &pen);
  DrawText(job.document(), &pen);
  return pen.Finish();
}

}  // namespace santong::print
