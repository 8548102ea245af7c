// doc: attached files and the evidence that they prove.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/record.h"
#include "client/lib/attachment.h"
#include "client/lib/methods.h"
#include "google/protobuf/util/message_differencer.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

const std::vector<std::string> kEvidenceShown = {"kind",   "document_title", "date",
                                                 "person", "conclusion",     "attachment_sha256"};

struct AttachArguments {
  std::string document, file, media_type;
  bool publish = false;
};

int Attach(Session& session, const AttachArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const auto attachment =
      client::AddAttachment((*client)->connection(), ResourceName("documents", arguments.document),
                            arguments.file, arguments.media_type, arguments.publish);
  if (!attachment.ok()) return session.Fail(attachment.status());
  session.Say(say::kAttached, attachment->file_name(), attachment->size_bytes());
  return session.Print(*attachment, DetailTable(*attachment, session.language()));
}

struct FetchArguments {
  std::string document, sha256, file = "-";
};

int Fetch(Session& session, const FetchArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const std::string name = absl::StrCat(ResourceName("documents", arguments.document),
                                        "/attachments/", arguments.sha256);
  const auto attachment = client::GetAttachment((*client)->connection(), name, arguments.file);
  if (!attachment.ok()) return session.Fail(attachment.status());
  session.Say(say::kFetched, attachment->file_name(), attachment->size_bytes(), arguments.file);
  return kExitOk;
}

struct EraseArguments {
  std::string document, sha256, reason;
  v1::EraseAttachmentRequest request;
};

int Erase(Session& session, EraseArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::EraseAttachmentRequest& request = arguments.request;
  request.set_name(absl::StrCat(ResourceName("documents", arguments.document), "/attachments/",
                                arguments.sha256));
  request.set_reason(arguments.reason);
  const auto erased = (*client)->Call<v1::Attachment>(client::kEraseAttachment, request);
  if (!erased.ok()) return session.Fail(erased.status());
  session.Say(say::kErased, erased->name());
  return session.Print(*erased, DetailTable(*erased, session.language()));
}

struct EvidenceArguments {
  std::string file, media_type;
  v1::UpdateDocumentRequest request;  // holds the new piece alone until it is sent
};

// Whether the piece is there: then its call is repeated, whose answer was lost.
bool IsThere(const v1::Document& document, const v1::Evidence& piece) {
  const auto& pieces = document.internal().evidence();
  return std::any_of(pieces.begin(), pieces.end(), [&piece](const v1::Evidence& one) {
    return google::protobuf::util::MessageDifferencer::Equals(one, piece);
  });
}

// Reads the document, attaches the file, and writes the evidence back with the new piece: only over
// what was read.
int AddEvidence(Session& session, EvidenceArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::UpdateDocumentRequest& request = arguments.request;
  v1::GetDocumentRequest get;
  get.set_name(request.document().name());
  get.set_view(v1::DOCUMENT_VIEW_BASIC);
  const auto document = (*client)->Call<v1::Document>(client::kGetDocument, get);
  if (!document.ok()) return session.Fail(document.status());
  auto* evidence = request.mutable_document()->mutable_internal()->mutable_evidence(0);
  if (!arguments.file.empty() && !IsRehearsal(request)) {
    const auto attachment = client::AddAttachment(
        (*client)->connection(), get.name(), arguments.file, arguments.media_type,
        client::IsPublishedWith(*document, arguments.file));
    if (!attachment.ok()) return session.Fail(attachment.status());
    evidence->set_attachment_sha256(attachment->sha256());
  }
  const v1::Evidence added = *evidence;
  if (!request.options().request_id().empty() && IsThere(*document, added)) {
    session.Say(say::kEvidenceAdded, document->name(), document->internal().evidence_size());
    return session.Print(*document, ListTable({&added}, kEvidenceShown, session.language()));
  }
  *request.mutable_document()->mutable_internal()->mutable_evidence() =
      document->internal().evidence();
  *request.mutable_document()->mutable_internal()->add_evidence() = added;
  request.mutable_update_mask()->add_paths("internal.evidence");
  if (request.options().etag().empty()) request.mutable_options()->set_etag(document->etag());
  const auto written = (*client)->Call<v1::Document>(client::kUpdateDocument, request);
  if (!written.ok()) return session.Fail(written.status());
  session.Say(IsRehearsal(request) ? say::kRehearsed : say::kEvidenceAdded, written->name(),
              request.document().internal().evidence_size());
  return session.Print(*written, ListTable({&added}, kEvidenceShown, session.language()));
}

