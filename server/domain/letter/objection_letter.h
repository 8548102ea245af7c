// The letters of an objection, made of the case: which there are and what they say. Pure.
#pragma once

#include <string>

#include "santong/v1/document.pb.h"
#include "santong/v1/objection.pb.h"
#include "santong/v1/objection_letter.pb.h"
#include "santong/v1/policy.pb.h"
#include "server/domain/letter/letter.h"

namespace santong::letter {

struct LetterFacts {
  const v1::Objection&
      objection;  // with the lodger's and the issuer's words, as the reader may see
  const v1::Document& document;
  std::string lodger_name;  // empty where it may not be seen, or was erased
  std::string issuer_name;
  std::string office_name;  // which signs
  // objection.recheck_apply_days of the document's place when the issuer answered; null for none.
  const v1::PolicyLeaf* recheck_period = nullptr;
};

// The day of the act that the letter tells of, YYYY-MM-DD; empty when the case has no such letter.
std::string DateOf(v1::ObjectionLetterKind kind, const v1::Objection& objection);

// Whether the letter is for the lodger; else it is for the issuer.
bool IsForLodger(v1::ObjectionLetterKind kind);

// `kind` must be one that the case has.
Letter Compose(v1::ObjectionLetterKind kind, const LetterFacts& facts);

}  // namespace santong::letter
