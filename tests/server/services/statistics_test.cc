// domain.md 6 through the real server: the figures of a year, against what was done.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/objection_desk.h"
#include "tests/support/refusal.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

constexpr char kPeriodStart[] = "2020-01-01";
constexpr char kPeriodEnd[] = "2039-12-31";

v1::GetStatisticsRequest Asked(const std::string& jurisdiction) {
  v1::GetStatisticsRequest request;
  request.set_jurisdiction(jurisdiction);
  request.set_start_date(kPeriodStart);
  request.set_end_date(kPeriodEnd);
  request.set_with_cases(true);
  return request;
}

const v1::Indicator& Of(const v1::StatisticsRow& row, v1::IndicatorKind kind) {
  for (const v1::Indicator& indicator : row.indicators()) {
    if (indicator.kind() == kind) return indicator;
  }
  ADD_FAILURE() << "no indicator " << kind;
  return v1::Indicator::default_instance();
}

TEST(Statistics, TheRatesAreThoseOfWhatWasFiledInTimeLateAndNever) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string in_time, late_document, never;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    auto filings = v1::FilingService::NewStub(server.Channel());
    in_time = File(*filings, tokens, registry.Published("养老服务办法").name());
    late_document = registry.Published("殡葬服务办法").name();
    never = registry.Published("临时救助办法").name();

    // Not yet due: neither good nor bad.
    v1::Statistics today;
    ASSERT_TRUE(
        registry.tasks().GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &today).ok());
    EXPECT_EQ(Of(today.total(), v1::INDICATOR_KIND_FILING_RATE).denominator(), 1);

    auto objections = v1::ObjectionService::NewStub(server.Channel());
    v1::LodgeObjectionRequest lodge;
    lodge.set_document(never);
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("第二条与上位法相抵触。");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name("甲某某某");
    lodge.mutable_lodger()->set_contact("13900001234");
    v1::LodgeObjectionResponse lodged;
    const grpc::Status status = objections->LodgeObjection(As("").get(), lodge, &lodged);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "70"});
  auto filings = v1::FilingService::NewStub(server.Channel());
  auto tasks = v1::TaskService::NewStub(server.Channel());
  const std::string late = File(*filings, tokens, late_document);
  v1::Statistics counted;
  const grpc::Status status = tasks->GetStatistics(As(tokens.reviewer).get(), Asked(""), &counted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(counted.jurisdiction(), kDistrict) << "the caller's own, when none is named";

  const v1::Indicator& filed = Of(counted.total(), v1::INDICATOR_KIND_FILING_RATE);
  EXPECT_EQ(filed.numerator(), 2);
  EXPECT_EQ(filed.denominator(), 3);
  EXPECT_EQ(std::set<std::string>(filed.counted().begin(), filed.counted().end()),
            (std::set<std::string>{in_time, late}));
  ASSERT_EQ(filed.not_counted_size(), 1);
  EXPECT_EQ(filed.not_counted(0), never);
  const v1::Indicator& timely = Of(counted.total(), v1::INDICATOR_KIND_TIMELINESS_RATE);
  EXPECT_EQ(timely.basis_points(), 5000);
  ASSERT_EQ(timely.counted_size(), 1);
  EXPECT_EQ(timely.counted(0), in_time);
  EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_REVIEW_RATE).denominator(), 0);
  ASSERT_EQ(counted.organs_size(), 1);
  EXPECT_EQ(counted.organs(0).organ(), kCivilAffairs);
  ASSERT_EQ(counted.total().objections_size(), counted.organs(0).objections_size());
  EXPECT_EQ(counted.total().objections(0).group(), "objections.open");
  EXPECT_EQ(counted.total().objections(0).count(), 1);

  // The level above sees the district, of which it counts the same; another period holds nothing.
  v1::Statistics above;
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.city_reviewer).get(), Asked(kCity), &above).ok());
  EXPECT_EQ(Of(above.total(), v1::INDICATOR_KIND_FILING_RATE).ShortDebugString(),
            filed.ShortDebugString());
  v1::GetStatisticsRequest earlier = Asked(kDistrict);
  earlier.set_end_date("2020-12-31");
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.auditor).get(), earlier, &above).ok());
  EXPECT_EQ(Of(above.total(), v1::INDICATOR_KIND_FILING_RATE).denominator(), 0);
  EXPECT_EQ(above.organs_size(), 0);
}

