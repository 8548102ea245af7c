#include "storage/search/sqlite_query.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "storage/search/characters.h"
#include "storage/search/entry_numbers.h"

namespace santong::search {
namespace {

// Tiers of a search with title_first.
constexpr int kExactTitleTier = 0;
constexpr int kTitleTier = 1;
constexpr int kTextTier = 2;

// A filter of more values is looked at entry by entry.
constexpr size_t kFilterWordsMax = 64;

// A piece of SQL and the values of its question marks.
class Sql {
 public:
  explicit Sql(std::string text = "") : text_(std::move(text)) {}

  Sql& Add(absl::string_view text) {
    absl::StrAppend(&text_, text);
    return *this;
  }
  Sql& Add(absl::string_view text, Value value) {
    values_.push_back(std::move(value));
    return Add(text);
  }
  Sql& Add(const Sql& more) {
    values_.insert(values_.end(), more.values_.begin(), more.values_.end());
    return Add(more.text_);
  }

  absl::StatusOr<Statement> Prepare(Connection& connection) const {
    auto statement = connection.Prepare(text_);
    if (!statement.ok()) return statement;
    for (const Value& value : values_) {
      if (const auto* number = std::get_if<int64_t>(&value)) {
        statement->Bind(*number);
      } else {
        statement->Bind(absl::string_view(std::get<std::string>(value)));
      }
    }
    return statement;
  }

 private:
  std::string text_;
  std::vector<Value> values_;
};

bool IsOneCharacter(absl::string_view word) {
  return !word.empty() && EndOfCharacter(word, 0) == word.size();
}

bool HasFilterWords(const Condition& condition) {
  if (condition.op != Operator::kIn || condition.values.empty() ||
      condition.values.size() > kFilterWordsMax) {
    return false;
  }
  switch (condition.column) {
    case Column::kOrgan:
    case Column::kJurisdiction:
    case Column::kYear:
    case Column::kSubject:
    case Column::kKind:
      return true;
    default:
      return false;
  }
}

// What FTS5 is asked for: each word as a phrase, its pairs of characters one behind the other, and
// what the filter asks for as words.
std::string MatchOf(const std::vector<std::string>& words,
                    const std::vector<Condition>& conditions) {
  std::vector<std::string> all;
  for (const std::string& word : words) all.push_back(QuotedPhrase(word));
  for (const Condition& condition : conditions) {
    if (!HasFilterWords(condition)) continue;
    const auto quoted = [&](std::string* out, const Value& value) {
      absl::StrAppend(out, QuotedPhrase(FilterWord(condition.column, value)));
    };
    all.push_back(absl::StrCat("(", absl::StrJoin(condition.values, " OR ", quoted), ")"));
  }
  return absl::StrJoin(all, " AND ");
}

// A column of what the document was on the day.
Sql OfTheDay(const char* column, int64_t day) {
  return Sql(absl::StrCat("(SELECT s.", column, " FROM state_span s WHERE s.document = e.document"))
      .Add(" AND s.from_day <= ?", day)
      .Add(" AND s.to_day >= ?)", day);
}
Sql StateOn(int64_t day) { return OfTheDay("state", day); }
Sql ValidOn(int64_t day) { return OfTheDay("valid", day); }

// NULL for a year or a day that the document has not: it is before and after none.
const char* ColumnName(Column column) {
  switch (column) {
    case Column::kState:
    case Column::kValid:
      return "";
    case Column::kOrgan:
      return "e.organ";
    case Column::kJurisdiction:
      return "e.jurisdiction";
    case Column::kYear:
      return "nullif(e.year, 0)";
    case Column::kSubject:
      return "e.subject";
    case Column::kKind:
      return "e.kind";
    case Column::kPublishedDay:
      return "e.published_day";
    case Column::kEffectiveDay:
      return "e.effective_day";
    case Column::kWrittenDay:
      return "e.written_day";
  }
  return "";
}

void AddCondition(const Condition& condition, int64_t day, Sql* sql) {
  sql->Add(" AND ");
  if (condition.column == Column::kState) {
    sql->Add(StateOn(day));
  } else if (condition.column == Column::kValid) {
    sql->Add(ValidOn(day));
  } else {
    sql->Add(ColumnName(condition.column));
  }
  switch (condition.op) {
    case Operator::kIn:
    case Operator::kNotIn: {
      sql->Add(" IN (");
      bool first = true;
      for (const Value& value : condition.values) {
        sql->Add(first ? "?" : ", ?", value);
        first = false;
      }
      // What is not there is none of the values.
      sql->Add(condition.op == Operator::kIn ? ")" : ") IS NOT TRUE");
      return;
    }
    case Operator::kLess:
      sql->Add(" < ?", condition.values.front());
      return;
    case Operator::kAtMost:
      sql->Add(" <= ?", condition.values.front());
      return;
    case Operator::kGreater:
      sql->Add(" > ?", condition.values.front());
      return;
    case Operator::kAtLeast:
      sql->Add(" >= ?", condition.values.front());
      return;
  }
}

// That the text is shown on the day, and the filter.
Sql Where(const Query& query) {
  Sql sql;
  sql.Add(" AND e.from_day <= ?", query.day).Add(" AND e.to_day >= ?", query.day);
  for (const Condition& condition : query.conditions) AddCondition(condition, query.day, &sql);
  return sql;
}

// The entries that can be of a year: a filter by year need not walk through the others.
struct Range {
  int64_t from = 0;
  int64_t before = INT64_MAX;
};

// Days from 1970-01-01 to the first day of a year.
int64_t FirstDayOf(int64_t year) { return absl::CivilDay(year) - absl::CivilDay(1970); }

absl::StatusOr<Range> RangeOf(Connection& connection, const Query& query) {
  Range range;
  int64_t last_day = kNoDay;  // no bound
  auto from_day = [&](int64_t day) { range.from = std::max(range.from, FirstEntryOf(day)); };
  auto to_day = [&](int64_t day) { last_day = last_day == kNoDay ? day : std::min(last_day, day); };
  for (const Condition& condition : query.conditions) {
    const bool is_year = condition.column == Column::kYear;
    if ((!is_year && condition.column != Column::kPublishedDay) || condition.values.size() != 1)
      continue;
    const int64_t value = std::get<int64_t>(condition.values.front());
    const int64_t first = is_year ? FirstDayOf(value) : value;
    const int64_t last = is_year ? FirstDayOf(value + 1) - 1 : value;
    const Operator op = condition.op;
    if (op == Operator::kIn || op == Operator::kAtLeast || op == Operator::kGreater)
      from_day(first);
    if (op == Operator::kIn || op == Operator::kAtMost || op == Operator::kLess) to_day(last);
  }
  if (last_day == kNoDay) return range;
  auto end = EndOfEntries(connection, last_day);
  if (!end.ok()) return end.status();
  range.before = *end;
  return range;
}

// What is asked, worked out once for all tiers.
class Plan {
 public:
  Plan(const Query& query, const Range& range) : query_(query), range_(range) {
    for (const std::string& word : query.words) {
      (IsOneCharacter(word) ? characters_ : phrases_).push_back(word);
    }
  }

