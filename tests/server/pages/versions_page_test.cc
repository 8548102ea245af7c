// Of a document with several texts, a visitor reads the one that counts today, can read each other,
// and a paper is judged by its own days.
#include "gmock/gmock.h"
#include "tests/server/pages/visitor.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLaterText[] = "第一条 下月起施行的正文。\n第二条 本办法自公布之日起施行。\n";

std::string PathOf(const v1::Document& document) { return absl::StrCat("/", document.name()); }

class VersionsPage : public ::testing::Test {
 protected:
  // Published today, and amended from a day to come.
  v1::Document AmendedLater(const std::string& title) {
    const v1::Document document = registry_.Published(title);
    v1::CreateDocumentRequest draft =
        registry_.CompleteDraft(absl::StrCat("关于修改", title, "的决定"));
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target(document.name());
    v1::AmendDocumentRequest amend;
    amend.set_name(document.name());
    amend.set_amended_by(registry_.Published(draft).name());
    amend.set_text(kLaterText);
    amend.set_effective_date(later_);
    v1::Document amended;
    const grpc::Status status = registry_.documents().AmendDocument(
        As(registry_.tokens().publisher).get(), amend, &amended);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return amended;
  }

  RunningServer server_{{"--public-reads-per-minute", "0"}};
  Registry& registry_ = server_.registry();
  Visitor visitor_{server_.Channel()};
  const std::string later_ = absl::FormatCivilTime(RegistersToday() + 30);
};

TEST_F(VersionsPage, ShowsTheTextThatCountsToday) {
  const v1::Document document = AmendedLater("平安区河道采砂管理办法");
  const gateway::HttpResponse page = visitor_.Get(PathOf(document));
  EXPECT_THAT(page.body, AllOf(HasSubstr("可以作为行政管理的依据"),
                               HasSubstr(document.versions(0).text_sha256().substr(0, 16)),
                               Not(HasSubstr("下月起施行的正文")), HasSubstr(later_)));
  EXPECT_THAT(visitor_.Get(PathOf(document) + "/text").body, Not(HasSubstr("下月起施行的正文")));
  EXPECT_THAT(visitor_.Get(PathOf(document), {{"at", later_}}).body, HasSubstr("下月起施行的正文"));
  EXPECT_EQ(visitor_.Get(PathOf(document) + "/text", {{"at", later_}}).body, kLaterText);

  v1::PrintDocumentRequest print;
  print.set_name(document.name());
  const auto printed = [&](int version) {
    print.set_version(version);
    const auto context = As("");
    auto stream = v1::FileService::NewStub(server_.Channel())->PrintDocument(context.get(), print);
    std::string pdf;
    for (v1::PrintDocumentResponse part; stream->Read(&part);) pdf += part.chunk();
    EXPECT_TRUE(stream->Finish().ok());
    return pdf.size();
  };
  EXPECT_EQ(printed(0), printed(1));
  EXPECT_NE(printed(0), printed(2));
}

TEST_F(VersionsPage, APaperIsJudgedByItsOwnDays) {
  const v1::Document document = AmendedLater("平安区建筑垃圾管理办法");
  const std::string path = absl::StrCat("/v/", document.registration_number());
  ASSERT_EQ(document.versions_size(), 2);
  const gateway::HttpResponse now = visitor_.Get(path, {{"h", document.versions(0).text_sha256()}});
  EXPECT_THAT(now.body, AllOf(HasSubstr("真实，现行有效"), Not(HasSubstr("class=\"warning\""))));
  EXPECT_THAT(visitor_.Get(path, {{"h", document.versions(1).text_sha256()}}).body,
              HasSubstr("真实，但已不是现行有效文本"));
}

// A correction (勘误) counts from the same day as what it corrects.
TEST_F(VersionsPage, TheTextBeforeACorrectionCanBeRead) {
  const v1::Document document = registry_.Published("平安区供热管理办法");
  const std::string before = visitor_.Get(PathOf(document) + "/text").body;
  v1::CorrectDocumentRequest correct;
  correct.set_name(document.name());
  correct.set_text(absl::StrCat(before, "勘误后的一行\n"));
  correct.set_reason("漏印一行");
  correct.mutable_approval()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  correct.mutable_approval()->set_document_title("区人民政府办公室勘误审批单");
  correct.mutable_approval()->set_person("办公室主任");
  correct.mutable_approval()->set_date(registry_.today());
  v1::Document corrected;
  const grpc::Status status = registry_.documents().CorrectDocument(
      As(registry_.tokens().publisher).get(), correct, &corrected);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const gateway::HttpResponse page = visitor_.Get(PathOf(document));
  EXPECT_EQ(Found(page, R"re(href="(/documents/[^"]*/text\?version=1)")re"),
            PathOf(document) + "/text?version=1");
  EXPECT_EQ(visitor_.Get(PathOf(document) + "/text", {{"version", "1"}}).body, before);
  EXPECT_EQ(visitor_.Get(PathOf(document) + "/text", {{"version", "7"}}).status, 404);
}

// The page of a decision named another day than that of what it repeals.
TEST_F(VersionsPage, ARelationIsShownFromNoDayBeforeItsDocumentCounts) {
  const v1::Document document = registry_.Published("平安区户外广告管理办法");
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("关于废止户外广告管理办法的决定");
  v1::Relation* relation = draft.mutable_document()->add_relations();
  relation->set_kind(v1::RELATION_KIND_REPEALS);
  relation->set_target(document.name());
  const std::string stated = absl::FormatCivilTime(RegistersToday() - 71);
  relation->set_date(stated);
  EXPECT_THAT(visitor_.Get(PathOf(registry_.Published(draft))).body,
              AllOf(HasSubstr(document.title()), Not(HasSubstr(stated))));
}

// A decision that touched a hundred documents seemed to touch fifty.
TEST_F(VersionsPage, RelationsThatAreCutAreSaidToBe) {
  const std::string target = registry_.Published("被引用的办法").name();
  const auto page_with = [&](int relations) {
    v1::CreateDocumentRequest draft =
        registry_.CompleteDraft(absl::StrCat("实施", relations, "件文件的通知"));
    for (int i = 0; i < relations; ++i) {
      v1::Relation* relation = draft.mutable_document()->add_relations();
      relation->set_kind(v1::RELATION_KIND_IMPLEMENTS);
      relation->set_target(target);
    }
    return visitor_.Get(PathOf(registry_.Published(draft))).body;
  };
  EXPECT_THAT(page_with(50), Not(HasSubstr("还有更多")));
  EXPECT_THAT(page_with(51), HasSubstr("只列出前 50 项关系，还有更多。"));
}

}  // namespace
}  // namespace santong::testing
