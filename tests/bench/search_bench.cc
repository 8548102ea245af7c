// Measures the search index alone: how fast one core builds it, how large it is against its texts,
// how long a search takes with 8 threads at once. Documents are pieces of about 4 KB of a corpus,
// repeated to the size with other numbers and names.
//   search_bench CORPUS [--documents 100000] [--seconds 3] [--work DIR]
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/cli/import/row_source.h"
#include "server/domain/text/normalize.h"
#include "storage/search/sqlite_index.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kPieceBytes = 4000;
constexpr int kThreads = 8;
constexpr int kOrgans = 200;
constexpr int kPageSize = 20;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Piece {
  std::string title;
  std::string text;
};

std::vector<Piece> PiecesOf(const std::string& path) {
  std::vector<Piece> pieces;
  auto source = cli::OpenRows(path, cli::Encoding::kAuto);
  if (!source.ok()) {
    std::fprintf(stderr, "%s\n", std::string(source.status().message()).c_str());
    std::exit(1);
  }
  while (true) {
    v1::ImportRow row;
    std::string problem;
    auto found = (*source)->Next(&row, &problem);
    if (!found.ok() || *found == cli::RowSource::Found::kEnd) return pieces;
    if (*found == cli::RowSource::Found::kBadRow) continue;
    const std::string& text = row.text();
    for (size_t at = 0; at < text.size();) {
      size_t end = std::min(at + kPieceBytes, text.size());
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
      // What is left of a document is no document of the size.
      if (end - at > kPieceBytes / 2) pieces.push_back({row.title(), text.substr(at, end - at)});
      at = end;
    }
  }
}

// Other digits, and another name for a part of the characters that begin names.
std::string Varied(const std::string& text, std::mt19937& random) {
  static const std::vector<std::string> names = {"河", "海", "山", "江", "湖", "林", "安", "平"};
  std::string varied = text;
  for (size_t at = 0; at < varied.size(); ++at) {
    if (varied[at] >= '0' && varied[at] <= '9') {
      varied[at] = static_cast<char>('0' + random() % 10);
      continue;
    }
    for (const std::string& name : names) {
      if (varied.compare(at, name.size(), name) != 0) continue;
      varied.replace(at, name.size(), names[random() % names.size()]);
      break;
    }
  }
  return varied;
}

search::Record RecordOf(const Piece& piece, uint64_t id, std::mt19937& random) {
  const absl::CivilDay day = absl::CivilDay(2006, 1, 1) + static_cast<int>(random() % 7300);
  search::Record record;
  record.document = id;
  record.printed_title = absl::StrCat(Varied(piece.title, random), "（", id, "）");
  record.title = text::FoldForMatch(record.printed_title);
  record.organ = absl::StrCat("jurisdictions/630203/organs/o", random() % kOrgans);
  record.jurisdiction = "jurisdictions/630203";
  record.listed_day = day - absl::CivilDay(1970, 1, 1);
  record.published_day = record.listed_day;
  record.year = static_cast<int>(day.year());
  record.kind = static_cast<int>(random() % 9);
  record.texts = {{1, record.listed_day, 2932896, text::FoldForMatch(Varied(piece.text, random))}};
  record.states = {{record.listed_day, 2932896, random() % 4 == 0 ? 12 : 9}};
  return record;
}

