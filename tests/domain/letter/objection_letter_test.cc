// Which letter a case has, what each says, and that nothing a person wrote becomes markup.
#include "server/domain/letter/objection_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace santong::letter {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr v1::ObjectionLetterKind kAcceptance = v1::OBJECTION_LETTER_KIND_ACCEPTANCE;
constexpr v1::ObjectionLetterKind kSupplement = v1::OBJECTION_LETTER_KIND_SUPPLEMENT;
constexpr v1::ObjectionLetterKind kRefusal = v1::OBJECTION_LETTER_KIND_REFUSAL;
constexpr v1::ObjectionLetterKind kExtension = v1::OBJECTION_LETTER_KIND_EXTENSION;
constexpr v1::ObjectionLetterKind kOpinion = v1::OBJECTION_LETTER_KIND_OPINION;
constexpr v1::ObjectionLetterKind kReply = v1::OBJECTION_LETTER_KIND_REPLY;

void Arm(v1::Objection& objection, v1::ClockKind kind, const char* due) {
  v1::Clock& clock = *objection.add_clocks();
  clock.set_kind(kind);
  clock.set_due_date(due);
  clock.set_article("试行办法第八条");
}

v1::Objection Lodged() {
  v1::Objection objection;
  objection.set_name("objections/12");
  objection.set_state(v1::OBJECTION_STATE_RECEIVED);
  objection.set_title("平安区临时救助办法");
  objection.add_articles("第二条");
  objection.add_articles("第五条");
  objection.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
  objection.set_lodged_date("2026-03-02");
  return objection;
}

Letter Composed(v1::ObjectionLetterKind kind, const v1::Objection& objection,
                const std::string& lodger = "张三",
                const v1::PolicyLeaf* recheck_period = nullptr) {
  v1::Document document;
  document.set_document_number("平民〔2026〕1号");
  document.set_registration_number("测登〔2026〕1号");
  return Compose(kind, {.objection = objection,
                        .document = document,
                        .lodger_name = lodger,
                        .issuer_name = "平安区民政局",
                        .office_name = "平安区司法局",
                        .recheck_period = recheck_period});
}

std::set<v1::ObjectionLetterKind> Has(const v1::Objection& objection) {
  std::set<v1::ObjectionLetterKind> kinds;
  for (int kind = 0; kind <= v1::ObjectionLetterKind_MAX; ++kind) {
    if (!DateOf(static_cast<v1::ObjectionLetterKind>(kind), objection).empty())
      kinds.insert(static_cast<v1::ObjectionLetterKind>(kind));
  }
  return kinds;
}

TEST(ObjectionLetters, StandOnceTheActWasDone) {
  using Kinds = std::set<v1::ObjectionLetterKind>;
  v1::Objection objection = Lodged();
  EXPECT_EQ(Has(objection), Kinds{});
  objection.set_supplement_requested_date("2026-03-03");
  EXPECT_EQ(Has(objection), Kinds{kSupplement});
  v1::Objection refused = objection;
  refused.set_ended_date("2026-03-20");
  refused.set_state(v1::OBJECTION_STATE_WITHDRAWN);
  EXPECT_EQ(Has(refused), Kinds{kSupplement});  // a withdrawal is no refusal
  refused.set_state(v1::OBJECTION_STATE_REJECTED);
  EXPECT_EQ(Has(refused), (Kinds{kSupplement, kRefusal}));
  objection.set_accepted_date("2026-03-10");
  objection.set_extended_date("2026-04-01");
  EXPECT_EQ(Has(objection), (Kinds{kSupplement, kAcceptance, kExtension}));
  v1::Objection lawful = objection;
  lawful.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  lawful.mutable_decision()->set_date("2026-04-20");
  EXPECT_EQ(Has(lawful), (Kinds{kSupplement, kAcceptance, kExtension, kReply}));
  lawful.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_CORRECT);
  EXPECT_EQ(Has(lawful), (Kinds{kSupplement, kAcceptance, kExtension, kReply, kOpinion}));
  objection.set_answered_date("2026-04-02");
  EXPECT_EQ(DateOf(kReply, objection), "2026-04-02");
}

