// Each condition of reliance, alone: a document of which everything holds, one thing changed, and
// what fails then.
#include "server/domain/basis/check_basis.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "server/domain/basis/version_on.h"
#include "server/domain/text/chinese_date.h"

namespace santong::basis {
namespace {

constexpr absl::CivilDay kToday(2026, 7, 1);

v1::Document GoodDocument() {
  v1::Document document;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "documents/7"
           state: DOCUMENT_STATE_IN_EFFECT
           title: "示例办法"
           registration_number: "示例〔2025〕3号"
           registered_date: "2025-01-10"
           publication { date: "2025-01-15" channel: "政府公报" }
           effective_date: "2025-03-01"
           openness: OPENNESS_PUBLIC
           term { kind: TERM_KIND_GENERAL years: 5 last_valid_date: "2030-02-28" }
           versions { number: 1 kind: VERSION_KIND_ORIGINAL effective_date: "2025-03-01" })pb",
      &document));
  return document;
}

v1::Document Changed(const std::string& change) {
  v1::Document document = GoodDocument();
  v1::Document parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(change, &parsed)) << change;
  document.MergeFrom(parsed);
  return document;
}

std::string FailingOf(const v1::Basis& basis) {
  std::vector<std::string> failing;
  for (const v1::BasisCondition& condition : basis.conditions()) {
    if (!condition.holds()) failing.push_back(condition.name());
  }
  return absl::StrJoin(failing, ",");
}

const v1::BasisCondition& ConditionOf(const v1::Basis& basis, const std::string& name) {
  for (const v1::BasisCondition& condition : basis.conditions()) {
    if (condition.name() == name) return condition;
  }
  ADD_FAILURE() << name;
  return basis.conditions(0);
}

struct Case {
  const char* name;
  const char* change;  // merged into the good document
  const char* day;
  const char* failing;  // comma-separated, in the fixed order; empty when it may be relied on
};

const Case kCases[] = {
    {"good", "", "2026-07-01", ""},
    {"first_day_of_effect", "", "2025-03-01", ""},
    {"day_before_effect", "", "2025-02-28", "TookEffect,VersionCounts"},
    {"day_before_publication", "", "2025-01-14", "IsPublished,TookEffect,VersionCounts"},
    {"day_before_registration", "", "2025-01-09",
     "IsRegistered,IsNumbered,IsPublished,TookEffect,VersionCounts"},
    {"last_valid_day", "", "2030-02-28", ""},
    {"day_after_last_valid_day", "", "2030-03-01", "TermHasNotEnded"},
    {"clock_of_effect_has_not_run", "state: DOCUMENT_STATE_PUBLISHED", "2026-07-01", ""},
    {"clock_of_lapse_has_not_run", "term { last_valid_date: '2026-06-30' }", "2026-07-01",
     "TermHasNotEnded"},
    {"lapsed",
     "state: DOCUMENT_STATE_LAPSED ended_date: '2026-06-01' term { last_valid_date: '2026-05-31' }",
     "2026-07-01", "TermHasNotEnded"},
    {"lapsed_asked_before",
     "state: DOCUMENT_STATE_LAPSED ended_date: '2026-06-01' term { last_valid_date: '2026-05-31' }",
     "2026-05-31", ""},
    {"declared_lapsed_early", "state: DOCUMENT_STATE_LAPSED ended_date: '2026-06-01'", "2026-06-01",
     "TermHasNotEnded"},
    {"repealed", "state: DOCUMENT_STATE_REPEALED ended_date: '2026-06-01'", "2026-06-01",
     "NotRepealed"},
    {"repealed_asked_before", "state: DOCUMENT_STATE_REPEALED ended_date: '2026-06-01'",
     "2026-05-31", ""},
    {"repeal_ahead", "state: DOCUMENT_STATE_REPEALED ended_date: '2026-08-01'", "2026-07-01", ""},
    {"repealed_on_no_day", "state: DOCUMENT_STATE_REPEALED", "2025-03-01", "NotRepealed"},
    {"end_without_end_state", "ended_date: '2026-06-01'", "2026-07-01", "NotRepealed"},
    {"superseded", "state: DOCUMENT_STATE_SUPERSEDED ended_date: '2026-06-01'", "2026-07-01",
     "NotSuperseded"},
    {"superseded_asked_before", "state: DOCUMENT_STATE_SUPERSEDED ended_date: '2026-06-01'",
     "2026-05-31", ""},
    {"revoked", "state: DOCUMENT_STATE_REVOKED ended_date: '2026-06-01'", "2026-07-01",
     "NotRevoked"},
    {"revoked_from_the_start", "state: DOCUMENT_STATE_REVOKED ended_date: '2026-06-01'",
     "2025-03-01", "NotRevoked"},
    {"suspended", "state: DOCUMENT_STATE_SUSPENDED suspensions { from_date: '2026-06-01' }",
     "2026-07-01", "NotSuspended"},
    {"suspended_asked_before",
     "state: DOCUMENT_STATE_SUSPENDED suspensions { from_date: '2026-06-01' }", "2026-05-31", ""},
    {"suspended_in_the_past", "suspensions { from_date: '2026-03-01' to_date: '2026-03-31' }",
     "2026-03-31", "NotSuspended"},
    {"resumed", "suspensions { from_date: '2026-03-01' to_date: '2026-03-31' }", "2026-04-01", ""},
    {"resumed_on_the_same_day", "suspensions { from_date: '2026-03-01' to_date: '2026-02-28' }",
     "2026-03-01", ""},
    {"not_public", "openness: OPENNESS_NOT_PUBLIC openness_basis: '政府信息公开条例第十四条'",
     "2026-07-01", "IsPublic"},
};

