// Acts on side processes that several tests begin with.
#pragma once

#include <string>

#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

// Files the drafter's published document with every paper; returns the filing's name.
inline std::string File(v1::FilingService::Stub& filings, const Tokens& tokens,
                        const std::string& document) {
  v1::CreateFilingRequest request;
  request.set_document(document);
  for (const char* paper :
       {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"}) {
    request.add_materials()->set_title(paper);
  }
  v1::Filing filing;
  const grpc::Status status = filings.CreateFiling(As(tokens.drafter).get(), request, &filing);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return filing.name();
}

// The token of a reviewer of the department whose documents the drafter's are.
inline std::string OwnReviewer(v1::AdminService::Stub& admin, const Tokens& tokens) {
  v1::CreatePrincipalRequest person;
  person.set_principal_id("own-reviewer");
  person.mutable_principal()->set_display_name("本局审核人");
  person.mutable_principal()->set_organ(kCivilAffairs);
  person.mutable_principal()->add_roles(v1::ROLE_REVIEWER);
  v1::Principal principal;
  EXPECT_TRUE(admin.CreatePrincipal(As(tokens.admin).get(), person, &principal).ok());
  v1::CreateTokenRequest asked;
  asked.set_parent(principal.name());
  v1::Token token;
  EXPECT_TRUE(admin.CreateToken(As(tokens.admin).get(), asked, &token).ok());
  return token.secret();
}

}  // namespace santong::testing
