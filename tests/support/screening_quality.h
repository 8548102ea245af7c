// How often the rules of screening are right, counted on labelled clauses.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/domain/screening/screen.h"

namespace santong::testing {

// A sentence and the rules that truly apply to it, as a reader labelled it.
struct LabelledClause {
  std::string stratum;
  std::string text;
  std::set<std::string> rules;
};

// Right hits, hits that are not labelled, labels that are not hit.
struct Count {
  int right = 0;
  int wrong = 0;
  int missed = 0;

  // Of what was hit, the part that is right; of what is labelled, the part that was hit. -1 where
  // there is nothing to count.
  double Precision() const { return right + wrong == 0 ? -1 : double(right) / (right + wrong); }
  double Recall() const { return right + missed == 0 ? -1 : double(right) / (right + missed); }
};

// One clause on which rule and label differ.
struct Difference {
  std::string rule;
  bool is_hit;  // hit without a label; else labelled without a hit
  std::string text;
};

struct Quality {
  int clauses = 0;
  Count all;
  std::map<std::string, Count> by_rule;
  std::map<std::string, Count> by_stratum;
  std::vector<Difference> differences;
};

// The clauses of a file of tests/testdata/screening; INVALID_ARGUMENT names the line.
absl::StatusOr<std::vector<LabelledClause>> ReadLabelledClauses(const std::string& path);

// The rules of a textproto file of deploy/screening.
absl::StatusOr<std::vector<screening::Rule>> ReadRules(const std::string& path);

// Counts by rule and clause, so two hits of one rule in a clause are one. Missing parts are of a
// whole document and are left out.
absl::StatusOr<Quality> MeasureScreening(const std::vector<screening::Rule>& rules,
                                         const std::vector<LabelledClause>& clauses);

}  // namespace santong::testing
