// A register with something of everything, to be stored for later versions; and all that a register
// answers, as lines.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {

// Acts of an office over a fresh server: documents in several states, attached, amended, repealed,
// imported; an objection with evidence, a filing, a cleanup under way, policy of its own, of which
// a leaf is confirmed, a token that was taken back.
class StoredRegister {
 public:
  explicit StoredRegister(RunningServer& server)
      : registry_(server.registry()),
        tokens_(registry_.tokens()),
        desk_(server.Channel(), tokens_),
        filings_(v1::FilingService::NewStub(server.Channel())) {}

  void Fill() {
    registry_.Drafted("起草中的办法");
    registry_.Submitted("已申请登记的办法");
    const std::string registered = registry_.Registered("已登记的办法").name();
    const std::string published = registry_.Published("已公布的办法").name();
    registry_.Attached(registered, "说明.txt", "已登记的办法的起草说明");
    const v1::LodgeObjectionResponse lodged = desk_.Lodge(published, "张三");
    EXPECT_TRUE(desk_.AddEvidence(lodged.receipt(), kPdf).ok());
    EXPECT_TRUE(desk_.Accept(lodged.objection().name()).ok());
    File(*filings_, tokens_, published);
    Amend(published);
    Repeal(registry_.Published("已废止的办法").name());
    Import();
    CleanUp(published);
    ConfirmLeaf();
    TakeTokenBack();
  }

 private:
  void Must(const grpc::Status& status) { EXPECT_TRUE(status.ok()) << status.error_message(); }

  void Amend(const std::string& document) {
    v1::CreateDocumentRequest draft = registry_.CompleteDraft("关于修改已公布的办法的决定");
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target(document);
    v1::AmendDocumentRequest amend;
    amend.set_name(document);
    amend.set_amended_by(registry_.Published(draft).name());
    amend.set_text("第一条 为了规范管理，制定本办法。\n第二条 本办法自公布之日起施行。");
    amend.set_note("修改第二条");
    v1::Document amended;
    Must(desk_.documents().AmendDocument(As(tokens_.publisher).get(), amend, &amended));
  }

  void Repeal(const std::string& document) {
    v1::RepealDocumentRequest repeal;
    repeal.set_name(document);
    repeal.set_reason("不再适用");
    repeal.set_ended_date(registry_.today());
    repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    repeal.mutable_decision()->set_document_title("区人民政府决定");
    repeal.mutable_decision()->set_person("区长");
    repeal.mutable_decision()->set_date(registry_.today());
    v1::Document repealed;
    Must(desk_.documents().RepealDocument(As(tokens_.reviewer).get(), repeal, &repealed));
  }

