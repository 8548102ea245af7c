// The totals of a cleanup: what was found, what became of it, and whether the parts sum up to the
// whole.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "absl/types/span.h"
#include "santong/v1/campaign.pb.h"

namespace santong::cleanup {

struct Totals {
  int64_t items = 0;
  int64_t pending = 0;
  int64_t proposed = 0;
  int64_t returned = 0;
  std::map<v1::Disposition, v1::DispositionCount> decided;

  int64_t reviewed() const;
  int64_t CountOf(v1::Disposition disposition) const;  // 0 where none has it
};

using Progress = google::protobuf::RepeatedPtrField<v1::OrganProgress>;

// The sum over all organs.
Totals TotalsOf(const Progress& progress);

// Counts items by organ, sorted by organ. Names of organs are left to the caller.
class ProgressCounter {
 public:
  void Add(const v1::CampaignItem& item);
  std::vector<v1::OrganProgress> Take();

 private:
  std::map<std::string, v1::OrganProgress> organs_;
};

// Takes `before` out of the progress of its organ and `after` in.
void MoveProgress(const v1::CampaignItem& before, const v1::CampaignItem& after,
                  v1::Campaign* campaign);

// Every item is counted once: by organ, and within each organ by state and disposition.
bool Reconciles(const v1::Campaign& campaign);
// Whether the stored progress is what counting the items gives; names of organs do not matter, nor
// how many were late, which is of a day and not of the items.
bool SameProgress(const v1::Campaign& campaign, absl::Span<const v1::OrganProgress> counted);

}  // namespace santong::cleanup
