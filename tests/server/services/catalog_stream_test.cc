// The catalogue's streams through the real server: a watcher that resumes sees every public event
// once, whatever happens to the server; an export is the whole catalogue.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "grpc/grpc.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/public_events.h"
#include "tests/support/metrics_page.h"

namespace santong::testing {
namespace {

constexpr int kKills = 20;
constexpr int kBatchRows = 500;

v1::ImportDocumentsRequest StartOf(const std::string& id) {
  v1::ImportDocumentsRequest message;
  message.mutable_start()->set_import_id(id);
  message.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
  message.mutable_start()->set_jurisdiction(kDistrict);
  return message;
}

v1::ImportDocumentsRequest Batch(int first, int rows) {
  v1::ImportDocumentsRequest message;
  for (int i = first; i < first + rows; ++i) {
    v1::ImportRow* row = message.add_rows();
    row->set_row(i);
    row->set_title(absl::StrCat("办法", i));
    row->set_issuer("平安区民政局");
    row->set_document_number(absl::StrCat("平民〔2012〕", i, "号"));
    row->set_written_date("2012-03-01");
    row->set_text(absl::StrCat("=正文", i));
  }
  return message;
}

// Imports batches until the stream breaks.
void ImportUntilItBreaks(v1::DocumentService::Stub& documents, const std::string& token,
                         const std::string& id) {
  auto context = As(token);
  auto stream = documents.ImportDocuments(context.get());
  std::thread reader([&] {
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
    }
  });
  bool open = stream->Write(StartOf(id));
  for (int first = 1; open && first < 100000; first += 10) open = stream->Write(Batch(first, 10));
  stream->WritesDone();
  reader.join();
  stream->Finish();
}

void ImportAll(v1::DocumentService::Stub& documents, const std::string& token, int rows,
               const std::string& more_text = "") {
  auto context = As(token);
  auto stream = documents.ImportDocuments(context.get());
  std::thread reader([&] {
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
    }
  });
  stream->Write(StartOf("stock"));
  for (int first = 1; first <= rows; first += kBatchRows) {
    v1::ImportDocumentsRequest batch = Batch(first, std::min(kBatchRows, rows - first + 1));
    for (v1::ImportRow& row : *batch.mutable_rows()) row.mutable_text()->append(more_text);
    stream->Write(batch);
  }
  stream->WritesDone();
  reader.join();
  const grpc::Status status = stream->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
}

TEST(Watch, NothingIsLostAndNothingComesTwiceOverTwentyKillsUnderLoad) {
  RunningServer server;
  const Tokens tokens = server.registry().tokens();
  std::vector<int64_t> seen, written;  // sequences: as they came, as the history has them
  int64_t resume = 0;
  for (int kill = 0; kill <= kKills; ++kill) {
    auto channel = server.Channel();
    auto documents = v1::DocumentService::NewStub(channel);
    auto catalog = v1::CatalogService::NewStub(channel);
    std::thread load;
    if (kill < kKills) {
      load = std::thread([&, kill] {
        ImportUntilItBreaks(*documents, tokens.admin, absl::StrCat("stock", kill));
      });
    }
    grpc::ClientContext context;
    v1::WatchCatalogRequest request;
    request.set_after_sequence(resume);
    auto stream = catalog->WatchCatalog(&context, request);
    v1::WatchCatalogResponse part;
    const size_t before = seen.size();
    // The server dies when this round has seen enough of its events; the last round reads on to the
    // end of what was written, where the one before did not see that.
    if (kill == kKills) written = PublicEvents(*documents, tokens.auditor);
    if (!written.empty() && resume >= written.back()) context.TryCancel();
    bool killed = false;
    while (stream->Read(&part)) {
      for (const v1::Event& event : part.events()) {
        EXPECT_TRUE(event.public_());
        EXPECT_EQ(event.principal(), "");
        seen.push_back(event.sequence());
      }
      EXPECT_GE(part.sent_to_sequence(), resume);
      resume = part.sent_to_sequence();
      if (kill < kKills && !killed && seen.size() > before + 50 + 37 * static_cast<size_t>(kill)) {
        server.process().Kill();
        killed = true;
      }
      if (!written.empty() && resume >= written.back()) context.TryCancel();
    }
    stream->Finish();
    if (load.joinable()) load.join();
    if (kill < kKills) server.Start();
  }
  EXPECT_GT(written.size(), static_cast<size_t>(kKills) * 50);
  EXPECT_EQ(seen, written);
}

