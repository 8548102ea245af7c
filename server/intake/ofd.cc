#include "server/intake/ofd.h"

#include <array>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/error/refusal.h"
#include "server/intake/printed_lines.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

using Xml = std::unique_ptr<pugi::xml_document>;

absl::StatusOr<Xml> ReadPart(const Archive& archive, const std::string& name) {
  auto bytes = archive.Read(name);
  if (!bytes.ok()) return bytes.status();
  return ParseXml(*bytes, name);
}

// A location is from the root of the archive or from the folder of the part that names it.
std::string Locate(const std::string& from, absl::string_view location) {
  if (absl::ConsumePrefix(&location, "/")) return std::string(location);
  return absl::StrCat(from.substr(0, from.rfind('/') + 1), location);
}

std::vector<double> Numbers(absl::string_view text) {
  std::vector<double> numbers;
  for (const absl::string_view piece : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    double number = 0;
    if (absl::SimpleAtod(piece, &number)) numbers.push_back(number);
  }
  return numbers;
}

double NumberOr(absl::string_view text, double otherwise) {
  double number = 0;
  return absl::SimpleAtod(text, &number) ? number : otherwise;
}

// The words of one TextObject: its boundary places them on the page.
void AddWords(const pugi::xml_node& object, std::vector<PrintedWords>* words) {
  const std::vector<double> box = Numbers(Attribute(object, "Boundary"));
  if (box.size() != 4) return;
  const double size = NumberOr(Attribute(object, "Size"), box[3]);
  for (const pugi::xml_node& code : object.children()) {
    if (LocalName(code) != "TextCode") continue;
    const double left = box[0] + NumberOr(Attribute(code, "X"), 0);
    const double base = box[1] + NumberOr(Attribute(code, "Y"), size);
    words->push_back({left, base - size, box[0] + box[2], base, code.text().get()});
  }
}

void AddObjects(const pugi::xml_node& parent, std::vector<PrintedWords>* words) {
  for (const pugi::xml_node& node : parent.children()) {
    if (LocalName(node) == "TextObject") {
      AddWords(node, words);
    } else {
      AddObjects(node, words);
    }
  }
}

}  // namespace

absl::StatusOr<Extracted> ReadOfd(const Archive& archive) {
  Extracted extracted;
  extracted.format = v1::FILE_FORMAT_OFD;
  extracted.warnings.insert(v1::FILE_WARNING_KIND_PRINTED_LINES);
  if (archive.Has("Encryptions.xml")) return error::Refuse(v1::ERROR_REASON_FILE_ENCRYPTED);
  auto root = ReadPart(archive, "OFD.xml");
  if (!root.ok()) return root.status();
  std::vector<std::vector<PrintedWords>> pages;
  size_t characters = 0;
  for (const pugi::xml_node& body : (*root)->document_element().children()) {
    if (LocalName(body) != "DocBody") continue;
    if (Child(body, "Signatures")) extracted.warnings.insert(v1::FILE_WARNING_KIND_SIGNATURE);
    const std::string document_part = Locate("", Child(body, "DocRoot").text().get());
    auto document = ReadPart(archive, document_part);
    if (!document.ok()) return document.status();
    for (const pugi::xml_node& page : Child((*document)->document_element(), "Pages").children()) {
      if (LocalName(page) != "Page") continue;
      if (pages.size() == kPagesMax)
        return OverLimit({"pages", "页数"}, pages.size() + 1, kPagesMax);
      auto content = ReadPart(archive, Locate(document_part, Attribute(page, "BaseLoc")));
      if (!content.ok()) return content.status();
      AddObjects(Child((*content)->document_element(), "Content"), &pages.emplace_back());
      for (const PrintedWords& words : pages.back()) characters += words.text.size();
    }
  }
  if (characters == 0) {
    return error::Refuse(v1::ERROR_REASON_FILE_WITHOUT_TEXT,
                         {{"pages", absl::StrCat(pages.size())}});
  }
  extracted.text = JoinPages(pages);
  return extracted;
}

}  // namespace santong::intake
