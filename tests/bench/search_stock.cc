#include "tests/bench/search_stock.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/cli/import/row_source.h"
#include "santong/v1/document.pb.h"
#include "server/domain/text/normalize.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kPieceBytes = 4000;
constexpr int kOrgans = 200;
constexpr int kPageSize = 20;
constexpr int kInEffect = v1::DOCUMENT_STATE_IN_EFFECT;
constexpr int kRepealed = v1::DOCUMENT_STATE_REPEALED;
constexpr int64_t kDay = 20000;        // 2024-10-04: some documents are listed after it
constexpr int64_t kLastDay = 2932896;  // 9999-12-31

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
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
    query.day = kDay;
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

}  // namespace

std::vector<Piece> PiecesOf(const std::string& corpus) {
  std::vector<Piece> pieces;
  auto source = cli::OpenRows(corpus, cli::Encoding::kAuto);
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

search::Record RecordOf(const std::vector<Piece>& pieces, uint64_t id, std::mt19937& random) {
  const Piece& piece = pieces[random() % pieces.size()];
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
  record.texts = {{1, record.listed_day, kLastDay, text::FoldForMatch(Varied(piece.text, random))}};
  record.states = {{record.listed_day, kLastDay, random() % 4 == 0 ? kRepealed : kInEffect}};
  return record;
}

std::vector<SearchKind> SearchKinds(const std::vector<Piece>& pieces) {
  std::vector<search::Query> common, by_state;
  const search::Query any = Spans(pieces, 2, false).front();
  for (const char* word : {"通知", "管理", "规定", "工作", "实施"}) {
    common.push_back(any);
    common.back().words = {word};
    by_state.push_back(common.back());
    by_state.back().conditions = {
        {search::Column::kState, search::Operator::kIn, {int64_t{kRepealed}}}};
  }
  return {{"2 characters", Spans(pieces, 2, false)},
          {"4 characters", Spans(pieces, 4, false)},
          {"phrase of 12 characters", Spans(pieces, 12, false)},
          {"2 characters, organ and years", Spans(pieces, 2, true)},
          {"the commonest words", common},
          {"the commonest words, by state", by_state}};
}

int64_t Search(const search::SearchIndex& index, const search::Query& query) {
  const auto found = index.Find(query);
  // As the server does: what is all on one page is counted.
  const bool is_all = found.ok() && found->size() < static_cast<size_t>(query.limit);
  const auto count = is_all ? static_cast<int64_t>(found->size()) : index.Count(query, kCountMax);
  for (const absl::Status& status : {found.status(), count.status()}) {
    if (status.ok()) continue;
    std::fprintf(stderr, "search: %s\n", std::string(status.message()).c_str());
    std::exit(1);
  }
  return *count;
}

SearchTimes RunReaders(const std::vector<search::Query>& queries, double seconds,
                       const std::function<int64_t(int reader, const search::Query&)>& search) {
  std::vector<std::vector<double>> times(kReaders);
  std::vector<int64_t> hits(kReaders);
  std::vector<std::thread> threads;
  const auto begin = Clock::now();
  for (int reader = 0; reader < kReaders; ++reader) {
    threads.emplace_back([&, reader] {
      const auto own = static_cast<size_t>(reader);
      for (size_t i = own * queries.size() / kReaders; Since(begin) < seconds; ++i) {
        const auto start = Clock::now();
        hits[own] += search(reader, queries[i % queries.size()]);
        times[own].push_back(Since(start) * 1000);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // The last searches may have taken long.
  const double elapsed = Since(begin);
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  int64_t found = 0;
  for (const int64_t some : hits) found += some;
  const auto searches = static_cast<double>(all.size());
  return {searches / elapsed, all[all.size() / 2], all[all.size() * 99 / 100],
          static_cast<double>(found) / searches, searches};
}

}  // namespace santong::bench
