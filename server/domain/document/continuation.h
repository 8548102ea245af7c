// Continuing a document past its term (期满继续施行): how, until when, how often (domain.md 3.9).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "server/domain/document/document_facts.h"

namespace santong::document {

// The value of continue.mode that asks for this action: "extend", "reregister" or "renew_notice";
// "" for others.
const char* ContinueModeOf(Action action);

// The new last valid day: as asked for, else the policy's default term from the day after the old
// one. nullopt when the old one or the default is unknown.
std::optional<absl::CivilDay> NewLastValidDay(const Facts& facts);

// Whether a term of the document that ends on `next` adds no more to the one it has than the policy
// admits (continue.max_years, else term.max_years). True where it has none.
bool IsExtensionWithinPolicy(const v1::Document& document, absl::CivilDay next,
                             const policy::PolicyView& policy);
// The same of the term that the act would give; where it is registered again, which begins a term
// anew (有效期重新计算), that one is no longer and no shorter than a document of its kind may have.
bool IsNewTermWithinPolicy(const Facts& facts);
bool IsNewTermLongEnough(const Facts& facts);
// From which last valid day to which the act would go, as a refusal shows it.
std::string NewTermShown(const Facts& facts);

// Whether the document was extended less often than the policy admits (continue.max_times).
bool AreExtensionsLeft(const v1::Document& document, const policy::PolicyView& policy);

// Counts an extension of the term.
void CountExtension(v1::Document* document);

// Puts into the facts of an act that changes the term what it was before, for whoever asks of an
// earlier day; where an earlier step of the act did, that stands.
void NoteTermBefore(const v1::Term& term, std::map<std::string, std::string>& facts);

}  // namespace santong::document
