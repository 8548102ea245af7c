// The lists that go out by the calendar (domain.md 3.10): whose they are, when they are due, what
// stands on them, what proves that they went out.
#include "server/domain/filing/list.h"

#include <gmock/gmock.h>

#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/builders.h"

namespace santong::filing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kDistrict[] = "jurisdictions/630203";
constexpr char kCity[] = "jurisdictions/630200";
constexpr char kBureau[] = "jurisdictions/630203/organs/civil-affairs";

v1::PolicyLeaf YearlyDue(const char* month_day) {
  v1::PolicyLeaf leaf;
  leaf.set_key(policy::kFilingYearlyListDue);
  leaf.set_text(month_day);
  leaf.set_article("第二十二条");
  return leaf;
}
policy::PolicyView Policy() {
  return policy::ViewOf(
      {YearlyDue("01-31"), document::Period(policy::kFilingListMonths, 3, v1::PERIOD_UNIT_MONTHS)});
}
v1::Organ Bureau() {
  return document::IssuingOrgan(kBureau, v1::ORGAN_KIND_DEPARTMENT, "平安区民政局");
}
v1::FilingList Due() { return *YearlyList(Bureau(), kDistrict, 2026, Policy()); }
v1::Evidence Letter(const char* date) {
  v1::Evidence letter;
  letter.set_document_title("平民函〔2027〕1号");
  letter.set_date(date);
  letter.set_person("办公室 某某");
  return letter;
}
std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : error::FieldViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST(YearlyList, CoversTheYearAndIsDueOnThePolicysDayOfTheNext) {
  const v1::FilingList list = Due();
  EXPECT_EQ(list.name(), "jurisdictions/630203/organs/civil-affairs/filingLists/2026");
  EXPECT_EQ(list.start_date(), "2026-01-01");
  EXPECT_EQ(list.end_date(), "2026-12-31");
  EXPECT_EQ(list.due_date(), "2027-01-31");
  EXPECT_EQ(list.receiver(), kDistrict);
  EXPECT_EQ(list.article(), "第二十二条");
  EXPECT_TRUE(list.unconfirmed());
  EXPECT_FALSE(list.has_evidence());
}

TEST(YearlyList, IsAskedOfNobodyWhoMayNotIssueOrHasNoReceiver) {
  v1::Organ organ = Bureau();
  EXPECT_FALSE(YearlyList(organ, "", 2026, Policy()).has_value());
  EXPECT_FALSE(YearlyList(organ, kDistrict, 2026, policy::ViewOf({})).has_value());
  organ.set_successor("jurisdictions/630203/organs/education");
  EXPECT_FALSE(YearlyList(organ, kDistrict, 2026, Policy()).has_value());
  organ.clear_successor();
  organ.set_entitled_to_issue(false);
  EXPECT_FALSE(YearlyList(organ, kDistrict, 2026, Policy()).has_value());
}

TEST(PublicList, IsDueAPeriodAfterTheLastAndCoversWhatCameSince) {
  const absl::CivilDay since(2026, 11, 30);
  const auto list = PublicList(kDistrict, since, since, Policy(), calendar::Calendar());
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->start_date(), "2026-12-01");
  EXPECT_EQ(list->due_date(), "2027-02-28") << "a month's last day where it has no such day";
  EXPECT_EQ(list->name(), "jurisdictions/630203/filingLists/2027-02-28");
  auto sent = Send(*list, Letter("2027-02-10"), absl::CivilDay(2027, 2, 11));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->end_date(), "2027-02-10") << "the next begins on the day after";
  EXPECT_FALSE(
      PublicList(kDistrict, since, since, policy::ViewOf({}), calendar::Calendar()).has_value());
}

// Before, a place that set the period in its fourth year was three years late on the same day.
TEST(PublicList, IsNotDueBeforeItsRuleBegan) {
  const auto list = PublicList(kDistrict, absl::CivilDay(2026, 11, 30), absl::CivilDay(2030, 1, 4),
                               Policy(), calendar::Calendar());
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->due_date(), "2030-04-04");
  EXPECT_EQ(list->start_date(), "2026-12-01") << "nothing is left out";
}