TEST(ObjectionLetters, SayTheFactsTheArticleAndTheDays) {
  v1::Objection objection = Lodged();
  objection.set_accepted_date("2026-03-10");
  Arm(objection, v1::CLOCK_KIND_OBJECTION_REPLY, "2026-04-09");
  const std::string text = AsText(Composed(kAcceptance, objection));
  for (const char* part :
       {"行政规范性文件异议受理通知书", "objections/12", "张三：", "2026年3月2日",
        "《平安区临时救助办法》", "平民〔2026〕1号", "测登〔2026〕1号", "第二条、第五条",
        "2026年3月10日", "2026年4月9日", "试行办法第八条", "平安区司法局"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  objection.clear_articles();
  EXPECT_THAT(AsText(Composed(kAcceptance, objection)), HasSubstr("）全文提出的异议"));
  // What was never registered has no number of the register.
  v1::Document stock;
  stock.set_document_number("平民〔2012〕1号");
  const LetterFacts facts = {.objection = objection,
                             .document = stock,
                             .lodger_name = "张三",
                             .issuer_name = "平安区民政局",
                             .office_name = "平安区司法局"};
  EXPECT_THAT(AsText(Compose(kAcceptance, facts)), HasSubstr("（平民〔2012〕1号）全文"));
}

TEST(ObjectionLetters, SupplementAndRefusalAndExtensionSayWhy) {
  v1::Objection objection = Lodged();
  objection.mutable_internal()->add_supplement_items("授权委托书");
  objection.mutable_internal()->add_supplement_items("身份证明");
  objection.set_supplement_requested_date("2026-03-03");
  Arm(objection, v1::CLOCK_KIND_OBJECTION_SUPPLEMENT, "2026-03-17");
  EXPECT_THAT(AsText(Composed(kSupplement, objection)),
              AllOf(HasSubstr("授权委托书；身份证明"), HasSubstr("请于2026年3月17日前补正")));
  objection.set_state(v1::OBJECTION_STATE_REJECTED);
  objection.set_ended_date("2026-03-20");
  objection.set_refusal(v1::OBJECTION_REFUSAL_OUT_OF_SCOPE);
  std::string refusal = AsText(Composed(kRefusal, objection));
  EXPECT_THAT(refusal, AllOf(HasSubstr("不属于受理范围"), HasSubstr("第25条")));
  objection.set_explanation("该文件是规章。");
  EXPECT_THAT(AsText(Composed(kRefusal, objection)), HasSubstr("该文件是规章。"));
  objection.set_extended_date("2026-04-01");
  objection.mutable_internal()->set_extension_reason("需要论证");
  Arm(objection, v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, "2026-05-09");
  EXPECT_THAT(AsText(Composed(kExtension, objection)),
              AllOf(HasSubstr("因需要论证，"), HasSubstr("2026年5月9日")));
}

TEST(ObjectionLetters, TheTransferSaysWhereItWent) {
  v1::Objection objection = Lodged();
  objection.set_ended_date("2026-03-12");
  objection.set_transferred_to("海东市司法局");
  EXPECT_EQ(Has(objection), std::set<v1::ObjectionLetterKind>{});
  objection.set_state(v1::OBJECTION_STATE_TRANSFERRED);
  const v1::ObjectionLetterKind kTransfer = v1::OBJECTION_LETTER_KIND_TRANSFER;
  EXPECT_EQ(Has(objection), std::set{kTransfer});
  EXPECT_TRUE(IsForLodger(kTransfer));
  EXPECT_THAT(
      AsText(Composed(kTransfer, objection)),
      AllOf(HasSubstr("转送海东市司法局办理"), HasSubstr("第17条"), HasSubstr("2026年3月12日")));
}

TEST(ObjectionLetters, TheOpinionGoesToTheIssuerAndNamesNobodyElse) {
  v1::Objection objection = Lodged();
  objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_CORRECT);
  objection.mutable_decision()->set_reasons("第二条没有上位法依据。\n第五条超越职权。");
  objection.mutable_decision()->set_correct_by_date("2026-06-01");
  objection.mutable_decision()->set_date("2026-04-20");
  EXPECT_FALSE(IsForLodger(kOpinion));
  const std::string opinion = AsText(Composed(kOpinion, objection));
  EXPECT_THAT(opinion, AllOf(HasSubstr("平安区民政局："), HasSubstr("请于2026年6月1日前改正"),
                             HasSubstr("\n第五条超越职权。\n"), Not(HasSubstr("张三")),
                             Not(HasSubstr("第73条"))));
  EXPECT_THAT(AsText(Composed(kReply, objection)),
              AllOf(HasSubstr("张三："), HasSubstr("责令制定机关限期改正")));
  objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_REVOKE);
  objection.mutable_decision()->clear_correct_by_date();
  EXPECT_THAT(AsText(Composed(kOpinion, objection)),
              AllOf(HasSubstr("第73条"), Not(HasSubstr("前改正"))));
}

