// What an entry of the lists of tasks speaks of: a document or a side process, with its clocks.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/task.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/workflow/clocks.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"

namespace santong::queries {

struct Waiting {
  v1::Task task{};            // whose resource, title and organ are set
  workflow::Clocks clocks{};  // with the marks 待核定 that still stand
  std::string jurisdiction{};
  bool is_case = false;  // a side process: an office works on it, and an organ answers to it
  // A draft of others: its organ's own business until it applies, also where that is overdue.
  bool is_hidden = false;
};

// A task about the document, without what is to be done.
v1::Task TaskAbout(const v1::Document& document);

// As `caller` may know of it. DATA_LOSS when the entry speaks of what is not there or does not
// parse.
absl::StatusOr<Waiting> ReadWaiting(const kv::Reader& reader, const settings::Settings& settings,
                                    const access::Caller& caller, const schema::TaskRef& ref);

}  // namespace santong::queries
