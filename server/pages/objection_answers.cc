#include "server/pages/objection_answers.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace santong::pages {
namespace {

constexpr std::array kStepNames = {"start", "articles", "ground",    "reasons", "similar",
                                   "who",   "agent",    "publicity", "check"};

struct FieldRow {
  const char* name;  // of the form, and the path in LodgeObjectionRequest
  Step step;
};
constexpr std::array kFields = std::to_array<FieldRow>({
    {"document", Step::kStart},
    {"articles", Step::kArticles},
    {"whole", Step::kArticles},
    {"ground", Step::kGround},
    {"reasons", Step::kReasons},
    {"lodger.kind", Step::kWho},
    {"lodger.display_name", Step::kWho},
    {"lodger.identity_code", Step::kWho},
    {"lodger.identity_override", Step::kWho},
    {"lodger.contact", Step::kWho},
    {"lodger.postal_address", Step::kWho},
    {"lodger.agent", Step::kAgent},
    {"lodger.authorisation", Step::kAgent},
    {"lodger.name_may_be_public", Step::kPublicity},
});

constexpr std::array kConditionFields = std::to_array<ConditionField>({
    {"DocumentIsPublished", "document"},
    {"LodgerMayLodge", "lodger.kind"},
    {"IdentityIsPlausible", "lodger.identity_code"},
    {"AgentIsAuthorised", "lodger.authorisation"},
});

v1::ObjectionGround GroundNamed(const std::string& name) {
  v1::ObjectionGround ground = v1::OBJECTION_GROUND_UNSPECIFIED;
  v1::ObjectionGround_Parse(absl::StrCat("OBJECTION_GROUND_", name), &ground);
  return ground;
}

v1::LodgerKind KindNamed(const std::string& name) {
  v1::LodgerKind kind = v1::LODGER_KIND_UNSPECIFIED;
  v1::LodgerKind_Parse(absl::StrCat("LODGER_KIND_", name), &kind);
  return kind;
}

}  // namespace

const char* StepName(Step step) { return kStepNames[static_cast<size_t>(step)]; }

Step StepNamed(absl::string_view name) {
  for (size_t i = 0; i < kStepNames.size(); ++i) {
    if (name == kStepNames[i]) return static_cast<Step>(i);
  }
  return Step::kStart;
}

Step Next(Step step) {
  return step == Step::kCheck ? step : static_cast<Step>(static_cast<int>(step) + 1);
}
Step Before(Step step) {
  return step == Step::kStart ? step : static_cast<Step>(static_cast<int>(step) - 1);
}

std::string FieldOfWrong(const std::string& name) { return FieldOfWrong(kConditionFields, name); }

Step StepOf(const std::string& name) {
  const std::string field = FieldOfWrong(name);
  for (const FieldRow& row : kFields) {
    if (field == row.name) return row.step;
  }
  // The whole person: "lodger".
  return field == "lodger" ? Step::kWho : Step::kCheck;
}

std::vector<std::string> FieldsOf(Step step) {
  std::vector<std::string> names;
  for (const FieldRow& row : kFields) {
    if (row.step == step) names.emplace_back(row.name);
  }
  return names;
}

gateway::Fields CarriedPast(Step step, const Form& form) {
  gateway::Fields carried;
  for (const FieldRow& row : kFields) {
    if (row.step == step) continue;
    for (const std::string& value : form.Values(row.name)) carried.emplace_back(row.name, value);
  }
  return carried;
}

v1::LodgeObjectionRequest LodgeRequestOf(const Form& form) {
  v1::LodgeObjectionRequest request;
  request.set_document(absl::StrCat("documents/", form.Value("document")));
  if (form.Value("whole").empty()) {
    for (std::string& article : form.Values("articles")) request.add_articles(std::move(article));
  }
  request.set_ground(GroundNamed(form.Value("ground")));
  request.set_reasons(form.Value("reasons"));
  v1::Lodger& lodger = *request.mutable_lodger();
  lodger.set_kind(KindNamed(form.Value("lodger.kind")));
  lodger.set_display_name(form.Value("lodger.display_name"));
  lodger.set_identity_code(form.Value("lodger.identity_code"));
  lodger.set_identity_override(form.Value("lodger.identity_override"));
  lodger.set_contact(form.Value("lodger.contact"));
  lodger.set_postal_address(form.Value("lodger.postal_address"));
  lodger.set_agent(form.Value("lodger.agent"));
  lodger.set_authorisation(form.Value("lodger.authorisation"));
  lodger.set_name_may_be_public(form.Value("lodger.name_may_be_public") == "yes");
  request.mutable_options()->set_request_id(form.Value("request_id"));
  return request;
}

std::vector<Wrong> WrongAt(Step step, const Visit& visit) {
  std::vector<Wrong> wrong;
  const bool whole = !visit.form.Value("whole").empty();
  if (step == Step::kArticles && !whole && visit.form.Values("articles").empty()) {
    wrong.push_back({"articles", visit.words.Say("objection_articles_missing")});
    return wrong;
  }
  if (step == Step::kGround) {
    if (GroundNamed(visit.form.Value("ground")) == v1::OBJECTION_GROUND_UNSPECIFIED)
      wrong.push_back({"ground", visit.words.Say("objection_ground_missing")});
    return wrong;
  }
  // How many articles may be named, the register knows.
  const bool judged = step == Step::kArticles || step == Step::kReasons || step == Step::kWho ||
                      step == Step::kAgent || step == Step::kCheck;
  if (!judged) return wrong;
  v1::LodgeObjectionRequest request = LodgeRequestOf(visit.form);
  request.mutable_options()->set_validate_only(true);
  v1::LodgeObjectionResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::ObjectionService::Stub::LodgeObjection, request, &response);
  if (status.ok()) return wrong;
  const Refusal refusal = RefusalOf(status, visit);
  for (const Wrong& entry : refusal.wrong) {
    if (step != Step::kCheck && StepOf(entry.name) != step) continue;
    wrong.push_back({FieldOfWrong(entry.name), entry.words});
  }
  // Refused for something that no field is about.
  const bool said = step != Step::kCheck && !refusal.wrong.empty();
  if (wrong.empty() && !said) wrong.push_back({"form", refusal.words});
  return wrong;
}

}  // namespace santong::pages
