// Every kind of field rule, on the messages that clients really send.
#include "server/rpc/validate.h"

#include <gmock/gmock.h>

#include "google/protobuf/text_format.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/task_service.pb.h"
#include "tests/support/status_matchers.h"

namespace santong::rpc {
namespace {

using santong::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

template <class Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : error::FieldViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

template <class Message>
std::vector<std::string> WrongIn(const std::string& text) {
  return FieldsOf(Validate(Parse<Message>(text)));
}

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

v1::CreateDocumentRequest Draft() {
  return Parse<v1::CreateDocumentRequest>(
      "document { title: '关于养老服务的通知' issuers { organ: "
      "'jurisdictions/630203/organs/government' } }");
}

TEST(Validate, AGoodDraftPasses) { EXPECT_THAT(Validate(Draft()), IsOk()); }

TEST(Validate, ARequiredMessageMustBeThere) {
  EXPECT_THAT(WrongIn<v1::CreateDocumentRequest>("text: 'x'"), ElementsAre("document"));
}

TEST(Validate, RequiredFieldsInsideAreAskedForWithTheirPath) {
  EXPECT_THAT(WrongIn<v1::CreateDocumentRequest>("document { kind: 0 }"),
              ElementsAre("document.title", "document.issuers"));
}

TEST(Validate, AFieldThatIsRequiredMustNotBeBlank) {
  // Those at the end made a title that nobody sees.
  for (const char* blank :
       {"", " ", "\t ", "\u3000", " \u3000 ", "\u00a0", "\u200b", "\u2003\u200f"}) {
    v1::CreateDocumentRequest request = Draft();
    request.mutable_document()->set_title(blank);
    EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("document.title")) << blank;
  }
}

TEST(Validate, AllViolationsComeAtOnceInTheOrderOfTheFields) {
  v1::CreateDocumentRequest request = Draft();
  v1::Document& document = *request.mutable_document();
  document.set_title(Repeat("长", 501));
  document.set_drafting_unit("a\tb");
  document.set_written_date("2026-02-30");
  document.set_kind(static_cast<v1::DocumentKind>(999));
  document.mutable_issuers(0)->set_organ("no name");
  request.mutable_options()->set_request_id("not-a-uuid");
  EXPECT_THAT(FieldsOf(Validate(request)),
              ElementsAre("document.title", "document.kind", "document.issuers[0].organ",
                          "document.drafting_unit", "document.written_date", "options.request_id"));
}

TEST(Validate, EveryViolationSpeaksBothLanguages) {
  v1::CreateDocumentRequest request = Draft();
  request.mutable_document()->set_title(Repeat("长", 501));
  const auto violations = error::FieldViolationsOf(Validate(request));
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].en, "has 501 characters; at most 500 are allowed, shorten it");
  EXPECT_EQ(violations[0].zh, "有501个字，最多500个字，请缩短");
}

TEST(Validate, LengthsCountCodePointsNotBytes) {
  v1::CreateDocumentRequest request = Draft();
  request.mutable_document()->set_title(Repeat("字", 500));
  EXPECT_THAT(Validate(request), IsOk());
  request.mutable_document()->set_title(Repeat("𠮷", 500));
  EXPECT_THAT(Validate(request), IsOk());
}

TEST(Validate, AStringWithoutARuleHoldsTwoHundred) {
  v1::SubmitDocumentRequest request;
  request.set_name("documents/" + Repeat("a", 200));
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("name"));
}

struct TextCase {
  const char* what;
  std::string text;
  bool ok_in_one_line;
  bool ok_in_many;
};

