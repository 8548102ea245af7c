// Matchers for absl::Status and absl::StatusOr: EXPECT_THAT(x, IsOk()), EXPECT_THAT(x,
// StatusIs(code, matcher)), EXPECT_THAT(x, RefusedAs(v1::ERROR_REASON_…)).
#pragma once

#include <gmock/gmock.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"

namespace santong::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return arg.ok();
}

MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message,
           "has the code " + absl::StatusCodeToString(code) + " and a message that " +
               ::testing::DescribeMatcher<std::string>(message)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(message, std::string(StatusOf(arg).message()),
                                       result_listener);
}

// A refusal by this reason of the catalogue.
MATCHER_P(RefusedAs, reason, std::string("is refused as ") + error::ReasonName(reason)) {
  *result_listener << StatusOf(arg).ToString();
  return error::ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace santong::testing
