// The next step that a command names is one that the registry takes.
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class NextStep : public ::testing::Test {
 protected:
  Output Santong(const std::vector<std::string>& arguments) {
    return RunProgram(arguments, environment_);
  }

  FakeRegistry fake_;
  std::map<std::string, std::string> environment_ = fake_.Environment();
};

v1::Document DocumentIn(v1::DocumentState state) {
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(state);
  return document;
}

// Before, it was always the registration, which is refused until then.
TEST_F(NextStep, AfterAnApplicationIsTheDetermination) {
  v1::Document document = DocumentIn(v1::DOCUMENT_STATE_SUBMITTED);
  fake_.Answer("SubmitDocument", document);
  EXPECT_THAT(Santong({"doc", "submit", "7"}).err, HasSubstr("santong doc determine 7"));
  v1::Determination* found = document.mutable_internal()->mutable_determination();
  found->set_date("2026-03-02");
  found->set_normative(true);
  fake_.Answer("DetermineDocument", document);
  EXPECT_THAT(Santong({"doc", "determine", "7", "--normative"}).err,
              HasSubstr("santong doc register 7"));
}

TEST_F(NextStep, OfWhatWasFoundNotNormativeIsNoRegistration) {
  v1::Document document = DocumentIn(v1::DOCUMENT_STATE_LEGACY);
  document.mutable_internal()->mutable_determination()->set_date("2026-03-02");
  fake_.Answer("DetermineDocument", document);
  EXPECT_THAT(Santong({"doc", "determine", "7", "--reason", "work-plan"}).err,
              AllOf(HasSubstr("santong doc history 7"), Not(HasSubstr("doc register"))));
}

}  // namespace
}  // namespace santong::testing
