// Calendars. A new version of a year moves the due days of running clocks and says which.
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/acts/admin_acts.h"
#include "server/acts/admin_writer.h"
#include "server/acts/move_clocks.h"
#include "server/domain/text/chinese_date.h"
#include "server/settings/settings.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

// The days lie in the year, none twice.
absl::Status CheckDays(const v1::Calendar& calendar) {
  std::vector<error::FieldViolation> violations;
  std::set<std::string> seen;
  for (int i = 0; i < calendar.days_size(); ++i) {
    const std::string& date = calendar.days(i).date();
    const std::string field = absl::StrCat("calendar.days[", i, "].date");
    auto day = text::ParseIsoDay(date);
    if (!day.ok()) continue;  // the edge has named it
    if (day->year() != calendar.year()) {
      violations.push_back(
          {field, absl::StrCat(date, " is not in ", calendar.year(), "; put it into its own year"),
           absl::StrCat(date, "不在", calendar.year(), "年；请放入所属年份")});
    }
    if (!seen.insert(date).second) {
      violations.push_back({field, absl::StrCat(date, " stands twice; keep one"),
                            absl::StrCat(date, "重复；请保留一项")});
    }
  }
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

absl::StatusOr<int> NextVersion(const kv::Reader& reader, int year) {
  const std::string prefix = schema::CalendarPrefix(static_cast<uint32_t>(year));
  int version = 1;
  absl::Status scanned = tables::ScanMessages<v1::Calendar>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::Calendar& there) {
        version = there.version() + 1;
        return true;
      });
  if (!scanned.ok()) return scanned;
  return version;
}

}  // namespace

void CreateCalendar(kv::Store& store, Request request, const v1::CreateCalendarRequest& asked,
                    Reply<v1::CreateCalendarResponse> reply) {
  RunAdmin<v1::CreateCalendarResponse>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::CreateCalendarResponse> {
        v1::CreateCalendarResponse response;
        v1::Calendar& calendar = *response.mutable_calendar();
        calendar = asked.calendar();
        if (absl::Status status = CheckDays(calendar); !status.ok()) return status;
        auto version = NextVersion(change.txn, calendar.year());
        if (!version.ok()) return version.status();
        calendar.set_version(*version);
        calendar.set_name(absl::StrCat("calendars/", calendar.year(), "-", *version));
        calendar.mutable_create_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        change.txn.Put(schema::CalendarKey(static_cast<uint32_t>(calendar.year()),
                                           static_cast<uint32_t>(*version)),
                       tables::Encode(calendar));
        auto now = settings::LoadSettings(change.txn);
        if (!now.ok()) return now.status();
        auto moves = FindClockMoves(change.txn, **now, change.request.today);
        if (!moves.ok()) return moves.status();
        for (const v1::MovedDueDate& line : moves->lines) *response.add_moved() = line;
        change.then = [moves = *std::move(moves), request = change.request,
                       name = calendar.name()](kv::Transaction& txn) mutable {
          return WriteClockMoves(txn, std::move(moves), request, name);
        };
        change.event.set_resource(calendar.name());
        change.event.set_type("CalendarCreated");
        change.event.set_action("CREATE");
        change.event.set_reason(calendar.source());
        change.event.set_public_(true);
        // How many alone: everybody reads this event, and what waits at an office is not
        // everybody's. Each resource tells its own in its own history.
        (*change.event.mutable_facts())["moved"] = absl::StrCat(response.moved_size());
        return response;
      },
      [](const kv::Reader& reader,
         const std::string& name) -> absl::StatusOr<v1::CreateCalendarResponse> {
        v1::CreateCalendarResponse response;
        const std::string prefix = schema::TablePrefix('C');
        absl::Status scanned =
            tables::ScanMessages<v1::Calendar>(reader, prefix, schema::PrefixEnd(prefix),
                                               [&](absl::string_view, const v1::Calendar& there) {
                                                 if (there.name() == name)
                                                   *response.mutable_calendar() = there;
                                                 return there.name() != name;
                                               });
        if (!scanned.ok()) return scanned;
        auto moved = ReadClockMoves(reader, name);
        if (!moved.ok()) return moved.status();
        for (const v1::MovedDueDate& line : *moved) *response.add_moved() = line;
        return response;
      },
      std::move(reply));
}

}  // namespace santong::acts
