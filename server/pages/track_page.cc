// How a case stands, for whoever has its number and code: its course, its due days, and what its
// lodger may do now.
#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/pages/clock_words.h"
#include "server/pages/document_words.h"
#include "server/pages/evidence_files.h"
#include "server/pages/letter_view.h"
#include "server/pages/refusal.h"
#include "server/pages/request_id.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

v1::Receipt ReceiptOf(const Form& form) {
  v1::Receipt receipt;
  receipt.set_number(form.Value("number"));
  receipt.set_code(form.Value("code"));
  return receipt;
}

gateway::HttpResponse AskPage(const Site& site, const Visit& visit, const std::vector<Wrong>& wrong,
                              int status) {
  const std::string title = visit.words.Say("track_title");
  View view(site, visit, "track.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  view.body().SetValue("ACTION_URL", visit.Link("/objections/track"));
  view.body().SetValue("NUMBER", visit.form.Value("number"));
  ShowWrong(wrong, view.body());
  return view.Answer(status);
}

void AddDay(const std::string& day, const std::string& words,
            std::vector<std::pair<std::string, std::string>>* course) {
  if (!day.empty()) course->emplace_back(day, words);
}

// The days of the case in their order.
void ShowCourse(const v1::Objection& objection, const Words& words, Dictionary& body) {
  std::vector<std::pair<std::string, std::string>> course;
  AddDay(objection.lodged_date(), words.Say("course_lodged"), &course);
  AddDay(objection.supplement_requested_date(), words.Say("course_supplement"), &course);
  AddDay(objection.accepted_date(), words.Say("course_accepted"), &course);
  AddDay(objection.answered_date(), words.Say("course_answered"), &course);
  AddDay(objection.answer_delivered_date(), words.Say("course_answer_delivered"), &course);
  AddDay(objection.extended_date(), words.Say("course_extended"), &course);
  AddDay(objection.decision().date(),
         words.Say("course_decided",
                   {words.Say(v1::ObjectionOutcome_descriptor(), objection.decision().outcome())}),
         &course);
  AddDay(objection.replied_date(), words.Say("course_replied"), &course);
  AddDay(objection.settled_date(), words.Say("course_settled"), &course);
  AddDay(objection.ended_date(), words.Say(v1::ObjectionState_descriptor(), objection.state()),
         &course);
  std::stable_sort(course.begin(), course.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [day, said] : course) {
    Dictionary* entry = body.AddSectionDictionary("COURSE");
    entry->SetValue("DAY", day);
    entry->SetValue("WORDS", said);
  }
}

// A passage of the case in somebody's words.
void AddPassage(const char* word, const std::string& text, const Visit& visit, Dictionary& body) {
  if (text.empty()) return;
  Dictionary* passage = body.AddSectionDictionary("PASSAGE");
  passage->SetValue("HEADING", visit.words.Say(word));
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    passage->AddSectionDictionary("LINE")->SetValue("WORDS", {line.data(), line.size()});
  }
}

void ShowPassages(const v1::Objection& objection, const Visit& visit, Dictionary& body) {
  const v1::ObjectionInternal& internal = objection.internal();
  AddPassage("objection_reasons", internal.reasons(), visit, body);
  for (const std::string& supplement : internal.supplements())
    AddPassage("passage_supplement", supplement, visit, body);
  for (const std::string& answer : internal.issuer_answers())
    AddPassage("passage_answer", answer, visit, body);
  AddPassage("passage_recheck", internal.recheck_reasons(), visit, body);
  AddPassage("passage_extension", internal.extension_reason(), visit, body);
  if (objection.refusal() != v1::OBJECTION_REFUSAL_UNSPECIFIED) {
    AddPassage("passage_refusal",
               visit.words.Say(v1::ObjectionRefusal_descriptor(), objection.refusal()), visit,
               body);
  }
  AddPassage("passage_explanation", objection.explanation(), visit, body);
  AddPassage("passage_transferred", objection.transferred_to(), visit, body);
  AddPassage("passage_decision", objection.decision().reasons(), visit, body);
  AddPassage("passage_correction", objection.correction(), visit, body);
}

void AddLetter(bool exists, v1::ObjectionLetterKind kind, const Visit& visit, Dictionary& body) {
  if (!exists) return;
  Dictionary* letter = body.AddSectionDictionary("LETTER");
  letter->SetValue("LETTER_KIND", absl::StrCat(static_cast<int>(kind)));
  letter->SetValue("WORDS", visit.words.Say(v1::ObjectionLetterKind_descriptor(), kind));
}

