#include "server/queries/list_documents.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
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

// The narrowest entries that cover what is asked: their keys end with the identifier, which is the
// order within each.
std::vector<std::string> PrefixesFor(const settings::Settings& settings,
                                     const v1::ListDocumentsRequest& request) {
  if (!request.organ().empty()) {
    std::vector<std::string> prefixes;
    for (const std::string& organ : settings.OrgansAnsweredBy(request.organ()))
      prefixes.push_back(schema::DocumentIndexPrefix(DocumentIndex::kByOrgan, organ));
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

constexpr size_t kIdBytes = 8;

// The end of such a key; nothing of none.
absl::string_view IdOf(absl::string_view key) {
  return key.substr(key.size() - std::min(key.size(), kIdBytes));
}

// Visits the keys under all of the prefixes in the one order of the identifiers, from behind the
// identifier `after` (IdOf; empty is from the start) on, until `visit` returns false. Of several
// prefixes no more are visited than a call reads, and one.
absl::Status VisitById(const kv::Reader& reader, const std::vector<std::string>& prefixes,
                       absl::string_view after, bool newest_first,
                       absl::FunctionRef<bool(absl::string_view key)> visit) {
  constexpr size_t kKeysMax = kDocumentsReadMax + 1;
  std::vector<std::string> keys;
  for (const std::string& prefix : prefixes) {
    size_t found = 0;
    const auto add = [&](absl::string_view key, absl::string_view) {
      if (prefixes.size() == 1) return visit(key);
      keys.emplace_back(key);
      return ++found < kKeysMax;
    };
    const std::string last = absl::StrCat(prefix, after);
    const std::string end = schema::PrefixEnd(prefix);
    // The key after `last` is last followed by a zero byte.
    const absl::Status scanned = newest_first
                                     ? reader.ScanBackward(prefix, after.empty() ? end : last, add)
                                     : reader.Scan(after.empty() ? prefix : last + '\0', end, add);
    if (!scanned.ok()) return scanned;
    std::sort(keys.begin(), keys.end(), [&](const std::string& one, const std::string& other) {
      return newest_first ? IdOf(one) > IdOf(other) : IdOf(one) < IdOf(other);
    });
    if (keys.size() > kKeysMax) keys.resize(kKeysMax);
  }
  for (const std::string& key : keys) {
    if (!visit(key)) break;
  }
  return absl::OkStatus();
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
  const auto is_before = [&request](uint64_t one, uint64_t other) {
    return request.newest_first() ? one > other : one < other;
  };
  std::sort(ids->begin(), ids->end(), is_before);
  v1::ListDocumentsResponse response;
  PageEnd page(PageSize(request.page_size()), kDocumentsReadMax);
  for (uint64_t id : *ids) {
    if (!after.empty() && !is_before(last, id)) continue;
    if (!page.Begins(absl::StrCat(id))) break;
    absl::Status added = AddDocument(reader, settings, caller, request, id, &response);
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
  if (!after->empty() && after->size() < kIdBytes)
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  v1::ListDocumentsResponse response;
  PageEnd page(PageSize(request.page_size()), kDocumentsReadMax);
  absl::Status damage;
  const absl::Status scanned = VisitById(
      reader, PrefixesFor(**now, request), IdOf(*after), request.newest_first(),
      [&](absl::string_view key) {
        if (!page.Begins(key)) return false;
        auto id = key.front() == 'd' ? schema::DocumentIdOf(key) : schema::IndexedDocument(key);
        damage = id.status();
        if (damage.ok()) damage = AddDocument(reader, **now, caller, request, *id, &response);
        return damage.ok() && page.GoesOn(response.mutable_documents());
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  response.set_next_page_token(page.Token());
  return response;
}

}  // namespace santong::queries
