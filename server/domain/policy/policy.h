// Policy: what differs between places and times. A leaf is one value with its source; a view is the
// leaves of one jurisdiction on one day, inheritance done (jurisdiction → parent → … → built-in
// default).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "santong/v1/policy.pb.h"
#include "server/domain/deadline/deadline.h"

namespace santong::policy {

// The unit to count by; nullopt for UNSPECIFIED and for units that this program does not know.
std::optional<deadline::Unit> UnitOf(v1::PeriodUnit unit);

// Checks a leaf against the table of leaves (leaf.h): known key, value of its type and range, unit
// of a period, valid_from before valid_to, a number template that parses. INVALID_ARGUMENT
// (RefuseFields) with all violations; paths are relative to the leaf.
absl::Status CheckLeaf(const v1::PolicyLeaf& leaf);

// Keys of leaves.
using LeafKeys = std::set<std::string, std::less<>>;

// The leaves of one jurisdiction on one day. Cheap to copy. Thread-safe to read.
class PolicyView {
 public:
  // The leaf in force, or null when neither the jurisdiction, its parents nor the built-in default
  // set it. A leaf that says `absent` is returned: "no such rule here" differs from "nobody has
  // said".
  const v1::PolicyLeaf* Find(absl::string_view key) const;

  // The period under `key` as a rule to count by; nullopt when not set or absent.
  std::optional<deadline::Rule> Period(absl::string_view key) const;
  // The number under `key`; nullopt when not set or absent.
  std::optional<int64_t> Number(absl::string_view key) const;
  // The text under `key`; empty when not set or absent.
  absl::string_view Text(absl::string_view key) const;
  // The switch under `key`; `otherwise` when not set or absent.
  bool Enabled(absl::string_view key, bool otherwise = false) const;
  // The list under `key`; empty when not set or absent.
  std::vector<std::string> List(absl::string_view key) const;
  // True when nobody has confirmed the leaf (待核定): set, and confirmed_by is empty.
  bool Unconfirmed(absl::string_view key) const;
  // All leaves in force, by key.
  std::vector<const v1::PolicyLeaf*> All() const;

  // The same view, which puts the key of each leaf whose value is asked of it, set or not, into
  // `read`: these decided. `read` must outlive it and its copies; they are for one thread.
  PolicyView Noting(LeafKeys* read) const;
  // As if its value had been asked: for a leaf that decides here and is read elsewhere, e.g. when
  // the clock started that is asked now. Nothing in a view that does not note.
  void Note(absl::string_view key) const;

 private:
  friend class PolicyBook;
  friend PolicyView ViewOf(std::vector<v1::PolicyLeaf> leaves);
  using Leaves = std::map<std::string, v1::PolicyLeaf, std::less<>>;
  const v1::PolicyLeaf* LeafOf(absl::string_view key) const;

  std::shared_ptr<const Leaves> leaves_;
  LeafKeys* read_ = nullptr;
};

// A view of exactly these leaves, whatever their jurisdiction and days. Of two with one key the
// later one counts.
PolicyView ViewOf(std::vector<v1::PolicyLeaf> leaves);

// Every leaf of every jurisdiction, all dates. Immutable; thread-safe.
class PolicyBook {
 public:
  // `parents`: jurisdiction → parent (empty for none), e.g. jurisdictions/630203 →
  // jurisdictions/630200. `leaves`: with `jurisdiction` set, or empty for the built-in default. A
  // cycle of parents or a day that does not exist is INVALID_ARGUMENT. Of two leaves with one
  // level, key and valid_from the later one counts.
  static absl::StatusOr<std::shared_ptr<const PolicyBook>> Create(
      std::map<std::string, std::string> parents, std::vector<v1::PolicyLeaf> leaves);

  // The view of `jurisdiction` on `day`. Of the leaves with one key and level, the one with the
  // latest valid_from not after `day` counts, and ends what came before it; past its valid_to the
  // level sets nothing and the parent's counts. An unknown jurisdiction has the built-in default.
  // Cached per (jurisdiction, day), so that the write path pays once a day.
  PolicyView On(absl::string_view jurisdiction, absl::CivilDay day) const;
  // The same view of these keys alone. Not cached: for a few leaves on any of many days.
  PolicyView On(absl::string_view jurisdiction, absl::CivilDay day,
                absl::Span<const absl::string_view> keys) const;

 private:
  struct Data;
  std::shared_ptr<Data> data_;
};

}  // namespace santong::policy
