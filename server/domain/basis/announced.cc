#include "server/domain/basis/announced.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/document/relation.h"
#include "server/domain/text/chinese_date.h"

namespace santong::basis {
namespace {

const char* VerbZh(v1::RelationKind kind) {
  switch (kind) {
    case v1::RELATION_KIND_AMENDS:
      return "修改";
    case v1::RELATION_KIND_REPEALS:
      return "废止";
    case v1::RELATION_KIND_REPLACES:
      return "替代";
    default:
      return "续期";
  }
}

std::string DoubtOf(const v1::AnnouncedEffect& effect, const std::string& day) {
  const std::string name =
      absl::StrCat("《", effect.title(), "》",
                   effect.registration_number().empty()
                       ? ""
                       : absl::StrCat("（", effect.registration_number(), "）"));
  const char* verb = VerbZh(effect.kind());
  if (effect.date().empty()) {
    return absl::StrCat(name, "公布了对本文件的", verb, "，日期待定，尚未落实。");
  }
  // ISO days compare as text.
  return effect.date() <= day ? absl::StrCat(name, "自", effect.date(), "起", verb,
                                             "本文件，尚未落实，引用前请核对。")
                              : absl::StrCat(name, "将自", effect.date(), "起", verb, "本文件。");
}

}  // namespace

std::vector<v1::AnnouncedEffect> AnnouncedEffects(const std::vector<v1::Document>& bearers,
                                                  const std::string& target) {
  std::vector<v1::AnnouncedEffect> effects;
  for (const v1::Document& bearer : bearers) {
    if (bearer.state() == v1::DOCUMENT_STATE_REVOKED) continue;
    for (const v1::Relation& relation : bearer.relations()) {
      if (relation.target() != target || relation.applied() ||
          !document::ChangesItsTarget(relation.kind())) {
        continue;
      }
      v1::AnnouncedEffect effect;
      effect.set_document(bearer.name());
      effect.set_title(bearer.title());
      effect.set_registration_number(bearer.registration_number());
      effect.set_kind(relation.kind());
      effect.set_date(document::DateOf(relation, bearer));
      effects.push_back(std::move(effect));
    }
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const v1::AnnouncedEffect& a, const v1::AnnouncedEffect& b) {
                     return a.date() < b.date();
                   });
  return effects;
}

void ReopenRelations(const std::vector<v1::Event>& events, absl::CivilDay day,
                     v1::Document* bearer) {
  const std::string until = text::FormatIsoDay(day);
  struct Acts {
    size_t by_then = 0;
    size_t later = 0;
  };
  std::map<std::string, Acts> acts_on;  // by the document that was changed
  for (const v1::Event& event : events) {
    const auto target = event.facts().find("target");
    if (event.action() != "APPLY_RELATION" || target == event.facts().end()) continue;
    Acts& acts = acts_on[target->second];
    ++(event.date() <= until ? acts.by_then : acts.later);
  }
  for (const auto& [target, acts] : acts_on) {
    std::vector<v1::Relation*> done;
    for (v1::Relation& relation : *bearer->mutable_relations()) {
      if (relation.target() == target && relation.applied()) done.push_back(&relation);
    }
    std::stable_sort(done.begin(), done.end(), [&](const v1::Relation* a, const v1::Relation* b) {
      return document::DateOf(*a, *bearer) < document::DateOf(*b, *bearer);
    });
    // Each act carried out one at least.
    size_t reopened = acts.by_then == 0 && acts.later > 0 ? done.size() : acts.later;
    for (; reopened > 0 && !done.empty(); --reopened) {
      done.back()->clear_applied();
      done.pop_back();
    }
  }
}

void AddAnnounced(const std::vector<v1::AnnouncedEffect>& effects, v1::Basis* basis) {
  for (const v1::AnnouncedEffect& effect : effects) {
    basis->add_doubts_zh(DoubtOf(effect, basis->date()));
    *basis->add_announced_effects() = effect;
  }
}

}  // namespace santong::basis
