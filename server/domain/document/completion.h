// What the urgent path (紧急程序) may leave to be made good, and whether it was.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "server/domain/document/decide.h"

namespace santong::document {

// The conditions that `document` lacks and that the urgent path leaves for later: public comment,
// and the least time of the legality review. Never number or publication.
std::vector<const Condition*> OpenConditions(const v1::Document& document, const Facts& facts);

// Whether what `item` names is now there.
bool IsMadeGood(const v1::CompletionItem& item, const v1::Document& document, const Facts& facts);

bool HasOpenItem(const v1::Document& document);

// Whether a public comment round is due, and what became of it: it was held, or left out for a
// reason that the law knows (exemption.h). Also that none is due is said, and by whom.
bool CommentIsDue(const v1::Document& document);
bool CommentIsRecorded(const v1::Document& document);
bool CommentIsLongEnough(const v1::Document& document, const Facts& facts);
bool LegalityReviewTookItsTime(const v1::Document& document, const Facts& facts);

// Whether a round was held that none asked for: how long it lasts at least is policy, too.
bool CommentIsVoluntary(const v1::Document& document);

// The last day for the legality opinion (legality.max_days) where it was given later; absent where
// it was given in time or the policy sets no such period.
std::optional<absl::CivilDay> MissedLegalityDay(const v1::Document& document, const Facts& facts);

}  // namespace santong::document
