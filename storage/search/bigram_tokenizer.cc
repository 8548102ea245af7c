#include "storage/search/bigram_tokenizer.h"

#include <sqlite3.h>

#include "storage/search/characters.h"
#include "storage/search/sqlite.h"

namespace santong::search {
namespace {

int Create(void*, const char**, int, Fts5Tokenizer** tokenizer) {
  static char nothing;  // it has no state, but FTS5 asks for a pointer
  *tokenizer = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}

void Delete(Fts5Tokenizer*) {}

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

int TokenizeForFts5(Fts5Tokenizer*, void* context, int, const char* text, int size,
                    int (*take)(void*, int, const char*, int, int, int)) {
  return Tokenize(absl::string_view(text, static_cast<size_t>(size)), [&](int begin, int end) {
    return take(context, 0, text + begin, end - begin, begin, end);
  });
}

}  // namespace

int Tokenize(absl::string_view text, absl::FunctionRef<int(int begin, int end)> take) {
  const int size = static_cast<int>(text.size());
  int run = 0;  // characters of this run before `at`
  int before = 0;
  for (int at = 0; at < size;) {
    if (IsBlank(text[static_cast<size_t>(at)])) {
      run = 0;
      ++at;
      continue;
    }
    const int end = static_cast<int>(EndOfCharacter(text, static_cast<size_t>(at)));
    const bool run_ends = end == size || IsBlank(text[static_cast<size_t>(end)]);
    const int begin = run > 0 ? before : at;
    if (run > 0 || run_ends) {
      const int code = take(begin, end);
      if (code != SQLITE_OK) return code;
    }
    before = at;
    at = end;
    ++run;
  }
  return SQLITE_OK;
}

absl::Status RegisterBigramTokenizer(sqlite3* database) {
  sqlite3_stmt* statement = nullptr;
  fts5_api* api = nullptr;
  if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) != SQLITE_OK) {
    return StatusOf(database);
  }
  sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (api == nullptr) return absl::InternalError("this SQLite has no FTS5");
  fts5_tokenizer tokenizer = {Create, Delete, TokenizeForFts5};
  if (api->xCreateTokenizer(api, kBigramTokenizer, nullptr, &tokenizer, nullptr) != SQLITE_OK) {
    return StatusOf(database);
  }
  return absl::OkStatus();
}

}  // namespace santong::search
