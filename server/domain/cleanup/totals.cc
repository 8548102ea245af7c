#include "server/domain/cleanup/totals.h"

#include <algorithm>

namespace santong::cleanup {
namespace {

v1::DispositionCount* Entry(v1::OrganProgress* organ, v1::Disposition disposition) {
  auto* decided = organ->mutable_decided();
  auto place = std::find_if(decided->begin(), decided->end(),
                            [&](const auto& one) { return one.disposition() >= disposition; });
  if (place != decided->end() && place->disposition() == disposition) return &*place;
  const auto index = static_cast<int>(place - decided->begin());
  organ->add_decided()->set_disposition(disposition);
  std::rotate(decided->begin() + index, decided->end() - 1, decided->end());
  return organ->mutable_decided(index);
}

// Adds `by` (1 or -1) where the item counts; an entry that becomes empty goes.
void Count(const v1::CampaignItem& item, int64_t by, v1::OrganProgress* organ) {
  organ->set_items(organ->items() + by);
  switch (item.state()) {
    case v1::CLEANUP_ITEM_STATE_PROPOSED:
      organ->set_proposed(organ->proposed() + by);
      return;
    case v1::CLEANUP_ITEM_STATE_RETURNED:
      organ->set_returned(organ->returned() + by);
      return;
    case v1::CLEANUP_ITEM_STATE_REVIEWED: {
      const v1::CleanupDecision& decision = item.decision();
      v1::DispositionCount* count = Entry(organ, decision.disposition());
      count->set_count(count->count() + by);
      if (!decision.withheld_basis().empty()) count->set_withheld(count->withheld() + by);
      if (decision.planned()) count->set_planned(count->planned() + by);
      auto* decided = organ->mutable_decided();
      decided->erase(std::remove_if(decided->begin(), decided->end(),
                                    [](const auto& one) { return one.count() == 0; }),
                     decided->end());
      return;
    }
    default:
      organ->set_pending(organ->pending() + by);
  }
}

int64_t SumOf(const v1::OrganProgress& organ) {
  int64_t sum = organ.pending() + organ.proposed() + organ.returned();
  for (const v1::DispositionCount& count : organ.decided()) sum += count.count();
  return sum;
}

}  // namespace

int64_t Totals::reviewed() const {
  int64_t sum = 0;
  for (const auto& [disposition, count] : decided) sum += count.count();
  return sum;
}

int64_t Totals::CountOf(v1::Disposition disposition) const {
  const auto found = decided.find(disposition);
  return found == decided.end() ? 0 : found->second.count();
}

Totals TotalsOf(const Progress& progress) {
  Totals totals;
  for (const v1::OrganProgress& organ : progress) {
    totals.items += organ.items();
    totals.pending += organ.pending();
    totals.proposed += organ.proposed();
    totals.returned += organ.returned();
    for (const v1::DispositionCount& count : organ.decided()) {
      v1::DispositionCount& sum = totals.decided[count.disposition()];
      sum.set_disposition(count.disposition());
      sum.set_count(sum.count() + count.count());
      sum.set_withheld(sum.withheld() + count.withheld());
      sum.set_planned(sum.planned() + count.planned());
    }
  }
  return totals;
}

void ProgressCounter::Add(const v1::CampaignItem& item) {
  v1::OrganProgress& organ = organs_[item.organ()];
  organ.set_organ(item.organ());
  Count(item, 1, &organ);
}

std::vector<v1::OrganProgress> ProgressCounter::Take() {
  std::vector<v1::OrganProgress> progress;
  for (auto& [name, organ] : organs_) progress.push_back(std::move(organ));
  organs_.clear();
  return progress;
}

void MoveProgress(const v1::CampaignItem& before, const v1::CampaignItem& after,
                  v1::Campaign* campaign) {
  for (v1::OrganProgress& organ : *campaign->mutable_progress()) {
    if (organ.organ() != before.organ()) continue;
    Count(before, -1, &organ);
    Count(after, 1, &organ);
  }
}

bool Reconciles(const v1::Campaign& campaign) {
  int64_t items = 0;
  for (const v1::OrganProgress& organ : campaign.progress()) {
    if (organ.items() != SumOf(organ)) return false;
    items += organ.items();
  }
  return items == campaign.item_count();
}

bool SameProgress(const v1::Campaign& campaign, absl::Span<const v1::OrganProgress> counted) {
  if (static_cast<size_t>(campaign.progress_size()) != counted.size()) return false;
  for (size_t i = 0; i < counted.size(); ++i) {
    v1::OrganProgress stored = campaign.progress(static_cast<int>(i));
    stored.clear_display_name();
    stored.clear_late();
    v1::OrganProgress found = counted[i];
    found.clear_display_name();
    if (stored.SerializeAsString() != found.SerializeAsString()) return false;
  }
  return true;
}

}  // namespace santong::cleanup
