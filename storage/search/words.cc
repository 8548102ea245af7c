#include "storage/search/words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/search/bigram_tokenizer.h"
#include "storage/search/characters.h"
#include "storage/search/sqlite_query.h"

namespace santong::search {
namespace {

// A run of one character that no text holds, so that nothing is found across two parts.
constexpr char kDivider[] = " \x01 ";

// The place of a word in an index that has no places, and of one in a column that there is not.
constexpr int64_t kNowhere = -1;

constexpr int64_t kPostingsBetweenLooks = 1 << 14;

struct Index {
  std::string IndexedTexts::*text;
  bool has_places;       // FTS5's detail is full, not none
  const char* postings;  // term, entry, place; by term, then by entry
  const char* newest;    // the newest entry that a search for a phrase finds
};
constexpr Index kIndexes[] = {
    {&IndexedTexts::title, true,
     "SELECT term, doc, iif(col IS NULL, -1, offset) FROM temp.title_words",
     "SELECT rowid FROM title_index WHERE title_index MATCH ?1 ORDER BY rowid DESC LIMIT 1"},
    {&IndexedTexts::characters, false,
     "SELECT term, doc, iif(col IS NULL, -1, offset) FROM temp.character_words",
     "SELECT rowid FROM character_index WHERE character_index MATCH ?1 ORDER BY rowid DESC LIMIT "
     "1"},
    {&IndexedTexts::text, true,
     "SELECT term, doc, iif(col IS NULL, -1, offset) FROM temp.text_words",
     "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT 1"},
};

// Tables of the connection alone that read the indexes.
constexpr char kPostings[] =
    "PRAGMA cache_size = -65536;"
    "CREATE VIRTUAL TABLE temp.title_words USING fts5vocab(main, title_index, instance);"
    "CREATE VIRTUAL TABLE temp.character_words USING fts5vocab(main, character_index, instance);"
    "CREATE VIRTUAL TABLE temp.text_words USING fts5vocab(main, text_index, instance);";

// What filters look for, as runs.
std::string FilterWordsOf(const Record& record) {
  return absl::StrCat(" ", FilterWord(Column::kOrgan, record.organ), " ",
                      FilterWord(Column::kJurisdiction, record.jurisdiction), " ",
                      FilterWord(Column::kSubject, record.subject), " ",
                      FilterWord(Column::kKind, int64_t{record.kind}), " ",
                      FilterWord(Column::kYear, int64_t{record.year}));
}

// Of a word at a place. Those of an entry are added up, so that their order does not matter, and
// one that stands there twice does.
uint64_t PostingHash(const Index& index, absl::string_view word, int64_t place) {
  return absl::HashOf(&index - kIndexes, word, place);
}

// What FTS5 makes of the text, with its own tokenizer.
uint64_t HashOfText(const Index& index, absl::string_view text) {
  uint64_t sum = 0;
  int64_t place = 0;
  absl::flat_hash_set<absl::string_view> seen;  // without places a word stands there once
  Tokenize(text, [&](int begin, int end) {
    const absl::string_view word =
        text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
    if (index.has_places) {
      sum += PostingHash(index, word, place++);
    } else if (seen.insert(word).second) {
      sum += PostingHash(index, word, kNowhere);
    }
    return 0;
  });
  return sum;
}

// The entries that are, by their numbers: postings of those that were stay in the indexes.
using Places = absl::flat_hash_map<int64_t, uint32_t>;  // in Wording::entries

absl::Status ReadEntries(Connection& connection, std::vector<EntryWords>* entries, Places* places) {
  auto statement = connection.Prepare("SELECT id, document, version, from_day FROM entry");
  if (!statement.ok()) return statement.status();
  while (true) {
    auto row = statement->Step();
    if (!row.ok() || !*row) return row.status();
    places->emplace(statement->Integer(0), static_cast<uint32_t>(entries->size()));
    entries->push_back({.document = statement->Integer(1),
                        .version = statement->Integer(2),
                        .from_day = statement->Integer(3)});
  }
}

// That a search is led to the word: it looks up the page where the postings begin, and the one
// where they end, which reading all of them one after the other does not need.
absl::Status CheckIsFound(Statement& newest, const std::string& word, int64_t entry) {
  auto row = newest.Bind(QuotedPhrase(word)).Step();
  // FTS5 refuses what is none of the tokenizer's words: with a zero byte, or of several.
  if (absl::IsInternal(row.status())) {
    return absl::DataLossError(absl::StrCat(row.status().message(), ", for a word of its own"));
  }
  if (!row.ok()) return row.status();
  if (!*row || newest.Integer(0) != entry) {
    return absl::DataLossError("search index: a word is not found where it stands");
  }
  return newest.Run();
}

absl::Status AddPostings(Connection& connection, const Index& index, const Places& places,
                         absl::FunctionRef<bool()> stopped, std::vector<EntryWords>* entries) {
  auto postings = connection.Prepare(index.postings);
  if (!postings.ok()) return postings.status();
  auto newest = connection.Prepare(index.newest);
  if (!newest.ok()) return newest.status();
  std::string word;
  int64_t last = 0;             // the last entry of `word`
  EntryWords* entry = nullptr;  // nullptr when it is no more
  for (int64_t count = 0;; ++count) {
    if (count % kPostingsBetweenLooks == 0 && stopped()) return absl::CancelledError("stopped");
    auto row = postings->Step();
    if (!row.ok()) return row.status();
    std::string next = *row ? postings->Text(0) : std::string();
    const bool is_next = next != word;
    if (is_next && !word.empty()) {
      if (absl::Status found = CheckIsFound(*newest, word, last); !found.ok()) return found;
    }
    if (!*row) return absl::OkStatus();
    const int64_t id = postings->Integer(1);
    if (is_next || id != last) {
      const auto place = places.find(id);
      entry = place == places.end() ? nullptr : &(*entries)[place->second];
    }
    word = std::move(next);
    last = id;
    if (entry != nullptr) entry->words += PostingHash(index, word, postings->Integer(2));
  }
}

absl::Status ReadSnapshot(Connection& connection, absl::FunctionRef<bool()> stopped,
                          Wording* wording) {
  absl::Status status = ReadProgress(connection, &wording->progress);
  if (!status.ok() || !wording->progress.built) return status;
  Places places;
  status = ReadEntries(connection, &wording->entries, &places);
  for (const Index& index : kIndexes) {
    if (!status.ok()) return status;
    status = AddPostings(connection, index, places, stopped, &wording->entries);
  }
  std::sort(wording->entries.begin(), wording->entries.end());
  return status;
}

}  // namespace

IndexedTexts IndexedTextsOf(const Record& record, const Text& text) {
  const std::string filter = FilterWordsOf(record);
  const std::string whole = absl::StrCat(record.title, kDivider, text.text);
  return {.title = absl::StrCat(record.title, kDivider, CharactersOf(record.title), filter),
          .characters = absl::StrCat(CharactersOf(whole), filter),
          .text = absl::StrCat(whole, kDivider, filter)};
}

std::vector<EntryWords> WordsOf(const Record& record) {
  std::vector<EntryWords> entries;
  for (const Text& text : record.texts) {
    const IndexedTexts texts = IndexedTextsOf(record, text);
    uint64_t words = 0;
    for (const Index& index : kIndexes) words += HashOfText(index, texts.*index.text);
    entries.push_back({.document = static_cast<int64_t>(record.document),
                       .version = int64_t{text.version},
                       .from_day = text.from_day,
                       .words = words});
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

absl::Status ReadWords(Connection& connection, absl::FunctionRef<bool()> stopped,
                       Wording* wording) {
  absl::Status status = connection.Execute(kPostings);
  if (status.ok()) status = connection.Execute("BEGIN");
  if (status.ok()) status = ReadSnapshot(connection, stopped, wording);
  return status;
}

}  // namespace santong::search
