// Measures the search index against PostgreSQL 15 over the same documents (search_stock.h), in one
// run, rounds interleaved, 8 clients each. PostgreSQL is asked in each of the ways of kWays; the
// ratio is to the fastest of them. Prints a table. On a machine that others use, too, only the
// processors' time of a search says something: there rates favour PostgreSQL, each of whose
// processes is a session of its own, to which Linux gives as large a share as to all our threads
// together (kernel.sched_autogroup_enabled).
//   search_peers_bench CORPUS [--documents 100000] [--rounds 3] [--seconds 2] [--csv FILE]
// Ours answers in this process; PostgreSQL over a Unix socket, whose round trip is a row of its
// own.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "storage/search/sqlite_index.h"
#include "tests/bench/peers/postgres.h"
#include "tests/bench/report_rows.h"
#include "tests/bench/search_stock.h"
#include "tests/bench/stock.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kBatch = 1000;
constexpr size_t kCompared = 25;  // searches of each kind whose hits are compared

struct Options {
  std::string corpus;
  std::string work;
  std::string csv;
  uint64_t documents = 100000;
  int rounds = 3;
  double seconds = 2;
};

// A way to ask PostgreSQL. $1 is what is searched for, $2 to $5 the filters of kFilters.
struct Way {
  const char* name;
  const char* where;
  const char* order;
  std::string (*asked)(const std::string& word);
};

// Empty and 0 are no filter: a plan is made for the values, so they cost nothing.
constexpr char kFilters[] =
    " AND listed_day <= $2::int AND ($3 = '' OR organ = $3) AND ($4::int = 0 OR year >= $4::int)"
    " AND ($5::int = 0 OR state = $5::int)";
constexpr char kNewest[] = "listed_day DESC, id DESC";

std::vector<std::string> Characters(const std::string& text) {
  std::vector<std::string> characters;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
    if (!continues || characters.empty()) characters.emplace_back();
    characters.back() += byte;
  }
  return characters;
}

std::string Quoted(const std::string& pair) {
  std::string quoted = "'";
  for (const char byte : pair) {
    if (byte == '\'' || byte == '\\') quoted += byte;
    quoted += byte;
  }
  return quoted + "'";
}

// 'ab':1 'bc':2, as PostgreSQL reads a tsvector.
std::string PairsOf(const std::string& text) {
  const std::vector<std::string> characters = Characters(text);
  std::vector<std::string> pairs;
  for (size_t i = 1; i < characters.size(); ++i)
    pairs.push_back(absl::StrCat(Quoted(characters[i - 1] + characters[i]), ":", i));
  return absl::StrJoin(pairs, " ");
}

// 'ab' <-> 'bc': exactly where the word stands.
std::string PhraseOf(const std::string& word) {
  const std::vector<std::string> characters = Characters(word);
  std::vector<std::string> pairs;
  for (size_t i = 1; i < characters.size(); ++i)
    pairs.push_back(Quoted(characters[i - 1] + characters[i]));
  return absl::StrJoin(pairs, " <-> ");
}

std::string LikeOf(const std::string& word) { return absl::StrCat("%", word, "%"); }

constexpr Way kWays[] = {
    {"PostgreSQL, trigrams", "words LIKE $1", kNewest, LikeOf},
    {"PostgreSQL, full text", "pairs @@ $1::tsquery", kNewest, PhraseOf},
    {"PostgreSQL, full text by ts_rank", "pairs @@ $1::tsquery",
     "ts_rank(pairs, $1::tsquery) DESC, listed_day DESC", PhraseOf},
};

// The filters' values of a query, as kFilters takes them.
std::vector<std::string> FiltersOf(const search::Query& query) {
  std::string organ, year = "0", state = "0";
  for (const search::Condition& condition : query.conditions) {
    const search::Value& value = condition.values[0];
    if (condition.column == search::Column::kOrgan) organ = std::get<std::string>(value);
    if (condition.column == search::Column::kYear) year = absl::StrCat(std::get<int64_t>(value));
    if (condition.column == search::Column::kState) state = absl::StrCat(std::get<int64_t>(value));
  }
  return {absl::StrCat(query.day), organ, year, state};
}