void ShowLetters(const v1::Objection& objection, const Visit& visit, Dictionary& body) {
  AddLetter(!objection.supplement_requested_date().empty(), v1::OBJECTION_LETTER_KIND_SUPPLEMENT,
            visit, body);
  AddLetter(!objection.accepted_date().empty(), v1::OBJECTION_LETTER_KIND_ACCEPTANCE, visit, body);
  AddLetter(objection.extended(), v1::OBJECTION_LETTER_KIND_EXTENSION, visit, body);
  AddLetter(objection.state() == v1::OBJECTION_STATE_REJECTED, v1::OBJECTION_LETTER_KIND_REFUSAL,
            visit, body);
  AddLetter(objection.state() == v1::OBJECTION_STATE_TRANSFERRED,
            v1::OBJECTION_LETTER_KIND_TRANSFER, visit, body);
  AddLetter(objection.has_decision() || !objection.answered_date().empty(),
            v1::OBJECTION_LETTER_KIND_REPLY, visit, body);
}

bool HasEnded(const v1::Objection& objection) {
  switch (objection.state()) {
    case v1::OBJECTION_STATE_DECIDED:
    case v1::OBJECTION_STATE_REJECTED:
    case v1::OBJECTION_STATE_TRANSFERRED:
    case v1::OBJECTION_STATE_WITHDRAWN:
    case v1::OBJECTION_STATE_CORRECTING:
    case v1::OBJECTION_STATE_REVOKING:
    case v1::OBJECTION_STATE_CLOSED:
      return true;
    default:
      return false;
  }
}

// The states whose rows take evidence.
bool TakesEvidence(v1::ObjectionState state) {
  return state == v1::OBJECTION_STATE_RECEIVED ||
         state == v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED ||
         state == v1::OBJECTION_STATE_REVIEWING;
}

// The state that decides what its lodger may ask for: of a case that was joined, the other's.
v1::ObjectionState StateThatCounts(const v1::Objection& objection) {
  return objection.state() == v1::OBJECTION_STATE_JOINED ? objection.lead_state()
                                                         : objection.state();
}

// Where the issuer's period is over without an answer the lodger need not wait for one.
bool IssuerIsSilent(const v1::Objection& objection) {
  return StateThatCounts(objection) == v1::OBJECTION_STATE_WITH_ISSUER &&
         std::any_of(objection.clocks().begin(), objection.clocks().end(),
                     [](const v1::Clock& clock) {
                       return clock.kind() == v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY &&
                              clock.state() == v1::CLOCK_STATE_EXPIRED;
                     });
}

void ShowActs(const v1::Objection& objection, Dictionary& body) {
  // Whoever withdrew has nothing to ask for, though the case goes on without them.
  if (!HasEnded(objection) && (objection.lodger_withdrew() || objection.own_motion())) {
    body.ShowSection("GOES_ON");
    return;
  }
  if (objection.state() == v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED) {
    Dictionary* supplement = body.AddSectionDictionary("SUPPLEMENT");
    for (const std::string& item : objection.internal().supplement_items())
      supplement->AddSectionDictionary("ITEM")->SetValue("WORDS", item);
  }
  if (StateThatCounts(objection) == v1::OBJECTION_STATE_ANSWERED || IssuerIsSilent(objection))
    body.ShowSection("RECHECK");
  if (HasEnded(objection)) return;
  if (TakesEvidence(objection.state())) body.ShowSection("ADD_EVIDENCE");
  body.ShowSection("WITHDRAW");
}

// Of the document, whose policy counts for the case; empty where the register does not answer.
std::string JurisdictionOf(const v1::Objection& objection, const Visit& visit) {
  v1::GetDocumentRequest request;
  request.set_name(objection.document());
  v1::Document document;
  (void)visit.api.Call(&v1::DocumentService::Stub::GetDocument, request, &document);
  return document.jurisdiction();
}

