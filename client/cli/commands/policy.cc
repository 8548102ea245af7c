// policy: what differs between places, and what nobody has confirmed yet. Also under admin.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

std::string ValueOf(const v1::PolicyLeaf& leaf, Language language) {
  const auto* set =
      leaf.GetReflection()->GetOneofFieldDescriptor(leaf, leaf.GetDescriptor()->oneof_decl(0));
  if (set == nullptr) return "";
  if (leaf.value_case() == v1::PolicyLeaf::kAbsent) return say::kNoSuchRule.In(language);
  if (leaf.value_case() == v1::PolicyLeaf::kEnabled) {
    return (leaf.enabled() ? say::kOn : say::kOff).In(language);
  }
  return FieldCell(leaf, *set, language).shown;
}

const std::vector<std::string> kLeaf = {"key",          "value",  "unit",    "starts_on",
                                        "jurisdiction", "source", "article", "valid_from",
                                        "confirmed_by", "note"};

Table Leaves(const google::protobuf::RepeatedPtrField<v1::PolicyLeaf>& leaves, Language language) {
  std::vector<const Message*> messages;
  for (const auto& leaf : leaves) messages.push_back(&leaf);
  Table table = ListTable(messages, kLeaf, language);
  for (int i = 0; i < leaves.size(); ++i) {
    const v1::PolicyLeaf& leaf = leaves[i];
    table.rows[i][1] = Plain(ValueOf(leaf, language));
    if (leaf.jurisdiction().empty()) table.rows[i][4].shown = say::kBuiltin.In(language);
    if (leaf.confirmed_by().empty()) table.rows[i][8].shown = say::kUnconfirmed.In(language);
  }
  return table;
}

int ShowListed(Session& session, const Message&, const Message& response) {
  const auto& leaves = static_cast<const v1::ListPolicyLeavesResponse&>(response).leaves();
  return session.Print(response, Leaves(leaves, session.language()));
}

int ShowSet(Session& session, const Message& request, const Message& response) {
  const auto& set = static_cast<const v1::SetPolicyResponse&>(response);
  const auto& leaves = set.leaves();
  const int exit_code = session.Print(response, Leaves(leaves, session.language()));
  if (exit_code == 0 && !IsRehearsal(request)) {
    const std::string& place =
        static_cast<const v1::SetPolicyRequest&>(request).policy_set().jurisdiction();
    session.Say(say::kLeavesSet, leaves.size(),
                place.empty() ? std::string(say::kBuiltin.In(session.language())) : place);
  }
  SayWarnings(session, set.warnings());
  return exit_code;
}

absl::Status ForMyJurisdiction(Session& session, Message* request) {
  return DefaultJurisdiction(session, "jurisdiction", request);
}

}  // namespace

void AddPolicyCommands(Commands& commands, CLI::App& parent) {
  CLI::App& policy = *commands.Noun(parent, "policy", say::kHelpPolicy);
  AddCall(commands, policy,
          {"list",
           &say::kHelpPolicyList,
           &client::kListPolicyLeaves,
           {{"--jurisdiction", "jurisdiction", Form::kJurisdiction},
            {"--date", "date", Form::kPlain, false, &say::kHelpPolicyDate},
            {"--unconfirmed", "unconfirmed_only"}},
           {},
           nullptr,
           ForMyJurisdiction,
           ShowListed});
  AddCall(commands, policy,
          {"confirm",
           &say::kHelpPolicyConfirm,
           &client::kConfirmPolicyLeaf,
           {{"KEY", "key", Form::kPlain, true},
            {"--jurisdiction", "jurisdiction", Form::kJurisdiction},
            {"--by", "confirmed_by"},
            {"--source", "confirmed_source"}},
           {"key", "jurisdiction", "confirmed_by", "confirmed_source"},
           &say::kLeafConfirmed,
           ForMyJurisdiction});
  AddCall(commands, policy,
          {"set",
           &say::kHelpPolicySet,
           &client::kSetPolicy,
           {{"FILE", "policy_set", Form::kMessageFile, true, &say::kHelpPolicyFile},
            {"--jurisdiction", "policy_set.jurisdiction", Form::kJurisdiction}},
           kLeaf,
           nullptr,
           nullptr,
           ShowSet});
}

}  // namespace santong::cli