// A court has not objected, and the issuer is not told that a citizen did.
TEST(ObjectionLetters, CallWhatStartedTheCaseByItsName) {
  struct Row {
    v1::ObjectionOrigin origin;
    const char* what;
  };
  for (const Row& row : {Row{v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE, "司法建议"},
                         Row{v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE, "检察建议"},
                         Row{v1::OBJECTION_ORIGIN_REVIEW_DEMAND, "审查要求"},
                         Row{v1::OBJECTION_ORIGIN_LEAD, "线索"}}) {
    v1::Objection objection = Lodged();
    objection.set_origin(row.origin);
    objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_CORRECT);
    objection.mutable_decision()->set_date("2026-04-20");
    const std::string reply = AsText(Composed(kReply, objection, "平安区人民法院"));
    EXPECT_THAT(reply, HasSubstr(std::string("行政规范性文件") + row.what + "答复书"));
    EXPECT_THAT(reply, HasSubstr(std::string("提出的") + row.what));
    EXPECT_THAT(reply, Not(HasSubstr("异议")));
    const std::string opinion = AsText(Composed(kOpinion, objection));
    EXPECT_THAT(opinion, HasSubstr(std::string("本机构收到") + row.what));
    EXPECT_THAT(opinion, Not(HasSubstr("公民")));
  }
}

