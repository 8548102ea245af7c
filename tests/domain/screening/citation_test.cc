// Which documents a text cites, and what is said of them.
#include "server/domain/screening/citation.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/domain/screening/screen.h"

namespace santong::screening {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 9, 1);

std::vector<std::string> Cited(absl::string_view text) {
  std::vector<std::string> cited;
  for (const Citation& citation : FindCitations(text)) {
    cited.push_back(std::string(citation.title) + "|" + std::string(citation.number));
  }
  return cited;
}

TEST(Citations, TitleAndNumberAsReallyWritten) {
  struct Case {
    const char* text;
    const char* cited;
  };
  const Case cases[] = {
      {"根据《示例区渣土管理办法》（示政规〔2021〕3号）制定",
       "示例区渣土管理办法|示政规〔2021〕3号"},
      {"按照《关于清理工作的通知》(冀政办字[2021]64号)要求",
       "关于清理工作的通知|冀政办字[2021]64号"},
      {"执行《通知》（财税〔2018〕1号，以下简称通知）", "通知|财税〔2018〕1号"},
      {"落实《关于印发〈某办法〉的通知》精神", "关于印发〈某办法〉的通知|"},
      {"落实《关于印发《某办法》的通知》精神", "关于印发《某办法》的通知|"},
      {"依照《行政处罚法》（2021年修正）的规定", "行政处罚法|"},
      // From the corpus; once each had no number.
      {"除按照《国务院关于筹措农村学校办学经费的通知》(国发〔1984〕174号文)的规定",
       "国务院关于筹措农村学校办学经费的通知|国发〔1984〕174号"},
      {"根据《病原微生物实验室生物安全管理条例》（国务院第424号令）的有关规定",
       "病原微生物实验室生物安全管理条例|国务院第424号令"},
      {"按照《河北省规范性文件管理办法》（省政府令〔2016〕第5号公布，根据省政府令〔2020〕第2号修正"
       "）"
       "等有关规定",
       "河北省规范性文件管理办法|省政府令〔2016〕第5号"},
      {"依据《关于印发发展规划（2020-2025年）的通知》（冀政字（2020）23号）要求",
       "关于印发发展规划（2020-2025年）的通知|冀政字（2020）23号"},
      {"经《完善方案的通知》 （国办发 〔２００６〕１６号）同意",
       "完善方案的通知|国办发 〔２００６〕１６号"},
  };
  for (const Case& one : cases) {
    EXPECT_THAT(Cited(one.text), ElementsAre(one.cited)) << one.text;
  }
}

TEST(Citations, OneDocumentIsCitedOnceHoweverItsNumberIsWritten) {
  EXPECT_THAT(Cited("《甲办法》（示政规〔2021〕3号）。又见《甲办法》(示政规[2021]03号)。").size(),
              1u);
  EXPECT_THAT(Cited("根据《甲办法》（示政规〔2021〕3号）制定。《甲办法》未作规定的，从其规定。"),
              ElementsAre("甲办法|示政规〔2021〕3号"));
}

TEST(Citations, ASentenceThatEndsADocumentIsRightToNameIt) {
  EXPECT_THAT(Cited("《甲办法》（示政规〔2021〕3号）同时废止。"), IsEmpty());
  EXPECT_THAT(Cited("根据《关于修改甲办法的决定》办理"), ElementsAre("关于修改甲办法的决定|"));
  EXPECT_THAT(Cited("根据《甲办法》办理。《乙办法》同时废止。"), ElementsAre("甲办法|"));
}

