// The write path of documents: replay → load → decide → apply → reply, one act = one transaction =
// one event (and one more for each thing that follows by itself on that day).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/field_mask.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/finding.pb.h"
#include "server/acts/new_text.h"
#include "server/acts/request.h"
#include "server/acts/run_due.h"
#include "server/domain/document/document_facts.h"
#include "server/domain/screening/screen.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What is asked of one document.
struct DocumentIntent {
  std::string name;  // documents/{document}; empty to create one
  document::Act
      act;  // act.action is final but for kUpdate and kContinueExtend, see Resolve in the .cc
  std::string other;  // the amending, repealing, replacing or renewing document; may be empty
  const char* other_field = "";  // where the request names it
  NewText text;                  // with act.has_text
  // kCreate and kUpdate: the fields as sent; act.proposed is made from them and the document as it
  // is.
  v1::Document sent;
  std::optional<google::protobuf::FieldMask> update_mask;
  std::vector<v1::FindingVerdict> verdicts;  // on what screening found on submission
};

// Thread-safe.
class DocumentWriter {
 public:
  // All must outlive the writer. A text is read by `screener` when it is submitted.
  DocumentWriter(kv::Store& store, settings::SettingsCache& settings,
                 const screening::Screener& screener)
      : store_(store), settings_(settings), screener_(screener) {}

  // Runs the act. The reply holds the bytes of the v1::Document after it, with what the caller may
  // see of it, without its text. Errors: NOT_FOUND, ABORTED (etag), INVALID_ARGUMENT,
  // FAILED_PRECONDITION, PERMISSION_DENIED as refusals of server/domain/error; those of
  // kv::Store::Transact. A refusal leaves nothing behind. A repeated request_id replies with the
  // document as it is now.
  void Run(Request request, DocumentIntent intent, Reply<std::string> reply);

  // Carries out the next of what is due by itself, in the order of its days: found on a snapshot,
  // done in one transaction where none of it fails.
  void RunDue(DueAsk ask, Reply<DueStep> reply);

 private:
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const screening::Screener& screener_;
};

}  // namespace santong::acts
