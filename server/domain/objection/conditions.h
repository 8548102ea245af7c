// The conditions of an objection's rows, each a sentence that can be true.
#pragma once

#include "server/domain/objection/decide.h"

namespace santong::objection {

extern const Condition kDocumentIsPublished;
extern const Condition kLodgerMayLodge;
extern const Condition kIdentityIsPlausible;
extern const Condition kAgentIsAuthorised;
extern const Condition kReviewerIsNoIssuer;
extern const Condition kItemsAreGiven;
extern const Condition kSourceIsNamed;
extern const Condition kReceivedByToday;
extern const Condition kSenderIsKnown;
extern const Condition kSupplementIsInTime;
extern const Condition kSupplementPeriodIsOver;
extern const Condition kRouteIsOneStep;
extern const Condition kRouteIsTwoSteps;
extern const Condition kOtherRefusalIsInWords;
extern const Condition kTextIsGiven;
extern const Condition kReasonIsGiven;
extern const Condition kMannerIsGiven;
extern const Condition kIsDecided;
extern const Condition kIsNotRepliedYet;
extern const Condition kCorrectionWasNoticed;
extern const Condition kExtensionIsProvided;
extern const Condition kApproverIsNamed;
extern const Condition kIsNotExtendedYet;
extern const Condition kReplyIsNotOverdue;
extern const Condition kOutcomeIsFound;
extern const Condition kDecisionIsReasoned;
extern const Condition kCorrectionDayIsAhead;
extern const Condition kOpinionPeriodIsOver;
extern const Condition kIssuerReplyHasRunOut;
extern const Condition kAnswerIsNotDeliveredYet;
extern const Condition kRecheckIsInTime;
extern const Condition kCorrectionIsMade;
extern const Condition kDocumentIsEnded;
extern const Condition kCorrectionHasRunOut;
extern const Condition kAuthorityHasDecided;
extern const Condition kLeadTakesIt;
extern const Condition kNobodyIsJoinedToIt;
extern const Condition kLodgerHasNotWithdrawn;
extern const Condition kEvidenceTypeIsAllowed;
extern const Condition kEvidenceIsSmallEnough;
extern const Condition kEvidenceIsNotTooMuch;
extern const Condition kPersonalDataIsKept;
extern const Condition kClockHasRunOut;
extern const Condition kLeadIsAnswered;
extern const Condition kIssuerAnsweredLead;
extern const Condition kLeadEndedWithIssuersAnswer;
extern const Condition kLeadHasIssuersAnswer;
extern const Condition kLeadIsRechecked;

}  // namespace santong::objection