gateway::HttpResponse CasePage(const Site& site, const Visit& visit, const v1::Objection& objection,
                               const std::string& done, const std::vector<Wrong>& wrong) {
  const std::string title = visit.words.Say("tracked_title");
  View view(site, visit, "tracked.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  Dictionary& body = view.body();
  // What was typed and refused is not typed again.
  if (!wrong.empty() && visit.form.Value("act") == "supplement")
    body.SetValue("SUPPLEMENT_TEXT", visit.form.Value("text"));
  if (!wrong.empty() && visit.form.Value("act") == "recheck")
    body.SetValue("RECHECK_TEXT", visit.form.Value("text"));
  Show(body, "DONE", done);
  ShowWrong(wrong, body);
  body.SetTemplateGlobalValue("NUMBER", visit.form.Value("number"));
  body.SetTemplateGlobalValue("CODE", visit.form.Value("code"));
  body.SetValue("STATE", visit.words.Say(v1::ObjectionState_descriptor(), objection.state()));
  if (objection.state() == v1::OBJECTION_STATE_JOINED) {
    body.AddSectionDictionary("JOINED")->SetValue(
        "WORDS", visit.words.Say("tracked_joined", {visit.words.Say(v1::ObjectionState_descriptor(),
                                                                    objection.lead_state())}));
  }
  body.SetValue("TONE", HasEnded(objection) ? "ended" : "wait");
  body.SetValue("DOCUMENT_TITLE", objection.title());
  body.SetValue("DOCUMENT_URL", visit.Link(PathOf(objection.document())));
  body.SetValue("GROUND", visit.words.Say(v1::ObjectionGround_descriptor(), objection.ground()));
  ShowCourse(objection, visit.words, body);
  for (const v1::Clock& clock : objection.clocks()) {
    if (clock.state() == v1::CLOCK_STATE_STOPPED && !clock.overdue()) continue;
    body.ShowSection("CLOCKS");
    ShowClock(clock, site.options().today(), visit.words, body.AddSectionDictionary("CLOCK"));
  }
  for (const v1::ObjectionEvidence& evidence : objection.internal().evidence()) {
    Dictionary* entry = body.AddSectionDictionary("EVIDENCE");
    entry->SetValue(
        "WORDS", view.Say("evidence_sentence",
                          {absl::StrCat(evidence.number()), evidence.media_type(),
                           absl::StrCat((evidence.size_bytes() + 1023) / 1024), evidence.date()}));
  }
  ShowPassages(objection, visit, body);
  ShowLetters(objection, visit, body);
  ShowActs(objection, body);
  Include(body, "RECEIPT_FIELDS", "receipt_fields.html");
  if (!HasEnded(objection)) AddEvidenceField(visit, JurisdictionOf(objection, visit), body);
  body.SetValue("ACT_URL", visit.Link("/objections/act"));
  body.SetValue("LETTER_URL", visit.Link("/objections/letter"));
  body.SetValue("REQUEST_ID", NewRequestId());
  return view.Answer(wrong.empty() ? 200 : 400);
}

// The case, or the page on which number and code are asked again.
grpc::Status Track(const Visit& visit, v1::Objection* objection) {
  v1::TrackObjectionRequest request;
  *request.mutable_receipt() = ReceiptOf(visit.form);
  return visit.api.Call(&v1::ObjectionService::Stub::TrackObjection, request, objection);
}

gateway::HttpResponse NotOpened(const Site& site, const Visit& visit, const grpc::Status& status) {
  const Refusal refusal = RefusalOf(status, visit);
  // A wrong number, a wrong code and one that is none look the same.
  if (refusal.http_status == 404 || refusal.http_status == 400)
    return AskPage(site, visit, {{"number", visit.words.Say("track_wrong")}}, 404);
  return RefusalPage(site, visit, refusal);
}

struct Outcome {
  grpc::Status status;
  const char* done = "";  // the key of what is said when it went well
};

Outcome Act(const Visit& visit, v1::Objection* objection) {
  const std::string act = visit.form.Value("act");
  const std::string request_id = visit.form.Value("request_id");
  if (act == "supplement") {
    v1::SupplementObjectionRequest request;
    *request.mutable_receipt() = ReceiptOf(visit.form);
    request.set_supplement(visit.form.Value("text"));
    request.mutable_options()->set_request_id(request_id);
    return {visit.api.Call(&v1::ObjectionService::Stub::SupplementObjection, request, objection),
            "done_supplement"};
  }
  if (act == "recheck") {
    v1::RequestRecheckRequest request;
    *request.mutable_receipt() = ReceiptOf(visit.form);
    request.set_reasons(visit.form.Value("text"));
    request.mutable_options()->set_request_id(request_id);
    return {visit.api.Call(&v1::ObjectionService::Stub::RequestRecheck, request, objection),
            "done_recheck"};
  }
  if (act == "withdraw" && visit.form.Value("sure") == "yes") {
    v1::WithdrawObjectionRequest request;
    *request.mutable_receipt() = ReceiptOf(visit.form);
    request.mutable_options()->set_request_id(request_id);
    return {visit.api.Call(&v1::ObjectionService::Stub::WithdrawObjection, request, objection),
            "done_withdraw"};
  }
  return {grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, visit.words.Say("act_not_confirmed"))};
}

