// catalog graph: who cites whom, around one document, as an SVG.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/graph.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_text.pb.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

// More than a picture can show; the list shows all.
constexpr int kNodesMax = 200;

struct GraphArguments {
  v1::ListCitationsRequest request;
  std::string file = "-";
};

// What is drawn on one side.
struct Side {
  std::vector<GraphNode> nodes;
  bool is_cut = false;  // there are more
};

absl::StatusOr<Side> SideOf(const client::Client& client, v1::ListCitationsRequest request,
                            v1::CitationDirection direction) {
  request.set_direction(direction);
  v1::ListCitationsResponse response;
  absl::Status status = client.List(client::kListCitations, &request, &response, kNodesMax);
  if (!status.ok()) return status;
  Side side;
  side.is_cut = !response.next_page_token().empty();
  std::set<std::string> seen;
  for (const v1::CatalogCitation& citation : response.citations()) {
    GraphNode node;
    if (direction == v1::CITATION_DIRECTION_CITED_BY) {
      node = {citation.from(), citation.from_title(), ""};
    } else {
      node = {citation.to_size() == 1 ? citation.to(0) : "", citation.title(), citation.number()};
    }
    // A text may cite another at several places.
    if (seen.insert(node.name + "\n" + node.title + "\n" + node.number).second)
      side.nodes.push_back(std::move(node));
  }
  return side;
}

int Graph(Session& session, const GraphArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::GetDocumentRequest get;
  get.set_name(arguments.request.parent());
  get.set_view(v1::DOCUMENT_VIEW_BASIC);
  const auto document = (*client)->Call<v1::Document>(client::kGetDocument, get);
  if (!document.ok()) return session.Fail(document.status());
  auto citing = SideOf(**client, arguments.request, v1::CITATION_DIRECTION_CITED_BY);
  if (!citing.ok()) return session.Fail(citing.status());
  auto cited = SideOf(**client, arguments.request, v1::CITATION_DIRECTION_CITES);
  if (!cited.ok()) return session.Fail(cited.status());
  const CitationGraph graph = {
      {document->name(), document->title(),
       document->registration_number().empty() ? document->document_number()
                                               : document->registration_number()},
      std::move(citing->nodes),
      std::move(cited->nodes)};
  if (citing->is_cut || cited->is_cut) session.Say(say::kGraphCut, kNodesMax);
  const Language language = session.language();
  const std::string svg =
      FormatSvg(graph, say::kGraphCiting.In(language), say::kGraphCited.In(language),
                language == Language::kChinese ? "zh-CN" : "en");
  if (arguments.file == "-") {
    session.out() << svg;
    return kExitOk;
  }
  std::ofstream file(arguments.file, std::ios::binary);
  file << svg;
  file.close();
  if (!file) return session.Fail(Misuse(say::kFileNotWritten, arguments.file));
  return kExitOk;
}

}  // namespace

void AddCatalogGraph(Commands& commands, CLI::App& catalog) {
  const auto arguments = std::make_shared<GraphArguments>();
  auto* verb = commands.Verb(catalog, "graph", say::kHelpCatalogGraph,
                             [arguments](Session& session) { return Graph(session, *arguments); });
  AddFlags(verb, &arguments->request,
           {{"DOCUMENT", "parent", Form::kDocument, true, &say::kHelpDocument}},
           commands.language());
  verb->add_option("--to", arguments->file, say::kHelpFetchTo.In(commands.language()));
}

}  // namespace santong::cli
