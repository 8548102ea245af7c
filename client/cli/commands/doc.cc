// doc: make, read and change documents. What moves one from state to state is in doc_acts.cc.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kListed = {
    "name",  "state",   "registration_number", "document_number",
    "title", "issuers", "effective_date",      "clocks.due_date"};

// What can be said of a document on the command line; the rest comes from --from.
std::vector<Flag> DocumentFlags() {
  return {
      {"--from", "document", Form::kMessageFile, false, &say::kHelpFrom},
      {"--title", "document.title"},
      {"--kind", "document.kind"},
      {"--issuer", "document.issuers", Form::kIssuer, false, &say::kHelpIssuer},
      {"--drafting-unit", "document.drafting_unit"},
      {"--number", "document.document_number"},
      {"--index-number", "document.index_number"},
      {"--subject-class", "document.subject_class"},
      {"--written-date", "document.written_date"},
      {"--effective-date", "document.effective_date"},
      {"--early-effect-reason", "document.early_effect_reason"},
      {"--term-kind", "document.term.kind"},
      {"--term-years", "document.term.years"},
      {"--last-valid-date", "document.term.last_valid_date"},
      {"--term-exemption", "document.term.exemption"},
      {"--openness", "document.openness"},
      {"--openness-basis", "document.openness_basis"},
      {"--basis", "document.legal_bases", Form::kLegalBasis, false, &say::kHelpBasis},
      {"--relation", "document.relations", Form::kRelation, false, &say::kHelpRelation},
      {"--urgent", "document.urgent"},
      {"--affects-rights", "document.internal.affects_rights"},
      {"--touches-operators", "document.internal.touches_operators"},
      {"--major-decision", "document.internal.major_decision"},
      {"--text", "text", Form::kFile, false, &say::kHelpText},
  };
}

std::vector<Flag> Joined(std::vector<Flag> first, const std::vector<Flag>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// A verb that writes a draft; --file brings a Word file and the like, text and original.
void AddWrite(Commands& commands, CLI::App& doc, CallSpec spec) {
  const auto file = std::make_shared<std::string>();
  spec.prepare = [file](Session& session, Message* request) {
    return TakeTextFromFile(session, *file, request);
  };
  spec.show = [file](Session& session, const Message& request, const Message& response) -> int {
    const int exit_code =
        session.Print(response, ListTable(EntriesOf(response), kListed, session.language()));
    if (exit_code != kExitOk) return exit_code;
    const absl::Status attached = AttachOriginal(session, *file, request, response);
    if (attached.ok()) return kExitOk;
    // Whoever is not told so makes the draft a second time.
    const int failed = session.Fail(attached);
    session.Say(say::kOriginalMissing, static_cast<const v1::Document&>(response).name(), *file);
    return failed;
  };
  AddCall(commands, doc, spec)
      ->add_option("--file", *file, say::kHelpDocFile.In(commands.language()))
      ->type_name("FILE");
}

// get --text prints the text and nothing else.
int ShowDocument(Session& session, const Message& response, bool text_only) {
  v1::Document document;
  document.CopyFrom(response);
  if (text_only) {
    session.out() << document.current_version().text() << std::flush;
    return 0;
  }
  return session.Print(document, DetailTable(document, session.language()));
}

// Events name states without their enum; people read the words.
int ShowHistory(Session& session, const Message&, const Message& response) {
  Table table = ListTable(EntriesOf(response),
                          {"sequence", "event_time", "from_state", "to_state", "type", "principal",
                           "reason", "article"},
                          session.language());
  for (auto& row : table.rows) {
    for (const size_t column : {2, 3}) {
      const auto* state = FindEnum(*v1::DocumentState_descriptor(), row[column].raw);
      if (state != nullptr) row[column].shown = EnumWord(*state, session.language());
    }
  }
  return session.Print(response, std::move(table));
}

void AddGet(Commands& commands, CLI::App& doc) {
  const auto text_only = std::make_shared<bool>(false);
  CallSpec spec{"get",
                &say::kHelpDocGet,
                &client::kGetDocument,
                {{"DOCUMENT", "name", Form::kDocument, true},
                 {"--view", "view"},
                 {"--as-of", "as_of", Form::kPlain, false, &say::kHelpAsOf}}};
  spec.show = [text_only](Session& session, const Message&, const Message& response) {
    return ShowDocument(session, response, *text_only);
  };
  AddCall(commands, doc, spec)
      ->add_flag("--text", *text_only, say::kHelpTextOnly.In(commands.language()));
}

void AddVersion(Commands& commands, CLI::App& doc) {
  const auto number = std::make_shared<std::string>();
  const auto text_only = std::make_shared<bool>(false);
  CallSpec spec{"version",
                &say::kHelpDocVersion,
                &client::kGetVersion,
                {{"DOCUMENT", "name", Form::kDocument, true}}};
  spec.prepare = [number](Session&, Message* request) {
    auto* get = static_cast<v1::GetVersionRequest*>(request);
    get->set_name(get->name() + "/versions/" + *number);
    return absl::OkStatus();
  };
  spec.show = [text_only](Session& session, const Message&, const Message& response) {
    if (!*text_only) return session.Print(response, DetailTable(response, session.language()));
    session.out() << static_cast<const v1::Version&>(response).text() << std::flush;
    return 0;
  };
  auto* verb = AddCall(commands, doc, spec);
  verb->add_option("NUMBER", *number, say::kHelpVersionNumber.In(commands.language()))->required();
  verb->add_flag("--text", *text_only, say::kHelpTextOnly.In(commands.language()));
}

}  // namespace

