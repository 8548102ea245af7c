// What the document's rows write besides the state, each an imperative. Each changes `Change` only,
// and adds to the event's facts what a recount from the history alone needs: days, versions,
// openness. Defined by phase in
// *_effects.cc.
#pragma once

#include "server/domain/document/decide.h"

namespace santong::document {

// Drafting and registration (registration_effects.cc).
extern const Effect kRecordCreator;
extern const Effect kStoreText;
extern const Effect kRecordSubmission;
extern const Effect kNoteLateOpinion;
extern const Effect kRecordDetermination;
extern const Effect kRecordReturn;
extern const Effect kRecordRefusal;
extern const Effect kAllocateRegistrationNumber;
extern const Effect kRecordRegistration;
extern const Effect kRecordOverrides;
extern const Effect kComputeTerm;
extern const Effect kListCompletionItems;
extern const Effect kMarkCompletionItems;

// The old stock (legacy_effects.cc).
extern const Effect kMarkLegacy;
extern const Effect kClearMendedGaps;

// Publication and its days (publication_effects.cc).
extern const Effect kRecordPublication;
extern const Effect kRecordRepublication;
extern const Effect kSetFirstDayOfText;
extern const Effect kNoteChangedDays;
extern const Effect kNoteFirstDay;

// Life and end (life_effects.cc, end_effects.cc).
extern const Effect kAddCorrection;
extern const Effect kAddAmendment;
extern const Effect kMarkRelationApplied;
extern const Effect kAttachDecision;
extern const Effect kNoteEvaluation;
extern const Effect kExtendTerm;
extern const Effect kKeepFormerNumber;
extern const Effect kRecordSuspension;
extern const Effect kRecordResumption;
extern const Effect kRecordEnd;
extern const Effect kRecordRevocation;
extern const Effect kRecordRevokedArticles;
extern const Effect kRecordLapse;
extern const Effect kNoteOverdueClock;

// The result of a cleanup (cleanup_effects.cc).
extern const Effect kSupersedeCleanup;
extern const Effect kRecordCleanup;
extern const Effect kSetCleanupTerm;
extern const Effect kAskForAmendment;
extern const Effect kAnnounceEnd;
extern const Effect kRecordCleanupEnd;
extern const Effect kMeetCleanupDay;

// Filing with the standing committee (congress_filing.cc).
extern const Effect kAttachCongressFiling;

// Changes of what it cites (citation.cc).
extern const Effect kRecordDismissedCitation;

}  // namespace santong::document