TEST(Validate, ControlCharactersAreRefusedAndLineBreaksOnlyInOneLine) {
  const TextCase rows[] = {
      {"plain", "依法行政", true, true},
      {"line feed", "一\n二", false, true},
      {"carriage return", "一\r\n二", false, true},
      {"tab", "一\t二", false, true},
      {"null", std::string("一\0二", 7), false, false},
      {"bell", "一\a", false, false},
      {"delete", "一\x7F", false, false},
      {"C1 control", "一\u0085", false, false},
      {"right-to-left override", "一\u202E二", false, false},
      {"byte order mark", "\uFEFF一", false, false},
      {"private use, as in older GBK sources", "一\uE5E5", true, true},
  };
  for (const TextCase& row : rows) {
    SCOPED_TRACE(row.what);
    v1::CreateDocumentRequest request = Draft();
    request.mutable_document()->set_drafting_unit(row.text);
    EXPECT_EQ(Validate(request).ok(), row.ok_in_one_line);
    request = Draft();
    request.set_text(row.text);
    EXPECT_EQ(Validate(request).ok(), row.ok_in_many);
  }
}

struct FormatCase {
  const char* text;
  bool ok;
};

template <class Message, class Set>
void CheckFormats(std::initializer_list<FormatCase> rows, const Message& good, Set set) {
  for (const FormatCase& row : rows) {
    Message message = good;
    set(message, row.text);
    EXPECT_EQ(Validate(message).ok(), row.ok) << row.text;
  }
}

TEST(Validate, Dates) {
  CheckFormats({{"2026-03-01", true},
                {"2024-02-29", true},
                {"2026-02-29", false},
                {"2026-13-01", false},
                {"2026-3-1", false},
                {"2026/03/01", false},
                {"2026年3月1日", false},
                {"0000-00-00", false},
                {"2026-03-01 ", false},
                {"", true}},
               Draft(), [](auto& request, const char* text) {
                 request.mutable_document()->set_written_date(text);
               });
}

TEST(Validate, Uuids) {
  CheckFormats({{"8d1f0c1e-3c2b-4f0a-9a54-0f2c6f1f7c11", true},
                {"8D1F0C1E-3C2B-4F0A-9A54-0F2C6F1F7C11", true},
                {"8d1f0c1e3c2b4f0a9a540f2c6f1f7c11", false},
                {"8d1f0c1e-3c2b-4f0a-9a54-0f2c6f1f7c1g", false},
                {"8d1f0c1e-3c2b-4f0a-9a54-0f2c6f1f7c1", false},
                {"", true}},
               Draft(), [](auto& request, const char* text) {
                 request.mutable_options()->set_request_id(text);
               });
}

TEST(Validate, ResourceNames) {
  CheckFormats({{"documents/7", true},
                {"jurisdictions/630203/organs/civil-affairs", true},
                {"calendars/2026-1", true},
                {"jurisdictions/630203/policyLeaves/filing.department_days@2020-01-01", true},
                {"documents", false},
                {"documents/", false},
                {"/documents/7", false},
                {"documents//7", false},
                {"documents/7/versions", false},
                {"documents/../7", false},
                {"documents/七", false},
                {"documents/7 ", false},
                {"7", false}},
               v1::SubmitDocumentRequest(),
               [](auto& request, const char* text) { request.set_name(text); });
}

TEST(Validate, Identifiers) {
  v1::CreatePrincipalRequest good =
      Parse<v1::CreatePrincipalRequest>("principal { display_name: '张三' roles: ROLE_DRAFTER }");
  CheckFormats({{"zhang-san", true},
                {"630203", true},
                {"Zhang", false},
                {"-zhang", false},
                {"zhang_san", false},
                {"张三", false},
                {"", false}},
               good, [](auto& request, const char* text) { request.set_principal_id(text); });
}

TEST(Validate, Hashes) {
  v1::AddAttachmentRequest good =
      Parse<v1::AddAttachmentRequest>("header { parent: 'documents/7' file_name: '正文.pdf' }");
  const std::string hash = Repeat("0123456789abcdef", 4);
  CheckFormats({{hash.c_str(), true},
                {Repeat("0123456789ABCDEF", 4).c_str(), false},
                {hash.substr(1).c_str(), false},
                {"", false}},
               good,
               [](auto& request, const char* text) { request.mutable_header()->set_sha256(text); });
}

