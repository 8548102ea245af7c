#include "server/domain/letter/objection_letter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace santong::letter {
namespace {

using v1::Objection;

std::string DecidedWrong(const Objection& objection) {
  const v1::ObjectionOutcome outcome = objection.decision().outcome();
  const bool wrong =
      outcome == v1::OBJECTION_OUTCOME_CORRECT || outcome == v1::OBJECTION_OUTCOME_REVOKE;
  return wrong ? objection.decision().date() : "";
}

std::string AnsweredOn(const Objection& objection) {
  return objection.has_decision() ? objection.decision().date() : objection.answered_date();
}

// A letter as data. {word} stands for what the case says; a paragraph of which a word is empty is
// left out.
struct Template {
  v1::ObjectionLetterKind kind;
  bool for_lodger;
  const char* title;
  std::string (*date)(const Objection&);
  const char* paragraphs[8];
};

constexpr Template kTemplates[] = {
    {v1::OBJECTION_LETTER_KIND_ACCEPTANCE,
     true,
     "行政规范性文件{what}受理通知书",
     [](const Objection& objection) { return objection.accepted_date(); },
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，本机构已经收到。",
      "经审查，该{what}符合受理条件，决定自{accepted}起受理。",
      "办理期限至{due}，期限依据：{due_article}。",
      "办理期间不停止文件的执行；凭回执号和查询码可以查询办理进度。"}},
    {v1::OBJECTION_LETTER_KIND_SUPPLEMENT,
     true,
     "行政规范性文件{what}补正通知书",
     [](const Objection& objection) { return objection.supplement_requested_date(); },
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，本机构已经收到。",
      "经审查，材料不齐全或者内容不明确，请补正下列事项：{items}。",
      "请于{supplement_due}前补正；逾期未补正的，可以不予受理。",
      "期限依据：{supplement_article}。", "补正期间不计入{period}。"}},
    {v1::OBJECTION_LETTER_KIND_REFUSAL,
     true,
     "行政规范性文件{what}不予受理决定书",
     [](const Objection& objection) {
       return objection.state() == v1::OBJECTION_STATE_REJECTED ? objection.ended_date() : "";
     },
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，本机构已经收到。",
      "经审查，决定不予受理，理由是：{refusal}。", "{explanation}",
      ("依据：参照《上海市人大常委会规范性文件备案审查条例》（2024）第18条、"
       "《北京市各级人大常委会规范性文件备案审查条例》（2024）第25条。"),
      "有新的理由的，可以再次提出。"}},
    {v1::OBJECTION_LETTER_KIND_TRANSFER,
     true,
     "行政规范性文件{what}转送告知书",
     [](const Objection& objection) {
       return objection.state() == v1::OBJECTION_STATE_TRANSFERRED ? objection.ended_date() : "";
     },
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，本机构已经收到。",
      "经审查，该{what}不属于本机构的办理范围，已经转送{transferred_to}办理。", "{explanation}",
      "依据：参照《北京市各级人大常委会规范性文件备案审查条例》（2024）第17条、第24条。"}},
    {v1::OBJECTION_LETTER_KIND_EXTENSION,
     true,
     "行政规范性文件{what}延期通知书",
     [](const Objection& objection) { return objection.extended_date(); },
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，正在办理。",
      "因{extension_reason}，不能在规定期限内办结，决定延长办理期限。",
      "延长后的办理期限至{extended_due}，期限依据：{extended_article}。"}},
    {v1::OBJECTION_LETTER_KIND_OPINION,
     false,
     "行政规范性文件审查意见书",
     DecidedWrong,
     {"就你机关制定的{document}{articles}，{raised}。", "经审查，结论为：{outcome}。",
      "理由和依据：{reasons}",
      "请于{correct_by}"
      "前改正（修改或者废止），并向本机构报告改正情况；逾期不改正的，提请有权机关中止"
      "执行或者撤销。",
      "撤销或者建议撤销的，由有权机关依照《地方各级人民代表大会和地方各级人民政府组织法》第50条、"
      "第73条决定{revocation}。"}},
    {v1::OBJECTION_LETTER_KIND_REPLY,
     true,
     "行政规范性文件{what}答复书",
     AnsweredOn,
     {"你（单位）于{lodged}就{document}{articles}提出的{what}，已经办理完毕。",
      "制定机关答复：{issuer_answer}",
      ("对制定机关的答复不服的，可以自收到本答复之日起{recheck_period}内申请复核，"
       "期限依据：{recheck_rule}。"),
      "对制定机关的答复不服的，可以在{recheck_due}前申请复核，期限依据：{recheck_article}。",
      "经审查，结论为：{outcome}。", "理由和依据：{reasons}",
      "制定机关应当于{correct_by}前改正。"}},
};

