#include "server/domain/basis/announced.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/document/relation.h"

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

void AddAnnounced(const std::vector<v1::AnnouncedEffect>& effects, v1::Basis* basis) {
  for (const v1::AnnouncedEffect& effect : effects) {
    basis->add_doubts_zh(DoubtOf(effect, basis->date()));
    *basis->add_announced_effects() = effect;
  }
}

}  // namespace santong::basis
