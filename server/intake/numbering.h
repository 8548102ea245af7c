// The numbers that Word and WPS write before paragraphs by themselves (w:numPr): 第一条, （一）, 1.
// ECMA-376 part 1, 17.9.
#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace santong::intake {

// `value` in a number format of 17.18.59, e.g. "chineseCounting": 十一. nullopt for a format that
// is not known.
std::optional<std::string> FormatNumber(absl::string_view format, int value);

class Numbering {
 public:
  // Either may be an empty node: without word/numbering.xml, without word/styles.xml.
  Numbering(const pugi::xml_node& numbering, const pugi::xml_node& styles);

  // The label of the next paragraph, with what separates it from the words; "" for a paragraph
  // without one. Paragraphs must come in their order: each counts on.
  std::string LabelOf(const pugi::xml_node& paragraph);

  // Whether a label could not be made as Word would show it.
  bool unresolved() const { return unresolved_; }
  // The style's name in lower case, e.g. "toc 1"; "" for none.
  std::string StyleName(const pugi::xml_node& paragraph) const;

 private:
  static constexpr int kLevels = 9;
  struct Level {
    int start = 1;
    std::string format = "decimal";
    std::string text;    // "第%1条"
    std::string suffix;  // "tab", "space", "nothing"
    std::string style;   // the style that stands for this level
    bool legal = false;  // every number in it as decimal
    int restart = -1;    // behind which level, from 1; 0 never; -1 behind any above
  };
  struct Definition {
    std::map<int, Level> levels;
    std::string style_link;  // levels are those of the numbering style of that name
    std::string style;       // this is the numbering style of that name
  };
  struct Instance {
    std::string definition;
    std::map<int, int> starts;    // of levels that begin anew with this instance
    std::map<int, Level> levels;  // of levels that this instance writes otherwise
  };
  struct Style {
    std::string name, based_on, number;
    int level = -1;
  };
  struct Place {
    std::string number;
    int level = 0;
  };
  struct Counters {
    std::vector<int> values = std::vector<int>(kLevels, 0);
    std::vector<bool> begun = std::vector<bool>(kLevels, false);
  };

  static Level ReadLevel(const pugi::xml_node& node);
  Place PlaceOf(const pugi::xml_node& paragraph) const;
  const Level* FindLevel(const Instance& instance, int level) const;
  const Definition* FindDefinition(const std::string& id) const;
  int LevelOfStyle(const std::string& number, const std::string& style) const;
  void Count(const std::string& number, const Instance& instance, int level, Counters* counters);
  std::string Write(const Instance& instance, int level, const Counters& counters);

  std::map<std::string, Definition> definitions_;
  std::map<std::string, Instance> instances_;
  std::map<std::string, Style> styles_;
  std::string default_style_;
  std::map<std::string, Counters> counters_;                  // by definition
  std::map<std::string, std::map<int, bool>> has_restarted_;  // by instance
  bool unresolved_ = false;
};

}  // namespace santong::intake