  void Import() {
    const auto context = As(tokens_.reviewer);
    const auto stream = desk_.documents().ImportDocuments(context.get());
    v1::ImportDocumentsRequest start, batch;
    start.mutable_start()->set_import_id("stock");
    start.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
    start.mutable_start()->set_jurisdiction(kDistrict);
    for (int row = 1; row <= 2; ++row) {
      v1::ImportRow& paper = *batch.add_rows();
      paper.set_row(row);
      paper.set_title(absl::StrCat("存量规定", row));
      paper.set_issuer(row == 1 ? "平安区民政局" : "某个撤销了的局");
      paper.set_document_number(absl::StrCat("平民〔2012〕", row, "号"));
      paper.set_written_date("2012-03-01");
      paper.set_text(absl::StrCat("存量规定", row, "的正文"));
    }
    stream->Write(start);
    stream->Write(batch);
    stream->WritesDone();
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) continue;
    Must(stream->Finish());
  }

  void CleanUp(const std::string& document) {
    v1::CleanupService::Stub& cleanups = registry_.cleanups();
    v1::CreateCampaignRequest create;
    v1::Campaign& campaign = *create.mutable_campaign();
    campaign.set_title("规范性文件清理");
    campaign.set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    campaign.set_jurisdiction(kDistrict);
    campaign.set_cutoff_date(registry_.today());
    campaign.set_proposal_due_date(
        absl::StrCat(std::stoi(registry_.today().substr(0, 4)) + 1, "-12-31"));
    v1::Campaign made;
    Must(cleanups.CreateCampaign(As(tokens_.reviewer).get(), create, &made));
    v1::OpenCampaignRequest open;
    open.set_name(made.name());
    Must(cleanups.OpenCampaign(As(tokens_.reviewer).get(), open, &made));
    v1::ProposeItemRequest propose;
    propose.set_name(absl::StrCat(made.name(), "/items/", document.substr(document.find('/') + 1)));
    propose.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
    propose.mutable_proposal()->set_reason("仍有需要");
    v1::CampaignItem item;
    Must(cleanups.ProposeItem(As(tokens_.drafter).get(), propose, &item));
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    Must(cleanups.ReviewItem(As(tokens_.reviewer).get(), review, &item));
  }

  void ConfirmLeaf() {
    v1::ConfirmPolicyLeafRequest confirm;
    confirm.set_jurisdiction(kDistrict);
    confirm.set_key("number.prefix");
    confirm.set_confirmed_by("某某 法制科科长");
    confirm.set_confirmed_source("区政府办公室通知第三条");
    v1::PolicyLeaf leaf;
    Must(registry_.admin().ConfirmPolicyLeaf(As(tokens_.admin).get(), confirm, &leaf));
  }

  void TakeTokenBack() {
    v1::CreateTokenRequest give;
    give.set_parent("principals/drafter");
    give.set_purpose("遗失");
    v1::Token token;
    Must(registry_.admin().CreateToken(As(tokens_.admin).get(), give, &token));
    v1::RevokeTokenRequest take;
    take.set_name(token.name());
    Must(registry_.admin().RevokeToken(As(tokens_.admin).get(), take, &token));
  }

  Registry& registry_;
  const Tokens tokens_;
  Desk desk_;
  std::unique_ptr<v1::FilingService::Stub> filings_;
};

// Sends one of the lists that are owed today (a list of what was filed, 备案目录); returns its
// name, or nothing where none of the people may send any.
inline std::string SendFilingList(const std::shared_ptr<grpc::Channel>& channel,
                                  const Tokens& tokens, const std::string& today) {
  auto filings = v1::FilingService::NewStub(channel);
  for (const std::string& token : {tokens.drafter, tokens.publisher, tokens.reviewer}) {
    v1::ListFilingListsRequest list;
    list.set_missing(true);
    v1::ListFilingListsResponse owed;
    EXPECT_TRUE(filings->ListFilingLists(As(token).get(), list, &owed).ok());
    for (const v1::FilingList& one : owed.lists()) {
      v1::RecordFilingListRequest record;
      record.set_name(one.name());
      record.mutable_evidence()->set_document_title("平函〔2027〕1号");
      record.mutable_evidence()->set_date(today);
      record.mutable_evidence()->set_person("办公室 某某");
      v1::FilingList sent;
      if (filings->RecordFilingList(As(token).get(), record, &sent).ok()) return sent.name();
    }
  }
  return "";
}

using Lines = std::set<std::string>;

// A line for each field that is set, with its path.
inline void AddLines(const google::protobuf::Message& message, const std::string& path,
                     Lines* lines) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.SetSingleLineMode(true);
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    // What the policy of the program that reads has not confirmed is that program's.
    if (field->name() == "unconfirmed_leaves" || field->name() == "unconfirmed") continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string at = absl::StrCat(path, ".", field->name());
      if (field->is_repeated() && !field->is_map()) absl::StrAppend(&at, "[", i, "]");
      std::string value;
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        const google::protobuf::Message& part =
            field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                 : reflection.GetMessage(message, field);
        if (!field->is_map()) {
          AddLines(part, at, lines);
          continue;
        }
        printer.PrintToString(part, &value);  // in no order
      } else {
        printer.PrintFieldValueToString(message, field, field->is_repeated() ? i : -1, &value);
      }
      lines->insert(absl::StrCat(at, "=", value));
    }
  }
}

