// Which letter tells of which act on a filing, and what each says.
#include "server/domain/letter/filing_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace santong::letter {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr v1::FilingLetterKind kReceipt = v1::FILING_LETTER_KIND_RECEIPT;
constexpr v1::FilingLetterKind kDeferral = v1::FILING_LETTER_KIND_DEFERRAL;
constexpr v1::FilingLetterKind kRefusal = v1::FILING_LETTER_KIND_REFUSAL;
constexpr v1::FilingLetterKind kExplanation = v1::FILING_LETTER_KIND_EXPLANATION;
constexpr v1::FilingLetterKind kOpinion = v1::FILING_LETTER_KIND_OPINION;
constexpr v1::FilingLetterKind kSuggestion = v1::FILING_LETTER_KIND_SUGGESTION;
constexpr v1::FilingLetterKind kReminder = v1::FILING_LETTER_KIND_REMINDER;

v1::Filing Filed() {
  v1::Filing filing;
  filing.set_name("filings/3");
  filing.set_title("平安区临时救助办法");
  filing.set_filed_date("2026-04-08");
  return filing;
}

v1::Event Happened(const char* type, const char* reason = "", const char* grounds = "") {
  v1::Event event;
  event.set_type(type);
  event.set_date("2026-04-10");
  event.set_reason(reason);
  (*event.mutable_facts())["grounds"] = grounds;
  return event;
}

void Arm(v1::Filing& filing, v1::ClockKind kind, const char* due) {
  v1::Clock& clock = *filing.add_clocks();
  clock.set_kind(kind);
  clock.set_due_date(due);
  clock.set_article("试行办法第八条");
}

std::string Text(v1::FilingLetterKind kind, const v1::Event& event, const v1::Filing& filing) {
  v1::Document document;
  document.set_document_number("平民〔2026〕1号");
  document.set_registration_number("测登〔2026〕1号");
  return AsText(Compose(kind, {.filing = filing,
                               .document = document,
                               .event = event,
                               .issuer_name = "平安区民政局",
                               .office_name = "平安区司法局"}));
}

TEST(FilingLetters, EachTellsOfItsOwnAct) {
  using Kinds = std::set<v1::FilingLetterKind>;
  struct Case {
    const char* type;
    Kinds kinds;
  };
  const Case cases[] = {
      {"FilingAccepted", {kReceipt}},
      {"FilingSupplementRequested", {kDeferral}},
      {"FilingRejected", {kRefusal}},
      {"FilingExplanationRequested", {kExplanation}},
      {"FilingPassed", {kOpinion}},
      {"FilingCorrectionOrdered", {kOpinion, kSuggestion}},
      {"FilingPassedWithReminder", {kOpinion, kReminder}},
      {"FilingCorrectionAdvised", {kOpinion, kSuggestion}},
      {"FilingReviewPaused", {kOpinion}},
      {"FilingReviewTerminated", {kOpinion}},
      {"FilingTransferred", {kOpinion}},
      {"FilingCoordinationBegun", {kOpinion}},
      {"FilingReviewResumed", {}},
      {"FilingCreated", {}},
      {"FilingSupplemented", {}},
      {"FilingOverdue", {}},
  };
  for (const Case& one : cases) {
    Kinds kinds;
    for (int kind = 0; kind <= v1::FilingLetterKind_MAX; ++kind) {
      if (TellsOf(static_cast<v1::FilingLetterKind>(kind), Happened(one.type)))
        kinds.insert(static_cast<v1::FilingLetterKind>(kind));
    }
    EXPECT_EQ(kinds, one.kinds) << one.type;
  }
}

TEST(FilingLetters, TheReceiptSaysWhatWasFiledAndWhenTheReviewEnds) {
  v1::Filing filing = Filed();
  Arm(filing, v1::CLOCK_KIND_FILING_REVIEW, "2026-06-10");
  const std::string text = Text(kReceipt, Happened("FilingAccepted"), filing);
  for (const char* part : {"行政规范性文件备案回执", "备案：filings/3", "平安区民政局：",
                           "你机关于2026年4月8日报送备案",
                           "《平安区临时救助办法》（平民〔2026〕1号，登记号测登〔2026〕1号）",
                           "自2026年4月10日起予以备案登记", "备案审查期限至2026年6月10日",
                           "试行办法第八条", "平安区司法局"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("超过规定期限")));
  filing.set_late(true);
  EXPECT_THAT(Text(kReceipt, Happened("FilingAccepted"), filing), HasSubstr("超过规定期限"));
}

