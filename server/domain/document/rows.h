// Short names for writing rows; included by the *_rows.h alone.
#pragma once

#include "server/domain/document/conditions.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/effects.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {

using State = v1::DocumentState;
inline constexpr State kNothing = v1::DOCUMENT_STATE_UNSPECIFIED;
inline constexpr State kDraft = v1::DOCUMENT_STATE_DRAFT;
inline constexpr State kSubmitted = v1::DOCUMENT_STATE_SUBMITTED;
inline constexpr State kReturned = v1::DOCUMENT_STATE_RETURNED;
inline constexpr State kRefused = v1::DOCUMENT_STATE_REFUSED;
inline constexpr State kWithdrawn = v1::DOCUMENT_STATE_WITHDRAWN;
inline constexpr State kNotNormative = v1::DOCUMENT_STATE_NOT_NORMATIVE;
inline constexpr State kRegistered = v1::DOCUMENT_STATE_REGISTERED;
inline constexpr State kPublished = v1::DOCUMENT_STATE_PUBLISHED;
inline constexpr State kInEffect = v1::DOCUMENT_STATE_IN_EFFECT;
inline constexpr State kSuspended = v1::DOCUMENT_STATE_SUSPENDED;
inline constexpr State kLapsed = v1::DOCUMENT_STATE_LAPSED;
inline constexpr State kRepealed = v1::DOCUMENT_STATE_REPEALED;
inline constexpr State kSuperseded = v1::DOCUMENT_STATE_SUPERSEDED;
inline constexpr State kRevoked = v1::DOCUMENT_STATE_REVOKED;
inline constexpr State kLegacy = v1::DOCUMENT_STATE_LEGACY;

constexpr workflow::ClockStep Starts(v1::ClockKind clock, const char* leaf = nullptr) {
  return {workflow::ClockOperation::kStarts, clock, leaf};
}
constexpr workflow::ClockStep Stops(v1::ClockKind clock) {
  return {workflow::ClockOperation::kStops, clock};
}
constexpr workflow::ClockStep StopsAll() { return Stops(v1::CLOCK_KIND_UNSPECIFIED); }
constexpr workflow::ClockStep Suspends(v1::ClockKind clock) {
  return {workflow::ClockOperation::kSuspends, clock};
}
constexpr workflow::ClockStep Resumes(v1::ClockKind clock, const char* leaf) {
  return {workflow::ClockOperation::kResumes, clock, leaf};
}
constexpr workflow::ClockStep Expires(v1::ClockKind clock) {
  return {workflow::ClockOperation::kExpires, clock};
}

// What a document in effect waits for: its last day, and the evaluation before it.
inline constexpr workflow::ClockStep kTermClocks[] = {
    Starts(v1::CLOCK_KIND_LAPSE), Starts(v1::CLOCK_KIND_EVALUATION, policy::kEvaluationLeadDays)};

}  // namespace santong::document