void AddEvidenceAdd(Commands& commands, CLI::App& noun) {
  const auto arguments = std::make_shared<EvidenceArguments>();
  auto* request = &arguments->request;
  auto* piece = request->mutable_document()->mutable_internal()->add_evidence();
  auto* verb = commands.Verb(noun, "add", say::kHelpEvidenceAdd, [arguments](Session& session) {
    return AddEvidence(session, *arguments);
  });
  AddFlags(verb, request, {{"DOCUMENT", "document.name", Form::kDocument, true}},
           commands.language());
  AddFlags(verb, piece,
           {{"--kind", "kind", Form::kPlain, true},
            {"--title", "document_title"},
            {"--date", "date"},
            {"--person", "person"},
            {"--organ", "organ"},
            {"--conclusion", "conclusion"},
            {"--exemption-reason", "exemption_reason"},
            {"--start-date", "start_date"},
            {"--end-date", "end_date"},
            {"--channel", "channel"},
            {"--note", "note"}},
           commands.language());
  verb->add_option("--file", arguments->file, say::kHelpEvidenceFile.In(commands.language()));
  verb->add_option("--media-type", arguments->media_type,
                   say::kHelpMediaType.In(commands.language()));
  AddActFlags(verb, request, commands.language());
}

void AddEvidenceList(Commands& commands, CLI::App& noun) {
  CallSpec spec{"list",
                &say::kHelpEvidenceList,
                &client::kGetDocument,
                {{"DOCUMENT", "name", Form::kDocument, true}}};
  spec.show = [](Session& session, const google::protobuf::Message&,
                 const google::protobuf::Message& response) {
    v1::DocumentInternal internal = static_cast<const v1::Document&>(response).internal();
    std::vector<const google::protobuf::Message*> pieces;
    for (const auto& piece : internal.evidence()) pieces.push_back(&piece);
    return session.Print(internal, ListTable(pieces, kEvidenceShown, session.language()));
  };
  AddCall(commands, noun, spec);
}

}  // namespace

void AddDocumentFiles(Commands& commands, CLI::App& doc) {
  const Language language = commands.language();
  const auto attach = std::make_shared<AttachArguments>();
  auto* verb = commands.Verb(doc, "attach", say::kHelpDocAttach,
                             [attach](Session& session) { return Attach(session, *attach); });
  verb->add_option("DOCUMENT", attach->document, say::kHelpDocument.In(language))->required();
  verb->add_option("FILE", attach->file, say::kHelpFile.In(language))->required();
  verb->add_option("--media-type", attach->media_type, say::kHelpMediaType.In(language));
  verb->add_flag("--publish", attach->publish, say::kHelpAttachPublish.In(language));
  const auto fetch = std::make_shared<FetchArguments>();
  verb = commands.Verb(doc, "fetch", say::kHelpDocFetch,
                       [fetch](Session& session) { return Fetch(session, *fetch); });
  verb->add_option("DOCUMENT", fetch->document, say::kHelpDocument.In(language))->required();
  verb->add_option("SHA256", fetch->sha256, say::kHelpAttachment.In(language))->required();
  verb->add_option("--to", fetch->file, say::kHelpFetchTo.In(language));
  const auto erase = std::make_shared<EraseArguments>();
  verb = commands.Verb(doc, "erase", say::kHelpDocErase,
                       [erase](Session& session) { return Erase(session, *erase); });
  verb->add_option("DOCUMENT", erase->document, say::kHelpDocument.In(language))->required();
  verb->add_option("SHA256", erase->sha256, say::kHelpAttachment.In(language))->required();
  verb->add_option("--reason", erase->reason, FieldWord("reason", language))->required();
  AddActFlags(verb, &erase->request, language);
  CLI::App& evidence = *commands.Noun(doc, "evidence", say::kHelpEvidence);
  AddEvidenceAdd(commands, evidence);
  AddEvidenceList(commands, evidence);
}

}  // namespace santong::cli