// A review that was paused goes on with a period of its own; what the receipt said stays said.
TEST(FilingLetters, TheReceiptSaysTheDayThatItSaidWhenTheReviewGoesOnLater) {
  v1::Filing filing = Filed();
  Arm(filing, v1::CLOCK_KIND_FILING_REVIEW, "2026-06-10");
  filing.mutable_clocks(0)->set_start_date("2026-04-10");
  Arm(filing, v1::CLOCK_KIND_FILING_REVIEW, "2026-09-30");
  filing.mutable_clocks(1)->set_start_date("2026-08-01");
  EXPECT_THAT(Text(kReceipt, Happened("FilingAccepted"), filing),
              AllOf(HasSubstr("备案审查期限至2026年6月10日"), Not(HasSubstr("9月30日"))));
}

TEST(FilingLetters, WhatIsAskedForIsListedWithItsDay) {
  v1::Filing filing = Filed();
  Arm(filing, v1::CLOCK_KIND_FILING_SUPPLEMENT, "2026-04-25");
  filing.add_items("第三条的依据");  // of a later question
  EXPECT_THAT(Text(kDeferral, Happened("FilingSupplementRequested", "合法性审核意见"), filing),
              AllOf(HasSubstr("暂缓备案登记，请补充下列事项：合法性审核意见。"),
                    HasSubstr("请于2026年4月25日前补充"), Not(HasSubstr("第三条的依据"))));
  const v1::Event asked = Happened("FilingExplanationRequested", "第三条的依据");
  EXPECT_THAT(Text(kExplanation, asked, filing),
              AllOf(HasSubstr("作出书面说明：第三条的依据。"), Not(HasSubstr("前说明"))))
      << "a place without a period for it names no day";
  Arm(filing, v1::CLOCK_KIND_FILING_EXPLANATION, "2026-05-08");
  EXPECT_THAT(Text(kExplanation, asked, filing), HasSubstr("请于2026年5月8日前说明"));
}

