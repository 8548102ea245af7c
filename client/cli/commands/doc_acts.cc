// doc: the acts that move a document from state to state. One row an act; whether it may be done is
// the server's to say.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/cli/proof/receipt.h"
#include "client/lib/methods.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/evidence.pb.h"
#include "santong/v1/log_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kShown = {"name",  "state",          "registration_number",
                                         "title", "effective_date", "ended_date"};
const Flag kDocument = {"DOCUMENT", "name", Form::kDocument, true};
const Flag kReason = {"--reason", "reason"};
const Flag kFindingVerdict = {"--verdict", "verdicts", Form::kVerdict, false,
                              &say::kHelpFindingVerdict};

// The fields of a piece of evidence as flags.
std::vector<Flag> DecisionFlags() {
  return {{"--decision", "decision.document_title", Form::kPlain, false, &say::kHelpDecision},
          {"--decision-date", "decision.date"},
          {"--decision-person", "decision.person"},
          {"--decision-organ", "decision.organ"},
          {"--decision-note", "decision.note"},
          {"--decision-attachment", "decision.attachment_sha256"}};
}

std::vector<Flag> ApprovalFlags() {
  return {{"--approval", "approval.document_title", Form::kPlain, false, &say::kHelpApproval},
          {"--approval-date", "approval.date"},
          {"--approval-person", "approval.person"},
          {"--approval-organ", "approval.organ"}};
}

std::vector<Flag> EvaluationFlags() {
  return {{"--evaluation", "evaluation.document_title", Form::kPlain, false, &say::kHelpEvaluation},
          {"--evaluation-date", "evaluation.date"},
          {"--evaluation-person", "evaluation.person"},
          {"--evaluation-organ", "evaluation.organ"},
          {"--evaluation-conclusion", "evaluation.conclusion"},
          {"--evaluation-note", "evaluation.note"}};
}

std::vector<Flag> With(std::vector<Flag> flags, const std::vector<Flag>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

// Names the kind of evidence that these flags can only be, where any of them was given.
std::function<absl::Status(Session&, Message*)> Kind(const char* field, v1::EvidenceKind kind) {
  return [field, kind](Session&, Message* request) {
    const auto* descriptor = request->GetDescriptor()->FindFieldByName(field);
    const auto* r = request->GetReflection();
    if (!r->HasField(*request, descriptor)) return absl::OkStatus();
    auto* evidence = static_cast<v1::Evidence*>(r->MutableMessage(request, descriptor));
    if (evidence->kind() == v1::EVIDENCE_KIND_UNSPECIFIED) evidence->set_kind(kind);
    return absl::OkStatus();
  };
}

void Add(Commands& commands, CLI::App& doc, const char* name, const Words& help,
         const client::Method& method, std::vector<Flag> flags,
         std::function<absl::Status(Session&, Message*)> prepare = nullptr) {
  AddCall(commands, doc,
          {name, &help, &method, With({kDocument}, flags), kShown, &say::kDocumentMoved,
           std::move(prepare)});
}

// An act after which the document has a receipt: --receipt saves it.
void AddWithReceipt(Commands& commands, CLI::App& doc, const char* name, const Words& help,
                    const client::Method& method, const std::vector<Flag>& flags) {
  const auto path = std::make_shared<std::string>();
  CallSpec spec{name, &help, &method, With({kDocument}, flags), kShown, &say::kDocumentMoved};
  spec.show = [path](Session& session, const Message& request, const Message& response) -> int {
    const int exit_code =
        session.Print(response, ListTable(EntriesOf(response), kShown, session.language()));
    if (exit_code != kExitOk || path->empty() || IsRehearsal(request)) return exit_code;
    const auto& document = static_cast<const v1::Document&>(response);
    v1::GetReceiptRequest asked;
    asked.set_document(document.name());
    // The log could not be signed at once: asked again, it says so or has it.
    const absl::Status saved = document.has_receipt()
                                   ? SaveReceipt(session, document.receipt(), *path)
                                   : FetchReceipt(session, asked, *path).status();
    return saved.ok() ? static_cast<int>(kExitOk) : session.Fail(saved);
  };
  AddCall(commands, doc, spec)
      ->add_option("--receipt", *path, say::kHelpReceiptFile.In(commands.language()))
      ->type_name("FILE");
}

}  // namespace

void AddDocumentActs(Commands& c, CLI::App& doc) {
  const auto decided = Kind("decision", v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  Add(c, doc, "submit", say::kHelpDocSubmit, client::kSubmitDocument, {});
  Add(c, doc, "determine", say::kHelpDocDetermine, client::kDetermineDocument,
      {{"--normative", "normative", Form::kPlain, false, &say::kHelpNormative},
       {"--reason", "reason", Form::kPlain, false, &say::kHelpNotNormative},
       {"--note", "note"}});
  Add(c, doc, "return", say::kHelpDocReturn, client::kReturnDocument,
      {{"--item", "items"}, kFindingVerdict});
  Add(c, doc, "refuse", say::kHelpDocRefuse, client::kRefuseDocument, {kReason});
  Add(c, doc, "withdraw", say::kHelpDocWithdraw, client::kWithdrawDocument, {kReason});
  AddWithReceipt(c, doc, "register", say::kHelpDocRegister, client::kRegisterDocument,
                 {{"--override-reason", "override_reason"},
                  {"--legacy-published", "legacy_publication.date"},
                  {"--legacy-channel", "legacy_publication.channel"},
                  {"--legacy-url", "legacy_publication.url"},
                  kFindingVerdict});
  AddWithReceipt(c, doc, "publish", say::kHelpDocPublish, client::kPublishDocument,
                 {{"--date", "publication.date", Form::kPlain, false, &say::kHelpPublishedOn},
                  {"--channel", "publication.channel"},
                  {"--url", "publication.url"}});
  Add(c, doc, "correct", say::kHelpDocCorrect, client::kCorrectDocument,
      With({{"--text", "text", Form::kFile, false, &say::kHelpText}, kReason}, ApprovalFlags()),
      Kind("approval", v1::EVIDENCE_KIND_AUTHORITY_DECISION));
  Add(c, doc, "amend", say::kHelpDocAmend, client::kAmendDocument,
      {{"--by", "amended_by", Form::kDocument},
       {"--text", "text", Form::kFile, false, &say::kHelpText},
       {"--effective-date", "effective_date"},
       {"--note", "note"}});
  Add(c, doc, "repeal", say::kHelpDocRepeal, client::kRepealDocument,
      With({{"--by", "ended_by", Form::kDocument},
            {"--superseded", "superseded"},
            {"--date", "ended_date"},
            kReason},
           DecisionFlags()),
      decided);
  Add(c, doc, "continue", say::kHelpDocContinue, client::kContinueDocument,
      With({{"--until", "last_valid_date"},
            {"--renewal-notice", "renewal_notice", Form::kDocument},
            {"--override-reason", "override_reason"},
            kReason},
           EvaluationFlags()),
      Kind("evaluation", v1::EVIDENCE_KIND_EVALUATION));
  Add(c, doc, "suspend", say::kHelpDocSuspend, client::kSuspendDocument,
      With({kReason}, DecisionFlags()), decided);
  Add(c, doc, "resume", say::kHelpDocResume, client::kResumeDocument,
      With({kReason}, DecisionFlags()), decided);
  Add(c, doc, "revoke", say::kHelpDocRevoke, client::kRevokeDocument,
      With({kReason}, DecisionFlags()), decided);
}

}  // namespace santong::cli
