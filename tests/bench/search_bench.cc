// Measures the search index alone: how fast one core builds it, how large it is against its texts,
// how long a search takes with 8 threads at once. Documents are pieces of about 4 KB of a corpus,
// repeated to the size with other numbers and names.
//   search_bench CORPUS [--documents 100000] [--seconds 3] [--work DIR]
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "CLI/CLI.hpp"
#include "storage/search/sqlite_index.h"
#include "tests/bench/search_stock.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

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
      records.push_back(RecordOf(pieces, id, random));
      text_bytes += static_cast<int64_t>(records.back().texts[0].text.size());
    }
    const auto start = Clock::now();
    const absl::Status status = index.Apply(records, {first, first, first + kBatch > documents});
    building += std::chrono::duration<double>(Clock::now() - start).count();
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
  for (const SearchKind& kind : SearchKinds(pieces)) {
    const SearchTimes times =
        RunReaders(kind.queries, seconds,
                   [&](int, const search::Query& query) { return Search(index, query); });
    std::printf("%-34s %9.0f/s  p50 %8.2f ms  p99 %8.2f ms  hits (to 201) %6.0f\n", kind.name,
                times.per_second, times.p50_ms, times.p99_ms, times.hits);
  }
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
