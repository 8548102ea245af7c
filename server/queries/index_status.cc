#include "server/queries/index_status.h"

#include "server/domain/error/refusal.h"

namespace santong::queries {

absl::Status IndexStatus(const absl::Status& status) {
  if (absl::IsDataLoss(status) || absl::IsUnavailable(status))
    return error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
  if (absl::IsResourceExhausted(status)) {
    return error::RefuseField("query", "would read too much; add a word or a filter",
                              "检索范围过大；请增加检索词或者筛选条件");
  }
  return status;
}

}  // namespace santong::queries
