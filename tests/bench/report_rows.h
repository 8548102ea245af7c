// The figures that a benchmark program measured, as rows of a CSV file, from which report.py makes
// the report: row,size,measure,value,unit,against,ratio. `row` is what was done ("get"), `size` the
// number of documents it was done among; `against` names the peer whose figure it is, and is empty
// for our own; `ratio` is ours by the peer's, in the same run.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace santong::bench {

struct Measure {
  const char* name;
  const char* unit;
};
inline constexpr Measure kRate = {"rate", "1/s"};
inline constexpr Measure kMean = {"mean", "ms"};
inline constexpr Measure kP50 = {"p50", "ms"};
inline constexpr Measure kP99 = {"p99", "ms"};
inline constexpr Measure kProcessor = {"processor", "ms"};
inline constexpr Measure kTime = {"time", "s"};
inline constexpr Measure kLongestWait = {"longest wait", "ms"};
inline constexpr Measure kMemory = {"memory", "MiB"};
inline constexpr Measure kDisk = {"disk", "KiB a document"};

class ReportRows {
 public:
  // Begins the file anew; an empty path: nothing is written. Ends the program with a message when
  // the file cannot be written.
  ReportRows(const std::string& path, int64_t size);

  void Add(const std::string& row, const Measure& measure, double value);
  void AddPeer(const std::string& row, const std::string& peer, const Measure& measure,
               double value, double ours_by_theirs);

 private:
  void Write(const std::string& row, const std::string& peer, const Measure& measure, double value,
             const std::string& ratio);

  const int64_t size_;
  std::ofstream file_;
};

}  // namespace santong::bench
