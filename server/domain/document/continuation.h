// Continuing a document past its term (期满继续施行): how, until when, how often (domain.md 3.9).
#pragma once

#include <optional>

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

// Whether the new term is no longer than the policy admits (continue.max_years, else
// term.max_years).
bool IsNewTermWithinPolicy(const Facts& facts);

// How often the document was continued: each time its term's clock stopped and another one started.
int TimesContinued(const v1::Document& document);

}  // namespace santong::document
