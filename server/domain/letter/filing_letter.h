// The letters of a filing, made of the act that each tells of: which there are and what they say.
// Pure.
#pragma once

#include <string>

#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"
#include "santong/v1/filing.pb.h"
#include "santong/v1/filing_letter.pb.h"
#include "server/domain/letter/letter.h"

namespace santong::letter {

struct FilingLetterFacts {
  const v1::Filing& filing;
  const v1::Document& document;
  const v1::Event& event;  // of which the letter tells
  std::string issuer_name;
  std::string office_name;  // which signs
};

// Whether the letter tells of this event of the filing. Of several it tells of the newest.
bool TellsOf(v1::FilingLetterKind kind, const v1::Event& event);

// The letter must tell of `facts.event`.
Letter Compose(v1::FilingLetterKind kind, const FilingLetterFacts& facts);

}  // namespace santong::letter
