// objection: objections to documents, for their lodgers (by receipt) and for the office.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/lib/methods.h"
#include "santong/v1/objection_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kShown = {
    "name", "state", "document", "title", "lodged_date", "decision.outcome", "clocks.due_date"};

// 1 means objections/1.
absl::Status NameObjection(Session&, Message* request) {
  const auto* field = request->GetDescriptor()->FindFieldByName("name");
  const auto* r = request->GetReflection();
  r->SetString(request, field, ResourceName("objections", r->GetString(*request, field)));
  return absl::OkStatus();
}

// The code of the receipt is given in this answer alone.
absl::Status GivesReceipt(Session& session, Message*) { return session.CheckPrintsWhole(); }

// Who sends the office a letter is no citizen who objects.
absl::Status SenderIsAnOrganisation(Session& session, Message* request) {
  static_cast<v1::LodgeObjectionRequest*>(request)->mutable_lodger()->set_kind(
      v1::LODGER_KIND_OTHER_ORGANISATION);
  return GivesReceipt(session, request);
}

// The decision of a body with power over the document can only be one kind of evidence.
absl::Status NameDecision(Session& session, Message* request) {
  static_cast<v1::RevokeObjectedDocumentRequest*>(request)->mutable_decision()->set_kind(
      v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  return NameObjection(session, request);
}

std::vector<Flag> With(std::vector<Flag> flags, const std::vector<Flag>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

void AddForOffice(Commands& commands, CLI::App& noun, const char* verb, const Words& help,
                  const client::Method& method, const std::vector<Flag>& flags) {
  AddCall(commands, noun,
          {verb, &help, &method,
           With({{"OBJECTION", "name", Form::kPlain, true, &say::kHelpObjectionName}}, flags),
           kShown, &say::kDocumentMoved, NameObjection});
}

void AddForLodger(Commands& commands, CLI::App& noun, const char* verb, const Words& help,
                  const client::Method& method, const std::vector<Flag>& flags) {
  AddCall(commands, noun,
          {verb, &help, &method,
           With({{"NUMBER", "receipt.number", Form::kPlain, true},
                 {"--code", "receipt.code", Form::kPlain, false, &say::kHelpObjectionCode},
                 {"--code-file", "receipt.code", Form::kSecretFile, false,
                  &say::kHelpObjectionCodeFile}},
                flags)});
}

}  // namespace

void AddObjectionCommands(Commands& c) {
  CLI::App& noun = *c.Noun(c.root(), "objection", say::kHelpObjection);
  AddCall(c, noun,
          {"lodge",
           &say::kHelpObjectionLodge,
           &client::kLodgeObjection,
           {{"DOCUMENT", "document", Form::kDocument, true},
            {"--article", "articles"},
            {"--ground", "ground"},
            {"--received", "received_date"},
            {"--reasons", "reasons"},
            {"--kind", "lodger.kind"},
            {"--lodger", "lodger.display_name"},
            {"--identity-code", "lodger.identity_code"},
            {"--identity-override", "lodger.identity_override"},
            {"--contact", "lodger.contact"},
            {"--address", "lodger.postal_address"},
            {"--agent", "lodger.agent"},
            {"--authorisation", "lodger.authorisation"},
            {"--name-may-be-public", "lodger.name_may_be_public"}},
           {},
           nullptr,
           GivesReceipt});
  AddCall(c, noun,
          {"record",
           &say::kHelpObjectionRecord,
           &client::kLodgeObjection,
           {{"DOCUMENT", "document", Form::kDocument, true},
            {"--origin", "origin", Form::kPlain, true},
            {"--source", "source_document"},
            {"--received", "received_date"},
            {"--article", "articles"},
            {"--ground", "ground"},
            {"--reasons", "reasons"},
            {"--sender", "lodger.display_name"},
            {"--contact", "lodger.contact"},
            {"--address", "lodger.postal_address"}},
           {},
           nullptr,
           SenderIsAnOrganisation});
  AddForLodger(c, noun, "track", say::kHelpObjectionTrack, client::kTrackObjection, {});
  AddForLodger(c, noun, "supplement", say::kHelpObjectionSupplement, client::kSupplementObjection,
               {{"--supplement", "supplement"}});
  AddForLodger(c, noun, "withdraw", say::kHelpObjectionWithdraw, client::kWithdrawObjection, {});
  AddForLodger(c, noun, "recheck", say::kHelpObjectionRecheck, client::kRequestRecheck,
               {{"--reasons", "reasons"}});
  AddCall(c, noun,
          {"get",
           &say::kHelpGet,
           &client::kGetObjection,
           {{"OBJECTION", "name", Form::kPlain, true, &say::kHelpObjectionName}},
           {},
           nullptr,
           NameObjection});
  AddCall(c, noun,
          {"list",
           &say::kHelpList,
           &client::kListObjections,
           {{"--document", "document", Form::kDocument},
            {"--state", "states"},
            {"--jurisdiction", "jurisdiction", Form::kJurisdiction},
            {"--organ", "organ", Form::kOrgan},
            {"--overdue-only", "overdue_only"},
            {"--newest-first", "newest_first"}},
           kShown});
  AddForOffice(c, noun, "request-supplement", say::kHelpObjectionRequestSupplement,
               client::kRequestObjectionSupplement, {{"--item", "items"}});
  AddForOffice(c, noun, "accept", say::kHelpObjectionAccept, client::kAcceptObjection,
               {{"--reason", "reason"}});
  AddForOffice(c, noun, "reject", say::kHelpObjectionReject, client::kRejectObjection,
               {{"--ground", "refusal"}, {"--reason", "reason"}});
  AddForOffice(c, noun, "transfer", say::kHelpObjectionTransfer, client::kTransferObjection,
               {{"--to", "transfer_to"}, {"--reason", "reason"}});
  AddForOffice(c, noun, "request-opinion", say::kHelpObjectionRequestOpinion,
               client::kRequestOpinion, {{"--question", "question"}});
  AddForOffice(c, noun, "answer", say::kHelpObjectionAnswer, client::kAnswerObjection,
               {{"--answer", "answer"}});
  AddForOffice(c, noun, "extend", say::kHelpObjectionExtend, client::kExtendObjection,
               {{"--reason", "reason"}, {"--approved-by", "approved_by"}});
  AddForOffice(c, noun, "decide", say::kHelpObjectionDecide, client::kDecideObjection,
               {{"--outcome", "decision.outcome"},
                {"--reasons", "decision.reasons"},
                {"--correct-by", "decision.correct_by_date"}});
  AddForOffice(c, noun, "reply", say::kHelpObjectionReply, client::kReplyToLodger,
               {{"--manner", "manner"}});
  AddForOffice(c, noun, "join", say::kHelpObjectionJoin, client::kJoinObjection,
               {{"--lead", "lead", Form::kPlain, false, &say::kHelpObjectionLead}});
  AddForOffice(c, noun, "report-correction", say::kHelpObjectionCorrection,
               client::kReportCorrection, {{"--correction", "correction"}});
  AddCall(
      c, noun,
      {"revoke-document", &say::kHelpObjectionRevoke, &client::kRevokeObjectedDocument,
       With({{"OBJECTION", "name", Form::kPlain, true, &say::kHelpObjectionName}},
            {{"--suspend", "suspend"},
             {"--article", "articles"},
             {"--reason", "reason"},
             {"--decision", "decision.document_title", Form::kPlain, false, &say::kHelpDecision},
             {"--decision-date", "decision.date"},
             {"--decision-person", "decision.person"},
             {"--decision-organ", "decision.organ"}}),
       kShown, &say::kDocumentMoved, NameDecision});
  AddObjectionFiles(c, noun);
}

}  // namespace santong::cli
