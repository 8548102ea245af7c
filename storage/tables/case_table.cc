#include "storage/tables/case_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/tables/resource_id.h"

namespace santong::tables {
namespace {

const char* CollectionOf(schema::CaseKind kind) {
  switch (kind) {
    case schema::CaseKind::kFiling:
      return "filings/";
    case schema::CaseKind::kCampaign:
      return "campaigns/";
    case schema::CaseKind::kObjection:
      return "objections/";
  }
  return "";
}

}  // namespace

absl::StatusOr<uint64_t> CaseId(schema::CaseKind kind, absl::string_view name) {
  absl::string_view digits = name;
  uint64_t id = 0;
  if (!absl::ConsumePrefix(&digits, CollectionOf(kind)) || !ParseId(digits, &id)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a name in ", CollectionOf(kind), ": ", name));
  }
  return id;
}

std::string CaseName(schema::CaseKind kind, uint64_t id) {
  return absl::StrCat(CollectionOf(kind), id);
}

}  // namespace santong::tables
