// The document's transition table: the phases in the order of a life, and what can be said of them
// before they run.
#include <algorithm>
#include <array>

#include "server/domain/document/citation_rows.h"
#include "server/domain/document/cleanup_rows.h"
#include "server/domain/document/end_rows.h"
#include "server/domain/document/life_rows.h"
#include "server/domain/document/registration_rows.h"
#include "server/domain/workflow/checks.h"

namespace santong::document {
namespace {

template <size_t A, size_t B>
constexpr std::array<Row, A + B> Join(const std::array<Row, A>& first,
                                      const std::array<Row, B>& second) {
  std::array<Row, A + B> joined{};
  std::copy(first.begin(), first.end(), joined.begin());
  std::copy(second.begin(), second.end(), joined.begin() + A);
  return joined;
}

constexpr auto kTable = Join(Join(Join(kRegistrationRows, kLegacyRows), Join(kLifeRows, kEndRows)),
                             Join(kCleanupRows, kCitationRows));

constexpr State kStates[] = {kDraft,        kSubmitted,  kReturned,   kRefused,  kWithdrawn,
                             kNotNormative, kRegistered, kPublished,  kInEffect, kSuspended,
                             kLapsed,       kRepealed,   kSuperseded, kRevoked,  kLegacy};

constexpr bool EveryStateIsReached() {
  for (State state : kStates) {
    if (!workflow::IsReachable<std::size(kStates) + 1>(kTable, kNothing, state)) return false;
  }
  return true;
}

// Whatever happens by itself leaves the state alone, brings a document into effect or ends it; it
// never registers.
constexpr bool NothingIsApprovedBySilence() {
  for (const Row& row : kTable) {
    if (row.roles[0] != v1::ROLE_SYSTEM) continue;
    if (row.to == kRegistered && row.from != kRegistered) return false;
    if (row.action == Action::kMarkOverdue && row.to != row.from) return false;
  }
  return true;
}

static_assert(workflow::IsDeterministic(kTable));
static_assert(workflow::IsCited(kTable));
static_assert(EveryStateIsReached());
static_assert(NothingIsApprovedBySilence());
static_assert(!workflow::HasRowFrom(kTable, kRefused) &&
              !workflow::HasRowFrom(kTable, kWithdrawn) &&
              !workflow::HasRowFrom(kTable, kNotNormative) &&
              !workflow::HasRowFrom(kTable, kRevoked));

}  // namespace

absl::Span<const Row> Table() { return kTable; }

}  // namespace santong::document
