// The history of one resource or of all.
#pragma once

#include "absl/status/statusor.h"
#include "santong/v1/document_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// The events of request.parent in the order that it asks for. Who sees a document's internal part
// or is of an office that a filing or an objection concerns, and an auditor or admin, sees all;
// others see the public events of what is public, without persons. An empty parent is for auditors
// and admins.
absl::StatusOr<v1::ListHistoryResponse> ListHistory(const kv::Reader& reader,
                                                    settings::SettingsCache& settings,
                                                    const access::Caller& caller,
                                                    const v1::ListHistoryRequest& request);

}  // namespace santong::queries
