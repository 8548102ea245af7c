// Builders of leaves for the policy tests.
#pragma once

#include <string>

#include "santong/v1/policy.pb.h"

namespace santong::policy {

inline v1::PolicyLeaf PeriodLeaf(const std::string& jurisdiction, const std::string& key,
                                 int64_t number, const std::string& valid_from = "",
                                 const std::string& valid_to = "") {
  v1::PolicyLeaf leaf;
  leaf.set_jurisdiction(jurisdiction);
  leaf.set_key(key);
  leaf.set_number(number);
  leaf.set_unit(v1::PERIOD_UNIT_WORKING_DAYS);
  leaf.set_valid_from(valid_from);
  leaf.set_valid_to(valid_to);
  return leaf;
}

inline v1::PolicyLeaf TextLeaf(const std::string& key, const std::string& text) {
  v1::PolicyLeaf leaf;
  leaf.set_key(key);
  leaf.set_text(text);
  return leaf;
}

}  // namespace santong::policy
