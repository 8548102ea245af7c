// The letters on a document's registration and on its filing that is missing, made of the act that
// each tells of: which there are and what they say. Pure.
#pragma once

#include <string>

#include "santong/v1/document.pb.h"
#include "santong/v1/document_letter.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/letter/letter.h"

namespace santong::letter {

struct DocumentLetterFacts {
  const v1::Document& document;  // with what is internal
  const v1::Event& event;        // of which the letter tells
  std::string issuer_name;
  std::string office_name;  // which signs
};

// Whether the letter tells of this event of the document, as the document is now. Of several it
// tells of the newest.
bool TellsOf(v1::DocumentLetterKind kind, const v1::Event& event, const v1::Document& document);

// The letter must tell of `facts.event`.
Letter Compose(v1::DocumentLetterKind kind, const DocumentLetterFacts& facts);

}  // namespace santong::letter
