// What a client reads in a refusal: codes, details, languages, sizes.
#include "server/rpc/status.h"

#include <gmock/gmock.h>

#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"
#include "tests/server/rpc/test_server.h"

namespace santong::rpc {
namespace {

using santong::testing::As;
using santong::testing::DetailsOf;
using santong::testing::TestServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

grpc::Status Send(const absl::Status& status, Language language = Language::kChinese) {
  return ToGrpcStatus(status, language, "r1");
}

TEST(Status, EveryReasonArrivesWithItsCodeItsNameAndBothLanguages) {
  for (const error::Reason& row : error::AllReasons()) {
    SCOPED_TRACE(error::ReasonName(row.reason));
    const absl::Status refusal = error::Refuse(row.reason);
    const auto zh = DetailsOf(Send(refusal));
    EXPECT_EQ(zh.status.code(), static_cast<int>(row.code));
    EXPECT_EQ(zh.info.reason(), error::ReasonName(row.reason));
    EXPECT_EQ(zh.info.domain(), "santong");
    EXPECT_EQ(zh.localized.locale(), "zh-CN");
    EXPECT_THAT(zh.localized.message(), HasSubstr(row.mend_zh));
    const auto en = DetailsOf(Send(refusal, Language::kEnglish));
    EXPECT_EQ(en.localized.locale(), "en");
    EXPECT_THAT(en.localized.message(), HasSubstr(row.mend_en));
    EXPECT_EQ(en.request.request_id(), "r1");
  }
}

TEST(Status, TheMessageIsEnglishWhateverTheLanguage) {
  const grpc::Status status = Send(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
  EXPECT_THAT(status.error_message(), HasSubstr("Try again"));
}

TEST(Status, FieldsAreDescribedInTheCallersLanguage) {
  const absl::Status refusal = error::RefuseField("title", "is missing", "未填写");
  EXPECT_EQ(DetailsOf(Send(refusal)).bad_request.field_violations(0).description(), "未填写");
  EXPECT_EQ(
      DetailsOf(Send(refusal, Language::kEnglish)).bad_request.field_violations(0).description(),
      "is missing");
}

TEST(Status, ConditionsCarryTheirSubjectAndArticle) {
  const absl::Status refusal = error::RefuseConditions(
      "documents/7", "REGISTER",
      {{"OpinionIsLawful", "Hebei 2016, art. 17", "no opinion", "没有意见"}});
  const auto details = DetailsOf(Send(refusal));
  ASSERT_EQ(details.precondition.violations_size(), 1);
  EXPECT_EQ(details.precondition.violations(0).type(), "OpinionIsLawful");
  EXPECT_EQ(details.precondition.violations(0).subject(), "documents/7");
  EXPECT_EQ(details.precondition.violations(0).description(), "没有意见 [Hebei 2016, art. 17]");
}

struct Mapped {
  absl::Status from;
  grpc::StatusCode code;
  const char* reason;
};

TEST(Status, AStatusWithoutAReasonIsMappedAndItsTextIsDropped) {
  const Mapped rows[] = {
      {absl::UnavailableError("secret"), grpc::StatusCode::UNAVAILABLE, "TRY_AGAIN"},
      {absl::ResourceExhaustedError("secret"), grpc::StatusCode::RESOURCE_EXHAUSTED, "READ_ONLY"},
      {absl::DataLossError("secret"), grpc::StatusCode::DATA_LOSS, "DATA_DAMAGED"},
      {absl::InternalError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL"},
      {absl::UnknownError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL"},
      {absl::NotFoundError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL"},
      {absl::InvalidArgumentError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL"},
      {absl::FailedPreconditionError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL"},
      {absl::DeadlineExceededError("secret"), grpc::StatusCode::DEADLINE_EXCEEDED, ""},
      {absl::CancelledError("secret"), grpc::StatusCode::CANCELLED, ""},
  };
  for (const Mapped& row : rows) {
    SCOPED_TRACE(row.from.ToString());
    const grpc::Status status = Send(row.from);
    EXPECT_EQ(status.error_code(), row.code);
    EXPECT_EQ(DetailsOf(status).info.reason(), row.reason);
    EXPECT_THAT(status.error_message(), Not(HasSubstr("secret")));
    EXPECT_THAT(status.error_details(), Not(HasSubstr("secret")));
  }
}

TEST(Status, OkHasNoDetails) {
  EXPECT_TRUE(Send(absl::OkStatus()).ok());
  EXPECT_THAT(Send(absl::OkStatus()).error_details(), IsEmpty());
}

TEST(Status, ManyLongViolationsStillReachAClientWithDefaultLimits) {
  TestServer test;
  test.tasks.handle = [](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    std::vector<error::FieldViolation> violations;
    for (int i = 0; i < 100; ++i) {
      violations.push_back({"document.internal.evidence[" + std::to_string(i) + "].document",
                            std::string(300, 'x'), std::string(300, 'y')});
    }
    std::move(done)(error::RefuseFields(violations));
  };
  const grpc::Status status = test.ListTasks(As("drafter", "en").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = DetailsOf(status);
  EXPECT_GE(details.bad_request.field_violations_size(), 5);
  EXPECT_EQ(details.info.metadata().at("count"), "100");
}

// product.md 8: who makes many mistakes sees all of them, if in fewer words.
TEST(Status, EveryConditionIsNamedWhereTheirWordsAreTooMany) {
  TestServer test;
  constexpr int kConditions = 18;
  test.tasks.handle = [](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    std::vector<error::ConditionViolation> violations;
    for (int i = 0; i < kConditions; ++i) {
      std::string words;
      for (int character = 0; character < 150; ++character) words += "补";
      violations.push_back({"TheConditionWithANumber" + std::to_string(i), "第一条", words, words});
    }
    std::move(done)(error::RefuseConditions("documents/1", "SUBMIT", violations));
  };
  const auto details = DetailsOf(test.ListTasks(As("drafter", "zh-CN").get()));
  ASSERT_EQ(details.precondition.violations_size(), kConditions);
  EXPECT_GE(details.precondition.violations(kConditions - 1).description().size(), 120u);
}

TEST(Status, LongChineseValuesAreCutBetweenCharacters) {
  std::string title;
  for (int i = 0; i < 500; ++i) title += "平";
  const grpc::Status status =
      Send(error::Refuse(v1::ERROR_REASON_NUMBER_INVALID, {{"number", title}}));
  const std::string value = DetailsOf(status).info.metadata().at("number");
  EXPECT_LT(value.size(), 300u);
  EXPECT_EQ(value.substr(0, 3), "平");
  EXPECT_EQ(value.substr(value.size() - 6), "平…");
}

TEST(Language, IsThatOfTheFirstTagThatIsKnown) {
  EXPECT_EQ(LanguageOf(""), Language::kChinese);
  EXPECT_EQ(LanguageOf("en"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("EN-us,zh;q=0.5"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("fr, en;q=0.8"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("zh-CN,zh;q=0.9,en;q=0.8"), Language::kChinese);
  EXPECT_EQ(LanguageOf("fr"), Language::kChinese);
}

TEST(Language, OfTheCallIsTakenFromItsMetadata) {
  TestServer test;
  EXPECT_EQ(DetailsOf(test.ListTasks(As("").get())).localized.locale(), "zh-CN");
  EXPECT_EQ(DetailsOf(test.ListTasks(As("", "en-GB").get())).localized.locale(), "en");
}

}  // namespace
}  // namespace santong::rpc
