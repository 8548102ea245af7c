#include "client/cli/command.h"

#include <CLI/CLI.hpp>
#include <climits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/next_step.h"
#include "client/cli/output/record.h"
#include "google/protobuf/descriptor.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

constexpr int kListedByDefault = 100;

// Lists stop at a limit unless all are asked for.
struct Limit {
  int entries = kListedByDefault;
  bool all = false;
  int Count() const { return all ? INT_MAX : entries; }
};

// CLI::PositiveNumber tells a range of 309 digits, in English.
CLI::Validator Positive(Language language) {
  const auto check = [language](const std::string& text) {
    int number;
    if (absl::SimpleAtoi(text, &number) && number > 0) return std::string();
    return absl::Substitute(say::kNotANumber.In(language), text);
  };
  return {check, "", "positive"};
}

bool IsList(const Message& response) {
  return response.GetDescriptor()->FindFieldByName("next_page_token") != nullptr;
}

bool HasMore(const Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName("next_page_token");
  return field != nullptr && !response.GetReflection()->GetString(response, field).empty();
}

std::string TextOf(const Message& message, const char* name, Language language) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : FieldCell(message, *field, language).shown;
}

int Show(Session& session, const CallSpec& spec, const Message& request, const Message& response) {
  if (spec.show != nullptr) return spec.show(session, request, response);
  Table table = spec.columns.empty()
                    ? DetailTable(response, session.language())
                    : ListTable(EntriesOf(response), spec.columns, session.language());
  return session.Print(response, std::move(table));
}

// Of an act: afterwards it would be done, and its answer lost.
absl::Status CheckColumns(const Session& session, const CallSpec& spec, const Message& request) {
  const auto* type = request.GetDescriptor();
  const bool is_act =
      type->FindFieldByName("options") != nullptr || type->FindFieldByName("request_id") != nullptr;
  if (!is_act) return absl::OkStatus();
  if (!spec.columns.empty()) return session.CheckColumns(spec.columns);
  return session.CheckColumns({"field", "value"});  // as DetailTable has them
}

int Run(Session& session, const CallSpec& spec, Message* request, const Limit& limit) {
  if (const absl::Status columns = CheckColumns(session, spec, *request); !columns.ok())
    return session.Fail(columns);
  if (spec.prepare != nullptr) {
    const absl::Status status = spec.prepare(session, request);
    if (!status.ok()) return session.Fail(status);
  }
  CompleteMask(request);
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const auto response = spec.method->new_response();
  const absl::Status status =
      IsList(*response) ? (*client)->List(*spec.method, request, response.get(), limit.Count())
                        : (*client)->Call(*spec.method, request, response.get());
  if (!status.ok()) return session.Fail(status);
  const int exit_code = Show(session, spec, *request, *response);
  if (exit_code != kExitOk) return exit_code;
  if (HasMore(*response)) session.Say(say::kMoreThanListed);
  if (IsRehearsal(*request)) {
    session.Say(say::kRehearsed);
  } else if (spec.done != nullptr) {
    session.Say(*spec.done, TextOf(*response, "name", session.language()),
                TextOf(*response, "state", session.language()));
    SayNextStep(session, *response);
  }
  return kExitOk;
}

// CLI11 makes a command's --help before the command learns how its parent names what it lists.
void NameHelpInWords(CLI::App& command, Language language) {
  command.get_help_ptr()->group(say::kLabelOptions.In(language));
}

}  // namespace

CLI::App* Commands::Noun(CLI::App& parent, const char* name, const Words& help) {
  auto* noun = parent.add_subcommand(name, help.In(language_));
  NameHelpInWords(*noun, language_);
  noun->require_subcommand(1);
  noun->group(say::kLabelSubcommand.In(language_));
  return noun;
}

CLI::App* Commands::Verb(CLI::App& parent, const char* name, const Words& help,
                         std::function<int(Session&)> run) {
  auto* verb = parent.add_subcommand(name, help.In(language_));
  NameHelpInWords(*verb, language_);
  verb->group(say::kLabelSubcommand.In(language_));
  verb->callback([this, run = std::move(run)] { chosen_ = run; });
  return verb;
}

CLI::App* AddCall(Commands& commands, CLI::App& parent, const CallSpec& spec) {
  const std::shared_ptr<Message> request = spec.method->new_request();
  const auto limit = std::make_shared<Limit>();
  auto* verb = commands.Verb(parent, spec.name, *spec.help, [=](Session& session) {
    return Run(session, spec, request.get(), *limit);
  });
  AddFlags(verb, request.get(), spec.flags, commands.language());
  AddActFlags(verb, request.get(), commands.language());
  if (IsList(*spec.method->new_response())) {
    verb->add_option("--limit", limit->entries, say::kHelpLimit.In(commands.language()))
        ->check(Positive(commands.language()))
        ->type_name("NUMBER");
    verb->add_flag("--all", limit->all, say::kHelpAll.In(commands.language()));
  }
  return verb;
}

absl::Status DefaultJurisdiction(Session& session, const std::string& path, Message* request) {
  const auto* field = request->GetDescriptor()->FindFieldByName(path);
  const auto* r = request->GetReflection();
  if (!r->GetString(*request, field).empty()) return absl::OkStatus();
  return SetField(request, path, Form::kJurisdiction, session.settings().Text("jurisdiction"));
}

}  // namespace santong::cli
