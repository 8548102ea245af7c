// catalog: what everyone may ask.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

// The answer in words; by the sign and the word, never by the colour alone.
const Words& AnswerWords(v1::BasisAnswer answer) {
  switch (answer) {
    case v1::BASIS_ANSWER_YES:
      return say::kBasisYes;
    case v1::BASIS_ANSWER_NO:
      return say::kBasisNo;
    case v1::BASIS_ANSWER_AMBIGUOUS:
      return say::kBasisAmbiguous;
    default:
      return say::kBasisUnknown;
  }
}

Table Conditions(const v1::Basis& basis, Language language) {
  Table table;
  table.columns = {{"holds", say::kColumnHolds.In(language), true},
                   {"condition", say::kColumnCondition.In(language), true},
                   {"fact", say::kColumnFact.In(language)},
                   {"date", say::kColumnDay.In(language), true},
                   {"article", say::kColumnArticle.In(language)},
                   {"provisional", say::kColumnRemark.In(language)}};
  for (const auto& condition : basis.conditions()) {
    const bool chinese = language == Language::kChinese;
    table.rows.push_back({{(condition.holds() ? say::kHolds : say::kHoldsNot).In(language),
                           condition.holds() ? "true" : "false"},
                          {chinese ? condition.title_zh() : condition.name(), condition.name()},
                          Plain(condition.fact()),
                          Plain(condition.date()),
                          Plain(condition.article()),
                          {condition.provisional() ? say::kProvisional.In(language) : "",
                           condition.provisional() ? "true" : "false"}});
  }
  return table;
}

// Which document was judged, and which text of it.
std::string Subject(const v1::Basis& basis, Language language) {
  std::string line =
      absl::Substitute(say::kBasisDocument.In(language), basis.title(), basis.document());
  if (!basis.registration_number().empty()) {
    line += absl::Substitute(say::kBasisNumber.In(language), basis.registration_number());
  }
  if (basis.version() > 0) {
    line += absl::Substitute(say::kBasisVersion.In(language), basis.version());
  }
  return line;
}

int ShowBasis(Session& session, const Message& request, const Message& response) {
  const auto& asked = static_cast<const v1::CheckBasisRequest&>(request);
  const auto& basis = static_cast<const v1::Basis&>(response);
  const Language language = session.language();
  const bool for_people = session.settings().Text("output") == "table";
  if (for_people) {
    session.out() << absl::Substitute(AnswerWords(basis.answer()).In(language), asked.number(),
                                      basis.date())
                  << "\n";
    if (!basis.title().empty()) session.out() << Subject(basis, language) << "\n";
    if (basis.conditions_size() > 0) session.out() << "\n";
  }
  if (!for_people || basis.conditions_size() > 0) {
    const int exit_code = session.Print(basis, Conditions(basis, language));
    if (exit_code != 0) return exit_code;
  }
  if (!for_people) return 0;
  for (const auto& doubt : basis.doubts_zh()) session.Say(say::kDoubt, doubt);
  if (!basis.replaced_by().empty()) session.Say(say::kReplacedBy, basis.replaced_by());
  for (const auto& candidate : basis.candidates()) session.Say(say::kCandidate, candidate);
  if (basis.unconfirmed_leaves_size() > 0) {
    session.Say(say::kUnconfirmedLeaves, basis.unconfirmed_leaves_size());
  }
  return 0;
}

}  // namespace

void AddCatalogCommands(Commands& commands) {
  CLI::App& catalog = *commands.Noun(commands.root(), "catalog", say::kHelpCatalog);
  AddCall(commands, catalog,
          {"lookup",
           &say::kHelpCatalogLookup,
           &client::kLookupDocument,
           {{"TEXT", "text", Form::kPlain, true, &say::kHelpLookupText}},
           {"document.name", "field", "document.state", "document.registration_number",
            "document.document_number", "document.title"}});
  AddCall(commands, catalog,
          {"check",
           &say::kHelpCatalogCheck,
           &client::kCheckBasis,
           {{"NUMBER", "number", Form::kPlain, true, &say::kHelpCheckNumber},
            {"--date", "date", Form::kPlain, false, &say::kHelpCheckDate}},
           {},
           nullptr,
           nullptr,
           ShowBasis});
  AddCatalogSearch(commands, catalog);
  AddCatalogGraph(commands, catalog);
  AddCatalogFiles(commands, catalog);
}

}  // namespace santong::cli
