#include "server/queries/list_documents.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/known_place.h"
#include "server/queries/lookup.h"
#include "server/queries/page.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"

namespace santong::queries {
namespace {

using schema::DocumentIndex;

// The narrowest entries that cover what is asked, in the order of their keys.
std::vector<std::string> PrefixesFor(const settings::Settings& settings,
                                     const v1::ListDocumentsRequest& request) {
  if (!request.organ().empty()) {
    std::vector<std::string> prefixes;
    for (const std::string& organ : settings.OrgansAnsweredBy(request.organ()))
      prefixes.push_back(schema::DocumentIndexPrefix(DocumentIndex::kByOrgan, organ));
    std::sort(prefixes.begin(), prefixes.end());
    return prefixes;
  }
  if (request.jurisdiction().empty()) return {schema::TablePrefix('d')};
  if (request.states_size() == 1)
    return {schema::StateIndexPrefix(request.jurisdiction(), request.states(0))};
  return {schema::DocumentIndexPrefix(
      request.with_gaps() ? DocumentIndex::kByGap : DocumentIndex::kByJurisdiction,
      request.jurisdiction())};
}

bool IsAskedFor(const settings::Settings& settings, const v1::Document& document,
                const v1::ListDocumentsRequest& request) {
  if (request.states_size() > 0 && std::find(request.states().begin(), request.states().end(),
                                             document.state()) == request.states().end()) {
    return false;
  }
  if (!request.jurisdiction().empty() && document.jurisdiction() != request.jurisdiction())
    return false;
  if (!request.organ().empty()) {
    const std::string lead(document::LeadIssuer(document));
    if (lead != request.organ() && settings.ResponsibleOrgan(lead) != request.organ()) return false;
  }
  return !request.with_gaps() || document.gaps_size() > 0;
}

// Adds the document where it is asked for and the caller may see it, as the caller sees it.
absl::Status AddDocument(const kv::Reader& reader, const settings::Settings& settings,
                         const access::Caller& caller, const v1::ListDocumentsRequest& request,
                         uint64_t id, v1::ListDocumentsResponse* response) {
  auto document = tables::GetDocument(reader, id);
  if (!document.ok()) return document.status();
  const std::string parent = settings.ParentOf(document->jurisdiction());
  if (!IsAskedFor(settings, *document, request) || !visibility::MaySee(caller, *document, parent))
    return absl::OkStatus();
  if (!visibility::SeesInternal(caller, *document, parent)) document->clear_internal();
  absl::Status shown = settings::DropConfirmedMarks(reader, settings, &*document);
  if (!shown.ok()) return shown;
  response->mutable_documents()->Add(*std::move(document));
  return absl::OkStatus();
}

// Those that the text names.
absl::StatusOr<v1::ListDocumentsResponse> ListNamed(const kv::Reader& reader,
                                                    const settings::Settings& settings,
                                                    const access::Caller& caller,
                                                    const v1::ListDocumentsRequest& request,
                                                    const std::string& after) {
  uint64_t last = 0;  // on the page before
  if (!after.empty() && !absl::SimpleAtoi(after, &last))
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  auto ids = DocumentsNamed(reader, request.text());
  if (!ids.ok()) return ids.status();
  std::sort(ids->begin(), ids->end());
  v1::ListDocumentsResponse response;
  PageEnd page(PageSize(request.page_size()), kDocumentsReadMax);
  for (auto id = std::upper_bound(ids->begin(), ids->end(), last); id != ids->end(); ++id) {
    if (!page.Begins(absl::StrCat(*id))) break;
    absl::Status added = AddDocument(reader, settings, caller, request, *id, &response);
    if (!added.ok()) return added;
    if (!page.GoesOn(response.mutable_documents())) break;
  }
  response.set_next_page_token(page.Token());
  return response;
}

}  // namespace

absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        const v1::ListDocumentsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (absl::Status place = CheckPlace(**now, request.jurisdiction()); !place.ok()) return place;
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  if (!request.text().empty()) return ListNamed(reader, **now, caller, request, *after);
  v1::ListDocumentsResponse response;
  PageEnd page(PageSize(request.page_size()), kDocumentsReadMax);
  bool goes_on = true;
  for (const std::string& prefix : PrefixesFor(**now, request)) {
    // The key after `after` is after followed by a zero byte.
    const std::string begin = after->empty() ? prefix : std::max(prefix, *after + '\0');
    const std::string end = schema::PrefixEnd(prefix);
    if (!goes_on || begin >= end) continue;
    absl::Status damage;
    absl::Status scanned = reader.Scan(begin, end, [&](absl::string_view key, absl::string_view) {
      goes_on = page.Begins(key);
      if (!goes_on) return false;
      auto id = prefix == schema::TablePrefix('d') ? schema::DocumentIdOf(key)
                                                   : schema::IndexedDocument(key);
      damage = id.status();
      if (damage.ok()) damage = AddDocument(reader, **now, caller, request, *id, &response);
      goes_on = damage.ok() && page.GoesOn(response.mutable_documents());
      return goes_on;
    });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
  }
  response.set_next_page_token(page.Token());
  return response;
}

}  // namespace santong::queries
