// All of screening over one text: the rules, personal data, and what it cites looked up in the
// register. For ScreenDocument, for submission and for every act that takes in a text.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "santong/v1/finding.pb.h"
#include "server/domain/document/decide.h"
#include "server/domain/screening/screen.h"
#include "storage/kv/store.h"

namespace santong::acts {

// The findings of `text` on `today`, each with its identifier, in the order of the text; missing
// parts last; at most screening::kFindingsMax. Of cited documents only those that anyone may read
// are looked at, so a finding tells nobody of a draft. `self` is the document that the text belongs
// to, 0 for none: a text does not cite itself. Takes milliseconds for a long text: call it before a
// transaction. Errors are the reader's.
absl::StatusOr<std::vector<v1::Finding>> ScreenText(const kv::Reader& reader,
                                                    const screening::Screener& screener,
                                                    absl::string_view text, uint64_t self,
                                                    absl::CivilDay today);

// ScreenText of the newest version of a document; without findings when it has no text. NOT_FOUND
// when there is no such document.
absl::StatusOr<v1::Screening> ScreenNewestText(const kv::Reader& reader,
                                               const screening::Screener& screener, uint64_t id,
                                               absl::CivilDay today);

// The screening of a document's submission with `verdicts` on its findings. INVALID_ARGUMENT
// (FIELD_INVALID, naming verdicts[i].finding) for a finding that it does not have.
absl::StatusOr<v1::Screening> JudgeFindings(const kv::Reader& reader, uint64_t id,
                                            absl::Span<const v1::FindingVerdict> verdicts);

// Gives each finding of `to` the verdict that the same one, by its id, has in `from`.
void CarryVerdicts(const v1::Screening& from, google::protobuf::RepeatedPtrField<v1::Finding>* to);

// Keeps in `txn` what was found when the document was submitted, and makes its count a fact of the
// event of `change`: "findings" that ask for a verdict, "notes" that do not. `found` was read
// before the transaction, in the text of that hash; when the text is another one by now, also one
// that took its number as a draft, it is screened again. A verdict stays on what is found again.
absl::Status KeepScreening(kv::Transaction& txn, const screening::Screener& screener, uint64_t id,
                           v1::Screening found, absl::string_view text_sha256, absl::CivilDay today,
                           document::Change* change);

}  // namespace santong::acts
