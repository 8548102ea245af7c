// The strings of a register, so that what is asked of it can mean something there.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/field_rules.pb.h"
#include "tests/fuzz/methods/world.h"

namespace santong::testing {

class Vocabulary {
 public:
  // Asks `world` everything that can be asked without knowing more than a parent, and keeps the
  // strings of the answers.
  explicit Vocabulary(World& world);

  // The strings that a field with this format may hold; never empty.
  const std::vector<std::string>& For(v1::TextFormat format) const;

 private:
  std::vector<std::string> words_;
  std::vector<std::string> names_;  // of resources
  std::vector<std::string> days_;
  std::vector<std::string> uuids_;
};

}  // namespace santong::testing
