// Changes a message along its descriptor: what comes out is still a message of its type, with
// values that its fields may hold, or nearly.
#pragma once

#include <random>

#include "google/protobuf/message.h"
#include "tests/fuzz/methods/vocabulary.h"

namespace santong::testing {

using Random = std::minstd_rand;

// A number below `end`, which is above 0.
inline size_t Below(Random& random, size_t end) { return random() % end; }
template <typename Items>
const auto& OneOf(Random& random, const Items& items) {
  return items[Below(random, items.size())];
}

// One change at a random depth.
void Mutate(google::protobuf::Message& message, const Vocabulary& vocabulary, Random& random);
// Sets what the type says is required, and now and then something else.
void Fill(google::protobuf::Message& message, const Vocabulary& vocabulary, Random& random,
          int depth = 0);

}  // namespace santong::testing