// The case after a form has sent its act.
gateway::HttpResponse CaseAfter(const Site& site, const Visit& visit, const std::string& done,
                                const std::vector<Wrong>& wrong) {
  v1::Objection now;
  if (grpc::Status status = Track(visit, &now); !status.ok()) return NotOpened(site, visit, status);
  return CasePage(site, visit, now, done, wrong);
}

gateway::HttpResponse EvidenceAct(const Site& site, const Visit& visit) {
  constexpr char kField[] = "act-evidence";
  if (visit.form.files.empty())
    return CaseAfter(site, visit, "", {{kField, visit.words.Say("evidence_none_chosen")}});
  const std::vector<SentFile> sent = AddEvidence(visit, ReceiptOf(visit.form));
  const std::string taken = TakenNames(sent, visit.words);
  return CaseAfter(site, visit, taken.empty() ? "" : visit.words.Say("done_evidence", {taken}),
                   RefusedFiles(sent, kField, visit.words));
}

}  // namespace

gateway::HttpResponse TrackPage(const Site& site, const Visit& visit) {
  return AskPage(site, visit, {}, 200);
}

gateway::HttpResponse TrackedPage(const Site& site, const Visit& visit) {
  v1::Objection objection;
  if (grpc::Status status = Track(visit, &objection); !status.ok())
    return NotOpened(site, visit, status);
  return CasePage(site, visit, objection, "", {});
}

gateway::HttpResponse TrackAct(const Site& site, const Visit& visit) {
  // Whoever cannot open the case learns nothing of what it allows.
  v1::Objection before;
  if (grpc::Status status = Track(visit, &before); !status.ok())
    return NotOpened(site, visit, status);
  if (visit.form.Value("act") == "evidence") return EvidenceAct(site, visit);
  v1::Objection after;
  const Outcome outcome = Act(visit, &after);
  if (outcome.status.ok()) return CaseAfter(site, visit, visit.words.Say(outcome.done), {});
  const Refusal refusal = RefusalOf(outcome.status, visit);
  if (refusal.http_status != 400) return RefusalPage(site, visit, refusal);
  const std::string field = absl::StrCat("act-", visit.form.Value("act"));
  std::vector<Wrong> wrong;
  for (const Wrong& entry : refusal.wrong) wrong.push_back({field, entry.words});
  if (wrong.empty()) {
    const bool ours = outcome.status.error_details().empty();
    wrong.push_back({field, ours ? outcome.status.error_message() : refusal.words});
  }
  return CaseAfter(site, visit, "", wrong);
}

gateway::HttpResponse LetterPage(const Site& site, const Visit& visit) {
  v1::GetObjectionLetterRequest request;
  *request.mutable_receipt() = ReceiptOf(visit.form);
  for (int i = 1; i < v1::ObjectionLetterKind_descriptor()->value_count(); ++i) {
    if (absl::StrCat(i) == visit.form.Value("kind"))
      request.set_kind(static_cast<v1::ObjectionLetterKind>(i));
  }
  v1::ObjectionLetter letter;
  const grpc::Status status =
      visit.api.Call(&v1::ObjectionService::Stub::GetObjectionLetter, request, &letter);
  if (!status.ok()) return NotOpened(site, visit, status);
  if (!visit.form.Value("as_text").empty()) return LetterFile(letter.text());
  View view(site, visit, "letter.html", letter.title());
  Dictionary& body = view.body();
  body.SetTemplateGlobalValue("NUMBER", visit.form.Value("number"));
  body.SetTemplateGlobalValue("CODE", visit.form.Value("code"));
  body.SetValue("LETTER_KIND", visit.form.Value("kind"));
  Include(body, "RECEIPT_FIELDS", "receipt_fields.html");
  body.SetValue("LETTER_URL", visit.Link("/objections/letter"));
  body.SetValue("TRACK_URL", visit.Link("/objections/track"));
  ShowLetter(letter.title(), letter.text(), body);
  return view.Answer();
}

}  // namespace santong::pages
