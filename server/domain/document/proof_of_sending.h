// The proof that something was sent or made public: a letter, a receipt, a notice. Whether that was
// in time goes by its day, whenever it is recorded.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/evidence.pb.h"
#include "server/domain/error/refusal.h"

namespace santong::document {

// What is to be proved.
struct Sending {
  const char* field;             // where the request has the proof: "evidence"
  v1::EvidenceKind kind;         // of the proof, which may leave it out
  absl::string_view first_date;  // YYYY-MM-DD; it could not be sent before
  const char* before_en;         // why not: "when …"
  const char* before_zh;
};

// The fields of the request for which `proof` does not prove it on `today`: no title, no person, no
// day, a day after today or before the first, another kind. Empty when it does.
std::vector<error::FieldViolation> WrongInProof(const v1::Evidence& proof, const Sending& sending,
                                                absl::CivilDay today);

}  // namespace santong::document
