// doc: text out of Word files and the like.
#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/record.h"
#include "client/lib/attachment.h"
#include "client/lib/methods.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/file_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

struct ExtractArguments {
  std::string file, document, attachment;
  bool outline = false;
};

// What was taken out is said on the side: the text alone goes to the output.
void SayWarnings(Session& session, const v1::ExtractTextResponse& extracted) {
  size_t characters = 0;
  for (const char c : extracted.text()) {
    characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }
  session.Say(say::kExtracted, characters, extracted.outline_size());
  const bool is_chinese = session.language() == Language::kChinese;
  for (const v1::FileWarning& warning : extracted.warnings()) {
    session.Say(say::kWarning, is_chinese ? warning.text_zh() : warning.text_en());
  }
}

absl::StatusOr<v1::ExtractTextResponse> Ask(Session& session, const ExtractArguments& arguments) {
  const bool is_attachment = !arguments.document.empty() && !arguments.attachment.empty();
  if (is_attachment != arguments.file.empty()) return Misuse(say::kExtractWhat);
  const auto client = session.Client();
  if (!client.ok()) return client.status();
  if (!is_attachment) return client::ExtractFile((*client)->connection(), arguments.file);
  v1::ExtractTextRequest request;
  request.set_name(absl::StrCat(ResourceName("documents", arguments.document), "/attachments/",
                                arguments.attachment));
  return (*client)->Call<v1::ExtractTextResponse>(client::kExtractText, request);
}

int Extract(Session& session, const ExtractArguments& arguments) {
  const auto extracted = Ask(session, arguments);
  if (!extracted.ok()) return session.Fail(extracted.status());
  if (arguments.outline || session.settings().Text("output") != "table") {
    std::vector<const Message*> parts;
    for (const v1::TextPart& part : extracted->outline()) parts.push_back(&part);
    const int exit_code = session.Print(
        *extracted, ListTable(parts, {"level", "anchor", "heading"}, session.language()));
    if (exit_code != kExitOk) return exit_code;
  } else {
    session.out() << extracted->text() << std::flush;
  }
  SayWarnings(session, *extracted);
  return kExitOk;
}

}  // namespace

absl::Status TakeTextFromFile(Session& session, const std::string& path, Message* request) {
  if (path.empty()) return absl::OkStatus();
  const auto* field = request->GetDescriptor()->FindFieldByName("text");
  const auto* reflection = request->GetReflection();
  if (!reflection->GetString(*request, field).empty()) return Misuse(say::kFileAndText);
  const auto client = session.Client();
  if (!client.ok()) return client.status();
  const auto extracted = client::ExtractFile((*client)->connection(), path);
  if (!extracted.ok()) return extracted.status();
  reflection->SetString(request, field, extracted->text());
  SayWarnings(session, *extracted);
  return absl::OkStatus();
}

absl::Status AttachOriginal(Session& session, const std::string& path, const Message& request,
                            const Message& document) {
  if (path.empty() || IsRehearsal(request)) return absl::OkStatus();
  const auto client = session.Client();
  if (!client.ok()) return client.status();
  const auto& written = static_cast<const v1::Document&>(document);
  const auto attachment = client::AddAttachment((*client)->connection(), written.name(), path, "",
                                                client::IsPublishedWith(written, path));
  if (!attachment.ok()) return attachment.status();
  session.Say(say::kAttached, attachment->file_name(), attachment->size_bytes());
  return absl::OkStatus();
}

void AddDocumentExtract(Commands& commands, CLI::App& doc) {
  const Language language = commands.language();
  const auto arguments = std::make_shared<ExtractArguments>();
  auto* verb = commands.Verb(doc, "extract", say::kHelpDocExtract, [arguments](Session& session) {
    return Extract(session, *arguments);
  });
  verb->add_option("FILE", arguments->file, say::kHelpExtractFile.In(language));
  verb->add_option("--document", arguments->document, say::kHelpExtractDocument.In(language));
  verb->add_option("--attachment", arguments->attachment, say::kHelpExtractAttachment.In(language));
  verb->add_flag("--outline", arguments->outline, say::kHelpExtractOutline.In(language));
}

}  // namespace santong::cli
