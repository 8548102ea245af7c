// Which texts of a document are anyone's to read, once the document is.
#include "server/domain/visibility/visibility.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace santong::visibility {
namespace {

void AddVersion(v1::VersionKind kind, const char* effective_date, v1::Document* document) {
  v1::VersionSummary* version = document->add_versions();
  version->set_number(static_cast<uint32_t>(document->versions_size()));
  version->set_kind(kind);
  version->set_effective_date(effective_date);
}

TEST(AnyoneMayReadVersion, AllThatWasIssuedAndNoTextThatWasReturned) {
  v1::Document document;
  AddVersion(v1::VERSION_KIND_ORIGINAL, "", &document);  // returned
  AddVersion(v1::VERSION_KIND_ORIGINAL, "2026-01-01", &document);
  AddVersion(v1::VERSION_KIND_CORRECTION, "2026-01-01", &document);
  AddVersion(v1::VERSION_KIND_AMENDMENT, "2026-03-01", &document);
  EXPECT_FALSE(AnyoneMayReadVersion(document, 1));
  EXPECT_TRUE(AnyoneMayReadVersion(document, 2));
  EXPECT_TRUE(AnyoneMayReadVersion(document, 3));
  EXPECT_TRUE(AnyoneMayReadVersion(document, 4));
  EXPECT_FALSE(AnyoneMayReadVersion(document, 5)) << "there is none";
}

// What anyone could read before is not hidden by what comes after.
TEST(AnyoneMayReadVersion, AnImportedTextWithoutAFirstDayStaysThePublics) {
  v1::Document document;
  AddVersion(v1::VERSION_KIND_ORIGINAL, "", &document);
  EXPECT_TRUE(AnyoneMayReadVersion(document, 1));
  AddVersion(v1::VERSION_KIND_AMENDMENT, "2026-03-01", &document);
  EXPECT_TRUE(AnyoneMayReadVersion(document, 1));
}

// domain.md 7: what an organ is to finish it must be able to read.
TEST(SeesInternal, WhatAPredecessorIssuedAndNothingOfAnotherOrgan) {
  v1::Document draft;
  draft.set_state(v1::DOCUMENT_STATE_DRAFT);
  draft.set_jurisdiction("jurisdictions/630203");
  draft.add_issuers()->set_organ("jurisdictions/630203/organs/merged");
  access::Caller caller{.principal = "principals/x",
                        .organ = "jurisdictions/630203/organs/successor",
                        .jurisdiction = "jurisdictions/630203",
                        .roles = {v1::ROLE_DRAFTER}};
  EXPECT_FALSE(MaySee(caller, draft, "jurisdictions/630200"));
  caller.predecessors = {"jurisdictions/630203/organs/other"};
  EXPECT_FALSE(MaySee(caller, draft, "jurisdictions/630200"));
  caller.predecessors.push_back("jurisdictions/630203/organs/merged");
  EXPECT_TRUE(SeesInternal(caller, draft, "jurisdictions/630200"));
}

}  // namespace
}  // namespace santong::visibility
