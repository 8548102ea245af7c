// The document that amends, repeals, replaces or continues the one an act is about.
#pragma once

#include <string>

#include "santong/v1/document.pb.h"
#include "server/domain/document/document_facts.h"

namespace santong::document {

// Whether it is published and neither suspended nor ended: what it says of other documents may be
// carried out.
bool IsPublishedAndStands(const v1::Document& other);

// Whether it is of the document's jurisdiction or the one above it, `parent`; empty for none.
bool IsOfTheJurisdiction(const v1::Document& other, const v1::Document& document,
                         const std::string& parent);

// Whether ContinueDocument on `document` may carry out what `bearer` says: that it continues it.
bool MayContinue(const v1::Document& bearer, const v1::Document& document,
                 const std::string& parent);

// The relation of this kind in which `facts.other` names the document and which is not carried out
// yet, the earliest of several; null when there is none.
const v1::Relation* FindRelation(const Facts& facts, v1::RelationKind kind);

// The first day of an amended text: as asked for, else the day of the relation. Empty when
// `facts.other` is null.
std::string FirstDayOfAmendment(const Facts& facts);

// The first day of the newest text: its own, else the document's.
std::string EffectiveDateOfNewestText(const v1::Document& document);

}  // namespace santong::document
