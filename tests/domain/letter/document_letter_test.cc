// Which letter tells of which act on a document, and what each says.
#include "server/domain/letter/document_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace santong::letter {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr v1::DocumentLetterKind kRegistration = v1::DOCUMENT_LETTER_KIND_REGISTRATION;
constexpr v1::DocumentLetterKind kSupplement = v1::DOCUMENT_LETTER_KIND_SUPPLEMENT;
constexpr v1::DocumentLetterKind kRefusal = v1::DOCUMENT_LETTER_KIND_REFUSAL;
constexpr v1::DocumentLetterKind kReminder = v1::DOCUMENT_LETTER_KIND_FILING_REMINDER;

v1::Document Applied() {
  v1::Document document;
  document.set_name("documents/7");
  document.set_title("平安区临时救助办法");
  document.set_document_number("平民〔2026〕1号");
  return document;
}

v1::Event Happened(const char* type, const char* to_state, const char* reason = "") {
  v1::Event event;
  event.set_type(type);
  event.set_to_state(to_state);
  event.set_date("2026-03-02");
  event.set_reason(reason);
  return event;
}

v1::Clock& Arm(v1::Document& document, v1::ClockKind kind, const char* due,
               v1::ClockState state = v1::CLOCK_STATE_RUNNING) {
  v1::Clock& clock = *document.add_clocks();
  clock.set_kind(kind);
  clock.set_state(state);
  clock.set_due_date(due);
  clock.set_article("试行办法第八条");
  return clock;
}

v1::Event RanOut(const char* clock) {
  v1::Event event = Happened("DocumentOverdue", "IN_EFFECT");
  (*event.mutable_facts())["clock"] = clock;
  return event;
}

std::string Text(v1::DocumentLetterKind kind, const v1::Event& event,
                 const v1::Document& document) {
  return AsText(Compose(kind, {.document = document,
                               .event = event,
                               .issuer_name = "平安区民政局",
                               .office_name = "平安区司法局"}));
}

std::set<v1::DocumentLetterKind> TellOf(const v1::Event& event, const v1::Document& document) {
  std::set<v1::DocumentLetterKind> kinds;
  for (int kind = 0; kind <= v1::DocumentLetterKind_MAX; ++kind) {
    if (TellsOf(static_cast<v1::DocumentLetterKind>(kind), event, document))
      kinds.insert(static_cast<v1::DocumentLetterKind>(kind));
  }
  return kinds;
}

TEST(DocumentLetters, EachTellsOfItsOwnAct) {
  using Kinds = std::set<v1::DocumentLetterKind>;
  struct Case {
    const char* type;
    const char* to_state;
    Kinds kinds;
  };
  const Case cases[] = {
      {"DocumentRegistered", "REGISTERED", {kRegistration}},
      {"DocumentReregistered", "IN_EFFECT", {kRegistration}},
      {"DocumentReturned", "RETURNED", {kSupplement}},
      {"DocumentRefused", "REFUSED", {kRefusal}},
      {"DocumentDetermined", "NOT_NORMATIVE", {kRefusal}},
      {"DocumentDetermined", "SUBMITTED", {}},
      {"DocumentDetermined", "LEGACY", {}},  // it asked for no registration
      {"DocumentSubmitted", "SUBMITTED", {}},
      {"DocumentPublished", "PUBLISHED", {}},
  };
  for (const Case& one : cases)
    EXPECT_EQ(TellOf(Happened(one.type, one.to_state), Applied()), one.kinds) << one.type;
}

