#include "server/domain/document/completion.h"

#include <algorithm>
#include <optional>

#include "server/domain/deadline/deadline.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/exemption.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

// Whether the period under `leaf`, counted from `start`, had passed on `end`. A period that the
// policy does not set asks for nothing. The day before any roll counts: a holiday makes a comment
// round no shorter than it was.
bool HadPassed(const char* leaf, const std::string& start, const std::string& end,
               const Facts& facts) {
  const auto rule = facts.policy.Period(leaf);
  if (!rule.has_value()) return true;
  const auto first = DayOf(start);
  const auto last = DayOf(end);
  if (!first.has_value() || !last.has_value()) return false;
  const auto computed = deadline::Compute(*first, *rule, {}, facts.calendar);
  if (!computed.ok()) return false;
  if (computed->unconfirmed_before_roll) facts.policy.Note(policy::kCalendarOverlay);
  return computed->due_day_before_roll <= *last;
}

}  // namespace

bool CommentIsDue(const v1::Document& document) {
  const v1::DocumentInternal& internal = document.internal();
  return internal.affects_rights() || internal.touches_operators() || internal.major_decision();
}

bool CommentIsRecorded(const v1::Document& document) {
  const v1::Evidence* comment = Latest(document, v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  if (comment == nullptr) return false;
  if (comment->conclusion() == v1::CONCLUSION_NOT_APPLICABLE) return IsExempt(document, *comment);
  return IsComplete(*comment) && !comment->start_date().empty() && !comment->end_date().empty() &&
         comment->start_date() <= comment->end_date();
}

bool CommentIsVoluntary(const v1::Document& document) {
  if (CommentIsDue(document)) return false;
  const v1::Evidence* comment = Latest(document, v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  return comment != nullptr && comment->conclusion() != v1::CONCLUSION_NOT_APPLICABLE &&
         !comment->start_date().empty() && !comment->end_date().empty();
}

bool CommentIsLongEnough(const v1::Document& document, const Facts& facts) {
  const bool voluntary = CommentIsVoluntary(document);
  if (!voluntary && (!CommentIsDue(document) || !CommentIsRecorded(document)))
    return true;  // said by the other condition
  const v1::Evidence& comment = *Latest(document, v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  if (!comment.note().empty())
    return true;  // exempt, or cut short for a reason that the notice stated
  if (voluntary)
    return HadPassed(policy::kCommentDaysOther, comment.start_date(), comment.end_date(), facts);
  const v1::DocumentInternal& internal = document.internal();
  const bool operators_apart = internal.touches_operators() &&
                               facts.policy.Period(policy::kCommentDaysOperators).has_value();
  const auto lasted = [&](const char* leaf) {
    return HadPassed(leaf, comment.start_date(), comment.end_date(), facts);
  };
  if ((internal.affects_rights() || (internal.touches_operators() && !operators_apart)) &&
      !lasted(policy::kCommentDays)) {
    return false;
  }
  if (operators_apart && !lasted(policy::kCommentDaysOperators)) return false;
  return !internal.major_decision() || lasted(policy::kCommentDaysDecision);
}

bool LegalityReviewTookItsTime(const v1::Document& document, const Facts& facts) {
  const v1::Evidence* review = Latest(document, v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  if (review == nullptr) return true;  // said by another condition
  if (!review->note().empty()) return true;
  const auto lasted = [&](const char* leaf) {
    return HadPassed(leaf, review->start_date(), review->date(), facts);
  };
  return lasted(policy::kLegalityMinDays) &&
         (!document.internal().major_decision() || lasted(policy::kLegalityMinDaysDecision));
}

std::optional<absl::CivilDay> MissedLegalityDay(const v1::Document& document, const Facts& facts) {
  const v1::Evidence* review = Latest(document, v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  if (review == nullptr) return std::nullopt;
  const auto received = DayOf(review->start_date());
  const auto given = DayOf(review->date());
  if (!received.has_value() || !given.has_value()) return std::nullopt;
  const auto rule = facts.policy.Period(policy::kLegalityMaxDays);
  if (!rule.has_value()) return std::nullopt;
  const auto computed = deadline::Compute(*received, *rule, {}, facts.calendar);
  if (!computed.ok()) return std::nullopt;
  if (computed->unconfirmed) facts.policy.Note(policy::kCalendarOverlay);
  if (*given <= computed->due_day) return std::nullopt;
  return computed->due_day;
}

std::vector<const Condition*> OpenConditions(const v1::Document& document, const Facts& facts) {
  std::vector<const Condition*> open;
  if (!CommentIsRecorded(document)) open.push_back(&kPublicCommentIsRecorded);
  if (!CommentIsLongEnough(document, facts)) open.push_back(&kPublicCommentIsLongEnough);
  if (!LegalityReviewTookItsTime(document, facts)) open.push_back(&kLegalityReviewTookItsTime);
  return open;
}

bool IsMadeGood(const v1::CompletionItem& item, const v1::Document& document, const Facts& facts) {
  if (item.condition() == kLegalityReviewTookItsTime.name)
    return LegalityReviewTookItsTime(document, facts);
  // A round that is held afterwards must also be long enough.
  return CommentIsRecorded(document) && CommentIsLongEnough(document, facts);
}

bool HasOpenItem(const v1::Document& document) {
  return std::any_of(document.completion_items().begin(), document.completion_items().end(),
                     [](const v1::CompletionItem& item) { return !item.done(); });
}

}  // namespace santong::document
