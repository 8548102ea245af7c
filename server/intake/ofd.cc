#include "server/intake/ofd.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/domain/error/refusal.h"
#include "server/intake/ofd_text.h"
#include "server/intake/printed_lines.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

using Xml = std::unique_ptr<pugi::xml_document>;

// A location is from the root of the archive, or from the folder of the part that names it; "." is
// that folder and ".." the one above.
std::string Locate(absl::string_view from, absl::string_view location) {
  location = absl::StripAsciiWhitespace(location);
  if (absl::StartsWith(location, "/")) from = "";
  std::vector<absl::string_view> folders = absl::StrSplit(from, '/');
  folders.pop_back();
  for (const absl::string_view piece : absl::StrSplit(location, '/')) {
    if (piece.empty() || piece == ".") continue;
    if (piece != "..") {
      folders.push_back(piece);
    } else if (!folders.empty()) {
      folders.pop_back();
    }
  }
  return absl::StrJoin(folders, "/");
}

// Reads the documents of one file, page by page.
class Reader {
 public:
  explicit Reader(const Archive& archive) : archive_(archive) {
    extracted_.format = v1::FILE_FORMAT_OFD;
    extracted_.warnings.insert(v1::FILE_WARNING_KIND_PRINTED_LINES);
  }

  absl::StatusOr<Extracted> Read() {
    auto root = ReadPart("OFD.xml");
    if (!root.ok()) return root.status();
    for (const pugi::xml_node& body : (*root)->document_element().children()) {
      if (LocalName(body) != "DocBody") continue;
      if (const absl::Status added = AddDocument(body); !added.ok()) return added;
    }
    size_t characters = 0;
    for (const std::vector<PrintedWords>& page : pages_) {
      for (const PrintedWords& words : page) characters += words.text.size();
    }
    if (characters == 0) {
      return error::Refuse(v1::ERROR_REASON_FILE_WITHOUT_TEXT,
                           {{"pages", absl::StrCat(pages_.size())}});
    }
    extracted_.text = JoinPages(pages_);
    return std::move(extracted_);
  }

 private:
  // The locations of template pages by their identifiers.
  using Templates = std::map<std::string, std::string>;

  absl::StatusOr<Xml> ReadPart(const std::string& name) const {
    auto bytes = archive_.Read(name);
    if (!bytes.ok()) return bytes.status();
    return ParseXml(*bytes, name);
  }

  absl::Status AddDocument(const pugi::xml_node& body) {
    if (Child(body, "Signatures")) extracted_.warnings.insert(v1::FILE_WARNING_KIND_SIGNATURE);
    const std::string part = Locate("", Child(body, "DocRoot").text().get());
    auto document = ReadPart(part);
    if (!document.ok()) return document.status();
    const pugi::xml_node root = (*document)->document_element();
    Templates templates;
    for (const pugi::xml_node& node : Child(root, "CommonData").children()) {
      if (LocalName(node) != "TemplatePage") continue;
      templates.emplace(Attribute(node, "ID"), Locate(part, Attribute(node, "BaseLoc")));
    }
    for (const pugi::xml_node& page : Child(root, "Pages").children()) {
      if (LocalName(page) != "Page") continue;
      if (pages_.size() == kPagesMax) {
        return OverLimit({"pages", "页数"}, pages_.size() + 1, kPagesMax);
      }
      const absl::Status added = AddPage(Locate(part, Attribute(page, "BaseLoc")), &templates);
      if (!added.ok()) return added;
    }
    NoteAnnotations(part, root);
    return absl::OkStatus();
  }

  absl::Status AddPage(const std::string& part, Templates* templates) {
    auto page = ReadPart(part);
    if (!page.ok()) return page.status();
    const pugi::xml_node root = (*page)->document_element();
    pages_.emplace_back();
    for (const pugi::xml_node& node : root.children()) {
      if (LocalName(node) != "Template") continue;
      // What page after page is printed on, a letterhead or a running head, is taken once: it would
      // stand amid the text.
      const auto entry = templates->extract(Attribute(node, "TemplateID"));
      if (entry.empty()) continue;
      auto form = ReadPart(entry.mapped());
      if (!form.ok()) return form.status();
      AddObjects(Child((*form)->document_element(), "Content"));
    }
    AddObjects(Child(root, "Content"));
    return absl::OkStatus();
  }

  // Only what stands on the page itself: patterns that fill an area and edges that clip one may
  // hold text, too.
  void AddObjects(const pugi::xml_node& parent) {
    for (const pugi::xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node);
      if (name == "TextObject") {
        if (!AddTextObject(node, &pages_.back())) {
          extracted_.warnings.insert(v1::FILE_WARNING_KIND_CHARACTERS);
        }
      } else if (name == "Layer" || name == "PageBlock") {
        AddObjects(node);
      } else if (name == "ImageObject") {
        extracted_.warnings.insert(v1::FILE_WARNING_KIND_PICTURES);
      } else if (name == "CompositeObject") {
        extracted_.warnings.insert(v1::FILE_WARNING_KIND_LEFT_OUT);
      }
    }
  }

  // Their list may be there and empty. What is wrong with it hinders no text.
  void NoteAnnotations(const std::string& part, const pugi::xml_node& root) {
    const pugi::xml_node location = Child(root, "Annotations");
    if (!location) return;
    const auto list = ReadPart(Locate(part, location.text().get()));
    if (list.ok() && Child((*list)->document_element(), "Page")) {
      extracted_.warnings.insert(v1::FILE_WARNING_KIND_COMMENTS);
    }
  }

  const Archive& archive_;
  Extracted extracted_;
  std::vector<std::vector<PrintedWords>> pages_;
};

}  // namespace

absl::StatusOr<Extracted> ReadOfd(const Archive& archive) {
  if (archive.Has("Encryptions.xml")) return error::Refuse(v1::ERROR_REASON_FILE_ENCRYPTED);
  return Reader(archive).Read();
}

}  // namespace santong::intake
