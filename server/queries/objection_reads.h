// Objections as each may see them: the public without names and reasons, the lodger by receipt, the
// office with the case, and the case's reviewer alone with who lodged it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/objection_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "server/vault/vault.h"
#include "storage/kv/store.h"

namespace santong::queries {

// By receipt; the caller has opened it (acts::OpenReceipt). A case that is joined to another shows
// how that one stands.
absl::StatusOr<v1::Objection> TrackObjection(const kv::Reader& reader,
                                             settings::SettingsCache& settings,
                                             const vault::Vault& vault, uint64_t id);

// The receipt of a new case with its code, for the reply to whoever lodged it.
absl::StatusOr<v1::Receipt> ReceiptOf(const kv::Reader& reader, const vault::Vault& vault,
                                      const std::string& name);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const vault::Vault& vault, const access::Caller& caller,
                                           const v1::GetObjectionRequest& request);

// At most so many are read for one page of ListObjections.
inline constexpr int kObjectionsReadMax = 10'000;

// Without who lodged them, whoever asks. A page may hold fewer than asked, even none, while
// next_page_token says that there is more.
absl::StatusOr<v1::ListObjectionsResponse> ListObjections(
    const kv::Reader& reader, settings::SettingsCache& settings, const vault::Vault& vault,
    const access::Caller& caller, absl::CivilDay today, const v1::ListObjectionsRequest& request);

// A piece of evidence, for the reviewers of the case. NOT_FOUND for everyone else.
absl::StatusOr<v1::ObjectionEvidenceFile> GetObjectionEvidence(
    const kv::Reader& reader, const vault::Vault& vault, const access::Caller& caller,
    const v1::GetObjectionEvidenceRequest& request);

// A letter, for its lodger (`request.receipt`) or an office concerned (`request.name`). NOT_FOUND
// when the case has no such letter yet, or it is not the caller's; INVALID_ARGUMENT unless exactly
// one of the two is given.
absl::StatusOr<v1::ObjectionLetter> GetObjectionLetter(
    const kv::Reader& reader, settings::SettingsCache& settings, const vault::Vault& vault,
    const access::Caller& caller, const v1::GetObjectionLetterRequest& request);

// What objections that were lodged by `day` say of a document, in Chinese: one sentence each,
// without a name. Of a day before `today` those that were open then, else those that are open.
absl::StatusOr<std::vector<std::string>> ObjectionDoubts(const kv::Reader& reader,
                                                         const std::string& document,
                                                         absl::CivilDay day, absl::CivilDay today);

}  // namespace santong::queries