// Repealing what was never filed files nothing: the figure of a period that is over stands.
TEST(Statistics, AMissedFilingStaysMissedWhenTheDocumentEnds) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string never, ended_in_time;
  v1::RepealDocumentRequest repeal;
  repeal.set_reason("已不适应");
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("平政〔2026〕3号");
  repeal.mutable_decision()->set_person("某某");
  v1::Document ended;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    never = registry.Published("殡葬服务办法").name();
    ended_in_time = registry.Published("临时救助办法").name();
    repeal.mutable_decision()->set_date(registry.today());
    repeal.set_ended_date(registry.today());
    repeal.set_name(ended_in_time);
    ASSERT_TRUE(
        registry.documents().RepealDocument(As(tokens.reviewer).get(), repeal, &ended).ok());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "70"});
  auto tasks = v1::TaskService::NewStub(server.Channel());
  auto documents = v1::DocumentService::NewStub(server.Channel());
  v1::Statistics before, after;
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &before).ok());
  const v1::Indicator& missed = Of(before.total(), v1::INDICATOR_KIND_FILING_RATE);
  EXPECT_EQ(missed.denominator(), 1) << "what ended before its day owes nothing";
  ASSERT_EQ(missed.not_counted_size(), 1);
  EXPECT_EQ(missed.not_counted(0), never);
  repeal.set_name(never);
  ASSERT_TRUE(documents->RepealDocument(As(tokens.reviewer).get(), repeal, &ended).ok());
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &after).ok());
  EXPECT_EQ(Of(after.total(), v1::INDICATOR_KIND_FILING_RATE).ShortDebugString(),
            missed.ShortDebugString());
}

// What was published counts from its day, with the review of its legality; a year on, the same days
// of the year before stand beside it.
TEST(Statistics, TheYearBeforeStandsBesideThisOne) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string today, document;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    today = server.registry().today();
    document = server.registry().Published("养老服务办法").name();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "366"});
  auto tasks = v1::TaskService::NewStub(server.Channel());
  v1::GetStatisticsRequest request;
  request.set_start_date(absl::StrCat(std::stoi(today.substr(0, 4)) + 1, "-01-01"));
  request.set_end_date(absl::StrCat(std::stoi(today.substr(0, 4)) + 1, "-12-31"));
  v1::Statistics counted;
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), request, &counted).ok());
  const v1::Indicator& alone = Of(counted.total(), v1::INDICATOR_KIND_LEGALITY_REVIEW_RATE);
  EXPECT_EQ(alone.denominator(), 0);
  EXPECT_FALSE(alone.has_numerator_before()) << "nobody asked";
  EXPECT_EQ(counted.year_before_start_date(), "");

  request.set_with_year_before(true);
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), request, &counted).ok());
  const v1::Indicator& beside = Of(counted.total(), v1::INDICATOR_KIND_LEGALITY_REVIEW_RATE);
  EXPECT_EQ(beside.denominator(), 0);
  EXPECT_EQ(beside.numerator_before(), 1);
  EXPECT_EQ(beside.denominator_before(), 1);
  EXPECT_EQ(beside.change_basis_points(), -10000);
  EXPECT_EQ(counted.year_before_start_date(), today.substr(0, 4) + "-01-01");
  EXPECT_GE(counted.year_before_end_date(), today);

  v1::GetStatisticsRequest then = Asked(kDistrict);
  then.set_start_date(today);
  then.set_end_date(today);
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), then, &counted).ok());
  const v1::Indicator& reviewed = Of(counted.total(), v1::INDICATOR_KIND_LEGALITY_REVIEW_RATE);
  EXPECT_EQ(reviewed.basis_points(), 10000);
  ASSERT_EQ(reviewed.counted_size(), 1);
  EXPECT_EQ(reviewed.counted(0), document);
}

// A period that has just begun is set beside as many days of the year before.
TEST(Statistics, TheYearBeforeEndsWhereTheYearHasComeTo) {
  RunningServer server;
  v1::GetStatisticsRequest request = Asked(kDistrict);
  request.set_start_date(server.registry().today());
  request.set_end_date("2999-12-31");
  request.set_with_year_before(true);
  v1::Statistics counted;
  ASSERT_TRUE(v1::TaskService::NewStub(server.Channel())
                  ->GetStatistics(As(server.registry().tokens().reviewer).get(), request, &counted)
                  .ok());
  EXPECT_EQ(counted.year_before_end_date(), counted.year_before_start_date());
  EXPECT_LT(counted.year_before_end_date(), server.registry().today());
}