TEST(Citations, TooManyAreCutAndHostileTextsEnd) {
  std::string text;
  for (size_t i = 0; i < kCitationsMax + 10; ++i) text += "《办法" + std::to_string(i) + "》";
  EXPECT_EQ(FindCitations(text).size(), kCitationsMax);
  EXPECT_THAT(Cited(std::string(100'000, '(')), IsEmpty());
}

absl::optional<v1::Finding> Judge(const std::vector<v1::Document>& held,
                                  absl::string_view text = "根据《甲办法》（示政规〔2021〕3号）") {
  const auto citations = FindCitations(text);
  if (citations.size() != 1) return absl::nullopt;
  return JudgeCitation(text, citations[0], held, kToday);
}

v1::Document Held(v1::DocumentState state, const char* ended_date = "", const char* last = "") {
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(state);
  document.set_ended_date(ended_date);
  document.mutable_term()->set_last_valid_date(last);
  return document;
}

TEST(Citations, WhatMayNotBeReliedOnIsNamedWithItsState) {
  struct Case {
    v1::Document held;
    const char* rule;  // empty: nothing is said
  };
  const Case cases[] = {
      {Held(v1::DOCUMENT_STATE_REPEALED, "2026-01-01"), "cites-repealed"},
      {Held(v1::DOCUMENT_STATE_REPEALED, "2026-09-01"), "cites-repealed"},
      {Held(v1::DOCUMENT_STATE_REPEALED, "2026-09-02"), ""},
      {Held(v1::DOCUMENT_STATE_SUPERSEDED, "2026-01-01"), "cites-superseded"},
      {Held(v1::DOCUMENT_STATE_LAPSED), "cites-expired"},
      {Held(v1::DOCUMENT_STATE_REVOKED), "cites-revoked"},
      {Held(v1::DOCUMENT_STATE_SUSPENDED), "cites-suspended"},
      {Held(v1::DOCUMENT_STATE_IN_EFFECT), ""},
      {Held(v1::DOCUMENT_STATE_IN_EFFECT, "", "2026-09-01"), ""},
      {Held(v1::DOCUMENT_STATE_IN_EFFECT, "", "2026-08-31"), "cites-expired"},
      {Held(v1::DOCUMENT_STATE_LEGACY, "", "2020-01-01"), "cites-expired"},
  };
  for (const Case& one : cases) {
    auto finding = Judge({one.held});
    SCOPED_TRACE(one.held.ShortDebugString());
    ASSERT_EQ(finding.has_value(), *one.rule != '\0');
    if (!finding.has_value()) continue;
    EXPECT_EQ(finding->rule(), one.rule);
    EXPECT_EQ(finding->cited_document(), "documents/7");
    EXPECT_EQ(finding->cited_state(), one.held.state());
    EXPECT_EQ(finding->passage(), "《甲办法》（示政规〔2021〕3号）");
    EXPECT_EQ(finding->weight(), v1::FINDING_WEIGHT_VERDICT);
  }
}

TEST(Citations, APaperFromBeforeTheRegistryIsNotedAsUnregistered) {
  const v1::Document legacy = Held(v1::DOCUMENT_STATE_LEGACY);
  const v1::Document repealed = Held(v1::DOCUMENT_STATE_REPEALED, "2020-01-01");
  for (const auto& held : {std::vector{legacy}, {legacy, repealed}, {repealed, legacy}}) {
    const auto finding = Judge(held);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->rule(), "cites-unregistered");
    EXPECT_EQ(finding->cited_state(), v1::DOCUMENT_STATE_LEGACY);
    EXPECT_EQ(finding->weight(), v1::FINDING_WEIGHT_NOTE);
  }
  v1::Document none = legacy;
  none.set_not_normative_date("2026-03-01");
  EXPECT_FALSE(Judge({none}).has_value()) << "nobody is to register it";
}

TEST(Citations, OneThatMayBeReliedOnIsEnough) {
  EXPECT_FALSE(
      Judge({Held(v1::DOCUMENT_STATE_REPEALED, "2020-01-01"), Held(v1::DOCUMENT_STATE_IN_EFFECT)})
          .has_value());
}

TEST(Citations, AnUnknownNumberIsANoteAndAnUnknownTitleOrDecreeIsNothing) {
  auto finding = Judge({});
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->rule(), "cites-unknown");
  EXPECT_EQ(finding->weight(), v1::FINDING_WEIGHT_NOTE);
  EXPECT_FALSE(Judge({}, "依照《中华人民共和国水法》").has_value());
  EXPECT_FALSE(Judge({}, "依照《城市供水条例》（国务院令第158号）").has_value());
}

TEST(Citations, ARepealedLawIsReportedFromItsDayOnWithWhatReplacedIt) {
  v1::RepealedLaw law;
  law.set_title("中华人民共和国合同法");
  law.set_ended_date("2021-01-01");
  law.set_replaced_by("中华人民共和国民法典");
  law.set_article("民法典 第一千二百六十条");
  for (const char* text : {"依照《中华人民共和国合同法》", "依照《合同法》"}) {
    const auto citations = FindCitations(text);
    ASSERT_EQ(citations.size(), 1u);
    auto finding = JudgeLaw(text, citations[0], {law}, kToday);
    ASSERT_TRUE(finding.has_value()) << text;
    EXPECT_EQ(finding->rule(), "cites-repealed-law");
    EXPECT_THAT(finding->mend_zh(), ::testing::HasSubstr("民法典"));
    EXPECT_FALSE(JudgeLaw(text, citations[0], {law}, absl::CivilDay(2020, 12, 31)).has_value());
  }
  const absl::string_view other = "依照《劳动合同法》";
  EXPECT_FALSE(JudgeLaw(other, FindCitations(other)[0], {law}, kToday).has_value());
}

std::vector<std::string> Ids(const std::vector<std::pair<const char*, const char*>>& of) {
  std::vector<v1::Finding> findings;
  for (const auto& [rule, passage] : of) {
    findings.emplace_back();
    findings.back().set_rule(rule);
    findings.back().set_passage(passage);
  }
  NameFindings(findings);
  std::vector<std::string> ids;
  for (const v1::Finding& finding : findings) ids.push_back(finding.id());
  return ids;
}

TEST(FindingIds, StayWhenOtherPassagesComeAndGoAndTellEqualPassagesApart) {
  const auto before =
      Ids({{"sets-fee", "收取费"}, {"sets-fee", "收取费"}, {"sets-levy", "征收税"}});
  const auto after =
      Ids({{"sets-penalty", "罚款"}, {"sets-fee", "收取费"}, {"sets-levy", "征收税"}});
  EXPECT_NE(before[0], before[1]);
  EXPECT_EQ(before[0], after[1]);
  EXPECT_EQ(before[2], after[2]);
}

TEST(Citations, WhichYearsTextIsMeantAndOtherTitlesSayNothingOfAnEnd) {
  EXPECT_THAT(Cited("依照《行政处罚法》（2021年修订）的规定"), ElementsAre("行政处罚法|"));
  EXPECT_THAT(
      Cited(
          "根据《行政处罚法》（2021年1月22日修订）、《甲办法》（示政规〔2021〕3号），制定本办法。"),
      ElementsAre("行政处罚法|", "甲办法|示政规〔2021〕3号"));
  EXPECT_THAT(Cited("依照《行政处罚法》（2021修订）的规定"), ElementsAre("行政处罚法|"));
  EXPECT_THAT(Cited("《植物检疫条例》（国发〔1983〕2号发布，国务院令第98号修订）第七条"),
              ElementsAre("植物检疫条例|国发〔1983〕2号"));
  EXPECT_THAT(Cited("《甲办法》（已于2021年废止）"), IsEmpty());
  EXPECT_THAT(Cited("根据《关于修改部分规章的决定》和《甲办法》（示政规〔2021〕3号）办理"),
              ElementsAre("关于修改部分规章的决定|", "甲办法|示政规〔2021〕3号"));
  EXPECT_THAT(Cited("对《甲办法》（示政规〔2021〕3号）作如下修改："), IsEmpty());
  EXPECT_THAT(Cited("《甲办法》（示政规〔2021〕3号）、《乙办法》同时废止。"), IsEmpty());
}

}  // namespace
}  // namespace santong::screening
