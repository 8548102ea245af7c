#include "server/acts/allocate_number.h"

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

absl::Status NotSet(absl::string_view leaf) {
  return error::Refuse(v1::ERROR_REASON_POLICY_NOT_SET, {{"leaf", std::string(leaf)}});
}

}  // namespace

absl::StatusOr<AllocatedNumber> AllocateNumber(kv::Transaction& txn,
                                               const policy::PolicyView& policy,
                                               const v1::Document& document, const v1::Organ* lead,
                                               absl::CivilDay today) {
  const absl::string_view pattern = policy.Text(policy::kNumberPattern);
  if (pattern.empty()) return NotSet(policy::kNumberPattern);
  auto form = number::Template::Parse(pattern);
  if (!form.ok()) return NotSet(policy::kNumberPattern);

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

  auto serial = tables::RaiseCounter(
      txn, schema::SeriesKey(number.scope, static_cast<uint32_t>(number.year)));
  if (!serial.ok()) return serial.status();
  number.serial = static_cast<int64_t>(*serial);
  values.serial = number.serial;
  // A full series or a letter that would not read back: no number is better than one nobody can
  // look up.
  if (absl::Status fits = form->Check(values); !fits.ok()) {
    return error::Refuse(v1::ERROR_REASON_NUMBER_INVALID, {{"number", form->Format(values)},
                                                           {"cause", std::string(fits.message())}});
  }
  number.text = form->Format(values);

  const std::string prefix = schema::DocumentIndexPrefix(
      schema::DocumentIndex::kByRegistrationNumber, number::FoldNumber(number.text));
  bool taken = false;
  absl::Status scanned =
      txn.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view, absl::string_view) {
        taken = true;
        return false;
      });
  if (!scanned.ok()) return scanned;
  if (taken) return error::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"resource", number.text}});
  return number;
}

}  // namespace santong::acts