TEST(ListName, SaysItsKindItsParentAndItsDay) {
  const auto yearly = ParseListName("jurisdictions/630203/organs/civil-affairs/filingLists/2026");
  ASSERT_TRUE(yearly.has_value());
  EXPECT_EQ(yearly->kind, v1::FILING_LIST_KIND_YEARLY);
  EXPECT_EQ(yearly->parent, kBureau);
  EXPECT_EQ(yearly->day, absl::CivilDay(2026, 12, 31));
  const auto open = ParseListName("jurisdictions/630203/filingLists/2027-02-28");
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(open->kind, v1::FILING_LIST_KIND_PUBLIC);
  EXPECT_EQ(open->parent, kDistrict);
  for (const char* wrong :
       {"", "/filingLists/2026", "jurisdictions/630203/organs/x/filingLists/",
        "jurisdictions/630203/organs/x/filingLists/02026",
        "jurisdictions/630203/organs/x/filingLists/99999",
        "jurisdictions/630203/organs/x/filingLists/2026-12-31",
        "jurisdictions/630203/filingLists/2026", "jurisdictions/630203/filingLists/2027-02-30",
        "jurisdictions/630203/organs/x/filingLists/2026/filingLists/2026"}) {
    EXPECT_FALSE(ParseListName(wrong).has_value()) << wrong;
  }
}

TEST(SentList, IsLateByTheDayOfItsLetter) {
  const absl::CivilDay today(2027, 2, 5);
  auto in_time = Send(Due(), Letter("2027-01-31"), today);
  ASSERT_TRUE(in_time.ok()) << in_time.status();
  EXPECT_FALSE(in_time->overdue());
  EXPECT_EQ(in_time->evidence().kind(), v1::EVIDENCE_KIND_FILING_LIST);
  EXPECT_EQ(in_time->end_date(), "2026-12-31");
  auto late = Send(Due(), Letter("2027-02-01"), today);
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_TRUE(late->overdue());
}

TEST(SentList, NamesEveryFieldThatDoesNotProveIt) {
  const absl::CivilDay today(2027, 2, 5);
  v1::Evidence empty;
  empty.set_kind(v1::EVIDENCE_KIND_SIGNATURE);
  empty.set_attachment_sha256(std::string(64, 'a'));
  EXPECT_THAT(Fields(Send(Due(), empty, today).status()),
              UnorderedElementsAre("evidence.document_title", "evidence.person", "evidence.kind",
                                   "evidence.attachment_sha256", "evidence.date"));
  for (const char* day : {"2027-02-06", "2026-12-30"}) {
    EXPECT_THAT(Fields(Send(Due(), Letter(day), today).status()), ElementsAre("evidence.date"))
        << day;
  }
}

TEST(SentList, IsForItsSenderToSendAndForTheOfficesToSee) {
  const v1::FilingList list = Due();
  access::Caller drafter = {"principals/a", kBureau, kDistrict, {v1::ROLE_DRAFTER}};
  EXPECT_TRUE(MaySee(drafter, list) && MaySend(drafter, list));
  drafter.organ = "jurisdictions/630203/organs/education";
  EXPECT_FALSE(MaySee(drafter, list) || MaySend(drafter, list));
  access::Caller office = {
      "principals/b", "jurisdictions/630203/organs/legal-office", kDistrict, {v1::ROLE_REVIEWER}};
  EXPECT_TRUE(MaySee(office, list));
  EXPECT_FALSE(MaySend(office, list));
  office.jurisdiction = kCity;
  EXPECT_FALSE(MaySee(office, list));
  const v1::FilingList to_city = *YearlyList(Bureau(), kCity, 2026, Policy());
  EXPECT_TRUE(MaySee(office, to_city));
  office.jurisdiction = kDistrict;
  EXPECT_TRUE(MaySee(office, to_city)) << "the organ's own government's office";
  office.jurisdiction = "jurisdictions/630204";
  EXPECT_FALSE(MaySee(office, to_city));
  EXPECT_FALSE(MaySee(access::PublicCaller(), list));
  const absl::CivilDay since(2026, 11, 30);
  const auto open = PublicList(kDistrict, since, since, Policy(), calendar::Calendar());
  EXPECT_FALSE(MaySend(office, *open));
  office.jurisdiction = kDistrict;
  EXPECT_TRUE(MaySend(office, *open));
  EXPECT_FALSE(MaySend(drafter, *open));
}