  // FROM … WHERE … of one tier, for entries before `before`; newest first follows by itself.
  Sql Tier(int tier, int64_t before) const {
    Sql sql;
    before = std::min(before, range_.before);
    const char* index = IndexFor(tier);
    if (index == nullptr) {
      sql.Add(" FROM entry e WHERE e.id < ?", before).Add(" AND e.id >= ?", range_.from);
    } else {
      sql.Add(absl::StrCat(" FROM ", index, " t CROSS JOIN entry e ON e.id = t.rowid WHERE ", index,
                           " MATCH ?"),
              MatchOf(tier == kTextTier && !phrases_.empty() ? phrases_ : query_.words,
                      query_.conditions));
      sql.Add(" AND t.rowid < ?", before).Add(" AND t.rowid >= ?", range_.from);
      if (tier == kTextTier && !phrases_.empty() && !characters_.empty()) {
        sql.Add(
            " AND EXISTS (SELECT 1 FROM character_index WHERE character_index MATCH ?"
            " AND character_index.rowid = t.rowid)",
            MatchOf(characters_, {}));
      }
    }
    sql.Add(Where(query_));
    if (!query_.title_first || query_.words.empty()) return sql;
    // A title with quotation marks in it is as it was typed, not what its words come to.
    if (tier != kTextTier) {
      sql.Add(tier == kExactTitleTier ? " AND e.title IN (?" : " AND e.title NOT IN (?",
              absl::StrJoin(query_.words, ""));
      sql.Add(", ?)", query_.title);
    }
    if (tier == kTitleTier) return sql;
    sql.Add(tier == kExactTitleTier ? " AND (1" : " AND NOT (1");
    for (const std::string& word : query_.words) sql.Add(" AND instr(e.title, ?) > 0", word);
    return sql.Add(")");
  }

  Sql Ordered(int tier, int64_t before, int64_t limit) const {
    return Tier(tier, before)
        .Add(IndexFor(tier) != nullptr ? " ORDER BY t.rowid DESC" : " ORDER BY e.id DESC")
        .Add(" LIMIT ?", limit);
  }