TEST(Validate, LeafKeys) {
  v1::ConfirmPolicyLeafRequest good = Parse<v1::ConfirmPolicyLeafRequest>(
      "jurisdiction: 'jurisdictions/630203' confirmed_by: '李四 科长' confirmed_source: "
      "'青政办〔2020〕1号第三条'");
  CheckFormats({{"registration.decide_days", true},
                {"number.template", true},
                {"Registration.days", false},
                {"registration..days", false},
                {".days", false},
                {"registration days", false},
                {"", false}},
               good, [](auto& request, const char* text) { request.set_key(text); });
}

TEST(Validate, Addresses) {
  v1::PublishDocumentRequest good = Parse<v1::PublishDocumentRequest>(
      "name: 'documents/7' publication { channel: '平安区人民政府网站' date: "
      "'2026-03-01' }");
  ASSERT_THAT(Validate(good), IsOk());
  CheckFormats(
      {{"https://www.pingan.gov.cn/a?b=1", true},
       {"http://www.pingan.gov.cn/公开", true},
       {"ftp://www.pingan.gov.cn", false},
       {"javascript:alert(1)", false},
       {"https:///x", false},
       {"https://a b", false},
       {"www.pingan.gov.cn", false},
       {"", true}},
      good, [](auto& request, const char* text) { request.mutable_publication()->set_url(text); });
}

TEST(Validate, NumbersHaveBounds) {
  EXPECT_THAT(WrongIn<v1::ListTasksRequest>("page_size: -1"), ElementsAre("page_size"));
  EXPECT_THAT(WrongIn<v1::ListTasksRequest>("page_size: 100000"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::VerifyStoreRequest>("problems_max: 10001"), ElementsAre("problems_max"));
  EXPECT_THAT(WrongIn<v1::VerifyStoreRequest>("problems_max: 10000"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::ImportRow>("row: -3"), ElementsAre("row"));
  EXPECT_THAT(WrongIn<v1::ImportRow>(""), ElementsAre("row"));
}

TEST(Validate, EnumsAreOfTheirList) {
  v1::ListDocumentsRequest request;
  request.add_states(static_cast<v1::DocumentState>(4711));
  request.add_states(v1::DOCUMENT_STATE_UNSPECIFIED);
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("states[0]", "states[1]"));
  v1::GetDocumentRequest get;
  get.set_name("documents/7");
  get.set_view(static_cast<v1::DocumentView>(9));
  EXPECT_THAT(FieldsOf(Validate(get)), ElementsAre("view"));
}

TEST(Validate, ARequiredEnumMustBeChosen) {
  EXPECT_THAT(WrongIn<v1::ImportStart>("import_id: 'stock-1' jurisdiction: 'jurisdictions/630203'"),
              ElementsAre("kind"));
}

TEST(Validate, RepeatedFieldsAreCountedAndTooManyAreNotLookedInto) {
  v1::ReturnDocumentRequest request;
  request.set_name("documents/7");
  for (int i = 0; i < 51; ++i) request.add_items("\a");
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("items"));
}

TEST(Validate, EntriesOfARepeatedStringMustNotBeEmpty) {
  EXPECT_THAT(
      WrongIn<v1::ReturnDocumentRequest>("name: 'documents/7' items: '补签署日期' items: ' '"),
      ElementsAre("items[1]"));
}

TEST(Validate, BytesHaveALimit) {
  v1::AddAttachmentRequest request;
  request.set_chunk(std::string(1 << 20, 'x'));
  EXPECT_THAT(Validate(request), IsOk());
  request.mutable_chunk()->push_back('x');
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("chunk"));
}

