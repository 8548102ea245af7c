// Who may issue (制定主体), and whether all who issue agree.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

// Coordinating and temporary bodies, internal and dispatched ones may not issue, alone or jointly
// (Hebei 2016).
bool MayCoIssue(v1::OrganKind kind) {
  return kind != v1::ORGAN_KIND_UNSPECIFIED && kind != v1::ORGAN_KIND_COORDINATING &&
         kind != v1::ORGAN_KIND_INTERNAL;
}

// A Party organ co-issues; what it leads belongs into the Party's own register.
bool MayLead(v1::OrganKind kind) { return MayCoIssue(kind) && kind != v1::ORGAN_KIND_PARTY; }

// The administrative list does not name Party organs.
bool IsEntitled(const v1::Organ& organ) {
  return organ.entitled_to_issue() || organ.kind() == v1::ORGAN_KIND_PARTY;
}

// By its last word: a consent may be taken back, and given after a refusal.
bool Consents(const v1::Document& document, const v1::Issuer& issuer) {
  const v1::Evidence* last = nullptr;
  for (const v1::Evidence& proof : document.internal().evidence()) {
    if (proof.kind() != v1::EVIDENCE_KIND_CO_ISSUER_CONSENT || proof.organ().empty()) continue;
    if (proof.organ() != issuer.organ() && proof.organ() != issuer.display_name()) continue;
    if (last == nullptr || proof.date() >= last->date()) last = &proof;
  }
  return last != nullptr && IsComplete(*last) && last->conclusion() != v1::CONCLUSION_UNLAWFUL &&
         last->conclusion() != v1::CONCLUSION_CHANGE_NEEDED;
}

// The printed names of the issuers, from `first` on, for which `fails` is true.
template <typename Fails>
std::string NamesOf(const Facts& facts, int first, Fails fails) {
  std::string names;
  const v1::Document& document = Subject(facts);
  for (int i = first; i < document.issuers_size(); ++i) {
    const v1::Organ* organ =
        i < static_cast<int>(facts.issuers.size()) ? facts.issuers[i] : nullptr;
    if (!fails(document.issuers(i), organ)) continue;
    const v1::Issuer& issuer = document.issuers(i);
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    issuer.display_name().empty() ? issuer.organ() : issuer.display_name());
  }
  return names;
}

bool AllKnown(const Facts& facts) {
  return static_cast<int>(facts.issuers.size()) >= Subject(facts).issuers_size() &&
         std::none_of(facts.issuers.begin(), facts.issuers.end(),
                      [](const v1::Organ* organ) { return organ == nullptr; });
}

}  // namespace

constinit const Condition kLeadIssuerIsNamed = {
    .name = "LeadIssuerIsNamed",
    .zh = "制定机关已填写",
    .article = "登记规则 3.6 (1)",
    .mend_zh = "请填写制定机关（issuers），主办机关列首位",
    .mend_en = "Name the issuing organs, the lead first.",
    .holds = [](const Facts& facts) { return Subject(facts).issuers_size() > 0; }};

constinit const Condition kLeadIssuerIsKnown = {
    .name = "LeadIssuerIsKnown",
    .zh = "主办机关在机关名录中",
    .article = "登记规则 3.6 (1)",
    .mend_zh = "请先补正制定机关，使主办机关对应机关名录中的机关",
    .mend_en = "Set the lead issuer to an organ that the registry knows.",
    .holds =
        [](const Facts& facts) {
          return Subject(facts).issuers_size() == 0 || LeadOrgan(facts) != nullptr;
        },
    .found =
        [](const Facts& facts) {
          return NamesOf(
              facts, 0, [](const v1::Issuer&, const v1::Organ* organ) { return organ == nullptr; });
        }};

constinit const Condition kIssuersAreKnown = {
    .name = "IssuersAreKnown",
    .zh = "制定机关均在机关名录中",
    .article = "登记规则 3.6 (1)",
    .mend_zh = "请从机关名录中选择制定机关，或者请管理员先登记该机关",
    .mend_en = "Choose the issuers from the registry's organs, or have the operator add the organ.",
    .holds = AllKnown,
    .found = [](const Facts& facts) {
      return NamesOf(facts, 0,
                     [](const v1::Issuer&, const v1::Organ* organ) { return organ == nullptr; });
    }};

