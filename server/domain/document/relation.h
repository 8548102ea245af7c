// What a document does to another one.
#pragma once

#include <string>

#include "santong/v1/document.pb.h"

namespace santong::document {

// Relations that change the other document; the others only refer to it.
inline bool ChangesItsTarget(v1::RelationKind kind) {
  return kind == v1::RELATION_KIND_AMENDS || kind == v1::RELATION_KIND_REPEALS ||
         kind == v1::RELATION_KIND_REPLACES || kind == v1::RELATION_KIND_CONTINUES;
}

// The day from which the relation counts, YYYY-MM-DD: its own date, else the first day of effect of
// the document that bears it. Empty when neither is known.
inline std::string DateOf(const v1::Relation& relation, const v1::Document& bearer) {
  return relation.date().empty() ? bearer.effective_date() : relation.date();
}

}  // namespace santong::document
