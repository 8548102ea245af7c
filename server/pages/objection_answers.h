// What a lodger has answered so far, as the forms of the journey carry it from page to page.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/objection_service.pb.h"
#include "server/pages/refusal.h"

namespace santong::pages {

// The pages of the journey, one thing each, in their order.
enum class Step {
  kStart,
  kArticles,
  kGround,
  kReasons,
  kSimilar,
  kWho,
  kAgent,
  kPublicity,
  kCheck
};

// "articles"; the last part of the title's key, too.
const char* StepName(Step step);
// kStart for a name of none.
Step StepNamed(absl::string_view name);
Step Next(Step step);
Step Before(Step step);
// The step at which a field of LodgeObjection, or the field that a condition is about, is answered;
// kCheck for what no step asks.
Step StepOf(const std::string& name);
// The field that a condition is about; the name itself where it is a field.
std::string FieldOfWrong(const std::string& name);

// The names of the fields that a step asks.
std::vector<std::string> FieldsOf(Step step);
// All answers that other steps gave, to be carried on.
gateway::Fields CarriedPast(Step step, const Form& form);

v1::LodgeObjectionRequest LodgeRequestOf(const Form& form);

// What is wrong with the answers of this step; of all steps for kCheck. Asks the register, which
// judges and changes nothing.
std::vector<Wrong> WrongAt(Step step, const Visit& visit);

}  // namespace santong::pages
