// The marks 待核定 of clocks as a resource is shown: those stand no more whose leaves and days off
// were confirmed since the clock started. Nothing is written; the due days stay.
#pragma once

#include "absl/status/status.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/filing.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::settings {

// Takes the marks off that no longer stand (workflow::DropConfirmedMarks), by the policy and the
// days off of the place that the resource's clocks count by: a document's own, a filing's reviewer,
// the document's of an objection, a cleanup's own. DATA_LOSS where an objection names no document.
absl::Status DropConfirmedMarks(const kv::Reader& reader, const Settings& settings,
                                v1::Document* document);
absl::Status DropConfirmedMarks(const kv::Reader& reader, const Settings& settings,
                                v1::Filing* filing);
absl::Status DropConfirmedMarks(const kv::Reader& reader, const Settings& settings,
                                v1::Objection* objection);
absl::Status DropConfirmedMarks(const kv::Reader& reader, const Settings& settings,
                                v1::Campaign* campaign);

}  // namespace santong::settings
