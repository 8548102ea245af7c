#include "server/intake/docx.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

// What a drawing can bear besides a picture: text boxes, WordArt, diagrams, charts.
constexpr const char* kWordsOfDrawings[] = {"txbxContent", "textpath", "relIds", "chart"};

// Fields that Word draws from their instructions alone: circled numbers (带圈字符), boxes to tick.
constexpr const char* kDrawnFields[] = {"eq ", "formcheckbox", "formdropdown"};

bool IsDrawnField(absl::string_view instructions) {
  instructions = absl::StripLeadingAsciiWhitespace(instructions);
  for (const absl::string_view field : kDrawnFields) {
    if (absl::StartsWithIgnoreCase(instructions, field)) return true;
  }
  return false;
}

// Of a run, or of the mark at the end of a paragraph by the paragraph's properties.
bool IsHidden(const pugi::xml_node& node) {
  const auto vanish = Child(Child(node, "rPr"), "vanish");
  const std::string value = Attribute(vanish, "val");
  return vanish && value != "0" && value != "false" && value != "off";
}

// A first letter over several lines (首字下沉) is a paragraph of its own to the file.
bool IsDropCap(const pugi::xml_node& properties) {
  const std::string cap = Attribute(Child(properties, "framePr"), "dropCap");
  return cap == "drop" || cap == "margin";
}

// Whether what the element only groups is read as if it stood there itself.
bool IsGroup(absl::string_view name) {
  return name == "sdt" || name == "sdtContent" || name == "customXml" || name == "ins" ||
         name == "moveTo";
}

class Reader {
 public:
  Reader(Numbering* numbering, Extracted* extracted)
      : numbering_(*numbering), extracted_(*extracted) {}

  void Read(const pugi::xml_node& parent) {
    ReadBlocks(parent);
    EndLine();
  }

 private:
  void Warn(v1::FileWarningKind kind) { extracted_.warnings.insert(kind); }

