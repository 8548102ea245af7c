// Why the register refused, in words for the visitor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "grpcpp/support/status.h"
#include "server/pages/view.h"

namespace santong::pages {

struct Wrong {
  std::string name;   // a field's path ("lodger.contact") or a condition ("SupplementIsInTime")
  std::string words;  // in the visitor's language
};

struct Refusal {
  int http_status = 500;
  std::string words;         // in the visitor's language
  std::vector<Wrong> wrong;  // all that is wrong, at once
  int64_t retry_seconds = 0;
};

// What is wrong with a form that was sent before with other content is about the page as a whole:
// each page has this place.
inline constexpr char kSentBefore[] = "main";

// Reads what a failed call sent beside its code.
Refusal RefusalOf(const grpc::Status& status, const Visit& visit);

// The field of a form that a condition is about.
struct ConditionField {
  const char* condition;  // "SourceIsNamed"
  const char* field;      // "source_document"
};
// The field that something wrong is about: that of the condition's row, or of "articles[3]"
// articles; any other name as it is.
std::string FieldOfWrong(absl::Span<const ConditionField> rows, const std::string& name);

// What is wrong with the form that was sent: a condition, which is about no field of it, and a
// refusal as a whole stand at "act", the form itself. Nothing where it is no matter of the form
// (nobody is logged in, the server fails).
std::optional<std::vector<Wrong>> WrongInForm(const Refusal& refusal);

// All of it as one text: each thing that is wrong, or else the words of the whole.
std::string AllWords(const Refusal& refusal);

// The identifier of a form that is shown again: what was rehearsed or refused changed nothing, so
// the one that it was sent with is still free. A new one where it is not, or where there is none.
std::string RequestIdAgain(const std::vector<Wrong>& wrong, const Visit& visit);

// A page that says what went wrong and what to do. `document` pages of an unknown thing say where
// to look instead.
gateway::HttpResponse RefusalPage(const Site& site, const Visit& visit, const Refusal& refusal);
gateway::HttpResponse RefusalPage(const Site& site, const Visit& visit, const grpc::Status& status);
gateway::HttpResponse NotFoundPage(const Site& site, const Visit& visit);

// The list of what is wrong at the head of a form; each entry leads to the field `#name`.
void ShowWrong(const std::vector<Wrong>& wrong, Dictionary& values);

}  // namespace santong::pages
