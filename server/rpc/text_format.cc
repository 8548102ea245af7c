#include "server/rpc/text_format.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/text/chinese_date.h"

namespace santong::rpc {
namespace {

constexpr size_t kIdentifierMax = 64;

bool IsLowerHex(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

template <class Predicate>
bool All(absl::string_view text, Predicate predicate) {
  return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

bool IsUuid(absl::string_view text) {
  constexpr absl::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == '-' ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

bool IsSha256(absl::string_view text) { return text.size() == 64 && All(text, IsLowerHex); }

// Identifiers inside names may also have capitals, '.' and '_', so that a name of a later version
// is not refused; and '@', which parts a policy leaf's key from its first day.
bool IsResourceName(absl::string_view text) {
  bool collection = true;
  for (const absl::string_view part : absl::StrSplit(text, '/')) {
    const bool fits = collection ? All(part, [](char c) { return absl::ascii_isalpha(c); })
                                 : part.size() <= kIdentifierMax && All(part, [](char c) {
                                     return absl::ascii_isalnum(c) || c == '-' || c == '_' ||
                                            c == '.' || c == '@';
                                   });
    if (!fits) return false;
    collection = !collection;
  }
  return collection;  // an even number of parts
}

bool IsIdentifier(absl::string_view text) {
  return text.size() <= kIdentifierMax &&
         All(text,
             [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; }) &&
         text[0] != '-';
}

bool IsUrl(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "https://") && !absl::ConsumePrefix(&text, "http://")) {
    return false;
  }
  return !absl::StartsWith(text, "/") && All(text, [](char c) { return !absl::ascii_isspace(c); });
}

bool IsLeafKey(absl::string_view text) {
  for (const absl::string_view word : absl::StrSplit(text, absl::ByAnyChar("._"))) {
    if (!All(word, [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); })) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool HasFormat(absl::string_view text, v1::TextFormat format) {
  switch (format) {
    case v1::TEXT_FORMAT_DATE:
      return text::ParseIsoDay(text).ok();
    case v1::TEXT_FORMAT_UUID:
      return IsUuid(text);
    case v1::TEXT_FORMAT_SHA256:
      return IsSha256(text);
    case v1::TEXT_FORMAT_RESOURCE_NAME:
      return IsResourceName(text);
    case v1::TEXT_FORMAT_IDENTIFIER:
      return IsIdentifier(text);
    case v1::TEXT_FORMAT_URL:
      return IsUrl(text);
    case v1::TEXT_FORMAT_LEAF_KEY:
      return IsLeafKey(text);
    default:
      return true;
  }
}

}  // namespace santong::rpc
