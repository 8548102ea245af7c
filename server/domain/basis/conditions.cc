#include "server/domain/basis/conditions.h"

#include <iterator>
#include <vector>

#include "server/domain/basis/version_on.h"
#include "server/domain/text/chinese_date.h"

namespace santong::basis {
namespace {

// Words for facts that are no number, name or day.
namespace words {
constexpr char kLegacy[] = "存量文件，未经统一登记、统一编号、统一公布";
constexpr char kNotNormative[] = "经认定不是行政规范性文件";
constexpr char kNotDetermined[] = "尚未认定";
constexpr char kDetermined[] = "登记时已认定";
constexpr char kNotRegistered[] = "未登记";
constexpr char kRegisteredLater[] = "登记在后";
constexpr char kNoNumber[] = "未编号";
constexpr char kNotPublished[] = "未公布";
constexpr char kPublishedLater[] = "公布在后";
constexpr char kNotPublishedAgain[] = "重新登记后未重新公布";
constexpr char kPublic[] = "主动公开";
constexpr char kNotPublic[] = "不予公开";
constexpr char kOpennessUnknown[] = "公开属性未定";
constexpr char kEffectUnknown[] = "施行日期未定";
constexpr char kEffectFrom[] = "施行";
constexpr char kEffectLater[] = "施行在后";
constexpr char kNoTerm[] = "不设有效期";
constexpr char kTermUnknown[] = "有效期不明";
constexpr char kLastValidDay[] = "最后有效日";
constexpr char kLastValidDayComputed[] = "最后有效日（推算）";
constexpr char kLapsed[] = "已失效";
constexpr char kSuspended[] = "中止执行";
constexpr char kRepealed[] = "废止";
constexpr char kRepealAhead[] = "将废止";
constexpr char kSuperseded[] = "被替代";
constexpr char kSupersessionAhead[] = "将被替代";
constexpr char kRevoked[] = "已撤销，自始无效";
constexpr char kNoVersion[] = "当日无有效文本";
}  // namespace words

// Registrations, oldest first: a document that was registered again keeps its former ones.
struct Registration {
  absl::CivilDay day;
  std::string number;
};
std::vector<Registration> RegistrationsOf(const v1::Document& document) {
  std::vector<Registration> registrations;
  for (const v1::FormerNumber& former : document.former_numbers()) {
    if (auto day = DayOf(former.registered_date())) {
      registrations.push_back({*day, former.registration_number()});
    }
  }
  if (auto day = DayOf(document.registered_date())) {
    registrations.push_back({*day, document.registration_number()});
  }
  return registrations;
}

// Happened on `date`: holds from that day on.
Fact Happened(const Question& question, const std::string& date, const char* never,
              const char* later, std::string fact) {
  const auto day = DayOf(date);
  if (!day) return {.fact = never};
  if (*day > question.day) return {.fact = later, .date = date};
  return {.holds = true, .fact = std::move(fact), .date = date, .settled = *day <= question.today};
}

// In this end state, from its ended_date on; an end without a day is an end from the start.
Fact NotEnded(const Question& question, v1::DocumentState state, const char* ended,
              const char* ahead) {
  const v1::Document& document = question.document;
  if (document.state() != state) return {.holds = true};
  const auto day = DayOf(document.ended_date());
  const bool over = !day || *day <= question.day;
  std::string fact = over ? ended : ahead;
  if (!document.ended_by().empty()) fact += " " + document.ended_by();
  return {.holds = !over,
          .fact = std::move(fact),
          .date = document.ended_date(),
          .settled = !day || *day <= question.today};
}

Fact IsNormative(const Question& question) {
  const v1::Document& document = question.document;
  // One from before the registry was found so and keeps its state.
  if (document.state() == v1::DOCUMENT_STATE_NOT_NORMATIVE ||
      !document.not_normative_date().empty()) {
    return {.fact = words::kNotNormative, .date = document.not_normative_date(), .settled = true};
  }
  const bool determined = !RegistrationsOf(document).empty();
  return {.holds = true,
          .fact = determined ? words::kDetermined : words::kNotDetermined,
          .settled = determined};
}

Fact IsRegistered(const Question& question) {
  if (question.document.state() == v1::DOCUMENT_STATE_LEGACY) return {.fact = words::kLegacy};
  const std::vector<Registration> registrations = RegistrationsOf(question.document);
  if (registrations.empty()) return {.fact = words::kNotRegistered};
  const Registration& first = registrations.front();
  return Happened(question, text::FormatIsoDay(first.day), words::kNotRegistered,
                  words::kRegisteredLater, first.number);
}

Fact IsNumbered(const Question& question) {
  std::string number = NumberOn(question.document, question.day);
  if (number.empty()) return {.fact = words::kNoNumber};
  Fact fact{.holds = true, .fact = std::move(number), .settled = true};
  for (const Registration& registration : RegistrationsOf(question.document)) {
    if (registration.day <= question.day) fact.date = text::FormatIsoDay(registration.day);
  }
  return fact;
}

// The day of the registration that had not been followed by a publication yet, though the term that
// the document had before it was over; null where there is none. Each term is looked at: one that
// was published late stays late when the document is registered once more.
const std::string* RegisteredWithoutPublication(const Question& question) {
  const v1::Document& document = question.document;
  for (int i = document.former_numbers_size() - 1; i >= 0; --i) {
    const auto old_last = DayOf(document.former_numbers(i).last_valid_date());
    if (!old_last || question.day <= *old_last) continue;
    const std::string& registered = i + 1 < document.former_numbers_size()
                                        ? document.former_numbers(i + 1).registered_date()
                                        : document.registered_date();
    for (const v1::Publication& again : document.republications()) {
      const auto day = DayOf(again.date());
      if (day && *day <= question.day && again.date() >= registered) return nullptr;
    }
    return &registered;
  }
  return nullptr;
}

Fact IsPublished(const Question& question) {
  const v1::Document& document = question.document;
  if (const std::string* registered = RegisteredWithoutPublication(question))
    return {.fact = words::kNotPublishedAgain, .date = *registered};
  const v1::Publication* publication = &document.publication();
  for (const v1::Publication& again : document.republications()) {
    if (const auto day = DayOf(again.date()); day && *day <= question.day) publication = &again;
  }
  return Happened(question, publication->date(), words::kNotPublished, words::kPublishedLater,
                  publication->channel());
}

Fact IsPublic(const Question& question) {
  const v1::Document& document = question.document;
  switch (document.openness()) {
    case v1::OPENNESS_PUBLIC:
      return {.holds = true, .fact = words::kPublic};
    case v1::OPENNESS_NOT_PUBLIC:
      return {.fact = document.openness_basis().empty() ? words::kNotPublic
                                                        : document.openness_basis()};
    default:
      return {.fact = words::kOpennessUnknown};
  }
}

Fact TookEffect(const Question& question) {
  return Happened(question, question.document.effective_date(), words::kEffectUnknown,
                  words::kEffectLater, words::kEffectFrom);
}

// The article of the clock that counts the term, which is the policy's.
std::string TermArticle(const v1::Document& document) {
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_LAPSE && !clock.article().empty()) return clock.article();
  }
  return "";
}

