// What a form of the desk offers to choose from where the API asks for a resource name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "santong/v1/task.pb.h"
#include "server/pages/desk.h"

namespace santong::pages {

struct Choice {
  std::string value;  // what the API is sent
  std::string words;  // what the clerk reads, in the visitor's language
};

struct Offer {
  std::string label;  // of the field; its own when empty
  std::vector<Choice> choices;
};

// By the name of the field.
using Offers = std::map<std::string, Offer, std::less<>>;

// "organ": the organs that the register knows and that no other has succeeded, by their names.
// Nothing is offered where they are more than 300 or of more than 20 jurisdictions, or where the
// register does not answer: the form asks for the resource name then.
void OfferOrgans(const Site& site, const Visit& visit, const Clerk& clerk, Offers* offers);
// That alone.
Offers OrgansOffered(const Site& site, const Visit& visit, const Clerk& clerk);

// "event": the changes of what this document cites that wait for the clerk to look at.
void OfferCitedChanges(const Site& site, const Visit& visit, const Clerk& clerk,
                       absl::string_view document, Offers* offers);

// "finding": what screening found when this document was submitted, by what was found and the
// passage.
void OfferFindings(const Site& site, const Visit& visit, const Clerk& clerk,
                   absl::string_view document, Offers* offers);

// "lead": the cases to which this objection can be joined, those about the same document that are
// under way. Nothing is offered where the register does not answer.
void OfferLeads(const Site& site, const Visit& visit, const Clerk& clerk,
                const std::string& objection, Offers* offers);

// Whether a change of what this document cites waits; false where the register does not answer.
bool CitedChangeWaits(const Site& site, const Visit& visit, const Clerk& clerk,
                      absl::string_view document);

// What happened to what a document cites: "《…》平政〔2017〕26号：废止，2026-11-20". Of a task of
// the kind TASK_KIND_CITATION.
std::string CitedChange(const v1::Task& task, const Visit& visit);

// The value of the choice with these words; the words themselves where no choice has them.
std::string ValueOf(const Offer& offer, const std::string& words);
// The words of the choice with this value; the value itself where no choice has it.
std::string WordsOf(const Offer& offer, const std::string& value);

}  // namespace santong::pages