// One connection for each reader.
class Peer {
 public:
  explicit Peer(const std::string& folder) : postgres_(folder) {}

  void Create() { postgres_.Connect().Run(FileOf("search.sql")); }

  void Add(const std::vector<search::Record>& records) {
    std::vector<std::vector<std::string>> rows;
    for (const search::Record& record : records) {
      const std::string words = absl::StrCat(record.title, "\n", record.texts[0].text);
      rows.push_back({absl::StrCat(record.document), record.printed_title, record.organ,
                      absl::StrCat(record.year), absl::StrCat(record.states[0].state),
                      absl::StrCat(record.listed_day), words, PairsOf(words)});
    }
    postgres_.Connect().Copy("document", rows);
  }

  // Indexes what was added; to be called once, before the first search.
  void MakeReady() {
    Connection connection = postgres_.Connect();
    // VACUUM stands alone: a statement at a time.
    const std::string statements = FileOf("search_ready.sql");
    for (const absl::string_view statement :
         absl::StrSplit(statements, ';', absl::SkipWhitespace()))
      connection.Run(std::string(statement));
    for (int reader = 0; reader < kReaders; ++reader) {
      Connection& one = connections_.emplace_back(postgres_.Connect());
      one.Run("SET plan_cache_mode = force_custom_plan");  // words differ in how common they are
      one.Run("SET max_parallel_workers_per_gather = 0");  // the readers fill the processors
      one.Prepare("nothing", "SELECT 1");
      for (size_t way = 0; way < std::size(kWays); ++way) {
        const std::string where = absl::StrCat(" FROM document WHERE ", kWays[way].where, kFilters);
        one.Prepare(absl::StrCat("page", way),
                    absl::StrCat("SELECT id, title, organ, state, listed_day", where, " ORDER BY ",
                                 kWays[way].order, " LIMIT 21"));
        one.Prepare(absl::StrCat("count", way),
                    absl::StrCat("SELECT count(*) FROM (SELECT 1", where, " LIMIT ", kCountMax,
                                 ") AS hits"));
      }
    }
  }

  // As Search of search_stock.h: a page, then the count where the page is not all.
  int64_t Search(int reader, size_t way, const search::Query& query) {
    Connection& connection = connections_[static_cast<size_t>(reader)];
    std::vector<std::string> values = {kWays[way].asked(query.words[0])};
    for (std::string& value : FiltersOf(query)) values.push_back(std::move(value));
    const int64_t rows = connection.Rows(absl::StrCat("page", way), values);
    if (rows < query.limit) return rows;
    int64_t hits = 0;
    if (!absl::SimpleAtoi(connection.Ask(absl::StrCat("count", way), values), &hits)) std::exit(1);
    return hits;
  }

  double CpuSeconds() const {
    double seconds = 0;
    for (const Connection& connection : connections_) seconds += connection.CpuSeconds();
    return seconds;
  }

  int64_t AskNothing(int reader) {
    return connections_[static_cast<size_t>(reader)].Rows("nothing", {});
  }

  // How much disk the table takes and how much each index.
  std::string Sizes() {
    Connection connection = postgres_.Connect();
    connection.Prepare("sizes",
                       "SELECT format('table %s MB, trigrams %s MB, pairs %s MB',"
                       " pg_table_size('document') / 1000000,"
                       " pg_relation_size('document_trigrams') / 1000000,"
                       " pg_relation_size('document_pairs') / 1000000)");
    return connection.Ask("sizes", {});
  }

 private:
  static std::string FileOf(const char* name) {
    const std::ifstream file(absl::StrCat(SANTONG_BENCH_PEERS, "/", name));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  const Postgres postgres_;
  std::vector<Connection> connections_;
};

class SearchPeers {
 public:
  explicit SearchPeers(Options options)
      : options_(std::move(options)),
        pieces_(PiecesOf(options_.corpus)),
        index_(search::SqliteIndex::Open(options_.work + "/search.db")),
        peer_(options_.work + "/postgres"),
        rows_(options_.csv, static_cast<int64_t>(options_.documents)) {}

