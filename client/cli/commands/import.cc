// import: a stock of documents or an issue register, streamed.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/import/batcher.h"
#include "client/cli/import/failed_rows.h"
#include "client/cli/import/import_id.h"
#include "client/cli/import/report.h"
#include "client/cli/import/verify.h"
#include "client/cli/local_error.h"
#include "client/cli/progress.h"
#include "client/lib/methods.h"

namespace santong::cli {
namespace {

constexpr int64_t kRefusalsSaidMax = 10;

struct Arguments {
  std::vector<std::string> files;
  v1::ImportStart start;
  std::string encoding = "auto";
  std::string report;
  std::string failed;
  bool verify = false;
};

Encoding EncodingOf(const std::string& name) {
  if (name == "utf-8") return Encoding::kUtf8;
  return name == "gb18030" ? Encoding::kGb18030 : Encoding::kAuto;
}

// One file on its way: rows out, answers in.
class Import {
 public:
  Import(Session& session, const Arguments& arguments, std::unique_ptr<RowSource> rows,
         Report& report, FailedRows& failed)
      : session_(session),
        arguments_(arguments),
        batcher_(std::move(rows), arguments.verify, failed.wanted()),
        report_(report),
        failed_(failed),
        progress_(session) {}

  absl::Status Run(const client::Connection& connection, const v1::ImportStart& start) {
    client::ImportHandlers handlers;
    handlers.resumed = [this](int64_t after_row) {
      if (after_row > 0) session_.Say(say::kResumed, after_row);
      // What is verified is sent again, for only the answers name the documents; and so is what is
      // to be written to --failed, for the last answers may have been lost with a stopped run.
      const int64_t skipped = arguments_.verify || failed_.wanted() ? 0 : after_row;
      report_.AddResumed(skipped);
      failed_.Begin(batcher_.Heading());
      batcher_.Start(skipped);
    };
    handlers.next = [this] { return batcher_.Next(); };
    handlers.answered = [this](const v1::ImportResult& result) { Answered(result); };
    const absl::Status status = client::RunImport(connection, start, handlers);
    for (const RowNote& note : batcher_.TakeRest()) Unreadable(note);
    progress_.Finish();
    if (!status.ok()) return status;
    session_.Say(say::kImportTook, report_.rows(),
                 absl::FormatDuration(absl::Trunc(progress_.elapsed(), absl::Milliseconds(1))));
    return batcher_.status();
  }

  const std::vector<Expected>& expected() const { return expected_; }

 private:
  void Answered(const v1::ImportResult& result) {
    for (const RowNote& note : batcher_.TakeNotes(result.row())) {
      if (!note.problem.empty()) {
        Unreadable(note);
        continue;
      }
      report_.Add(note, result);
      if (result.outcome() == v1::IMPORT_OUTCOME_REFUSED) {
        failed_.Add(note.source);
        SayRefused(note, session_.language() == Language::kChinese ? result.reason_zh()
                                                                   : result.reason_en());
      }
      if (arguments_.verify && !result.document().empty()) {
        expected_.emplace_back(result.document(), note.sha256);
      }
    }
    progress_.Update(report_.rows(), batcher_.Fraction());
  }

  void Unreadable(const RowNote& note) {
    if (note.problem.empty()) return;  // sent, and never answered: the error says why
    report_.AddUnreadable(note);
    failed_.Add(note.source);
    SayRefused(note, absl::Substitute(say::kRowUnreadable.In(session_.language()), note.problem));
  }

  // The first few at once; all are in the report.
  void SayRefused(const RowNote& note, const std::string& reason) {
    if (++refusals_said_ <= kRefusalsSaidMax) {
      session_.Say(say::kRowRefused, note.row, note.title, reason);
    }
  }