Fact TermHasNotEnded(const Question& question) {
  const v1::Document& document = question.document;
  const v1::Term& term = document.term();
  std::string article = TermArticle(document);
  if (document.state() == v1::DOCUMENT_STATE_LAPSED) {
    Fact lapsed =
        NotEnded(question, v1::DOCUMENT_STATE_LAPSED, words::kLapsed, words::kLastValidDay);
    lapsed.article = article;
    if (!lapsed.holds) return lapsed;
  }
  const auto last_day = DayOf(term.last_valid_date());
  if (!last_day) {
    const bool none = term.kind() == v1::TERM_KIND_NONE;
    std::string exemption = term.exemption().empty() ? words::kNoTerm : term.exemption();
    return {.holds = true,
            .fact = none ? std::move(exemption) : words::kTermUnknown,
            .article = std::move(article)};
  }
  return {.holds = question.day <= *last_day,
          .fact = term.computed() ? words::kLastValidDayComputed : words::kLastValidDay,
          .date = term.last_valid_date(),
          .settled = *last_day < question.today,
          .article = std::move(article)};
}

Fact NotSuspended(const Question& question) {
  const v1::Document& document = question.document;
  for (const v1::Suspension& suspension : document.suspensions()) {
    const auto from_day = DayOf(suspension.from_date());
    const auto to_day = DayOf(suspension.to_date());
    if (from_day && *from_day > question.day) continue;
    if (to_day && *to_day < question.day) continue;
    return {.fact = suspension.reason().empty() ? words::kSuspended : suspension.reason(),
            .date = suspension.from_date()};
  }
  if (document.state() == v1::DOCUMENT_STATE_SUSPENDED && document.suspensions().empty()) {
    return {.fact = words::kSuspended};
  }
  return {.holds = true};
}

