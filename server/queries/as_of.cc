#include "server/queries/as_of.h"

#include <string>

#include "absl/strings/string_view.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/catalog/timeline.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::queries {
namespace {

// What an act that changes the term says of the day that it replaces.
constexpr char kLastValidDateBefore[] = "last_valid_date_before";

// The last day of the term as the first change after `day` found it; nullopt without such a change.
absl::StatusOr<std::optional<std::string>> LastValidDateOn(const kv::Reader& reader,
                                                           const std::string& document,
                                                           absl::CivilDay day) {
  std::optional<std::string> found;
  absl::Status damage;
  const std::string prefix = schema::HistoryPrefix(document);
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        // A key ends in the event's sequence number.
        auto sequence = schema::DecodeUint64(key.substr(key.size() - 8));
        damage = sequence.status();
        if (!sequence.ok()) return false;
        auto event = tables::GetEvent(reader, *sequence);
        damage = event.status();
        if (!event.ok()) return false;
        const auto before = event->facts().find(kLastValidDateBefore);
        if (before == event->facts().end()) return true;
        const auto changed = basis::DayOf(event->date());
        if (!changed.has_value() || *changed <= day) return true;
        found = before->second;
        return false;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return found;
}

}  // namespace

absl::StatusOr<std::optional<v1::Document>> DocumentAsOf(const kv::Reader& reader,
                                                         const v1::Document& document,
                                                         absl::CivilDay day) {
  std::optional<v1::Document> then = catalog::AsOf(document, day);
  if (!then.has_value()) return then;
  auto last_valid = LastValidDateOn(reader, document.name(), day);
  if (!last_valid.ok()) return last_valid.status();
  if (last_valid->has_value()) then->mutable_term()->set_last_valid_date(**last_valid);
  return then;
}

}  // namespace santong::queries
