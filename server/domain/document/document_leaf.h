// What the log says of a document.
#pragma once

#include "santong/v1/document.pb.h"
#include "server/domain/proof/leaf.h"

namespace santong::document {

// Fills what a leaf says of the document after an event, as a function of the document alone, so
// that it can be written with the event and verified against the document later. Of a text that is
// not public (不予公开) neither number of the issuer nor versions; of each version the caller adds
// SM3 and outline.
void DescribeInLeaf(const v1::Document& document, proof::Leaf* leaf);

// Whether the register answers for the document: it bears a number, or was imported.
bool IsInRegister(const v1::Document& document);

// The lead organ, or its printed name where the registry does not know it.
std::string LeadOrganOf(const v1::Document& document);

}  // namespace santong::document
