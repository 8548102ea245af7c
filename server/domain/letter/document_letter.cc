#include "server/domain/letter/document_letter.h"

#include "absl/strings/str_cat.h"

namespace santong::letter {
namespace {

// The newest clock of the kind, where what it waits for was not done in time and is not done yet.
const v1::Clock* RunOut(const v1::Document& document, v1::ClockKind kind) {
  const v1::Clock* clock = LastClock(document.clocks(), {kind});
  return clock != nullptr && clock->state() == v1::CLOCK_STATE_EXPIRED ? clock : nullptr;
}

std::string FactOf(const v1::Event& event, const char* name) {
  const auto fact = event.facts().find(std::string(name));
  return fact == event.facts().end() ? "" : fact->second;
}

bool IsDeterminedNotNormative(const v1::Event& event) {
  return event.type() == "DocumentDetermined" && event.to_state() == "NOT_NORMATIVE";
}

// A letter as data, as in objection_letter.cc.
struct Template {
  v1::DocumentLetterKind kind;
  const char* title;
  bool (*tells)(const v1::Event&, const v1::Document&);
  const char* paragraphs[6];
};

constexpr Template kTemplates[] = {
    {v1::DOCUMENT_LETTER_KIND_REGISTRATION,
     "行政规范性文件登记通知书",
     [](const v1::Event& event, const v1::Document&) {
       return event.type() == "DocumentRegistered" || event.type() == "DocumentReregistered";
     },
     {"你机关的{document}，经审查符合登记条件，准予登记。",
      "统一登记号：{registration_number}；登记日期：{day}。",
      "请于{publication_due}前统一公布，期限依据：{publication_article}。",
      "未经统一登记、统一编号、统一公布的行政规范性文件，不得作为实施行政管理的依据"
      "（平政〔2017〕26号第9项）。"}},
    {v1::DOCUMENT_LETTER_KIND_SUPPLEMENT,
     "行政规范性文件登记补正通知书",
     [](const v1::Event& event, const v1::Document&) { return event.type() == "DocumentReturned"; },
     {"你机关申请登记的{document}，本机构已经收到。",
      "经审查，材料不齐全或者不符合要求，请补正下列事项：{reason}。",
      "以上事项一次性告知；补正以一次为限，补正后仍不符合登记条件的，不予登记。",
      "请于{correction_due}前补正并重新申请登记，期限依据：{correction_article}。",
      "补正期间不计入登记期限。"}},
    {v1::DOCUMENT_LETTER_KIND_REFUSAL,
     "行政规范性文件不予登记通知书",
     [](const v1::Event& event, const v1::Document&) {
       return event.type() == "DocumentRefused" || IsDeterminedNotNormative(event);
     },
     {"你机关申请登记的{document}，本机构已经收到。",
      "经审查，该文件{finding}，决定不予登记、不予编号。", "理由：{reason}", "依据：{basis}。",
      "{consequence}"}},
    {v1::DOCUMENT_LETTER_KIND_FILING_REMINDER,
     "行政规范性文件备案催报通知书",
     [](const v1::Event& event, const v1::Document& document) {
       if (event.type() != "DocumentOverdue") return false;
       const std::string clock = FactOf(event, "clock");
       return (clock == "FILING" && RunOut(document, v1::CLOCK_KIND_FILING) != nullptr) ||
              (clock == "CONGRESS_FILING" &&
               RunOut(document, v1::CLOCK_KIND_CONGRESS_FILING) != nullptr);
     },
     {"你机关的{document}，已经公布。",
      "该文件应当在{filing_due}前报送备案，期限依据：{filing_article}；至今没有报送。",
      ("该文件应当在{congress_due}前报送本级人民代表大会常务委员会备案，期限依据："
       "{congress_article}；至今没有报送。"),
      "请在收到本通知后立即报送；仍不报送的，予以通报，责令限期改正。",
      "依据：参照《法规规章备案审查条例》（2024）第23条。"}},
};

const Template* Find(v1::DocumentLetterKind kind) {
  for (const Template& one : kTemplates) {
    if (one.kind == kind) return &one;
  }
  return nullptr;
}

// Why it is not registered, on what that rests, and what follows.
void AddRefusal(const DocumentLetterFacts& facts, Words* words) {
  if (IsDeterminedNotNormative(facts.event)) {
    const v1::NotNormativeReason reason = facts.document.internal().determination().reason();
    (*words)["finding"] = absl::StrCat("不属于行政规范性文件（", NotNormativeInWords(reason), "）");
    (*words)["basis"] = "国办发〔2018〕115号第（三）项";
    return;
  }
  (*words)["finding"] = "不符合登记条件";
  (*words)["basis"] = "参照《杨凌示范区规范性文件“三统一”工作方案》（2012）";
  (*words)["consequence"] =
      "未经统一登记、统一编号、统一公布的行政规范性文件，不得作为实施行政管理的依据"
      "（平政〔2017〕26号第9项）。";
}

Words WordsOf(const DocumentLetterFacts& facts) {
  const v1::Document& document = facts.document;
  Words words = {
      {"document", DocumentInWords(document.title(), document.document_number(), "")},
      {"day", DayInWords(facts.event.date())},
      {"registration_number", FactOf(facts.event, "registration_number")},
      {"reason", facts.event.reason()},
  };
  AddRefusal(facts, &words);
  AddClock("publication_due", "publication_article",
           LastClock(document.clocks(), {v1::CLOCK_KIND_PUBLICATION}), &words);
  AddClock("correction_due", "correction_article",
           LastClock(document.clocks(), {v1::CLOCK_KIND_CORRECTION}), &words);
  AddClock("filing_due", "filing_article", RunOut(document, v1::CLOCK_KIND_FILING), &words);
  AddClock("congress_due", "congress_article", RunOut(document, v1::CLOCK_KIND_CONGRESS_FILING),
           &words);
  return words;
}

}  // namespace

bool TellsOf(v1::DocumentLetterKind kind, const v1::Event& event, const v1::Document& document) {
  const Template* one = Find(kind);
  return one != nullptr && one->tells(event, document);
}

Letter Compose(v1::DocumentLetterKind kind, const DocumentLetterFacts& facts) {
  const Template& one = *Find(kind);
  return Letter{.title = one.title,
                .reference = absl::StrCat("文件：", facts.document.name()),
                .addressee = facts.issuer_name,
                .paragraphs = FillParagraphs(one.paragraphs, WordsOf(facts)),
                .signature = facts.office_name,
                .day = DayInWords(facts.event.date())};
}

}  // namespace santong::letter
