// The form of a place's numbers: literal text with named parts, e.g.
// "{prefix}规〔{year}〕{serial:3}号",
// "{prefix}—{year}—{serial}", "{organ}{year}{serial:4}".
//
//   template = { literal | "{" part "}" } ;
//   part     = "prefix" | "organ" | "year" | "serial" [ ":" digit ] ;
//
// {year} and {serial} stand exactly once, {prefix} and {organ} at most once. {prefix} and {organ}
// hold Han characters, ASCII letters and digits; {year} four digits; {serial:3} at least three
// digits, padded with zeros. A serial that touches {prefix} or {organ} (nothing but digits between)
// needs a width and then has exactly that many digits, so that every number reads back in one way
// only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/domain/number/document_number.h"  // kYearMin, kYearMax, kSerialMax

namespace santong::number {

// What a number says. A part that its template lacks is empty.
struct Values {
  std::string prefix;
  std::string organ;
  int year = 0;
  int64_t serial = 0;

  friend bool operator==(const Values&, const Values&) = default;
};

constexpr size_t kTemplateCodePointsMax = 100;
constexpr size_t kTextPartCodePointsMax = 50;

// An immutable value: cheap to copy, safe from any thread.
class Template {
 public:
  // INVALID_ARGUMENT gives the character (from 1) of the first fault and how to mend it.
  static absl::StatusOr<Template> Parse(absl::string_view text);

  // OK when Format gives a number that reads back as `values`. INVALID_ARGUMENT when a part of the
  // template is empty or holds other characters, or year or serial is out of bounds; what the
  // template does not name is not looked at. OUT_OF_RANGE when the serial has more digits than an
  // exact width allows: the series is full.
  absl::Status Check(const Values& values) const;

  // The number. Call Check first: other values give a text that may not read back.
  std::string Format(const Values& values) const;

  // Reads exactly what Format writes: Format(*ParseStrict(s)) == s. INVALID_ARGUMENT otherwise.
  absl::StatusOr<Values> ParseStrict(absl::string_view s) const;

  // Reads what a person types: any width, bracket, dash, blank or case, 第 and 号 missing or added,
  // padding missing or added. Parts come as typed, with widths folded: compare them by FoldNumber.
  // Whatever ParseStrict reads is read alike. INVALID_ARGUMENT otherwise.
  absl::StatusOr<Values> ParseLenient(absl::string_view s) const;

  const std::string& text() const;

 private:
  struct Form;
  explicit Template(std::shared_ptr<const Form> form) : form_(std::move(form)) {}

  std::shared_ptr<const Form> form_;
};

}  // namespace santong::number
