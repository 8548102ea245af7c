#include "tests/bench/stock.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "santong/v1/import.pb.h"

namespace santong::bench {
namespace {

constexpr size_t kChineseBytes = 3;
constexpr int kPartDocuments = 50'000;
constexpr absl::Duration kIndexedWithin = absl::Minutes(60);
// At rest is a server that for so many pauses took less than this share of one processor.
constexpr int kRestPauses = 3;
constexpr absl::Duration kRestPause = absl::Milliseconds(500);
constexpr double kRestShare = 0.02;

double MillisecondsP50(const Outcome& outcome) { return outcome.latency.p50_us / 1000; }
double MillisecondsP99(const Outcome& outcome) { return outcome.latency.p99_us / 1000; }
double PerSecond(const Outcome& outcome) { return outcome.PerSecond(); }

constexpr struct {
  Measure measure;
  double (*of)(const Outcome&);
} kMeasures[] = {{kRate, PerSecond}, {kP50, MillisecondsP50}, {kP99, MillisecondsP99}};

}  // namespace

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Text(size_t bytes, int n) {
  std::string text = absl::StrCat("第", n, "号文件\n");
  while (text.size() + kChineseBytes <= bytes) text += "文";
  return text;
}

void Die(const std::string& what, const Outcome& outcome) {
  if (outcome.failures == 0) return;
  std::fprintf(stderr, "%s: %ld of %ld calls failed: %s\n", what.c_str(),
               static_cast<long>(outcome.failures), static_cast<long>(outcome.calls),
               outcome.first_failure.c_str());
  std::exit(1);
}

double Import(testing::Registry& registry, const std::string& id, int count, const TextOf& text) {
  constexpr int kBatch = 100;
  auto context = testing::As(registry.tokens().admin);
  auto stream = registry.documents().ImportDocuments(context.get());
  v1::ImportDocumentsRequest start;
  start.mutable_start()->set_import_id(id);
  start.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
  start.mutable_start()->set_jurisdiction(testing::kDistrict);
  stream->Write(start);
  std::thread reader([&] {
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
    }
  });
  // Made before the clock starts: what is measured is the import.
  std::vector<v1::ImportDocumentsRequest> batches;
  for (int n = 1; n <= count; n += kBatch) {
    v1::ImportDocumentsRequest& batch = batches.emplace_back();
    for (int row = n; row < std::min(n + kBatch, count + 1); ++row) {
      v1::ImportRow* out = batch.add_rows();
      out->set_row(row);
      out->set_title(absl::StrCat(id, "号办法之", row));
      out->set_issuer("平安区民政局");
      out->set_document_number(absl::StrCat(id, "〔2020〕", row, "号"));
      out->set_written_date("2020-01-01");
      out->set_text(text(row));
    }
  }
  const absl::Time begin = absl::Now();
  for (const v1::ImportDocumentsRequest& batch : batches) stream->Write(batch);
  stream->WritesDone();
  reader.join();
  grpc::Status status = stream->Finish();
  if (!status.ok()) {
    std::fprintf(stderr, "import: %s\n", status.error_message().c_str());
    std::exit(1);
  }
  return count / absl::ToDoubleSeconds(absl::Now() - begin);
}

double ImportStock(testing::Registry& registry, const std::string& id, int count,
                   const TextOf& text) {
  double seconds = 0;
  for (int first = 0; first < count; first += kPartDocuments) {
    const int documents = std::min(kPartDocuments, count - first);
    seconds += documents / Import(registry, absl::StrCat(id, first / kPartDocuments), documents,
                                  [&](int n) { return text(first + n); });
  }
  return count / seconds;
}

std::string StockNumber(const std::string& id, int64_t n) {
  return absl::StrCat(id, (n - 1) / kPartDocuments, "〔2020〕", (n - 1) % kPartDocuments + 1, "号");
}

void AddOutcomes(const std::string& row, const std::vector<Outcome>& ours, ReportRows* rows) {
  for (const auto& [measure, of] : kMeasures) {
    std::vector<double> values;
    for (const Outcome& outcome : ours) values.push_back(of(outcome));
    rows->Add(row, measure, Median(values));
  }
}