// 法释〔2018〕1号 article 149: within sixty days of receipt, also where something was missing.
TEST(ObjectionLetters, NoDaysAreAddedToTheAnswerToAnAdvice) {
  v1::Objection objection = Lodged();
  objection.set_supplement_requested_date("2026-03-03");
  objection.mutable_internal()->add_supplement_items("判决书");
  EXPECT_THAT(AsText(Composed(kSupplement, objection)), HasSubstr("补正期间不计入办理期限。"));
  objection.set_origin(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_THAT(AsText(Composed(kSupplement, objection)), Not(HasSubstr("不计入")));
}

TEST(ObjectionLetters, TheIssuersAnswerSaysHowToAskForARecheck) {
  v1::Objection objection = Lodged();
  objection.set_answered_date("2026-04-02");
  objection.mutable_internal()->add_issuer_answers("本机关认为合法。");
  Arm(objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST, "2026-05-06");
  EXPECT_THAT(AsText(Composed(kReply, objection)),
              AllOf(HasSubstr("制定机关答复：本机关认为合法。"),
                    HasSubstr("可以在2026年5月6日前申请复核"), Not(HasSubstr("结论为"))));
}

// Before it was handed over there is no day yet: the period from then on.
TEST(ObjectionLetters, TheIssuersAnswerSaysHowLongARecheckMayBeAskedForOnceItIsReceived) {
  v1::Objection objection = Lodged();
  objection.set_answered_date("2026-04-02");
  objection.mutable_internal()->add_issuer_answers("本机关认为合法。");
  v1::PolicyLeaf leaf;
  leaf.set_key("objection.recheck_apply_days");
  leaf.set_number(30);
  leaf.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  leaf.set_article("试行办法第九条");
  leaf.set_confirmed_by("某某");
  EXPECT_THAT(AsText(Composed(kReply, objection, "张三", &leaf)),
              HasSubstr("可以自收到本答复之日起30日内申请复核，期限依据：试行办法第九条。"));
  Arm(objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST, "2026-05-06");
  EXPECT_THAT(AsText(Composed(kReply, objection, "张三", &leaf)), Not(HasSubstr("自收到")));
  // Whoever was joined may ask for it as long as the other case waits for that.
  objection.clear_clocks();
  objection.set_joined_to("objections/2");
  objection.set_state(v1::OBJECTION_STATE_JOINED);
  objection.set_lead_state(v1::OBJECTION_STATE_ANSWERED);
  EXPECT_THAT(AsText(Composed(kReply, objection, "张三", &leaf)), HasSubstr("30日内申请复核"));
  objection.set_lead_state(v1::OBJECTION_STATE_REVIEWING);
  EXPECT_THAT(AsText(Composed(kReply, objection, "张三", &leaf)), Not(HasSubstr("申请复核")));
  objection.set_state(v1::OBJECTION_STATE_CLOSED);
  objection.clear_lead_state();
  EXPECT_THAT(AsText(Composed(kReply, objection, "张三", &leaf)), Not(HasSubstr("申请复核")));
}

TEST(ObjectionLetters, AreForNobodyByNameOnceThatIsErased) {
  v1::Objection objection = Lodged();
  objection.set_accepted_date("2026-03-10");
  EXPECT_THAT(AsText(Composed(kAcceptance, objection, "")), HasSubstr("异议提出人："));
}

// What people write is text: no element, no attribute, no template of ours.
TEST(ObjectionLetters, NothingThatAPersonWroteBecomesMarkup) {
  v1::Objection objection = Lodged();
  objection.set_title("<script>alert(1)</script>");
  objection.clear_articles();
  objection.add_articles("\"><img src=x onerror=alert(2)>");
  objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  objection.mutable_decision()->set_date("2026-04-20");
  objection.mutable_decision()->set_reasons(
      "</p><iframe src='//x'></iframe>&amp;{office}{reasons}");
  const std::string html = AsHtml(Composed(kReply, objection, "<b onmouseover=\"x()\">张三</b>"));
  for (const char* markup : {"<script", "<img", "<iframe", "<b ", "</b>"})
    EXPECT_THAT(html, Not(HasSubstr(markup))) << html;
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("&amp;amp;{office}{reasons}"));
}

TEST(ObjectionLetters, ThePageStandsAlone) {
  v1::Objection objection = Lodged();
  objection.set_accepted_date("2026-03-10");
  const std::string html = AsHtml(Composed(kAcceptance, objection));
  EXPECT_THAT(html, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(html, HasSubstr("lang=\"zh-CN\""));
  EXPECT_THAT(html, HasSubstr("charset=\"utf-8\""));
  EXPECT_THAT(html, HasSubstr("@page{size:A4"));
  EXPECT_THAT(html, HasSubstr("张三："));  // not as character references
  for (const char* outside : {"<script", "http", "src=", "href=", "url(", "@import"})
    EXPECT_THAT(html, Not(HasSubstr(outside)));
}

TEST(Letters, NameAPeriodInWordsWhereNobodyHasConfirmedItsRule) {
  v1::Objection objection = Lodged();
  objection.set_accepted_date("2026-03-04");
  Arm(objection, v1::CLOCK_KIND_OBJECTION_REPLY, "2026-04-03");
  v1::Clock& clock = *objection.mutable_clocks(0);
  clock.set_leaf("objection.reply_days");
  EXPECT_THAT(AsText(Composed(kAcceptance, objection)), HasSubstr("期限依据：试行办法第八条。"));
  clock.set_unconfirmed(true);
  EXPECT_THAT(AsText(Composed(kAcceptance, objection)),
              HasSubstr("期限依据：试行办法第八条（待核定）。"));
  clock.clear_article();
  const std::string text = AsText(Composed(kAcceptance, objection));
  EXPECT_THAT(text, HasSubstr("期限依据：本地的异议答复期限（待核定）。"));
  EXPECT_EQ(text.find("objection."), std::string::npos);
}

}  // namespace
}  // namespace santong::letter
