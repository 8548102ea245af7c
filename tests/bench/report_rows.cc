#include "tests/bench/report_rows.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace santong::bench {

ReportRows::ReportRows(const std::string& path, int64_t size) : size_(size) {
  if (path.empty()) return;
  file_.open(path, std::ios::trunc);
  file_ << "row,size,measure,value,unit,against,ratio" << std::endl;
  if (file_) return;
  std::perror(path.c_str());
  std::exit(1);
}

void ReportRows::Add(const std::string& row, const Measure& measure, double value) {
  Write(row, "", measure, value, "");
}

void ReportRows::AddPeer(const std::string& row, const std::string& peer, const Measure& measure,
                         double value, double ours_by_theirs) {
  Write(row, peer, measure, value, absl::StrCat(ours_by_theirs));
}

void ReportRows::Write(const std::string& row, const std::string& peer, const Measure& measure,
                       double value, const std::string& ratio) {
  // Names hold no quotation mark; commas they may.
  file_ << absl::StrCat("\"", row, "\",", size_, ",\"", measure.name, "\",", value, ",\"",
                        measure.unit, "\",\"", peer, "\",", ratio)
        << std::endl;
}

}  // namespace santong::bench
