// admin organ: the bodies that issue and review.
#include <CLI/CLI.hpp>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/import/csv_reader.h"
#include "client/cli/local_error.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kOrgan = {
    "name", "display_name", "kind", "document_prefix", "number_code", "entitled_to_issue"};

std::vector<Flag> OrganFlags(std::vector<Flag> first) {
  const std::vector<Flag> rest = {
      {"--name", "organ.display_name", Form::kPlain, false, &say::kHelpDisplayName},
      {"--kind", "organ.kind"},
      {"--credit-code", "organ.credit_code"},
      {"--credit-code-override", "organ.credit_code_override"},
      {"--document-prefix", "organ.document_prefix"},
      {"--number-code", "organ.number_code"},
      {"--entitled-to-issue", "organ.entitled_to_issue"},
      {"--successor", "organ.successor", Form::kOrgan}};
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

// A file's row by its headings.
using Row = std::map<std::string, std::string>;

absl::StatusOr<std::vector<Row>> ReadRows(const std::string& path) {
  auto bytes = ByteSource::Open(path);
  if (!bytes.ok()) return bytes.status();
  CsvReader reader(std::make_unique<TextSource>(*std::move(bytes), Encoding::kAuto));
  std::vector<std::string> headings, cells;
  std::vector<Row> rows;
  auto more = reader.Next(&headings);
  while (more.ok() && *more) {
    more = reader.Next(&cells);
    if (!more.ok() || !*more) break;
    auto& row = rows.emplace_back();
    for (size_t i = 0; i < cells.size() && i < headings.size(); ++i) row[headings[i]] = cells[i];
  }
  if (!more.ok()) return more.status();
  return rows;
}

// The kind's short name in small letters with '-', where the file names none of its own.
std::string KindName(const Row& row) {
  const auto kind = row.find("kind");
  if (kind == row.end()) return "organ";
  const auto* value = FindEnum(*v1::OrganKind_descriptor(), kind->second);
  const std::string name = value == nullptr ? kind->second : ShortName(*value);
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", "-"}}));
}

// An identifier for each row: its organ_id, or its kind, counted where several are of one kind.
std::vector<std::string> Identifiers(const std::vector<Row>& rows) {
  std::map<std::string, int> total, used;
  for (const Row& row : rows) ++total[KindName(row)];
  std::vector<std::string> identifiers;
  for (const Row& row : rows) {
    const auto given = row.find("organ_id");
    const std::string kind = KindName(row);
    if (given != row.end() && !given->second.empty()) {
      identifiers.push_back(given->second);
    } else if (total[kind] == 1) {
      identifiers.push_back(kind);
    } else {
      identifiers.push_back(absl::StrCat(kind, "-", ++used[kind]));
    }
  }
  return identifiers;
}

// The columns are the organ's fields by name; full_name and short_name are its name where there is
// no display_name.
absl::Status Fill(const Row& row, v1::Organ* organ) {
  for (const auto& [heading, text] : row) {
    if (text.empty() || organ->GetDescriptor()->FindFieldByName(heading) == nullptr) continue;
    const absl::Status status = SetField(organ, heading, Form::kPlain, text);
    if (!status.ok()) return status;
  }
  for (const char* heading : {"full_name", "short_name"}) {
    const auto it = row.find(heading);
    if (organ->display_name().empty() && it != row.end()) organ->set_display_name(it->second);
  }
  return absl::OkStatus();
}

struct LoadArguments {
  std::string file, jurisdiction;
};

// Makes each organ of the file that is not there yet; one that fails does not keep the others back.
int Load(Session& session, const LoadArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const auto rows = ReadRows(arguments.file);
  if (!rows.ok()) return session.Fail(rows.status());
  v1::CreateOrganRequest base;
  base.set_parent(ResourceName("jurisdictions", arguments.jurisdiction));
  const absl::Status status = DefaultJurisdiction(session, "parent", &base);
  if (!status.ok()) return session.Fail(status);
  const auto identifiers = Identifiers(*rows);
  v1::ListOrgansResponse made;
  int there = 0, failed = 0;
  for (size_t i = 0; i < rows->size(); ++i) {
    v1::CreateOrganRequest request = base;
    request.set_organ_id(identifiers[i]);
    absl::Status row_status = Fill((*rows)[i], request.mutable_organ());
    if (row_status.ok()) {
      row_status = (*client)->Call(client::kCreateOrgan, &request, made.add_organs());
      if (!row_status.ok()) made.mutable_organs()->RemoveLast();
    }
    if (absl::IsAlreadyExists(row_status)) {
      ++there;
    } else if (!row_status.ok()) {
      ++failed;
      session.Say(say::kInRow, i + 1, identifiers[i]);
      const int exit_code = session.Fail(row_status);
      if (exit_code == kExitUnavailable || exit_code == kExitDenied) return exit_code;
    }
  }
  session.Say(say::kOrgansLoaded, made.organs_size(), there, failed);
  const int exit_code = session.Print(made, ListTable(EntriesOf(made), kOrgan, session.language()));
  return exit_code == kExitOk && failed > 0 ? kExitPartial : exit_code;
}

}  // namespace

void AddOrganCommands(Commands& commands, CLI::App& admin) {
  CLI::App& noun = *commands.Noun(admin, "organ", say::kHelpOrgan);
  const auto for_my_jurisdiction = [](Session& session, Message* request) {
    return DefaultJurisdiction(session, "parent", request);
  };
  AddCall(commands, noun,
          {"create", &say::kHelpOrganCreate, &client::kCreateOrgan,
           OrganFlags({{"ORGAN", "organ_id", Form::kPlain, true},
                       {"--jurisdiction", "parent", Form::kJurisdiction}}),
           kOrgan, &say::kMade, for_my_jurisdiction});
  AddCall(commands, noun,
          {"get", &say::kHelpGet, &client::kGetOrgan, {{"ORGAN", "name", Form::kOrgan, true}}});
  AddCall(commands, noun,
          {"list",
           &say::kHelpList,
           &client::kListOrgans,
           {{"--jurisdiction", "parent", Form::kJurisdiction}},
           kOrgan,
           nullptr,
           for_my_jurisdiction});
  auto flags = OrganFlags({{"ORGAN", "organ.name", Form::kOrgan, true}});
  flags.push_back({"--etag", "organ.etag", Form::kPlain, false, &say::kHelpEtag});
  AddCall(commands, noun,
          {"update", &say::kHelpUpdate, &client::kUpdateOrgan, flags, kOrgan, &say::kWritten});
  const auto arguments = std::make_shared<LoadArguments>();
  auto* load = commands.Verb(noun, "load", say::kHelpOrganLoad,
                             [arguments](Session& session) { return Load(session, *arguments); });
  load->add_option("FILE", arguments->file, say::kHelpOrganFile.In(commands.language()))
      ->required();
  load->add_option("--jurisdiction", arguments->jurisdiction,
                   FieldWord("jurisdiction", commands.language()));
}

}  // namespace santong::cli
