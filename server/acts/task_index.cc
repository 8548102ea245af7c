#include "server/acts/task_index.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/todo.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"

namespace santong::acts {
namespace {

constexpr int kRowsPerTransaction = 1000;

bool IsOpen(const v1::Clock& clock) {
  return clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED;
}

// Puts what `entries_of` says of each row under `prefix`.
absl::Status BuildFrom(
    kv::Store& store, const std::string& prefix,
    absl::FunctionRef<absl::Status(const kv::Reader&, absl::string_view key,
                                   absl::string_view value, std::vector<std::string>*)>
        entries_of) {
  std::string begin = prefix;
  while (!begin.empty()) {
    std::string next;
    absl::Status status = kv::TransactAndWait(store, [&](kv::Transaction& txn) -> absl::Status {
      int read = 0;
      next.clear();
      std::vector<std::string> keys;
      absl::Status damage;
      absl::Status scanned = txn.Scan(begin, schema::PrefixEnd(prefix),
                                      [&](absl::string_view key, absl::string_view value) {
                                        if (read++ == kRowsPerTransaction) {
                                          next = std::string(key);
                                          return false;
                                        }
                                        damage = entries_of(txn, key, value, &keys);
                                        return damage.ok();
                                      });
      if (!damage.ok()) return damage;
      if (!scanned.ok()) return scanned;
      for (const std::string& key : keys) txn.Put(key, "");
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    begin = next;
  }
  return absl::OkStatus();
}

}  // namespace

void AddTaskEntries(const workflow::Clocks& clocks, char source, uint64_t id,
                    const std::vector<TaskList>& lists, std::vector<std::string>* keys) {
  for (const v1::Clock& clock : clocks) {
    if (!IsOpen(clock) || workflow::TodoOf(clock.kind()) == nullptr) continue;
    auto day = text::ParseIsoDay(clock.due_date());
    if (!day.ok()) continue;
    std::vector<TaskList> all = lists;
    if (!clock.escalated_to().empty())
      all.push_back({schema::TaskView::kOfficeCases, clock.escalated_to()});
    const auto rank = clock.overdue() ? schema::TaskRank::kOverdue : schema::TaskRank::kOpen;
    for (const TaskList& list : all) {
      std::string key = schema::TaskKey(
          schema::TaskPrefix(list.view, list.whose, rank),
          {.due_day = *day, .source = source, .id = id, .clock = static_cast<int>(clock.kind())});
      if (std::find(keys->begin(), keys->end(), key) == keys->end())
        keys->push_back(std::move(key));
    }
  }
}

const v1::Clock* ClockOf(const workflow::Clocks& clocks, const schema::TaskRef& ref) {
  const std::string due = text::FormatIsoDay(ref.due_day);
  for (const v1::Clock& clock : clocks) {
    if (IsOpen(clock) && static_cast<int>(clock.kind()) == ref.clock && clock.due_date() == due)
      return &clock;
  }
  return nullptr;
}

absl::Status BuildEntries(kv::Store& store) {
  auto built = store.Snapshot()->Get(schema::EntriesBuiltKey());
  if (!absl::IsNotFound(built.status())) return built.status();
  absl::Status status =
      BuildFrom(store, schema::TablePrefix('d'),
                [](const kv::Reader& reader, absl::string_view key, absl::string_view,
                   std::vector<std::string>* keys) -> absl::Status {
                  auto id = schema::DocumentIdOf(key);
                  if (!id.ok()) return id.status();
                  auto document = tables::GetDocument(reader, *id);
                  if (!document.ok()) return document.status();
                  for (std::string& entry : DocumentEntries(*id, *document))
                    keys->push_back(std::move(entry));
                  return absl::OkStatus();
                });
  if (!status.ok()) return status;
  const auto add_case = [](const kv::Reader&, absl::string_view key, absl::string_view value,
                           std::vector<std::string>* keys) -> absl::Status {
    auto ref = key.front() == 'K' ? schema::CampaignOf(key) : schema::CaseOf(key);
    if (!ref.ok()) return ref.status();
    return VisitCase(*ref, value, [&](const CaseView& view) {
      for (std::string& entry : CaseEntries(view)) keys->push_back(std::move(entry));
    });
  };
  for (char table : {'Y', 'K'}) {
    if (absl::Status built_from = BuildFrom(store, schema::TablePrefix(table), add_case);
        !built_from.ok()) {
      return built_from;
    }
  }
  return kv::TransactAndWait(store, [](kv::Transaction& txn) {
    txn.Put(schema::EntriesBuiltKey(), "");
    return absl::OkStatus();
  });
}

}  // namespace santong::acts
