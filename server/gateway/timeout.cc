#include "server/gateway/timeout.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace santong::gateway {
namespace {

// Digits alone: no sign, no blank.
bool ReadNumber(absl::string_view text, size_t digits_max, int64_t& number) {
  return !text.empty() && text.size() <= digits_max &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(text, &number);
}

absl::Duration UnitOf(char unit) {
  switch (unit) {
    case 'H':
      return absl::Hours(1);
    case 'M':
      return absl::Minutes(1);
    case 'S':
      return absl::Seconds(1);
    case 'm':
      return absl::Milliseconds(1);
    case 'u':
      return absl::Microseconds(1);
    case 'n':
      return absl::Nanoseconds(1);
    default:
      return absl::ZeroDuration();
  }
}

}  // namespace

absl::StatusOr<absl::Duration> ConnectTimeout(absl::string_view header) {
  constexpr size_t kDigitsMax = 10;
  if (header.empty()) return absl::InfiniteDuration();
  int64_t millis = 0;
  if (!ReadNumber(header, kDigitsMax, millis)) {
    return absl::InvalidArgumentError(
        absl::StrCat("connect-timeout-ms: \"", header, "\" is not a number of at most ten digits"));
  }
  return absl::Milliseconds(millis);
}

absl::StatusOr<absl::Duration> GrpcTimeout(absl::string_view header) {
  constexpr size_t kDigitsMax = 8;
  if (header.empty()) return absl::InfiniteDuration();
  const absl::Duration unit = UnitOf(header.back());
  int64_t number = 0;
  if (unit == absl::ZeroDuration() ||
      !ReadNumber(header.substr(0, header.size() - 1), kDigitsMax, number)) {
    return absl::InvalidArgumentError(
        absl::StrCat("grpc-timeout: \"", header, "\" is not at most eight digits and a unit"));
  }
  return number * unit;
}

}  // namespace santong::gateway