TEST(Validate, InstantsAreInTheirRange) {
  EXPECT_THAT(WrongIn<v1::CreateTokenRequest>("parent: 'principals/x' expire_time { seconds: 1 }"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::CreateTokenRequest>(
                  "parent: 'principals/x' expire_time { seconds: 253402300800 }"),
              ElementsAre("expire_time"));
  EXPECT_THAT(WrongIn<v1::CreateTokenRequest>("parent: 'principals/x' expire_time { nanos: -1 }"),
              ElementsAre("expire_time"));
}

// Days are counted to 2199: a later year was answered as a mistake of the server.
TEST(Validate, AYearIsOneThatDaysAreCountedIn) {
  EXPECT_THAT(WrongIn<v1::CreateCalendarRequest>("calendar { year: 2199 }"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::CreateCalendarRequest>("calendar { year: 2200 }"),
              ElementsAre("calendar.year"));
}

TEST(Validate, OutputOnlyFieldsAreIgnored) {
  v1::CreateDocumentRequest request = Draft();
  request.mutable_document()->set_registration_number(Repeat("\a", 1000));
  request.mutable_document()->set_state(static_cast<v1::DocumentState>(99));
  EXPECT_THAT(Validate(request), IsOk());
}

TEST(Validate, AnUpdateNeedsTheNameAndNotWhatItDoesNotWrite) {
  EXPECT_THAT(
      WrongIn<v1::UpdateDocumentRequest>(
          "document { name: 'documents/7' title: '新标题' } update_mask { paths: 'title' }"),
      IsEmpty());
  EXPECT_THAT(WrongIn<v1::UpdateDocumentRequest>("document { title: '新标题' }"),
              ElementsAre("document.name"));
}

TEST(Validate, AnUpdateMustNotEmptyWhatIsRequired) {
  EXPECT_THAT(
      WrongIn<v1::UpdateDocumentRequest>(
          "document { name: 'documents/7' } update_mask { paths: 'title' paths: 'issuers' }"),
      ElementsAre("document.title", "document.issuers"));
}

// Without a mask what is set is written.
TEST(Validate, AnUpdateWithoutAMaskMustNotBlankWhatIsRequired) {
  EXPECT_THAT(WrongIn<v1::UpdateOrganRequest>(
                  "organ { name: 'jurisdictions/630203/organs/government' display_name: '　' }"),
              ElementsAre("organ.display_name"));
  EXPECT_THAT(WrongIn<v1::UpdateDocumentRequest>(
                  "document { name: 'documents/7' title: ' ' } update_mask {}"),
              ElementsAre("document.title"));
  EXPECT_THAT(WrongIn<v1::UpdateOrganRequest>(
                  "organ { name: 'jurisdictions/630203/organs/government' number_code: '1' }"),
              IsEmpty());
}

TEST(Validate, WhatAnUpdateWritesIsCheckedLikeAnythingElse) {
  EXPECT_THAT(
      WrongIn<v1::UpdateDocumentRequest>(
          "document { name: 'documents/7' written_date: 'yesterday' issuers { organ: 'x' } }"),
      ElementsAre("document.issuers[0].organ", "document.written_date"));
}

TEST(Validate, AStreamMayCheckItsEntriesOneByOne) {
  v1::ImportDocumentsRequest request;
  request.add_rows()->set_title("\a");
  EXPECT_THAT(Validate(request, Depth::kWithoutEntries), IsOk());
  EXPECT_THAT(FieldsOf(Validate(request.rows(0), Depth::kAll, "rows[0]")),
              ElementsAre("rows[0].row", "rows[0].title"));
  request.mutable_start()->set_import_id("NO");
  EXPECT_THAT(FieldsOf(Validate(request, Depth::kWithoutEntries)),
              ElementsAre("start.import_id", "start.kind", "start.jurisdiction"));
  request.Clear();
  for (int i = 0; i < 501; ++i) request.add_rows();
  EXPECT_THAT(FieldsOf(Validate(request, Depth::kWithoutEntries)), ElementsAre("rows"));
}

TEST(Validate, ViolationsAreCountedUpToALimit) {
  v1::ImportDocumentsRequest request;
  for (int i = 0; i < 400; ++i) request.add_rows()->set_title("\a");
  EXPECT_THAT(error::FieldViolationsOf(Validate(request)), SizeIs(100));
}

TEST(Validate, TheWholeTextOfALongDocumentIsTaken) {
  v1::CreateDocumentRequest request = Draft();
  request.set_text(Repeat("第一条　为了规范行政规范性文件管理。\n", 50000));
  EXPECT_THAT(Validate(request), IsOk());
  request.set_text(Repeat("字", 1000001));
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("text"));
}

}  // namespace
}  // namespace santong::rpc
