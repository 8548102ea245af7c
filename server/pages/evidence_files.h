// The files that a form sends to an objection as its evidence.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/receipt.pb.h"
#include "server/pages/refusal.h"

namespace santong::pages {

// evidence.html in the content's {{>EVIDENCE_FIELD}}: where files are chosen, with what the policy
// of `jurisdiction` (jurisdictions/{code}) takes today, as it is enforced: their types, how many,
// and how large each. Nothing is said of it where `jurisdiction` is empty or the register does not
// answer.
Dictionary* AddEvidenceField(const Visit& visit, const std::string& jurisdiction, Dictionary& body);

struct SentFile {
  std::string name;     // as the sender calls it
  std::string refusal;  // why it was not taken, in the visitor's language; empty when it was
};

// Adds each file of the visitor's form to the case of this receipt, in the form's order. Each is a
// call of its own that can be repeated: one that is refused keeps no other out, and a form that is
// sent again adds nothing twice.
std::vector<SentFile> AddEvidence(const Visit& visit, const v1::Receipt& receipt);

// The names of those that were taken, as one list; empty when none was.
std::string TakenNames(const std::vector<SentFile>& sent, const Words& words);

// What is said of each one that was not taken: its name and why. `field` is where a form asks for
// files.
std::vector<Wrong> RefusedFiles(const std::vector<SentFile>& sent, const std::string& field,
                                const Words& words);

}  // namespace santong::pages
