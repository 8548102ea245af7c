#include "server/intake/docx.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/intake/numbering.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

constexpr char kPackageRelations[] = "_rels/.rels";

// word/document.xml → word/_rels/document.xml.rels
std::string RelationsOf(const std::string& part) {
  const size_t slash = part.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  return absl::StrCat(part.substr(0, name), "_rels/", part.substr(name), ".rels");
}

// Where the relationship of that kind leads: by the end of its type, which is "…/numbering" in the
// strict and in the transitional form. "" when there is none.
std::string Target(const Archive& archive, const std::string& relations, absl::string_view kind,
                   absl::string_view folder) {
  if (!archive.Has(relations)) return "";
  const auto bytes = archive.Read(relations);
  if (!bytes.ok()) return "";
  const auto xml = ParseXml(*bytes, relations);
  if (!xml.ok()) return "";
  for (const pugi::xml_node& node : (*xml)->document_element().children()) {
    if (!absl::EndsWith(Attribute(node, "Type"), kind)) continue;
    const std::string target = Attribute(node, "Target");
    return absl::StartsWith(target, "/") ? target.substr(1) : absl::StrCat(folder, target);
  }
  return "";
}

// Looks at every relationship of the package; a link that a reader would have to click is none.
absl::Status LookAtRelations(const Archive& archive, Extracted* extracted) {
  for (const auto& [name, size] : archive.entries()) {
    if (absl::EndsWith(name, "vbaProject.bin")) {
      extracted->warnings.insert(v1::FILE_WARNING_KIND_MACROS);
    }
    if (absl::StartsWith(name, "_xmlsignatures/")) {
      extracted->warnings.insert(v1::FILE_WARNING_KIND_SIGNATURE);
    }
    if (!absl::EndsWith(name, ".rels")) continue;
    auto bytes = archive.Read(name);
    if (!bytes.ok()) return bytes.status();
    auto xml = ParseXml(*bytes, name);
    if (!xml.ok()) return xml.status();
    for (const pugi::xml_node& node : (*xml)->document_element().children()) {
      if (Attribute(node, "TargetMode") == "External" &&
          !absl::EndsWith(Attribute(node, "Type"), "/hyperlink")) {
        extracted->warnings.insert(v1::FILE_WARNING_KIND_REMOTE_CONTENT);
      }
    }
  }
  return absl::OkStatus();
}

// What elements are left out of a paragraph's words, and what the clerk is told of it.
struct LeftOut {
  const char* element;
  v1::FileWarningKind warning;
};
constexpr LeftOut kLeftOut[] = {
    {"del", v1::FILE_WARNING_KIND_TRACKED_CHANGES},
    {"moveFrom", v1::FILE_WARNING_KIND_TRACKED_CHANGES},
    {"commentReference", v1::FILE_WARNING_KIND_COMMENTS},
    {"footnoteReference", v1::FILE_WARNING_KIND_LEFT_OUT},
    {"endnoteReference", v1::FILE_WARNING_KIND_LEFT_OUT},
    {"object", v1::FILE_WARNING_KIND_LEFT_OUT},
    {"oMath", v1::FILE_WARNING_KIND_LEFT_OUT},
    {"sym", v1::FILE_WARNING_KIND_CHARACTERS},
    {"altChunk", v1::FILE_WARNING_KIND_LEFT_OUT},
};

bool HasDescendant(const pugi::xml_node& node, absl::string_view local_name) {
  return static_cast<bool>(
      node.find_node([&](const pugi::xml_node& below) { return LocalName(below) == local_name; }));
}

bool IsHidden(const pugi::xml_node& run) {
  const auto vanish = Child(Child(run, "rPr"), "vanish");
  return vanish && Attribute(vanish, "val") != "0" && Attribute(vanish, "val") != "false";
}

class Reader {
 public:
  Reader(Numbering* numbering, Extracted* extracted)
      : numbering_(*numbering), extracted_(*extracted) {}

