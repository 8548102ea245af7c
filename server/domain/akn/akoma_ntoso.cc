#include "server/domain/akn/akoma_ntoso.h"

#include <pugixml.hpp>
#include <sstream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "server/domain/text/structure.h"

namespace santong::akn {
namespace {

using text::Part;
using text::PartLevel;

constexpr char kNamespace[] = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
constexpr char kOwnNamespace[] = "urn:santong:v1";
// A document whose day nobody knows; the standard asks for one.
constexpr char kNoDay[] = "0001-01-01";

// How a level is written: its element, its part of an eId, and what may stand in what.
struct Form {
  const char* element;
  const char* identifier;
  int rank;
  bool has_heading;  // its first line is one
};
constexpr Form kPreamble = {"preamble", "preamble", 0, false};
constexpr Form kBook = {"book", "book", 1, true};
constexpr Form kChapter = {"chapter", "chp", 2, true};
constexpr Form kSection = {"section", "sec", 3, true};
constexpr Form kArticle = {"article", "art", 4, false};
constexpr Form kParagraph = {"paragraph", "para", 5, false};
constexpr Form kItem = {"point", "point", 6, false};
constexpr Form kSubitem = {"indent", "indent", 7, false};
constexpr Form kAnnex = {"hcontainer", "annex", 0, true};

const Form& FormOf(PartLevel level) {
  switch (level) {
    case PartLevel::kPreamble:
      return kPreamble;
    case PartLevel::kBook:
      return kBook;
    case PartLevel::kChapter:
      return kChapter;
    case PartLevel::kSection:
      return kSection;
    case PartLevel::kArticle:
      return kArticle;
    case PartLevel::kParagraph:
      return kParagraph;
    case PartLevel::kItem:
      return kItem;
    case PartLevel::kSubitem:
      return kSubitem;
    case PartLevel::kAnnex:
      return kAnnex;
  }
  return kPreamble;
}

// A part with those within it, before it is written: what stands in what decides how its lines are
// marked up.
struct Node {
  const Form* form;
  std::string number;  // "12", "12-1"; its place among its kind where it has none
  std::string label;   // as printed
  std::vector<std::string> lines;
  std::vector<size_t> children;
};

// The blanks of a line's ends: also the full-width ones.
std::string Trimmed(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  while (absl::ConsumePrefix(&line, "　")) line = absl::StripLeadingAsciiWhitespace(line);
  while (absl::ConsumeSuffix(&line, "　")) line = absl::StripTrailingAsciiWhitespace(line);
  return std::string(line);
}

std::vector<std::string> LinesOf(absl::string_view words) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(words, '\n')) {
    std::string trimmed = Trimmed(line);
    if (!trimmed.empty()) lines.push_back(std::move(trimmed));
  }
  return lines;
}

// "art-12-1.item-3" → "3"; "art-12-1" → "12-1". A second part of one number is told apart by "_2",
// which stays.
std::string NumberOf(absl::string_view anchor) {
  anchor = anchor.substr(anchor.rfind('.') == absl::string_view::npos ? 0 : anchor.rfind('.') + 1);
  const size_t dash = anchor.find('-');
  return dash == absl::string_view::npos ? "1" : std::string(anchor.substr(dash + 1));
}

class Tree {
 public:
  explicit Tree(absl::string_view text) {
    for (const Part& part : text::PartsOf(text)) Add(part, text);
  }

  const std::vector<std::string>& preamble() const { return preamble_; }
  const std::vector<size_t>& roots() const { return roots_; }
  const Node& node(size_t index) const { return nodes_[index]; }

 private:
  void Add(const Part& part, absl::string_view text) {
    const absl::string_view label = text.substr(part.begin, part.label_end - part.begin);
    Node node{&FormOf(part.level),
              NumberOf(part.anchor),
              Trimmed(label),
              LinesOf(text.substr(part.label_end, part.end - part.label_end)),
              {}};
    if (part.level == PartLevel::kPreamble) {
      preamble_ = std::move(node.lines);
      return;
    }
    while (!open_.empty() && nodes_[open_.back()].form->rank >= node.form->rank) open_.pop_back();
    // 项 stand in a 款; an article's first 款 has no number and is a part of its own only then.
    const bool is_within_article = node.form->rank > kArticle.rank;
    if (is_within_article && !open_.empty() && nodes_[open_.back()].form == &kArticle) {
      Node& article = nodes_[open_.back()];
      if (article.children.empty()) {
        std::vector<std::string> lines = std::move(article.lines);
        article.lines.clear();
        Append({&kParagraph, "1", "", std::move(lines), {}});
        if (node.form == &kParagraph) open_.pop_back();
      }
    }
    Append(std::move(node));
  }

