// letter: of a document's registration, of a filing; what a letter's command does with it.
#include <CLI/CLI.hpp>
#include <fstream>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/lib/methods.h"
#include "santong/v1/document_letter.pb.h"
#include "santong/v1/filing_letter.pb.h"

namespace santong::cli {
namespace {

template <typename Letter>
void AddLetter(Commands& commands, CLI::App& noun, const Words& help, const client::Method& method,
               const Flag& of) {
  const auto html = std::make_shared<std::string>();
  CallSpec spec{"letter",
                &help,
                &method,
                {of, {"--kind", "kind", Form::kPlain, true, &say::kHelpLetterKind}}};
  spec.show = [html](Session& session, const google::protobuf::Message&,
                     const google::protobuf::Message& response) {
    const auto& letter = static_cast<const Letter&>(response);
    return GiveLetter(session, letter.text(), letter.html(), *html);
  };
  AddCall(commands, noun, spec)
      ->add_option("--html", *html, say::kHelpLetterHtml.In(commands.language()));
}

}  // namespace

int WriteFile(Session& session, const std::string& path, const std::string& bytes) {
  if (path == "-") {
    session.out() << bytes << std::flush;
    return kExitOk;
  }
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) return session.Fail(Misuse(say::kFileNotWritten, path));
  return kExitOk;
}

int GiveLetter(Session& session, const std::string& text, const std::string& html,
               const std::string& path) {
  if (!path.empty()) return WriteFile(session, path, html);
  session.out() << text;
  return kExitOk;
}

void AddDocumentLetter(Commands& commands, CLI::App& doc) {
  AddLetter<v1::DocumentLetter>(commands, doc, say::kHelpDocLetter, client::kGetDocumentLetter,
                                {"DOCUMENT", "name", Form::kDocument, true});
}

void AddFilingLetter(Commands& commands, CLI::App& filing) {
  AddLetter<v1::FilingLetter>(commands, filing, say::kHelpFilingLetter, client::kGetFilingLetter,
                              {"FILING", "name", Form::kFiling, true});
}

}  // namespace santong::cli
