#include "server/queries/citations.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/normalize.h"
#include "server/queries/index_status.h"
#include "server/queries/lookup.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

std::vector<std::string> NumbersOf(const v1::Document& document) {
  std::vector<std::string> numbers;
  auto add = [&](const std::string& number) {
    std::string folded = number::FoldNumber(number);
    if (!folded.empty()) numbers.push_back(std::move(folded));
  };
  add(document.document_number());
  add(document.registration_number());
  for (const v1::FormerNumber& former : document.former_numbers()) {
    add(former.registration_number());
  }
  return numbers;
}

// The documents that a citation means.
absl::Status Resolve(const kv::Reader& reader, v1::CatalogCitation* citation) {
  v1::LookupDocumentRequest request;
  request.set_text(citation->number().empty() ? citation->title() : citation->number());
  auto found = LookupDocument(reader, request);
  if (!found.ok()) return found.status();
  const bool by_title = citation->number().empty();
  for (const v1::LookupMatch& match : found->matches()) {
    if ((match.field() == v1::LOOKUP_FIELD_TITLE) != by_title) continue;
    citation->add_to(match.document().name());
  }
  return absl::OkStatus();
}

absl::StatusOr<search::CitationPlace> ReadPlace(absl::string_view token) {
  auto last = ReadPageToken(token);
  if (!last.ok()) return last.status();
  search::CitationPlace place;
  if (last->empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(*last, ' ');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &place.document) ||
      !absl::SimpleAtoi(parts[1], &place.ordinal)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  return place;
}

}  // namespace

absl::StatusOr<v1::ListCitationsResponse> ListCitations(const kv::Reader& reader,
                                                        const search::SearchIndex& index,
                                                        const v1::ListCitationsRequest& request) {
  auto after = ReadPlace(request.page_token());
  if (!after.ok()) return after.status();
  auto id = tables::DocumentId(request.parent());
  std::optional<v1::Document> document;
  if (id.ok()) {
    auto read = ReadPublicHead(reader, *id);
    if (!read.ok()) return read.status();
    document = *std::move(read);
  }
  if (!document.has_value()) {
    return error::NotFound(request.parent());
  }
  v1::ListCitationsResponse response;
  auto progress = index.GetProgress();
  if (!progress.ok()) return IndexStatus(progress.status());
  if (progress->built) {
    response.set_complete_to_sequence(static_cast<int64_t>(progress->sequence));
  }
  const int page_size = PageSize(request.page_size());
  auto rows = request.direction() == v1::CITATION_DIRECTION_CITED_BY
                  ? index.Citing(NumbersOf(*document), text::FoldForMatch(document->title()),
                                 *after, page_size + 1)
                  : index.CitedBy(*id, *after, page_size + 1);
  if (!rows.ok()) return IndexStatus(rows.status());
  if (rows->size() > static_cast<size_t>(page_size)) {
    rows->resize(page_size);
    const search::CitationPlace& end = rows->back().place;
    response.set_next_page_token(MakePageToken(absl::StrCat(end.document, " ", end.ordinal)));
  }
  for (const search::CitationRow& row : *rows) {
    auto from = ReadPublicHead(reader, row.place.document);
    if (!from.ok()) return from.status();
    if (!from->has_value()) continue;
    v1::CatalogCitation* citation = response.add_citations();
    citation->set_from((*from)->name());
    citation->set_from_title((*from)->title());
    citation->set_title(row.title);
    citation->set_number(row.number);
    if (absl::Status status = Resolve(reader, citation); !status.ok()) return status;
  }
  return response;
}

absl::StatusOr<std::vector<uint64_t>> CitingDocuments(const search::SearchIndex& index, uint64_t id,
                                                      const v1::Document& document, int limit) {
  // A document may cite another several times, each a row.
  constexpr int kRowsAtOnce = 1000;
  const std::vector<std::string> numbers = NumbersOf(document);
  const std::string title = text::FoldForMatch(document.title());
  std::set<uint64_t> citing;
  search::CitationPlace after;
  while (citing.size() < static_cast<size_t>(limit)) {
    auto rows = index.Citing(numbers, title, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const search::CitationRow& row : *rows) {
      if (row.place.document != id) citing.insert(row.place.document);
    }
    if (rows->size() < kRowsAtOnce) break;
    after = rows->back().place;
  }
  std::vector<uint64_t> ids(citing.begin(), citing.end());
  if (ids.size() > static_cast<size_t>(limit)) ids.resize(static_cast<size_t>(limit));
  return ids;
}

}  // namespace santong::queries
