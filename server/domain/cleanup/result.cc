#include "server/domain/cleanup/result.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "server/domain/document/subject.h"
#include "server/domain/text/chinese_date.h"

namespace santong::cleanup {
namespace {

std::optional<absl::CivilDay> DayOf(const std::string& iso) {
  auto day = text::ParseIsoDay(iso);
  if (!day.ok()) return std::nullopt;
  return *day;
}

// An end now, or announced for its day.
document::Action EndBy(v1::Disposition disposition, absl::CivilDay day, absl::CivilDay today) {
  if (day > today) return document::Action::kCleanUpAnnounceEnd;
  return disposition == v1::DISPOSITION_LAPSE ? document::Action::kCleanUpLapse
                                              : document::Action::kCleanUpRepeal;
}

}  // namespace

bool IsOpenToResult(const v1::Document& document) {
  // A paper of the old stock keeps its state; no cleanup keeps or repeals what is none.
  return !document::IsFoundNotNormative(document) &&
         std::find(std::begin(kStatesOpenToResult), std::end(kStatesOpenToResult),
                   document.state()) != std::end(kStatesOpenToResult);
}

bool IsInScope(const v1::Document& document, const v1::Campaign& campaign) {
  if (document.jurisdiction() != campaign.jurisdiction() || !IsOpenToResult(document)) return false;
  if (document.written_date() > campaign.cutoff_date()) return false;
  if (!campaign.subject().empty() && !absl::StrContains(document.title(), campaign.subject()))
    return false;
  return campaign.changed_law().empty() ||
         std::any_of(document.legal_bases().begin(), document.legal_bases().end(),
                     [&](const v1::LegalBasis& basis) {
                       return absl::StrContains(basis.title(), campaign.changed_law());
                     });
}

std::optional<document::Act> ActOf(const v1::Campaign& campaign, const v1::CampaignItem& item,
                                   absl::CivilDay today) {
  const bool decided = item.state() == v1::CLEANUP_ITEM_STATE_REVIEWED;
  if (!decided && campaign.closed_list_clause().empty()) return std::nullopt;
  if (decided && item.decision().planned()) return std::nullopt;
  document::Act act{.action = document::Action::kCleanUpKeep};
  act.cleanup.set_campaign(campaign.name());
  act.cleanup.set_notice(campaign.notice());
  act.cleanup.set_disposition(decided ? item.decision().disposition() : v1::DISPOSITION_REPEAL);
  act.reason = decided ? item.decision().reason() : campaign.closed_list_clause();
  if (!decided) {
    act.action = document::Action::kCleanUpRepeal;
    act.date = today;
    return act;
  }
  const v1::CleanupDecision& decision = item.decision();
  switch (decision.disposition()) {
    case v1::DISPOSITION_KEEP:
    case v1::DISPOSITION_EXTEND:
      // A new term that ran out before publication extends nothing.
      if (auto last = DayOf(decision.last_valid_date()); last.has_value() && *last > today) {
        act.action = document::Action::kCleanUpExtend;
        act.date = last;
      }
      return act;
    case v1::DISPOSITION_AMEND:
      if (auto day = DayOf(decision.amend_by_date()); day.has_value() && *day > today) {
        act.action = document::Action::kCleanUpAmend;
        act.date = day;
        // Of what has no day to miss it says nothing, whatever was filled in.
        act.cleanup.set_on_miss(decision.on_miss());
      } else if (day.has_value() && decision.on_miss() == v1::ON_MISS_LAPSES) {
        act.action = document::Action::kCleanUpLapse;
        act.date = today;
      }
      return act;
    default:
      act.date = std::max(DayOf(decision.effective_date()).value_or(today), today);
      act.action = EndBy(decision.disposition(), *act.date, today);
      return act;
  }
}

}  // namespace santong::cleanup