TEST(Watch, EventsComeAsTheyHappenAndADrainEndsTheStream) {
  RunningServer server;
  Registry& registry = server.registry();
  auto catalog = v1::CatalogService::NewStub(server.Channel());
  grpc::ClientContext context;
  auto stream = catalog->WatchCatalog(&context, {});
  const v1::Document document = registry.Published("养老服务办法");
  v1::WatchCatalogResponse part;
  bool published = false;
  while (!published && stream->Read(&part)) {
    for (const v1::Event& event : part.events()) {
      published = published ||
                  (event.resource() == document.name() && event.to_state() == "IN_EFFECT") ||
                  event.action() == "PUBLISH";
    }
  }
  EXPECT_TRUE(published);
  EXPECT_EQ(server.process().Terminate(), 0) << "a watcher does not hold up a drain";
  while (stream->Read(&part)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(Watch, ASequenceThatWasNotGivenIsRefused) {
  RunningServer server;
  auto catalog = v1::CatalogService::NewStub(server.Channel());
  for (const int64_t sequence : {int64_t{1000000}, int64_t{-1}}) {
    grpc::ClientContext context;
    v1::WatchCatalogRequest request;
    request.set_after_sequence(sequence);
    auto stream = catalog->WatchCatalog(&context, request);
    v1::WatchCatalogResponse part;
    EXPECT_FALSE(stream->Read(&part));
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
}

// A server that soon cuts off who does not read, and clients that take little before they read. How
// many calls are in, the metrics say.
class SlowReader : public ::testing::Test {
 protected:
  std::unique_ptr<v1::CatalogService::Stub> Narrow() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 10);
    return v1::CatalogService::NewStub(grpc::CreateCustomChannel(
        server_.process().address(), grpc::InsecureChannelCredentials(), arguments));
  }
  void WaitUntilNoCallIsIn() const {
    while (MetricValue(MetricsPage(metrics_port_), "grpc_server_calls_in_flight") != "0")
      std::this_thread::yield();
  }

  const int metrics_port_ = FreePort();
  RunningServer server_{std::vector<std::string>{"--stream-write-seconds", "1", "--metrics-address",
                                                 absl::StrCat("127.0.0.1:", metrics_port_)}};
};

TEST_F(SlowReader, OfEventsIsCutOffAndResumesWithoutLoss) {
  Registry& registry = server_.registry();
  ImportAll(registry.documents(), registry.tokens().admin, 6 * kBatchRows);
  const std::vector<int64_t> written =
      PublicEvents(registry.documents(), registry.tokens().auditor);
  std::vector<int64_t> seen;
  v1::WatchCatalogRequest request;
  v1::WatchCatalogResponse part;
  const auto take = [&] {
    for (const v1::Event& event : part.events()) seen.push_back(event.sequence());
    request.set_after_sequence(part.sent_to_sequence());
  };
  {
    const auto catalog = Narrow();
    grpc::ClientContext context;
    const auto stream = catalog->WatchCatalog(&context, request);
    ASSERT_TRUE(stream->Read(&part));
    take();
    WaitUntilNoCallIsIn();
    // What was on its way may still be there.
    while (stream->Read(&part)) take();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  ASSERT_LT(seen.size(), written.size()) << "it was not cut off";
  const auto catalog = v1::CatalogService::NewStub(server_.Channel());
  grpc::ClientContext context;
  const auto stream = catalog->WatchCatalog(&context, request);
  while (seen.size() < written.size() && stream->Read(&part)) take();
  context.TryCancel();
  while (stream->Read(&part)) {
  }
  stream->Finish();
  EXPECT_EQ(seen, written);
}

TEST_F(SlowReader, OfAnExportIsCutOffAndHoldsNoSnapshot) {
  Registry& registry = server_.registry();
  ImportAll(registry.documents(), registry.tokens().admin, kBatchRows, std::string(4096, 'x'));
  const auto catalog = Narrow();
  grpc::ClientContext context;
  v1::ExportCatalogRequest request;
  request.set_format(v1::EXPORT_FORMAT_JSON_LINES);
  const auto stream = catalog->ExportCatalog(&context, request);
  v1::ExportCatalogResponse part;
  ASSERT_TRUE(stream->Read(&part));
  WaitUntilNoCallIsIn();
  while (stream->Read(&part)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(Export, IsTheWholeCatalogueAndWhatChangedSince) {
  RunningServer server;
  Registry& registry = server.registry();
  registry.Drafted("草案");
  ImportAll(registry.documents(), registry.tokens().admin, 500);
  auto catalog = v1::CatalogService::NewStub(server.Channel());
  auto run = [&](v1::ExportFormat format, int64_t after, v1::ExportCatalogResponse* last) {
    grpc::ClientContext context;
    v1::ExportCatalogRequest request;
    request.set_format(format);
    request.set_after_sequence(after);
    auto stream = catalog->ExportCatalog(&context, request);
    std::string file;
    while (stream->Read(last)) file += last->chunk();
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return file;
  };
  v1::ExportCatalogResponse last;
  const std::string json = run(v1::EXPORT_FORMAT_JSON_LINES, 0, &last);
  EXPECT_EQ(last.documents(), 500);
  EXPECT_EQ(std::count(json.begin(), json.end(), '\n'), 500);
  EXPECT_TRUE(absl::StrContains(json, "\"text\":\"=正文500\""));
  EXPECT_FALSE(absl::StrContains(json, "草案"));
  const std::string csv = run(v1::EXPORT_FORMAT_CSV, 0, &last);
  EXPECT_TRUE(absl::StartsWith(csv, "\xEF\xBB\xBFname,"));
  EXPECT_TRUE(absl::StrContains(csv, "\"'=正文1\"\r\n")) << "no cell is a formula";
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 501);
  const std::string files = run(v1::EXPORT_FORMAT_AKOMA_NTOSO, 0, &last);
  EXPECT_EQ(last.documents(), 500);
  size_t roots = 0;
  for (size_t at = 0; (at = files.find("<akomaNtoso ", at)) != std::string::npos; ++at) ++roots;
  EXPECT_EQ(roots, 500);
  EXPECT_FALSE(absl::StrContains(files, "草案"));
  const v1::Document published = registry.Published("养老服务办法");
  const int64_t before = last.event_sequence();
  const std::string changed = run(v1::EXPORT_FORMAT_JSON_LINES, before, &last);
  EXPECT_EQ(last.documents(), 1);
  EXPECT_TRUE(absl::StrContains(changed, published.name()));
  EXPECT_GT(last.event_sequence(), before);
}

TEST(Export, NoCellOfTheCsvIsAFormulaInAnyLocale) {
  RunningServer server;
  Registry& registry = server.registry();
  const std::vector<std::string> begins = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  v1::ImportDocumentsRequest batch = Batch(1, static_cast<int>(begins.size()));
  for (size_t i = 0; i < begins.size(); ++i) {
    v1::ImportRow* row = batch.mutable_rows(static_cast<int>(i));
    row->set_title(absl::StrCat(begins[i], "1+1"));
    row->set_text("\n=1+1");
  }
  auto context = As(registry.tokens().admin);
  auto rows = registry.documents().ImportDocuments(context.get());
  rows->Write(StartOf("formulas"));
  rows->Write(batch);
  rows->WritesDone();
  for (v1::ImportDocumentsResponse response; rows->Read(&response);) continue;
  ASSERT_TRUE(rows->Finish().ok());
  grpc::ClientContext public_context;
  v1::ExportCatalogRequest request;
  request.set_format(v1::EXPORT_FORMAT_CSV);
  auto stream = registry.catalog().ExportCatalog(&public_context, request);
  std::string csv;
  for (v1::ExportCatalogResponse part; stream->Read(&part);) csv += part.chunk();
  ASSERT_TRUE(stream->Finish().ok());
  for (const std::string& begin : begins)
    EXPECT_TRUE(absl::StrContains(csv, absl::StrCat("\"'", begin, "1+1\""))) << begin;
  EXPECT_FALSE(absl::StrContains(csv, "\"\n=1+1\"")) << "nor one that begins with an empty line";
}

}  // namespace
}  // namespace santong::testing
