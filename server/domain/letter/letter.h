// A letter (文书): its parts, how a template is filled with what a case says, and the letter as
// plain text and as a page to print. Pure.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/repeated_field.h"
#include "santong/v1/deadline.pb.h"
#include "santong/v1/document.pb.h"

namespace santong::letter {

struct Letter {
  std::string title;
  std::string reference;  // 案件：objections/12
  std::string addressee;
  std::vector<std::string> paragraphs;  // each one line
  std::string signature;
  std::string day;  // 2026年3月2日
};

// What {word} of a template stands for.
using Words = std::map<std::string, std::string, std::less<>>;

// Puts the words in once: what they say is never read as a template. A paragraph of which a word is
// empty or not there is left out, as a null one is; each line of what is filled in is a paragraph.
std::vector<std::string> FillParagraphs(absl::Span<const char* const> paragraphs,
                                        const Words& words);

// 2026年3月2日 of 2026-03-02; empty where it is no day.
std::string DayInWords(const std::string& iso);

// The rule of a period, in words that anyone understands: its article, or what it is called here;
// and that nobody has confirmed it, where that is so.
std::string RuleInWords(const v1::Clock& clock);

// The newest clock of one of these kinds; null for none.
const v1::Clock* LastClock(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks,
                           std::initializer_list<v1::ClockKind> kinds);

// The last day of the clock and its rule, as these two words; nothing without a clock.
void AddClock(const char* due, const char* article, const v1::Clock* clock, Words* words);

// 《title》（document number，登记号registration number）, of which it has.
std::string DocumentInWords(absl::string_view title, absl::string_view document_number,
                            absl::string_view registration_number);

// Why it is no normative document, e.g. 会议纪要.
const char* NotNormativeInWords(v1::NotNormativeReason reason);

// A paragraph a line.
std::string AsText(const Letter& letter);
// A page of its own: no script, nothing loaded from elsewhere; escaped by libxml2.
std::string AsHtml(const Letter& letter);

}  // namespace santong::letter
