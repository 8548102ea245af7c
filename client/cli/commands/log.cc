// log: the register's log; what it proves to whom.
#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "client/cli/output/record.h"
#include "client/cli/proof/audit.h"
#include "client/cli/proof/receipt.h"
#include "client/lib/methods.h"
#include "santong/v1/log_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

// The note as it is: what others keep, print and verify.
int ShowCheckpoint(Session& session, const Message&, const Message& response) {
  const auto& checkpoint = static_cast<const v1::Checkpoint&>(response);
  if (session.settings().Text("output") != "table")
    return session.Print(checkpoint, DetailTable(checkpoint, session.language()));
  session.out() << checkpoint.note() << std::flush;
  for (const std::string& key : checkpoint.verifier_keys()) session.Say(say::kLogKey, key);
  return kExitOk;
}

void AddReceipt(Commands& commands, CLI::App& log) {
  struct Arguments {
    std::string number, document, out, page, site;
  };
  const auto arguments = std::make_shared<Arguments>();
  auto* verb =
      commands.Verb(log, "receipt", say::kHelpLogReceipt, [arguments](Session& session) -> int {
        v1::GetReceiptRequest request;
        // A document's name where a number is asked for is the document all the same.
        const bool named = absl::StartsWith(arguments->number, "documents/");
        const std::string& document = named ? arguments->number : arguments->document;
        if (!named) request.set_registration_number(arguments->number);
        if (!document.empty()) request.set_document(ResourceName("documents", document));
        auto receipt = FetchReceipt(session, request, arguments->out);
        if (!receipt.ok()) return session.Fail(receipt.status());
        if (receipt->leaf_index() < 0)
          session.Say(say::kReceiptOfNothing, receipt->registration_number());
        if (!arguments->page.empty()) {
          if (absl::Status written =
                  WriteReceiptPage(session, *receipt, arguments->page, arguments->site);
              !written.ok())
            return session.Fail(written);
        }
        if (!arguments->out.empty() || !arguments->page.empty()) return kExitOk;
        return session.Print(*receipt, DetailTable(*receipt, session.language()));
      });
  verb->add_option("NUMBER", arguments->number, say::kHelpReceiptNumber.In(commands.language()));
  verb->add_option("--document", arguments->document, FieldWord("document", commands.language()))
      ->type_name("DOCUMENT");
  verb->add_option("--out", arguments->out, say::kHelpReceiptFile.In(commands.language()))
      ->type_name("FILE");
  verb->add_option("--page", arguments->page, say::kHelpReceiptPage.In(commands.language()))
      ->type_name("FILE");
  verb->add_option("--site", arguments->site, say::kHelpReceiptSite.In(commands.language()))
      ->type_name("URL");
}

// How many documents of each organ are in effect on the day, by the leaves alone.
void ShowInEffect(Session& session, const AuditReport& report, const std::string& day) {
  if (report.first_day.empty() || day < report.first_day) {
    session.Say(say::kAuditNothingYet, day, report.leaves, report.first_day);
    return;
  }
  Table table;
  table.columns = {{"organ", FieldWord("organ", session.language()), true},
                   {"in_effect", say::kAuditInEffectColumn.In(session.language())}};
  size_t documents = 0;
  for (const auto& [organ, count] : report.in_effect) {
    table.rows.push_back({Plain(organ), Plain(absl::StrCat(count))});
    documents += count;
  }
  session.PrintTable(std::move(table));
  session.Say(say::kAuditInEffect, day, documents, report.leaves);
}

int ShowAudit(Session& session, const AuditReport& report, const std::string& day) {
  if (report.trusted_first_keys) session.Say(say::kAuditFirstKeys);
  for (const AuditFinding& finding : report.findings) {
    std::vector<std::string> filled = finding.arguments;
    filled.resize(2);
    session.out() << absl::Substitute(finding.words->In(session.language()), filled[0], filled[1])
                  << "\n";
  }
  session.out() << std::flush;
  if (!day.empty()) ShowInEffect(session, report, day);
  session.Say(say::kAuditCounted, report.leaves, report.new_leaves, report.checkpoints,
              report.numbers, report.compared, static_cast<int64_t>(report.leaves_per_second));
  if (report.findings.empty()) {
    session.Say(say::kAuditAgrees);
    return kExitOk;
  }
  session.Say(say::kAuditDisagrees, report.findings.size());
  return kExitUnexpected;
}

void AddAudit(Commands& commands, CLI::App& log) {
  struct Arguments {
    std::string folder, day;
    std::vector<std::string> keys, checkpoints;
  };
  const auto arguments = std::make_shared<Arguments>();
  auto* verb =
      commands.Verb(log, "audit", say::kHelpLogAudit, [arguments](Session& session) -> int {
        absl::CivilDay day;
        if (!arguments->day.empty() && !(absl::ParseCivilTime(arguments->day, &day) &&
                                         absl::FormatCivilTime(day) == arguments->day)) {
          return session.Fail(Misuse(say::kAuditNoDay, arguments->day));
        }
        AuditOptions options{arguments->folder, {}, {}, arguments->day};
        auto keys = ReadVerifierKeys(arguments->keys);
        if (!keys.ok()) return session.Fail(keys.status());
        options.keys = *std::move(keys);
        for (const std::string& path : arguments->checkpoints) {
          auto note = ReadBytes(path);
          if (!note.ok()) return session.Fail(note.status());
          options.checkpoints.push_back(*std::move(note));
        }
        auto report = AuditLog(session, options);
        if (!report.ok()) return session.Fail(report.status());
        return ShowAudit(session, *report, arguments->day);
      });
  verb->add_option("--dir", arguments->folder, say::kHelpAuditFolder.In(commands.language()))
      ->required()
      ->type_name("FOLDER");
  verb->add_option("--key", arguments->keys, say::kHelpLogKeyFlag.In(commands.language()))
      ->type_name("KEY");
  verb->add_option("--on", arguments->day, say::kHelpAuditOn.In(commands.language()))
      ->type_name("DATE");
  verb->add_option("--checkpoint", arguments->checkpoints,
                   say::kHelpAuditCheckpoint.In(commands.language()))
      ->type_name("FILE");
}

}  // namespace

void AddLogCommands(Commands& commands) {
  CLI::App& log = *commands.Noun(commands.root(), "log", say::kHelpLog);
  AddCall(commands, log,
          {"checkpoint",
           &say::kHelpLogCheckpoint,
           &client::kGetCheckpoint,
           {{"--size", "tree_size"}, {"--fresh", "fresh", Form::kPlain, false, &say::kHelpFresh}},
           {},
           nullptr,
           nullptr,
           ShowCheckpoint});
  AddReceipt(commands, log);
  AddAudit(commands, log);
  AddCall(commands, log,
          {"cosign",
           &say::kHelpLogCosign,
           &client::kAddCosignature,
           {{"SIZE", "tree_size", Form::kPlain, true},
            {"LINE", "signature_line", Form::kPlain, true},
            {"--key", "verifier_key", Form::kPlain, true, &say::kHelpWitnessKey}},
           {},
           nullptr,
           nullptr,
           ShowCheckpoint});
}

}  // namespace santong::cli
