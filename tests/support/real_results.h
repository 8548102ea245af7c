// The nineteen published results of cleanups (cleanup-practice.md 1): how many documents each kept,
// extended, amended, repealed and declared lapsed, and under which terms.
#pragma once

#include <vector>

#include "santong/v1/campaign.pb.h"

namespace santong::testing {

// Documents of one result that were decided alike.
struct Part {
  v1::Disposition disposition;
  int count;
  bool planned = false;
  bool withheld = false;
  const char* last_valid_date = "";
  const char* amend_by_date = "";
  v1::OnMiss on_miss = v1::ON_MISS_UNSPECIFIED;
  const char* amendment_text = "";
  const char* effective_date = "";
};

struct Result {
  const char* name;
  const char* day;  // of the decision
  int total;
  std::vector<Part> parts;
};

const std::vector<Result>& RealResults();

}  // namespace santong::testing
