// The conditions of the document's rows, each a sentence that can be true. A row names them, the
// docs print them, a refusal quotes them with their article and mend, a test walks them. Defined by
// phase in *_conditions.cc.
#pragma once

#include "server/domain/document/decide.h"

namespace santong::document {

// What the document says of itself (content_conditions.cc, issuer_conditions.cc).
extern const Condition kTitleIsStated;
extern const Condition kTextIsStored;
extern const Condition kTextIsGiven;
extern const Condition kDocumentNumberIsWellFormed;
extern const Condition kDocumentNumberIsFree;
extern const Condition kWrittenDateIsStated;
extern const Condition kLegalBasisIsStated;
extern const Condition kOpennessIsStated;
extern const Condition kTermIsStated;
extern const Condition kTermKindFitsTheTitle;
extern const Condition kTermIsWithinPolicy;
extern const Condition kTermIsLongEnough;
extern const Condition kEffectiveDateIsStated;
extern const Condition kEarlyEffectIsExplained;
extern const Condition kRelationsAreResolved;
extern const Condition kLeadIssuerIsNamed;
extern const Condition kLeadIssuerIsKnown;
extern const Condition kIssuersAreKnown;
extern const Condition kLeadIssuerMayIssue;
extern const Condition kCoIssuersMayIssue;
extern const Condition kIssuersAreEntitled;
extern const Condition kLeadIssuerStays;
extern const Condition kCoIssuersConsent;
extern const Condition kJurisdictionIsNamed;

// The evidence (evidence_conditions.cc, review_conditions.cc).
extern const Condition kPublicCommentIsRecorded;
extern const Condition kPublicCommentIsLongEnough;
extern const Condition kLegalityReviewIsRecorded;
extern const Condition kLegalityOpinionAllowsIssue;
extern const Condition kLegalityReviewTookItsTime;
extern const Condition kCollectiveDecisionIsRecorded;
extern const Condition kSignatureIsRecorded;
extern const Condition kLegalityPrecedesDecision;
extern const Condition kDecisionPrecedesSignature;
extern const Condition kFairCompetitionIsReviewed;
extern const Condition kSecrecyIsReviewed;
extern const Condition kContentIsDeclared;
extern const Condition kDraftingIsExplained;
extern const Condition kEvidenceIsNotOfTheFuture;
extern const Condition kSignedTextIsTheText;
extern const Condition kUrgencyIsApproved;
extern const Condition kDecisionIsRecorded;
extern const Condition kEvaluationIsRecorded;
extern const Condition kEvaluationIsAdded;
extern const Condition kEvaluationIsInItsTime;

// Determination and registration (registration_conditions.cc).
extern const Condition kReasonIsGiven;
extern const Condition kReasonCodeIsGiven;
extern const Condition kOtherReasonIsInWords;
extern const Condition kItemsAreGiven;
extern const Condition kIsNotReturnedYet;
extern const Condition kDeterminedNormative;
extern const Condition kRegistrarFitsTheModel;
extern const Condition kRegistrarIsNoIssuer;
extern const Condition kRegistrarIsNotTheSubmitter;
extern const Condition kNumberPatternIsSet;
extern const Condition kNumberPrefixIsSet;
extern const Condition kOrganHasItsNumberCode;
extern const Condition kTextStaysAsImported;

// Publication and what may still change before it (publication_conditions.cc).
extern const Condition kPublicationIsNamed;
extern const Condition kPublicationIsNotInTheFuture;
extern const Condition kPublicationIsNotBeforeRegistration;
extern const Condition kRepublicationIsOwed;
extern const Condition kEffectIsNotBeforePublication;
extern const Condition kGapBeforeEffectIsLongEnough;
extern const Condition kOnlyPublicationTermsChange;
extern const Condition kEffectiveDateOnlyMovesLater;
extern const Condition kOnlyWhatIsOpenChanges;
extern const Condition kEvidenceIsAdded;

// Life and end (life_conditions.cc, end_conditions.cc).
extern const Condition kTextDiffers;
extern const Condition kOtherIsNamed;
extern const Condition kOtherIsPublished;
extern const Condition kOtherIsOfTheJurisdiction;
extern const Condition kOtherAmendsThis;
extern const Condition kOtherContinuesThis;
extern const Condition kRenewalNoticeIsNamed;
extern const Condition kAmendmentIsNotEarly;
extern const Condition kModeIsThePolicys;
extern const Condition kTermIsLimited;
extern const Condition kTermHasNotEnded;
extern const Condition kNoCleanupEndsIt;
extern const Condition kNewTermIsLater;
extern const Condition kNewTermIsWithinPolicy;
extern const Condition kContinuationsAreLeft;
extern const Condition kEndIsDecided;
extern const Condition kOtherReplacesThis;
extern const Condition kEndDateIsGiven;
extern const Condition kArticlesAreNamed;
extern const Condition kEndDateHasCome;
extern const Condition kEndIsNotBackdated;

// What the days bring (end_conditions.cc).
extern const Condition kFirstDayHasCome;
extern const Condition kLastValidDayHasPassed;
extern const Condition kClockHasRunOut;

// The result of a cleanup (cleanup_effects.cc).
extern const Condition kCleanupIsPublished;
extern const Condition kCleanupDayIsAhead;
extern const Condition kCleanupDayHasCome;

// Filing with the standing committee (congress_filing.cc).
extern const Condition kCongressFilingIsOwed;
extern const Condition kCongressFilingIsProved;

// Changes of what it cites (citation.cc).
extern const Condition kCitedChangeWaits;

}  // namespace santong::document
