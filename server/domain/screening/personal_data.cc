// Resident identity numbers and mobile numbers in a text.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/domain/screening/screen.h"
#include "server/domain/text/identity_code.h"

namespace santong::screening {
namespace {

constexpr size_t kMobileDigits = 11;
constexpr size_t kResidentIdCharacters = 18;

struct Kind {
  const char* rule;
  const char* zh;
  const char* en;
  const char* article;
  const char* mend_zh;
};
constexpr Kind kResidentId = {"personal-resident-id", "公民身份号码", "A resident identity number",
                              "政府信息公开条例 第十五条；个人信息保护法 第二十五条",
                              "公布前删去或者遮盖公民身份号码。"};
constexpr Kind kMobile = {"personal-mobile-number", "手机号码", "A mobile number",
                          "政府信息公开条例 第十五条；个人信息保护法 第二十五条",
                          "确认是公开的办公电话；是个人号码的，公布前删去。"};

bool IsCodeCharacter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

bool IsMobile(absl::string_view digits) {
  return digits.size() == kMobileDigits && digits[0] == '1' && digits[1] >= '3' &&
         std::all_of(digits.begin(), digits.end(), IsDigit);
}

v1::Finding FindingOf(const Kind& kind, absl::string_view text, absl::string_view passage) {
  v1::Finding finding;
  finding.set_rule(kind.rule);
  finding.set_title_zh(kind.zh);
  finding.set_title_en(kind.en);
  finding.set_article(kind.article);
  finding.set_mend_zh(kind.mend_zh);
  finding.set_passage(std::string(passage));
  finding.set_offset_bytes(passage.data() - text.data());
  finding.set_length_bytes(static_cast<int64_t>(passage.size()));
  return finding;
}

// `run` is a whole run of ASCII letters and digits, so that a part of a longer code is no number.
void ExamineRun(absl::string_view text, absl::string_view run, std::vector<v1::Finding>& findings) {
  if (run.size() == kResidentIdCharacters && text::CheckResidentId(run) == text::CodeCheck::kOk) {
    findings.push_back(FindingOf(kResidentId, text, run));
    return;
  }
  absl::string_view digits = run;
  if (digits.size() == kMobileDigits + 2 && absl::StartsWith(digits, "86")) digits.remove_prefix(2);
  if (IsMobile(digits)) findings.push_back(FindingOf(kMobile, text, digits));
}

}  // namespace

std::vector<v1::Finding> FindPersonalData(absl::string_view text) {
  std::vector<v1::Finding> findings;
  // What is looked for holds eleven digits in a row, so one of every eleven bytes is one of its
  // digits.
  for (size_t at = kMobileDigits - 1; at < text.size(); at += kMobileDigits) {
    if (!IsDigit(text[at])) continue;
    size_t begin = at;
    while (begin > 0 && IsCodeCharacter(text[begin - 1])) --begin;
    size_t end = at + 1;
    while (end < text.size() && IsCodeCharacter(text[end])) ++end;
    if (end - begin >= kMobileDigits) {
      ExamineRun(text, text.substr(begin, end - begin), findings);
      at = end;  // the run is done; the next one begins behind it
    }
  }
  return findings;
}

}  // namespace santong::screening
