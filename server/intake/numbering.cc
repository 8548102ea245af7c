#include "server/intake/numbering.h"

#include <unicode/rbnf.h>

#include <array>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

constexpr int kValueMax = 9999;

// ICU's rules: 十一, 一百零五; xi.
std::string ByRules(const char* locale, icu::URBNFRuleSetTag tag, const char* rules, int value) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::RuleBasedNumberFormat format(tag, icu::Locale(locale), error);
  icu::UnicodeString written;
  icu::FieldPosition position;
  format.format(value, icu::UnicodeString(rules), written, position, error);
  std::string utf8;
  if (U_SUCCESS(error)) written.toUTF8String(utf8);
  return utf8;
}

// CLDR spells 〇 within a number; papers print 零.
std::string Chinese(int value) {
  return absl::StrReplaceAll(ByRules("zh", icu::URBNF_SPELLOUT, "%spellout-cardinal", value),
                             {{"〇", "零"}});
}
// CLDR leaves the 壹 of 壹拾 out, which papers do not.
std::string ChineseLegal(int value) {
  return absl::StrCat(value >= 10 && value < 20 ? "壹" : "",
                      ByRules("zh", icu::URBNF_SPELLOUT, "%spellout-cardinal-financial", value));
}
std::string UpperRoman(int value) {
  return ByRules("en", icu::URBNF_NUMBERING_SYSTEM, "%roman-upper", value);
}
std::string LowerRoman(int value) {
  return ByRules("en", icu::URBNF_NUMBERING_SYSTEM, "%roman-lower", value);
}
std::string Decimal(int value) { return absl::StrCat(value); }
std::string DecimalZero(int value) { return absl::StrCat(value < 10 ? "0" : "", value); }