  // Into the innermost that is open; it is open then itself.
  void Append(Node node) {
    const size_t index = nodes_.size();
    (open_.empty() ? roots_ : nodes_[open_.back()].children).push_back(index);
    nodes_.push_back(std::move(node));
    open_.push_back(index);
  }

  std::vector<std::string> preamble_;
  std::vector<Node> nodes_;
  std::vector<size_t> roots_;
  std::vector<size_t> open_;
};

pugi::xml_node AddText(pugi::xml_node parent, const char* element, const std::string& words) {
  pugi::xml_node node = parent.append_child(element);
  node.text().set(words.c_str());
  return node;
}

void AddLines(pugi::xml_node parent, const char* element, absl::Span<const std::string> lines,
              bool even_without) {
  if (lines.empty() && !even_without) return;
  pugi::xml_node container = parent.append_child(element);
  for (const std::string& line : lines) AddText(container, "p", line);
  if (lines.empty()) container.append_child("p");
}

void Write(const Tree& tree, size_t index, const std::string& above, pugi::xml_node parent) {
  const Node& node = tree.node(index);
  const std::string id =
      absl::StrCat(above, above.empty() ? "" : "__", node.form->identifier, "_", node.number);
  pugi::xml_node element = parent.append_child(node.form->element);
  if (node.form == &kAnnex) element.append_attribute("name") = "annex";
  element.append_attribute("eId") = id.c_str();
  if (!node.label.empty()) AddText(element, "num", node.label);
  absl::Span<const std::string> lines = node.lines;
  if (node.form->has_heading && !lines.empty()) {
    AddText(element, "heading", lines.front());
    lines.remove_prefix(1);
  }
  AddLines(element, node.children.empty() ? "content" : "intro", lines, node.children.empty());
  for (const size_t child : node.children) Write(tree, child, id, element);
}

// A text without parts is one container.
void AddBody(const Tree& tree, pugi::xml_node act) {
  if (!tree.roots().empty()) AddLines(act, "preamble", tree.preamble(), false);
  pugi::xml_node body = act.append_child("body");
  for (const size_t root : tree.roots()) Write(tree, root, "", body);
  if (!tree.roots().empty()) return;
  pugi::xml_node container = body.append_child("hcontainer");
  container.append_attribute("name") = "text";
  container.append_attribute("eId") = "hcontainer_1";
  AddLines(container, "content", tree.preamble(), true);
}

// What stands in a name of the standard, an IRI: no blank, nothing that ends a part of a path or
// that no IRI holds (RFC 3987), nor what sets a version or a component apart. Numbers that are
// typed with [ ] get the brackets that they are printed with.
std::string PathPart(absl::string_view text) {
  std::string part = absl::StrReplaceAll(
      text, {{" ", ""}, {"　", ""}, {"\t", ""},  {"/", "-"},  {"\\", "-"}, {"?", ""}, {"#", ""},
             {"%", ""}, {"<", ""},  {">", ""},   {"\"", ""},  {"{", ""},   {"}", ""}, {"|", ""},
             {"^", ""}, {"`", ""},  {"[", "〔"}, {"]", "〕"}, {"@", ""},   {"!", ""}, {"~", ""}});
  return part.empty() ? "unknown" : part;
}

std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

void AddValue(pugi::xml_node parent, const char* element, const std::string& value) {
  parent.append_child(element).append_attribute("value") = value.c_str();
}

void AddCore(pugi::xml_node level, const std::string& uri, const std::string& day,
             const char* kind_of_day, const char* author) {
  AddValue(level, "FRBRthis", uri);
  AddValue(level, "FRBRuri", uri);
  pugi::xml_node date = level.append_child("FRBRdate");
  date.append_attribute("date") = day.c_str();
  date.append_attribute("name") = kind_of_day;
  level.append_child("FRBRauthor").append_attribute("href") = author;
}

std::string FirstOf(std::initializer_list<absl::string_view> days) {
  for (const absl::string_view day : days) {
    if (!day.empty()) return std::string(day);
  }
  return kNoDay;
}

