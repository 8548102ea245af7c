// The desk in English: its own words are English, and what the register has in Chinese alone is
// marked so, or a screen reader would read it out as English.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskEnglish : public ::testing::Test {
 protected:
  DeskEnglish() { clerk_.LogIn(registry_.tokens().drafter); }
  std::string Page(const std::string& path, bool english) {
    const gateway::HttpResponse page =
        clerk_.Get(path, english ? gateway::Fields{{"lang", "en"}} : gateway::Fields{});
    EXPECT_EQ(page.status, 200) << page.body;
    return page.body;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

// What is to be done was Chinese there too.
TEST_F(DeskEnglish, ATaskIsCalledAsItsClockIs) {
  registry_.Published("有报送备案期限的办法");
  EXPECT_THAT(Page("/desk", /*english=*/true),
              AllOf(HasSubstr("<td>filing<br><small lang=\"zh-CN\">报送备案</small>"),
                    HasSubstr("<td lang=\"zh-CN\">")));
  EXPECT_THAT(Page("/desk", /*english=*/false), HasSubstr("<td>报送备案</td>"));
}

TEST_F(DeskEnglish, ChineseOfTheRecordIsMarked) {
  const v1::Document document = registry_.Published("施行中的办法");
  const std::string record = absl::StrCat("/desk/", document.name());
  const std::string english = Page(record, /*english=*/true);
  EXPECT_THAT(english, AllOf(HasSubstr("<dt>Title</dt><dd lang=\"zh-CN\">施行中的办法</dd>"),
                             HasSubstr("<dt>State</dt><dd>in effect</dd>"),
                             HasSubstr(absl::StrCat("<dd>", document.effective_date(), "</dd>"))));
  EXPECT_THAT(Page(record, /*english=*/false), Not(HasSubstr("<dd lang")));
}

// It has a name in both languages, and was shown by both in either.
TEST_F(DeskEnglish, WhatTheUrgentPathLeftOpenIsNamedInOneLanguage) {
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("按紧急程序制定的办法");
  v1::Document& document = *draft.mutable_document();
  document.set_urgent(true);
  v1::Evidence& comment = *document.mutable_internal()->mutable_evidence(0);
  ASSERT_EQ(comment.kind(), v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  comment.set_kind(v1::EVIDENCE_KIND_URGENT_APPROVAL);
  const v1::Document published = registry_.Published(draft);
  ASSERT_GT(published.completion_items_size(), 0);
  const v1::CompletionItem& open = published.completion_items(0);
  const std::string record = absl::StrCat("/desk/", published.name());
  EXPECT_THAT(Page(record, /*english=*/true),
              AllOf(HasSubstr(open.condition()), Not(HasSubstr(open.title_zh()))));
  EXPECT_THAT(Page(record, /*english=*/false),
              AllOf(HasSubstr(open.title_zh()), Not(HasSubstr(open.condition()))));
}

}  // namespace
}  // namespace santong::testing
