#include "server/domain/screening/screen.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "re2/re2.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"

namespace santong::screening {
namespace {

// A pattern of a rule may take this much memory; data files cannot take the server's.
constexpr int64_t kPatternBytesMax = 32 << 20;

re2::StringPiece Piece(absl::string_view text) { return {text.data(), text.size()}; }

std::unique_ptr<RE2> Compile(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternBytesMax);
  return std::make_unique<RE2>(pattern, options);
}

bool AnyMatches(const std::vector<std::unique_ptr<RE2>>& patterns, absl::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::unique_ptr<RE2>& pattern) {
    return RE2::PartialMatch(Piece(text), *pattern);
  });
}

struct CompiledRule {
  Rule rule;
  std::unique_ptr<RE2> pattern;  // null for a part that must be there
  std::vector<std::unique_ptr<RE2>> excuses;
  std::vector<std::unique_ptr<RE2>> carried_excuses;
  std::unique_ptr<RE2> required;  // null for a pattern that hits

  // Where the rule hits in the sentence, or nullopt. `before` is what stands before it in the full
  // sentence.
  absl::optional<absl::string_view> Hit(absl::string_view before,
                                        absl::string_view sentence) const {
    re2::StringPiece match;
    const absl::string_view until_its_end(before.data(), before.size() + sentence.size());
    if (!pattern->Match(Piece(sentence), 0, sentence.size(), RE2::UNANCHORED, &match, 1) ||
        match.empty() || AnyMatches(excuses, sentence) ||
        AnyMatches(carried_excuses, until_its_end)) {
      return absl::nullopt;
    }
    return absl::string_view(match.data(), match.size());
  }
};

// The length of the sentence end (。；！？ or a line break) that `text` begins with; 0 for none.
size_t SentenceEnd(absl::string_view text) {
  if (text[0] == '\n') return 1;
  for (absl::string_view mark : {"。", "；", "！", "？"}) {
    if (text.substr(0, mark.size()) == mark) return mark.size();
  }
  return 0;
}

// A full sentence longer than this many bytes carries no excuse on: a text without stops takes time
// in proportion to its length too.
constexpr size_t kCarriedBytesMax = 4096;

// Calls `visit` for each sentence, without its end, and with what stands before it in its full
// sentence (which ends at 。 ！ ？ or a line break).
template <typename Visit>
void ForEachSentence(absl::string_view text, Visit visit) {
  size_t full = 0;
  size_t begin = 0;
  const auto take = [&](size_t end) {
    if (begin - full > kCarriedBytesMax) full = begin;
    if (end > begin) visit(text.substr(full, begin - full), text.substr(begin, end - begin));
  };
  for (size_t at = 0; at < text.size();) {
    const size_t end = SentenceEnd(text.substr(at));
    if (end == 0) {
      ++at;
      continue;
    }
    take(at);
    const bool is_half = text.substr(at, end) == "；";
    begin = at += end;
    if (!is_half) full = begin;
  }
  take(text.size());
}

v1::Finding FindingOf(const Rule& rule) {
  v1::Finding finding;
  finding.set_rule(rule.id);
  finding.set_title_zh(rule.title_zh);
  finding.set_title_en(rule.title_en);
  finding.set_article(rule.article);
  finding.set_mend_zh(rule.mend_zh);
  finding.set_offset_bytes(-1);
  return finding;
}

void SetPassage(absl::string_view text, absl::string_view passage, v1::Finding& finding) {
  finding.set_passage(std::string(passage));
  finding.set_offset_bytes(passage.data() - text.data());
  finding.set_length_bytes(static_cast<int64_t>(passage.size()));
}

void ScreenWith(const std::vector<CompiledRule>& rules, absl::string_view text,
                std::vector<v1::Finding>& findings) {
  ForEachSentence(text, [&](absl::string_view earlier, absl::string_view sentence) {
    const size_t before = findings.size();
    for (const CompiledRule& rule : rules) {
      if (rule.pattern == nullptr || findings.size() >= kFindingsMax) continue;
      if (auto passage = rule.Hit(earlier, sentence)) {
        findings.push_back(FindingOf(rule.rule));
        SetPassage(text, *passage, findings.back());
      }
    }
    std::stable_sort(findings.begin() + before, findings.end(), [](const auto& a, const auto& b) {
      return a.offset_bytes() < b.offset_bytes();
    });
  });
  for (const CompiledRule& rule : rules) {
    if (rule.required == nullptr || findings.size() >= kFindingsMax) continue;
    if (!RE2::PartialMatch(Piece(text), *rule.required)) findings.push_back(FindingOf(rule.rule));
  }
}