  // Paragraphs and tables, also within what only groups them.
  void ReadBlocks(const pugi::xml_node& parent) {
    for (const pugi::xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node);
      if (name == "p") {
        ReadParagraph(node);
      } else if (name == "tbl") {
        ReadTable(node);
      } else if (name == "sdt" || name == "sdtContent" || name == "customXml" || name == "ins" ||
                 name == "moveTo") {
        if (name == "ins" || name == "moveTo") Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
        ReadBlocks(node);
      } else {
        Note(node, name);
      }
    }
  }

 private:
  void Warn(v1::FileWarningKind kind) { extracted_.warnings.insert(kind); }

  // True when the element is one that is left out.
  bool Note(const pugi::xml_node& node, absl::string_view name) {
    for (const LeftOut& row : kLeftOut) {
      if (name != row.element) continue;
      Warn(row.warning);
      return true;
    }
    if (name != "drawing" && name != "pict" && name != "AlternateContent") return false;
    if (HasDescendant(node, "txbxContent")) Warn(v1::FILE_WARNING_KIND_LEFT_OUT);
    if (HasDescendant(node, "blip") || HasDescendant(node, "imagedata")) {
      Warn(v1::FILE_WARNING_KIND_PICTURES);
    }
    return true;
  }

  void ReadParagraph(const pugi::xml_node& paragraph) {
    std::string words;
    ReadRuns(paragraph, &words);
    if (absl::StartsWith(numbering_.StyleName(paragraph), "toc ")) return;
    // Also a paragraph without words counts where it is numbered.
    absl::StrAppend(&extracted_.text, numbering_.LabelOf(paragraph), words, "\n");
  }

  void ReadRuns(const pugi::xml_node& parent, std::string* words) {
    for (const pugi::xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node);
      if (name == "t") {
        words->append(node.text().get());
      } else if (name == "tab" || name == "ptab") {
        // Tabs that a paragraph's properties define are no tabs of its words.
        if (LocalName(parent) == "r") words->append("\t");
      } else if (name == "br" || name == "cr") {
        if (Attribute(node, "type").empty() || Attribute(node, "type") == "textWrapping") {
          words->append("\n");
        }
      } else if (name == "noBreakHyphen") {
        words->append("-");
      } else if (name == "pPr" || name == "rPr" || name == "rt" || name == "instrText") {
        continue;
      } else if (!Note(node, name) && !(name == "r" && IsHidden(node))) {
        if (name == "ins" || name == "moveTo") Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
        ReadRuns(node, words);
      }
    }
  }

  // What stands in a cell becomes one line of it.
  void ReadTable(const pugi::xml_node& table) {
    for (const pugi::xml_node& row : table.children()) {
      if (LocalName(row) != "tr") continue;
      std::string line;
      bool first = true;
      for (const pugi::xml_node& cell : row.children()) {
        if (LocalName(cell) != "tc" && LocalName(cell) != "sdt") continue;
        Extracted inner;
        Reader reader(&numbering_, &inner);
        reader.ReadBlocks(LocalName(cell) == "tc" ? cell : Child(Child(cell, "sdtContent"), "tc"));
        extracted_.warnings.merge(inner.warnings);
        absl::StrAppend(
            &line, first ? "" : "\t",
            absl::StrReplaceAll(absl::StripSuffix(inner.text, "\n"), {{"\n", " "}, {"\t", " "}}));
        first = false;
      }
      absl::StrAppend(&extracted_.text, line, "\n");
    }
  }

  Numbering& numbering_;
  Extracted& extracted_;
};

// A part that may be missing, as an empty document then.
absl::StatusOr<std::unique_ptr<pugi::xml_document>> ReadPart(const Archive& archive,
                                                             const std::string& name) {
  if (name.empty() || !archive.Has(name)) return std::make_unique<pugi::xml_document>();
  auto bytes = archive.Read(name);
  if (!bytes.ok()) return bytes.status();
  return ParseXml(*bytes, name);
}

}  // namespace

std::string MainPartOf(const Archive& archive) {
  std::string part = Target(archive, kPackageRelations, "/officeDocument", "");
  if (part.empty() && archive.Has("word/document.xml")) part = "word/document.xml";
  return part;
}

absl::StatusOr<Extracted> ReadDocx(const Archive& archive, const std::string& main_part) {
  Extracted extracted;
  extracted.format = v1::FILE_FORMAT_DOCX;
  if (absl::Status status = LookAtRelations(archive, &extracted); !status.ok()) return status;
  auto bytes = archive.Read(main_part);
  if (!bytes.ok()) return bytes.status();
  auto document = ParseXml(*bytes, main_part);
  if (!document.ok()) return document.status();
  const std::string folder = main_part.substr(0, main_part.rfind('/') + 1);
  const std::string relations = RelationsOf(main_part);
  auto numbering = ReadPart(archive, Target(archive, relations, "/numbering", folder));
  if (!numbering.ok()) return numbering.status();
  auto styles = ReadPart(archive, Target(archive, relations, "/styles", folder));
  if (!styles.ok()) return styles.status();
  Numbering labels((*numbering)->document_element(), (*styles)->document_element());
  const pugi::xml_node body = Child((*document)->document_element(), "body");
  if (!body) return Damaged(main_part);
  Reader(&labels, &extracted).ReadBlocks(body);
  if (labels.unresolved()) extracted.warnings.insert(v1::FILE_WARNING_KIND_NUMBERING);
  return extracted;
}

}  // namespace santong::intake
