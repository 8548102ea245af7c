// catalog: what everyone may ask.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/message_file.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_service.pb.h"

namespace santong::cli {
namespace {

// BatchCheckBasisRequest.numbers takes no more.
constexpr size_t kNumbersAtOnce = 1000;

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

int ShowBasis(Session& session, const std::string& number, const v1::Basis& basis) {
  const Language language = session.language();
  const bool for_people = session.settings().Text("output") == "table";
  if (for_people) {
    session.out() << absl::Substitute(AnswerWords(basis.answer()).In(language), number,
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

struct CheckArguments {
  std::vector<std::string> numbers;  // "-": one a line of standard input
  std::string date;
};

int CheckOne(Session& session, const CheckArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::CheckBasisRequest request;
  request.set_number(arguments.numbers.front());
  request.set_date(arguments.date);
  const auto basis = (*client)->Call<v1::Basis>(client::kCheckBasis, request);
  if (!basis.ok()) return session.Fail(basis.status());
  return ShowBasis(session, request.number(), *basis);
}

// The numbers as given, with the lines of standard input in the place of "-".
absl::StatusOr<std::vector<std::string>> NumbersOf(const CheckArguments& arguments) {
  std::vector<std::string> numbers;
  for (const std::string& given : arguments.numbers) {
    if (given != "-") {
      numbers.push_back(given);
      continue;
    }
    auto input = ReadBytes(given);
    if (!input.ok()) return input.status();
    for (const absl::string_view line : absl::StrSplit(*input, '\n')) {
      const absl::string_view number = absl::StripAsciiWhitespace(line);
      if (!number.empty()) numbers.emplace_back(number);
    }
  }
  return numbers;
}

// What an answer must not be read without: that a fact of it is provisional, what took its place,
// and each doubt.
std::string RemarksOn(const v1::Basis& basis, Language language) {
  std::vector<std::string> remarks;
  const auto is_provisional = [](const v1::BasisCondition& one) { return one.provisional(); };
  if (std::any_of(basis.conditions().begin(), basis.conditions().end(), is_provisional))
    remarks.emplace_back(say::kProvisional.In(language));
  if (!basis.replaced_by().empty())
    remarks.push_back(absl::Substitute(say::kReplacedBy.In(language), basis.replaced_by()));
  remarks.insert(remarks.end(), basis.doubts_zh().begin(), basis.doubts_zh().end());
  return absl::StrJoin(remarks, "；");
}

// One row for each number, in their order.
int CheckMany(Session& session, const CheckArguments& arguments) {
  const auto numbers = NumbersOf(arguments);
  if (!numbers.ok()) return session.Fail(numbers.status());
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::BatchCheckBasisResponse all;
  for (size_t begin = 0; begin < numbers->size(); begin += kNumbersAtOnce) {
    const size_t end = std::min(begin + kNumbersAtOnce, numbers->size());
    v1::BatchCheckBasisRequest request;
    request.mutable_numbers()->Assign(numbers->begin() + static_cast<ptrdiff_t>(begin),
                                      numbers->begin() + static_cast<ptrdiff_t>(end));
    request.set_date(arguments.date);
    const auto answers =
        (*client)->Call<v1::BatchCheckBasisResponse>(client::kBatchCheckBasis, request);
    if (!answers.ok()) return session.Fail(answers.status());
    all.MergeFrom(*answers);
  }
  const Language language = session.language();
  Table table;
  for (const char* key : {"number", "answer", "date", "document", "registration_number", "title"})
    table.columns.push_back({key, FieldWord(key, language), true});
  table.columns.back().fixed = false;  // a title may be cut to the terminal's width
  table.columns.push_back({"remarks", say::kColumnRemark.In(language)});
  const auto* answer = v1::Basis::descriptor()->FindFieldByName("answer");
  for (int i = 0; i < all.answers_size() && i < static_cast<int>(numbers->size()); ++i) {
    const v1::Basis& basis = all.answers(i);
    table.rows.push_back({Plain((*numbers)[static_cast<size_t>(i)]),
                          FieldCell(basis, *answer, language), Plain(basis.date()),
                          Plain(basis.document()), Plain(basis.registration_number()),
                          Plain(basis.title()), Plain(RemarksOn(basis, language))});
  }
  return session.Print(all, std::move(table));
}

void AddCheck(Commands& commands, CLI::App& catalog) {
  const auto arguments = std::make_shared<CheckArguments>();
  auto* verb =
      commands.Verb(catalog, "check", say::kHelpCatalogCheck, [arguments](Session& session) {
        const bool one = arguments->numbers.size() == 1 && arguments->numbers.front() != "-";
        return one ? CheckOne(session, *arguments) : CheckMany(session, *arguments);
      });
  verb->add_option("NUMBER", arguments->numbers, say::kHelpCheckNumber.In(commands.language()))
      ->required()
      ->type_name("");
  verb->add_option("--date", arguments->date, say::kHelpCheckDate.In(commands.language()))
      ->type_name("DATE");
}

}  // namespace

void AddCatalogCommands(Commands& commands) {
  CLI::App& catalog = *commands.Noun(commands.root(), "catalog", say::kHelpCatalog);
  AddCall(commands, catalog,
          {"lookup",
           &say::kHelpCatalogLookup,
           &client::kLookupDocument,
           {{"TEXT", "text", Form::kPlain, true, &say::kHelpLookupText},
            {"--as-of", "as_of", Form::kPlain, false, &say::kHelpAsOf}},
           {"document.name", "field", "document.state", "document.registration_number",
            "document.document_number", "document.title"}});
  AddCheck(commands, catalog);
  AddCatalogSearch(commands, catalog);
  AddCatalogGraph(commands, catalog);
  AddCatalogFiles(commands, catalog);
}

}  // namespace santong::cli
