#include "server/queries/visit_events.h"

#include "absl/strings/string_view.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::queries {

absl::Status VisitEvents(const kv::Reader& reader, const std::string& resource,
                         absl::FunctionRef<bool(const v1::Event&)> visit) {
  absl::Status damage;
  const std::string prefix = schema::HistoryPrefix(resource);
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        // A key ends in the event's sequence number.
        auto sequence = schema::DecodeUint64(key.substr(key.size() - 8));
        damage = sequence.status();
        if (!sequence.ok()) return false;
        auto event = tables::GetEvent(reader, *sequence);
        damage = event.status();
        return event.ok() && visit(*event);
      });
  return damage.ok() ? scanned : damage;
}

absl::StatusOr<std::vector<v1::Event>> PublicEvents(const kv::Reader& reader,
                                                    const std::string& resource) {
  std::vector<v1::Event> events;
  absl::Status visited = VisitEvents(reader, resource, [&](const v1::Event& event) {
    if (event.public_()) events.push_back(event);
    return true;
  });
  if (!visited.ok()) return visited;
  return events;
}

absl::StatusOr<std::optional<v1::Event>> NewestEvent(
    const kv::Reader& reader, const std::string& resource,
    absl::FunctionRef<bool(const v1::Event&)> fits) {
  std::optional<v1::Event> newest;
  absl::Status visited = VisitEvents(reader, resource, [&](const v1::Event& event) {
    if (fits(event)) newest = event;
    return true;
  });
  if (!visited.ok()) return visited;
  return newest;
}

}  // namespace santong::queries
