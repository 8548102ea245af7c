#include "tests/support/screening_quality.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"

namespace santong::testing {

absl::StatusOr<std::vector<LabelledClause>> ReadLabelledClauses(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(path);
  std::vector<LabelledClause> clauses;
  for (std::string line; std::getline(file, line);) {
    google::protobuf::Struct row;
    if (!google::protobuf::util::JsonStringToMessage(line, &row).ok() ||
        row.fields().count("text") == 0 || row.fields().count("rules") == 0) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", clauses.size() + 1));
    }
    LabelledClause clause{
        row.fields().at("stratum").string_value(), row.fields().at("text").string_value(), {}};
    for (const auto& rule : row.fields().at("rules").list_value().values()) {
      clause.rules.insert(rule.string_value());
    }
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

absl::StatusOr<std::vector<screening::Rule>> ReadRules(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  v1::ScreeningRuleSet set;
  if (!google::protobuf::TextFormat::ParseFromString(text.str(), &set)) {
    return absl::InvalidArgumentError(path);
  }
  return screening::RulesOf(set);
}

absl::StatusOr<Quality> MeasureScreening(const std::vector<screening::Rule>& rules,
                                         const std::vector<LabelledClause>& clauses) {
  std::vector<screening::Rule> of_sentences;
  for (const screening::Rule& rule : rules) {
    if (rule.required.empty()) of_sentences.push_back(rule);
  }
  auto screener = screening::Screener::Create(std::move(of_sentences));
  if (!screener.ok()) return screener.status();
  Quality quality;
  for (const LabelledClause& clause : clauses) {
    ++quality.clauses;
    std::set<std::string> hits;
    for (const v1::Finding& finding : (*screener)->Screen(clause.text)) hits.insert(finding.rule());
    const auto add = [&](const std::string& rule, int Count::*part) {
      for (Count* count :
           {&quality.all, &quality.by_rule[rule], &quality.by_stratum[clause.stratum]}) {
        ++(count->*part);
      }
    };
    for (const std::string& rule : hits) {
      const bool right = clause.rules.count(rule) > 0;
      add(rule, right ? &Count::right : &Count::wrong);
      if (!right) quality.differences.push_back({rule, true, clause.text});
    }
    for (const std::string& rule : clause.rules) {
      if (hits.count(rule) > 0) continue;
      add(rule, &Count::missed);
      quality.differences.push_back({rule, false, clause.text});
    }
  }
  return quality;
}

}  // namespace santong::testing
