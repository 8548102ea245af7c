#include "server/queries/as_of.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/catalog/timeline.h"
#include "server/queries/visit_events.h"

namespace santong::queries {
namespace {

// What an act that changes the term says of the one that it replaces.
constexpr char kLastValidDateBefore[] = "last_valid_date_before";
constexpr char kYearsBefore[] = "years_before";
constexpr char kComputedBefore[] = "computed_before";
constexpr char kByStatedYearsBefore[] = "by_stated_years_before";

// What the event of a file says of it.
constexpr char kAttachmentSha256[] = "attachment_sha256";
constexpr char kPublished[] = "published";

bool IsAfter(const v1::Event& event, absl::CivilDay day) {
  const auto date = basis::DayOf(event.date());
  return date.has_value() && *date > day;
}

// Files that were published with it later than on `day`. One that was sent again counts from the
// first time; where an older event does not say whether it was published then, from the last.
absl::Status DropLaterFiles(const kv::Reader& reader, absl::CivilDay day, v1::Document* then) {
  auto& files = *then->mutable_published_files();
  if (files.empty()) return absl::OkStatus();
  std::set<std::string> before, later;
  absl::Status visited = VisitEvents(reader, then->name(), [&](const v1::Event& event) {
    const auto sha256 = event.facts().find(kAttachmentSha256);
    if (sha256 == event.facts().end()) return true;
    if (IsAfter(event, day)) {
      later.insert(sha256->second);
      return true;
    }
    const auto published = event.facts().find(kPublished);
    if (published != event.facts().end() && published->second == "true") {
      before.insert(sha256->second);
    } else {
      before.erase(sha256->second);
    }
    return true;
  });
  if (!visited.ok()) return visited;
  files.erase(std::remove_if(files.begin(), files.end(),
                             [&](const v1::Attachment& file) {
                               return later.count(file.sha256()) > 0 &&
                                      before.count(file.sha256()) == 0;
                             }),
              files.end());
  return absl::OkStatus();
}

// The term as the first change after `day` found it.
absl::Status KeepTerm(const kv::Reader& reader, absl::CivilDay day, v1::Document* then) {
  return VisitEvents(reader, then->name(), [&](const v1::Event& event) {
    const auto& facts = event.facts();
    const auto last_valid_date = facts.find(kLastValidDateBefore);
    if (last_valid_date == facts.end() || !IsAfter(event, day)) return true;
    v1::Term& term = *then->mutable_term();
    term.set_last_valid_date(last_valid_date->second);
    // Older events say no more of it.
    const auto years = facts.find(kYearsBefore);
    const auto computed = facts.find(kComputedBefore);
    const auto by_stated_years = facts.find(kByStatedYearsBefore);
    int32_t number = 0;
    if (years == facts.end() || computed == facts.end() || by_stated_years == facts.end() ||
        !absl::SimpleAtoi(years->second, &number)) {
      return false;
    }
    term.set_years(number);
    term.set_computed(computed->second == "true");
    term.set_by_stated_years(by_stated_years->second == "true");
    return false;
  });
}

}  // namespace

absl::StatusOr<std::optional<v1::Document>> DocumentAsOf(const kv::Reader& reader,
                                                         const v1::Document& document,
                                                         absl::CivilDay day) {
  std::optional<v1::Document> then = catalog::AsOf(document, day);
  if (!then.has_value()) return then;
  if (absl::Status kept = KeepTerm(reader, day, &*then); !kept.ok()) return kept;
  if (absl::Status dropped = DropLaterFiles(reader, day, &*then); !dropped.ok()) return dropped;
  return then;
}

}  // namespace santong::queries