template <size_t N>
std::string Digits(int value, const std::array<const char*, N>& digits) {
  std::string written;
  for (const char digit : absl::StrCat(value)) absl::StrAppend(&written, digits[digit - '0']);
  return written;
}
std::string FullWidth(int value) {
  return Digits<10>(value, {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"});
}
std::string ChineseDigits(int value) {
  return Digits<10>(value, {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"});
}

// a … z, aa, bb, …: the letter again for each time round.
std::string Letters(int value, char first) {
  return std::string(static_cast<size_t>((value - 1) / 26 + 1),
                     static_cast<char>(first + (value - 1) % 26));
}
std::string UpperLetters(int value) { return Letters(value, 'A'); }
std::string LowerLetters(int value) { return Letters(value, 'a'); }

template <size_t N>
std::string Nth(int value, const std::array<const char*, N>& signs) {
  return value <= static_cast<int>(N) ? signs[static_cast<size_t>(value - 1)] : Decimal(value);
}
std::string Stems(int value) {
  return Nth<10>(value, {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"});
}
std::string Branches(int value) {
  return Nth<12>(value, {"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"});
}
std::string Circled(int value) {
  return Nth<20>(value, {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩",
                         "⑪", "⑫", "⑬", "⑭", "⑮", "⑯", "⑰", "⑱", "⑲", "⑳"});
}
std::string Parenthesized(int value) {
  return Nth<20>(value, {"⑴", "⑵", "⑶", "⑷", "⑸", "⑹", "⑺", "⑻", "⑼", "⑽",
                         "⑾", "⑿", "⒀", "⒁", "⒂", "⒃", "⒄", "⒅", "⒆", "⒇"});
}
std::string WithFullStop(int value) {
  return Nth<20>(value, {"⒈", "⒉", "⒊", "⒋", "⒌", "⒍", "⒎", "⒏", "⒐", "⒑",
                         "⒒", "⒓", "⒔", "⒕", "⒖", "⒗", "⒘", "⒙", "⒚", "⒛"});
}
std::string CircledChinese(int value) {
  return Nth<10>(value, {"㊀", "㊁", "㊂", "㊃", "㊄", "㊅", "㊆", "㊇", "㊈", "㊉"});
}
std::string Nothing(int) { return ""; }

struct Format {
  const char* name;
  std::string (*write)(int value);
};
constexpr Format kFormats[] = {
    {"decimal", Decimal},
    {"decimalZero", DecimalZero},
    {"decimalFullWidth", FullWidth},
    {"decimalFullWidth2", FullWidth},
    {"decimalHalfWidth", Decimal},
    {"decimalEnclosedCircle", Circled},
    {"decimalEnclosedCircleChinese", Circled},
    {"decimalEnclosedParen", Parenthesized},
    {"decimalEnclosedFullstop", WithFullStop},
    {"ideographEnclosedCircle", CircledChinese},
    {"upperLetter", UpperLetters},
    {"lowerLetter", LowerLetters},
    {"upperRoman", UpperRoman},
    {"lowerRoman", LowerRoman},
    {"chineseCounting", Chinese},
    {"chineseCountingThousand", Chinese},
    {"taiwaneseCounting", Chinese},
    {"taiwaneseCountingThousand", Chinese},
    {"japaneseCounting", Chinese},  // what WPS writes for 一、二、三
    {"chineseLegalSimplified", ChineseLegal},
    {"ideographLegalTraditional", ChineseLegal},
    {"ideographDigital", ChineseDigits},
    {"japaneseDigitalTenThousand", ChineseDigits},
    {"taiwaneseDigital", ChineseDigits},
    {"ideographTraditional", Stems},
    {"ideographZodiac", Branches},
    {"none", Nothing},
    {"bullet", Nothing},  // a level below that names it shows nothing there
};

int IntegerOf(const pugi::xml_node& node, int otherwise) {
  int value = otherwise;
  const std::string text = Attribute(node, "val");
  return absl::SimpleAtoi(text, &value) && value >= 0 && value <= kValueMax ? value : otherwise;
}

bool IsOn(const pugi::xml_node& node) {
  const std::string value = Attribute(node, "val");
  return node && value != "0" && value != "false" && value != "off";
}

bool IsAscii(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isascii(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> FormatNumber(absl::string_view format, int value) {
  for (const Format& row : kFormats) {
    if (format == row.name) return value < 1 ? Decimal(value) : row.write(value);
  }
  return std::nullopt;
}

Numbering::Level Numbering::ReadLevel(const pugi::xml_node& node) {
  Level level;
  level.start = IntegerOf(Child(node, "start"), 0);
  if (const auto format = Child(node, "numFmt")) level.format = Attribute(format, "val");
  level.text = Attribute(Child(node, "lvlText"), "val");
  level.suffix = Attribute(Child(node, "suff"), "val");
  level.style = Attribute(Child(node, "pStyle"), "val");
  level.legal = IsOn(Child(node, "isLgl"));
  level.restart = IntegerOf(Child(node, "lvlRestart"), -1);
  return level;
}

Numbering::Numbering(const pugi::xml_node& numbering, const pugi::xml_node& styles) {
  auto level_of = [](const pugi::xml_node& node) {
    int level = -1;
    return absl::SimpleAtoi(Attribute(node, "ilvl"), &level) && level < kLevels ? level : -1;
  };
  for (const pugi::xml_node& node : numbering.children()) {
    if (LocalName(node) == "abstractNum") {
      Definition& definition = definitions_[Attribute(node, "abstractNumId")];
      definition.style_link = Attribute(Child(node, "numStyleLink"), "val");
      definition.style = Attribute(Child(node, "styleLink"), "val");
      for (const pugi::xml_node& child : node.children()) {
        const int level = level_of(child);
        if (LocalName(child) == "lvl" && level >= 0) definition.levels[level] = ReadLevel(child);
      }
    } else if (LocalName(node) == "num") {
      Instance& instance = instances_[Attribute(node, "numId")];
      instance.definition = Attribute(Child(node, "abstractNumId"), "val");
      for (const pugi::xml_node& child : node.children()) {
        const int level = level_of(child);
        if (LocalName(child) != "lvlOverride" || level < 0) continue;
        if (const auto start = Child(child, "startOverride")) {
          instance.starts[level] = IntegerOf(start, 1);
        }
        if (const auto other = Child(child, "lvl")) instance.levels[level] = ReadLevel(other);
      }
    }
  }
  for (const pugi::xml_node& node : styles.children()) {
    if (LocalName(node) != "style") continue;
    Style& style = styles_[Attribute(node, "styleId")];
    style.name = absl::AsciiStrToLower(Attribute(Child(node, "name"), "val"));
    style.based_on = Attribute(Child(node, "basedOn"), "val");
    const auto number = Child(Child(node, "pPr"), "numPr");
    style.number = Attribute(Child(number, "numId"), "val");
    style.level = IntegerOf(Child(number, "ilvl"), -1);
    if (Attribute(node, "type") == "paragraph" && Attribute(node, "default") == "1") {
      default_style_ = Attribute(node, "styleId");
    }
  }
}

std::string Numbering::StyleName(const pugi::xml_node& paragraph) const {
  const auto style = styles_.find(Attribute(Child(Child(paragraph, "pPr"), "pStyle"), "val"));
  return style == styles_.end() ? "" : style->second.name;
}

int Numbering::LevelOfStyle(const std::string& number, const std::string& style) const {
  const auto instance = instances_.find(number);
  if (instance == instances_.end()) return 0;
  for (int level = 0; level < kLevels; ++level) {
    const Level* found = FindLevel(instance->second, level);
    if (found != nullptr && found->style == style) return level;
  }
  return 0;
}

// The paragraph's own, else that of the nearest style that has one.
Numbering::Place Numbering::PlaceOf(const pugi::xml_node& paragraph) const {
  const auto properties = Child(paragraph, "pPr");
  const auto own = Child(properties, "numPr");
  Place place;
  place.number = Attribute(Child(own, "numId"), "val");
  const int own_level = IntegerOf(Child(own, "ilvl"), -1);
  if (!place.number.empty()) {
    place.level = std::max(own_level, 0);
    return place;
  }
  std::string id(Attribute(Child(properties, "pStyle"), "val"));
  if (id.empty()) id = default_style_;
  for (int steps = 0; steps < kLevels && !id.empty(); ++steps) {
    const auto style = styles_.find(id);
    if (style == styles_.end()) break;
    if (!style->second.number.empty()) {
      place.number = style->second.number;
      place.level = own_level >= 0            ? own_level
                    : style->second.level > 0 ? style->second.level
                                              : LevelOfStyle(place.number, id);
      return place;
    }
    id = style->second.based_on;
  }
  return place;
}

const Numbering::Definition* Numbering::FindDefinition(const std::string& id) const {
  const auto found = definitions_.find(id);
  if (found == definitions_.end()) return nullptr;
  if (found->second.style_link.empty()) return &found->second;
  for (const auto& [other, definition] : definitions_) {
    if (definition.style == found->second.style_link) return &definition;
  }
  return &found->second;
}

const Numbering::Level* Numbering::FindLevel(const Instance& instance, int level) const {
  const auto own = instance.levels.find(level);
  if (own != instance.levels.end()) return &own->second;
  const Definition* definition = FindDefinition(instance.definition);
  if (definition == nullptr) return nullptr;
  const auto found = definition->levels.find(level);
  return found == definition->levels.end() ? nullptr : &found->second;
}

void Numbering::Count(const std::string& number, const Instance& instance, int level,
                      Counters* counters) {
  auto& [values, begun] = *counters;
  const auto at = static_cast<size_t>(level);
  const Level* own = FindLevel(instance, level);
  // Levels above that were passed over count as if they had stood there: 1.1 without a 1. before it
  // makes the next of the first level 2.
  for (int above = 0; above < level; ++above) {
    const auto passed = static_cast<size_t>(above);
    const Level* other = FindLevel(instance, above);
    if (begun[passed] || other == nullptr) continue;
    values[passed] = other->start;
    begun[passed] = true;
  }
  const auto start = instance.starts.find(level);
  if (start != instance.starts.end() && !has_restarted_[number][level]) {
    has_restarted_[number][level] = true;
    values[at] = start->second;
  } else if (!begun[at]) {
    values[at] = start != instance.starts.end() ? start->second : own->start;
  } else {
    values[at] = std::min(values[at] + 1, kValueMax);
  }
  begun[at] = true;
  // Levels below begin anew, unless they say that they go on.
  for (int below = level + 1; below < kLevels; ++below) {
    const Level* other = FindLevel(instance, below);
    const int restart = other == nullptr ? -1 : other->restart;
    if (restart == 0 || (restart > 0 && level >= restart)) continue;
    begun[static_cast<size_t>(below)] = false;
  }
}

std::string Numbering::Write(const Instance& instance, int level, const Counters& counters) {
  const Level& own = *FindLevel(instance, level);
  std::string label;
  for (size_t i = 0; i < own.text.size(); ++i) {
    const bool is_place = own.text[i] == '%' && i + 1 < own.text.size() && own.text[i + 1] >= '1' &&
                          own.text[i + 1] <= '9';
    if (!is_place) {
      label += own.text[i];
      continue;
    }
    const int of = own.text[++i] - '1';
    const Level* other = FindLevel(instance, of);
    if (other == nullptr) continue;
    const auto at = static_cast<size_t>(of);
    const int value = counters.begun[at] ? counters.values[at] : other->start;
    const auto written = FormatNumber(own.legal && of != level ? "decimal" : other->format, value);
    unresolved_ = unresolved_ || !written.has_value();
    label += written.value_or(Decimal(value));
  }
  return label;
}

std::string Numbering::LabelOf(const pugi::xml_node& paragraph) {
  const Place place = PlaceOf(paragraph);
  if (place.number.empty() || place.number == "0" || place.level >= kLevels) return "";
  const auto instance = instances_.find(place.number);
  const Level* level =
      instance == instances_.end() ? nullptr : FindLevel(instance->second, place.level);
  if (level == nullptr) {
    unresolved_ = true;
    return "";
  }
  Counters& counters = counters_[instance->second.definition];
  Count(place.number, instance->second, place.level, &counters);
  // A bullet's sign is a glyph of a symbol font as often as not.
  if (level->format == "bullet") return "• ";
  const std::string label = Write(instance->second, place.level, counters);
  if (label.empty() || level->suffix == "nothing") return label;
  return absl::StrCat(label, IsAscii(label) ? " " : "　");
}

}  // namespace santong::intake
