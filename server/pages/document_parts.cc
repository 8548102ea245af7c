#include "server/pages/document_parts.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/visibility/visibility.h"
#include "server/pages/document_words.h"

namespace santong::pages {
namespace {

constexpr int kRelationsShownMax = 50;
constexpr int kCitationsShownMax = 100;
constexpr int kEventsShownMax = 200;
constexpr int kObjectionsPage = 1000;

// The other document's title, or its name where it may not be read.
std::string TitleOf(const std::string& name, const Visit& visit) {
  v1::GetDocumentRequest request;
  request.set_name(name);
  request.set_view(v1::DOCUMENT_VIEW_BASIC);
  v1::Document document;
  const grpc::Status status =
      visit.api.Call(&v1::DocumentService::Stub::GetDocument, request, &document);
  return status.ok() ? document.title() : name;
}

void AddWarning(const std::string& words, Dictionary& body) {
  body.AddSectionDictionary("WARNING")->SetValue("WORDS", words);
}

// A warning that leads to another document.
void AddWarning(const std::string& words, const std::string& document, const Visit& visit,
                Dictionary& body) {
  Dictionary* warning = body.AddSectionDictionary("WARNING");
  warning->SetValue("WORDS", words);
  if (document.empty()) return;
  Dictionary* link = warning->AddSectionDictionary("OTHER");
  link->SetValue("URL", visit.Link(PathOf(document)));
  link->SetValue("TITLE", TitleOf(document, visit));
}

// Taken up, and not decided. What was found wrong is no longer under review: the doubts tell of it.
constexpr v1::ObjectionState kTakenUp[] = {v1::OBJECTION_STATE_REVIEWING,
                                           v1::OBJECTION_STATE_OPINION_REQUESTED,
                                           v1::OBJECTION_STATE_WITH_ISSUER};

int OpenObjections(const v1::Document& document, const Visit& visit) {
  v1::ListObjectionsRequest request;
  request.set_document(document.name());
  request.set_page_size(kObjectionsPage);
  for (const v1::ObjectionState state : kTakenUp) request.add_states(state);
  int open = 0;
  do {
    v1::ListObjectionsResponse page;
    if (!visit.api.Call(&v1::ObjectionService::Stub::ListObjections, request, &page).ok()) break;
    open += page.objections_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return open;
}

// A mark goes when its rule is confirmed; one on what is over moves nothing any more.
bool RestsOnUnconfirmedRules(const v1::Document& document) {
  return std::any_of(document.clocks().begin(), document.clocks().end(),
                     [](const v1::Clock& clock) {
                       return clock.unconfirmed() && clock.state() != v1::CLOCK_STATE_STOPPED;
                     });
}

// A row of the particulars. Without a link where `filter` is empty.
void AddRow(const char* word, const std::string& value, const gateway::Fields& filter,
            const Visit& visit, Dictionary& body) {
  if (value.empty()) return;
  Dictionary* row = body.AddSectionDictionary("ROW");
  row->SetValue("KEY", visit.words.Say(word));
  Dictionary* cell = row->AddSectionDictionary(filter.empty() ? "PLAIN" : "LINKED");
  cell->SetValue("VALUE", value);
  if (!filter.empty()) cell->SetValue("URL", visit.Link("/search", filter));
}

// As the filter of a search takes it: "MEASURES".
std::string KindFilter(v1::DocumentKind kind) {
  return std::string(absl::StripPrefix(v1::DocumentKind_Name(kind), "DOCUMENT_KIND_"));
}

std::string YearOf(const std::string& date) { return date.substr(0, 4); }

std::string TermOf(const v1::Document& document, const Words& words) {
  const v1::Term& term = document.term();
  if (term.kind() == v1::TERM_KIND_NONE) return words.Say("term_none", {term.exemption()});
  if (term.last_valid_date().empty()) return "";
  return words.Say(term.computed() ? "term_computed" : "term_until", {term.last_valid_date()});
}

void AddIssuers(const v1::Document& document, const Visit& visit, Dictionary& body) {
  for (const v1::Issuer& issuer : document.issuers()) {
    gateway::Fields filter;
    if (!issuer.organ().empty()) filter = {{"organ", issuer.organ()}};
    AddRow("issuer", issuer.display_name(), filter, visit, body);
  }
}

// A list that was cut must not pass for all there is.
void SayCut(const char* words, int size, int shown, const Visit& visit, Dictionary& list) {
  if (size > shown)
    list.SetValueAndShowSection("MORE", visit.words.Say(words, {absl::StrCat(shown)}), "IS_CUT");
}

int64_t AddCitations(v1::CitationDirection direction, const v1::Document& document,
                     const char* section, const Visit& visit, Dictionary& body) {
  v1::ListCitationsRequest request;
  request.set_parent(document.name());
  request.set_direction(direction);
  request.set_page_size(kCitationsShownMax);
  v1::ListCitationsResponse response;
  (void)visit.api.Call(&v1::CatalogService::Stub::ListCitations, request, &response);
  if (response.citations().empty()) return response.complete_to_sequence();
  Dictionary* list = body.AddSectionDictionary(section);
  const bool out = direction == v1::CITATION_DIRECTION_CITES;
  for (const v1::CatalogCitation& citation : response.citations()) {
    Dictionary* entry = list->AddSectionDictionary("CITATION");
    const std::string title = out ? citation.title() : citation.from_title();
    // A citation that several documents may be meant by leads to none of them.
    const std::string other = !out                      ? citation.from()
                              : citation.to_size() == 1 ? citation.to(0)
                                                        : std::string();
    Dictionary* shown = entry->AddSectionDictionary(other.empty() ? "PLAIN" : "LINKED");
    shown->SetValue("TITLE", title);
    if (!other.empty()) shown->SetValue("URL", visit.Link(PathOf(other)));
    if (out) Show(*entry, "NUMBER", citation.number());
  }
  // A list that was cut must not pass for all there is.
  if (!response.next_page_token().empty())
    list->SetValueAndShowSection(
        "MORE", visit.words.Say("citations_more", {absl::StrCat(response.citations_size())}),
        "CITATIONS_MORE");
  return response.complete_to_sequence();
}

}  // namespace

void ShowBasis(const v1::Basis& basis, const Visit& visit, Dictionary& body) {
  if (basis.answer() != v1::BASIS_ANSWER_YES && basis.answer() != v1::BASIS_ANSWER_NO) return;
  const bool yes = basis.answer() == v1::BASIS_ANSWER_YES;
  const Words& words = visit.words;
  Dictionary* section = body.AddSectionDictionary("BASIS");
  section->SetValue("ANSWER", words.Say(yes ? "basis_yes" : "basis_no", {basis.date()}));
  section->SetValue("TONE", yes ? "good" : "ended");
  for (const v1::BasisCondition& condition : basis.conditions()) {
    const std::string key = absl::StrCat("basis_", condition.name());
    const std::string title = visit.language == Language::kEnglish && words.Has(key)
                                  ? words.Say(key)
                                  : condition.title_zh();
    if (!condition.holds()) {
      Dictionary* reason = section->AddSectionDictionary("REASON");
      reason->SetValue("TITLE", words.Say("basis_fails", {title}));
      Show(*reason, "FACT", condition.fact());
      Show(*reason, "DAY", condition.date());
    }
    Dictionary* row = section->AddSectionDictionary("CONDITION");
    row->SetValue("HOLDS", words.Say(condition.holds() ? "yes" : "no"));
    row->SetValue("TONE", condition.holds() ? "good" : "ended");
    row->SetValue("TITLE", title);
    row->SetValue("FACT", condition.fact());
    row->SetValue("DAY", condition.date());
    row->SetValue("ARTICLE", condition.article());
    if (condition.provisional()) row->ShowSection("PROVISIONAL");
  }
  for (const std::string& doubt : basis.doubts_zh()) {
    // Which policy leaves nobody has confirmed is for those who look closely.
    const bool of_leaves = !basis.unconfirmed_leaves().empty() &&
                           absl::StrContains(doubt, basis.unconfirmed_leaves(0));
    section->AddSectionDictionary(of_leaves ? "LEAVES" : "DOUBT")->SetValue("WORDS", doubt);
  }
}

void ShowWarnings(const v1::Document& document, const Visit& visit, Dictionary& body) {
  const Words& words = visit.words;
  if (document.state() == v1::DOCUMENT_STATE_SUSPENDED && !document.suspensions().empty()) {
    const v1::Suspension& last = *document.suspensions().rbegin();
    AddWarning(words.Say("warning_suspended", {last.from_date(), last.reason()}), body);
  }
  if (!document.ended_by().empty())
    AddWarning(words.Say("warning_ended_by"), document.ended_by(), visit, body);
  if (const int open = OpenObjections(document, visit); open > 0)
    // Only what is in effect is carried out meanwhile.
    AddWarning(document.state() == v1::DOCUMENT_STATE_IN_EFFECT
                   ? words.Say("warning_objections", {absl::StrCat(open)})
                   : words.Say("warning_objections_only", {absl::StrCat(open)}),
               body);
  const v1::CleanupMark& cleanup = document.cleanup();
  if (document::HasEnded(document.state())) {
    // What was asked or announced for a later day is over, however it ended.
  } else if (!cleanup.amend_by_date().empty()) {
    AddWarning(words.Say(cleanup.on_miss() == v1::ON_MISS_LAPSES ? "warning_amend_or_lapse"
                                                                 : "warning_amend_by",
                         {cleanup.amend_by_date()}),
               cleanup.notice(), visit, body);
  } else if (!cleanup.end_date().empty()) {
    AddWarning(words.Say("warning_will_end", {cleanup.end_date()}), cleanup.notice(), visit, body);
  }
  if (document.legacy() && document.state() == v1::DOCUMENT_STATE_LEGACY)
    AddWarning(words.Say("warning_legacy"), body);
  if (RestsOnUnconfirmedRules(document)) AddWarning(words.Say("warning_unconfirmed"), body);
}

void ShowParticulars(const v1::Document& document, const Visit& visit, Dictionary& body) {
  const Words& words = visit.words;
  AddRow("document_title", document.title(), {}, visit, body);
  AddRow("registration_number", document.registration_number(), {}, visit, body);
  AddIssuers(document, visit, body);
  AddRow("document_number", document.document_number(), {}, visit, body);
  AddRow("index_number", document.index_number(), {}, visit, body);
  AddRow("document_kind", words.Say(v1::DocumentKind_descriptor(), document.kind()),
         {{"kind", KindFilter(document.kind())}}, visit, body);
  AddRow("subject_class", document.subject_class(), {{"subject", document.subject_class()}}, visit,
         body);
  // A search's year is that of the publication, where there was one.
  const std::string& written = document.written_date();
  const std::string& published = document.publication().date();
  const auto of_year = [](const std::string& date) {
    return date.empty() ? gateway::Fields{} : gateway::Fields{{"year", YearOf(date)}};
  };
  AddRow("written_date", written.empty() ? document.written_date_as_printed() : written,
         published.empty() ? of_year(written) : gateway::Fields{}, visit, body);
  AddRow("registered_date", document.registered_date(), {}, visit, body);
  AddRow("published_date", published, of_year(published), visit, body);
  AddRow("published_in", document.publication().channel(), {}, visit, body);
  for (const v1::Publication& again : document.republications())
    AddRow("published_again", again.date(), {}, visit, body);
  AddRow("effective_date", document.effective_date(), {}, visit, body);
  AddRow("term", TermOf(document, words), {}, visit, body);
  AddRow("openness", words.Say(v1::Openness_descriptor(), document.openness()), {}, visit, body);
  for (const v1::FormerNumber& former : document.former_numbers()) {
    AddRow(
        "former_number",
        words.Say("former_number_value", {former.registration_number(), former.registered_date()}),
        {}, visit, body);
  }
}

// The texts that the visitor may read, the newest first.
std::vector<const v1::VersionSummary*> ReadableVersions(const v1::Document& document) {
  std::vector<const v1::VersionSummary*> readable;
  for (int i = document.versions_size() - 1; i >= 0; --i) {
    const v1::VersionSummary& version = document.versions(i);
    if (document.has_internal() || visibility::AnyoneMayReadVersion(document, version.number()))
      readable.push_back(&version);
  }
  return readable;
}

// Whether the page as of the version's first day shows it: no later text begins on that day, and
// the document was public by then.
bool IsReadByItsDay(const v1::Document& document, const v1::VersionSummary& version) {
  if (version.effective_date() < document.publication().date()) return false;
  return std::none_of(document.versions().begin(), document.versions().end(),
                      [&](const v1::VersionSummary& other) {
                        return other.number() > version.number() &&
                               other.effective_date() == version.effective_date();
                      });
}

void ShowVersions(const v1::Document& document, const std::string& at, const Visit& visit,
                  Dictionary& body) {
  const Words& words = visit.words;
  const int shown = static_cast<int>(document.current_version().number());
  const std::vector<const v1::VersionSummary*> versions = ReadableVersions(document);
  for (size_t i = 0; i < versions.size(); ++i) {
    const v1::VersionSummary& version = *versions[i];
    Dictionary* entry = body.AddSectionDictionary("VERSION");
    entry->SetValue("WORDS", words.Say("version_number",
                                       {absl::StrCat(version.number()),
                                        words.Say(v1::VersionKind_descriptor(), version.kind())}));
    entry->SetValue("PERIOD", version.effective_date().empty() ? words.Say("version_no_day")
                              : version.last_effective_date().empty()
                                  ? words.Say("version_from", {version.effective_date()})
                                  : words.Say("version_between", {version.effective_date(),
                                                                  version.last_effective_date()}));
    entry->SetValue("SHA256", version.text_sha256());
    if (static_cast<int>(version.number()) == shown) entry->ShowSection("SHOWN");
    if (!version.effective_date().empty() && static_cast<int>(version.number()) != shown) {
      AddLink(*entry, "READ",
              IsReadByItsDay(document, version)
                  ? visit.Link(visit.request.path, {{"at", version.effective_date()}})
                  : Url(absl::StrCat(PathOf(document.name()), "/text"),
                        {{"version", absl::StrCat(version.number())}}),
              words.Say("version_read"));
    }
    if (i + 1 < versions.size()) {
      AddLink(*entry, "DIFF",
              visit.Link(absl::StrCat(PathOf(document.name()), "/diff"),
                         {{"from", absl::StrCat(versions[i + 1]->number())},
                          {"to", absl::StrCat(version.number())}}),
              words.Say("version_compare"));
    }
    if (!version.made_by().empty()) {
      Dictionary* made = entry->AddSectionDictionary("MADE_BY");
      made->SetValue("URL", visit.Link(PathOf(version.made_by())));
      made->SetValue("TITLE", TitleOf(version.made_by(), visit));
    }
  }
}

void ShowRelations(const v1::Document& document, const Visit& visit, Dictionary& body) {
  if (!document.legal_bases().empty()) {
    Dictionary* bases = body.AddSectionDictionary("BASES");
    for (const v1::LegalBasis& basis : document.legal_bases()) {
      Dictionary* entry = bases->AddSectionDictionary("LAW");
      entry->SetValue("TITLE", basis.title());
      Show(*entry, "NUMBER", basis.number());
      Show(*entry, "ARTICLE", basis.article());
    }
  }
  if (document.relations().empty()) return;
  Dictionary* relations = body.AddSectionDictionary("RELATIONS");
  int left = kRelationsShownMax;
  for (const v1::Relation& relation : document.relations()) {
    if (left-- == 0) break;
    Dictionary* entry = relations->AddSectionDictionary("RELATION");
    entry->SetValue("KIND", visit.words.Say(v1::RelationKind_descriptor(), relation.kind()));
    entry->SetValue("URL", visit.Link(PathOf(relation.target())));
    entry->SetValue("TITLE", TitleOf(relation.target(), visit));
    // Stated before the document counts itself, it changes the other from then on alone.
    const bool counts_later =
        !relation.date().empty() && document::ChangesItsTarget(relation.kind());
    Show(*entry, "DAY", counts_later ? document::DateOf(relation, document) : relation.date());
  }
  SayCut("relations_more", document.relations_size(), kRelationsShownMax, visit, *relations);
}

int64_t ShowCitations(const v1::Document& document, const Visit& visit, Dictionary& body) {
  const int64_t out = AddCitations(v1::CITATION_DIRECTION_CITES, document, "CITES", visit, body);
  const int64_t in =
      AddCitations(v1::CITATION_DIRECTION_CITED_BY, document, "CITED_BY", visit, body);
  return std::min(out, in);
}

void ShowHistory(const v1::Document& document, const Visit& visit, Dictionary& body) {
  v1::ListHistoryRequest request;
  request.set_parent(document.name());
  request.set_page_size(kEventsShownMax);
  v1::ListHistoryResponse response;
  (void)visit.api.Call(&v1::DocumentService::Stub::ListHistory, request, &response);
  if (response.events().empty()) return;
  Dictionary* history = body.AddSectionDictionary("HISTORY");
  for (const v1::Event& event : response.events()) {
    Dictionary* row = history->AddSectionDictionary("EVENT");
    row->SetValue("DAY", event.date());
    row->SetValue("WORDS", EventWords(event.type(), visit.words));
    row->SetValue("REASON", event.reason());
    row->SetValue("ARTICLE", event.article());
  }
  const int more = response.next_page_token().empty() ? 0 : 1;
  SayCut("history_more", response.events_size() + more, kEventsShownMax, visit, *history);
}

}  // namespace santong::pages
