// Who may see what of a document (product.md §2). One question for reads and for acts: what may not
// be seen does not exist for the caller.
#pragma once

#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/access/caller.h"

namespace santong::visibility {

// Whether anyone may read the document: it was published or imported, and its text is not withheld
// (不予公开).
bool AnyoneMayRead(const v1::Document& document);

// Whether the caller may see the document at all. `parent_jurisdiction` is the one above the
// document's.
bool MaySee(const access::Caller& caller, const v1::Document& document,
            absl::string_view parent_jurisdiction);

// Whether the caller also sees what is internal: evidence, persons, returned items. Implies MaySee.
bool SeesInternal(const access::Caller& caller, const v1::Document& document,
                  absl::string_view parent_jurisdiction);

// The event as one sees it who sees only what is public: without persons, request ids and private
// reasons.
v1::Event PublicView(const v1::Event& event);

}  // namespace santong::visibility