  void Run() {
    Fill();
    std::printf("%-34s %-34s %10s %10s %10s %10s %8s %12s %12s\n", "searched for", "in",
                "per second", "p50 ms", "p99 ms", "CPU ms", "hits", "ours / it", "its CPU/ours");
    const SearchTimes trip =
        RunReaders(std::vector<search::Query>(1), options_.seconds,
                   [&](int reader, const search::Query&) { return peer_.AskNothing(reader); });
    Row("nothing", "PostgreSQL, a round trip", {trip}, nullptr);
    for (const SearchKind& kind : SearchKinds(pieces_)) {
      Compare(kind);
      Measure(kind);
    }
  }

 private:
  void Fill() {
    peer_.Create();
    std::mt19937 random(1);
    double ours = 0, theirs = 0;
    const auto since = [](Clock::time_point start) {
      return std::chrono::duration<double>(Clock::now() - start).count();
    };
    for (uint64_t first = 1; first <= options_.documents; first += kBatch) {
      std::vector<search::Record> records;
      for (uint64_t id = first; id < first + kBatch && id <= options_.documents; ++id)
        records.push_back(RecordOf(pieces_, id, random));
      auto start = Clock::now();
      const absl::Status status =
          index_->Apply(records, {first, first, first + kBatch > options_.documents});
      if (!status.ok()) {
        std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
        std::exit(1);
      }
      ours += since(start);
      start = Clock::now();
      peer_.Add(records);
      theirs += since(start);
    }
    const auto start = Clock::now();
    peer_.MakeReady();
    theirs += since(start);
    const auto bytes =
        static_cast<double>(std::filesystem::file_size(options_.work + "/search.db"));
    std::printf("%lu documents; built: ours in %.1f s, PostgreSQL, both ways, in %.1f s\n",
                static_cast<unsigned long>(options_.documents), ours, theirs);
    std::printf("on disk: ours %.0f MB without texts; PostgreSQL's %s\n", bytes / 1e6,
                peer_.Sizes().c_str());
    std::fflush(stdout);
  }

  // The same hits, or the times say nothing.
  void Compare(const SearchKind& kind) {
    for (size_t i = 0; i < std::min(kCompared, kind.queries.size()); ++i) {
      const search::Query& query = kind.queries[i];
      const int64_t ours = Search(*index_, query);
      for (size_t way = 0; way < std::size(kWays); ++way) {
        const int64_t theirs = peer_.Search(0, way, query);
        if (theirs == ours) continue;
        std::fprintf(stderr, "%s: %ld hits of ours, %ld of %s\n", query.words[0].c_str(),
                     static_cast<long>(ours), static_cast<long>(theirs), kWays[way].name);
        std::exit(1);
      }
    }
  }

  void Measure(const SearchKind& kind) {
    std::vector<SearchTimes> ours;
    std::vector<std::vector<SearchTimes>> theirs(std::size(kWays));
    for (int round = 0; round < options_.rounds; ++round) {
      ours.push_back(Timed(kind, OwnCpuSeconds,
                           [&](int, const auto& query) { return Search(*index_, query); }));
      for (size_t way = 0; way < std::size(kWays); ++way) {
        theirs[way].push_back(Timed(
            kind, [&] { return peer_.CpuSeconds(); },
            [&](int reader, const auto& query) { return peer_.Search(reader, way, query); }));
      }
    }
    Row(kind.name, "santong", ours, nullptr);
    std::vector<double> ratios;
    for (size_t way = 0; way < std::size(kWays); ++way)
      ratios.push_back(Row(kind.name, kWays[way].name, theirs[way], &ours));
    const auto least = std::min_element(ratios.begin(), ratios.end());
    std::printf("%-34s %-34s %65.1f\n", kind.name, "the better way of PostgreSQL", *least);
    std::fflush(stdout);
    Report(kind, ours, theirs[static_cast<size_t>(least - ratios.begin())]);
  }