  // Paragraphs and tables, also within what only groups them.
  void ReadBlocks(const pugi::xml_node& parent) {
    for (const pugi::xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node);
      if (name == "p") {
        ReadParagraph(node);
      } else if (name == "tbl") {
        EndLine();
        ReadRows(node);
      } else if (IsGroup(name)) {
        WarnOfChange(name);
        ReadBlocks(node);
      } else {
        Note(node, name);
      }
    }
  }

  void WarnOfChange(absl::string_view name) {
    if (name == "ins" || name == "moveTo") Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
  }

  // True when the element is one that is left out.
  bool Note(const pugi::xml_node& node, absl::string_view name) {
    for (const LeftOut& row : kLeftOut) {
      if (name != row.element) continue;
      Warn(row.warning);
      return true;
    }
    if (name == "AlternateContent") {
      // A character that older programs lack stands in its fallback as text.
      if (!HasDescendant(node, "drawing") && !HasDescendant(node, "pict")) return false;
    } else if (name != "drawing" && name != "pict") {
      return false;
    }
    for (const char* words : kWordsOfDrawings) {
      if (HasDescendant(node, words)) Warn(v1::FILE_WARNING_KIND_LEFT_OUT);
    }
    if (HasDescendant(node, "blip") || HasDescendant(node, "imagedata")) {
      Warn(v1::FILE_WARNING_KIND_PICTURES);
    }
    return true;
  }

  // A paragraph whose mark was deleted or is not shown runs on into the next; the properties of a
  // deleted mark, and so its number, are gone with it (17.13.5.15).
  void ReadParagraph(const pugi::xml_node& paragraph) {
    fields_.clear();
    std::string words;
    ReadRuns(paragraph, &words);
    if (absl::StartsWith(numbering_.StyleName(paragraph), "toc ")) return;
    const auto properties = Child(paragraph, "pPr");
    const auto mark = Child(properties, "rPr");
    const bool is_deleted = Child(mark, "del") || Child(mark, "moveFrom");
    const bool is_hidden = IsHidden(properties);
    if (is_deleted || Child(mark, "ins") || Child(mark, "moveTo")) {
      Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
    }
    // Also a paragraph without words counts where it is numbered and shown.
    if (!is_deleted && !(is_hidden && words.empty())) {
      line_ = absl::StrCat(numbering_.LabelOf(paragraph), line_);
    }
    line_ += words;
    if (is_deleted || is_hidden || IsDropCap(properties)) return;
    absl::StrAppend(&extracted_.text, line_, "\n");
    line_.clear();
  }

  // Where nothing follows that the line could run on into.
  void EndLine() {
    if (!line_.empty()) absl::StrAppend(&extracted_.text, line_, "\n");
    line_.clear();
  }

  void ReadField(const std::string& place) {
    if (place == "begin") {
      fields_.push_back(false);
    } else if (!fields_.empty() && place == "separate") {
      fields_.back() = true;
    } else if (!fields_.empty() && place == "end") {
      fields_.pop_back();
    }
  }

  // What a field within the instructions of another came to is an instruction, not shown.
  bool IsInstruction() const {
    for (size_t i = 0; i + 1 < fields_.size(); ++i) {
      if (!fields_[i]) return true;
    }
    return false;
  }

  void ReadRuns(const pugi::xml_node& parent, std::string* words) {
    for (const pugi::xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node);
      if (name == "t") {
        if (!IsInstruction()) words->append(node.text().get());
      } else if (name == "tab" || name == "ptab") {
        // Tabs that a paragraph's properties define are no tabs of its words.
        if (LocalName(parent) == "r") words->append("\t");
      } else if (name == "br" || name == "cr") {
        if (Attribute(node, "type").empty() || Attribute(node, "type") == "textWrapping") {
          words->append("\n");
        }
      } else if (name == "noBreakHyphen") {
        words->append("-");
      } else if (name == "fldChar") {
        ReadField(Attribute(node, "fldCharType"));
      } else if (name == "instrText") {
        if (IsDrawnField(node.text().get())) Warn(v1::FILE_WARNING_KIND_CHARACTERS);
      } else if (name == "pPr" || name == "rPr" || name == "rt" || name == "Choice") {
        continue;
      } else if (!Note(node, name) && !(name == "r" && IsHidden(node))) {
        WarnOfChange(name);
        ReadRuns(node, words);
      }
    }
  }

  void ReadRows(const pugi::xml_node& parent) {
    for (const pugi::xml_node& node : parent.children()) {
      if (IsGroup(LocalName(node))) ReadRows(node);
      if (LocalName(node) != "tr") continue;
      const auto properties = Child(node, "trPr");
      if (IsDeleted(properties, "del")) continue;
      if (Child(properties, "ins")) Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
      std::vector<std::string> cells;
      ReadCells(node, &cells);
      absl::StrAppend(&extracted_.text, absl::StrJoin(cells, "\t"), "\n");
    }
  }

  // What stands in a cell becomes one line of it.
  void ReadCells(const pugi::xml_node& parent, std::vector<std::string>* cells) {
    for (const pugi::xml_node& node : parent.children()) {
      if (IsGroup(LocalName(node))) ReadCells(node, cells);
      if (LocalName(node) != "tc" || IsDeleted(Child(node, "tcPr"), "cellDel")) continue;
      Extracted inner;
      Reader(&numbering_, &inner).Read(node);
      extracted_.warnings.merge(inner.warnings);
      cells->push_back(
          absl::StrReplaceAll(absl::StripSuffix(inner.text, "\n"), {{"\n", " "}, {"\t", " "}}));
    }
  }

  bool IsDeleted(const pugi::xml_node& properties, absl::string_view change) {
    if (!Child(properties, change)) return false;
    Warn(v1::FILE_WARNING_KIND_TRACKED_CHANGES);
    return true;
  }

  Numbering& numbering_;
  Extracted& extracted_;
  std::string line_;          // what the next paragraph goes on from
  std::vector<bool> fields_;  // the open fields of the paragraph: past their instructions?
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
  const pugi::xml_node root = (*document)->document_element();
  if (!Child(root, "body")) return Damaged(main_part);
  // Some programs write several, and nobody should lose what is in the others.
  for (const pugi::xml_node& body : root.children()) {
    if (LocalName(body) == "body") Reader(&labels, &extracted).Read(body);
  }
  if (labels.unresolved()) extracted.warnings.insert(v1::FILE_WARNING_KIND_NUMBERING);
  return extracted;
}

}  // namespace santong::intake