// Where the last day has none a year before, the month's last stands for it.
TEST(Statistics, TheYearBeforeALeapDayEndsWithFebruary) {
  RunningServer server;
  v1::GetStatisticsRequest request;
  request.set_jurisdiction(kDistrict);
  request.set_start_date("2024-01-31");
  request.set_end_date("2024-02-29");
  request.set_with_year_before(true);
  v1::Statistics counted;
  const grpc::Status status =
      server.registry().tasks().GetStatistics(As("").get(), request, &counted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(counted.year_before_start_date(), "2023-01-31");
  EXPECT_EQ(counted.year_before_end_date(), "2023-02-28");
}

// domain.md 6: accepted without correction; who explains the text later was not corrected.
TEST(Statistics, AnExplanationIsNoSupplement) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  auto filings = v1::FilingService::NewStub(server.Channel());
  const std::string clean = File(*filings, tokens, registry.Published("养老服务办法").name());
  const std::string mended = File(*filings, tokens, registry.Published("殡葬服务办法").name());
  v1::Filing filing;
  v1::RequestFilingSupplementRequest ask;
  ask.set_name(mended);
  ask.add_items("电子文本");
  ASSERT_TRUE(filings->RequestFilingSupplement(As(tokens.reviewer).get(), ask, &filing).ok());
  v1::SupplementFilingRequest given;
  given.set_name(mended);
  given.add_materials()->set_title("电子文本");
  ASSERT_TRUE(filings->SupplementFiling(As(tokens.drafter).get(), given, &filing).ok());
  for (const std::string& name : {clean, mended}) {
    v1::AcceptFilingRequest accept;
    accept.set_name(name);
    ASSERT_TRUE(filings->AcceptFiling(As(tokens.reviewer).get(), accept, &filing).ok());
  }
  v1::RequestExplanationRequest question;
  question.set_name(clean);
  question.add_items("第二条的依据");
  ASSERT_TRUE(filings->RequestExplanation(As(tokens.reviewer).get(), question, &filing).ok());
  v1::Statistics counted;
  ASSERT_TRUE(
      registry.tasks().GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &counted).ok());
  const v1::Indicator& rate = Of(counted.total(), v1::INDICATOR_KIND_CONFORMITY_RATE);
  EXPECT_EQ(rate.basis_points(), 5000);
  ASSERT_EQ(rate.counted_size(), 1);
  EXPECT_EQ(rate.counted(0), clean);
}

// 纠错率 counts what its issuer corrected: the review of a document that was revoked meanwhile is
// concluded, and corrected nothing.
TEST(Statistics, WhatABodyAboveRevokedItsIssuerDidNotCorrect) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  auto filings = v1::FilingService::NewStub(server.Channel());
  const std::string document = registry.Published("养老服务办法").name();
  v1::AcceptFilingRequest accept;
  accept.set_name(File(*filings, tokens, document));
  v1::Filing filing;
  ASSERT_TRUE(filings->AcceptFiling(As(tokens.reviewer).get(), accept, &filing).ok());
  v1::RevokeDocumentRequest revoke;
  revoke.set_name(document);
  revoke.set_reason("超越职权");
  revoke.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  revoke.mutable_decision()->set_document_title("市人民政府决定");
  revoke.mutable_decision()->set_person("张三");
  revoke.mutable_decision()->set_date(registry.today());
  v1::Document revoked;
  ASSERT_TRUE(
      registry.documents().RevokeDocument(As(tokens.city_reviewer).get(), revoke, &revoked).ok());
  v1::DecideFilingRequest end;
  end.set_name(accept.name());
  end.set_outcome(v1::FILING_OUTCOME_TERMINATE);
  end.set_reason("文件已被撤销");
  const grpc::Status ended = filings->DecideFiling(As(tokens.reviewer).get(), end, &filing);
  ASSERT_TRUE(ended.ok()) << ended.error_message();
  v1::Statistics counted;
  ASSERT_TRUE(
      registry.tasks().GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &counted).ok());
  const v1::Indicator& rate = Of(counted.total(), v1::INDICATOR_KIND_CORRECTION_RATE);
  EXPECT_EQ(rate.denominator(), 1);
  EXPECT_EQ(rate.numerator(), 0);
}

// What was rejected met nothing; what the issuer filed after it does.
TEST(Statistics, AFilingAfterARejectedOneMeetsTheDuty) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  auto filings = v1::FilingService::NewStub(server.Channel());
  const std::string document = registry.Published("养老服务办法").name();
  v1::RejectFilingRequest reject;
  reject.set_name(File(*filings, tokens, document));
  reject.set_not_normative_reason(v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  reject.set_reason("工作方案");
  v1::Filing filing;
  const grpc::Status rejected = filings->RejectFiling(As(tokens.reviewer).get(), reject, &filing);
  ASSERT_TRUE(rejected.ok()) << rejected.error_message();
  v1::Statistics counted;
  const auto count = [&] {
    EXPECT_TRUE(
        registry.tasks().GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &counted).ok());
    return Of(counted.total(), v1::INDICATOR_KIND_FILING_RATE);
  };
  EXPECT_EQ(count().denominator(), 0);
  const std::string again = File(*filings, tokens, document);
  const v1::Indicator rate = count();
  EXPECT_EQ(rate.denominator(), 1);
  ASSERT_EQ(rate.counted_size(), 1);
  EXPECT_EQ(rate.counted(0), again);
}

