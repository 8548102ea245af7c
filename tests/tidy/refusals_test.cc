// A refusal's sentence has gaps, {key}; who refuses fills them. A gap that nobody fills is shown to
// people as it is.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"
#include "tests/tidy/source_tree.h"

namespace santong::tidy {
namespace {

using ::testing::IsEmpty;

std::set<std::string> Found(const RE2& pattern, absl::string_view text) {
  re2::StringPiece rest(text.data(), text.size());
  std::set<std::string> found;
  for (std::string one; RE2::FindAndConsume(&rest, pattern, &one);) found.insert(one);
  return found;
}

// The keys of a literal map of metadata; nothing stands for a map that was made elsewhere.
std::set<std::string> KeysOf(const std::string& arguments) {
  static const RE2& literal = *new RE2(R"re(\{\s*"(\w+)"\s*,)re");
  std::set<std::string> keys = Found(literal, arguments);
  if (absl::StrContains(arguments, "kRetryAfterSeconds")) keys.insert(error::kRetryAfterSeconds);
  return keys;
}

TEST(Refusals, FillEveryGapOfTheirSentences) {
  const RE2 call(R"re(Refuse\(\s*v1::ERROR_REASON_(\w+)([^;]*)\);)re");
  const RE2 gap(R"re(\{(\w+)\})re");
  std::vector<std::string> wrong;
  int read = 0;
  for (const SourceFile& file : Tree()) {
    if (!file.IsUnder("server") && !file.IsUnder("storage")) continue;
    const std::string text = WithoutComments(file.text);
    re2::StringPiece rest(text);
    std::string name, arguments;
    while (RE2::FindAndConsume(&rest, call, &name, &arguments)) {
      ++read;
      if (arguments == ", metadata") continue;  // RefuseConditions, whose own test reads it
      v1::ErrorReason reason;
      ASSERT_TRUE(v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", name), &reason)) << name;
      const error::Reason& row = error::ReasonRow(reason);
      const std::set<std::string> keys = KeysOf(arguments);
      for (const std::string& wanted :
           Found(gap, absl::StrCat(row.en, row.zh, row.mend_en, row.mend_zh))) {
        if (keys.count(wanted) == 0)
          wrong.push_back(absl::StrCat(file.path, ": ", name, " lacks ", wanted));
      }
    }
  }
  EXPECT_THAT(wrong, IsEmpty());
  EXPECT_GT(read, 70);
}

// A reason that clients are told to expect and never get is a promise; rows that are not raised say
// so and are not in deploy/docs/errors.md.
TEST(Refusals, EachReasonIsRaisedUnlessItsRowSaysOtherwise) {
  const RE2 reason(R"re(\bERROR_REASON_(\w+))re");
  std::set<std::string> named;
  for (const SourceFile& file : Tree()) {
    if (!file.IsUnder("server") || file.path == "server/domain/error/reasons.cc") continue;
    named.merge(Found(reason, WithoutComments(file.text)));
  }
  for (const error::Reason& row : error::AllReasons()) {
    EXPECT_EQ(named.count(error::ReasonName(row.reason)) > 0, row.raised)
        << error::ReasonName(row.reason);
  }
}

}  // namespace
}  // namespace santong::tidy
