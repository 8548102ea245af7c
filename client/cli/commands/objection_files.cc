// objection: the lodger's evidence, and the letters of a case.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/objection.pb.h"
#include "santong/v1/objection_evidence.pb.h"
#include "santong/v1/objection_letter.pb.h"

namespace santong::cli {
namespace {

struct Arguments {
  std::string name, code, code_file, file, kind, html;
  int number = 0;
};

absl::StatusOr<std::string> CodeOf(const Arguments& arguments) {
  if (arguments.code_file.empty()) return arguments.code;
  return ReadSecret(arguments.code_file);
}

void AddCode(CLI::App& verb, Arguments& arguments, Language language) {
  verb.add_option("--code", arguments.code, say::kHelpObjectionCode.In(language));
  verb.add_option("--code-file", arguments.code_file, say::kHelpObjectionCodeFile.In(language))
      ->type_name("FILE");
}

int AddEvidence(Session& session, const Arguments& arguments,
                v1::AddObjectionEvidenceRequest& request) {
  const auto code = CodeOf(arguments);
  if (!code.ok()) return session.Fail(code.status());
  auto content = ReadBytes(arguments.file);
  if (!content.ok()) return session.Fail(content.status());
  request.set_content(*std::move(content));
  request.set_file_name(arguments.file.substr(arguments.file.rfind('/') + 1));
  request.mutable_receipt()->set_number(arguments.name);
  request.mutable_receipt()->set_code(*code);
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  auto objection = (*client)->Call<v1::Objection>(client::kAddObjectionEvidence, request);
  if (!objection.ok()) return session.Fail(objection.status());
  if (IsRehearsal(request)) session.Say(say::kRehearsed);
  return session.Print(*objection, DetailTable(*objection, session.language()));
}

int Fetch(Session& session, const Arguments& arguments) {
  v1::GetObjectionEvidenceRequest request;
  request.set_name(ResourceName("objections", arguments.name));
  request.set_number(arguments.number);
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  auto file = (*client)->Call<v1::ObjectionEvidenceFile>(client::kGetObjectionEvidence, request);
  if (!file.ok()) return session.Fail(file.status());
  return WriteFile(session, arguments.file, file->content());
}

int Letter(Session& session, const Arguments& arguments) {
  const auto code = CodeOf(arguments);
  if (!code.ok()) return session.Fail(code.status());
  v1::GetObjectionLetterRequest request;
  if (code->empty()) {
    request.set_name(ResourceName("objections", arguments.name));
  } else {
    request.mutable_receipt()->set_number(arguments.name);
    request.mutable_receipt()->set_code(*code);
  }
  const auto* kind = FindEnum(*v1::ObjectionLetterKind_descriptor(), arguments.kind);
  if (kind == nullptr) {
    return session.Fail(Misuse(say::kNotAChoice, arguments.kind,
                               EnumChoices(*v1::ObjectionLetterKind_descriptor())));
  }
  request.set_kind(static_cast<v1::ObjectionLetterKind>(kind->number()));
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  auto letter = (*client)->Call<v1::ObjectionLetter>(client::kGetObjectionLetter, request);
  if (!letter.ok()) return session.Fail(letter.status());
  return GiveLetter(session, letter->text(), letter->html(), arguments.html);
}

}  // namespace

void AddObjectionFiles(Commands& commands, CLI::App& objection) {
  const Language language = commands.language();
  const auto add = std::make_shared<Arguments>();
  const auto request = std::make_shared<v1::AddObjectionEvidenceRequest>();
  auto* verb =
      commands.Verb(objection, "add-evidence", say::kHelpObjectionEvidence,
                    [=](Session& session) { return AddEvidence(session, *add, *request); });
  verb->add_option("NUMBER", add->name, FieldWord("receipt", language))->required();
  verb->add_option("FILE", add->file, say::kHelpFile.In(language))->required();
  AddCode(*verb, *add, language);
  AddActFlags(verb, request.get(), language);
  const auto fetch = std::make_shared<Arguments>();
  verb = commands.Verb(objection, "fetch-evidence", say::kHelpObjectionFetch,
                       [fetch](Session& session) { return Fetch(session, *fetch); });
  verb->add_option("OBJECTION", fetch->name, say::kHelpObjectionName.In(language))->required();
  verb->add_option("NUMBER", fetch->number, FieldWord("number", language))->required();
  verb->add_option("--to", fetch->file, say::kHelpFetchTo.In(language))->required();
  const auto letter = std::make_shared<Arguments>();
  verb = commands.Verb(objection, "letter", say::kHelpObjectionLetter,
                       [letter](Session& session) { return Letter(session, *letter); });
  verb->add_option("OBJECTION", letter->name, say::kHelpObjectionLetterOf.In(language))->required();
  verb->add_option("--kind", letter->kind, say::kHelpLetterKind.In(language))->required();
  AddCode(*verb, *letter, language);
  verb->add_option("--html", letter->html, say::kHelpLetterHtml.In(language));
}

}  // namespace santong::cli