std::vector<std::string> ChangesOf(const v1::Document& document,
                                   const v1::FilingList& list = Due()) {
  google::protobuf::RepeatedPtrField<v1::FilingListEntry> entries;
  AddChanges(document, list, &entries);
  std::vector<std::string> changes;
  for (const auto& entry : entries)
    changes.push_back(v1::FilingListChange_Name(entry.change()).substr(19) + " " + entry.date());
  return changes;
}

TEST(YearlyList, HasWhatWasIssuedAmendedAndEndedWithinTheYearAndNothingElse) {
  v1::Document document;
  document.set_name("documents/7");
  EXPECT_THAT(ChangesOf(document), IsEmpty()) << "never came out";
  document.mutable_publication()->set_date("2025-12-31");
  v1::VersionSummary* version = document.add_versions();
  version->set_kind(v1::VERSION_KIND_ORIGINAL);
  version->set_effective_date("2026-01-01");
  EXPECT_THAT(ChangesOf(document), IsEmpty()) << "the year before";
  version = document.add_versions();
  version->set_kind(v1::VERSION_KIND_CORRECTION);
  version->set_effective_date("2026-02-01");
  version = document.add_versions();
  version->set_kind(v1::VERSION_KIND_AMENDMENT);
  version->set_effective_date("2026-03-01");
  EXPECT_THAT(ChangesOf(document), ElementsAre("AMENDED 2026-03-01"));
  document.set_ended_date("2026-12-31");
  EXPECT_THAT(ChangesOf(document), ElementsAre("AMENDED 2026-03-01", "ENDED 2026-12-31"));
  document.set_ended_date("2027-01-01");
  document.mutable_publication()->set_date("2026-01-01");
  EXPECT_THAT(ChangesOf(document), ElementsAre("ISSUED 2026-01-01", "AMENDED 2026-03-01"));
  document.set_legacy(true);
  document.clear_publication();
  document.set_written_date("2026-01-05");
  EXPECT_THAT(ChangesOf(document), ElementsAre("ISSUED 2026-01-05", "AMENDED 2026-03-01"));
}

// One from before the registry keeps its state when it is found to be none (认定).
TEST(YearlyList, HasNothingThatWasFoundToBeNoNormativeDocument) {
  v1::Document document;
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_legacy(true);
  document.set_written_date("2026-01-05");
  EXPECT_THAT(ChangesOf(document), ElementsAre("ISSUED 2026-01-05"));
  document.set_not_normative_date("2026-06-01");
  EXPECT_THAT(ChangesOf(document), IsEmpty());
  // As an older server wrote it.
  document.clear_not_normative_date();
  document.mutable_internal()->mutable_determination()->set_date("2026-06-01");
  EXPECT_THAT(ChangesOf(document), IsEmpty());
  document.mutable_internal()->mutable_determination()->set_normative(true);
  EXPECT_THAT(ChangesOf(document), ElementsAre("ISSUED 2026-01-05"));
}

TEST(YearlyList, ThatWasSentKeepsWhatWasFoundToBeNoneLater) {
  v1::Document document;
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_legacy(true);
  document.set_written_date("2026-01-05");
  v1::FilingList sent = Due();
  *sent.mutable_evidence() = Letter("2027-01-10");
  document.set_not_normative_date("2027-01-10");
  EXPECT_THAT(ChangesOf(document, sent), IsEmpty());
  document.set_not_normative_date("2027-03-01");
  EXPECT_THAT(ChangesOf(document, sent), ElementsAre("ISSUED 2026-01-05"));
  EXPECT_THAT(ChangesOf(document), IsEmpty()) << "not sent yet";
}

// A revocation (撤销) reaches back to the first day; it is of the year of its decision.
TEST(YearlyList, HasWhatWasRevokedInTheYearOfTheDecision) {
  v1::Document document;
  document.mutable_publication()->set_date("2024-02-01");
  document.set_state(v1::DOCUMENT_STATE_REVOKED);
  document.set_ended_date("2024-03-01");
  v1::Evidence* decision = document.mutable_internal()->add_evidence();
  decision->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  decision->set_date("2026-05-04");
  EXPECT_THAT(ChangesOf(document), ElementsAre("ENDED 2026-05-04"));
}

}  // namespace
}  // namespace santong::filing
