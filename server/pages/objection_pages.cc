// Lodging an objection, one thing a page. Each page is a form that carries the earlier answers; the
// server keeps nothing until the last one is sent.
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/pages/clock_words.h"
#include "server/pages/document_find.h"
#include "server/pages/document_words.h"
#include "server/pages/evidence_files.h"
#include "server/pages/objection_answers.h"
#include "server/pages/refusal.h"
#include "server/pages/request_id.h"
#include "server/pages/routes.h"
#include "server/pages/text_view.h"

namespace santong::pages {
namespace {

constexpr int kSimilarShown = 20;

grpc::Status GetDocument(const Visit& visit, const std::string& id, v1::Document* document) {
  v1::GetDocumentRequest request;
  request.set_name(absl::StrCat("documents/", id));
  return visit.api.Call(&v1::DocumentService::Stub::GetDocument, request, document);
}

std::vector<v1::Objection> SimilarTo(const Visit& visit, const std::string& document) {
  v1::ListObjectionsRequest request;
  request.set_document(absl::StrCat("documents/", document));
  request.set_page_size(kSimilarShown);
  v1::ListObjectionsResponse response;
  (void)visit.api.Call(&v1::ObjectionService::Stub::ListObjections, request, &response);
  return {response.objections().begin(), response.objections().end()};
}

// The words at the field, and the sign of it.
void ShowWrongAt(const std::vector<Wrong>& wrong, const std::string& field, Dictionary& values) {
  for (const Wrong& entry : wrong) {
    if (entry.name == field)
      values.AddSectionDictionary("HERE_WRONG")->SetValue("WORDS", entry.words);
  }
}

void AddText(const char* field, const char* key, bool optional, const std::vector<Wrong>& wrong,
             const Visit& visit, Dictionary& body) {
  Dictionary* entry = body.AddSectionDictionary("FIELD");
  entry->SetValue("ID", field);
  entry->SetValue("LABEL",
                  visit.words.Say(optional ? "optional" : "plain_label", {visit.words.Say(key)}));
  entry->SetValue("VALUE", visit.form.Value(field));
  const std::string hint = absl::StrCat(key, "_hint");
  if (visit.words.Has(hint)) Show(*entry, "HINT", visit.words.Say(hint));
  if (absl::EndsWith(field, "display_name")) Show(*entry, "AUTOCOMPLETE", "name");
  if (absl::EndsWith(field, "postal_address")) Show(*entry, "AUTOCOMPLETE", "street-address");
  ShowWrongAt(wrong, field, *entry);
}

void AddChoice(const char* field, const std::string& value, const std::string& words,
               const std::string& hint, const Visit& visit, Dictionary& group) {
  Dictionary* choice = group.AddSectionDictionary("CHOICE");
  choice->SetValue("NAME", field);
  choice->SetValue("ID", absl::StrCat(field, ".", value));
  choice->SetValue("VALUE", value);
  choice->SetValue("WORDS", words);
  Show(*choice, "HINT", hint);
  for (const std::string& chosen : visit.form.Values(field)) {
    if (chosen == value) choice->ShowSection("CHOSEN");
  }
}

template <typename Enum>
void AddEnumChoices(const char* field, const google::protobuf::EnumDescriptor* type,
                    const char* prefix, const Visit& visit, Dictionary& group) {
  for (int i = 1; i < type->value_count(); ++i) {
    const std::string hint = absl::StrCat(absl::AsciiStrToLower(type->value(i)->name()), "_hint");
    AddChoice(field, type->value(i)->name().substr(absl::string_view(prefix).size()),
              visit.words.Say(type, type->value(i)->number()),
              visit.words.Has(hint) ? visit.words.Say(hint) : "", visit, group);
  }
}

// Choices of which one is taken, or several.
Dictionary* AddChoices(const char* field, bool several, const std::string& legend,
                       const std::vector<Wrong>& wrong, Dictionary& body) {
  Dictionary* group = body.AddSectionDictionary("CHOICES");
  group->SetValue("GROUP_ID", field);
  group->SetValue("LEGEND", legend);
  group->SetValue("INPUT", several ? "checkbox" : "radio");
  if (several) group->ShowSection("MANY");
  ShowWrongAt(wrong, field, *group);
  return group;
}

void FillArticles(const v1::Document& document, const std::vector<Wrong>& wrong, const Visit& visit,
                  Dictionary& body) {
  Dictionary* group =
      AddChoices("articles", true, visit.words.Say("objection_articles_title"), wrong, body);
  AddChoice("whole", "1", visit.words.Say("objection_whole"), "", visit, *group);
  for (const Heading& heading : HeadingsOf(document.current_version().text())) {
    if (heading.is_article)
      AddChoice("articles", heading.label, heading.label, heading.words, visit, *group);
  }
}

void FillReasons(const std::vector<Wrong>& wrong, const Visit& visit, Dictionary& body) {
  Dictionary* area = body.AddSectionDictionary("AREA");
  area->SetValue("ID", "reasons");
  area->SetValue("LABEL", visit.words.Say("objection_reasons_title"));
  area->SetValue("HINT", visit.words.Say("objection_reasons_hint"));
  area->SetValue("VALUE", visit.form.Value("reasons"));
  area->SetValue("MAX", "10000");
  area->SetValue("COUNT_WORDS", visit.words.Say("characters_left"));
  ShowWrongAt(wrong, "reasons", *area);
}

void FillSimilar(const Visit& visit, Dictionary& body) {
  for (const v1::Objection& objection : SimilarTo(visit, visit.form.Value("document"))) {
    Dictionary* entry = body.AddSectionDictionary("SIMILAR");
    entry->SetValue("GROUND",
                    visit.words.Say(v1::ObjectionGround_descriptor(), objection.ground()));
    entry->SetValue("STATE", visit.words.Say(v1::ObjectionState_descriptor(), objection.state()));
    entry->SetValue("DAY", objection.lodged_date());
    std::string articles;
    for (const std::string& article : objection.articles())
      absl::StrAppend(&articles, articles.empty() ? "" : visit.words.Say("list_comma"), article);
    Show(*entry, "ARTICLES", articles);
  }
}

void FillWho(const std::vector<Wrong>& wrong, const Visit& visit, Dictionary& body) {
  Dictionary* group = AddChoices("lodger.kind", false, visit.words.Say("lodger_kind"), wrong, body);
  AddEnumChoices<v1::LodgerKind>("lodger.kind", v1::LodgerKind_descriptor(), "LODGER_KIND_", visit,
                                 *group);
  AddText("lodger.display_name", "lodger_name", false, wrong, visit, body);
  AddText("lodger.contact", "lodger_contact", false, wrong, visit, body);
  AddText("lodger.postal_address", "lodger_address", true, wrong, visit, body);
  AddText("lodger.identity_code", "lodger_identity", true, wrong, visit, body);
  // Asked only where the register has found the code strange, or once it was answered.
  bool asked = !visit.form.Value("lodger.identity_override").empty();
  for (const Wrong& entry : wrong) asked = asked || entry.name == "lodger.identity_code";
  if (asked) AddText("lodger.identity_override", "lodger_override", true, wrong, visit, body);
}

void FillPublicity(const std::vector<Wrong>& wrong, const Visit& visit, Dictionary& body) {
  Dictionary* group = AddChoices("lodger.name_may_be_public", false,
                                 visit.words.Say("objection_publicity_title"), wrong, body);
  Dictionary* no = group->AddSectionDictionary("CHOICE");
  no->SetValue("NAME", "lodger.name_may_be_public");
  no->SetValue("ID", "lodger.name_may_be_public.no");
  no->SetValue("VALUE", "no");
  no->SetValue("WORDS", visit.words.Say("publicity_no"));
  if (visit.form.Value("lodger.name_may_be_public") != "yes") no->ShowSection("CHOSEN");
  AddChoice("lodger.name_may_be_public", "yes", visit.words.Say("publicity_yes"), "", visit,
            *group);
}

void AddAnswer(Step step, const char* word, const std::string& value, const Visit& visit,
               Dictionary& body) {
  Dictionary* row = body.AddSectionDictionary("ANSWERED");
  row->SetValue("KEY", visit.words.Say(word));
  row->SetValue("VALUE", value.empty() ? visit.words.Say("not_given") : value);
  if (step == Step::kStart) return;
  Dictionary* change = row->AddSectionDictionary("CHANGE");
  change->SetValue("GO", absl::StrCat("change:", StepName(step)));
  change->SetValue("LABEL", visit.words.Say("change_what", {visit.words.Say(word)}));
}

void FillCheck(const v1::Document& document, const Visit& visit, Dictionary& body) {
  const Form& form = visit.form;
  const v1::LodgeObjectionRequest request = LodgeRequestOf(form);
  const v1::Lodger& lodger = request.lodger();
  std::string articles;
  for (const std::string& article : request.articles())
    absl::StrAppend(&articles, articles.empty() ? "" : visit.words.Say("list_comma"), article);
  AddAnswer(Step::kStart, "objection_document", document.title(), visit, body);
  AddAnswer(Step::kArticles, "objection_articles",
            articles.empty() ? visit.words.Say("objection_whole") : articles, visit, body);
  AddAnswer(Step::kGround, "objection_ground",
            visit.words.Say(v1::ObjectionGround_descriptor(), request.ground()), visit, body);
  AddAnswer(Step::kReasons, "objection_reasons", request.reasons(), visit, body);
  AddAnswer(Step::kWho, "lodger_kind", visit.words.Say(v1::LodgerKind_descriptor(), lodger.kind()),
            visit, body);
  AddAnswer(Step::kWho, "lodger_name", lodger.display_name(), visit, body);
  AddAnswer(Step::kWho, "lodger_contact", lodger.contact(), visit, body);
  AddAnswer(Step::kWho, "lodger_address", lodger.postal_address(), visit, body);
  AddAnswer(Step::kWho, "lodger_identity", lodger.identity_code(), visit, body);
  AddAnswer(Step::kAgent, "lodger_agent", lodger.agent(), visit, body);
  AddAnswer(Step::kAgent, "lodger_authorisation", lodger.authorisation(), visit, body);
  AddAnswer(Step::kPublicity, "objection_publicity",
            visit.words.Say(lodger.name_may_be_public() ? "publicity_yes" : "publicity_no"), visit,
            body);
}

// A browser shows no file again that was chosen before.
void FillFiles(const v1::Document& document, const Visit& visit, Dictionary& body) {
  Dictionary* field = AddEvidenceField(visit, document.jurisdiction(), body);
  if (!visit.form.files.empty()) field->ShowSection("CHOOSE_AGAIN");
}

gateway::HttpResponse StepPage(const Site& site, const Visit& visit, Step step,
                               const v1::Document& document, const std::vector<Wrong>& wrong) {
  const std::string title = visit.words.Say(absl::StrCat("objection_", StepName(step), "_title"));
  View view(site, visit, "objection.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  Dictionary& body = view.body();
  view.frame().SetValueAndShowSection("PAGE_SCRIPT_URL", site.AssetUrl("objection.js"),
                                      "PAGE_SCRIPT");
  body.SetValue("HEADING", title);
  body.SetValue("STEP", StepName(step));
  body.SetValue("ACTION_URL", visit.Link("/objections/new"));
  body.SetValue("DOCUMENT_TITLE", document.title());
  body.SetValue("DOCUMENT_URL", visit.Link(PathOf(document.name())));
  body.SetValue("DOCUMENT", IdOf(document.name()));
  body.SetValue("PROGRESS",
                visit.words.Say("step_of", {absl::StrCat(static_cast<int>(step)),
                                            absl::StrCat(static_cast<int>(Step::kCheck))}));
  body.SetValue("REQUEST_ID", RequestIdAgain(wrong, visit));
  if (!visit.form.Value("checking").empty()) body.ShowSection("CHECKING");
  for (const auto& [name, value] : CarriedPast(step, visit.form)) {
    if (name == "document") continue;
    Dictionary* hidden = body.AddSectionDictionary("HIDDEN");
    hidden->SetValue("NAME", name);
    hidden->SetValue("VALUE", value);
  }
  ShowWrong(wrong, body);
  switch (step) {
    case Step::kStart:
      body.ShowSection("START");
      break;
    case Step::kArticles:
      FillArticles(document, wrong, visit, body);
      break;
    case Step::kGround: {
      Dictionary* group =
          AddChoices("ground", false, visit.words.Say("objection_ground_title"), wrong, body);
      AddEnumChoices<v1::ObjectionGround>("ground", v1::ObjectionGround_descriptor(),
                                          "OBJECTION_GROUND_", visit, *group);
      break;
    }
    case Step::kReasons:
      FillReasons(wrong, visit, body);
      break;
    case Step::kSimilar:
      FillSimilar(visit, body);
      body.ShowSection("SIMILAR_INTRO");
      break;
    case Step::kWho:
      FillWho(wrong, visit, body);
      break;
    case Step::kAgent:
      body.ShowSection("AGENT_INTRO");
      AddText("lodger.agent", "lodger_agent", true, wrong, visit, body);
      AddText("lodger.authorisation", "lodger_authorisation", true, wrong, visit, body);
      break;
    case Step::kPublicity:
      FillPublicity(wrong, visit, body);
      break;
    case Step::kCheck:
      body.ShowSection("CHECK");
      FillCheck(document, visit, body);
      FillFiles(document, visit, body);
      break;
  }
  if (step != Step::kStart && step != Step::kCheck) body.ShowSection("GO_ON");
  if (step != Step::kStart) body.ShowSection("GO_BACK");
  return view.Answer(wrong.empty() ? 200 : 400);
}

gateway::HttpResponse LodgedPage(const Site& site, const Visit& visit, const v1::Document& document,
                                 const v1::LodgeObjectionResponse& lodged,
                                 const std::vector<SentFile>& sent) {
  const std::vector<Wrong> refused = RefusedFiles(sent, "files", visit.words);
  View view(site, visit, "receipt.html",
            visit.words.Say(refused.empty() ? "receipt_title" : "receipt_title_without_files"));
  Dictionary& body = view.body();
  view.frame().SetValueAndShowSection("PAGE_SCRIPT_URL", site.AssetUrl("objection.js"),
                                      "PAGE_SCRIPT");
  const v1::Objection& objection = lodged.objection();
  body.SetValue("NUMBER", lodged.receipt().number());
  body.SetValue("CODE", lodged.receipt().code());
  body.SetValue("DAY", objection.lodged_date());
  body.SetValue("DOCUMENT_TITLE", objection.title());
  body.SetValue("DOCUMENT_URL", visit.Link(PathOf(objection.document())));
  body.SetValue("DOCUMENT", IdOf(objection.document()));
  if (const v1::Clock* clock = RunningClock(objection.clocks()); clock != nullptr)
    ShowClock(*clock, site.options().today(), visit.words, body.AddSectionDictionary("CLOCK"));
  if (const std::string taken = TakenNames(sent, visit.words); !taken.empty())
    Show(body, "TAKEN", visit.words.Say("done_evidence", {taken}));
  if (!refused.empty()) body.ShowSection("SOME_REFUSED");
  for (const Wrong& file : refused)
    body.AddSectionDictionary("REFUSED")->SetValue("WORDS", file.words);
  body.SetValue("ACT_URL", visit.Link("/objections/act"));
  AddEvidenceField(visit, document.jurisdiction(), body);
  body.SetValue("TRACK_URL", visit.Link("/objections/track"));
  body.SetValue("REQUEST_ID", NewRequestId());
  return view.Answer();
}

gateway::HttpResponse Lodge(const Site& site, const Visit& visit, const v1::Document& document) {
  v1::LodgeObjectionResponse response;
  const grpc::Status status = visit.api.Call(&v1::ObjectionService::Stub::LodgeObjection,
                                             LodgeRequestOf(visit.form), &response);
  if (status.ok()) {
    return LodgedPage(site, visit, document, response, AddEvidence(visit, response.receipt()));
  }
  const Refusal refusal = RefusalOf(status, visit);
  if (refusal.http_status != 400) return RefusalPage(site, visit, refusal);
  // As it was said: the rehearsal before it found nothing, and another would not know that the form
  // was sent before.
  std::vector<Wrong> wrong = refusal.wrong;
  for (Wrong& entry : wrong) entry.name = FieldOfWrong(entry.name);
  if (wrong.empty()) wrong.push_back({"form", refusal.words});
  return StepPage(site, visit, Step::kCheck, document, wrong);
}

// Which document is meant: what is typed is looked up as everywhere else.
gateway::HttpResponse FindPage(const Site& site, const Visit& visit) {
  View view(site, visit, "objection_find.html", visit.words.Say("objection_find_title"));
  Dictionary& body = view.body();
  const std::string text(absl::StripAsciiWhitespace(visit.Query("q")));
  body.SetValue("QUERY", text);
  if (text.empty()) return view.Answer();
  std::vector<v1::Document> found;
  const grpc::Status status = FindDocuments(visit, text, &found);
  if (!status.ok()) {
    const Refusal refusal = RefusalOf(status, visit);
    if (refusal.http_status != 400) return RefusalPage(site, visit, refusal);
    ShowWrong({{"q", refusal.wrong.empty() ? refusal.words : refusal.wrong[0].words}}, body);
    return view.Answer(400);
  }
  body.ShowSection(found.empty() ? "NONE" : "SOME");
  for (const v1::Document& document : found) {
    Dictionary* entry =
        Include(*body.AddSectionDictionary("ENTRY"), "DOCUMENT_ENTRY", "entry.html");
    ShowEntry(document, visit, entry);
    entry->SetValue("URL", visit.Link("/objections/new", {{"document", IdOf(document.name())}}));
  }
  return view.Answer();
}

}  // namespace

gateway::HttpResponse ObjectionStart(const Site& site, const Visit& visit) {
  const std::string id = visit.Query("document");
  if (id.empty()) return FindPage(site, visit);
  v1::Document document;
  if (grpc::Status status = GetDocument(visit, id, &document); !status.ok())
    return RefusalPage(site, visit, status);
  return StepPage(site, visit, Step::kStart, document, {});
}

gateway::HttpResponse ObjectionStep(const Site& site, const Visit& visit) {
  v1::Document document;
  if (grpc::Status status = GetDocument(visit, visit.form.Value("document"), &document);
      !status.ok()) {
    return RefusalPage(site, visit, status);
  }
  const Step step = StepNamed(visit.form.Value("step"));
  absl::string_view go = gateway::FieldOf(visit.form.fields, "go");
  // Nobody is shown an empty list of similar cases.
  const auto skips = [&](Step to) {
    return to == Step::kSimilar && SimilarTo(visit, visit.form.Value("document")).empty();
  };
  if (go == "back") {
    Step to = Before(step);
    if (skips(to)) to = Before(to);
    return StepPage(site, visit, to, document, {});
  }
  if (absl::ConsumePrefix(&go, "change:")) {
    Visit changing = visit;
    changing.form.fields.emplace_back("checking", "1");
    return StepPage(site, changing, StepNamed(go), document, {});
  }
  const std::vector<Wrong> wrong = WrongAt(step, visit);
  if (!wrong.empty()) return StepPage(site, visit, step, document, wrong);
  if (step == Step::kCheck) return Lodge(site, visit, document);
  if (!visit.form.Value("checking").empty())
    return StepPage(site, visit, Step::kCheck, document, {});
  Step to = Next(step);
  if (skips(to)) to = Next(to);
  return StepPage(site, visit, to, document, {});
}

}  // namespace santong::pages