// What is wrong with a rule's data. The words are for those who write rule files.
class RuleChecker {
 public:
  absl::Status Compile(Rule rule, std::vector<CompiledRule>& into) {
    CompiledRule compiled{.rule = std::move(rule)};
    const Rule& data = compiled.rule;
    if (data.id.empty() || data.title_zh.empty() || data.article.empty()) {
      Add(data, "id", "A rule needs an id, a title and an article.",
          "规则须有标识、名称和依据条款。");
    }
    if (data.pattern.empty() == data.required.empty()) {
      Add(data, "pattern", "A rule has either a pattern or a required part.",
          "规则须有检索式或者必备内容，二者只能有一个。");
    }
    if (!data.pattern.empty()) compiled.pattern = CompileOne(data, "pattern", data.pattern);
    if (!data.required.empty()) compiled.required = CompileOne(data, "required", data.required);
    for (const std::string& excuse : data.excuses) {
      compiled.excuses.push_back(CompileOne(data, "excuses", excuse));
    }
    for (const std::string& excuse : data.carried_excuses) {
      compiled.carried_excuses.push_back(CompileOne(data, "carried_excuses", excuse));
    }
    if (violations_.empty()) {
      into.push_back(std::move(compiled));
      CheckExamples(into);
    }
    return violations_.empty() ? absl::OkStatus() : error::RefuseFields(violations_);
  }

 private:
  void Add(const Rule& rule, absl::string_view field, absl::string_view en, absl::string_view zh) {
    violations_.push_back(
        {absl::StrCat("rules[", rule.id, "].", field), std::string(en), std::string(zh)});
  }

  std::unique_ptr<RE2> CompileOne(const Rule& rule, absl::string_view field,
                                  const std::string& pattern) {
    auto compiled = screening::Compile(pattern);
    if (!compiled->ok()) {
      Add(rule, field, absl::StrCat("The pattern does not compile: ", compiled->error()),
          absl::StrCat("检索式有误：", compiled->error()));
    }
    return compiled;
  }

  // Every example hits its own rule, the last of `rules`, and no counter-example does.
  void CheckExamples(std::vector<CompiledRule>& rules) {
    std::vector<CompiledRule> alone;
    alone.push_back(std::move(rules.back()));
    const Rule& rule = alone.front().rule;
    const auto hits = [&](const std::string& text) {
      std::vector<v1::Finding> findings;
      ScreenWith(alone, text, findings);
      return !findings.empty();
    };
    for (const std::string& example : rule.examples) {
      if (hits(example)) continue;
      Add(rule, "examples", absl::StrCat("Does not hit: ", example),
          absl::StrCat("应当命中而未命中：", example));
    }
    for (const std::string& example : rule.counter_examples) {
      if (!hits(example)) continue;
      Add(rule, "counter_examples", absl::StrCat("Hits: ", example),
          absl::StrCat("不应命中而命中：", example));
    }
    rules.back() = std::move(alone.front());
  }

  std::vector<error::FieldViolation> violations_;
};

}  // namespace

struct Screener::Compiled {
  std::vector<CompiledRule> rules;
  std::vector<v1::RepealedLaw> laws;
};

Screener::Screener() : compiled_(std::make_unique<Compiled>()) {}
Screener::~Screener() = default;

absl::StatusOr<std::shared_ptr<const Screener>> Screener::Create(
    std::vector<Rule> rules, std::vector<v1::RepealedLaw> laws) {
  std::shared_ptr<Screener> screener(new Screener);
  screener->compiled_->laws = std::move(laws);
  for (Rule& rule : rules) {
    absl::Status status = RuleChecker().Compile(std::move(rule), screener->compiled_->rules);
    if (!status.ok()) return status;
  }
  return std::shared_ptr<const Screener>(std::move(screener));
}

const std::vector<v1::RepealedLaw>& Screener::laws() const { return compiled_->laws; }

std::vector<v1::Finding> Screener::Screen(absl::string_view text) const {
  std::vector<v1::Finding> findings;
  ScreenWith(compiled_->rules, text, findings);
  return findings;
}

void NameFindings(std::vector<v1::Finding>& findings) {
  constexpr size_t kDigits = 12;
  std::map<std::string, int> equal;
  for (v1::Finding& finding : findings) {
    const std::string what = absl::StrCat(finding.rule(), "\n", finding.passage());
    const int before = equal[what]++;
    const std::string hash = digest::Sha256Hex(absl::StrCat(what, "\n", before));
    finding.set_id(absl::StrCat(finding.rule(), "-", hash.substr(0, kDigits)));
    if (finding.weight() == v1::FINDING_WEIGHT_UNSPECIFIED) {
      finding.set_weight(v1::FINDING_WEIGHT_VERDICT);
    }
  }
}

std::vector<Rule> RulesOf(const v1::ScreeningRuleSet& set) {
  std::vector<Rule> rules;
  for (const v1::ScreeningRule& data : set.rules()) {
    Rule rule{.id = data.id(),
              .title_zh = data.title_zh(),
              .title_en = data.title_en(),
              .article = data.article(),
              .mend_zh = data.mend_zh(),
              .pattern = data.pattern(),
              .excuses = {data.excuses().begin(), data.excuses().end()},
              .carried_excuses = {data.carried_excuses().begin(), data.carried_excuses().end()},
              .required = data.required()};
    for (const auto& example : data.examples()) rule.examples.push_back(example.text());
    for (const auto& example : data.counter_examples()) {
      rule.counter_examples.push_back(example.text());
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace santong::screening