TEST(DocumentLetters, TheRegistrationSaysTheNumberAndWhenToPublish) {
  v1::Document document = Applied();
  Arm(document, v1::CLOCK_KIND_PUBLICATION, "2026-03-30");
  v1::Event event = Happened("DocumentRegistered", "REGISTERED");
  (*event.mutable_facts())["registration_number"] = "测登〔2026〕1号";
  const std::string text = Text(kRegistration, event, document);
  for (const char* part :
       {"行政规范性文件登记通知书", "文件：documents/7", "平安区民政局：",
        "《平安区临时救助办法》（平民〔2026〕1号）", "统一登记号：测登〔2026〕1号",
        "登记日期：2026年3月2日", "请于2026年3月30日前统一公布", "试行办法第八条",
        "平政〔2017〕26号第9项", "平安区司法局"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  document.clear_clocks();
  EXPECT_THAT(Text(kRegistration, event, document), Not(HasSubstr("统一公布，期限")))
      << "what was published before it was registered waits for no publication";
}

TEST(DocumentLetters, TheSupplementListsTheItemsOnceAndSaysByWhen) {
  v1::Document document = Applied();
  document.clear_document_number();
  Arm(document, v1::CLOCK_KIND_CORRECTION, "2026-03-17");
  const v1::Event event = Happened("DocumentReturned", "RETURNED", "起草说明；合法性审核意见");
  EXPECT_THAT(Text(kSupplement, event, document),
              AllOf(HasSubstr("的《平安区临时救助办法》，"),
                    HasSubstr("：起草说明；合法性审核意见。"), HasSubstr("一次性告知"),
                    HasSubstr("请于2026年3月17日前补正"), HasSubstr("不计入登记期限")));
}

TEST(DocumentLetters, TheRefusalSaysWhyAndOnWhatItRests) {
  v1::Document document = Applied();
  v1::Event event = Happened("DocumentRefused", "REFUSED", "没有制定权限。");
  EXPECT_THAT(
      Text(kRefusal, event, document),
      AllOf(HasSubstr("不符合登记条件，决定不予登记、不予编号"), HasSubstr("没有制定权限。"),
            HasSubstr("不得作为实施行政管理的依据"), Not(HasSubstr("不属于"))));
  event = Happened("DocumentDetermined", "NOT_NORMATIVE");
  document.mutable_internal()->mutable_determination()->set_reason(
      v1::NOT_NORMATIVE_REASON_MINUTES);
  EXPECT_THAT(Text(kRefusal, event, document),
              AllOf(HasSubstr("不属于行政规范性文件（会议纪要）"), HasSubstr("国办发〔2018〕115号"),
                    Not(HasSubstr("理由：")), Not(HasSubstr("不得作为"))));
}

TEST(DocumentLetters, TheReminderStandsAsLongAsTheFilingIsMissing) {
  v1::Document document = Applied();
  v1::Clock& filing = Arm(document, v1::CLOCK_KIND_FILING, "2026-04-15", v1::CLOCK_STATE_EXPIRED);
  EXPECT_EQ(TellOf(RanOut("FILING"), document), std::set{kReminder});
  EXPECT_TRUE(TellOf(RanOut("CONGRESS_FILING"), document).empty());
  EXPECT_TRUE(TellOf(RanOut("PUBLICATION"), document).empty()) << "another duty";
  EXPECT_THAT(Text(kReminder, RanOut("FILING"), document),
              AllOf(HasSubstr("2026年4月15日前报送备案"), HasSubstr("第23条"),
                    Not(HasSubstr("人民代表大会常务委员会"))));
  filing.set_state(v1::CLOCK_STATE_STOPPED);
  EXPECT_TRUE(TellOf(RanOut("FILING"), document).empty()) << "it was filed at last";
  Arm(document, v1::CLOCK_KIND_CONGRESS_FILING, "2026-04-30", v1::CLOCK_STATE_EXPIRED);
  EXPECT_EQ(TellOf(RanOut("CONGRESS_FILING"), document), std::set{kReminder});
  EXPECT_THAT(Text(kReminder, RanOut("CONGRESS_FILING"), document),
              AllOf(HasSubstr("2026年4月30日前报送本级人民代表大会常务委员会备案"),
                    Not(HasSubstr("前报送备案，"))));
}

TEST(DocumentLetters, NothingThatAPersonWroteBecomesMarkupOrATemplate) {
  v1::Document document = Applied();
  document.set_title("<script>alert(1)</script>");
  const v1::Event event = Happened("DocumentRefused", "REFUSED", "<b>{document}</b>");
  const std::string html = AsHtml(Compose(
      kRefusal,
      {.document = document, .event = event, .issuer_name = "<i>局</i>", .office_name = "司法局"}));
  for (const char* markup : {"<script", "<b>", "<i>"})
    EXPECT_THAT(html, Not(HasSubstr(markup))) << html;
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;{document}&lt;/b&gt;"));
}

}  // namespace
}  // namespace santong::letter
