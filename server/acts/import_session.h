// An import: rows in, one answer each after it is durable, resumable by its identifier.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "santong/v1/import.pb.h"
#include "server/acts/import_rows.h"
#include "server/acts/request.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Whether a row keeps the limits of its fields; the edge's validator.
using RowCheck = std::function<absl::Status(const v1::ImportRow&)>;

// Thread-safe; batches are stored in the order of Take.
class ImportSession {
 public:
  // Starts or resumes; the reply is the last row that is durable, 0 for a new import. A row that
  // `check` refuses is answered with its refusal and does not stop the others. INVALID_ARGUMENT
  // when the jurisdiction or the organ is unknown, the organ is of another jurisdiction, or the
  // import was begun as another; PERMISSION_DENIED when the import belongs to another principal or
  // the caller is neither an admin nor a reviewer of the jurisdiction.
  static void Start(kv::Store& store, settings::SettingsCache& settings, Request request,
                    v1::ImportStart start, RowCheck check,
                    Reply<std::shared_ptr<ImportSession>> reply);

  int64_t resumed_after_row() const { return resumed_after_row_; }

  // Takes a batch, all rows in one transaction: the answers come in the order of the rows. Rows
  // that are not above the last durable one change nothing: they are answered ALREADY_TAKEN, with
  // their document, or REFUSED as before, or REFUSED for their order where an earlier batch of this
  // session brought a higher row. `request` is of the batch: who sends it and when;
  // PERMISSION_DENIED where that is not, or not any more, whose import it is. One call at a time.
  void Take(Request request, std::vector<v1::ImportRow> rows,
            Reply<std::vector<v1::ImportResult>> reply);

 private:
  ImportSession(kv::Store& store, settings::SettingsCache& settings, Request request,
                v1::ImportStart start, RowCheck check)
      : store_(store),
        settings_(settings),
        request_(std::move(request)),
        start_(std::move(start)),
        check_(std::move(check)) {}

  PreparedRow Prepare(v1::ImportRow row, const settings::Settings& settings) const;
  // What Take would answer, but for what the rows before have brought by then: a row of the same
  // file is no duplicate yet. `issues` are the rows of an issue register, `sent_before` is the
  // highest row of the batches before.
  absl::StatusOr<std::vector<v1::ImportResult>> Rehearse(const kv::Reader& reader,
                                                         const std::vector<v1::ImportRow>& issues,
                                                         std::vector<PreparedRow> prepared,
                                                         int64_t sent_before) const;

  kv::Store& store_;
  settings::SettingsCache& settings_;
  const Request request_;  // of the start
  const v1::ImportStart start_;
  const RowCheck check_;
  std::vector<std::string> secrecy_marks_;
  std::set<std::string> listed_before_;  // of an issue register: what others brought already
  int64_t resumed_after_row_ = 0;
  int64_t sent_to_ = 0;  // the highest row of the batches so far; of whoever calls Take
};

}  // namespace santong::acts
