#include "server/domain/document/filing_level.h"

#include <algorithm>
#include <array>

namespace santong::document {
namespace {

struct OwnGovernment {
  v1::OrganKind kind;
  const char* article;
};

// The kinds that file with the government of their own jurisdiction. A government and its office
// file one level up; vertically managed organs with their superior; a legal office may not review
// what it issued itself.
constexpr auto kFileWithOwnGovernment = std::to_array<OwnGovernment>({
    {v1::ORGAN_KIND_DEPARTMENT, "河北省规范性文件管理办法（省政府令〔2016〕第5号）备案条款"},
    {v1::ORGAN_KIND_TOWNSHIP, "登记规则 2（派出机关、乡镇、街道报设立它的政府）；3.10"},
    {v1::ORGAN_KIND_SUBDISTRICT_OFFICE, "登记规则 2（派出机关、乡镇、街道报设立它的政府）；3.10"},
    {v1::ORGAN_KIND_INTERNAL, "登记规则 2（派出机关、乡镇、街道报设立它的政府）；3.10"},
});

}  // namespace

bool FilesWithOwnGovernment(const v1::Organ* organ) {
  return organ != nullptr &&
         std::any_of(kFileWithOwnGovernment.begin(), kFileWithOwnGovernment.end(),
                     [&](const OwnGovernment& row) { return row.kind == organ->kind(); });
}

std::string ReviewingJurisdiction(const v1::Organ* organ, const std::string& jurisdiction,
                                  const std::string& parent) {
  return FilesWithOwnGovernment(organ) ? jurisdiction : parent;
}

}  // namespace santong::document
