#include "tests/support/csv.h"

#include <csv.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace santong::testing {
namespace {

struct Table {
  std::vector<CsvRow> rows{{}};
};

void OnField(void* data, size_t size, void* table) {
  static_cast<Table*>(table)->rows.back().emplace_back(static_cast<const char*>(data), size);
}

void OnRow(int /*terminator*/, void* table) { static_cast<Table*>(table)->rows.emplace_back(); }

[[noreturn]] void Abort(const std::string& path, const char* why) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), why);
  std::abort();
}

}  // namespace

std::string PublicDataPath(const std::string& name) {
  const std::string whole = "../shared/data/" + name;
  return std::filesystem::exists(whole) ? whole : "tests/testdata/public/" + name;
}

std::vector<CsvRow> ReadCsv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Abort(path, "cannot be read; run the test from the root of the repository");
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Table table;
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser, [](unsigned char) { return 0; });  // blanks belong to the field
  const bool whole =
      csv_parse(&parser, bytes.data(), bytes.size(), OnField, OnRow, &table) == bytes.size() &&
      csv_fini(&parser, OnField, OnRow, &table) == 0;
  csv_free(&parser);
  if (!whole) Abort(path, "not well formed");
  while (!table.rows.empty() && table.rows.back().empty()) table.rows.pop_back();
  if (table.rows.size() < 2) Abort(path, "has no rows");
  const size_t width = table.rows.front().size();
  for (const CsvRow& row : table.rows) {
    if (row.size() != width) Abort(path, "has rows of different widths");
  }
  table.rows.erase(table.rows.begin());
  return std::move(table.rows);
}

std::vector<CsvRow> ReadPublicCsv(const std::string& name) { return ReadCsv(PublicDataPath(name)); }

}  // namespace santong::testing