class Conditions : public testing::TestWithParam<Case> {};

TEST_P(Conditions, ExactlyTheseFail) {
  const v1::Basis basis =
      CheckBasis(Changed(GetParam().change), *text::ParseIsoDay(GetParam().day), kToday);
  EXPECT_EQ(FailingOf(basis), GetParam().failing);
  const bool yes = std::string(GetParam().failing).empty();
  EXPECT_EQ(basis.answer(), yes ? v1::BASIS_ANSWER_YES : v1::BASIS_ANSWER_NO);
  EXPECT_EQ(basis.version(), yes ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(Table, Conditions, testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(CheckBasis, ListsEveryConditionInAFixedOrderWithItsArticle) {
  const v1::Basis basis = CheckBasis(GoodDocument(), kToday, kToday);
  std::vector<std::string> names;
  for (const v1::BasisCondition& condition : basis.conditions()) {
    names.push_back(condition.name());
    EXPECT_FALSE(condition.title_zh().empty()) << condition.name();
    EXPECT_FALSE(condition.article().empty()) << condition.name();
    EXPECT_FALSE(condition.provisional()) << condition.name();
  }
  EXPECT_THAT(names,
              testing::ElementsAre("IsNormative", "IsRegistered", "IsNumbered", "IsPublished",
                                   "IsPublic", "TookEffect", "TermHasNotEnded", "NotSuspended",
                                   "NotRepealed", "NotSuperseded", "NotRevoked", "VersionCounts"));
  EXPECT_EQ(ConditionOf(basis, "IsNumbered").fact(), "示例〔2025〕3号");
  EXPECT_EQ(ConditionOf(basis, "IsPublished").date(), "2025-01-15");
  EXPECT_EQ(ConditionOf(basis, "TermHasNotEnded").date(), "2030-02-28");
  EXPECT_EQ(basis.document(), "documents/7");
  EXPECT_EQ(basis.date(), "2026-07-01");
}

TEST(CheckBasis, StatesBeforeRegistrationAreNo) {
  for (const v1::DocumentState state :
       {v1::DOCUMENT_STATE_DRAFT, v1::DOCUMENT_STATE_SUBMITTED, v1::DOCUMENT_STATE_RETURNED,
        v1::DOCUMENT_STATE_REFUSED, v1::DOCUMENT_STATE_WITHDRAWN,
        v1::DOCUMENT_STATE_NOT_NORMATIVE}) {
    v1::Document document;
    document.set_state(state);
    document.set_effective_date("2025-03-01");
    const v1::Basis basis = CheckBasis(document, kToday, kToday);
    EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_NO);
    EXPECT_FALSE(ConditionOf(basis, "IsRegistered").holds());
    EXPECT_EQ(ConditionOf(basis, "IsNormative").holds(), state != v1::DOCUMENT_STATE_NOT_NORMATIVE);
  }
}

TEST(CheckBasis, LegacyDocumentIsNotThreeUnifiedAndSaysSo) {
  v1::Document document = GoodDocument();
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_legacy(true);
  document.clear_registered_date();
  document.clear_registration_number();
  const v1::Basis basis = CheckBasis(document, kToday, kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_NO);
  EXPECT_EQ(FailingOf(basis), "IsRegistered,IsNumbered");
  EXPECT_THAT(ConditionOf(basis, "IsRegistered").fact(), testing::HasSubstr("存量文件"));
}

// Before, it was said to be one, not yet determined.
TEST(CheckBasis, LegacyDocumentThatWasFoundNotNormativeSaysSo) {
  v1::Document document = GoodDocument();
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_legacy(true);
  document.clear_registered_date();
  document.clear_registration_number();
  document.set_not_normative_date("2026-06-01");
  const v1::Basis basis = CheckBasis(document, kToday, kToday);
  EXPECT_EQ(FailingOf(basis), "IsNormative,IsRegistered,IsNumbered");
  EXPECT_EQ(ConditionOf(basis, "IsNormative").date(), "2026-06-01");
}

TEST(CheckBasis, LegacyDocumentCountsFromItsRegistrationOn) {
  v1::Document document = GoodDocument();
  document.set_legacy(true);
  document.set_registered_date("2026-05-01");
  EXPECT_EQ(CheckBasis(document, absl::CivilDay(2026, 4, 30), kToday).answer(),
            v1::BASIS_ANSWER_NO);
  EXPECT_EQ(CheckBasis(document, absl::CivilDay(2026, 5, 1), kToday).answer(),
            v1::BASIS_ANSWER_YES);
}

TEST(CheckBasis, FormerNumberCountsUntilTheNewOneIsGiven) {
  v1::Document document = Changed(
      "registration_number: '示例〔2026〕9号' registered_date: '2026-06-01' "
      "former_numbers { registration_number: '示例〔2025〕3号' registered_date: '2025-01-10' }");
  const v1::Basis before = CheckBasis(document, absl::CivilDay(2026, 5, 31), kToday);
  EXPECT_EQ(before.answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(before.registration_number(), "示例〔2025〕3号");
  EXPECT_EQ(CheckBasis(document, absl::CivilDay(2026, 6, 1), kToday).registration_number(),
            "示例〔2026〕9号");
}

// Registered again, a document counts past its old term once it is published again.
TEST(CheckBasis, ANewTermCountsOnlyOnceTheDocumentIsPublishedAgain) {
  v1::Document document = Changed(
      "registration_number: '示例〔2026〕9号' registered_date: '2026-04-01' "
      "former_numbers { registration_number: '示例〔2025〕3号' registered_date: '2025-01-10' "
      "last_valid_date: '2026-05-31' }");
  const absl::CivilDay in_old_term(2026, 5, 31), past_it(2026, 6, 1);
  EXPECT_TRUE(ConditionOf(CheckBasis(document, in_old_term, kToday), "IsPublished").holds());
  EXPECT_FALSE(ConditionOf(CheckBasis(document, past_it, kToday), "IsPublished").holds());
  v1::Publication* again = document.add_republications();
  again->set_date("2026-06-02");
  again->set_channel("区政府网站");
  EXPECT_FALSE(ConditionOf(CheckBasis(document, past_it, kToday), "IsPublished").holds());
  const v1::Basis now = CheckBasis(document, absl::CivilDay(2026, 6, 2), kToday);
  EXPECT_TRUE(ConditionOf(now, "IsPublished").holds());
  EXPECT_EQ(ConditionOf(now, "IsPublished").date(), "2026-06-02");
}

// What was published late in its second term was no basis in between, also once there is a third.
TEST(CheckBasis, AGapBeforeAnotherPublicationStaysAGapAfterTheNextRegistration) {
  v1::Document document = Changed(
      "registration_number: '示例〔2026〕9号' registered_date: '2026-05-20' "
      "republications { date: '2026-04-10' channel: '区政府网站' } "
      "former_numbers { registration_number: '示例〔2025〕3号' registered_date: '2025-01-10' "
      "last_valid_date: '2026-03-31' } "
      "former_numbers { registration_number: '示例〔2026〕2号' registered_date: '2026-03-20' "
      "last_valid_date: '2026-05-31' }");
  const auto published_on = [&](int month, int day) {
    return ConditionOf(CheckBasis(document, absl::CivilDay(2026, month, day), kToday),
                       "IsPublished");
  };
  EXPECT_TRUE(published_on(3, 31).holds());
  EXPECT_FALSE(published_on(4, 9).holds());
  EXPECT_EQ(published_on(4, 9).date(), "2026-03-20") << "the registration that was not followed";
  EXPECT_TRUE(published_on(4, 10).holds());
  EXPECT_TRUE(published_on(5, 31).holds());
  EXPECT_FALSE(published_on(6, 1).holds());
  EXPECT_EQ(published_on(6, 1).date(), "2026-05-20");
}

TEST(CheckBasis, WhatReplacedItIsNamedFromThatDayOn) {
  const v1::Document document =
      Changed("state: DOCUMENT_STATE_SUPERSEDED ended_date: '2026-06-01' ended_by: 'documents/9'");
  EXPECT_EQ(CheckBasis(document, absl::CivilDay(2026, 6, 1), kToday).replaced_by(), "documents/9");
  EXPECT_EQ(CheckBasis(document, absl::CivilDay(2026, 5, 31), kToday).replaced_by(), "");
}

TEST(CheckBasis, DayToComeIsProvisionalSaveWhatCannotBeUndone) {
  const v1::Basis basis = CheckBasis(GoodDocument(), kToday + 1, kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES);
  for (const char* settled :
       {"IsNormative", "IsRegistered", "IsNumbered", "IsPublished", "TookEffect"}) {
    EXPECT_FALSE(ConditionOf(basis, settled).provisional()) << settled;
  }
  for (const char* open : {"IsPublic", "TermHasNotEnded", "NotSuspended", "NotRepealed",
                           "NotSuperseded", "NotRevoked", "VersionCounts"}) {
    EXPECT_TRUE(ConditionOf(basis, open).provisional()) << open;
  }
}

TEST(CheckBasis, RevocationIsFinalForDaysToCome) {
  const v1::Basis basis =
      CheckBasis(Changed("state: DOCUMENT_STATE_REVOKED"), kToday + 100, kToday);
  EXPECT_FALSE(ConditionOf(basis, "NotRevoked").holds());
  EXPECT_FALSE(ConditionOf(basis, "NotRevoked").provisional());
}

TEST(CheckBasis, ConditionThatRestsOnAnUnconfirmedLeafIsProvisional) {
  const v1::Basis basis = CheckBasis(
      Changed("unconfirmed_leaves: 'number.prefix' unconfirmed_leaves: 'term.default_years'"),
      kToday, kToday);
  EXPECT_TRUE(ConditionOf(basis, "IsNumbered").provisional());
  EXPECT_TRUE(ConditionOf(basis, "TermHasNotEnded").provisional());
  EXPECT_FALSE(ConditionOf(basis, "IsPublished").provisional());
  EXPECT_THAT(basis.unconfirmed_leaves(),
              testing::ElementsAre("number.prefix", "term.default_years"));
  EXPECT_THAT(basis.doubts_zh(), testing::ElementsAre(testing::HasSubstr("term.default_years")));
}

TEST(CheckBasis, OpenRelationsAndCompletionItemsAreDoubtsAndTakeNoForce) {
  const v1::Document document = Changed(
      "relations { kind: RELATION_KIND_REPEALS target: 'documents/1' } "
      "relations { kind: RELATION_KIND_AMENDS target: 'documents/2' applied: true } "
      "relations { kind: RELATION_KIND_AMENDS target: 'documents/3' date: '2027-01-01' } "
      "relations { kind: RELATION_KIND_IMPLEMENTS target: 'documents/4' } "
      "completion_items { condition: 'A' title_zh: '公开征求意见' } "
      "completion_items { condition: 'B' title_zh: '集体审议' done: true done_date: '2026-06-30' "
      "}");
  const v1::Basis basis = CheckBasis(document, kToday, kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES);
  ASSERT_EQ(basis.doubts_zh_size(), 2);
  EXPECT_THAT(basis.doubts_zh(0), testing::AllOf(testing::HasSubstr("documents/1"),
                                                 testing::Not(testing::HasSubstr("/2")),
                                                 testing::Not(testing::HasSubstr("/3")),
                                                 testing::Not(testing::HasSubstr("/4"))));
  EXPECT_THAT(basis.doubts_zh(1), testing::AllOf(testing::HasSubstr("公开征求意见"),
                                                 testing::Not(testing::HasSubstr("集体审议"))));
  // On a day before it was made good the second item was open too.
  EXPECT_THAT(CheckBasis(document, absl::CivilDay(2026, 6, 29), kToday).doubts_zh(1),
              testing::HasSubstr("集体审议"));
}

TEST(CheckBasis, DocumentWithoutATermForAReasonDoesNotLapse) {
  v1::Document document = GoodDocument();
  document.mutable_term()->Clear();
  document.mutable_term()->set_kind(v1::TERM_KIND_NONE);
  document.mutable_term()->set_exemption("实施法律");
  const v1::Basis basis = CheckBasis(document, absl::CivilDay(2099, 1, 1), kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(ConditionOf(basis, "TermHasNotEnded").fact(), "实施法律");
  EXPECT_EQ(basis.doubts_zh_size(), 0);
}

TEST(CheckBasis, TermThatNobodyKnowsIsADoubt) {
  v1::Document document = GoodDocument();
  document.clear_term();
  const v1::Basis basis = CheckBasis(document, kToday, kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(basis.doubts_zh_size(), 1);
}

TEST(CheckBasis, ArticleOfTheTermIsThatOfItsClock) {
  const v1::Basis basis = CheckBasis(
      Changed("clocks { kind: CLOCK_KIND_LAPSE article: '示例规定第十条' }"), kToday, kToday);
  EXPECT_EQ(ConditionOf(basis, "TermHasNotEnded").article(), "示例规定第十条");
}

// Void from the start, so on every day of that text; the rest may be relied on.
TEST(CheckBasis, NamesTheArticlesThatWereRevokedAndStandsByTheRest) {
  const v1::Document document = Changed(
      "versions { number: 2 kind: VERSION_KIND_AMENDMENT effective_date: '2026-01-01' }"
      "versions { number: 3 kind: VERSION_KIND_AMENDMENT effective_date: '2026-06-01' }"
      "revoked_articles { articles: '第三条' articles: '第五条' version: 2 date: '2026-03-01' }");
  for (const absl::CivilDay day :
       {absl::CivilDay(2025, 7, 1), absl::CivilDay(2026, 2, 1), absl::CivilDay(2026, 5, 31)}) {
    const v1::Basis basis = CheckBasis(document, day, kToday);
    EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES) << day;
    ASSERT_EQ(basis.revoked_articles_size(), 1) << day;
    EXPECT_EQ(basis.revoked_articles(0).articles(1), "第五条");
    ASSERT_EQ(basis.doubts_zh_size(), 1) << day;
    EXPECT_NE(basis.doubts_zh(0).find("第三条、第五条"), std::string::npos);
  }
  const v1::Basis amended = CheckBasis(document, absl::CivilDay(2026, 6, 1), kToday);
  EXPECT_EQ(amended.revoked_articles_size(), 0) << "an amended text is another";
  EXPECT_EQ(amended.doubts_zh_size(), 0);
  const v1::Document corrected = Changed(
      "versions { number: 2 kind: VERSION_KIND_CORRECTION effective_date: '2025-03-01' corrects: 1 "
      "}"
      "revoked_articles { articles: '第三条' version: 1 date: '2026-03-01' }");
  EXPECT_EQ(CheckBasis(corrected, kToday, kToday).revoked_articles_size(), 1)
      << "a correction of print mends nothing";
}

TEST(UnknownBasis, IsNeitherYesNorNo) {
  const v1::Basis basis = UnknownBasis(kToday);
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_UNKNOWN);
  EXPECT_EQ(basis.date(), "2026-07-01");
  EXPECT_EQ(basis.conditions_size(), 0);
}

TEST(VersionOn, AmendmentCountsFromItsDayAndCorrectionFromTheDayOfWhatItCorrects) {
  const v1::Document document = Changed(
      "versions { number: 2 kind: VERSION_KIND_CORRECTION effective_date: '2025-03-01' corrects: 1 "
      "} "
      "versions { number: 3 kind: VERSION_KIND_AMENDMENT effective_date: '2026-01-01' } "
      "versions { number: 4 kind: VERSION_KIND_CORRECTION corrects: 3 } "
      "versions { number: 5 kind: VERSION_KIND_CORRECTION corrects: 4 }");
  EXPECT_EQ(VersionOn(document, absl::CivilDay(2025, 2, 28)), 0);
  EXPECT_EQ(VersionOn(document, absl::CivilDay(2025, 3, 1)), 2);
  EXPECT_EQ(VersionOn(document, absl::CivilDay(2025, 12, 31)), 2);
  EXPECT_EQ(VersionOn(document, absl::CivilDay(2026, 1, 1)), 5);
}

TEST(VersionOn, AmendmentWithoutADayDoesNotCountYet) {
  EXPECT_EQ(VersionOn(Changed("versions { number: 2 kind: VERSION_KIND_AMENDMENT }"), kToday), 1);
}

}  // namespace
}  // namespace santong::basis
