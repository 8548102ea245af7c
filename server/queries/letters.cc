#include "server/queries/letters.h"

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/letter/document_letter.h"
#include "server/domain/letter/filing_letter.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/filings.h"
#include "server/queries/read_document.h"
#include "server/queries/visit_events.h"
#include "storage/tables/document_table.h"

namespace santong::queries {
namespace {

// As it is printed on the document, which may be an older name.
std::string IssuerName(const settings::Settings& settings, const v1::Document& document) {
  if (document.issuers().empty()) return "";
  const v1::Issuer& lead = document.issuers(0);
  return lead.display_name().empty() ? OrganName(settings, lead.organ()) : lead.display_name();
}

// Who did what the letter tells of; the office of `place` where it happened by itself.
std::string SignerOf(const settings::Settings& settings, const v1::Event& event,
                     const std::string& place) {
  return event.organ().empty() ? OfficeName(settings, place) : OrganName(settings, event.organ());
}

template <typename Answer, typename Kind>
Answer AnswerOf(Kind kind, const std::string& date, const letter::Letter& composed) {
  Answer answer;
  answer.set_kind(kind);
  answer.set_title(composed.title);
  answer.set_date(date);
  answer.set_text(letter::AsText(composed));
  answer.set_html(letter::AsHtml(composed));
  return answer;
}

}  // namespace

std::string OfficeName(const settings::Settings& settings, const std::string& jurisdiction) {
  for (const auto& [name, organ] : settings.organs) {
    if (organ.kind() == v1::ORGAN_KIND_LEGAL_OFFICE &&
        settings::Settings::JurisdictionOf(name) == jurisdiction) {
      return organ.display_name();
    }
  }
  const v1::Jurisdiction* place = settings.FindJurisdiction(jurisdiction);
  return place == nullptr ? jurisdiction : place->display_name();
}

std::string OrganName(const settings::Settings& settings, const std::string& name) {
  const v1::Organ* organ = settings.FindOrgan(name);
  return organ == nullptr ? name : organ->display_name();
}

absl::StatusOr<v1::DocumentLetter> GetDocumentLetter(const kv::Reader& reader,
                                                     settings::SettingsCache& settings,
                                                     const access::Caller& caller,
                                                     const v1::GetDocumentLetterRequest& request) {
  const auto document = ReadDocumentHead(reader, settings, caller, request.name());
  if (!document.ok()) return document.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  const absl::Status not_found = error::NotFound(
      absl::StrCat(request.name(), "/letters/", v1::DocumentLetterKind_Name(request.kind())));
  const std::string parent = (*now)->ParentOf(document->jurisdiction());
  if (!visibility::SeesInternal(caller, *document, parent)) return not_found;
  const auto event = NewestEvent(reader, request.name(), [&](const v1::Event& one) {
    return letter::TellsOf(request.kind(), one, *document);
  });
  if (!event.ok()) return event.status();
  if (!event->has_value()) return not_found;
  // What ran out is told by the office that sees to it.
  const auto overseer = (*event)->facts().find("escalated_to");
  const bool overseen = overseer != (*event)->facts().end() && !overseer->second.empty();
  const std::string& place = overseen ? overseer->second : document->jurisdiction();
  const letter::Letter composed =
      letter::Compose(request.kind(), {.document = *document,
                                       .event = **event,
                                       .issuer_name = IssuerName(**now, *document),
                                       .office_name = SignerOf(**now, **event, place)});
  return AnswerOf<v1::DocumentLetter>(request.kind(), (*event)->date(), composed);
}

absl::StatusOr<v1::FilingLetter> GetFilingLetter(const kv::Reader& reader,
                                                 settings::SettingsCache& settings,
                                                 const access::Caller& caller,
                                                 const v1::GetFilingLetterRequest& request) {
  v1::GetFilingRequest get;
  get.set_name(request.name());
  const auto filing = GetFiling(reader, settings, caller, get);
  if (!filing.ok()) return filing.status();
  const auto event = NewestEvent(reader, request.name(), [&](const v1::Event& one) {
    return letter::TellsOf(request.kind(), one);
  });
  if (!event.ok()) return event.status();
  if (!event->has_value()) {
    return error::NotFound(
        absl::StrCat(request.name(), "/letters/", v1::FilingLetterKind_Name(request.kind())));
  }
  auto id = tables::DocumentId(filing->document());
  if (!id.ok()) return absl::DataLossError("a stored filing names no document");
  auto document = tables::GetDocument(reader, *id);
  if (!document.ok()) return document.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  const letter::Letter composed = letter::Compose(
      request.kind(), {.filing = *filing,
                       .document = *document,
                       .event = **event,
                       .issuer_name = IssuerName(**now, *document),
                       .office_name = SignerOf(**now, **event, filing->jurisdiction())});
  return AnswerOf<v1::FilingLetter>(request.kind(), (*event)->date(), composed);
}

}  // namespace santong::queries