 private:
  // The table whose words are walked through; nullptr where all entries are.
  const char* IndexFor(int tier) const {
    if (tier == kExactTitleTier) return nullptr;
    if (!query_.words.empty()) {
      if (tier == kTitleTier) return "title_index";
      return phrases_.empty() ? "character_index" : "text_index";
    }
    // Without words, what the filter asks for stands in each; this is the smallest.
    const bool filtered =
        std::any_of(query_.conditions.begin(), query_.conditions.end(), HasFilterWords);
    return filtered ? "character_index" : nullptr;
  }

  const Query& query_;
  const Range range_;
  std::vector<std::string> characters_;  // words of one character
  std::vector<std::string> phrases_;     // the others
};

// All hits in one tier.
Query WithoutTiers(const Query& query) {
  Query all = query;
  all.title_first = false;
  return all;
}

absl::Status ReadCitations(Statement& statement, std::vector<CitationRow>* rows) {
  while (true) {
    auto row = statement.Step();
    if (!row.ok() || !*row) return row.status();
    rows->push_back({{static_cast<uint64_t>(statement.Integer(0)), statement.Integer(1)},
                     statement.Text(2),
                     statement.Text(3)});
  }
}

}  // namespace

std::string QuotedPhrase(absl::string_view word) {
  return absl::StrCat("\"", absl::StrReplaceAll(word, {{"\"", "\"\""}}), "\"");
}

std::string FilterWord(Column column, const Value& value) {
  // FNV-1a, as two characters of a plane that is for private use.
  uint32_t hash = 2166136261u;
  const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 16777619u; };
  add(static_cast<unsigned char>(column));
  const auto* number = std::get_if<int64_t>(&value);
  for (const char c : number != nullptr ? std::to_string(*number) : std::get<std::string>(value)) {
    add(static_cast<unsigned char>(c));
  }
  std::string word;
  for (const uint32_t half : {hash >> 16, hash & 0xFFFF}) {
    word += static_cast<char>(0xF3);
    word += static_cast<char>(0xB0 | half >> 12);
    word += static_cast<char>(0x80 | (half >> 6 & 0x3F));
    word += static_cast<char>(0x80 | (half & 0x3F));
  }
  return word;
}

absl::Status ReadProgress(Connection& connection, Progress* progress) {
  auto statement = connection.Prepare(
      "SELECT sequence, scanned_document, built, link FROM progress WHERE id = 1");
  if (!statement.ok()) return statement.status();
  auto row = statement->Step();
  if (!row.ok()) return row.status();
  if (!*row) return absl::DataLossError("search index: no progress");
  progress->sequence = static_cast<uint64_t>(statement->Integer(0));
  progress->scanned_document = static_cast<uint64_t>(statement->Integer(1));
  progress->built = statement->Integer(2) != 0;
  progress->link = statement->Text(3);
  return absl::OkStatus();
}

absl::Status FindHits(Connection& connection, const Query& query, std::vector<Hit>* hits) {
  const auto range = RangeOf(connection, query);
  if (!range.ok()) return range.status();
  const Plan plan(query, *range);
  const bool tiers = query.title_first && !query.words.empty();
  int64_t before = query.after.entry;
  for (int tier = tiers ? query.after.tier : kTextTier; tier <= kTextTier; ++tier) {
    Sql sql("SELECT e.id, e.document, e.version, ");
    sql.Add(StateOn(query.day)).Add(", ").Add(ValidOn(query.day));
    sql.Add(plan.Ordered(tier, before, query.limit - static_cast<int64_t>(hits->size())));
    auto statement = sql.Prepare(connection);
    if (!statement.ok()) return statement.status();
    while (true) {
      auto row = statement->Step();
      if (!row.ok()) return row.status();
      if (!*row) break;
      hits->push_back({static_cast<uint64_t>(statement->Integer(1)),
                       static_cast<uint32_t>(statement->Integer(2)),
                       static_cast<int>(statement->Integer(3)),
                       statement->Integer(4) != 0,
                       {tier, statement->Integer(0)}});
    }
    if (hits->size() == static_cast<size_t>(query.limit)) return absl::OkStatus();
    before = INT64_MAX;
  }
  return absl::OkStatus();
}

absl::Status CountHits(Connection& connection, const Query& asked, int64_t limit, int64_t* count) {
  const Query query = WithoutTiers(asked);
  const auto range = RangeOf(connection, query);
  if (!range.ok()) return range.status();
  const Plan plan(query, *range);
  auto statement = Sql("SELECT count(*) FROM (SELECT 1")
                       .Add(plan.Ordered(kTextTier, INT64_MAX, limit))
                       .Add(")")
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  auto row = statement->Step();
  if (row.ok()) *count = statement->Integer(0);
  return row.status();
}

