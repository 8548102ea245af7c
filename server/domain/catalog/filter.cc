#include "server/domain/catalog/filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/document/decide.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"

namespace santong::catalog {
namespace {

// What `validity` takes.
constexpr char kValid[] = "VALID";
constexpr char kNotValid[] = "NOT_VALID";

enum class Kind { kState, kValidity, kDocumentKind, kYear, kDate, kText };

struct FieldRow {
  const char* name;
  Field field;
  Kind kind;
};
constexpr std::array kFields = std::to_array<FieldRow>({
    {"state", Field::kState, Kind::kState},
    {"validity", Field::kValidity, Kind::kValidity},
    {"organ", Field::kOrgan, Kind::kText},
    {"jurisdiction", Field::kJurisdiction, Kind::kText},
    {"year", Field::kYear, Kind::kYear},
    {"subject", Field::kSubject, Kind::kText},
    {"kind", Field::kKind, Kind::kDocumentKind},
    {"published_date", Field::kPublishedDate, Kind::kDate},
    {"effective_date", Field::kEffectiveDate, Kind::kDate},
    {"written_date", Field::kWrittenDate, Kind::kDate},
});

struct ComparisonRow {
  const char* sign;
  Comparison comparison;
};
constexpr std::array kComparisons = std::to_array<ComparisonRow>({
    {"=", Comparison::kEqual},
    {"!=", Comparison::kNotEqual},
    {"<", Comparison::kLess},
    {"<=", Comparison::kAtMost},
    {">", Comparison::kGreater},
    {">=", Comparison::kAtLeast},
});

std::string FieldNames() {
  return absl::StrJoin(kFields, ", ",
                       [](std::string* out, const FieldRow& row) { *out += row.name; });
}

// The values of an enum without its prefix and its UNSPECIFIED.
std::vector<std::string> NamesOf(const google::protobuf::EnumDescriptor* type,
                                 absl::string_view prefix) {
  std::vector<std::string> names;
  for (int i = 1; i < type->value_count(); ++i) {
    names.push_back(type->value(i)->name().substr(prefix.size()));
  }
  return names;
}

std::vector<std::string> PublicStates() {
  std::vector<std::string> names;
  for (int i = 1; i < v1::DocumentState_descriptor()->value_count(); ++i) {
    const auto state =
        static_cast<v1::DocumentState>(v1::DocumentState_descriptor()->value(i)->number());
    if (document::IsPublicState(state)) names.push_back(document::StateName(state));
  }
  return names;
}

class Reader {
 public:
  explicit Reader(absl::string_view filter) : whole_(filter.data(), filter.size()), left_(whole_) {}

  absl::StatusOr<std::vector<FilterCondition>> Read() {
    std::vector<FilterCondition> conditions;
    Skip();
    while (!left_.empty()) {
      if (!conditions.empty()) {
        static const auto& and_sign = *new RE2(R"(AND\s+)");
        if (!RE2::Consume(&left_, and_sign)) return Expected("AND");
      }
      auto condition = ReadCondition();
      if (!condition.ok()) return condition.status();
      conditions.push_back(*std::move(condition));
      Skip();
    }
    return conditions;
  }

 private:
  void Skip() {
    static const auto& blanks = *new RE2(R"(\s*)");
    RE2::Consume(&left_, blanks);
  }

  absl::StatusOr<FilterCondition> ReadCondition() {
    static const auto& field_name = *new RE2(R"(([a-z_]+)\s*)");
    static const auto& operator_sign = *new RE2(R"((!=|<=|>=|=|<|>)\s*)");
    static const auto& quoted = *new RE2(R"re("([^"]*)")re");
    static const auto& bare = *new RE2(R"(([^\s"]+))");
    re2::StringPiece before = left_;
    std::string name, sign, value;
    if (!RE2::Consume(&left_, field_name, &name)) return Expected(FieldNames());
    const auto* row = std::find_if(kFields.begin(), kFields.end(),
                                   [&](const FieldRow& field) { return name == field.name; });
    if (row == kFields.end()) {
      left_ = before;
      return Expected(FieldNames());
    }
    before = left_;
    if (!RE2::Consume(&left_, operator_sign, &sign)) return Expected("=, !=, <, <=, >, >=");
    const auto* comparison =
        std::find_if(kComparisons.begin(), kComparisons.end(),
                     [&](const ComparisonRow& known) { return sign == known.sign; });
    const bool ordered = row->kind == Kind::kYear || row->kind == Kind::kDate;
    if (!ordered && comparison->comparison > Comparison::kNotEqual) {
      left_ = before;
      return Expected("=, !=");
    }
    before = left_;
    if (!RE2::Consume(&left_, quoted, &value) && !RE2::Consume(&left_, bare, &value)) {
      return Expected("a value");
    }
    FilterCondition condition{row->field, comparison->comparison, {}};
    const std::string wanted = SetValues(row->kind, value, &condition);
    if (wanted.empty()) return condition;
    left_ = before;
    return Expected(wanted);
  }

  // Empty, or what the value should have been.
  static std::string SetValues(Kind kind, const std::string& value, FilterCondition* condition) {
    switch (kind) {
      case Kind::kText:
        if (value.empty()) return "a value";
        condition->values = {value};
        return "";
      case Kind::kYear: {
        int year = 0;
        if (!absl::SimpleAtoi(value, &year) || year < 1000 || year > 9999)
          return "a year, e.g. 2026";
        condition->values = {int64_t{year}};
        return "";
      }
      case Kind::kDate:
        if (!text::ParseIsoDay(value).ok()) return "a day as YYYY-MM-DD";
        condition->values = {value};
        return "";
      case Kind::kState:
        return SetEnum(v1::DocumentState_descriptor(), "DOCUMENT_STATE_", PublicStates(), value,
                       condition);
      case Kind::kDocumentKind:
        return SetEnum(v1::DocumentKind_descriptor(), "DOCUMENT_KIND_",
                       NamesOf(v1::DocumentKind_descriptor(), "DOCUMENT_KIND_"), value, condition);
      case Kind::kValidity:
        if (value != kValid && value != kNotValid) return absl::StrCat(kValid, ", ", kNotValid);
        if (value == kNotValid) {
          condition->comparison = condition->comparison == Comparison::kEqual
                                      ? Comparison::kNotEqual
                                      : Comparison::kEqual;
        }
        condition->values = {int64_t{1}};
        return "";
    }
    return "";
  }

  static std::string SetEnum(const google::protobuf::EnumDescriptor* type, const char* prefix,
                             const std::vector<std::string>& names, const std::string& value,
                             FilterCondition* condition) {
    if (std::find(names.begin(), names.end(), value) == names.end()) {
      return absl::StrJoin(names, ", ");
    }
    condition->values = {int64_t{type->FindValueByName(prefix + value)->number()}};
    return "";
  }

  absl::Status Expected(absl::string_view wanted) const {
    const size_t column =
        text::CodePoints(absl::string_view(whole_).substr(0, whole_.size() - left_.size())) + 1;
    return error::Refuse(v1::ERROR_REASON_FILTER_INVALID,
                         {{"filter", absl::StrCat("column ", column, ": ", wanted)},
                          {"column", absl::StrCat(column)},
                          {"expected", std::string(wanted)}});
  }

  const std::string whole_;
  re2::StringPiece left_;
};

}  // namespace

const char* ValidityName(bool valid) { return valid ? kValid : kNotValid; }

absl::StatusOr<std::vector<FilterCondition>> ParseFilter(absl::string_view filter) {
  return Reader(filter).Read();
}

}  // namespace santong::catalog
