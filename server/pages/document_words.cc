#include "server/pages/document_words.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/catalog/timeline.h"

namespace santong::pages {
namespace {

// The words with the day where there is one, without it where there is none.
std::string Dated(const Words& words, const std::string& key, const std::string& date) {
  return date.empty() ? words.Say(key) : words.Say(absl::StrCat(key, "_date"), {date});
}

std::string SuspendedSince(const v1::Document& document) {
  return document.suspensions().empty() ? "" : document.suspensions().rbegin()->from_date();
}

}  // namespace

Status StatusOf(const v1::Document& document, const Words& words) {
  switch (document.state()) {
    case v1::DOCUMENT_STATE_IN_EFFECT:
      if (document.term().kind() == v1::TERM_KIND_NONE)
        return {words.Say("status_no_term"), "good"};
      return {Dated(words, "status_in_effect", document.term().last_valid_date()), "good"};
    case v1::DOCUMENT_STATE_PUBLISHED:
      return {Dated(words, "status_published", document.effective_date()), "wait"};
    case v1::DOCUMENT_STATE_SUSPENDED:
      return {Dated(words, "status_suspended", SuspendedSince(document)), "warn"};
    case v1::DOCUMENT_STATE_LAPSED:
      return {Dated(words, "status_lapsed", document.ended_date()), "ended"};
    case v1::DOCUMENT_STATE_REPEALED:
      return {Dated(words, "status_repealed", document.ended_date()), "ended"};
    case v1::DOCUMENT_STATE_SUPERSEDED:
      return {Dated(words, "status_superseded", document.ended_date()), "ended"};
    case v1::DOCUMENT_STATE_REVOKED:
      return {words.Say("status_revoked"), "ended"};
    case v1::DOCUMENT_STATE_LEGACY:
      return {words.Say("status_legacy"), "wait"};
    default:
      return {words.Say(v1::DocumentState_descriptor(), document.state()), "wait"};
  }
}

uint32_t VersionToday(const Site& site, const v1::Document& document) {
  return catalog::VersionShownOn(document, site.options().today());
}

grpc::Status ShowTodaysText(const Site& site, const Visit& visit, v1::Document* document) {
  const uint32_t today = VersionToday(site, *document);
  if (today == 0 || today == document->current_version().number()) return grpc::Status::OK;
  v1::GetVersionRequest request;
  request.set_name(absl::StrCat(document->name(), "/versions/", today));
  return visit.api.Call(&v1::DocumentService::Stub::GetVersion, request,
                        document->mutable_current_version());
}

std::string IdOf(absl::string_view document) {
  return absl::ConsumePrefix(&document, "documents/") ? std::string(document) : std::string();
}

std::string PathOf(absl::string_view document) {
  return absl::StrCat("/documents/", IdOf(document));
}

std::string IssuersOf(const v1::Document& document, const Words& words) {
  std::string names;
  for (const v1::Issuer& issuer : document.issuers())
    absl::StrAppend(&names, names.empty() ? "" : words.Say("list_comma"), issuer.display_name());
  return names;
}

std::string NumberOf(const v1::Document& document) {
  return document.registration_number().empty() ? document.document_number()
                                                : document.registration_number();
}

void AddEntry(const v1::Document& document, const Visit& visit, const char* section,
              Dictionary& values) {
  Dictionary* entry = values.AddSectionDictionary(section);
  ShowEntry(document, visit, Include(*entry, "DOCUMENT_ENTRY", "entry.html"));
}

std::string EventWords(const std::string& type, const Words& words) {
  const std::string key = absl::StrCat("event_", type);
  return words.Has(key) ? words.Say(key) : type;
}

void ShowEntry(const v1::Document& document, const Visit& visit, Dictionary* entry) {
  const Status status = StatusOf(document, visit.words);
  entry->SetValue("TITLE", document.title());
  entry->SetValue("URL", visit.Link(PathOf(document.name())));
  entry->SetValue("STATUS", status.words);
  entry->SetValue("TONE", status.tone);
  Show(*entry, "ISSUERS", IssuersOf(document, visit.words));
  Show(*entry, "NUMBER", NumberOf(document));
  Show(*entry, "DATE",
       document.publication().date().empty() ? document.written_date()
                                             : document.publication().date());
}

}  // namespace santong::pages