const Template* Find(v1::ObjectionLetterKind kind) {
  for (const Template& one : kTemplates) {
    if (one.kind == kind) return &one;
  }
  return nullptr;
}

const char* GroundZh(v1::ObjectionGround ground) {
  switch (ground) {
    case v1::OBJECTION_GROUND_EXCEEDS_AUTHORITY:
      return "超越职权";
    case v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW:
      return "与上位法相抵触";
    case v1::OBJECTION_GROUND_FORBIDDEN_SETTING:
      return "违法设定许可、处罚、强制、收费";
    case v1::OBJECTION_GROUND_REDUCES_RIGHTS:
      return "违法减损权益或者增加义务";
    case v1::OBJECTION_GROUND_PROCEDURE:
      return "违反制定程序";
    case v1::OBJECTION_GROUND_NOT_REGISTERED:
      return "未经统一登记、编号、公布";
    default:
      return "其他";
  }
}

// What started the case.
const char* SourceZh(v1::ObjectionOrigin origin) {
  switch (origin) {
    case v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE:
      return "司法建议";
    case v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE:
      return "检察建议";
    case v1::OBJECTION_ORIGIN_REVIEW_DEMAND:
      return "审查要求";
    case v1::OBJECTION_ORIGIN_LEAD:
      return "线索";
    default:
      return "异议";
  }
}

// The same for the issuer, who is not told by whom.
std::string RaisedZh(const Objection& objection) {
  const char* ground = GroundZh(objection.ground());
  if (objection.origin() == v1::OBJECTION_ORIGIN_UNSPECIFIED)
    return absl::StrCat("有公民、法人或者其他组织以“", ground, "”为由提出异议");
  return absl::StrCat("本机构收到", SourceZh(objection.origin()), "，理由是“", ground, "”");
}

const char* RefusalZh(v1::ObjectionRefusal refusal) {
  switch (refusal) {
    case v1::OBJECTION_REFUSAL_ALREADY_CHANGED:
      return "文件已经修改或者废止";
    case v1::OBJECTION_REFUSAL_ISSUER_AGREED:
      return "制定机关已同意处理";
    case v1::OBJECTION_REFUSAL_ALREADY_REVIEWED:
      return "同一条款已有审查结论";
    case v1::OBJECTION_REFUSAL_UNFOUNDED:
      return "理由不明确或者明显不成立";
    case v1::OBJECTION_REFUSAL_OUT_OF_SCOPE:
      return "不属于受理范围";
    default:
      return "其他";
  }
}

const char* OutcomeZh(v1::ObjectionOutcome outcome) {
  switch (outcome) {
    case v1::OBJECTION_OUTCOME_LAWFUL:
      return "文件合法";
    case v1::OBJECTION_OUTCOME_CORRECT:
      return "责令制定机关限期改正";
    case v1::OBJECTION_OUTCOME_REVOKE:
      return "撤销或者建议撤销";
    default:
      return "";
  }
}

const char* UnitZh(v1::PeriodUnit unit) {
  switch (unit) {
    case v1::PERIOD_UNIT_WORKING_DAYS:
      return "个工作日";
    case v1::PERIOD_UNIT_MONTHS:
      return "个月";
    case v1::PERIOD_UNIT_YEARS:
      return "年";
    default:
      return "日";
  }
}

