// The auditor: keeps its own copy of the log, and believes nothing that this copy does not show.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/session.h"
#include "client/cli/words.h"
#include "server/domain/proof/note.h"

namespace santong::cli {

struct AuditOptions {
  std::string folder;  // of the copy; made when it is not there
  std::vector<proof::VerifierKey>
      keys;  // of the log; empty: those of the folder, else the first seen
  std::vector<std::string> checkpoints;  // signed notes that others were shown
  std::string day;  // also: all that is in effect on this day, a day YYYY-MM-DD; empty: not asked
};

struct AuditFinding {
  const Words* words;
  std::vector<std::string> arguments;
};

struct AuditReport {
  std::vector<AuditFinding> findings;  // none: everything agrees
  uint64_t leaves = 0;                 // of the copy
  uint64_t new_leaves = 0;
  size_t checkpoints = 0;                   // that were held against the copy
  size_t numbers = 0;                       // that the leaves give a state
  size_t compared = 0;                      // with what the server says
  std::map<std::string, size_t> in_effect;  // on the day, by organ, by the leaves alone
  std::string first_day;                    // of a document's first entry; empty when there is none
  double leaves_per_second = 0;
  bool trusted_first_keys = false;
};

// Copies the leaves that are new, holds every checkpoint that it ever saw against the copy,
// recomputes the map of numbers and the counts from the leaves, and compares the state of each
// public number with what the server says of it; of a day, the list of all documents in effect that
// the leaves give with the list that the server gives. A finding is no error; an error is what kept
// it from looking.
absl::StatusOr<AuditReport> AuditLog(Session& session, const AuditOptions& options);

}  // namespace santong::cli
