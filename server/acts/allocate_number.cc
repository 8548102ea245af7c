#include "server/acts/allocate_number.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/number/template.h"
#include "server/domain/policy/leaf.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"

namespace santong::acts {
namespace {

// The rows that give a number ask for these, and SetPolicy takes no other template: who comes here
// came by no row.
absl::Status NotSet(absl::string_view leaf) {
  return absl::InternalError(absl::StrCat("a number is asked for without ", leaf));
}

// What only the operator can mend: who registers is told so, and by which setting.
absl::Status NoNumber(const v1::Document& document, const char* condition, const char* title_zh,
                      std::string en, std::string zh) {
  return error::RefuseConditions(
      document.name(), "REGISTER",
      {{condition, "登记规则 4.1", std::move(en), std::move(zh), title_zh}}, "登记");
}

// The template of `pattern`, or nullptr where it is none. One thread registers most of a day's
// documents under one pattern: it is parsed once.
const number::Template* FormOf(absl::string_view pattern) {
  thread_local std::string last;
  thread_local std::optional<number::Template> form;
  if (!form.has_value() || last != pattern) {
    form.reset();
    auto parsed = number::Template::Parse(pattern);
    if (!parsed.ok()) return nullptr;
    form = *std::move(parsed);
    last = std::string(pattern);
  }
  return &*form;
}

}  // namespace

absl::StatusOr<AllocatedNumber> NextNumber(const kv::Reader& reader,
                                           const policy::PolicyView& policy,
                                           const v1::Document& document, const v1::Organ* lead,
                                           absl::CivilDay today) {
  const absl::string_view pattern = policy.Text(policy::kNumberPattern);
  if (pattern.empty()) return NotSet(policy::kNumberPattern);
  const number::Template* form = FormOf(pattern);
  if (form == nullptr) return NotSet(policy::kNumberPattern);

  AllocatedNumber number;
  const bool per_organ = policy.Text(policy::kNumberScope) == "organ";
  number.scope = per_organ && lead != nullptr ? lead->name() : document.jurisdiction();
  number.year = policy.Text(policy::kNumberReset) == "never" ? 0 : static_cast<int>(today.year());

  number::Values values;
  values.year = static_cast<int>(today.year());
  values.prefix = std::string(policy.Text(policy::kNumberPrefix));
  values.organ = lead == nullptr ? "" : lead->number_code();
  if (values.prefix.empty() && absl::StrContains(pattern, "{prefix}"))
    return NotSet(policy::kNumberPrefix);
  if (values.organ.empty() && absl::StrContains(pattern, "{organ}"))
    return NotSet("organ.number_code");

  auto last = tables::ReadCounter(
      reader, schema::SeriesKey(number.scope, static_cast<uint32_t>(number.year)));
  if (!last.ok()) return last.status();
  number.serial = static_cast<int64_t>(*last + 1);
  values.serial = number.serial;
  // A full series or a letter that would not read back: no number is better than one nobody can
  // look up.
  if (absl::Status fits = form->Check(values); !fits.ok()) {
    if (absl::IsOutOfRange(fits)) {
      return NoNumber(
          document, "SeriesHasRoom", "登记号的序号未用完",
          absl::StrCat("the series is full: its template ", pattern, " has no room for serial ",
                       values.serial, "; the operator widens the serial in number.pattern"),
          absl::StrCat("登记号格式（", pattern, "）的序号位数已用完，容不下第", values.serial,
                       "号；请管理员在规则number.pattern中加宽序号"));
    }
    return error::Refuse(v1::ERROR_REASON_NUMBER_INVALID, {{"number", form->Format(values)},
                                                           {"cause", std::string(fits.message())}});
  }
  number.text = form->Format(values);

  // Two series may write the same words (one prefix for two organs): a number is given once.
  auto given = reader.Get(schema::GivenNumberKey(number::FoldNumber(number.text)));
  if (given.ok()) {
    return NoNumber(document, "NumberIsNew", "登记号未曾编发",
                    absl::StrCat(number.text,
                                 " was given before: two series write the same numbers; "
                                 "the operator gives this one a number.prefix of its own"),
                    absl::StrCat(number.text,
                                 "已经编发过：两个登记号系列的格式相同；请管理员在规则number.prefix"
                                 "中为本系列另设代字"));
  }
  if (!absl::IsNotFound(given.status())) return given.status();
  return number;
}

absl::StatusOr<AllocatedNumber> AllocateNumber(kv::Transaction& txn,
                                               const policy::PolicyView& policy,
                                               const v1::Document& document, uint64_t id,
                                               const v1::Organ* lead, absl::CivilDay today) {
  auto number = NextNumber(txn, policy, document, lead, today);
  if (!number.ok()) return number;
  auto serial = tables::RaiseCounter(
      txn, schema::SeriesKey(number->scope, static_cast<uint32_t>(number->year)));
  if (!serial.ok()) return serial.status();
  txn.Put(schema::GivenNumberKey(number::FoldNumber(number->text)), schema::EncodeUint64(id));
  return number;
}

}  // namespace santong::acts