TEST(FilingLetters, TheRefusalSaysWhatKindOfPaperItIs) {
  v1::Filing filing = Filed();
  filing.set_not_normative_reason(v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  EXPECT_THAT(Text(kRefusal, Happened("FilingRejected", "只对内部安排工作。"), filing),
              AllOf(HasSubstr("不属于行政规范性文件（工作方案、工作要点、实施方案）"),
                    HasSubstr("理由：只对内部安排工作。"), HasSubstr("国办发〔2018〕115号")));
}

TEST(FilingLetters, TheOpinionSaysWhatWasFoundAndTheSuggestionWhatIsToBeCorrected) {
  v1::Filing filing = Filed();
  EXPECT_THAT(Text(kOpinion, Happened("FilingPassed", "", "NO_PROBLEM"), filing),
              AllOf(HasSubstr("审查结论：未发现问题，准予备案。"), Not(HasSubstr("存在")),
                    Not(HasSubstr("理由"))));
  Arm(filing, v1::CLOCK_KIND_FILING_CORRECTION, "2026-05-20");
  const v1::Event ordered = Happened(
      "FilingCorrectionOrdered", "第二条没有上位法依据。\n第五条设定处罚。", "HIGHER_LAW,POWER");
  EXPECT_THAT(Text(kOpinion, ordered, filing),
              AllOf(HasSubstr("限期改正"), HasSubstr("存在的问题：违反上位法、超越权限。"),
                    HasSubstr("\n第五条设定处罚。\n")));
  EXPECT_THAT(Text(kSuggestion, ordered, filing),
              AllOf(HasSubstr("存在下列问题：违反上位法、超越权限。"),
                    HasSubstr("于2026年5月20日前改正"), HasSubstr("第73条")));
}

// domain.md 3.11: nothing that must be corrected, and something that the issuer should know.
TEST(FilingLetters, AReminderIsOfAFilingThatPassedWithOne) {
  const v1::Event reminded = Happened("FilingPassedWithReminder", "第四条序号有误", "DRAFTING");
  EXPECT_TRUE(TellsOf(kReminder, reminded));
  EXPECT_FALSE(TellsOf(kReminder, Happened("FilingPassed", "", "NO_PROBLEM")));
  EXPECT_FALSE(TellsOf(kReminder, Happened("FilingCorrectionOrdered", "", "DRAFTING")));
  EXPECT_THAT(Text(kReminder, reminded, Filed()),
              AllOf(HasSubstr("准予备案"), HasSubstr("立法技术不规范"), HasSubstr("第四条序号有误"),
                    HasSubstr("第34条")));
  EXPECT_THAT(Text(kOpinion, reminded, Filed()),
              AllOf(HasSubstr("准予备案，并予以提示"), HasSubstr("立法技术不规范")));
}

TEST(FilingLetters, AdviceIsASuggestion) {
  const v1::Event advised = Happened("FilingCorrectionAdvised", "第三条没有依据", "POWER");
  EXPECT_TRUE(TellsOf(kSuggestion, advised));
  v1::Filing filing = Filed();
  Arm(filing, v1::CLOCK_KIND_FILING_CORRECTION, "2026-05-20");
  EXPECT_THAT(Text(kSuggestion, advised, filing),
              AllOf(HasSubstr("自行修改或者废止"), HasSubstr("逾期不改正的，责令限期改正。"),
                    Not(HasSubstr("撤销"))))
      << "only an order that is missed leads there";
  EXPECT_THAT(Text(kOpinion, advised, filing), HasSubstr("建议自行修改或者废止"));
}

// domain.md 3.11: what a review comes to is one of these, too. Before, the opinion was silent, or
// an older one stood for it.
TEST(FilingLetters, TheOpinionTellsOfEveryOutcomeOfAReview) {
  const auto opinion = [](const char* type, const char* fact, const char* value,
                          const char* grounds) {
    v1::Event event = Happened(type, "第二条没有上位法依据", grounds);
    (*event.mutable_facts())[fact] = value;
    v1::Filing later = Filed();
    later.set_plan_date("2099-01-01");
    later.set_transferred_to("后来的机关");
    later.set_conflicts_with("后来的文件");
    return Text(kOpinion, event, later);
  };
  EXPECT_THAT(opinion("FilingReviewPaused", "plan_date", "2026-06-01", "HIGHER_LAW"),
              AllOf(HasSubstr("审查中止。"), HasSubstr("违反上位法"),
                    HasSubstr("请于2026年6月1日前改正；到期没有改正的，恢复审查。")));
  EXPECT_THAT(opinion("FilingReviewTerminated", "version", "2", ""),
              AllOf(HasSubstr("审查终止。"), HasSubstr("第二条没有上位法依据"),
                    Not(HasSubstr("存在的问题"))));
  EXPECT_THAT(opinion("FilingTransferred", "transferred_to", "海东市人大常委会", "POWER"),
              AllOf(HasSubstr("予以移送。"), HasSubstr("已经移送海东市人大常委会处理。"),
                    Not(HasSubstr("后来"))));
  EXPECT_THAT(
      opinion("FilingCoordinationBegun", "conflicts_with", "《临时救助细则》", "SAME_LEVEL"),
      AllOf(HasSubstr("由本机构组织协调。"), HasSubstr("同级文件：《临时救助细则》。"),
            Not(HasSubstr("2099"))));
}

// The enum may grow: a ground that is a problem and has no words would go unsaid.
TEST(FilingLetters, NameEveryGroundThatIsAProblem) {
  for (int ground = v1::FILING_GROUND_NO_PROBLEM + 1; ground <= v1::FilingGround_MAX; ++ground) {
    const std::string name = v1::FilingGround_Name(static_cast<v1::FilingGround>(ground));
    const std::string short_name = name.substr(std::string("FILING_GROUND_").size());
    EXPECT_THAT(
        Text(kOpinion, Happened("FilingCorrectionOrdered", "", short_name.c_str()), Filed()),
        HasSubstr("存在的问题："))
        << name;
  }
}

}  // namespace
}  // namespace santong::letter
