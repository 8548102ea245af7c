#include "server/offline/commands.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/offline/load_copy.h"
#include "server/offline/migrate.h"
#include "server/offline/restore.h"

namespace santong::offline {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kMisused = 2;

int Fail(const char* command, const absl::Status& status) {
  std::fprintf(stderr, "santongd %s: %s\n", command, std::string(status.message()).c_str());
  return kFailed;
}

void Print(const std::string& line) { std::printf("%s\n", line.c_str()); }

int PrintRestored(const RestoreAsk& ask, const Restored& restored, double seconds) {
  const v1::Backup& backup = restored.backup;
  Print(absl::StrCat(
      "restored       ", backup.name(), " of ",
      absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(backup.create_time().seconds()),
                       absl::UTCTimeZone())));
  for (const std::string& newer : restored.passed_over) {
    Print(absl::StrCat("passed over    ", newer,
                       ": its note is damaged; put the note back from another copy of the folder "
                       "to restore from it"));
  }
  Print(absl::StrCat("into           ", ask.to));
  Print(absl::StrCat("replayed       ", restored.changes_replayed, " archived changes"));
  Print(absl::StrCat("last event     events/", restored.last_event));
  if (ask.at_sequence.has_value() &&
      *ask.at_sequence != static_cast<uint64_t>(backup.last_event_sequence())) {
    Print(absl::StrCat("               events/", *ask.at_sequence,
                       " was asked for; this is the nearest backup before it"));
  }
  Print(absl::StrCat("documents      ", restored.documents));
  Print(absl::StrCat("events         ", restored.events));
  Print(absl::StrCat("numbers        ", restored.numbers));
  Print(absl::StrCat("backup's log   ", backup.log_size(), " entries, root ",
                     backup.log_root().empty() ? "none" : backup.log_root()));
  Print(absl::StrCat("seconds        ", seconds));
  for (const std::string& problem : restored.problems) Print("problem        " + problem);
  if (!restored.behind.empty()) Print("NOT SERVABLE   " + restored.behind);
  for (const std::string& archive : restored.archives_without_backup) {
    Print(absl::StrCat("not in it      ", archive,
                       ": changes of a store that was not backed up since it was made, restored or "
                       "promoted, or whose backup has a damaged note, so that nothing leads to "
                       "them; look for its data folder first"));
  }
  Print(absl::StrCat("next           put the key files of this store beside it (", ask.to, ".key, ",
                     ask.to,
                     ".log-key, or where the configuration names them), start santongd, then "
                     "santong admin verify. "
                     "The search index is built anew by itself. Everything after events/",
                     restored.last_event,
                     " is lost: look for it on paper, in mirrors of the log and in "
                     "receipts. Make a backup at once: archived changes go on from one"));
  return restored.problems.empty() && restored.behind.empty() ? kDone : kFailed;
}

// Reads the flags; a value when the command ends with it: help was asked for, or a flag is wrong.
std::optional<int> Parse(CLI::App& app, int argc, const char* const* argv) {
  try {  // CLI11 throws, also for --help
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    Print(app.help());
    return kDone;
  } catch (const CLI::ParseError& e) {
    std::fprintf(stderr, "%s: %s; --help lists the flags\n", app.get_name().c_str(), e.what());
    return kMisused;
  }
  return std::nullopt;
}

