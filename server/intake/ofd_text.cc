#include "server/intake/ofd_text.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

// A step that leaves free so much of a character's width sets words apart.
constexpr double kApart = 0.75;
// "¤" stands where only the shape of a character is known, not its code.
constexpr absl::string_view kShapeOnly = "\xC2\xA4";

std::vector<double> Numbers(absl::string_view text) {
  std::vector<double> numbers;
  for (const absl::string_view piece : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    numbers.push_back(NumberOr(piece, 0));
  }
  return numbers;
}

// The steps from each of `count` characters to the next: "5 5 2.5", where "g 3 5" is "5 5 5". The
// last one goes on. Empty when there are none.
std::vector<double> StepsOf(absl::string_view text, size_t count) {
  std::vector<double> steps;
  const std::vector<absl::string_view> pieces = absl::StrSplit(text, ' ', absl::SkipEmpty());
  for (size_t i = 0; i < pieces.size() && steps.size() < count; ++i) {
    double times = 1;
    if (pieces[i] == "g" && i + 2 < pieces.size()) {
      times = NumberOr(pieces[i + 1], 1);
      i += 2;
    }
    const double most = static_cast<double>(count - steps.size());
    steps.insert(steps.end(), static_cast<size_t>(std::clamp(times, 0.0, most)),
                 NumberOr(pieces[i], 0));
  }
  if (!steps.empty()) steps.resize(count, steps.back());
  return steps;
}

// The characters of a <TextCode>. A blank, and what XML cannot hold, may stand as "\0020": four
// hexadecimal digits. Line breaks are those of the file, not of the page.
std::vector<std::string> CharactersOf(absl::string_view code) {
  const auto is_digit = [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); };
  std::vector<std::string> characters;
  for (size_t at = 0; at < code.size();) {
    std::string character;
    const absl::string_view digits = code.substr(at + 1, 4);
    uint32_t value = 0;
    if (code[at] == '\\' && digits.size() == 4 &&
        std::all_of(digits.begin(), digits.end(), is_digit) &&
        absl::SimpleHexAtoi(digits, &value)) {
      uint8_t bytes[U8_MAX_LENGTH];
      size_t size = 0;
      U8_APPEND_UNSAFE(bytes, size, value);
      character.assign(reinterpret_cast<const char*>(bytes), size);
      at += 5;
    } else {
      do {
        character += code[at++];
      } while (at < code.size() && (static_cast<unsigned char>(code[at]) & 0xC0) == 0x80);
    }
    if (character == "\n" || character == "\r") continue;
    characters.push_back(character == "\t" ? " " : character);
  }
  return characters;
}

bool IsBlank(absl::string_view character) {
  return character == " " || character == "　" || character == "\xC2\xA0";
}

bool IsWide(const std::string& character) {
  return static_cast<unsigned char>(character[0]) >= 0xE0;
}

// How an object lies on its page: from its own coordinates to those of the page, and how large its
// characters come out.
class Placement {
 public:
  explicit Placement(const pugi::xml_node& object)
      : box_(Numbers(Attribute(object, "Boundary"))), turn_(Numbers(Attribute(object, "CTM"))) {
    box_.resize(4);
    if (turn_.size() != 6) turn_ = {1, 0, 0, 1, 0, 0};
    size_ = NumberOr(Attribute(object, "Size"), box_[3]);
    wide_ = size_ * NumberOr(Attribute(object, "HScale"), 1);
  }

  double X(double x, double y) const { return box_[0] + turn_[0] * x + turn_[2] * y + turn_[4]; }
  double Y(double x, double y) const { return box_[1] + turn_[1] * x + turn_[3] * y + turn_[5]; }
  double right() const { return box_[0] + box_[2]; }
  double size() const { return size_; }  // in the object's own coordinates
  double height() const { return std::abs(size_) * std::hypot(turn_[2], turn_[3]); }
  // Of a character, in the object's coordinates and on the page. The fonts are not read: half of a
  // full width is near enough for the others.
  double Advance(const std::string& character) const {
    return IsWide(character) ? wide_ : wide_ / 2;
  }
  double Width(const std::string& character) const {
    return std::abs(Advance(character)) * std::hypot(turn_[0], turn_[1]);
  }

 private:
  std::vector<double> box_;   // x, y, width, height
  std::vector<double> turn_;  // a b c d e f
  double size_ = 0;
  double wide_ = 0;
};

// Whether a character that begins at `left` on the line `base` follows the run.
bool Follows(const PrintedWords& run, double left, double base, double width, double height) {
  const double gap = left - run.right;
  return std::abs(base - run.bottom) < height / 2 && gap < kApart * width && gap > -2 * width;
}

}  // namespace

bool AddTextObject(const pugi::xml_node& object, std::vector<PrintedWords>* words) {
  if (Attribute(object, "Visible") == "false") return true;
  const Placement placement(object);
  const double height = placement.height();
  const double full_width = placement.Width("　");
  bool is_whole = true;
  double x = 0;
  double y = placement.size();
  for (const pugi::xml_node& code : object.children()) {
    if (LocalName(code) != "TextCode") continue;
    // What does not say where it begins begins where the one before did.
    x = NumberOr(Attribute(code, "X"), x);
    y = NumberOr(Attribute(code, "Y"), y);
    const std::vector<std::string> characters = CharactersOf(code.text().get());
    const std::vector<double> across = StepsOf(Attribute(code, "DeltaX"), characters.size());
    const std::vector<double> down = StepsOf(Attribute(code, "DeltaY"), characters.size());
    double at_x = x;
    double at_y = y;
    bool begins = true;
    for (size_t i = 0; i < characters.size(); ++i) {
      const std::string& character = characters[i];
      const double left = placement.X(at_x, at_y);
      const double base = placement.Y(at_x, at_y);
      if (character == kShapeOnly) {
        is_whole = false;
      } else if (!begins && Follows(words->back(), left, base, full_width, height)) {
        words->back().text += character;
        words->back().right = std::max(words->back().right, left + placement.Width(character));
      } else if (!IsBlank(character)) {
        words->push_back({left, base - height, left + placement.Width(character), base, character});
        begins = false;
      }
      if (!down.empty()) at_y += down[i];
      if (!across.empty()) {
        at_x += across[i];
      } else if (down.empty()) {
        at_x += placement.Advance(character);
      }
    }
    // Where the file leaves the steps to the font, the boundary knows better how far they go.
    if (!begins && across.empty() && down.empty() && placement.right() > words->back().left) {
      words->back().right = placement.right();
    }
  }
  return is_whole;
}

}  // namespace santong::intake