  void Report(const SearchKind& kind, const std::vector<SearchTimes>& ours,
              const std::vector<SearchTimes>& theirs) {
    constexpr std::pair<bench::Measure, double SearchTimes::*> kMeasures[] = {
        {kRate, &SearchTimes::per_second},
        {kProcessor, &SearchTimes::processor_ms},
        {kP50, &SearchTimes::p50_ms},
        {kP99, &SearchTimes::p99_ms}};
    const std::string row = absl::StrCat("search: ", kind.name);
    for (const auto& [measure, value] : kMeasures) {
      std::vector<double> mine, peers, ratios;
      for (size_t i = 0; i < ours.size(); ++i) {
        mine.push_back(ours[i].*value);
        peers.push_back(theirs[i].*value);
        ratios.push_back(mine.back() / peers.back());
      }
      rows_.Add(row, measure, Median(mine));
      rows_.AddPeer(row, "PostgreSQL 15", measure, Median(peers), Median(ratios));
    }
  }

  // User and system time of this process.
  static double OwnCpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

  // RunReaders, and what a search takes of the processors by the clock `cpu_seconds`.
  SearchTimes Timed(const SearchKind& kind, const std::function<double()>& cpu_seconds,
                    const std::function<int64_t(int reader, const search::Query&)>& search) const {
    const double before = cpu_seconds();
    SearchTimes times = RunReaders(kind.queries, options_.seconds, search);
    times.processor_ms = (cpu_seconds() - before) * 1000 / times.searches;
    return times;
  }

  // Medians of the rounds; returns that of ours by theirs.
  static double Row(const char* kind, const char* name, const std::vector<SearchTimes>& rounds,
                    const std::vector<SearchTimes>* ours) {
    std::vector<double> rates, p50s, p99s, hits, ratios, processors, processor_ratios;
    for (size_t i = 0; i < rounds.size(); ++i) {
      rates.push_back(rounds[i].per_second);
      p50s.push_back(rounds[i].p50_ms);
      p99s.push_back(rounds[i].p99_ms);
      hits.push_back(rounds[i].hits);
      processors.push_back(rounds[i].processor_ms);
      if (ours == nullptr) continue;
      ratios.push_back((*ours)[i].per_second / rates.back());
      processor_ratios.push_back(processors.back() / (*ours)[i].processor_ms);
    }
    std::printf("%-34s %-34s %10.1f %10.2f %10.2f %10.2f %8.0f", kind, name, Median(rates),
                Median(p50s), Median(p99s), Median(processors), Median(hits));
    if (ours == nullptr) {
      std::printf("\n");
      return 1;
    }
    std::printf(" %12.1f %12.1f", Median(ratios), Median(processor_ratios));
    std::printf("\n");
    std::fflush(stdout);
    return Median(ratios);
  }

  const Options options_;
  const std::vector<Piece> pieces_;
  const std::unique_ptr<search::SqliteIndex> index_;
  Peer peer_;
  ReportRows rows_;
};

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("Measures searching against PostgreSQL.");
  santong::bench::Options options;
  app.add_option("CORPUS", options.corpus, "JSON lines or CSV")->required();
  app.add_option("--documents", options.documents, "how many of each")
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--csv", options.csv, "writes the figures there, too");
  app.add_option("--rounds", options.rounds, "rounds of each row")->check(CLI::Range(1, 20));
  app.add_option("--seconds", options.seconds, "length of a round")->check(CLI::Range(0.1, 60.0));
  CLI11_PARSE(app, argc, argv);
  std::string folder = std::filesystem::temp_directory_path() / "santong_search_peers_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  // PostgreSQL's user looks into its own folder here.
  std::filesystem::permissions(folder, std::filesystem::perms::others_exec,
                               std::filesystem::perm_options::add);
  options.work = folder;
  santong::bench::SearchPeers(options).Run();
  std::filesystem::remove_all(folder);
  return 0;
}
