// What a document does to another one.
#pragma once

#include <algorithm>
#include <string>

#include "santong/v1/document.pb.h"

namespace santong::document {

// Relations that change the other document; the others only refer to it.
inline bool ChangesItsTarget(v1::RelationKind kind) {
  return kind == v1::RELATION_KIND_AMENDS || kind == v1::RELATION_KIND_REPEALS ||
         kind == v1::RELATION_KIND_REPLACES || kind == v1::RELATION_KIND_CONTINUES;
}

// The day from which the relation counts, YYYY-MM-DD: its own date, but not before the first day of
// effect of the document that bears it, which changes nothing before it counts itself. Empty when
// neither is known.
inline std::string DateOf(const v1::Relation& relation, const v1::Document& bearer) {
  return std::max(relation.date(), bearer.effective_date());  // ISO days compare as text
}

}  // namespace santong::document
