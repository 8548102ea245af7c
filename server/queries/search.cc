#include "server/queries/search.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/basis/check_basis.h"
#include "server/domain/catalog/filter.h"
#include "server/domain/catalog/timeline.h"
#include "server/domain/catalog/words.h"
#include "server/domain/document/decide.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "server/queries/index_status.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "server/settings/confirmed_marks.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::queries {
namespace {

constexpr size_t kSnippetCharacters = 90;
constexpr int kSuggestionsMax = 3;

int64_t DayNumber(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

search::Column ColumnOf(catalog::Field field) {
  switch (field) {
    case catalog::Field::kState:
      return search::Column::kState;
    case catalog::Field::kValidity:
      return search::Column::kValid;
    case catalog::Field::kOrgan:
      return search::Column::kOrgan;
    case catalog::Field::kJurisdiction:
      return search::Column::kJurisdiction;
    case catalog::Field::kYear:
      return search::Column::kYear;
    case catalog::Field::kSubject:
      return search::Column::kSubject;
    case catalog::Field::kKind:
      return search::Column::kKind;
    case catalog::Field::kPublishedDate:
      return search::Column::kPublishedDay;
    case catalog::Field::kEffectiveDate:
      return search::Column::kEffectiveDay;
    case catalog::Field::kWrittenDate:
      return search::Column::kWrittenDay;
  }
  return search::Column::kState;
}

search::Operator OperatorOf(catalog::Comparison comparison) {
  switch (comparison) {
    case catalog::Comparison::kEqual:
      return search::Operator::kIn;
    case catalog::Comparison::kNotEqual:
      return search::Operator::kNotIn;
    case catalog::Comparison::kLess:
      return search::Operator::kLess;
    case catalog::Comparison::kAtMost:
      return search::Operator::kAtMost;
    case catalog::Comparison::kGreater:
      return search::Operator::kGreater;
    case catalog::Comparison::kAtLeast:
      return search::Operator::kAtLeast;
  }
  return search::Operator::kIn;
}

// The jurisdiction and all below it.
std::vector<search::Value> Subtree(const settings::Settings& settings, const std::string& top) {
  std::vector<search::Value> names = {top};
  for (const auto& [name, jurisdiction] : settings.jurisdictions) {
    std::string above = name;
    // A path longer than the number of jurisdictions would be a circle.
    for (size_t steps = settings.jurisdictions.size(); !above.empty() && steps > 0; --steps) {
      above = settings.ParentOf(above);
      if (above == top) {
        names.push_back(name);
        break;
      }
    }
  }
  return names;
}

search::Condition ConditionOf(const catalog::FilterCondition& asked,
                              const settings::Settings& settings) {
  search::Condition condition{ColumnOf(asked.field), OperatorOf(asked.comparison), {}};
  const bool is_day = asked.field == catalog::Field::kPublishedDate ||
                      asked.field == catalog::Field::kEffectiveDate ||
                      asked.field == catalog::Field::kWrittenDate;
  for (const auto& value : asked.values) {
    if (is_day) {
      // The filter's reader has seen that it is a day.
      condition.values.push_back(DayNumber(*text::ParseIsoDay(std::get<std::string>(value))));
    } else if (asked.field == catalog::Field::kJurisdiction) {
      condition.values = Subtree(settings, std::get<std::string>(value));
    } else {
      condition.values.push_back(value);
    }
  }
  return condition;
}

// Where a page ended, and on which day the first one was asked for.
struct Resume {
  search::Place after;
  absl::optional<int64_t> day;
};

absl::StatusOr<Resume> ReadResume(absl::string_view token) {
  auto last = ReadPageToken(token);
  if (!last.ok()) return last.status();
  Resume resume;
  if (last->empty()) return resume;
  const std::vector<std::string> parts = absl::StrSplit(*last, ' ');
  int64_t day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &resume.after.tier) ||
      !absl::SimpleAtoi(parts[1], &resume.after.entry) || !absl::SimpleAtoi(parts[2], &day)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  resume.day = day;
  return resume;
}

absl::StatusOr<int64_t> DayAsked(const search::SearchIndex& index, const std::string& as_of,
                                 absl::CivilDay today) {
  if (as_of.empty()) return DayNumber(today);
  auto day = text::ParseIsoDay(as_of);
  if (!day.ok()) {
    return error::RefuseField("as_of", "is no day of the calendar; use YYYY-MM-DD",
                              "不是有效日期；请用 YYYY-MM-DD");
  }
  // Documents without a day are listed from the first day there is, and say nothing of when the
  // register began.
  auto first = index.FirstDay(DayNumber(catalog::kFirstDay));
  if (!first.ok()) return IndexStatus(first.status());
  if (*first != search::kNoDay && DayNumber(*day) < *first) {
    const std::string begun = text::FormatIsoDay(absl::CivilDay(1970, 1, 1) + *first);
    return error::RefuseField(
        "as_of",
        absl::StrCat("is before the first document of the register, ", begun,
                     "; ask for a later day"),
        absl::StrCat("早于登记簿最早的文件（", begun, "）；请改用之后的日期"));
  }
  return DayNumber(*day);
}

absl::StatusOr<search::Query> QueryOf(const kv::Reader& reader, settings::SettingsCache& settings,
                                      const v1::SearchDocumentsRequest& request) {
  search::Query query;
  auto words = catalog::SearchWords(request.query());
  if (!words.ok()) return words.status();
  query.words = *std::move(words);
  query.title = text::FoldForMatch(request.query());
  auto filter = catalog::ParseFilter(request.filter());
  if (!filter.ok()) return filter.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  for (const catalog::FilterCondition& condition : *filter) {
    query.conditions.push_back(ConditionOf(condition, **now));
  }
  if (query.words.empty() && query.conditions.empty()) {
    return error::RefuseField("query", "is empty; give words to search for, or a filter",
                              "为空；请填写检索词或者筛选条件");
  }
  query.title_first = request.order() != v1::SEARCH_ORDER_NEWEST;
  return query;
}

void AddPieces(std::vector<catalog::Piece> pieces,
               google::protobuf::RepeatedPtrField<v1::SearchSnippet>* snippets) {
  for (catalog::Piece& piece : pieces) {
    v1::SearchSnippet* snippet = snippets->Add();
    snippet->set_text(std::move(piece.text));
    snippet->set_match(piece.match);
  }
}

// Adds the document of the hit with the state and the text that the register knows of that day;
// nothing when it was not public then. False when the index says otherwise: the document changed
// since the index was complete, or the index is damaged.
absl::StatusOr<bool> AddHit(const kv::Reader& reader, const search::Hit& hit,
                            const search::Query& query, v1::SearchDocumentsResponse* response) {
  auto document = ReadPublicHead(reader, hit.document);
  if (!document.ok()) return document.status();
  const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + query.day;
  if (!document->has_value() || catalog::PublicSince(**document) > day) return false;
  const std::vector<std::string>& words = query.words;
  const v1::DocumentState state = catalog::StateOn(**document, day);
  const uint32_t shown_version = catalog::VersionShownOn(**document, day);
  const bool same = hit.state == state && hit.version == shown_version &&
                    hit.valid == basis::MayBeReliedOn(**document, day);
  v1::SearchHit* shown = response->add_hits();
  *shown->mutable_document() = **std::move(document);
  shown->set_state(state);
  shown->set_version(shown_version);
  std::vector<catalog::Piece> title = catalog::Highlight(shown->document().title(), words);
  if (title.empty()) title = {{shown->document().title(), false}};
  AddPieces(std::move(title), shown->mutable_title());
  if (words.empty() || shown_version == 0) return same;
  auto version = tables::GetVersion(reader, hit.document, shown_version);
  if (!version.ok()) return version.status();
  AddPieces(catalog::Excerpt(version->text(), words, kSnippetCharacters), shown->mutable_text());
  return same;
}

// Adds the documents of the hits. UNAVAILABLE (TRY_AGAIN) when the index says of one what the
// register, at the same event, does not.
absl::Status AddHits(const kv::Reader& reader, const search::SearchIndex& index,
                     const std::vector<search::Hit>& hits, const search::Query& query,
                     const search::Progress& before, v1::SearchDocumentsResponse* response) {
  bool all_same = true;
  for (const search::Hit& hit : hits) {
    auto same = AddHit(reader, hit, query, response);
    if (!same.ok()) return same.status();
    all_same = all_same && *same;
  }
  if (all_same) return absl::OkStatus();
  // Only an index that stood where the register stands, before and after it was asked, is wrong.
  const auto last = static_cast<uint64_t>(response->event_sequence());
  auto after = index.GetProgress();
  if (!after.ok()) return IndexStatus(after.status());
  const bool at_one_event = before.built && before.sequence == last && after->built &&
                            after->sequence == last && before.link == after->link;
  if (!at_one_event) return absl::OkStatus();
  index.Distrust();
  return IndexStatus(absl::DataLossError("search index: it does not say what the register says"));
}

void AddFacet(const char* field, const std::map<std::string, int64_t>& counts,
              v1::SearchDocumentsResponse* response) {
  v1::SearchFacet* facet = response->add_facets();
  facet->set_field(field);
  std::vector<std::pair<std::string, int64_t>> values(counts.begin(), counts.end());
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [name, count] : values) {
    v1::SearchFacetValue* value = facet->add_values();
    value->set_value(name);
    value->set_count(count);
  }
}

