// What the rows of an objection write besides the state, each an imperative. None writes who lodged
// it.
#pragma once

#include "server/domain/objection/decide.h"

namespace santong::objection {

extern const Effect kRecordObjection;
extern const Effect kRecordSupplementRequest;
extern const Effect kRecordSupplement;
extern const Effect kRecordRefusal;
extern const Effect kRecordTransfer;
extern const Effect kRecordQuestion;
extern const Effect kRecordAnswer;
extern const Effect kRecordDelivery;
extern const Effect kRecordRecheckRequest;
extern const Effect kPassToRechecker;
extern const Effect kRecordExtension;
extern const Effect kRecordDecision;
extern const Effect kRecordOwnMotion;
extern const Effect kRecordAcceptance;
extern const Effect kRecordEnd;
extern const Effect kRecordOneWithdrawal;
extern const Effect kRecordAnswerToLodger;
extern const Effect kRecordCorrection;
extern const Effect kNoteCorrection;
extern const Effect kRecordReply;
extern const Effect kSuspendTheDocument;
extern const Effect kRevokeTheDocument;
extern const Effect kRevokeTheArticles;
extern const Effect kRecordJoin;
extern const Effect kNoteIssuersAnswer;
extern const Effect kTakeOverAnswer;
extern const Effect kRecordEvidence;
extern const Effect kRecordErasure;
extern const Effect kNoteOverdueClock;

}  // namespace santong::objection
