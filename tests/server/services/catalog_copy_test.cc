// What `santong catalog export --format copy` wrote and `santongd load` made a store of answers
// every public question as the register does, and takes no act.
//
// Method: a register with real documents of a stock and with documents brought to many states is
// exported, loaded into a fresh folder and served by a second server; both are asked the same, and
// the answers are compared byte for byte.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "santong/v1/catalog_copy.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/client/program.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/services/objection_desk.h"
#include "tests/server/services/santongd_command.h"
#include "tests/support/metrics_page.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The lines with the facts of events in order, which JSON leaves open.
std::string InOrder(const std::string& lines) {
  std::string text;
  for (const absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    v1::CatalogCopyLine read;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(std::string(line), &read).ok()) << line;
    absl::StrAppend(&text, read.DebugString());
  }
  return text;
}

// The first line in which the two differ, of both.
std::string Difference(const std::string& one, const std::string& other) {
  const std::vector<std::string> a = absl::StrSplit(one, '\n'), b = absl::StrSplit(other, '\n');
  for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string in_a = i < a.size() ? a[i] : "(end)", in_b = i < b.size() ? b[i] : "(end)";
    if (in_a != in_b) return absl::StrCat(in_a, "\n", in_b);
  }
  return "";
}

// The questions of the public, as one client asks them.
class Public {
 public:
  explicit Public(const std::shared_ptr<grpc::Channel>& channel)
      : catalog_(v1::CatalogService::NewStub(channel)),
        documents_(v1::DocumentService::NewStub(channel)),
        objections_(v1::ObjectionService::NewStub(channel)) {}

  std::string Export(v1::ExportFormat format, int64_t after = 0) {
    v1::ExportCatalogRequest request;
    request.set_format(format);
    request.set_after_sequence(after);
    const auto context = As("");
    const auto stream = catalog_->ExportCatalog(context.get(), request);
    std::string file;
    v1::ExportCatalogResponse part;
    while (stream->Read(&part)) {
      file += part.chunk();
      last_ = part.event_sequence();
    }
    EXPECT_TRUE(stream->Finish().ok());
    return file;
  }
  // The event that the last export was the catalogue of.
  int64_t last() const { return last_; }

  // Every answer, by its question.
  std::map<std::string, std::string> Answers(const std::vector<std::string>& dates) {
    answers_.clear();
    answers_["json lines"] = Export(v1::EXPORT_FORMAT_JSON_LINES);
    answers_["csv"] = Export(v1::EXPORT_FORMAT_CSV);
    answers_["copy"] = InOrder(Export(v1::EXPORT_FORMAT_COPY));
    answers_["events"] = Watch();
    for (const char* query : {"办法", "养老", "\"第一条\""}) {
      for (const std::string& date : dates) Search(query, date);
    }
    v1::ListDocumentsRequest list;
    list.set_page_size(1000);
    v1::ListDocumentsResponse listed;
    EXPECT_TRUE(documents_->ListDocuments(As("").get(), list, &listed).ok());
    for (const v1::Document& document : listed.documents()) Ask(document, dates);
    return answers_;
  }

