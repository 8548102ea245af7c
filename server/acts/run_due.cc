#include "server/acts/run_due.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/text/chinese_date.h"
#include "storage/schema/keys.h"

namespace santong::acts {
namespace {

// A step ends here: a damaged disk is told of piece by piece.
constexpr size_t kSetAsidePerStep = 300;

// What was found while it is carried out, transaction by transaction.
struct Run {
  kv::Store& store;
  settings::SettingsCache& settings;
  const DueKind kind;
  const Request request;
  const RunActs run;
  Reply<DueStep> reply;
  FoundDue found;
  // The entries of the transaction.
  size_t begin = 0;
  size_t end = 0;
  // What came of it: how many acts, and at which entry it failed.
  int acts = 0;
  std::optional<size_t> failed{};
};

absl::Status RunEntries(kv::Transaction& txn, Run& due) {
  due.acts = 0;
  due.failed.reset();
  auto now = due.settings.Read(txn);
  if (!now.ok()) return now.status();
  for (size_t i = due.begin; i < due.end; ++i) {
    auto acts = due.run(txn, *now, due.request, due.found.entries[i]);
    if (!acts.ok()) {
      due.failed = i;
      return acts.status();
    }
    due.acts += *acts;
  }
  return absl::OkStatus();
}

// Of the entry at `begin`, which failed with nothing before it: with what is due on the same
// resource on later days, which must not come before it.
void SetFirstAside(Run& due, absl::Status reason) {
  auto& entries = due.found.entries;
  const uint64_t id = entries[due.begin].id;
  due.found.step.set_aside.push_back({id, due.kind.name_of(id), std::move(reason)});
  entries.erase(std::remove_if(entries.begin() + static_cast<std::ptrdiff_t>(due.begin),
                               entries.end(), [&](const DueEntry& one) { return one.id == id; }),
                entries.end());
  due.end = entries.size();
}

// Runs what is left. Where an entry fails, what stands before it is run without it, and then it is
// the first: so nothing is run more than twice for others, however many fail.
void RunRest(const std::shared_ptr<Run>& due) {
  if (due->begin == due->found.entries.size())
    return std::move(due->reply)(std::move(due->found.step));
  due->failed.reset();
  due->store.Transact([due](kv::Transaction& txn) { return RunEntries(txn, *due); },
                      [due](absl::Status status) {
                        if (status.ok()) {
                          due->found.step.acts += due->acts;
                          due->begin = due->end;
                          due->end = due->found.entries.size();
                        } else if (!due->failed.has_value()) {
                          return std::move(due->reply)(std::move(status));
                        } else if (*due->failed > due->begin) {
                          due->end = *due->failed;
                        } else {
                          SetFirstAside(*due, std::move(status));
                        }
                        RunRest(due);
                      });
}

}  // namespace

absl::StatusOr<FoundDue> FindDue(const kv::Reader& reader, const std::string& index,
                                 const std::string& end, const DueKind& kind, const DueAsk& ask,
                                 absl::FunctionRef<absl::StatusOr<bool>(uint64_t id)> is_acting) {
  FoundDue found;
  found.step.after = ask.after;
  auto& entries = found.entries;
  auto& set_aside = found.step.set_aside;
  const auto is_set_aside = [&](uint64_t id) {
    return ask.set_aside.count(id) > 0 ||
           std::any_of(set_aside.begin(), set_aside.end(),
                       [id](const SetAside& one) { return one.id == id; });
  };
  absl::Status scanned = reader.Scan(
      ask.after.empty() ? index : ask.after + '\0', end,
      [&](absl::string_view key, absl::string_view) {
        auto day = schema::DueDayOf(key);
        if (set_aside.size() == kSetAsidePerStep) {
          found.step.next_day = day.ok() ? *day : ask.today;
          return false;
        }
        auto id = day.ok() ? kind.id_of(key) : absl::StatusOr<uint64_t>(day.status());
        if (!id.ok()) {
          set_aside.push_back(
              {0, absl::StrCat("due entry ", absl::BytesToHexString(key)), id.status()});
        } else if (*id != 0 && !is_set_aside(*id)) {
          auto acting = is_acting(*id);
          if (!acting.ok()) {
            set_aside.push_back({*id, kind.name_of(*id), acting.status()});
          } else if (*acting) {
            if (entries.size() == static_cast<size_t>(ask.limit) || *day > ask.until) {
              found.step.next_day = *day;
              return false;
            }
            const DueEntry entry{*id, *day};
            if (std::find(entries.begin(), entries.end(), entry) == entries.end())
              entries.push_back(entry);
          }
        }
        found.step.after = std::string(key);
        return true;
      });
  if (!scanned.ok()) return scanned;
  return found;
}

absl::CivilDay AsOf(absl::CivilDay day, const workflow::Clocks& clocks, absl::CivilDay today) {
  for (const v1::Clock& clock : clocks) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    auto due = text::ParseIsoDay(clock.due_date());
    if (due.ok() && *due > day && *due <= today) return day + 1;
  }
  return today;
}

void RunFound(kv::Store& store, settings::SettingsCache& settings, const DueKind& kind,
              const DueAsk& ask, absl::StatusOr<FoundDue> found, RunActs run,
              Reply<DueStep> reply) {
  if (!found.ok()) return std::move(reply)(found.status());
  auto due = std::make_shared<Run>(Run{.store = store,
                                       .settings = settings,
                                       .kind = kind,
                                       .request = {.caller = access::SystemCaller(),
                                                   .now = ask.now,
                                                   .today = ask.today,
                                                   .method = "system"},
                                       .run = std::move(run),
                                       .reply = std::move(reply),
                                       .found = *std::move(found)});
  due->end = due->found.entries.size();
  RunRest(due);
}

}  // namespace santong::acts
