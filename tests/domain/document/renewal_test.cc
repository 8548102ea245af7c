// A document that says that it continues another, and the continuation of that one, in whatever
// mode the place has (domain.md 3.9): what the notice says and what was done are one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;

TEST(Renewal, ANoticeThatSaysTheSameIsCarriedOutWithTheAct) {
  for (const auto& [mode, action] : {std::pair("extend", Action::kContinueExtend),
                                     std::pair("reregister", Action::kContinueReregister)}) {
    SCOPED_TRACE(mode);
    Life life;
    life.Set(Choice(policy::kContinueMode, mode));
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    Case made = life.Prepare(action);
    auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_FALSE(decision->change.mark_relation_applied) << "there is no notice";
    made.renewal_notice = "documents/9";
    EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("RenewalNoticeIsNamed"));
    made.other = OtherDocument(v1::RELATION_KIND_CONTINUES);
    decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_TRUE(decision->change.mark_relation_applied);
    made.other = OtherDocument(v1::RELATION_KIND_REPEALS);
    EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("OtherContinuesThis"));
  }
}

}  // namespace
}  // namespace santong::document
