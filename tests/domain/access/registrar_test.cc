// Who registers under the issuer's own model, and who reviews there (domain.md 2, 3.6, 3.10 to
// 3.12; 河北省政府令〔2016〕第5号).
#include "server/domain/access/registrar.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "server/domain/policy/leaf.h"

namespace santong::access {
namespace {

using ::testing::ElementsAre;

policy::PolicyView Model(const std::string& model) {
  v1::PolicyLeaf leaf;
  leaf.set_key(policy::kRegistrarModel);
  leaf.set_text(model);
  return policy::ViewOf({leaf});
}

v1::Organ OrganOf(v1::OrganKind kind) {
  v1::Organ organ;
  organ.set_kind(kind);
  return organ;
}

TEST(RolesInPlace, WhereIssuersRegisterTheReviewerOfAnIssuerIsItsRegistrarAndNoReviewer) {
  for (const v1::OrganKind kind :
       {v1::ORGAN_KIND_GOVERNMENT, v1::ORGAN_KIND_GOVERNMENT_OFFICE, v1::ORGAN_KIND_DEPARTMENT,
        v1::ORGAN_KIND_TOWNSHIP, v1::ORGAN_KIND_VERTICAL, v1::ORGAN_KIND_UNSPECIFIED}) {
    const v1::Organ organ = OrganOf(kind);
    EXPECT_THAT(RolesInPlace({v1::ROLE_REVIEWER}, &organ, Model("issuer")),
                ElementsAre(v1::ROLE_REGISTRAR))
        << v1::OrganKind_Name(kind);
  }
}

TEST(RolesInPlace, ALegalOfficeReviewsUnderBothModels) {
  const v1::Organ organ = OrganOf(v1::ORGAN_KIND_LEGAL_OFFICE);
  for (const char* model : {"issuer", "legal_office"}) {
    EXPECT_THAT(RolesInPlace({v1::ROLE_REVIEWER}, &organ, Model(model)),
                ElementsAre(v1::ROLE_REVIEWER))
        << model;
  }
}

// A justice bureau that stands in the registry as a department goes on as before.
TEST(RolesInPlace, WhereTheLegalOfficeRegistersWhoeverIsReviewerReviews) {
  const v1::Organ organ = OrganOf(v1::ORGAN_KIND_DEPARTMENT);
  for (const char* model : {"legal_office", ""}) {
    EXPECT_THAT(RolesInPlace({v1::ROLE_REVIEWER}, &organ, Model(model)),
                ElementsAre(v1::ROLE_REVIEWER))
        << model;
  }
}

TEST(RolesInPlace, AnOrganThatNobodyKnowsIsNoLegalOffice) {
  EXPECT_THAT(RolesInPlace({v1::ROLE_REVIEWER}, nullptr, Model("issuer")),
              ElementsAre(v1::ROLE_REGISTRAR));
}

TEST(RolesInPlace, TheOtherRolesStay) {
  const v1::Organ organ = OrganOf(v1::ORGAN_KIND_DEPARTMENT);
  EXPECT_THAT(RolesInPlace({v1::ROLE_DRAFTER, v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER}, &organ,
                           Model("issuer")),
              ElementsAre(v1::ROLE_DRAFTER, v1::ROLE_REGISTRAR, v1::ROLE_PUBLISHER));
}

}  // namespace
}  // namespace santong::access
