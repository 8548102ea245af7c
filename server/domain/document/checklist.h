// The check list of registration (domain.md 3.6): what the submitter owes, and what the registrar
// checks again.
#pragma once

#include <array>
#include <cstddef>

#include "server/domain/document/conditions.h"

namespace santong::document {

using Conditions = decltype(Row::when);

// Items (1) to (12): (1) organ entitled, (3) comment, (4) legality, (5) collective decision, (6)
// signature, (7) fair competition, (8) secrecy and openness, (9) term and effect, (10) relations,
// (11) content, (12) text. Item (2), that it is a normative document at all, is the reviewer's to
// determine.
inline constexpr Conditions kCheckList = {
    &kTitleIsStated,                 // what it is
    &kDocumentNumberIsWellFormed,    //
    &kDocumentNumberIsFree,          //
    &kWrittenDateIsStated,           //
    &kLegalBasisIsStated,            //
    &kDraftingIsExplained,           //
    &kLeadIssuerIsNamed,             // (1)
    &kIssuersAreKnown,               // (1)
    &kLeadIssuerMayIssue,            // (1)
    &kCoIssuersMayIssue,             // (1)
    &kIssuersAreEntitled,            // (1)
    &kCoIssuersConsent,              // (1), joint issuance
    &kPublicCommentIsRecorded,       // (3)
    &kPublicCommentIsLongEnough,     // (3)
    &kLegalityReviewIsRecorded,      // (4)
    &kLegalityOpinionAllowsIssue,    // (4)
    &kLegalityReviewTookItsTime,     // (4)
    &kCollectiveDecisionIsRecorded,  // (5)
    &kLegalityPrecedesDecision,      // (5)
    &kSignatureIsRecorded,           // (6)
    &kDecisionPrecedesSignature,     // (6)
    &kUrgencyIsApproved,             // (6), urgent path
    &kFairCompetitionIsReviewed,     // (7)
    &kSecrecyIsReviewed,             // (8)
    &kOpennessIsStated,              // (8)
    &kTermIsStated,                  // (9)
    &kTermKindFitsTheTitle,          // (9)
    &kTermIsWithinPolicy,            // (9)
    &kTermIsLongEnough,              // (9)
    &kEffectiveDateIsStated,         // (9)
    &kRelationsAreResolved,          // (10)
    &kContentIsDeclared,             // (11)
    &kTextIsStored,                  // (12)
    &kSignedTextIsTheText,           // (12)
    &kEvidenceIsNotOfTheFuture,      // all of it
};

// The check list and what else a row asks. Does not compile when a row has no room for them.
template <size_t N>
constexpr Conditions CheckListAnd(const std::array<const Condition*, N>& more) {
  Conditions all = kCheckList;
  size_t used = 0;
  while (all[used] != nullptr) ++used;
  for (const Condition* condition : more) all[used++] = condition;
  return all;
}

}  // namespace santong::document
