#include "server/rpc/clean_text.h"

#include <array>
#include <cstdint>

namespace santong::rpc {
namespace {

enum Class : uint8_t {
  kClean,      // may stand anywhere; also every continuation byte
  kLineBreak,  // line feed, carriage return, tab
  kLead,       // begins a character that may be forbidden, depending on what follows
  kThree,      // begins a clean one of three bytes, as nearly all of a Chinese text are
  kAsk,        // forbidden, or too rare to be worth a look here
};

constexpr std::array<Class, 256> MakeClasses() {
  std::array<Class, 256> classes{};
  for (int c = 0; c < 0x20; ++c) classes[c] = kAsk;
  classes['\n'] = classes['\r'] = classes['\t'] = kLineBreak;
  classes[0x7F] = kAsk;
  for (int c = 0xE0; c < 0xF0; ++c) classes[c] = kThree;
  classes[0xC2] = classes[0xE2] = classes[0xEF] = kLead;
  for (int c = 0xF0; c < 0x100; ++c) classes[c] = kAsk;
  return classes;
}
constexpr std::array<Class, 256> kClasses = MakeClasses();

// Whether the character that begins with these bytes may be forbidden.
bool IsDoubtful(uint8_t lead, uint8_t second, uint8_t third) {
  switch (lead) {
    case 0xC2:
      return second < 0xA0;  // U+0080 to U+009F
    case 0xE2:               // U+2028 to U+202E, U+2040 to U+207F
      return (second == 0x80 && third >= 0xA8 && third <= 0xAE) || second == 0x81;
    default:  // U+FDC0 to U+FDFF, U+FEFF, U+FFC0 to U+FFFF
      return second == 0xB7 || second == 0xBB || second == 0xBF;
  }
}

}  // namespace

bool NeedsCheck(absl::string_view utf8, bool multiline) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  const size_t size = utf8.size();
  for (size_t i = 0; i < size; ++i) {
    const Class found = kClasses[bytes[i]];
    if (found == kThree) i += 2;
    if (found == kThree || found == kClean) continue;
    if (found == kAsk || (found == kLineBreak && !multiline)) return true;
    if (found == kLead) {
      const uint8_t third = i + 2 < size ? bytes[i + 2] : 0;
      if (i + 1 >= size || IsDoubtful(bytes[i], bytes[i + 1], third)) return true;
    }
  }
  return false;
}

}  // namespace santong::rpc
