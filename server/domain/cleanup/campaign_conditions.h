// The conditions and effects of the campaign's rows.
#pragma once

#include "server/domain/cleanup/decide.h"

namespace santong::cleanup {

extern const CampaignCondition kJurisdictionIsKnown;
extern const CampaignCondition kKindIsStated;
extern const CampaignCondition kSpecialHasItsCause;
extern const CampaignCondition kCutoffIsNotAhead;
extern const CampaignCondition kProposalsHaveTime;
extern const CampaignCondition kNoOtherRegularIsUnderWay;
extern const CampaignCondition kInventoryIsNotEmpty;
extern const CampaignCondition kInventoryIsWhole;
extern const CampaignCondition kProposalsAreOver;
extern const CampaignCondition kProposalsAreReviewed;
extern const CampaignCondition kTotalsReconcile;
extern const CampaignCondition kNoticeIsPublished;
extern const CampaignCondition kNoticeIsInEffect;
extern const CampaignCondition kNoticeIsOfTheJurisdiction;
extern const CampaignCondition kClosedListIsThePolicys;
extern const CampaignCondition kClosedListIsStated;
extern const CampaignCondition kReminderIsDue;
extern const CampaignCondition kEveryOrganHasAnswered;
extern const CampaignCondition kAnOrganMustAnswer;
extern const CampaignCondition kProposalsRanOut;
extern const CampaignCondition kReviewRanOut;

extern const CampaignEffect kRecordPlan;
extern const CampaignEffect kRecordInventory;
extern const CampaignEffect kRecordOpening;
extern const CampaignEffect kClearInventory;
extern const CampaignEffect kRecordClosing;
extern const CampaignEffect kRecordResult;
extern const CampaignEffect kNoteUnanswered;
extern const CampaignEffect kMarkLateOrgans;
extern const CampaignEffect kNoteClock;

}  // namespace santong::cleanup
