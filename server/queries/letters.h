// The letters of documents and filings (文书), and who signs letters. Those of objections are made
// where their sealed words are opened (objection_reads.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "santong/v1/document_letter.pb.h"
#include "santong/v1/filing_letter.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// The legal office of the place, which signs its letters; the place itself where none is known.
std::string OfficeName(const settings::Settings& settings, const std::string& jurisdiction);

// The organ's name; its resource name where the registry does not know it.
std::string OrganName(const settings::Settings& settings, const std::string& name);

// For who sees what is internal of the document. NOT_FOUND for others, and when it has no such
// letter.
absl::StatusOr<v1::DocumentLetter> GetDocumentLetter(const kv::Reader& reader,
                                                     settings::SettingsCache& settings,
                                                     const access::Caller& caller,
                                                     const v1::GetDocumentLetterRequest& request);

// For who may see the filing. NOT_FOUND for others, and when it has no such letter.
absl::StatusOr<v1::FilingLetter> GetFilingLetter(const kv::Reader& reader,
                                                 settings::SettingsCache& settings,
                                                 const access::Caller& caller,
                                                 const v1::GetFilingLetterRequest& request);

}  // namespace santong::queries
