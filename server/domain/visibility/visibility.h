// Who may see what of a document (product.md §2). One question for reads and for acts: what may not
// be seen does not exist for the caller.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/access/caller.h"

namespace santong::visibility {

// Whether anyone may read the document: it was published or imported, and its text is not withheld
// (不予公开).
bool AnyoneMayRead(const v1::Document& document);

// Whether anyone who may read the document may read the text of that version: not one of an
// application that was returned, whose mended text was issued in its place. Such a draft stays the
// business of those who see what is internal; that there was one, and its hash, is no secret.
bool AnyoneMayReadVersion(const v1::Document& document, uint32_t number);

// Whether the caller may see the document at all. `parent_jurisdiction` is the one above the
// document's.
bool MaySee(const access::Caller& caller, const v1::Document& document,
            absl::string_view parent_jurisdiction);

// Whether the caller also sees what is internal: evidence, persons, returned items. Implies MaySee.
bool SeesInternal(const access::Caller& caller, const v1::Document& document,
                  absl::string_view parent_jurisdiction);

// The event as one sees it who sees only what is public: without the person and the request id.
v1::Event PublicView(const v1::Event& event);

}  // namespace santong::visibility