void AddDocumentCommands(Commands& commands) {
  CLI::App& doc = *commands.Noun(commands.root(), "doc", say::kHelpDoc);
  AddWrite(commands, doc,
           {"create", &say::kHelpDocCreate, &client::kCreateDocument, DocumentFlags(), kListed,
            &say::kDraftMade});
  AddGet(commands, doc);
  AddCall(commands, doc,
          {"list",
           &say::kHelpDocList,
           &client::kListDocuments,
           {{"--state", "states"},
            {"--jurisdiction", "jurisdiction", Form::kJurisdiction},
            {"--organ", "organ", Form::kOrgan},
            {"--with-gaps", "with_gaps"},
            {"--text", "text", Form::kPlain, false, &say::kHelpLookupText},
            {"--newest-first", "newest_first"}},
           kListed});
  AddWrite(commands, doc,
           {"update", &say::kHelpDocUpdate, &client::kUpdateDocument,
            // The file of --from may name another document; the one that is named here counts.
            Joined(DocumentFlags(), {{"DOCUMENT", "document.name", Form::kDocument, true}}),
            kListed, &say::kDocumentWritten});
  AddDocumentExtract(commands, doc);
  AddDocumentActs(commands, doc);
  AddDocumentFiles(commands, doc);
  AddDocumentLetter(commands, doc);
  AddCall(commands, doc,
          {"versions",
           &say::kHelpDocVersions,
           &client::kListVersions,
           {{"DOCUMENT", "parent", Form::kDocument, true}},
           {"number", "kind", "effective_date", "last_effective_date", "made_by", "text_sha256"}});
  AddVersion(commands, doc);
  AddCall(commands, doc,
          {"history",
           &say::kHelpDocHistory,
           &client::kListHistory,
           {{"DOCUMENT", "parent", Form::kDocument, false}, {"--newest-first", "newest_first"}},
           {},
           nullptr,
           nullptr,
           ShowHistory});
  AddCall(
      commands, doc,
      {"screen",
       &say::kHelpDocScreen,
       &client::kScreenDocument,
       {{"DOCUMENT", "name", Form::kDocument, false},
        {"--text", "text", Form::kFile, false, &say::kHelpText}},
       {},
       nullptr,
       nullptr,
       [](Session& session, const Message&, const Message& response) {
         std::vector<const Message*> findings;
         for (const auto& f : static_cast<const v1::ScreenDocumentResponse&>(response).findings())
           findings.push_back(&f);
         return session.Print(
             response, ListTable(findings,
                                 {"id", "weight", "title_zh", "passage", "offset_bytes",
                                  "cited_document", "cited_state", "verdict", "article", "mend_zh"},
                                 session.language()));
       }});
  AddImportCommand(commands, doc);
}

}  // namespace santong::cli
