// catalog: take it away, print a document, follow what changes.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "client/lib/catalog_stream.h"
#include "client/lib/published_files.h"
#include "google/protobuf/util/json_util.h"

namespace santong::cli {
namespace {

struct ExportArguments {
  v1::ExportCatalogRequest request;
  std::string file, dir, files;
};

int TakeFiles(Session& session, const client::Connection& connection,
              const ExportArguments& arguments) {
  const auto taken = client::TakePublishedFiles(connection, arguments.request.format(),
                                                arguments.file, arguments.files);
  if (!taken.ok()) return session.Fail(taken.status());
  session.Say(say::kFilesTaken, taken->fetched, taken->there, arguments.files);
  return kExitOk;
}

int Export(Session& session, const ExportArguments& arguments) {
  const bool is_folder = arguments.request.format() == v1::EXPORT_FORMAT_AKOMA_NTOSO;
  if (is_folder != !arguments.dir.empty() || (is_folder && !arguments.file.empty())) {
    return session.Fail(Misuse(say::kExportNeedsDir));
  }
  const bool has_lines = arguments.request.format() != v1::EXPORT_FORMAT_CSV && !is_folder &&
                         !arguments.file.empty() && arguments.file != "-";
  if (!arguments.files.empty() && !has_lines) {
    return session.Fail(Misuse(say::kExportFilesNeedLines));
  }
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const client::Connection& connection = (*client)->connection();
  const auto last = is_folder
                        ? client::ExportCatalogFiles(connection, arguments.request, arguments.dir)
                        : client::ExportCatalog(connection, arguments.request,
                                                arguments.file.empty() ? "-" : arguments.file);
  if (!last.ok()) return session.Fail(last.status());
  session.Say(say::kExported, last->documents(), last->event_sequence());
  if (!arguments.files.empty()) return TakeFiles(session, connection, arguments);
  return kExitOk;
}

struct PrintArguments {
  v1::PrintDocumentRequest request;
  std::string file;
};

int Print(Session& session, const PrintArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  const auto pages =
      client::PrintDocument((*client)->connection(), arguments.request, arguments.file);
  if (!pages.ok()) return session.Fail(pages.status());
  session.Say(say::kPrinted, *pages, arguments.file);
  return kExitOk;
}

struct WatchArguments {
  v1::WatchCatalogRequest request;
  std::string resume;
  int64_t limit = 0;
};

std::string EventLine(const v1::Event& event) {
  std::string line;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(event, &line, options);
  return status.ok() ? line + "\n" : "\n";
}

// By way of a neighbour file: there is always a whole number in it.
bool KeepSequence(const std::string& path, int64_t sequence) {
  if (path.empty()) return true;
  const std::string partial = path + ".part";
  std::FILE* file = std::fopen(partial.c_str(), "wb");
  if (file == nullptr) return false;
  const bool written = std::fputs(absl::StrCat(sequence, "\n").c_str(), file) >= 0;
  const bool closed = std::fclose(file) == 0;
  return written && closed && std::rename(partial.c_str(), path.c_str()) == 0;
}

// The sequence is kept when its events are written: after a crash some come again, none is lost.
int Watch(Session& session, WatchArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  if (!arguments.resume.empty() && std::filesystem::exists(arguments.resume)) {
    const auto kept = ReadBytes(arguments.resume);
    if (!kept.ok()) return session.Fail(kept.status());
    int64_t sequence = 0;
    if (!absl::SimpleAtoi(*kept, &sequence)) {
      return session.Fail(Misuse(say::kNotANumber, arguments.resume));
    }
    arguments.request.set_after_sequence(sequence);
  }
  int64_t count = 0;
  absl::Status kept;
  const auto take = [&](const v1::WatchCatalogResponse& part) {
    int64_t sequence = part.sent_to_sequence();
    bool goes_on = true;
    for (const v1::Event& event : part.events()) {
      session.out() << EventLine(event);
      goes_on = ++count != arguments.limit;
      if (goes_on) continue;
      sequence = event.sequence();
      break;
    }
    session.out() << std::flush;
    if (!session.out().good()) return false;
    if (!KeepSequence(arguments.resume, sequence)) {
      kept = Misuse(say::kFileNotWritten, arguments.resume);
    }
    return goes_on && kept.ok();
  };
  const absl::Status status =
      client::WatchCatalog((*client)->connection(), arguments.request, take);
  if (!kept.ok()) return session.Fail(kept);
  return status.ok() ? static_cast<int>(kExitOk) : session.Fail(status);
}

}  // namespace

void AddCatalogFiles(Commands& commands, CLI::App& catalog) {
  const Language language = commands.language();
  const auto exported = std::make_shared<ExportArguments>();
  auto* verb = commands.Verb(catalog, "export", say::kHelpCatalogExport,
                             [exported](Session& session) { return Export(session, *exported); });
  AddFlags(verb, &exported->request,
           {{"--format", "format", Form::kPlain, false, &say::kHelpExportFormat},
            {"--after-sequence", "after_sequence", Form::kPlain, false, &say::kHelpAfterSequence}},
           language);
  verb->add_option("--to", exported->file, say::kHelpFetchTo.In(language));
  verb->add_option("--dir", exported->dir, say::kHelpExportDir.In(language));
  verb->add_option("--files", exported->files, say::kHelpExportFiles.In(language));

  const auto printed = std::make_shared<PrintArguments>();
  verb = commands.Verb(catalog, "print", say::kHelpCatalogPrint,
                       [printed](Session& session) { return Print(session, *printed); });
  AddFlags(verb, &printed->request,
           {{"DOCUMENT", "name", Form::kDocument, true, &say::kHelpDocument},
            {"--version", "version", Form::kPlain, false, &say::kHelpPrintVersion}},
           language);
  verb->add_option("--pdf", printed->file, say::kHelpPrintPdf.In(language))->required();

  const auto watched = std::make_shared<WatchArguments>();
  verb = commands.Verb(catalog, "watch", say::kHelpCatalogWatch,
                       [watched](Session& session) { return Watch(session, *watched); });
  AddFlags(verb, &watched->request,
           {{"--after-sequence", "after_sequence", Form::kPlain, false, &say::kHelpWatchAfter}},
           language);
  verb->add_option("--resume", watched->resume, say::kHelpWatchResume.In(language));
  verb->add_option("--limit", watched->limit, say::kHelpWatchLimit.In(language));
}

}  // namespace santong::cli
