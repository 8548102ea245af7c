// filing: what is published is filed, what is filed is reviewed, what is wrong is corrected. One
// row an act; whether it may be done is the server's to say.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/filing_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kShown = {"name",  "state",      "document", "title",
                                         "organ", "filed_date", "late",     "clocks.due_date"};
const Flag kFiling = {"FILING", "name", Form::kFiling, true};
const Flag kReason = {"--reason", "reason"};
const Flag kGround = {"--ground", "grounds"};
const Flag kMaterial = {"--material", "materials", Form::kMaterial, false, &say::kHelpMaterial};
const Flag kVerdict = {"--verdict", "verdicts", Form::kVerdict, false, &say::kHelpVerdict};

void Add(Commands& commands, CLI::App& filing, const char* name, const Words& help,
         const client::Method& method, std::vector<Flag> flags,
         std::function<absl::Status(Session&, Message*)> prepare = nullptr) {
  flags.insert(flags.begin(), kFiling);
  AddCall(
      commands, filing,
      {name, &help, &method, std::move(flags), kShown, &say::kDocumentMoved, std::move(prepare)});
}

// pass and order-correction are one method that a switch tells apart; so are suspend and revoke.
// The other outcomes of a review are named.
std::function<absl::Status(Session&, Message*)> Switch(const char* field) {
  return [field](Session&, Message* request) {
    return SetField(request, field, Form::kPlain, "true");
  };
}

std::function<absl::Status(Session&, Message*)> Outcome(const char* outcome) {
  return [outcome](Session&, Message* request) {
    return SetField(request, "outcome", Form::kPlain, outcome);
  };
}

// The decision of a body with power over the document can only be one kind of evidence.
absl::Status NameKind(Message* request, const char* name = "decision") {
  const auto* field = request->GetDescriptor()->FindFieldByName(name);
  auto* decision =
      static_cast<v1::Evidence*>(request->GetReflection()->MutableMessage(request, field));
  decision->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  return absl::OkStatus();
}

// What was coordinated is settled by the makers, or by a decision of the government.
std::function<absl::Status(Session&, Message*)> Settles(
    std::function<absl::Status(Session&, Message*)> prepare) {
  return [prepare = std::move(prepare)](Session& session, Message* request) -> absl::Status {
    const char* name = "authority_decision";
    const auto* field = request->GetDescriptor()->FindFieldByName(name);
    if (request->GetReflection()->HasField(*request, field)) {
      if (absl::Status status = NameKind(request, name); !status.ok()) return status;
    }
    return prepare == nullptr ? absl::OkStatus() : prepare(session, request);
  };
}

std::vector<Flag> SettlementFlags() {
  return {kGround,
          kReason,
          kVerdict,
          {"--decision", "authority_decision.document_title", Form::kPlain, false,
           &say::kHelpGovernmentDecision},
          {"--decision-date", "authority_decision.date"},
          {"--decision-person", "authority_decision.person"},
          {"--decision-organ", "authority_decision.organ"}};
}

std::vector<Flag> DecisionFlags() {
  return {kReason,
          kGround,
          {"--decision", "decision.document_title", Form::kPlain, false, &say::kHelpDecision},
          {"--decision-date", "decision.date"},
          {"--decision-person", "decision.person"},
          {"--decision-organ", "decision.organ"}};
}

int ShowList(Session& session, const Message&, const Message& response) {
  const auto& list = static_cast<const v1::ListFilingsResponse&>(response);
  if (list.missing().empty())
    return session.Print(response, ListTable(EntriesOf(response), kShown, session.language()));
  std::vector<const Message*> missing;
  for (const auto& one : list.missing()) missing.push_back(&one);
  if (list.more_missing()) session.Say(say::kMoreMissing, list.missing_size());
  return session.Print(
      response, ListTable(missing, {"kind", "document", "title", "organ", "due_date", "overdue"},
                          session.language()));
}

}  // namespace