void Measure(const search::SearchIndex& index, const char* name,
             const std::vector<search::Query>& queries, double seconds) {
  std::vector<std::vector<double>> times(kThreads);
  std::vector<std::thread> threads;
  int64_t hits = 0;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const auto begin = Clock::now();
      for (size_t i = static_cast<size_t>(thread); Since(begin) < seconds; ++i) {
        const auto start = Clock::now();
        const search::Query& query = queries[i % queries.size()];
        const auto found = index.Find(query);
        // As the server does: what is all on one page is counted.
        const bool is_all = found.ok() && found->size() < static_cast<size_t>(query.limit);
        const auto count = is_all ? static_cast<int64_t>(found->size()) : index.Count(query, 1001);
        times[static_cast<size_t>(thread)].push_back(Since(start) * 1000);
        if (!found.ok() || !count.ok()) {
          std::fprintf(stderr, "%s: %s\n", name, std::string(found.status().message()).c_str());
          std::exit(1);
        }
        if (thread == 0) hits += *count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const size_t of_first = times[0].size();
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  std::printf("%-34s %9.0f/s  p50 %8.2f ms  p99 %8.2f ms  hits (to 1,001) %6.0f\n", name,
              static_cast<double>(all.size()) / seconds, all[all.size() / 2],
              all[all.size() * 99 / 100],
              static_cast<double>(hits) / static_cast<double>(std::max<size_t>(of_first, 1)));
}

// Spans of `characters` from the pieces' texts.
std::vector<search::Query> Spans(const std::vector<Piece>& pieces, size_t characters,
                                 bool filtered) {
  std::mt19937 random(11);
  std::vector<search::Query> queries;
  while (queries.size() < 500) {
    const std::string text = text::FoldForMatch(pieces[random() % pieces.size()].text);
    size_t at = random() % text.size();
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    size_t end = at;
    for (size_t i = 0; i < characters && end < text.size(); ++i) {
      ++end;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    }
    const std::string word = text.substr(at, end - at);
    // Words of Chinese alone, as people search for them.
    if (word.size() != 3 * characters || word.find("，") != std::string::npos ||
        word.find("。") != std::string::npos || word.find("、") != std::string::npos) {
      continue;
    }
    search::Query query;
    query.words = {word};
    query.day = 20000;
    query.title_first = true;
    query.limit = kPageSize + 1;
    if (filtered) {
      query.conditions = {{search::Column::kOrgan,
                           search::Operator::kIn,
                           {absl::StrCat("jurisdictions/630203/organs/o", random() % kOrgans)}},
                          {search::Column::kYear, search::Operator::kAtLeast, {int64_t{2010}}}};
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

int Run(const std::string& corpus, uint64_t documents, double seconds, const std::string& work) {
  const std::vector<Piece> pieces = PiecesOf(corpus);
  const std::string path = work + "/search.db";
  const auto opened = search::SqliteIndex::Open(path);
  search::SqliteIndex& index = *opened;
  std::mt19937 random(1);
  int64_t text_bytes = 0;
  double building = 0;
  constexpr uint64_t kBatch = 1000;
  for (uint64_t first = 1; first <= documents; first += kBatch) {
    std::vector<search::Record> records;
    for (uint64_t id = first; id < first + kBatch && id <= documents; ++id) {
      records.push_back(RecordOf(pieces[random() % pieces.size()], id, random));
      text_bytes += static_cast<int64_t>(records.back().texts[0].text.size());
    }
    const auto start = Clock::now();
    const absl::Status status = index.Apply(records, {first, first, first + kBatch > documents});
    building += Since(start);
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
      return 1;
    }
  }
  const auto bytes = static_cast<double>(std::filesystem::file_size(path));
  std::printf("%lu documents, %.0f bytes a text\n", static_cast<unsigned long>(documents),
              static_cast<double>(text_bytes) / static_cast<double>(documents));
  std::printf("build                              %9.0f documents/s, one thread\n",
              static_cast<double>(documents) / building);
  std::printf("size                               %9.2f of the texts (%.0f MB)\n",
              bytes / static_cast<double>(text_bytes), bytes / 1e6);
  Measure(index, "2 characters", Spans(pieces, 2, false), seconds);
  Measure(index, "4 characters", Spans(pieces, 4, false), seconds);
  Measure(index, "phrase of 12 characters", Spans(pieces, 12, false), seconds);
  Measure(index, "2 characters, organ and years", Spans(pieces, 2, true), seconds);
  std::vector<search::Query> common = Spans(pieces, 2, false);
  common.resize(1);
  for (const char* word : {"通知", "管理", "规定", "工作", "实施"}) {
    common.push_back(common.front());
    common.back().words = {word};
  }
  common.erase(common.begin());
  Measure(index, "the commonest words", common, seconds);
  for (search::Query& query : common) {
    query.conditions = {{search::Column::kState, search::Operator::kIn, {int64_t{12}}}};
  }
  Measure(index, "the commonest words, by state", common, seconds);
  return 0;
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  std::string corpus, work;
  uint64_t documents = 100000;
  double seconds = 3;
  CLI::App app("the search index");
  app.add_option("CORPUS", corpus, "JSON lines or CSV")->required();
  app.add_option("--documents", documents, "how many");
  app.add_option("--seconds", seconds, "for each row");
  app.add_option("--work", work,
                 "a folder for the index; a new one in the temporary folder if empty");
  CLI11_PARSE(app, argc, argv);
  std::string made;
  if (work.empty()) {
    made = (std::filesystem::temp_directory_path() / "santong_search_bench_XXXXXX").string();
    if (mkdtemp(made.data()) == nullptr) return 1;
    work = made;
  }
  const int code = santong::bench::Run(corpus, documents, seconds, work);
  if (!made.empty()) std::filesystem::remove_all(made);
  return code;
}
