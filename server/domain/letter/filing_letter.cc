#include "server/domain/letter/filing_letter.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace santong::letter {
namespace {

constexpr char kPassed[] = "FilingPassed";
constexpr char kReminded[] = "FilingPassedWithReminder";
constexpr char kCorrectionAdvised[] = "FilingCorrectionAdvised";
constexpr char kCorrectionOrdered[] = "FilingCorrectionOrdered";
constexpr char kPaused[] = "FilingReviewPaused";
constexpr char kTerminated[] = "FilingReviewTerminated";
constexpr char kTransferred[] = "FilingTransferred";
constexpr char kCoordinated[] = "FilingCoordinationBegun";

// What follows where the day passes: an advice is followed by the order, that by the revocation.
constexpr char kOrderFollows[] = "逾期不改正的，责令限期改正。";
constexpr char kRevocationFollows[] =
    "逾期不改正的，提请有权机关依照《地方各级人民代表大会和地方各级人民政府组织法》第50条、第73条"
    "中止执行或者撤销。";

// A letter as data, as in objection_letter.cc. It tells of one of these events.
struct Template {
  v1::FilingLetterKind kind;
  const char* title;
  const char* events[8];
  const char* paragraphs[8];
};

constexpr Template kTemplates[] = {
    {v1::FILING_LETTER_KIND_RECEIPT,
     "行政规范性文件备案回执",
     {"FilingAccepted"},
     {"你机关于{filed}报送备案的{document}及备案材料，本机构已经收到。",
      "经形式审查，符合要求，自{day}起予以备案登记。", "{late}",
      "备案审查期限至{review_due}，期限依据：{review_article}。",
      ("依据：参照《法规规章备案审查条例》（2024）第9条、"
       "《北京市各级人大常委会规范性文件备案审查条例》（2024）第12条。")}},
    {v1::FILING_LETTER_KIND_DEFERRAL,
     "行政规范性文件暂缓备案登记通知书",
     {"FilingSupplementRequested"},
     {"你机关于{filed}报送备案的{document}及备案材料，本机构已经收到。",
      "经形式审查，材料不齐全或者不符合要求，暂缓备案登记，请补充下列事项：{reason}。",
      "请于{supplement_due}前补充，期限依据：{supplement_article}；补充期间不计入形式审查期限。",
      "依据：参照《法规规章备案审查条例》（2024）第9条。"}},
    {v1::FILING_LETTER_KIND_REFUSAL,
     "行政规范性文件不予备案登记通知书",
     {"FilingRejected"},
     {"你机关于{filed}报送备案的{document}及备案材料，本机构已经收到。",
      "经审查，该文件不属于行政规范性文件（{not_normative}），决定不予备案登记。", "理由：{reason}",
      "依据：国办发〔2018〕115号第（三）项，参照《法规规章备案审查条例》（2024）第9条。"}},
    {v1::FILING_LETTER_KIND_EXPLANATION,
     "行政规范性文件备案审查请予说明函",
     {"FilingExplanationRequested"},
     {"本机构正在对你机关报送备案的{document}进行备案审查。",
      "请就下列事项作出书面说明：{reason}。",
      "请于{explanation_due}前说明，期限依据：{explanation_article}。"}},
    {v1::FILING_LETTER_KIND_OPINION,
     "行政规范性文件备案审查意见书",
     {kPassed, kReminded, kCorrectionAdvised, kCorrectionOrdered, kPaused, kTerminated,
      kTransferred, kCoordinated},
     {"本机构对你机关于{filed}报送备案的{document}进行了备案审查。", "审查结论：{outcome}。",
      "存在的问题：{problems}。", "与之不一致的同级文件：{conflicts_with}。",
      "理由和依据：{reason}",
      "你机关已经提出改正计划，请于{plan_day}前改正；到期没有改正的，恢复审查。",
      "已经移送{transferred_to}处理。"}},
    {v1::FILING_LETTER_KIND_SUGGESTION,
     "行政规范性文件备案审查建议书",
     {kCorrectionAdvised, kCorrectionOrdered},
     {"经备案审查，你机关报送备案的{document}存在下列问题：{problems}。", "理由和依据：{reason}",
      ("建议你机关自行修改或者废止该文件，于{correction_due}前改正并向本机构书面报告，期限依据："
       "{correction_article}。"),
      "修改后的文件应当重新公布并报送备案。", "{if_missed}"}},
    {v1::FILING_LETTER_KIND_REMINDER,
     "行政规范性文件备案审查提示函",
     {kReminded},
     {"经备案审查，你机关报送备案的{document}没有应当责令改正的问题，准予备案。",
      "该文件有下列问题：{problems}。请自行处理，并在以后制定文件时注意：{reason}",
      "依据：参照《上海市人大常委会规范性文件备案审查条例》（2024）第34条。"}},
};

const Template* Find(v1::FilingLetterKind kind) {
  for (const Template& one : kTemplates) {
    if (one.kind == kind) return &one;
  }
  return nullptr;
}

// What is a problem; empty for FILING_GROUND_NO_PROBLEM.
const char* ProblemZh(v1::FilingGround ground) {
  switch (ground) {
    case v1::FILING_GROUND_POLICY:
      return "不符合方针政策";
    case v1::FILING_GROUND_POWER:
      return "超越权限";
    case v1::FILING_GROUND_HIGHER_LAW:
      return "违反上位法";
    case v1::FILING_GROUND_CONGRESS_DECISION:
      return "与人大决议、决定相抵触";
    case v1::FILING_GROUND_SAME_LEVEL:
      return "与同级文件不一致";
    case v1::FILING_GROUND_PROCEDURE:
      return "违反法定程序";
    case v1::FILING_GROUND_PROPORTIONALITY:
      return "目的与手段明显不相称";
    case v1::FILING_GROUND_PUBLIC_ORDER:
      return "违背公序良俗";
    case v1::FILING_GROUND_CHANGED_CIRCUMSTANCES:
      return "现实情况发生重大变化";
    case v1::FILING_GROUND_UNREASONABLE:
      return "明显不适当";
    case v1::FILING_GROUND_PROHIBITED_CONTENT:
      return "含有禁止性内容";
    case v1::FILING_GROUND_DRAFTING:
      return "立法技术不规范";
    default:
      return "";
  }
}

std::string FactOf(const v1::Event& event, const char* name) {
  const auto fact = event.facts().find(std::string(name));
  return fact == event.facts().end() ? "" : fact->second;
}

// The decision's grounds as its event names them, HIGHER_LAW,POWER: the filing may have newer ones.
std::string ProblemsOf(const v1::Event& event) {
  std::vector<std::string> problems;
  for (absl::string_view name : absl::StrSplit(FactOf(event, "grounds"), ',')) {
    v1::FilingGround ground = v1::FILING_GROUND_UNSPECIFIED;
    v1::FilingGround_Parse(absl::StrCat("FILING_GROUND_", name), &ground);
    if (const std::string problem = ProblemZh(ground); !problem.empty())
      problems.push_back(problem);
  }
  return absl::StrJoin(problems, "、");
}

struct Outcome {
  const char* event;
  const char* zh;
};
constexpr Outcome kOutcomes[] = {{kPassed, "未发现问题，准予备案"},
                                 {kReminded, "没有应当责令改正的问题，准予备案，并予以提示"},
                                 {kCorrectionAdvised, "存在应当改正的问题，建议自行修改或者废止"},
                                 {kCorrectionOrdered, "存在应当改正的问题，限期改正"},
                                 {kPaused, "存在应当改正的问题，审查中止"},
                                 {kTerminated, "文件已经改正或者不再有效，审查终止"},
                                 {kTransferred, "由有权审查的机关处理，予以移送"},
                                 {kCoordinated, "与同级文件不一致，由本机构组织协调"}};

std::string OutcomeOf(const v1::Event& event) {
  for (const Outcome& one : kOutcomes) {
    if (event.type() == one.event) return one.zh;
  }
  return "";
}

// The clock that the act started: others of its kind may have followed since.
const v1::Clock* StartedBy(const v1::Event& event, v1::ClockKind kind, const v1::Filing& filing) {
  const v1::Clock* started = nullptr;
  for (const v1::Clock& clock : filing.clocks()) {
    // ISO days compare as text.
    if (clock.kind() == kind && clock.start_date() <= event.date()) started = &clock;
  }
  return started;
}

Words WordsOf(const FilingLetterFacts& facts) {
  const v1::Filing& filing = facts.filing;
  Words words = {
      {"document", DocumentInWords(filing.title(), facts.document.document_number(),
                                   facts.document.registration_number())},
      {"filed", DayInWords(filing.filed_date())},
      {"day", DayInWords(facts.event.date())},
      {"reason", facts.event.reason()},
      {"problems", ProblemsOf(facts.event)},
      // What the filing has may be of a later decision.
      {"plan_day", DayInWords(FactOf(facts.event, "plan_date"))},
      {"transferred_to", FactOf(facts.event, "transferred_to")},
      {"conflicts_with", FactOf(facts.event, "conflicts_with")},
      {"not_normative", NotNormativeInWords(filing.not_normative_reason())},
  };
  words["if_missed"] =
      facts.event.type() == kCorrectionAdvised ? kOrderFollows : kRevocationFollows;
  if (filing.late()) words["late"] = "该文件报送备案超过规定期限，已经记录。";
  words["outcome"] = OutcomeOf(facts.event);
  const auto add = [&](const char* due, const char* article, v1::ClockKind kind) {
    AddClock(due, article, StartedBy(facts.event, kind, filing), &words);
  };
  add("review_due", "review_article", v1::CLOCK_KIND_FILING_REVIEW);
  add("supplement_due", "supplement_article", v1::CLOCK_KIND_FILING_SUPPLEMENT);
  add("explanation_due", "explanation_article", v1::CLOCK_KIND_FILING_EXPLANATION);
  add("correction_due", "correction_article", v1::CLOCK_KIND_FILING_CORRECTION);
  return words;
}

}  // namespace

bool TellsOf(v1::FilingLetterKind kind, const v1::Event& event) {
  const Template* one = Find(kind);
  if (one == nullptr) return false;
  for (const char* type : one->events) {
    if (type != nullptr && event.type() == type) return true;
  }
  return false;
}

Letter Compose(v1::FilingLetterKind kind, const FilingLetterFacts& facts) {
  const Template& one = *Find(kind);
  return Letter{.title = one.title,
                .reference = absl::StrCat("备案：", facts.filing.name()),
                .addressee = facts.issuer_name,
                .paragraphs = FillParagraphs(one.paragraphs, WordsOf(facts)),
                .signature = facts.office_name,
                .day = DayInWords(facts.event.date())};
}

}  // namespace santong::letter