int RunRestore(int argc, const char* const* argv) {
  RestoreAsk ask;
  uint64_t at_sequence = 0;
  CLI::App app("Restores a store from a backup; nothing that exists is written over.",
               "santongd restore");
  app.add_option("--from", ask.from, "folder of the backups (backup_dir)")->required();
  app.add_option("--to", ask.to, "data folder, which must not exist or be empty")->required();
  CLI::Option* at =
      app.add_option("--at-sequence", at_sequence,
                     "a backup as it is: the newest that holds no event after this one");
  uint64_t to_sequence = 0;
  CLI::Option* to =
      app.add_option("--to-sequence", to_sequence,
                     "the state after this event, of the store of the newest backup, from a backup "
                     "and what was archived since; without it: everything")
          ->excludes(at);
  app.add_option("--backup", ask.backup,
                 "backups/NUMBER, as santong admin backup list names it: begin with this one, and "
                 "go on in the history of its store")
      ->excludes(at);
  if (const auto end = Parse(app, argc, argv); end.has_value()) return *end;
  while (ask.to.size() > 1 && ask.to.back() == '/') ask.to.pop_back();  // it names what is beside
  if (at->count() > 0) ask.at_sequence = at_sequence;
  if (to->count() > 0) ask.to_sequence = to_sequence;
  const auto start = std::chrono::steady_clock::now();
  auto restored = Restore(ask);
  if (!restored.ok()) {
    const int code = Fail("restore", restored.status());
    std::error_code error;
    if (std::filesystem::exists(RestoreMarkFile(ask.to), error)) {
      std::fprintf(stderr,
                   "before the next try remove %s and %s; until then no server starts there\n",
                   ask.to.c_str(), RestoreMarkFile(ask.to).c_str());
    }
    return code;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return PrintRestored(ask, *restored, taken.count());
}

int RunMigrate(int argc, const char* const* argv) {
  MigrateAsk ask;
  CLI::App app("Brings a store of an older version to this one; a backup is made first.",
               "santongd migrate");
  app.add_option("--data-dir", ask.data_dir, "data folder")->required();
  app.add_option("--backup-dir", ask.backup_dir, "folder of the backups; needed to apply");
  bool check = false;
  CLI::Option* checks =
      app.add_flag("--check", check, "say what would be done, and change nothing");
  app.add_flag("--apply", ask.apply, "do it")->excludes(checks);
  if (const auto end = Parse(app, argc, argv); end.has_value()) return *end;
  if (check == ask.apply || (ask.apply && ask.backup_dir.empty())) {
    std::fprintf(stderr, "santongd migrate: say --check, or --apply with --backup-dir\n");
    return kMisused;
  }
  const absl::Status done =
      RunMigration(ask, [](absl::string_view line) { Print(std::string(line)); });
  return done.ok() ? kDone : Fail("migrate", done);
}

void PrintLoaded(const LoadCopyAsk& ask, const LoadedCopy& loaded) {
  Print(absl::StrCat("loaded         ", ask.to));
  Print(absl::StrCat("as of          events/", loaded.event_sequence, " of the register"));
  Print(absl::StrCat("documents      ", loaded.documents, " with ", loaded.versions, " texts"));
  Print(absl::StrCat("objections     ", loaded.objections));
  Print(absl::StrCat("files          ", loaded.files.held, " held, ", loaded.files.not_held,
                     " not held"));
  Print(absl::StrCat("public events  ", loaded.events));
  if (loaded.files.not_held > 0) {
    Print(
        "               whoever asks for one that is not held is told to go to the register; to "
        "take them along: santong catalog export --format copy --files DIR, then load the same "
        "lines with --files DIR");
  }
  Print(absl::StrCat("next           santongd --data-dir ", ask.to,
                     ": it answers the public as the register did, and takes no acts. To bring it "
                     "up to date, stop it and load what santong catalog export --format copy "
                     "--after-sequence ",
                     loaded.event_sequence, " writes"));
}

int RunLoad(int argc, const char* const* argv) {
  LoadCopyAsk ask;
  std::string from;
  CLI::App app(
      "Loads a copy of another register's catalogue, which anyone may read and nobody acts in.",
      "santongd load");
  app.add_option("--from", from, "what santong catalog export --format copy wrote; - for stdin")
      ->required();
  app.add_option("--data-dir", ask.to,
                 "data folder: new or empty, or a copy of the event that the file goes on from")
      ->required();
  app.add_option("--files", ask.files,
                 "folder that santong catalog export --files filled: files that are published with "
                 "documents");
  if (const auto end = Parse(app, argc, argv); end.has_value()) return *end;
  std::ifstream file;
  if (from != "-") file.open(from);
  if (from != "-" && !file) {
    return Fail("load", absl::NotFoundError(absl::StrCat("cannot read ", from)));
  }
  ask.lines = from == "-" ? &std::cin : &file;
  const auto loaded = LoadCopy(ask);
  if (!loaded.ok()) return Fail("load", loaded.status());
  PrintLoaded(ask, *loaded);
  return kDone;
}

struct Command {
  const char* name;
  int (*run)(int argc, const char* const* argv);
};
constexpr Command kCommands[] = {
    {"load", RunLoad}, {"migrate", RunMigrate}, {"restore", RunRestore}};

}  // namespace

std::optional<int> RunCommand(int argc, const char* const* argv) {
  if (argc < 2) return std::nullopt;
  for (const Command& command : kCommands) {
    if (absl::string_view(argv[1]) == command.name) return command.run(argc - 1, argv + 1);
  }
  return std::nullopt;
}

}  // namespace santong::offline
