#include "server/intake/extracted.h"

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"

namespace santong::intake {

absl::Status OverLimit(const Limited& what, size_t value, size_t most) {
  return error::Refuse(v1::ERROR_REASON_FILE_OVER_LIMIT,
                       {{"limit", absl::StrCat(what.en, ": ", value, " > ", most)},
                        {"limit_zh", absl::StrCat(what.zh, " ", value, " > ", most)}});
}

absl::Status Damaged(absl::string_view part) {
  return error::Refuse(v1::ERROR_REASON_FILE_DAMAGED, {{"part", std::string(part)}});
}

absl::Status NotTaken(absl::string_view kind) {
  return error::Refuse(v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, {{"kind", std::string(kind)}});
}

}  // namespace santong::intake
