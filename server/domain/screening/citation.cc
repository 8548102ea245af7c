#include "server/domain/screening/citation.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "re2/re2.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"

namespace santong::screening {
namespace {

struct Kind {
  const char* rule;
  const char* zh;
  const char* en;
  const char* article;
  const char* mend_zh;
  v1::FindingWeight weight;
};
constexpr char kReviewArticle[] = "国办发〔2018〕115号 第六项（合法性审核）";
constexpr Kind kRepealed = {"cites-repealed",
                            "引用的文件已经废止",
                            "Cites a document that was repealed",
                            kReviewArticle,
                            "改引现行有效的文件；没有的，删去。",
                            v1::FINDING_WEIGHT_VERDICT};
constexpr Kind kSuperseded = {
    "cites-superseded", "引用的文件已经被替代", "Cites a document that was replaced",
    kReviewArticle,     "改引替代它的文件。",   v1::FINDING_WEIGHT_VERDICT};
constexpr Kind kExpired = {"cites-expired",
                           "引用的文件已经失效",
                           "Cites a document whose term ended",
                           kReviewArticle,
                           "改引现行有效的文件；没有的，删去。",
                           v1::FINDING_WEIGHT_VERDICT};
constexpr Kind kRevoked = {"cites-revoked",
                           "引用的文件已经被撤销",
                           "Cites a document that was revoked",
                           kReviewArticle,
                           "被撤销的文件自始无效，不得作为依据。删去。",
                           v1::FINDING_WEIGHT_VERDICT};
constexpr Kind kSuspended = {"cites-suspended",
                             "引用的文件已经中止执行",
                             "Cites a document whose execution is suspended",
                             kReviewArticle,
                             "核对是否恢复执行；没有恢复的，改引其他依据。",
                             v1::FINDING_WEIGHT_VERDICT};
// Not each needs a verdict: papers from before the registry are cited everywhere.
constexpr Kind kUnregistered = {
    "cites-unregistered",
    "引用的文件是存量文件，尚未统一登记",
    "Cites a document from before the registry that was not registered",
    kReviewArticle,
    "核对该文件是否继续有效；未经统一登记、编号、公布的，不得作为行政管理的依据。",
    v1::FINDING_WEIGHT_NOTE};
constexpr Kind kUnknown = {
    "cites-unknown",
    "引用的文件本登记簿没有登记",
    "Cites a document that this register does not hold",
    kReviewArticle,
    "核对名称、文号和效力；上级文件和其他地方的文件不在本登记簿，核对后可以不改。",
    v1::FINDING_WEIGHT_NOTE};
constexpr Kind kRepealedLaw = {"cites-repealed-law",
                               "引用的法律、法规已经废止",
                               "Cites a law or regulation that was repealed",
                               kReviewArticle,
                               "改引现行法律、法规的名称和条款。",
                               v1::FINDING_WEIGHT_VERDICT};

constexpr size_t kTitleCodePointsMax = 200;

// A title may hold titles in their turn, and a number its year in round brackets. Behind the number
// stand how it is called or what was done under it: 第424号令, 174号文, 第5号公布，第2号修正.
const RE2& CitationPattern() {
  static const RE2* const pattern = new RE2(
      "《((?:[^《》\\n]|《[^《》\\n]*》)+)》"
      "(?:[ 　]?[（(]((?:[^（）()《》，,；;\\n]|[（(]\\d{2,4}[）)]){2,40}号令?)"
      "(?:文件?|公布|发布|印发)?(?:[，,；;][^（）()\\n]{0,60})?[）)])?");
  return *pattern;
}

// The sentence around `passage`, up to 。 ； or a line break on each side.
absl::string_view SentenceAround(absl::string_view text, absl::string_view passage) {
  constexpr size_t kAroundBytesMax = 600;
  size_t begin = passage.data() - text.data();
  size_t end = begin + passage.size();
  const size_t first = begin > kAroundBytesMax ? begin - kAroundBytesMax : 0;
  const size_t last = std::min(text.size(), end + kAroundBytesMax);
  const auto ends_at = [&](size_t at) {
    return text[at] == '\n' || absl::StartsWith(text.substr(at), "。") ||
           absl::StartsWith(text.substr(at), "；");
  };
  while (begin > first && !ends_at(begin - 1) && !(begin >= 3 && ends_at(begin - 3))) --begin;
  while (end < last && !ends_at(end)) ++end;
  return text.substr(begin, end - begin);
}

// Around the passage, not in it: 《关于修改……的决定》 is cited like any other. Nor in other titles,
// nor where brackets say which text is meant: （2021年修订）, （令第5号发布，令第9号修订）.
bool SpeaksOfAnEnd(absl::string_view sentence, absl::string_view passage) {
  static const RE2* const pattern =
      new RE2("废止|失效|停止(执行|施行|实施)|不再执行|修改|修订|撤销");
  static const RE2* const aside = new RE2(
      "《(?:[^《》\\n]|《[^《》\\n]*》)+》|"
      "[（(][^（）()\\n]{0,80}\\d[^（）()\\n]{0,20}(?:修改|修订)[^（）()\\n]{0,4}[）)]");
  const absl::string_view before = sentence.substr(0, passage.data() - sentence.data());
  const absl::string_view after = sentence.substr(before.size() + passage.size());
  std::string around = absl::StrCat(before, "\n", after);
  if (!RE2::PartialMatch(around, *pattern)) return false;
  RE2::GlobalReplace(&around, *aside, "");
  return RE2::PartialMatch(around, *pattern);
}

v1::Finding FindingOf(const Kind& kind, absl::string_view text, const Citation& citation) {
  v1::Finding finding;
  finding.set_rule(kind.rule);
  finding.set_title_zh(kind.zh);
  finding.set_title_en(kind.en);
  finding.set_article(kind.article);
  finding.set_mend_zh(kind.mend_zh);
  finding.set_weight(kind.weight);
  finding.set_passage(std::string(citation.passage));
  finding.set_offset_bytes(citation.passage.data() - text.data());
  finding.set_length_bytes(static_cast<int64_t>(citation.passage.size()));
  return finding;
}

// What is wrong with relying on the document on that day; null when nothing is.
const Kind* FaultOf(const v1::Document& document, absl::CivilDay today) {
  const std::string day = text::FormatIsoDay(today);
  const bool has_ended = document.ended_date().empty() || document.ended_date() <= day;
  switch (document.state()) {
    case v1::DOCUMENT_STATE_REVOKED:
      return &kRevoked;
    case v1::DOCUMENT_STATE_REPEALED:
      return has_ended ? &kRepealed : nullptr;
    case v1::DOCUMENT_STATE_SUPERSEDED:
      return has_ended ? &kSuperseded : nullptr;
    case v1::DOCUMENT_STATE_LAPSED:
      return &kExpired;
    case v1::DOCUMENT_STATE_SUSPENDED:
      return &kSuspended;
    default:
      break;
  }
  // The term may have ended on a day whose act has not run yet.
  const std::string& last = document.term().last_valid_date();
  if (!last.empty() && last < day) return &kExpired;
  // One that was found to be no normative document is not to be registered.
  const bool to_register = document.not_normative_date().empty();
  return document.state() == v1::DOCUMENT_STATE_LEGACY && to_register ? &kUnregistered : nullptr;
}

}  // namespace

std::vector<Citation> FindCitations(absl::string_view text) {
  std::vector<Citation> citations;
  std::set<std::string> seen;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece groups[3];
  while (citations.size() < kCitationsMax &&
         CitationPattern().Match(rest, 0, rest.size(), RE2::UNANCHORED, groups, 3)) {
    const auto view = [](re2::StringPiece piece) {
      return absl::string_view(piece.data(), piece.size());
    };
    const Citation citation{view(groups[1]), view(groups[2]), view(groups[0])};
    rest.remove_prefix(groups[0].end() - rest.begin());
    if (text::CodePoints(citation.title) > kTitleCodePointsMax) continue;
    if (SpeaksOfAnEnd(SentenceAround(text, citation.passage), citation.passage)) continue;
    const std::string title = text::FoldForMatch(citation.title);
    const bool is_new =
        seen.insert(citation.number.empty() ? title : number::FoldNumber(citation.number)).second;
    seen.insert(title);  // where it stands alone from here on, the same document is meant
    if (is_new) citations.push_back(citation);
  }
  return citations;
}

absl::optional<v1::Finding> JudgeCitation(absl::string_view text, const Citation& citation,
                                          absl::Span<const v1::Document> held,
                                          absl::CivilDay today) {
  if (held.empty()) {
    if (citation.number.empty() || absl::StrContains(citation.number, "令")) return absl::nullopt;
    return FindingOf(kUnknown, text, citation);
  }
  const Kind* fault = nullptr;
  const v1::Document* document = nullptr;
  for (const v1::Document& one : held) {
    const Kind* of_one = FaultOf(one, today);
    if (of_one == nullptr) return absl::nullopt;
    // Of several that bear the name, the one with the lightest fault may be meant.
    if (fault != nullptr && of_one->weight != v1::FINDING_WEIGHT_NOTE) continue;
    fault = of_one;
    document = &one;
  }
  v1::Finding finding = FindingOf(*fault, text, citation);
  finding.set_cited_document(document->name());
  finding.set_cited_state(document->state());
  return finding;
}

absl::optional<v1::Finding> JudgeLaw(absl::string_view text, const Citation& citation,
                                     absl::Span<const v1::RepealedLaw> laws, absl::CivilDay today) {
  constexpr absl::string_view kState = "中华人民共和国";
  const auto without_state = [&](absl::string_view title) {
    return text::FoldForMatch(absl::StartsWith(title, kState) ? title.substr(kState.size())
                                                              : title);
  };
  const std::string cited = without_state(citation.title);
  for (const v1::RepealedLaw& law : laws) {
    if (without_state(law.title()) != cited || law.ended_date() > text::FormatIsoDay(today)) {
      continue;
    }
    v1::Finding finding = FindingOf(kRepealedLaw, text, citation);
    finding.set_article(law.article());
    finding.set_mend_zh(absl::StrCat("《", law.title(), "》自", law.ended_date(), "起废止，改引《",
                                     law.replaced_by(), "》的条款。"));
    return finding;
  }
  return absl::nullopt;
}

}  // namespace santong::screening