// How long a re-check may be asked for: until a day, or, before the answer was handed over, for a
// period from then on. Once it was decided there is no more re-check of the issuer's answer, nor
// for whoever was joined to a case in which none can be asked for any more.
void AddRecheck(const LetterFacts& facts, Words* words) {
  const Objection& objection = facts.objection;
  if (objection.has_decision()) return;
  const bool is_joined = objection.state() == v1::OBJECTION_STATE_JOINED;
  const v1::ObjectionState state = is_joined ? objection.lead_state() : objection.state();
  if (!objection.joined_to().empty() && state != v1::OBJECTION_STATE_ANSWERED) return;
  const v1::Clock* clock =
      LastClock(objection.clocks(), {v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST});
  AddClock("recheck_due", "recheck_article", clock, words);
  const v1::PolicyLeaf* leaf = facts.recheck_period;
  const bool open = clock == nullptr && !objection.answered_date().empty() &&
                    objection.internal().recheck_reasons().empty();
  if (!open || leaf == nullptr || !leaf->has_number()) return;
  v1::Clock counted;
  counted.set_leaf(leaf->key());
  counted.set_article(leaf->article());
  counted.set_unconfirmed(leaf->confirmed_by().empty());
  (*words)["recheck_period"] = absl::StrCat(leaf->number(), UnitZh(leaf->unit()));
  (*words)["recheck_rule"] = RuleInWords(counted);
}

Words WordsOf(const LetterFacts& facts) {
  const Objection& objection = facts.objection;
  const v1::ObjectionInternal& internal = objection.internal();
  Words words = {
      {"lodged", DayInWords(objection.lodged_date())},
      {"accepted", DayInWords(objection.accepted_date())},
      {"document", DocumentInWords(objection.title(), facts.document.document_number(),
                                   facts.document.registration_number())},
      {"articles",
       objection.articles().empty() ? "全文" : absl::StrJoin(objection.articles(), "、")},
      {"what", SourceZh(objection.origin())},
      {"raised", RaisedZh(objection)},
      {"items", absl::StrJoin(internal.supplement_items(), "；")},
      {"refusal", RefusalZh(objection.refusal())},
      {"explanation", objection.explanation()},
      {"transferred_to", objection.transferred_to()},
      {"extension_reason", internal.extension_reason()},
      {"outcome", OutcomeZh(objection.decision().outcome())},
      {"reasons", objection.decision().reasons()},
      {"correct_by", DayInWords(objection.decision().correct_by_date())},
      {"issuer_answer", objection.answered_date().empty() || internal.issuer_answers().empty()
                            ? ""
                            : internal.issuer_answers(0)},
  };
  // The law gives the days for the answer to an advice from its receipt, whatever is asked for.
  if (objection.origin() != v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE &&
      objection.origin() != v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE)
    words["period"] = "办理期限";
  if (objection.decision().outcome() == v1::OBJECTION_OUTCOME_REVOKE)
    words["revocation"] = "，决定作出后由登记机关办理";
  AddClock("due", "due_article",
           LastClock(objection.clocks(),
                     {v1::CLOCK_KIND_OBJECTION_REPLY, v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY}),
           &words);
  AddClock("supplement_due", "supplement_article",
           LastClock(objection.clocks(), {v1::CLOCK_KIND_OBJECTION_SUPPLEMENT}), &words);
  AddClock("extended_due", "extended_article",
           LastClock(objection.clocks(), {v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY}), &words);
  AddRecheck(facts, &words);
  return words;
}

}  // namespace

std::string DateOf(v1::ObjectionLetterKind kind, const Objection& objection) {
  const Template* one = Find(kind);
  return one == nullptr ? "" : one->date(objection);
}

bool IsForLodger(v1::ObjectionLetterKind kind) {
  const Template* one = Find(kind);
  return one != nullptr && one->for_lodger;
}

Letter Compose(v1::ObjectionLetterKind kind, const LetterFacts& facts) {
  const Template& one = *Find(kind);
  const Words words = WordsOf(facts);
  Letter letter{.title = FillParagraphs({&one.title, 1}, words).front(),
                .reference = absl::StrCat("案件：", facts.objection.name()),
                .addressee = one.for_lodger ? facts.lodger_name : facts.issuer_name,
                .paragraphs = FillParagraphs(one.paragraphs, words),
                .signature = facts.office_name,
                .day = DayInWords(one.date(facts.objection))};
  if (letter.addressee.empty()) {
    letter.addressee = one.for_lodger ? absl::StrCat(words.at("what"), "提出人") : "制定机关";
  }
  return letter;
}

}  // namespace santong::letter
