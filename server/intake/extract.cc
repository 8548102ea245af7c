#include "server/intake/extract.h"

#include <unicode/utf8.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/normalize.h"
#include "server/intake/archive.h"
#include "server/intake/docx.h"
#include "server/intake/ofd.h"
#include "server/intake/pdf.h"
#include "server/intake/plain.h"

namespace santong::intake {
namespace {

// The first bytes of a compound file (OLE2), in which .doc, .wps and encrypted .docx come.
constexpr absl::string_view kCompoundFile("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
// The name of the stream in which an encrypted .docx comes, as UTF-16.
constexpr absl::string_view kEncryptedPackage("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
                                              32);
constexpr absl::string_view kLocalEntry("PK\x03\x04", 4);
constexpr absl::string_view kEmptyArchive("PK\x05\x06", 4);

// Text that is a program's, not a person's.
constexpr absl::string_view kMarkup[] = {"text/html", "text/rtf", "text/xml"};

bool IsMarkup(absl::string_view media_type) {
  for (const absl::string_view markup : kMarkup) {
    if (media_type == markup) return true;
  }
  return false;
}

absl::StatusOr<Extracted> ReadArchive(absl::string_view media_type, absl::string_view bytes) {
  auto archive = Archive::Open(bytes);
  if (!archive.ok()) return archive.status();
  if ((*archive)->Has("OFD.xml")) return ReadOfd(**archive);
  const std::string main_part = MainPartOf(**archive);
  if (absl::StartsWith(main_part, "word/")) return ReadDocx(**archive, main_part);
  return NotTaken(media_type);
}

// Lines without blanks at their ends, at most one empty line in a row, no character that may not be
// stored.
void Clean(Extracted* extracted) {
  std::string text;
  int empty_lines = 1;  // none at the beginning
  for (const absl::string_view line : absl::StrSplit(extracted->text, '\n')) {
    std::string kept;
    const auto* s = reinterpret_cast<const uint8_t*>(line.data());
    for (size_t next = 0; next < line.size();) {
      const size_t at = next;
      UChar32 c;
      U8_NEXT(s, next, line.size(), c);
      const absl::string_view character = line.substr(at, next - at);
      if (c == 0xA0) {
        kept += ' ';
      } else if (c == '\f' || c == '\v') {
        continue;
      } else if (text::CheckUtf8Text(character, /*multiline=*/true).ok()) {
        absl::StrAppend(&kept, character);
      } else {
        extracted->warnings.insert(v1::FILE_WARNING_KIND_CHARACTERS);
      }
    }
    absl::StripTrailingAsciiWhitespace(&kept);
    empty_lines = kept.empty() ? empty_lines + 1 : 0;
    if (empty_lines <= 1) absl::StrAppend(&text, kept, "\n");
  }
  while (absl::EndsWith(text, "\n")) text.pop_back();
  if (!text.empty()) text += "\n";
  extracted->text = std::move(text);
}

}  // namespace

absl::StatusOr<Kind> KindOf(absl::string_view bytes, const sniff::MediaTypes& media_types) {
  if (bytes.empty()) return Damaged("0 bytes");
  if (bytes.size() > kFileBytesMax) return OverLimit(kBytes, bytes.size(), kFileBytesMax);
  if (absl::StartsWith(bytes, kLocalEntry) || absl::StartsWith(bytes, kEmptyArchive)) {
    return Kind::kArchive;
  }
  if (absl::StartsWith(bytes, kCompoundFile)) {
    if (absl::StrContains(bytes, kEncryptedPackage)) {
      return error::Refuse(v1::ERROR_REASON_FILE_ENCRYPTED);
    }
    return NotTaken("application/msword (.doc, .wps)");
  }
  const std::string media_type = media_types.Of(bytes);
  if (media_type == "application/pdf") return Kind::kPdf;
  // Text in GB 18030 is no text to every database of file types; its decoder will say.
  const bool may_be_text =
      absl::StartsWith(media_type, "text/") || media_type == "application/octet-stream";
  if (may_be_text && !IsMarkup(media_type)) return Kind::kPlain;
  return NotTaken(media_type);
}

absl::StatusOr<Extracted> Extract(Kind kind, absl::string_view media_type,
                                  absl::string_view bytes) {
  absl::StatusOr<Extracted> extracted = kind == Kind::kArchive ? ReadArchive(media_type, bytes)
                                        : kind == Kind::kPdf   ? ReadPdf(bytes)
                                                               : ReadPlain(bytes);
  if (!extracted.ok()) return extracted;
  const size_t characters = text::CodePoints(extracted->text);
  if (characters > kCharactersMax)
    return OverLimit({"characters", "字数"}, characters, kCharactersMax);
  Clean(&*extracted);
  return extracted;
}

}  // namespace santong::intake