void AddPeerOutcomes(const std::string& row, const std::string& peer,
                     const std::vector<Outcome>& theirs, const std::vector<Outcome>& ours,
                     ReportRows* rows) {
  for (const auto& [measure, of] : kMeasures) {
    std::vector<double> values, ratios;
    for (size_t i = 0; i < theirs.size(); ++i) {
      values.push_back(of(theirs[i]));
      ratios.push_back(of(ours[i]) / values.back());
    }
    rows->AddPeer(row, peer, measure, Median(values), Median(ratios));
  }
}

void AwaitIndex(testing::Registry& registry) {
  const absl::Time limit = absl::Now() + kIndexedWithin;
  v1::SearchDocumentsRequest request;
  request.set_query("文件");
  request.set_page_size(1);
  v1::SearchDocumentsResponse response;
  do {
    absl::SleepFor(absl::Milliseconds(100));
    response.Clear();
    const grpc::Status status = registry.catalog().SearchDocuments(
        testing::As(registry.tokens().admin).get(), request, &response);
    if (absl::Now() < limit) continue;
    std::fprintf(stderr, "the index is not there: %s\n", status.error_message().c_str());
    std::exit(1);
  } while (response.event_sequence() == 0 ||
           response.complete_to_sequence() < response.event_sequence());
}

void AwaitRest(const testing::ServerProcess& server) {
  const absl::Time limit = absl::Now() + kIndexedWithin;
  double before = server.CpuSeconds();
  for (int pauses = 0; pauses < kRestPauses;) {
    if (absl::Now() > limit) {
      std::fprintf(stderr, "the server does not come to rest\n");
      std::exit(1);
    }
    absl::SleepFor(kRestPause);
    const double now = server.CpuSeconds();
    const bool rests = now - before < kRestShare * absl::ToDoubleSeconds(kRestPause);
    pauses = rests ? pauses + 1 : 0;
    before = now;
  }
}

std::vector<std::string> WaitingForRegistration(testing::Registry& registry,
                                                const std::string& address, int64_t count,
                                                size_t bytes, int64_t first) {
  std::vector<std::string> names(static_cast<size_t>(count));
  Load create{.address = address,
              .method = "/santong.v1.DocumentService/CreateDocument",
              .token = registry.tokens().drafter,
              .in_flight = kInFlight,
              .seconds_max = 600,
              .calls_max = count};
  create.request = [&](int64_t n) {
    v1::CreateDocumentRequest request = registry.CompleteDraft(absl::StrCat("测试办法", first + n));
    request.set_text(Text(bytes, static_cast<int>(n)));
    return request.SerializeAsString();
  };
  create.take = [&](int64_t n, const grpc::ByteBuffer& reply) {
    v1::Document document;
    document.ParseFromString(BytesOf(reply));
    names[static_cast<size_t>(n)] = document.name();
  };
  Die("CreateDocument", RunClosedLoop(create));
  Load submit{.address = address,
              .method = "/santong.v1.DocumentService/SubmitDocument",
              .token = registry.tokens().drafter,
              .in_flight = kInFlight,
              .seconds_max = 600,
              .calls_max = count};
  submit.request = [&](int64_t n) {
    v1::SubmitDocumentRequest request;
    request.set_name(names[static_cast<size_t>(n)]);
    return request.SerializeAsString();
  };
  Die("SubmitDocument", RunClosedLoop(submit));
  Load determine{.address = address,
                 .method = "/santong.v1.DocumentService/DetermineDocument",
                 .token = registry.tokens().reviewer,
                 .in_flight = kInFlight,
                 .seconds_max = 600,
                 .calls_max = count};
  determine.request = [&](int64_t n) {
    v1::DetermineDocumentRequest request;
    request.set_name(names[static_cast<size_t>(n)]);
    request.set_normative(true);
    return request.SerializeAsString();
  };
  Die("DetermineDocument", RunClosedLoop(determine));
  return names;
}

void AddOutcomesAgainst(const std::string& row, const std::string& peer,
                        const std::vector<Outcome>& theirs, const std::vector<Outcome>& ours,
                        ReportRows* rows) {
  AddOutcomes(row, ours, rows);
  AddPeerOutcomes(row, peer, theirs, ours, rows);
}

}  // namespace santong::bench