void AddFilingCommands(Commands& c) {
  CLI::App& filing = *c.Noun(c.root(), "filing", say::kHelpFiling);
  AddCall(c, filing,
          {"create",
           &say::kHelpFilingCreate,
           &client::kCreateFiling,
           {{"DOCUMENT", "document", Form::kDocument, true}, kMaterial},
           kShown,
           &say::kDocumentMoved});
  AddCall(c, filing,
          {"record-congress",
           &say::kHelpFilingRecordCongress,
           &client::kRecordCongressFiling,
           {{"DOCUMENT", "name", Form::kDocument, true},
            {"--receipt", "filing.document_title", Form::kPlain, false, &say::kHelpCongressReceipt},
            {"--date", "filing.date", Form::kPlain, false, &say::kHelpCongressDate},
            {"--person", "filing.person"},
            {"--organ", "filing.organ"},
            {"--note", "filing.note"},
            {"--attachment", "filing.attachment_sha256"}},
           {"name", "state", "title"},
           &say::kDocumentMoved});
  AddCall(c, filing, {"get", &say::kHelpFilingGet, &client::kGetFiling, {kFiling}});
  CallSpec list{"list",
                &say::kHelpFilingList,
                &client::kListFilings,
                {{"--state", "states"},
                 {"--document", "document", Form::kDocument},
                 {"--organ", "organ", Form::kOrgan},
                 {"--jurisdiction", "jurisdiction", Form::kJurisdiction},
                 {"--overdue-only", "overdue_only"},
                 {"--newest-first", "newest_first"},
                 {"--missing", "missing"}},
                kShown};
  list.show = ShowList;
  AddCall(c, filing, list);
  Add(c, filing, "accept", say::kHelpFilingAccept, client::kAcceptFiling, {});
  Add(c, filing, "request-supplement", say::kHelpFilingRequestSupplement,
      client::kRequestFilingSupplement, {{"--item", "items"}});
  Add(c, filing, "supplement", say::kHelpFilingSupplement, client::kSupplementFiling, {kMaterial});
  Add(c, filing, "reject", say::kHelpFilingReject, client::kRejectFiling,
      {{"--kind", "not_normative_reason", Form::kPlain, false, &say::kHelpNotNormative}, kReason});
  Add(c, filing, "request-explanation", say::kHelpFilingRequestExplanation,
      client::kRequestExplanation, {{"--item", "items"}});
  Add(c, filing, "explain", say::kHelpFilingExplain, client::kExplainFiling,
      {{"--explanation", "explanation"}});
  Add(c, filing, "extend", say::kHelpFilingExtend, client::kExtendFiling, {kReason});
  Add(c, filing, "pass", say::kHelpFilingPass, client::kDecideFiling, SettlementFlags(),
      Settles(Switch("passes")));
  Add(c, filing, "order-correction", say::kHelpFilingOrderCorrection, client::kDecideFiling,
      SettlementFlags(), Settles(nullptr));
  Add(c, filing, "remind", say::kHelpFilingRemind, client::kDecideFiling,
      {kGround, kReason, kVerdict}, Outcome("remind"));
  Add(c, filing, "advise", say::kHelpFilingAdvise, client::kDecideFiling, SettlementFlags(),
      Settles(Outcome("advise")));
  Add(c, filing, "pause", say::kHelpFilingPause, client::kDecideFiling,
      {kGround, kReason, {"--plan-date", "plan_date"}}, Outcome("pause"));
  Add(c, filing, "terminate", say::kHelpFilingTerminate, client::kDecideFiling, {kReason},
      Outcome("terminate"));
  Add(c, filing, "transfer", say::kHelpFilingTransfer, client::kDecideFiling,
      {kReason, {"--to", "transfer_to"}}, Outcome("transfer"));
  Add(c, filing, "coordinate", say::kHelpFilingCoordinate, client::kDecideFiling,
      {kGround, kReason, {"--with", "conflicts_with"}}, Outcome("coordinate"));
  Add(c, filing, "submit-correction", say::kHelpFilingSubmitCorrection, client::kSubmitCorrection,
      {{"--correction", "correction"}});
  Add(c, filing, "confirm-correction", say::kHelpFilingConfirmCorrection,
      client::kConfirmCorrection, {});
  Add(c, filing, "suspend-document", say::kHelpFilingSuspendDocument, client::kRevokeFiledDocument,
      DecisionFlags(), [](Session&, Message* request) {
        const absl::Status status = SetField(request, "suspend", Form::kPlain, "true");
        return status.ok() ? NameKind(request) : status;
      });
  std::vector<Flag> revokes = DecisionFlags();
  revokes.push_back({"--article", "articles"});
  Add(c, filing, "revoke-document", say::kHelpFilingRevokeDocument, client::kRevokeFiledDocument,
      revokes, [](Session&, Message* request) { return NameKind(request); });
  AddFilingLists(c, filing);
  AddFilingLetter(c, filing);
}

}  // namespace santong::cli
