// Resolving leaves: by level, by day, once a day for each jurisdiction.
#include "server/domain/policy/policy.h"

#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/domain/error/refusal.h"

namespace santong::policy {
namespace {

// Views held at once; past it the cache starts anew. Days asked about are today and, for
// CheckBasis, any other.
constexpr size_t kCachedViewsMax = 4096;

constexpr char kBuiltin[] = "";

struct DatedLeaf {
  absl::CivilDay from_day;
  absl::CivilDay to_day;  // the last day
  v1::PolicyLeaf leaf;
};

// The leaves of one level with one key, by their first day.
using Succession = std::map<absl::CivilDay, DatedLeaf>;
using Level = std::map<std::string, Succession, std::less<>>;

bool ReadDay(const std::string& date, absl::CivilDay otherwise, absl::CivilDay* day) {
  *day = otherwise;
  return date.empty() || absl::ParseCivilTime(date, day);
}

// The leaf of a succession that counts on `day`, or null.
const v1::PolicyLeaf* InForce(const Succession& succession, absl::CivilDay day) {
  auto after = succession.upper_bound(day);
  if (after == succession.begin()) return nullptr;
  const DatedLeaf& last = std::prev(after)->second;
  return day <= last.to_day ? &last.leaf : nullptr;
}

bool HasCycle(const std::map<std::string, std::string>& parents) {
  for (const auto& [start, unused] : parents) {
    std::set<std::string> seen;
    for (auto at = parents.find(start); at != parents.end(); at = parents.find(at->second)) {
      if (!seen.insert(at->first).second) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<deadline::Unit> UnitOf(v1::PeriodUnit unit) {
  switch (unit) {
    case v1::PERIOD_UNIT_WORKING_DAYS:
      return deadline::Unit::kWorkingDays;
    case v1::PERIOD_UNIT_CALENDAR_DAYS:
      return deadline::Unit::kCalendarDays;
    case v1::PERIOD_UNIT_MONTHS:
      return deadline::Unit::kMonths;
    case v1::PERIOD_UNIT_YEARS:
      return deadline::Unit::kYears;
    default:
      return std::nullopt;
  }
}

const v1::PolicyLeaf* PolicyView::LeafOf(absl::string_view key) const {
  if (leaves_ == nullptr) return nullptr;
  auto found = leaves_->find(std::string_view(key.data(), key.size()));
  return found == leaves_->end() ? nullptr : &found->second;
}

const v1::PolicyLeaf* PolicyView::Find(absl::string_view key) const {
  Note(key);
  return LeafOf(key);
}

std::optional<deadline::Rule> PolicyView::Period(absl::string_view key) const {
  const v1::PolicyLeaf* leaf = Find(key);
  if (leaf == nullptr || !leaf->has_number()) return std::nullopt;
  return deadline::Rule{.limit = leaf->number(),
                        .unit = UnitOf(leaf->unit()).value_or(deadline::Unit::kCalendarDays),
                        .roll_forward = leaf->roll_forward()};
}

std::optional<int64_t> PolicyView::Number(absl::string_view key) const {
  const v1::PolicyLeaf* leaf = Find(key);
  if (leaf == nullptr || !leaf->has_number()) return std::nullopt;
  return leaf->number();
}

absl::string_view PolicyView::Text(absl::string_view key) const {
  const v1::PolicyLeaf* leaf = Find(key);
  return leaf == nullptr ? absl::string_view() : absl::string_view(leaf->text());
}

bool PolicyView::Enabled(absl::string_view key, bool otherwise) const {
  const v1::PolicyLeaf* leaf = Find(key);
  return leaf == nullptr || !leaf->has_enabled() ? otherwise : leaf->enabled();
}

std::vector<std::string> PolicyView::List(absl::string_view key) const {
  const v1::PolicyLeaf* leaf = Find(key);
  if (leaf == nullptr) return {};
  return {leaf->list().items().begin(), leaf->list().items().end()};
}

bool PolicyView::Unconfirmed(absl::string_view key) const {
  const v1::PolicyLeaf* leaf = LeafOf(key);
  return leaf != nullptr && leaf->confirmed_by().empty();
}

std::vector<const v1::PolicyLeaf*> PolicyView::All() const {
  std::vector<const v1::PolicyLeaf*> all;
  if (leaves_ == nullptr) return all;
  all.reserve(leaves_->size());
  for (const auto& [key, leaf] : *leaves_) all.push_back(&leaf);
  return all;
}

PolicyView PolicyView::Noting(LeafKeys* read) const {
  PolicyView noting = *this;
  noting.read_ = read;
  return noting;
}

void PolicyView::Note(absl::string_view key) const {
  if (read_ != nullptr) read_->insert(std::string(key));
}

PolicyView ViewOf(std::vector<v1::PolicyLeaf> leaves) {
  PolicyView::Leaves by_key;
  for (v1::PolicyLeaf& leaf : leaves) {
    std::string key = leaf.key();
    by_key[std::move(key)] = std::move(leaf);
  }
  PolicyView view;
  view.leaves_ = std::make_shared<const PolicyView::Leaves>(std::move(by_key));
  return view;
}

struct PolicyBook::Data {
  using ViewsByDay = absl::flat_hash_map<absl::CivilDay, PolicyView>;

  std::map<std::string, std::string> parents;
  std::map<std::string, Level, std::less<>> levels;

  absl::Mutex mutex;
  absl::flat_hash_map<std::string, ViewsByDay> views ABSL_GUARDED_BY(mutex);
  size_t view_count ABSL_GUARDED_BY(mutex) = 0;

  // Puts the leaves of `jurisdiction` and of all above it into `into`, the lowest level last.
  void Resolve(const std::string& jurisdiction, absl::CivilDay day,
               PolicyView::Leaves& into) const {
    if (jurisdiction != kBuiltin) {
      auto parent = parents.find(jurisdiction);
      Resolve(parent == parents.end() ? kBuiltin : parent->second, day, into);
    }
    auto level = levels.find(jurisdiction);
    if (level == levels.end()) return;
    for (const auto& [key, succession] : level->second) {
      if (const v1::PolicyLeaf* leaf = InForce(succession, day)) into[key] = *leaf;
    }
  }

  // The leaf under the key that counts in `jurisdiction`, or null: that of the lowest level.
  const v1::PolicyLeaf* Find(std::string jurisdiction, absl::CivilDay day,
                             absl::string_view key) const {
    while (true) {
      if (auto level = levels.find(jurisdiction); level != levels.end()) {
        auto found = level->second.find(std::string_view(key.data(), key.size()));
        if (found != level->second.end()) {
          if (const v1::PolicyLeaf* leaf = InForce(found->second, day)) return leaf;
        }
      }
      if (jurisdiction == kBuiltin) return nullptr;
      auto parent = parents.find(jurisdiction);
      jurisdiction = parent == parents.end() ? kBuiltin : parent->second;
    }
  }

  // Names that nobody knows share the built-in default's views, so that they cannot fill the cache.
  std::string Known(absl::string_view jurisdiction) const {
    std::string name(jurisdiction);
    return parents.count(name) > 0 || levels.count(name) > 0 ? name : kBuiltin;
  }
};

absl::StatusOr<std::shared_ptr<const PolicyBook>> PolicyBook::Create(
    std::map<std::string, std::string> parents, std::vector<v1::PolicyLeaf> leaves) {
  if (HasCycle(parents)) {
    return error::RefuseField("parent", "The parents of the jurisdictions form a cycle.",
                              "行政区域的上级关系形成循环。");
  }
  auto data = std::make_shared<Data>();
  data->parents = std::move(parents);
  for (v1::PolicyLeaf& leaf : leaves) {
    DatedLeaf dated;
    if (!ReadDay(leaf.valid_from(), absl::CivilDay::min(), &dated.from_day) ||
        !ReadDay(leaf.valid_to(), absl::CivilDay::max(), &dated.to_day)) {
      return error::RefuseField(absl::StrCat("leaves[", leaf.key(), "]"),
                                "valid_from or valid_to is not a day.",
                                "valid_from 或 valid_to 不是有效日期。");
    }
    Succession& succession = data->levels[leaf.jurisdiction()][leaf.key()];
    const absl::CivilDay from_day = dated.from_day;
    dated.leaf = std::move(leaf);
    succession[from_day] = std::move(dated);
  }
  auto book = std::make_shared<PolicyBook>();
  book->data_ = std::move(data);
  return std::shared_ptr<const PolicyBook>(std::move(book));
}

PolicyView PolicyBook::On(absl::string_view jurisdiction, absl::CivilDay day) const {
  {
    absl::ReaderMutexLock lock(&data_->mutex);
    auto views = data_->views.find(jurisdiction);
    if (views != data_->views.end()) {
      auto view = views->second.find(day);
      if (view != views->second.end()) return view->second;
    }
  }
  const std::string known = data_->Known(jurisdiction);
  PolicyView::Leaves leaves;
  data_->Resolve(known, day, leaves);
  PolicyView view;
  view.leaves_ = std::make_shared<const PolicyView::Leaves>(std::move(leaves));

  absl::MutexLock lock(&data_->mutex);
  if (data_->view_count >= kCachedViewsMax) {
    data_->views.clear();
    data_->view_count = 0;
  }
  auto [at, inserted] = data_->views[known].try_emplace(day, view);
  if (inserted) ++data_->view_count;
  return at->second;
}

PolicyView PolicyBook::On(absl::string_view jurisdiction, absl::CivilDay day,
                          absl::Span<const absl::string_view> keys) const {
  const std::string known = data_->Known(jurisdiction);
  PolicyView::Leaves leaves;
  for (absl::string_view key : keys) {
    if (const v1::PolicyLeaf* leaf = data_->Find(known, day, key)) leaves[std::string(key)] = *leaf;
  }
  PolicyView view;
  view.leaves_ = std::make_shared<const PolicyView::Leaves>(std::move(leaves));
  return view;
}

}  // namespace santong::policy
