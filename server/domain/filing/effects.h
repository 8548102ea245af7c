// What the filing's rows write besides the state.
#pragma once

#include "server/domain/filing/decide.h"

namespace santong::filing {

extern const Effect kRecordFiling;
extern const Effect kStopDocumentClock;
extern const Effect kRecordAcceptance;
extern const Effect kRecordItems;
extern const Effect kAddMaterials;
extern const Effect kRecordRejection;
extern const Effect kRecordExplanation;
extern const Effect kRecordExtension;
extern const Effect kRecordDecision;
extern const Effect kRecordPlan;
extern const Effect kRecordTransfer;
extern const Effect kRecordConflict;
extern const Effect kRecordSettlement;
extern const Effect kRecordCorrection;
extern const Effect kNoteCorrection;
extern const Effect kSuspendTheDocument;
extern const Effect kRevokeTheDocument;
extern const Effect kRevokeTheArticles;
extern const Effect kNoteOverdueClock;

}  // namespace santong::filing
