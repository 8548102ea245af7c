// catalog: search, compare, follow citations.
#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_search.pb.h"
#include "santong/v1/catalog_text.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

// What was searched for stands in 【 】: signs are read where colours are not.
std::string Marked(const google::protobuf::RepeatedPtrField<v1::SearchSnippet>& pieces) {
  std::string text;
  for (const v1::SearchSnippet& piece : pieces) {
    text += piece.match() ? absl::StrCat("【", piece.text(), "】") : piece.text();
  }
  return text;
}

Table Hits(const v1::SearchDocumentsResponse& response, Language language) {
  Table table;
  table.columns = {{"name", FieldWord("name", language), true},
                   {"state", FieldWord("state", language), true},
                   {"document_number", FieldWord("document_number", language), true},
                   {"title", FieldWord("title", language)},
                   {"text", say::kColumnFound.In(language)}};
  const auto* state = v1::SearchHit::descriptor()->FindFieldByName("state");
  for (const v1::SearchHit& hit : response.hits()) {
    table.rows.push_back({Plain(hit.document().name()),
                          FieldCell(hit, *state, language),
                          Plain(hit.document().document_number()),
                          {Marked(hit.title()), hit.document().title()},
                          Plain(Marked(hit.text()))});
  }
  return table;
}

int ShowHits(Session& session, const Message&, const Message& response) {
  const auto& found = static_cast<const v1::SearchDocumentsResponse&>(response);
  const int exit_code = session.Print(found, Hits(found, session.language()));
  if (exit_code != 0 || session.settings().Text("output") != "table") return exit_code;
  session.Say(found.total_is_lower_bound() ? say::kFoundAtLeast : say::kFoundInAll, found.total());
  for (const std::string& title : found.suggestions()) session.Say(say::kDidYouMean, title);
  for (const v1::SearchFacet& facet : found.facets()) {
    std::string values;
    for (const v1::SearchFacetValue& value : facet.values()) {
      absl::StrAppend(&values, values.empty() ? "" : "  ", value.value(), " ", value.count());
    }
    session.Say(say::kFacet, facet.field(), values);
  }
  if (found.complete_to_sequence() < found.event_sequence()) {
    session.Say(say::kSearchBehind, found.complete_to_sequence(), found.event_sequence());
  }
  return 0;
}

// Old words in [-…-], new ones in {+…+}, as in a word diff.
std::string Spans(const v1::DiffPart& part) {
  std::string text;
  for (const v1::DiffSpan& span : part.spans()) {
    if (span.change() == v1::DIFF_CHANGE_ADDED) {
      absl::StrAppend(&text, "{+", span.text(), "+}");
    } else if (span.change() == v1::DIFF_CHANGE_DELETED) {
      absl::StrAppend(&text, "[-", span.text(), "-]");
    } else {
      absl::StrAppend(&text, span.text());
    }
  }
  return text;
}

int ShowDifference(Session& session, const Message&, const Message& response) {
  const auto& difference = static_cast<const v1::DiffVersionsResponse&>(response);
  const Language language = session.language();
  Table table;
  table.columns = {{"change", say::kColumnChange.In(language), true},
                   {"from", say::kColumnOldPart.In(language), true},
                   {"to", say::kColumnNewPart.In(language), true},
                   {"text", say::kColumnWords.In(language)}};
  const auto* change = v1::DiffPart::descriptor()->FindFieldByName("change");
  for (const v1::DiffPart& part : difference.parts()) {
    table.rows.push_back({FieldCell(part, *change, language), Plain(part.from_anchor()),
                          Plain(part.to_anchor()), Plain(Spans(part))});
  }
  const int exit_code = session.Print(difference, std::move(table));
  if (exit_code == 0 && difference.coarse()) session.Say(say::kDiffCoarse);
  return exit_code;
}

int ShowCitations(Session& session, const Message&, const Message& response) {
  const auto& list = static_cast<const v1::ListCitationsResponse&>(response);
  const Language language = session.language();
  Table table;
  table.columns = {{"from", say::kColumnCiting.In(language), true},
                   {"title", say::kColumnCitedTitle.In(language)},
                   {"number", say::kColumnCitedNumber.In(language), true},
                   {"to", say::kColumnCited.In(language), true}};
  for (const v1::CatalogCitation& citation : list.citations()) {
    table.rows.push_back({Plain(citation.from()), Plain(citation.title()), Plain(citation.number()),
                          Plain(absl::StrJoin(citation.to(), " "))});
  }
  const int exit_code = session.Print(list, std::move(table));
  if (exit_code == 0 && list.complete_to_sequence() == 0) session.Say(say::kCitationsIncomplete);
  return exit_code;
}

}  // namespace

void AddCatalogSearch(Commands& commands, CLI::App& catalog) {
  AddCall(commands, catalog,
          {"search",
           &say::kHelpCatalogSearch,
           &client::kSearchDocuments,
           {{"QUERY", "query", Form::kPlain, false, &say::kHelpSearchQuery},
            {"--filter", "filter", Form::kPlain, false, &say::kHelpSearchFilter},
            {"--order", "order", Form::kPlain, false, &say::kHelpSearchOrder},
            {"--as-of", "as_of", Form::kPlain, false, &say::kHelpAsOf},
            {"--facets", "facets", Form::kPlain, false, &say::kHelpFacets}},
           {},
           nullptr,
           nullptr,
           ShowHits});
  AddCall(commands, catalog,
          {"diff",
           &say::kHelpCatalogDiff,
           &client::kDiffVersions,
           {{"FROM", "from", Form::kPlain, true, &say::kHelpDiffFrom},
            {"TO", "to", Form::kPlain, true, &say::kHelpDiffTo},
            {"--changes-only", "changes_only", Form::kPlain, false, &say::kHelpChangesOnly}},
           {},
           nullptr,
           nullptr,
           ShowDifference});
  AddCall(commands, catalog,
          {"citations",
           &say::kHelpCatalogCitations,
           &client::kListCitations,
           {{"DOCUMENT", "parent", Form::kDocument, true, &say::kHelpDocument},
            {"--direction", "direction", Form::kPlain, false, &say::kHelpCitationDirection}},
           {},
           nullptr,
           nullptr,
           ShowCitations});
}

}  // namespace santong::cli
