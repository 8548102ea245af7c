// The versions of a document's text: which one a new text becomes, and from which day each counts.
#pragma once

#include <cstdint>
#include <string>

#include "server/domain/document/document_facts.h"

namespace santong::document {

// The act's text becomes the newest version: in place of one that was never submitted, else as the
// next one. A text that equals the newest one, or none, changes nothing. Used as an effect.
void StoreText(const Facts& facts, Change& change);

// Adds the act's text as the version that corrects the newest one: it counts on the same days
// (勘误).
void AddCorrection(const Facts& facts, Change& change);

// Adds the act's text as the version that counts from `first` on; those before it count until the
// day before (修改).
void AddAmendment(const Facts& facts, absl::CivilDay first, Change& change);

// Adds the version's number and hash to the event's facts.
void NoteVersion(uint32_t number, Change& change);

}  // namespace santong::document
