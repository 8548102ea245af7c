#include "server/domain/document/other_document.h"

#include "server/domain/document/relation.h"
#include "server/domain/document/subject.h"

namespace santong::document {

namespace {

// In which `bearer` names the document; as FindRelation of facts.
const v1::Relation* FindRelation(const v1::Document& bearer, const v1::Document& document,
                                 v1::RelationKind kind) {
  // A document does nothing to itself: the two would be written over each other.
  if (bearer.name() == document.name()) return nullptr;
  const v1::Relation* first = nullptr;
  for (const v1::Relation& relation : bearer.relations()) {
    if (relation.kind() != kind || relation.target() != document.name() || relation.applied())
      continue;
    if (first == nullptr || DateOf(relation, bearer) < DateOf(*first, bearer)) first = &relation;
  }
  return first;
}

}  // namespace

bool IsPublishedAndStands(const v1::Document& other) {
  return other.state() == v1::DOCUMENT_STATE_PUBLISHED ||
         other.state() == v1::DOCUMENT_STATE_IN_EFFECT;
}

bool IsOfTheJurisdiction(const v1::Document& other, const v1::Document& document,
                         const std::string& parent) {
  return other.jurisdiction() == document.jurisdiction() ||
         (!parent.empty() && other.jurisdiction() == parent);
}

bool MayContinue(const v1::Document& bearer, const v1::Document& document,
                 const std::string& parent) {
  return IsPublishedAndStands(bearer) && IsOfTheJurisdiction(bearer, document, parent) &&
         FindRelation(bearer, document, v1::RELATION_KIND_CONTINUES) != nullptr;
}

const v1::Relation* FindRelation(const Facts& facts, v1::RelationKind kind) {
  return facts.other == nullptr ? nullptr : FindRelation(*facts.other, facts.document, kind);
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