// Each place counts what it and the places below it have, as the filter by a place finds it.
std::map<std::string, int64_t> WithPlacesBelow(const settings::Settings& settings,
                                               const std::map<std::string, int64_t>& own) {
  std::map<std::string, int64_t> all;
  for (const auto& [place, count] : own) {
    std::string name = place;
    // A path longer than the number of jurisdictions would be a circle.
    for (size_t steps = settings.jurisdictions.size() + 1; !name.empty() && steps > 0; --steps) {
      all[name] += count;
      name = settings.ParentOf(name);
    }
  }
  return all;
}

absl::Status AddFacets(const search::SearchIndex& index, const settings::Settings& settings,
                       const search::Query& query, v1::SearchDocumentsResponse* response) {
  auto rows = index.Facets(query, kFacetHitsMax);
  if (!rows.ok()) return IndexStatus(rows.status());
  std::map<std::string, int64_t> states, validities, organs, jurisdictions, years, kinds, subjects;
  for (const search::FacetRow& row : *rows) {
    ++validities[catalog::ValidityName(row.valid)];
    ++states[document::StateName(static_cast<v1::DocumentState>(row.state))];
    if (!row.organ.empty()) ++organs[row.organ];
    if (!row.jurisdiction.empty()) ++jurisdictions[row.jurisdiction];
    if (!row.subject.empty()) ++subjects[row.subject];
    if (row.year != 0) ++years[absl::StrCat(row.year)];
    if (row.kind != v1::DOCUMENT_KIND_UNSPECIFIED) {
      const std::string kind = v1::DocumentKind_Name(static_cast<v1::DocumentKind>(row.kind));
      ++kinds[std::string(absl::StripPrefix(kind, "DOCUMENT_KIND_"))];
    }
  }
  response->set_facets_counted(static_cast<int64_t>(rows->size()));
  AddFacet("state", states, response);
  AddFacet("validity", validities, response);
  AddFacet("organ", organs, response);
  AddFacet("jurisdiction", WithPlacesBelow(settings, jurisdictions), response);
  AddFacet("year", years, response);
  AddFacet("kind", kinds, response);
  AddFacet("subject", subjects, response);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SearchDocumentsResponse> SearchDocuments(
    const kv::Reader& reader, settings::SettingsCache& settings, const search::SearchIndex& index,
    const v1::SearchDocumentsRequest& request, absl::CivilDay today) {
  auto resume = ReadResume(request.page_token());
  if (!resume.ok()) return resume.status();
  auto query = QueryOf(reader, settings, request);
  if (!query.ok()) return query.status();
  auto day = DayAsked(index, request.as_of(), today);
  if (!day.ok()) return day.status();
  query->day = resume->day.value_or(*day);
  query->after = resume->after;
  const int page_size = PageSize(request.page_size());
  query->limit = page_size + 1;

  v1::SearchDocumentsResponse response;
  auto progress = index.GetProgress();
  if (!progress.ok()) return IndexStatus(progress.status());
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  if (progress->built) {
    // The index may have gone on since the snapshot was taken.
    response.set_complete_to_sequence(static_cast<int64_t>(std::min(progress->sequence, *last)));
  }
  response.set_event_sequence(static_cast<int64_t>(*last));
  auto hits = index.Find(*query);
  if (!hits.ok()) return IndexStatus(hits.status());
  if (hits->size() > static_cast<size_t>(page_size)) {
    hits->resize(page_size);
    const search::Place& end = hits->back().place;
    response.set_next_page_token(
        MakePageToken(absl::StrCat(end.tier, " ", end.entry, " ", query->day)));
  }
  absl::Status added = AddHits(reader, index, *hits, *query, *progress, &response);
  if (!added.ok()) return added;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  for (v1::SearchHit& hit : *response.mutable_hits()) {
    absl::Status shown = settings::DropConfirmedMarks(reader, **now, hit.mutable_document());
    if (!shown.ok()) return shown;
  }
  // All that there is stands on one page more often than not.
  const bool is_all = request.page_token().empty() && response.next_page_token().empty();
  absl::StatusOr<int64_t> total = static_cast<int64_t>(hits->size());
  int64_t counted_max = kHitsCountedMax;
  if (request.facets()) {
    absl::Status counted = AddFacets(index, **now, *query, &response);
    if (!counted.ok()) return counted;
    total = response.facets_counted();
    counted_max = kFacetHitsMax - 1;
  } else if (!is_all) {
    total = index.Count(*query, kHitsCountedMax + 1);
  }
  if (!total.ok()) return IndexStatus(total.status());
  response.set_total(std::min(*total, counted_max));
  response.set_total_is_lower_bound(*total > counted_max);
  if (*total == 0 && !query->words.empty()) {
    auto near = index.NearTitles(absl::StrJoin(query->words, ""), kSuggestionsMax);
    if (!near.ok()) return IndexStatus(near.status());
    for (std::string& title : *near) response.add_suggestions(std::move(title));
  }
  return response;
}

}  // namespace santong::queries
