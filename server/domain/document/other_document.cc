#include "server/domain/document/other_document.h"

#include "server/domain/document/relation.h"
#include "server/domain/document/subject.h"

namespace santong::document {

bool IsPublishedAndStands(const v1::Document& other) {
  return other.state() == v1::DOCUMENT_STATE_PUBLISHED ||
         other.state() == v1::DOCUMENT_STATE_IN_EFFECT;
}

const v1::Relation* FindRelation(const Facts& facts, v1::RelationKind kind) {
  // A document does nothing to itself: the two would be written over each other.
  if (facts.other == nullptr || facts.other->name() == facts.document.name()) return nullptr;
  const v1::Relation* first = nullptr;
  for (const v1::Relation& relation : facts.other->relations()) {
    if (relation.kind() != kind || relation.target() != facts.document.name() || relation.applied())
      continue;
    if (first == nullptr || DateOf(relation, *facts.other) < DateOf(*first, *facts.other))
      first = &relation;
  }
  return first;
}

std::string FirstDayOfAmendment(const Facts& facts) {
  if (facts.act.date.has_value()) return IsoDay(*facts.act.date);
  if (facts.other == nullptr) return "";
  const v1::Relation* relation = FindRelation(facts, v1::RELATION_KIND_AMENDS);
  return relation == nullptr ? facts.other->effective_date() : DateOf(*relation, *facts.other);
}

std::string EffectiveDateOfNewestText(const v1::Document& document) {
  if (document.versions_size() == 0) return document.effective_date();
  const std::string& own = document.versions(document.versions_size() - 1).effective_date();
  return own.empty() ? document.effective_date() : own;
}

}  // namespace santong::document
