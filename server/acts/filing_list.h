// Lists that go out by the calendar, as the register has them, and the act that records one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/filing_list.pb.h"
#include "server/acts/request.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// The organs that were merged into this one, whose duties passed to it (domain.md 7) but for a year
// of which they sent a list themselves; of a list that was sent, those that it was sent for.
// `list_id` is what a name has after the organ's.
absl::StatusOr<std::vector<const v1::Organ*>> MergedBeforeSending(
    const kv::Reader& reader, const settings::Settings& settings, const std::string& organ,
    absl::string_view list_id);

// The list of that name: as it was recorded, or as it is due. NOT_FOUND when nothing asks for it,
// as nothing does for a year before the entry into the register of the organ and of those that were
// merged into it.
absl::StatusOr<v1::FilingList> FindFilingList(const kv::Reader& reader,
                                              const settings::Settings& settings,
                                              absl::CivilDay today, const std::string& name);

// What the organs of the jurisdiction that are `wanted` have not sent of the years that are over,
// each since its year of entry into the register, or that of an organ that was merged into it.
absl::StatusOr<std::vector<v1::FilingList>> DueYearlyLists(
    const kv::Reader& reader, const settings::Settings& settings, absl::CivilDay today,
    const v1::Jurisdiction& jurisdiction, absl::FunctionRef<bool(const v1::Organ&)> wanted);
// What the jurisdiction's office is to publish next; nullopt where the policy asks for nothing.
absl::StatusOr<std::optional<v1::FilingList>> DuePublicList(const kv::Reader& reader,
                                                            const settings::Settings& settings,
                                                            absl::CivilDay today,
                                                            const v1::Jurisdiction& jurisdiction);

// Records that the list was sent or published. NOT_FOUND as above, or when the caller may not know
// of it; PERMISSION_DENIED when another sends it; ALREADY_EXISTS when that was recorded before;
// INVALID_ARGUMENT for an evidence that does not prove it.
void RecordFilingList(kv::Store& store, settings::SettingsCache& settings, Request request,
                      const v1::RecordFilingListRequest& asked, Reply<v1::FilingList> reply);

}  // namespace santong::acts
