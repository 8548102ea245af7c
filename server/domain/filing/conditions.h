// The conditions of the filing's rows.
#pragma once

#include "server/domain/filing/decide.h"

namespace santong::filing {

// Before and while the form is checked.
extern const Condition kDocumentIsPublished;
extern const Condition kDocumentIsNotFiledYet;
extern const Condition kThereIsAReviewer;
extern const Condition kMaterialsAreGiven;
extern const Condition kMaterialsAreComplete;
extern const Condition kItemsAreNamed;
extern const Condition kSupplementIsInTime;
extern const Condition kSupplementHasRunOut;
extern const Condition kNotNormativeReasonIsGiven;

// The review.
extern const Condition kReviewerIsNotTheIssuer;
extern const Condition kReasonIsGiven;
extern const Condition kExtensionIsProvided;
extern const Condition kIsNotExtendedYet;
extern const Condition kReviewHasNotRunOut;
extern const Condition kGroundIsNoProblem;
extern const Condition kGroundNamesAProblem;
extern const Condition kGroundIsDrafting;
extern const Condition kEveryFindingHasAVerdict;
extern const Condition kNoFindingIsUpheld;
extern const Condition kPlanDayIsAhead;
extern const Condition kPausesAreLeft;
extern const Condition kReceiverIsNamed;
extern const Condition kGroundIsSameLevel;
extern const Condition kConflictIsNamed;
extern const Condition kGovernmentDecisionIsWhole;

// The correction.
extern const Condition kCorrectionIsMade;
extern const Condition kCorrectionHasRunOut;
extern const Condition kDecisionIsRecorded;
extern const Condition kClockHasRunOut;

}  // namespace santong::filing
