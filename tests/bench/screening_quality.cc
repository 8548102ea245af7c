// Prints precision and recall of the rules of screening on the labelled clauses of
// tests/testdata/screening.
#include "tests/support/screening_quality.h"

#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"

namespace {

using santong::testing::Count;

std::string Percent(double part) {
  return part < 0 ? "    –" : absl::StrFormat("%4.0f%%", part * 100);
}

void Print(const std::string& name, const Count& count) {
  std::cout << absl::StrFormat("  %-26s %5d %5d %6d     %s  %s\n", name, count.right, count.wrong,
                               count.missed, Percent(count.Precision()), Percent(count.Recall()));
}

int PrintHalf(const std::string& rules_file, const std::string& folder, const std::string& half,
              bool differences) {
  auto rules = santong::testing::ReadRules(rules_file);
  auto clauses = santong::testing::ReadLabelledClauses(folder + "/" + half + ".jsonl");
  if (!rules.ok() || !clauses.ok()) {
    std::cerr << "screening_quality: " << rules.status() << " " << clauses.status() << "\n";
    return 1;
  }
  auto quality = santong::testing::MeasureScreening(*rules, *clauses);
  if (!quality.ok()) {
    std::cerr << "screening_quality: " << quality.status() << "\n";
    return 1;
  }
  std::cout << half << ": " << quality->clauses << " clauses\n"
            << "  rule                       right wrong missed  precision recall\n";
  for (const auto& [rule, count] : quality->by_rule) Print(rule, count);
  for (const auto& [stratum, count] : quality->by_stratum) Print("(" + stratum + ")", count);
  Print("all", quality->all);
  if (differences) {
    for (const auto& difference : quality->differences) {
      std::cout << (difference.is_hit ? "  + " : "  - ") << difference.rule << ": "
                << difference.text << "\n";
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Precision and recall of the screening rules on labelled clauses");
  std::string half = "both";
  std::string rules = "deploy/screening/national.textproto";
  std::string folder = "tests/testdata/screening";
  bool differences = false;
  app.add_option("--half", half, "tune, held_back or both")
      ->check(CLI::IsMember({"tune", "held_back", "both"}))
      ->capture_default_str();
  app.add_option("--rules", rules, "A file of rules")->capture_default_str();
  app.add_option("--clauses", folder, "The folder of labelled clauses")->capture_default_str();
  app.add_flag("--differences", differences,
               "List where rule and label differ (+ hit, - missed); not for the half held back");
  CLI11_PARSE(app, argc, argv);
  int failed = 0;
  if (half != "held_back") failed += PrintHalf(rules, folder, "tune", differences);
  // Whoever reads its differences tunes on it.
  if (half != "tune") failed += PrintHalf(rules, folder, "held_back", false);
  return failed == 0 ? 0 : 1;
}
