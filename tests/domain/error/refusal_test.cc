#include "server/domain/error/refusal.h"

#include <gmock/gmock.h>

namespace santong::error {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(Refusal, FillsTheMetadataIntoBothLanguages) {
  const absl::Status status =
      Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", "documents/7"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("documents/7"));
  EXPECT_THAT(ChineseMessageOf(status), HasSubstr("documents/7不存在"));
  EXPECT_THAT(MetadataOf(status), ElementsAre(Pair("resource", "documents/7")));
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST(Refusal, ValuesThatLookLikeKeysAreNotFilledAgain) {
  const absl::Status status =
      Refuse(v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED,
             {{"resource", "{state}"}, {"state", "DRAFT"}, {"action", "X"}});
  EXPECT_THAT(std::string(status.message()), HasSubstr("{state} is in state DRAFT"));
}

TEST(Refusal, KeepsEveryFieldInItsOrder) {
  const absl::Status status = RefuseFields(
      {{"title", "is missing", "未填写"}, {"document.issuers[1].organ", "is long", "过长"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto violations = FieldViolationsOf(status);
  ASSERT_THAT(violations, SizeIs(2));
  EXPECT_EQ(violations[1].field, "document.issuers[1].organ");
  EXPECT_EQ(violations[1].en, "is long");
  EXPECT_EQ(violations[1].zh, "过长");
  EXPECT_THAT(std::string(status.message()), HasSubstr("title, document.issuers[1].organ"));
}

TEST(Refusal, TheMessageNamesTheFirstFieldsAndTheDetailsAll) {
  std::vector<FieldViolation> many;
  for (int i = 0; i < 40; ++i) many.push_back({"field" + std::to_string(i), "is bad", "有误"});
  const absl::Status status = RefuseFields(many);
  EXPECT_THAT(FieldViolationsOf(status), SizeIs(40));
  EXPECT_THAT(std::string(status.message()), HasSubstr("40 field"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("field39")));
}

TEST(Refusal, KeepsEveryConditionWithItsArticle) {
  const absl::Status status =
      RefuseConditions("documents/7", "REGISTER",
                       {{"OpinionIsLawful", "Hebei 2016, art. 17", "no opinion", "没有审核意见"},
                        {"IsSigned", "", "not signed", "未签署"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_CONDITIONS_NOT_MET);
  const auto violations = ConditionViolationsOf(status);
  ASSERT_THAT(violations, SizeIs(2));
  EXPECT_EQ(violations[0].condition, "OpinionIsLawful");
  EXPECT_EQ(violations[0].article, "Hebei 2016, art. 17");
  EXPECT_EQ(violations[0].zh, "没有审核意见");
  EXPECT_EQ(violations[1].en, "not signed");
  EXPECT_EQ(violations[1].article, "");
  EXPECT_EQ(MetadataOf(status)["subject"], "documents/7");
}

// Why a server takes no writes is told as one text, to operators and in its log.
TEST(Refusal, ItsWordsAreWhatIsLackingAndNotHowMuch) {
  EXPECT_EQ(WordsOf(RefuseConditions("store", "WRITE",
                                     {{"ServerIsFirst", "", "this is a standby", "备用服务"},
                                      {"IsSigned", "", "not signed", "未签署"}})),
            "this is a standby; not signed");
  EXPECT_EQ(WordsOf(absl::InternalError("disk on fire")), "disk on fire");
  EXPECT_EQ(WordsOf(absl::OkStatus()), "");
}

TEST(Refusal, AStatusThatIsNoRefusalHoldsNothing) {
  const absl::Status status = absl::InternalError("disk on fire");
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(FieldViolationsOf(status), IsEmpty());
  EXPECT_THAT(ConditionViolationsOf(status), IsEmpty());
  EXPECT_THAT(MetadataOf(status), IsEmpty());
  EXPECT_EQ(ChineseMessageOf(status), "");
}

}  // namespace
}  // namespace santong::error
