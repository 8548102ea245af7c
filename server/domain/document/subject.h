// The document that an act is about, and the small questions that conditions and effects ask of it.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/evidence.pb.h"
#include "server/domain/document/document_facts.h"

namespace santong::document {

// The document as it would be for acts that propose one (kCreate, kUpdate, kCompleteUrgent,
// kRecordEvaluation, kImport), as it is otherwise.
bool ProposesDocument(Action action);
const v1::Document& Subject(const Facts& facts);

// The lead issuer's resource name; empty when none is named or known.
absl::string_view LeadIssuer(const v1::Document& document);
// The lead issuer's organ, or null.
const v1::Organ* LeadOrgan(const Facts& facts);

// The evidence of this kind with the latest day, the later entry among equals; null when there is
// none.
const v1::Evidence* Latest(const v1::Document& document, v1::EvidenceKind kind);
// Whether a proof names its document, its day and the person answerable.
bool IsComplete(const v1::Evidence& evidence);
// The fields by which it does; and those of one that must say besides what it is.
inline constexpr std::array<const char*, 4> kProofFields = {"document_title", "date", "person"};
inline constexpr std::array<const char*, 4> kKindAndProofFields = {"kind", "document_title", "date",
                                                                   "person"};

// The number of the newest version; 0 when there is no text.
uint32_t NewestVersion(const v1::Document& document);
// Whether it was amended after that version. A corrected misprint (勘误) amends nothing.
bool IsAmendedSince(const v1::Document& document, int version);
// The hash of the newest text; empty when there is none.
absl::string_view NewestTextHash(const v1::Document& document);

// The day on which it was published last, YYYY-MM-DD: again, where it was registered again. Empty
// when it was not.
const std::string& LastPublishedDate(const v1::Document& document);

// Whether it was found to be no normative document at all (认定). One from before the registry
// keeps its state then.
bool IsFoundNotNormative(const v1::Document& document);

// How a document that was found wrong was corrected, in Chinese: by a new version, or by its end.
std::string CorrectionInWords(const v1::Document& document);

// The day in a YYYY-MM-DD field; nullopt when it is empty or no day.
std::optional<absl::CivilDay> DayOf(const std::string& date);
// YYYY-MM-DD. Days in this form compare as text in the order of the calendar, which conditions rely
// on.
std::string IsoDay(absl::CivilDay day);

}  // namespace santong::document