void AddIdentification(const v1::Document& document, pugi::xml_node meta) {
  const v1::Issuer lead = document.issuers().empty() ? v1::Issuer() : document.issuers(0);
  const std::string written = FirstOf({document.written_date(), document.registered_date(),
                                       document.publication().date(), document.effective_date()});
  const std::string& number = document.registration_number().empty()
                                  ? document.document_number()
                                  : document.registration_number();
  const std::string version =
      FirstOf({document.current_version().effective_date(), document.effective_date(), written});
  const std::string work = absl::StrCat(
      "/akn/cn-", PathPart(LastSegment(document.jurisdiction())), "/act/",
      PathPart(lead.organ().empty() ? lead.display_name() : LastSegment(lead.organ())), "/",
      written, "/", PathPart(number.empty() ? LastSegment(document.name()) : number));
  const std::string expression = absl::StrCat(work, "/zho@", version);

  pugi::xml_node identification = meta.append_child("identification");
  identification.append_attribute("source") = "#register";
  pugi::xml_node level = identification.append_child("FRBRWork");
  AddCore(level, work, written, "成文日期", "#issuer");
  AddValue(level, "FRBRcountry", "cn");
  if (!document.registration_number().empty()) {
    AddValue(level, "FRBRnumber", document.registration_number());
  }
  if (!document.document_number().empty()) {
    AddValue(level, "FRBRnumber", document.document_number());
  }
  AddValue(level, "FRBRname", document.title());
  level = identification.append_child("FRBRExpression");
  AddCore(level, expression, version, "施行日期", "#issuer");
  if (document.current_version().number() > 0) {
    AddValue(level, "FRBRversionNumber", absl::StrCat(document.current_version().number()));
  }
  level.append_child("FRBRlanguage").append_attribute("language") = "zho";
  level = identification.append_child("FRBRManifestation");
  AddCore(level, expression + ".xml", version, "施行日期", "#register");
  AddValue(level, "FRBRformat", "application/akn+xml");
}

void AddOrganization(pugi::xml_node references, const char* id, const std::string& href,
                     const std::string& name) {
  pugi::xml_node organization = references.append_child("TLCOrganization");
  organization.append_attribute("eId") = id;
  organization.append_attribute("href") = href.c_str();
  organization.append_attribute("showAs") = name.c_str();
}

void AddMeta(const v1::Document& document, pugi::xml_node act) {
  pugi::xml_node meta = act.append_child("meta");
  AddIdentification(document, meta);
  const v1::Publication& published = document.publication();
  if (!published.date().empty()) {
    pugi::xml_node publication = meta.append_child("publication");
    publication.append_attribute("date") = published.date().c_str();
    publication.append_attribute("name") = "publication";
    publication.append_attribute("showAs") = published.channel().c_str();
  }
  pugi::xml_node references = meta.append_child("references");
  references.append_attribute("source") = "#register";
  AddOrganization(references, "register", "/ontology/organization/cn/register",
                  "规范性文件登记机构");
  std::vector<std::string> issuers;
  for (const v1::Issuer& issuer : document.issuers()) issuers.push_back(issuer.display_name());
  AddOrganization(
      references, "issuer",
      absl::StrCat("/ontology/organization/cn/", PathPart(issuers.empty() ? "" : issuers.front())),
      absl::StrJoin(issuers, "、"));
  // What the standard has no place for, under the contract's own names.
  pugi::xml_node proprietary = meta.append_child("proprietary");
  proprietary.append_attribute("source") = "#register";
  pugi::xml_node own = proprietary.append_child("document");
  own.append_attribute("xmlns") = kOwnNamespace;
  const std::pair<const char*, std::string> values[] = {
      {"name", document.name()},
      {"state", v1::DocumentState_Name(document.state())},
      {"index_number", document.index_number()},
      {"subject_class", document.subject_class()},
      {"last_valid_date", document.term().last_valid_date()},
      {"ended_date", document.ended_date()},
      {"ended_by", document.ended_by()},
      {"text_sha256", document.current_version().text_sha256()}};
  for (const auto& [name, value] : values) {
    if (!value.empty()) AddText(own, name, value);
  }
}

void CollectText(const pugi::xml_node& node, std::string* text) {
  for (const pugi::xml_node& child : node.children()) {
    const absl::string_view name = child.name();
    if (name == "num") {
      absl::StrAppend(text, child.text().get(), " ");
    } else if (name == "p" || name == "heading") {
      absl::StrAppend(text, child.text().get(), "\n");
    } else {
      CollectText(child, text);
    }
  }
}

}  // namespace

std::string AkomaNtoso(const v1::Document& document) {
  pugi::xml_document xml;
  pugi::xml_node declaration = xml.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = xml.append_child("akomaNtoso");
  root.append_attribute("xmlns") = kNamespace;
  pugi::xml_node act = root.append_child("act");
  act.append_attribute("name") = "normativeDocument";
  const bool is_original = document.current_version().kind() == v1::VERSION_KIND_ORIGINAL;
  act.append_attribute("contains") = is_original ? "originalVersion" : "singleVersion";
  AddMeta(document, act);
  AddText(act.append_child("preface").append_child("p"), "docTitle", document.title());
  AddBody(Tree(document.current_version().text()), act);
  std::ostringstream out;
  xml.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

std::string TextOf(absl::string_view xml) {
  pugi::xml_document parsed;
  if (!parsed.load_buffer(xml.data(), xml.size())) return "";
  std::string text;
  const pugi::xml_node act = parsed.child("akomaNtoso").child("act");
  CollectText(act.child("preamble"), &text);
  CollectText(act.child("body"), &text);
  return text;
}

}  // namespace santong::akn
