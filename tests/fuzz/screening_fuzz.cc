// Any bytes as a text to be screened, against the national rules: every finding lies inside the
// text. Run from the root of the tree, where the rules are.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "server/domain/screening/citation.h"
#include "server/domain/screening/screen.h"
#include "tests/fuzz/must.h"

namespace {

using santong::screening::FindPersonalData;
using santong::screening::Screener;

const Screener& NationalRules() {
  static const auto* const kScreener = [] {
    std::ifstream file("deploy/screening/national.textproto", std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    santong::v1::ScreeningRuleSet set;
    SANTONG_MUST(google::protobuf::TextFormat::ParseFromString(text, &set));
    auto created = Screener::Create(santong::screening::RulesOf(set));
    SANTONG_MUST(created.ok());
    return new std::shared_ptr<const Screener>(*created);
  }();
  return **kScreener;
}

void MustLieInside(const std::vector<santong::v1::Finding>& findings, absl::string_view text) {
  SANTONG_MUST(findings.size() <= santong::screening::kFindingsMax);
  for (const auto& finding : findings) {
    if (finding.passage().empty()) continue;
    const auto offset = static_cast<size_t>(finding.offset_bytes());
    SANTONG_MUST(offset <= text.size());
    SANTONG_MUST(text.substr(offset, finding.passage().size()) == finding.passage());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  MustLieInside(NationalRules().Screen(text), text);
  MustLieInside(FindPersonalData(text), text);
  for (const auto& citation : santong::screening::FindCitations(text)) {
    SANTONG_MUST(text.data() <= citation.passage.data());
    SANTONG_MUST(citation.passage.end() <= text.end());
    auto finding =
        santong::screening::JudgeCitation(text, citation, {}, absl::CivilDay(2026, 9, 1));
    if (finding.has_value()) MustLieInside({*finding}, text);
  }
  return 0;
}