absl::Status FacetsOfHits(Connection& connection, const Query& asked, int64_t limit,
                          std::vector<FacetRow>* rows) {
  const Query query = WithoutTiers(asked);
  const auto range = RangeOf(connection, query);
  if (!range.ok()) return range.status();
  const Plan plan(query, *range);
  auto statement = Sql("SELECT ")
                       .Add(StateOn(query.day))
                       .Add(", ")
                       .Add(ValidOn(query.day))
                       .Add(", e.organ, e.jurisdiction, e.subject, e.year, e.kind")
                       .Add(plan.Ordered(kTextTier, INT64_MAX, limit))
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  while (true) {
    auto row = statement->Step();
    if (!row.ok() || !*row) return row.status();
    rows->push_back({.state = static_cast<int>(statement->Integer(0)),
                     .valid = statement->Integer(1) != 0,
                     .organ = statement->Text(2),
                     .jurisdiction = statement->Text(3),
                     .subject = statement->Text(4),
                     .year = static_cast<int>(statement->Integer(5)),
                     .kind = static_cast<int>(statement->Integer(6))});
  }
}

absl::Status FindNearTitles(Connection& connection, absl::string_view folded, int limit,
                            std::vector<std::string>* titles) {
  std::vector<absl::string_view> characters;
  for (size_t at = 0; at < folded.size();) {
    const size_t end = EndOfCharacter(folded, at);
    characters.push_back(folded.substr(at, end - at));
    at = end;
  }
  constexpr size_t kPairsMax = 40;
  std::vector<std::string> pairs;
  for (size_t i = 0; i + 1 < characters.size() && pairs.size() < kPairsMax; ++i) {
    pairs.push_back(QuotedPhrase(absl::StrCat(characters[i], characters[i + 1])));
  }
  if (pairs.empty()) return absl::OkStatus();
  // Rare pairs weigh most (bm25), so a title that shares a name comes before one that shares 通知.
  auto statement =
      Sql("SELECT e.printed_title FROM title_index t CROSS JOIN entry e ON e.id = t.rowid")
          .Add(" WHERE title_index MATCH ?", absl::StrJoin(pairs, " OR "))
          .Add(" ORDER BY t.rank LIMIT ?", int64_t{limit} * 2)
          .Prepare(connection);
  if (!statement.ok()) return statement.status();
  std::set<std::string> seen;
  while (titles->size() < static_cast<size_t>(limit)) {
    auto row = statement->Step();
    if (!row.ok() || !*row) return row.status();
    std::string title = statement->Text(0);
    if (seen.insert(title).second) titles->push_back(std::move(title));
  }
  return absl::OkStatus();
}

absl::Status FindCitedBy(Connection& connection, uint64_t document, CitationPlace after, int limit,
                         std::vector<CitationRow>* rows) {
  auto statement = Sql("SELECT document, ordinal, title, number FROM citation")
                       .Add(" WHERE document = ?", static_cast<int64_t>(document))
                       .Add(" AND ordinal > ?", after.ordinal)
                       .Add(" ORDER BY ordinal LIMIT ?", int64_t{limit})
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  return ReadCitations(*statement, rows);
}

absl::Status FindCiting(Connection& connection, const std::vector<std::string>& folded_numbers,
                        const std::string& folded_title, CitationPlace after, int limit,
                        std::vector<CitationRow>* rows) {
  if (folded_title.empty() && folded_numbers.empty()) return absl::OkStatus();
  // Without a title or a number it is no citation; each OR has an index of its own.
  Sql sql("SELECT document, ordinal, title, number FROM citation WHERE (");
  const char* or_sign = "";
  if (!folded_title.empty()) {
    sql.Add("(folded_title <> '' AND folded_title = ?)", folded_title);
    or_sign = " OR ";
  }
  for (const std::string& number : folded_numbers) {
    sql.Add(or_sign).Add("(folded_number <> '' AND folded_number = ?)", number);
    or_sign = " OR ";
  }
  const auto document = static_cast<int64_t>(after.document);
  auto statement = sql.Add(") AND (document, ordinal) > (?", document)
                       .Add(", ?)", after.ordinal)
                       .Add(" ORDER BY document, ordinal LIMIT ?", int64_t{limit})
                       .Prepare(connection);
  if (!statement.ok()) return statement.status();
  return ReadCitations(*statement, rows);
}

}  // namespace santong::search
