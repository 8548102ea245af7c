#include "server/queries/citations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

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
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// Rows of the index that are read for one page at most: those of a title that many documents bear
// may all mean another.
constexpr int kRowsReadMax = 2000;

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

// What citations mean, remembered for one request: many cite the same.
class Resolver {
 public:
  explicit Resolver(const kv::Reader& reader) : reader_(reader) {}

  // The public documents that bear the number; none for an empty one.
  absl::StatusOr<std::vector<std::string>> OfNumber(const std::string& number) {
    return Named(number, /*by_title=*/false);
  }

  // The public documents that are meant: those of the number, and where there are none those of the
  // title.
  absl::StatusOr<std::vector<std::string>> Meant(const std::string& number,
                                                 const std::string& title) {
    auto of_number = OfNumber(number);
    if (!of_number.ok() || !of_number->empty()) return of_number;
    return Named(title, /*by_title=*/true);
  }

 private:
  absl::StatusOr<std::vector<std::string>> Named(const std::string& text, bool by_title) {
    if (text.empty()) return std::vector<std::string>();
    const auto key = std::make_pair(text, by_title);
    if (const auto kept = kept_.find(key); kept != kept_.end()) return kept->second;
    v1::LookupDocumentRequest request;
    request.set_text(text);
    auto found = LookupDocument(reader_, request);
    if (!found.ok()) return found.status();
    std::vector<std::string> names;
    for (const v1::LookupMatch& match : found->matches()) {
      if ((match.field() == v1::LOOKUP_FIELD_TITLE) == by_title)
        names.push_back(match.document().name());
    }
    kept_.emplace(key, names);
    return names;
  }

  const kv::Reader& reader_;
  std::map<std::pair<std::string, bool>, std::vector<std::string>> kept_;
};

// Whether a row that the index found for a document of these numbers means it: one of its title
// that names another's number means that one.
absl::StatusOr<bool> MeansIt(const search::CitationRow& row,
                             const std::vector<std::string>& numbers, Resolver& resolver) {
  const std::string number = number::FoldNumber(row.number);
  if (number.empty() || std::find(numbers.begin(), numbers.end(), number) != numbers.end())
    return true;
  auto others = resolver.OfNumber(row.number);
  if (!others.ok()) return others.status();
  return others->empty();
}

// Nothing when the document that cites is public no longer.
absl::Status AddCitation(const kv::Reader& reader, const search::CitationRow& row,
                         Resolver& resolver, v1::ListCitationsResponse* response) {
  auto from = ReadPublicHead(reader, row.place.document);
  if (!from.ok()) return from.status();
  if (!from->has_value()) return absl::OkStatus();
  auto meant = resolver.Meant(row.number, row.title);
  if (!meant.ok()) return meant.status();
  v1::CatalogCitation* citation = response->add_citations();
  citation->set_from((*from)->name());
  citation->set_from_title((*from)->title());
  citation->set_title(row.title);
  citation->set_number(row.number);
  citation->mutable_to()->Assign(meant->begin(), meant->end());
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
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  if (progress->built) {
    // The index may have gone on since the snapshot was taken.
    response.set_complete_to_sequence(static_cast<int64_t>(std::min(progress->sequence, *last)));
  }
  const int page_size = PageSize(request.page_size());
  const bool cited_by = request.direction() == v1::CITATION_DIRECTION_CITED_BY;
  const std::vector<std::string> numbers = NumbersOf(*document);
  const std::string title = text::FoldForMatch(document->title());
  Resolver resolver(reader);
  search::CitationPlace place = *after;
  bool more = true;
  for (int read = 0; more && response.citations_size() < page_size && read < kRowsReadMax;) {
    auto rows = cited_by ? index.Citing(numbers, title, place, page_size + 1)
                         : index.CitedBy(*id, place, page_size + 1);
    if (!rows.ok()) return IndexStatus(rows.status());
    more = rows->size() > static_cast<size_t>(page_size);
    for (const search::CitationRow& row : *rows) {
      if (response.citations_size() == page_size) {
        more = true;
        break;
      }
      place = row.place;
      ++read;
      if (cited_by) {
        auto means_it = MeansIt(row, numbers, resolver);
        if (!means_it.ok()) return means_it.status();
        if (!*means_it) continue;
      }
      absl::Status added = AddCitation(reader, row, resolver, &response);
      if (!added.ok()) return added;
    }
  }
  if (more) {
    response.set_next_page_token(MakePageToken(absl::StrCat(place.document, " ", place.ordinal)));
  }
  return response;
}

absl::StatusOr<std::vector<uint64_t>> CitingDocuments(const kv::Reader& reader,
                                                      const search::SearchIndex& index, uint64_t id,
                                                      const v1::Document& document, int limit) {
  // A document may cite another several times, each a row.
  constexpr int kRowsAtOnce = 1000;
  const std::vector<std::string> numbers = NumbersOf(document);
  const std::string title = text::FoldForMatch(document.title());
  Resolver resolver(reader);
  std::set<uint64_t> citing;
  search::CitationPlace after;
  while (citing.size() < static_cast<size_t>(limit)) {
    auto rows = index.Citing(numbers, title, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const search::CitationRow& row : *rows) {
      if (row.place.document == id) continue;
      auto means_it = MeansIt(row, numbers, resolver);
      if (!means_it.ok()) return means_it.status();
      if (*means_it) citing.insert(row.place.document);
    }
    if (rows->size() < kRowsAtOnce) break;
    after = rows->back().place;
  }
  std::vector<uint64_t> ids(citing.begin(), citing.end());
  if (ids.size() > static_cast<size_t>(limit)) ids.resize(static_cast<size_t>(limit));
  return ids;
}

}  // namespace santong::queries