 private:
  std::string Watch() {
    const auto context = As("");
    const auto stream = catalog_->WatchCatalog(context.get(), v1::WatchCatalogRequest());
    std::string events;
    v1::WatchCatalogResponse part;
    while (part.sent_to_sequence() < last_ && stream->Read(&part)) {
      for (const v1::Event& event : part.events()) absl::StrAppend(&events, event.DebugString());
    }
    context->TryCancel();
    return events;
  }
  void Search(const std::string& query, const std::string& date) {
    v1::SearchDocumentsRequest request;
    request.set_query(query);
    request.set_as_of(date);
    request.set_facets(true);
    v1::SearchDocumentsResponse found;
    const absl::Time give_up = absl::Now() + absl::Minutes(1);
    do {
      EXPECT_TRUE(catalog_->SearchDocuments(As("").get(), request, &found).ok());
    } while (found.complete_to_sequence() < found.event_sequence() && absl::Now() < give_up);
    found.clear_next_page_token();  // sealed by each server's own key
    Keep(absl::StrCat("search ", query, " ", date), found);
  }
  void Ask(const v1::Document& listed, const std::vector<std::string>& dates) {
    const std::string& name = listed.name();
    v1::GetDocumentRequest get;
    get.set_name(name);
    Keep(name, Call(&v1::DocumentService::Stub::GetDocument, *documents_, get, v1::Document()));
    for (const v1::VersionSummary& summary : listed.versions()) {
      v1::GetVersionRequest version;
      version.set_name(absl::StrCat(name, "/versions/", summary.number()));
      Keep(version.name(),
           Call(&v1::DocumentService::Stub::GetVersion, *documents_, version, v1::Version()));
    }
    v1::ListHistoryRequest history;
    history.set_parent(name);
    Keep(absl::StrCat("history of ", name), Call(&v1::DocumentService::Stub::ListHistory,
                                                 *documents_, history, v1::ListHistoryResponse()));
    v1::LookupDocumentRequest lookup;
    lookup.set_text(listed.title());
    Keep(absl::StrCat("look up ", name), Call(&v1::CatalogService::Stub::LookupDocument, *catalog_,
                                              lookup, v1::LookupDocumentResponse()));
    for (const std::string& date : dates) {
      v1::CheckBasisRequest check;
      check.set_number(name);
      check.set_date(date);
      v1::Basis basis = Call(&v1::CatalogService::Stub::CheckBasis, *catalog_, check, v1::Basis());
      basis.clear_answer_time();
      Keep(absl::StrCat("basis of ", name, " ", date), basis);
    }
    for (const auto direction : {v1::CITATION_DIRECTION_CITES, v1::CITATION_DIRECTION_CITED_BY}) {
      v1::ListCitationsRequest cites;
      cites.set_parent(name);
      cites.set_direction(direction);
      Keep(absl::StrCat("citations of ", name, " ", direction),
           Call(&v1::CatalogService::Stub::ListCitations, *catalog_, cites,
                v1::ListCitationsResponse()));
    }
    v1::ListObjectionsRequest objections;
    objections.set_document(name);
    const auto about = Call(&v1::ObjectionService::Stub::ListObjections, *objections_, objections,
                            v1::ListObjectionsResponse());
    Keep(absl::StrCat("objections to ", name), about);
    for (const v1::Objection& objection : about.objections()) {
      v1::GetObjectionRequest one;
      one.set_name(objection.name());
      Keep(one.name(),
           Call(&v1::ObjectionService::Stub::GetObjection, *objections_, one, v1::Objection()));
    }
  }
  template <typename Stub, typename Request, typename Response, typename Method>
  Response Call(Method method, Stub& stub, const Request& request, Response response) {
    const grpc::Status status = (stub.*method)(As("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message() << " " << request.DebugString();
    return response;
  }
  void Keep(const std::string& question, const google::protobuf::Message& answer) {
    answers_[question] = answer.DebugString();
  }

  std::unique_ptr<v1::CatalogService::Stub> catalog_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::ObjectionService::Stub> objections_;
  std::map<std::string, std::string> answers_;
  int64_t last_ = 0;
};

class CatalogCopy : public ::testing::Test {
 protected:
  std::string WriteCopy(int64_t after = 0) {
    const std::string path = folder_.Path(absl::StrCat("copy", ++files_, ".jsonl"));
    std::vector<std::string> words = {"catalog", "export", "--format", "copy", "--to", path};
    if (after > 0) words.insert(words.end(), {"--after-sequence", absl::StrCat(after)});
    const Output output = RunProgram(words, {{"SANTONG_ADDRESS", first_.process().address()}});
    EXPECT_EQ(output.exit_code, 0) << output.err;
    return path;
  }
  Output Load(const std::string& lines, const std::string& into) {
    return RunSantongd({"load", "--from", lines, "--data-dir", into});
  }
  std::string CopyDir() const { return folder_.Path("copy"); }
  v1::Evidence Decision() {
    v1::Evidence decision;
    decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    decision.set_document_title("区人民政府决定");
    decision.set_date(registry_.today());
    decision.set_person("区长");
    return decision;
  }
  void Must(const grpc::Status& status) { ASSERT_TRUE(status.ok()) << status.error_message(); }
  void Repeal(const v1::Document& document) {
    v1::RepealDocumentRequest repeal;
    repeal.set_name(document.name());
    repeal.set_ended_date(registry_.today());
    repeal.set_reason("不再适用");
    *repeal.mutable_decision() = Decision();
    v1::Document ended;
    Must(registry_.documents().RepealDocument(As(registry_.tokens().reviewer).get(), repeal,
                                              &ended));
  }
  void Correct(const v1::Document& document) {
    v1::CorrectDocumentRequest correct;
    correct.set_name(document.name());
    correct.set_text(absl::StrCat(document.title(), "\n第一条 改正后的正文。\n"));
    correct.set_reason("错字");
    *correct.mutable_approval() = Decision();
    v1::Document corrected;
    Must(registry_.documents().CorrectDocument(As(registry_.tokens().publisher).get(), correct,
                                               &corrected));
  }
  void Suspend(const v1::Document& document) {
    v1::SuspendDocumentRequest suspend;
    suspend.set_name(document.name());
    suspend.set_reason("审查期间");
    *suspend.mutable_decision() = Decision();
    v1::Document suspended;
    Must(registry_.documents().SuspendDocument(As(registry_.tokens().reviewer).get(), suspend,
                                               &suspended));
  }
  // Real documents of a stock, and documents in many states: among them what nobody may see.
  void Fill() {
    const std::string token = folder_.Write("token", AdminToken(first_.data_dir()) + "\n");
    const Output imported = RunProgram(
        {"import", "tests/testdata/corpus_excerpt.jsonl.gz", "--jurisdiction", kDistrict},
        {{"SANTONG_ADDRESS", first_.process().address()}, {"SANTONG_TOKEN_FILE", token}});
    EXPECT_EQ(imported.exit_code, 0) << imported.err;
    registry_.Drafted("没有公布的办法");
    registry_.Registered("尚未公布的办法");
    const v1::Document cited = registry_.Published("养老服务办法");
    v1::CreateDocumentRequest citing = registry_.CompleteDraft("养老补贴细则");
    citing.set_text(absl::StrCat(citing.text(), "\n第一百条 根据《", cited.title(), "》（",
                                 cited.document_number(), "）制定本细则。\n"));
    v1::Relation* relation = citing.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_REPEALS);
    relation->set_target(cited.name());
    registry_.Published(citing);
    Repeal(registry_.Published("已经废止的办法"));
    Correct(registry_.Published("有错字的办法"));
    Suspend(registry_.Published("中止的办法"));
    Desk desk(first_.Channel(), registry_.tokens());
    const v1::Document doubted = registry_.Published("有异议的办法");
    desk.Lodge(doubted.name(), "甲某某");
    Must(desk.Accept(desk.Lodge(doubted.name(), "乙某某").objection().name()));
  }
  // Of the register and of the copy that is served from CopyDir().
  void ExpectSameAnswers() {
    RunningServer second(CopyDir(), {});
    const std::vector<std::string> dates = {"", "2020-01-01", registry_.today()};
    Public asked(first_.Channel());
    const auto expected = asked.Answers(dates);
    const auto answered = Public(second.Channel()).Answers(dates);
    EXPECT_GT(expected.size(), 100u);
    for (const auto& [question, answer] : expected) {
      const auto same = answered.find(question);
      ASSERT_NE(same, answered.end()) << question;
      EXPECT_EQ(Difference(answer, same->second), "") << question;
    }
    EXPECT_EQ(answered.size(), expected.size());
  }

  // Asks a server of CopyDir() until its search index has come to the last event.
  v1::SearchDocumentsResponse FoundInCopy(const std::string& query) {
    RunningServer second(CopyDir(), {});
    const auto catalog = v1::CatalogService::NewStub(second.Channel());
    v1::SearchDocumentsRequest request;
    request.set_query(query);
    v1::SearchDocumentsResponse found;
    const absl::Time give_up = absl::Now() + absl::Minutes(1);
    do {
      const grpc::Status status = catalog->SearchDocuments(As("").get(), request, &found);
      EXPECT_TRUE(status.ok()) << status.error_message();
    } while (found.complete_to_sequence() < found.event_sequence() && absl::Now() < give_up);
    EXPECT_EQ(found.complete_to_sequence(), found.event_sequence());
    return found;
  }

  Folder folder_;
  RunningServer first_;
  Registry& registry_ = first_.registry();
  int files_ = 0;
};

TEST_F(CatalogCopy, AnswersAsTheRegisterDoesAndGoesOnFromAnEvent) {
  Fill();
  const Output loaded = Load(WriteCopy(), CopyDir());
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  ExpectSameAnswers();

  Public asked(first_.Channel());
  asked.Export(v1::EXPORT_FORMAT_JSON_LINES);
  const int64_t before = asked.last();
  const v1::Document later = registry_.Published("后来的养老办法");
  Correct(later);
  Repeal(registry_.Published("后来又废止的办法"));
  Desk(first_.Channel(), registry_.tokens()).Lodge(later.name(), "丙某某");
  const Output again = Load(WriteCopy(before), CopyDir());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  ExpectSameAnswers();
}

// The search index follows a thousand events at a time, and a copy has no link of the chain between
// the ends of its loads.
TEST_F(CatalogCopy, FindsWhatALoadOfManyEventsBrought) {
  registry_.Published("养老服务办法");
  ASSERT_EQ(Load(WriteCopy(), CopyDir()).exit_code, 0);
  EXPECT_EQ(FoundInCopy("养老服务办法").hits_size(), 1);

  Public asked(first_.Channel());
  asked.Export(v1::EXPORT_FORMAT_JSON_LINES);
  const int64_t before = asked.last();
  std::vector<v1::ImportRow> rows;
  for (int n = 1; n <= 1200; ++n) rows.push_back(StockRow(n, absl::StrCat("存量办法", n)));
  ImportStock(registry_, rows);
  ASSERT_EQ(Load(WriteCopy(before), CopyDir()).exit_code, 0);
  const v1::SearchDocumentsResponse found = FoundInCopy("存量办法1200");
  EXPECT_GT(found.event_sequence() - before, 1000);
  ASSERT_EQ(found.hits_size(), 1);
  EXPECT_EQ(found.hits(0).document().title(), "存量办法1200");
}

// To mend a document from before the registry, or to withhold it, is no public event.
TEST_F(CatalogCopy, FollowsWhatNoPublicEventTellsOf) {
  const std::vector<std::string> names =
      ImportStock(registry_, {StockRow(1, "存量养老办法"), StockRow(2, "存量殡葬办法")});
  ASSERT_EQ(Load(WriteCopy(), CopyDir()).exit_code, 0);
  EXPECT_EQ(FoundInCopy("存量殡葬办法").hits_size(), 1);

  Public asked(first_.Channel());
  asked.Export(v1::EXPORT_FORMAT_JSON_LINES);
  const int64_t before = asked.last();
  v1::UpdateDocumentRequest mend, withhold;
  mend.mutable_document()->set_name(names[0]);
  mend.mutable_document()->set_title("存量医养结合办法");
  withhold.mutable_document()->set_name(names[1]);
  withhold.mutable_document()->set_openness(v1::OPENNESS_NOT_PUBLIC);
  withhold.mutable_document()->set_openness_basis("政府信息公开条例第十四条");
  for (const v1::UpdateDocumentRequest& update : {mend, withhold}) {
    v1::Document updated;
    Must(registry_.documents().UpdateDocument(As(registry_.tokens().reviewer).get(), update,
                                              &updated));
  }
  // Lines of everything leave a withheld document out, and the copy would go on showing it.
  const Output refused = Load(WriteCopy(), CopyDir());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr(absl::StrCat("export with --after-sequence ", before)));
  ASSERT_EQ(Load(WriteCopy(before), CopyDir()).exit_code, 0);
  EXPECT_EQ(FoundInCopy("存量医养结合办法").hits_size(), 1);
  EXPECT_EQ(FoundInCopy("存量殡葬办法").hits_size(), 0);
  RunningServer second(CopyDir(), {});
  const auto documents = v1::DocumentService::NewStub(second.Channel());
  v1::GetDocumentRequest get;
  get.set_name(names[1]);
  v1::Document unseen;
  EXPECT_EQ(documents->GetDocument(As("").get(), get, &unseen).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(CatalogCopy, TakesNoActAndSaysWhereToGo) {
  const v1::Document document = registry_.Published("养老服务办法");
  ASSERT_EQ(Load(WriteCopy(), CopyDir()).exit_code, 0);
  const int port = FreePort();
  RunningServer second(CopyDir(), {"--metrics-address", absl::StrCat("127.0.0.1:", port)});
  EXPECT_EQ(MetricValue(MetricsPage(port), "santong_copy"), "1") << "the alerts go by it";
  const auto objections = v1::ObjectionService::NewStub(second.Channel());
  v1::LodgeObjectionRequest request;
  request.set_document(document.name());
  request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
  request.set_reasons("第二条与上位法相抵触");
  request.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
  request.mutable_lodger()->set_display_name("甲某某");
  request.mutable_lodger()->set_contact("13900001234");
  v1::LodgeObjectionResponse unused;
  const grpc::Status lodged = objections->LodgeObjection(As("").get(), request, &unused);
  EXPECT_EQ(lodged.error_code(), grpc::StatusCode::FAILED_PRECONDITION) << lodged.error_message();
  EXPECT_TRUE(Names(lodged, "StoreIsRegister"));
  ASSERT_EQ(DetailsOf(lodged).precondition.violations_size(), 1);
  EXPECT_THAT(DetailsOf(lodged).precondition.violations(0).description(),
              HasSubstr("turn to the register itself"));
  // The site says so, and offers nothing that it cannot do.
  for (const std::string& path : {std::string("/"), "/" + document.name()}) {
    HttpClient asked(HttpAddress(first_.data_dir())), copied(HttpAddress(CopyDir()));
    const HttpAnswer in_register = asked.Get(path), in_copy = copied.Get(path);
    EXPECT_EQ(in_copy.status, 200) << path;
    EXPECT_THAT(in_copy.body, HasSubstr("另一登记系统目录的副本")) << path;
    EXPECT_THAT(in_register.body, Not(HasSubstr("另一登记系统目录的副本"))) << path;
    for (const char* offer : {"/objections/new", "/desk", "/statistics"}) {
      EXPECT_THAT(in_register.body, HasSubstr(absl::StrCat("href=\"", offer))) << path;
      EXPECT_THAT(in_copy.body, Not(HasSubstr(absl::StrCat("href=\"", offer)))) << path;
    }
  }
  HttpClient asked(HttpAddress(first_.data_dir())), copied(HttpAddress(CopyDir()));
  const std::string page = "/" + document.name();
  for (const std::string& act : {std::string("/objections/new?document="), page + "/receipt"}) {
    EXPECT_THAT(asked.Get(page).body, HasSubstr(absl::StrCat("href=\"", act)));
    EXPECT_THAT(copied.Get(page).body, Not(HasSubstr(absl::StrCat("href=\"", act))));
  }
  // A token of the register opens nothing here.
  const auto documents = v1::DocumentService::NewStub(second.Channel());
  v1::Document made;
  EXPECT_EQ(documents
                ->CreateDocument(As(registry_.tokens().drafter).get(),
                                 registry_.CompleteDraft("新办法"), &made)
                .error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(CatalogCopy, ALoadThatWasCutOffIsServedByNobodyUntilItIsRepeated) {
  Fill();
  const std::string whole = WriteCopy();
  std::string half = ReadAll(whole);
  half.resize(half.find_last_of('\n', half.size() - 2) + 1);  // the tail alone is missing
  const Output cut = Load(folder_.Write("half.jsonl", half), CopyDir());
  EXPECT_EQ(cut.exit_code, 1);
  EXPECT_THAT(cut.err, HasSubstr("the end is missing"));
  const Output served = RunSantongd({"--data-dir", CopyDir(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(served.exit_code, 1);
  EXPECT_THAT(served.err, HasSubstr("run santongd load with the same lines again"));
  ASSERT_EQ(Load(whole, CopyDir()).exit_code, 0);
  ExpectSameAnswers();
}

TEST_F(CatalogCopy, LinesThatDoNotFitTheFolderAreRefused) {
  registry_.Published("养老服务办法");
  const std::string whole = WriteCopy();
  Public asked(first_.Channel());
  asked.Export(v1::EXPORT_FORMAT_JSON_LINES);
  const int64_t last = asked.last();
  registry_.Published("养老补贴细则");
  const std::string later = WriteCopy(last + 1);

  Output refused = Load(later, CopyDir());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("export with --after-sequence 0"));
  ASSERT_EQ(Load(whole, CopyDir()).exit_code, 0);
  refused = Load(later, CopyDir());
  EXPECT_THAT(refused.err, HasSubstr(absl::StrCat("export with --after-sequence ", last)));

  // From an earlier event: of what is new the copy's search would not hear.
  refused = Load(WriteCopy(last - 1), CopyDir());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr(absl::StrCat("export with --after-sequence ", last)));
  EXPECT_EQ(Load(whole, CopyDir()).exit_code, 0) << "the same again";

  refused = Load(folder_.Write("other.jsonl", "{\"title\":\"养老\"}\n"), CopyDir());
  EXPECT_THAT(refused.err, HasSubstr("santong catalog export --format copy"));
  refused = Load(folder_.Write("newer.jsonl", "{\"head\":{\"form\":2}}\n"), CopyDir());
  EXPECT_THAT(refused.err, HasSubstr("load them with a newer one"));
  refused = Load(folder_.Write("broken.jsonl", "{\"head\":\n"), CopyDir());
  EXPECT_THAT(refused.err, HasSubstr("line 1: "));

  first_.process().Terminate();
  refused = Load(whole, first_.data_dir());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("a register of its own"));
}

}  // namespace
}  // namespace santong::testing