// A cleanup counts a paper of the old stock also where nobody knows its issuer, and so must these:
// before, neither it nor what was raised against it was in any figure.
TEST(Statistics, WhatIsOfNoKnownOrganCountsAmongAllOfItsPlace) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  v1::ImportRow row = StockRow(1, "存量办法");
  row.set_issuer("早已撤销的机关");
  Desk desk(server.Channel(), tokens);
  const std::string document = ImportStock(registry, {row})[0];
  const std::string objection = desk.Lodge(document, "甲某某").objection().name();
  v1::CreateCampaignRequest plan;
  plan.mutable_campaign()->set_title("规范性文件清理");
  plan.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  plan.mutable_campaign()->set_jurisdiction(kDistrict);
  plan.mutable_campaign()->set_cutoff_date(registry.today());
  plan.mutable_campaign()->set_proposal_due_date("2199-12-31");
  v1::Campaign campaign;
  ASSERT_TRUE(registry.cleanups().CreateCampaign(As(tokens.reviewer).get(), plan, &campaign).ok());
  v1::OpenCampaignRequest open;
  open.set_name(campaign.name());
  ASSERT_TRUE(registry.cleanups().OpenCampaign(As(tokens.reviewer).get(), open, &campaign).ok());
  ASSERT_EQ(campaign.item_count(), 1);
  for (const auto& [place, token] :
       {std::pair(kDistrict, tokens.reviewer), std::pair(kCity, tokens.city_reviewer)}) {
    v1::Statistics counted;
    ASSERT_TRUE(registry.tasks().GetStatistics(As(token).get(), Asked(place), &counted).ok());
    EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_CLEANUP_PROGRESS).denominator(), 1) << place;
    ASSERT_EQ(counted.total().objections(0).cases_size(), 1) << place;
    EXPECT_EQ(counted.total().objections(0).cases(0), objection);
    EXPECT_EQ(counted.organs_size(), 0) << "there is none to name";
  }
}

TEST(Statistics, WhoMayNotAndWhatCannotBeCountedIsRefused) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  v1::Statistics reply;
  const auto get = [&](const std::string& token, const v1::GetStatisticsRequest& request) {
    return ReasonOf(registry.tasks().GetStatistics(As(token).get(), request, &reply));
  };
  EXPECT_EQ(get("", Asked(kDistrict)), "TOKEN_INVALID");
  EXPECT_EQ(get(tokens.drafter, Asked(kDistrict)), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(get(tokens.reviewer, Asked(kCity)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(get(tokens.auditor, Asked("jurisdictions/999999")), "JURISDICTION_UNKNOWN");
  v1::GetStatisticsRequest request = Asked(kDistrict);
  request.set_end_date("2019-12-31");
  EXPECT_EQ(get(tokens.reviewer, request), "FIELD_INVALID");
  request = Asked(kDistrict);
  request.set_organ("jurisdictions/630203/organs/unheard-of");
  EXPECT_EQ(get(tokens.reviewer, request), "ORGAN_UNKNOWN");
  request.set_organ(kCityLegalOffice);
  EXPECT_EQ(get(tokens.reviewer, request), "FIELD_INVALID");
}

TEST(Statistics, WhoWasJoinedToALateCaseWasAnsweredLate) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string lead;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    Desk desk(server.Channel(), tokens);
    const std::string document = server.registry().Published("临时救助办法").name();
    lead = desk.Lodge(document, "甲某某").objection().name();
    const std::string joined = desk.Lodge(document, "乙某某").objection().name();
    ASSERT_TRUE(desk.Accept(lead).ok());
    ASSERT_TRUE(desk.Join(joined, lead).ok());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "70"});
  Desk desk(server.Channel(), tokens);
  desk.WaitFor(lead, "ObjectionOverdue");
  ASSERT_TRUE(desk.Decide(lead, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  auto tasks = v1::TaskService::NewStub(server.Channel());
  v1::Statistics counted;
  ASSERT_TRUE(tasks->GetStatistics(As(tokens.reviewer).get(), Asked(kDistrict), &counted).ok());
  const v1::Indicator& timely = Of(counted.total(), v1::INDICATOR_KIND_OBJECTION_TIMELINESS_RATE);
  EXPECT_EQ(timely.denominator(), 2);
  EXPECT_EQ(timely.numerator(), 0);  // before: 1
}

}  // namespace
}  // namespace santong::testing
