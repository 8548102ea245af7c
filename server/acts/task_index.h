// The entries under which the open clocks of a resource stand for those who must act on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/domain/workflow/clocks.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"

namespace santong::acts {

// Whose tasks they are.
struct TaskList {
  schema::TaskView view;
  std::string whose;
};

// Adds to `keys` an entry in each of `lists` for every clock that runs or ran out and still asks
// something of people. Clocks of one kind that are due on one day share an entry.
void AddTaskEntries(const workflow::Clocks& clocks, char source, uint64_t id,
                    const std::vector<TaskList>& lists, std::vector<std::string>* keys);

// The first open clock that the entry speaks of, or null when there is none any more.
const v1::Clock* ClockOf(const workflow::Clocks& clocks, const schema::TaskRef& ref);

// Writes the secondary entries, of tasks and others, that a store from before they were written
// lacks, in bounded transactions. Before the server takes calls; may be interrupted and repeated.
// Waits for the store.
absl::Status BuildEntries(kv::Store& store);

}  // namespace santong::acts