// An end that no end state explains is taken for a repeal.
Fact NotRepealed(const Question& question) {
  const v1::Document& document = question.document;
  switch (document.state()) {
    case v1::DOCUMENT_STATE_LAPSED:
    case v1::DOCUMENT_STATE_SUPERSEDED:
    case v1::DOCUMENT_STATE_REVOKED:
      return {.holds = true};
    case v1::DOCUMENT_STATE_REPEALED:
      break;
    default:
      if (!DayOf(document.ended_date())) return {.holds = true};
  }
  return NotEnded(question, document.state(), words::kRepealed, words::kRepealAhead);
}

Fact NotSuperseded(const Question& question) {
  return NotEnded(question, v1::DOCUMENT_STATE_SUPERSEDED, words::kSuperseded,
                  words::kSupersessionAhead);
}

// Revocation (撤销) works from the start: no day is excepted.
Fact NotRevoked(const Question& question) {
  const v1::Document& document = question.document;
  if (document.state() != v1::DOCUMENT_STATE_REVOKED) return {.holds = true};
  return {.fact = words::kRevoked, .date = document.ended_date(), .settled = true};
}

Fact VersionCounts(const Question& question) {
  const uint32_t number = VersionOn(question.document, question.day);
  if (number == 0) return {.fact = words::kNoVersion};
  Fact fact{.holds = true};
  for (const v1::VersionSummary& version : question.document.versions()) {
    if (version.number() != number) continue;
    fact.fact = version.text_sha256();
    fact.date = version.effective_date();
  }
  return fact;
}

constexpr Condition kConditions[] = {
    {"IsNormative", "是行政规范性文件", "国办发〔2018〕115号 第三条", IsNormative, ""},
    {"IsRegistered", "已统一登记", "国办发〔2018〕37号（统一登记、统一编号、统一印发）",
     IsRegistered, "registrar_model"},
    {"IsNumbered", "已统一编号", "国办发〔2018〕37号（统一登记、统一编号、统一印发）", IsNumbered,
     "number."},
    {"IsPublished", "已统一公布", "政府信息公开条例 第二十条第（一）项", IsPublished, ""},
    {"IsPublic", "文本已公开", "优化营商环境条例 第六十四条", IsPublic, ""},
    {"TookEffect", "已施行", "规章制定程序条例 第三十二条（参照）", TookEffect, "effect."},
    {"TermHasNotEnded", "未超过有效期", "文件载明的有效期", TermHasNotEnded, "term."},
    {"NotSuspended", "未中止执行",
     "地方各级人民代表大会和地方各级人民政府组织法 第七十三条第（三）项", NotSuspended, ""},
    {"NotRepealed", "未废止", "党政机关公文处理工作条例 第三十六条", NotRepealed, ""},
    {"NotSuperseded", "未被替代", "规章制定程序条例 第三十九条（参照）", NotSuperseded, ""},
    {"NotRevoked", "未撤销",
     "地方各级人民代表大会和地方各级人民政府组织法 第五十条、第七十三条；党政机关公文处理工作条例 "
     "第三十六条",
     NotRevoked, ""},
    {"VersionCounts", "当日有有效文本", "规章制定程序条例 第三十九条（参照）", VersionCounts, ""},
};

}  // namespace

absl::Span<const Condition> Conditions() { return kConditions; }

std::string NumberOn(const v1::Document& document, absl::CivilDay day) {
  std::string number;
  for (const Registration& registration : RegistrationsOf(document)) {
    if (registration.day <= day) number = registration.number;
  }
  return number;
}

std::optional<absl::CivilDay> DayOf(const std::string& date) {
  if (date.empty()) return std::nullopt;
  auto day = text::ParseIsoDay(date);
  return day.ok() ? std::optional<absl::CivilDay>(*day) : std::nullopt;
}

}  // namespace santong::basis