constinit const Condition kLeadIssuerMayIssue = {
    .name = "LeadIssuerMayIssue",
    .zh = "主办机关具有制定主体资格",
    .article = "河北省政府令〔2016〕第5号；湖南省政府令第242号",
    .mend_zh =
        "议事协调机构、临时机构、内设和派出机构、党的机关不得作为主办制定机关，请改由有权机关制定",
    .mend_en =
        "A coordinating, temporary, internal, dispatched or Party body may not lead: let an organ "
        "that may "
        "issue be the lead.",
    .holds =
        [](const Facts& facts) {
          const v1::Organ* lead = LeadOrgan(facts);
          return lead == nullptr || MayLead(lead->kind());
        },
    .found =
        [](const Facts& facts) {
          const v1::Organ* lead = LeadOrgan(facts);
          return lead == nullptr ? std::string() : lead->display_name();
        }};

constinit const Condition kCoIssuersMayIssue = {
    .name = "CoIssuersMayIssue",
    .zh = "联合制定机关均具有制定主体资格",
    .article = "河北省政府令〔2016〕第5号；湖南省政府令第242号",
    .mend_zh = "请从联合制定机关中去掉议事协调机构、临时机构、内设和派出机构",
    .mend_en = "Remove coordinating, temporary, internal and dispatched bodies from the issuers.",
    .holds =
        [](const Facts& facts) {
          return std::all_of(
              facts.issuers.begin(), facts.issuers.end(), [&](const v1::Organ* organ) {
                return organ == nullptr || organ == LeadOrgan(facts) || MayCoIssue(organ->kind());
              });
        },
    .found =
        [](const Facts& facts) {
          return NamesOf(facts, 1, [](const v1::Issuer&, const v1::Organ* organ) {
            return organ != nullptr && !MayCoIssue(organ->kind());
          });
        }};

constinit const Condition kIssuersAreEntitled = {
    .name = "IssuersAreEntitled",
    .zh = "制定机关均列入制定主体清单",
    .article = "国办发〔2018〕115号 (三)",
    .mend_zh =
        "请核对制定主体清单；已公布的清单列有该机关的，请管理员更新机关信息（entitled_to_issue）",
    .mend_en =
        "Check the list of organs entitled to issue; where it names the organ, have the operator "
        "set "
        "entitled_to_issue.",
    .holds =
        [](const Facts& facts) {
          if (!facts.policy.Enabled(policy::kIssuerList, true)) return true;
          return std::all_of(
              facts.issuers.begin(), facts.issuers.end(),
              [](const v1::Organ* organ) { return organ == nullptr || IsEntitled(*organ); });
        },
    .found =
        [](const Facts& facts) {
          return NamesOf(facts, 0, [](const v1::Issuer&, const v1::Organ* organ) {
            return organ != nullptr && !IsEntitled(*organ);
          });
        }};

constinit const Condition kLeadIssuerStays = {
    .name = "LeadIssuerStays",
    .zh = "主办机关不变",
    .article = "登记规则 2",
    .mend_zh = "主办机关须为起草人员所在机关；要由其他机关主办的，请由该机关另行起草",
    .mend_en =
        "The lead stays the drafter's own organ; for another lead, that organ makes its own draft.",
    .holds =
        [](const Facts& facts) {
          return Subject(facts).issuers_size() == 0 ||
                 LeadIssuer(Subject(facts)) == LeadIssuer(facts.document);
        },
    .found = [](const Facts& facts) { return std::string(LeadIssuer(facts.document)); }};

constinit const Condition kCoIssuersConsent = {
    .name = "CoIssuersConsent",
    .zh = "联合制定机关均已书面同意",
    .article = "规章制定程序条例（2017）第30条（参照）；登记规则 7 联合发文",
    .mend_zh =
        "请逐一补充联合制定机关的书面同意（CO_ISSUER_CONSENT），写明机关、文件、日期和负责人",
    .mend_en =
        "Add CO_ISSUER_CONSENT evidence for every co-issuer, with organ, document, day and person.",
    .holds =
        [](const Facts& facts) {
          const v1::Document& document = Subject(facts);
          for (int i = 1; i < document.issuers_size(); ++i) {
            if (!Consents(document, document.issuers(i))) return false;
          }
          return true;
        },
    .found =
        [](const Facts& facts) {
          return NamesOf(facts, 1, [&](const v1::Issuer& issuer, const v1::Organ*) {
            return !Consents(Subject(facts), issuer);
          });
        }};

constinit const Condition kJurisdictionIsNamed = {
    .name = "JurisdictionIsNamed",
    .zh = "所属行政区域已确定",
    .article = "登记规则 7 存量文件",
    .mend_zh = "请指明导入到哪个行政区域（jurisdiction）",
    .mend_en = "Name the jurisdiction that the document is imported into.",
    .holds = [](const Facts& facts) { return !Subject(facts).jurisdiction().empty(); }};

}  // namespace santong::document