  Session& session_;
  const Arguments& arguments_;
  Batcher batcher_;
  Report& report_;
  FailedRows& failed_;
  Progress progress_;
  std::vector<Expected> expected_;
  int64_t refusals_said_ = 0;
};

// Exit code of the comparison.
int Verify(Session& session, const client::Client& client, const std::vector<Expected>& expected) {
  const auto different = FindDifferent(client, expected);
  if (!different.ok()) return session.Fail(different.status());
  for (const auto& document : *different) session.Say(say::kTextDiffers, document);
  session.Say(say::kVerified, expected.size(), expected.size() - different->size(),
              different->size());
  return different->empty() ? kExitOk : kExitPartial;
}

int RunFile(Session& session, const Arguments& arguments, const std::string& path, Report& report,
            FailedRows& failed) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  auto rows = OpenRows(path, EncodingOf(arguments.encoding));
  if (!rows.ok()) return session.Fail(rows.status());
  v1::ImportStart start = arguments.start;
  if (start.source().empty()) start.set_source(BaseName(path));
  if (start.import_id().empty()) {
    auto id = ImportIdOf(path, start);
    if (!id.ok()) return session.Fail(id.status());
    start.set_import_id(*std::move(id));
  }
  session.Say(say::kImporting, path, start.import_id());
  Import import(session, arguments, *std::move(rows), report, failed);
  const absl::Status status = import.Run((*client)->connection(), start);
  if (!status.ok()) {
    const int exit_code = session.Fail(status);
    session.Say(say::kImportAgain, start.import_id());
    return exit_code;
  }
  if (!arguments.verify || start.validate_only()) return kExitOk;
  return Verify(session, **client, import.expected());
}

// What --failed writes is to be imported again: one form, and a name that says which.
absl::Status CheckFailed(const Arguments& arguments) {
  if (arguments.files.size() > 1) return Misuse(say::kOneFailedOneFile);
  const bool is_csv = IsCsvName(arguments.files[0]);
  if (IsCsvName(arguments.failed) != is_csv)
    return Misuse(say::kFailedNameForm, arguments.failed, is_csv ? ".csv" : ".jsonl");
  return absl::OkStatus();
}

// What is written is emptied first, and a source of that name would be gone.
absl::Status CheckWritten(const Arguments& arguments) {
  for (const std::string& written : {arguments.report, arguments.failed}) {
    for (const std::string& source : arguments.files) {
      std::error_code error;  // there is none of that name yet
      if (std::filesystem::equivalent(source, written, error))
        return Misuse(say::kFileExists, written);
    }
  }
  return absl::OkStatus();
}

int Run(Session& session, Arguments& arguments) {
  if (arguments.start.kind() == v1::IMPORT_KIND_UNSPECIFIED) {
    arguments.start.set_kind(v1::IMPORT_KIND_STOCK);
  }
  absl::Status status = DefaultJurisdiction(session, "jurisdiction", &arguments.start);
  if (!arguments.start.import_id().empty() && arguments.files.size() > 1) {
    status = Misuse(say::kOneIdOneFile);
  }
  if (status.ok() && !arguments.failed.empty()) status = CheckFailed(arguments);
  if (status.ok()) status = CheckWritten(arguments);
  if (!status.ok()) return session.Fail(status);
  Report report(session.language());
  FailedRows failed(arguments.failed);
  if (!arguments.report.empty()) status = report.Open(arguments.report);
  if (status.ok()) status = failed.Open();
  if (!status.ok()) return session.Fail(status);
  int exit_code = kExitOk;
  for (const std::string& path : arguments.files) {
    exit_code = RunFile(session, arguments, path, report, failed);
    if (exit_code != kExitOk) break;
  }
  session.PrintTable(report.Summary());
  status = report.Close();
  if (!status.ok()) return session.Fail(status);
  if (!arguments.report.empty()) session.Say(say::kReportWritten, arguments.report);
  status = failed.Close();
  if (!status.ok()) return session.Fail(status);
  if (failed.rows() > 0) session.Say(say::kFailedWritten, failed.rows(), failed.path());
  if (exit_code == kExitOk && report.refused() > 0) exit_code = kExitPartial;
  if (arguments.start.validate_only())
    session.Say(exit_code == kExitOk ? say::kRehearsed : say::kRehearsalFailed);
  return exit_code;
}

}  // namespace

void AddImportCommand(Commands& commands, CLI::App& parent) {
  const Language language = commands.language();
  const auto arguments = std::make_shared<Arguments>();
  auto* verb = commands.Verb(parent, "import", say::kHelpImport,
                             [arguments](Session& session) { return Run(session, *arguments); });
  verb->add_option("FILE", arguments->files, say::kHelpImportFile.In(language))->required();
  AddFlags(verb, &arguments->start,
           {{"--jurisdiction", "jurisdiction", Form::kJurisdiction},
            {"--kind", "kind"},
            {"--organ", "organ", Form::kOrgan},
            {"--id", "import_id", Form::kPlain, false, &say::kHelpImportId},
            {"--source", "source", Form::kPlain, false, &say::kHelpImportSource}},
           language);
  AddActFlags(verb, &arguments->start, language);
  verb->add_option("--encoding", arguments->encoding, say::kHelpEncoding.In(language))
      ->check(CLI::IsMember({"auto", "utf-8", "gb18030"}));
  verb->add_option("--report", arguments->report, say::kHelpReport.In(language));
  verb->add_option("--failed", arguments->failed, say::kHelpFailed.In(language));
  verb->add_flag("--verify", arguments->verify, say::kHelpImportVerify.In(language));
}

}  // namespace santong::cli