// All that the register answers to an admin: events, documents with every version, filings,
// objections, cleanups with their items, lists that were sent, the district's own policy, tokens.
inline Lines AnswersOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& token) {
  Lines lines;
  const auto add = [&](const auto& list) {
    for (const auto& one : list) AddLines(one, one.name(), &lines);
  };
  constexpr int kAll = 1000;
  auto documents = v1::DocumentService::NewStub(channel);
  auto admin = v1::AdminService::NewStub(channel);
  auto cleanups = v1::CleanupService::NewStub(channel);
  auto filings = v1::FilingService::NewStub(channel);
  auto objections = v1::ObjectionService::NewStub(channel);

  v1::ListHistoryRequest history;
  history.set_page_size(kAll);
  v1::ListHistoryResponse events;
  EXPECT_TRUE(documents->ListHistory(As(token).get(), history, &events).ok());
  for (const v1::Event& event : events.events())
    AddLines(event, absl::StrCat("events/", event.sequence()), &lines);

  v1::ListDocumentsRequest list_documents;
  list_documents.set_page_size(kAll);
  v1::ListDocumentsResponse found;
  EXPECT_TRUE(documents->ListDocuments(As(token).get(), list_documents, &found).ok());
  for (const v1::Document& document : found.documents()) {
    v1::GetDocumentRequest get;
    get.set_name(document.name());
    v1::Document whole;
    EXPECT_TRUE(documents->GetDocument(As(token).get(), get, &whole).ok()) << document.name();
    AddLines(whole, whole.name(), &lines);
    v1::ListVersionsRequest list_versions;
    list_versions.set_parent(document.name());
    v1::ListVersionsResponse versions;
    EXPECT_TRUE(documents->ListVersions(As(token).get(), list_versions, &versions).ok());
    for (const v1::Version& version : versions.versions()) {
      v1::GetVersionRequest get_version;
      get_version.set_name(version.name());
      v1::Version text;
      EXPECT_TRUE(documents->GetVersion(As(token).get(), get_version, &text).ok());
      AddLines(text, text.name(), &lines);
    }
  }

  v1::ListFilingsRequest list_filings;
  v1::ListFilingsResponse filed;
  EXPECT_TRUE(filings->ListFilings(As(token).get(), list_filings, &filed).ok());
  add(filed.filings());
  v1::ListFilingListsRequest list_lists;
  v1::ListFilingListsResponse sent;
  EXPECT_TRUE(filings->ListFilingLists(As(token).get(), list_lists, &sent).ok());
  for (const v1::FilingList& list : sent.lists()) {
    // Those that are owed follow from the day and from the program's rules.
    if (list.has_evidence()) AddLines(list, list.name(), &lines);
  }
  v1::ListObjectionsRequest list_objections;
  v1::ListObjectionsResponse lodged;
  EXPECT_TRUE(objections->ListObjections(As(token).get(), list_objections, &lodged).ok());
  add(lodged.objections());
  v1::ListCampaignsRequest list_campaigns;
  v1::ListCampaignsResponse campaigns;
  EXPECT_TRUE(cleanups->ListCampaigns(As(token).get(), list_campaigns, &campaigns).ok());
  add(campaigns.campaigns());
  for (const v1::Campaign& campaign : campaigns.campaigns()) {
    v1::ListItemsRequest list_items;
    list_items.set_parent(campaign.name());
    v1::ListItemsResponse items;
    EXPECT_TRUE(cleanups->ListItems(As(token).get(), list_items, &items).ok());
    add(items.items());
  }

  v1::ListPolicyLeavesRequest list_leaves;
  list_leaves.set_jurisdiction(kDistrict);
  list_leaves.set_page_size(kAll);
  v1::ListPolicyLeavesResponse leaves;
  EXPECT_TRUE(admin->ListPolicyLeaves(As(token).get(), list_leaves, &leaves).ok());
  for (const v1::PolicyLeaf& leaf : leaves.leaves()) {
    if (leaf.jurisdiction() == kDistrict) AddLines(leaf, leaf.key(), &lines);
  }
  v1::ListTokensRequest list_tokens;
  list_tokens.set_parent("principals/drafter");
  v1::ListTokensResponse tokens;
  EXPECT_TRUE(admin->ListTokens(As(token).get(), list_tokens, &tokens).ok());
  add(tokens.tokens());
  return lines;
}

}  // namespace santong::testing
