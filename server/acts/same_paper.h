// Documents that may be the paper that a row of a list describes: by its number, or its title. A
// title may be that of very many, so only the first of them are looked at.
#pragma once

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/import.pb.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Two papers with one title and one day, or one number, may be one paper: a hint for people, never
// a refusal. It stands in what everybody reads, and so tells of nothing that is not public.
absl::StatusOr<bool> MayBeDuplicate(const kv::Reader& reader, const v1::Document& document);

// The document of the organ, alone or with others, that was registered under the document number
// or, where none was, under the title and no other number; empty when there is none.
absl::StatusOr<std::string> FindRegistered(const kv::Reader& reader, absl::string_view organ,
                                           const std::string& document_number,
                                           const std::string& title);

// Whether nobody need ask any more why what the issue register lists was not registered: it is by
// now, or it was found to be no normative document.
absl::StatusOr<bool> IsSettled(const kv::Reader& reader, const store::v1::IssueRecord& issue);

// What of the organ's the issue registers that were imported before, under other identifiers, list
// as not registered: one mark a row, to be asked for with MarkOf. Reads all that the jurisdiction's
// registers list.
absl::StatusOr<std::set<std::string>> ListedBefore(const kv::Reader& reader,
                                                   const v1::ImportStart& start);
// The same for the same paper: its number, or its title where it has none.
std::string MarkOf(const std::string& document_number, const std::string& title);

}  // namespace santong::acts
