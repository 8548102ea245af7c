#include "server/domain/basis/version_on.h"

#include <algorithm>
#include <map>
#include <optional>

#include "server/domain/basis/conditions.h"

namespace santong::basis {
namespace {

// A text and its corrections: they count on the same days, and the newest of them is the one to
// read.
struct Line {
  std::optional<absl::CivilDay> first_day;
  std::optional<absl::CivilDay> last_day;  // absent while one of them is open
  uint32_t newest = 0;
};

}  // namespace

uint32_t VersionOn(const v1::Document& document, absl::CivilDay day) {
  std::map<uint32_t, uint32_t> root_of;  // version → the text that its line begins with
  std::map<uint32_t, Line> lines;        // by that text
  for (const v1::VersionSummary& version : document.versions()) {
    const auto corrected = root_of.find(version.corrects());
    const bool corrects =
        version.kind() == v1::VERSION_KIND_CORRECTION && corrected != root_of.end();
    const uint32_t root = corrects ? corrected->second : version.number();
    root_of[version.number()] = root;
    Line& line = lines[root];
    line.newest = version.number();
    const auto last_day = DayOf(version.last_effective_date());
    if (corrects) {
      if (!last_day || !line.last_day) {
        line.last_day.reset();
      } else {
        line.last_day = std::max(*line.last_day, *last_day);
      }
      continue;
    }
    line.last_day = last_day;
    line.first_day = DayOf(version.effective_date());
    if (!line.first_day && version.kind() != v1::VERSION_KIND_AMENDMENT) {
      line.first_day = DayOf(document.effective_date());
    }
  }
  // Of the lines that are open on the day the one that began last; of two that began on one day,
  // the later text.
  const Line* counting = nullptr;
  for (const auto& [root, line] : lines) {
    if (!line.first_day || *line.first_day > day || (line.last_day && *line.last_day < day))
      continue;
    if (counting == nullptr || *line.first_day >= *counting->first_day) counting = &line;
  }
  return counting == nullptr ? 0 : counting->newest;
}

}  // namespace santong::basis
