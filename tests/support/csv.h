// Tables of test data: comma-separated files, read by libcsv.
#pragma once

#include <string>
#include <vector>

namespace santong::testing {

using CsvRow = std::vector<std::string>;

// The path of a file of public test data: in ../shared/data when that is there, else its excerpt in
// tests/testdata/public. Relative to the root of the repository, where tests run.
std::string PublicDataPath(const std::string& name);

// The rows of the file without its header, each as wide as the header. Aborts the test program,
// naming the file, when it cannot be read, is not well formed, or is empty: a table test must not
// pass on no rows.
std::vector<CsvRow> ReadCsv(const std::string& path);

// ReadCsv(PublicDataPath(name)).
std::vector<CsvRow> ReadPublicCsv(const std::string& name);

}  // namespace santong::testing
