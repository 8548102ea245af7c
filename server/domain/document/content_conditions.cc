// What a document must say of itself: title, text, number, dates, term, openness, relations.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/continuation.h"
#include "server/domain/document/early_effect.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/number/document_number.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

bool IsListed(const v1::PolicyLeaf* leaf, const std::string& text) {
  if (leaf == nullptr || text.empty()) return false;
  const auto& items = leaf->list().items();
  return std::find(items.begin(), items.end(), text) != items.end();
}

// A document that may still be amended, repealed, replaced or continued. Cleanup notices name what
// has lapsed, too.
bool MayBeChanged(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_PUBLISHED || state == v1::DOCUMENT_STATE_IN_EFFECT ||
         state == v1::DOCUMENT_STATE_SUSPENDED || state == v1::DOCUMENT_STATE_LAPSED ||
         state == v1::DOCUMENT_STATE_LEGACY;
}

// An update is judged by what it adds: what a relation names may have ended since it was written.
bool StoodBefore(const v1::Relation& relation, const Facts& facts) {
  if (facts.act.action != Action::kUpdate) return false;
  const auto& before = facts.document.relations();
  return std::any_of(before.begin(), before.end(), [&](const v1::Relation& one) {
    return one.kind() == relation.kind() && one.target() == relation.target() &&
           one.date() == relation.date();
  });
}

bool IsResolved(const v1::Relation& relation, const Facts& facts) {
  if (relation.kind() == v1::RELATION_KIND_UNSPECIFIED) return false;
  if (relation.target() == Subject(facts).name()) return false;
  if (StoodBefore(relation, facts)) return true;
  for (const RelatedDocument& related : facts.related) {
    if (related.name != relation.target()) continue;
    if (!ChangesItsTarget(relation.kind())) return true;
    return relation.applied() ||
           (MayBeChanged(related.state) && related.jurisdiction == Subject(facts).jurisdiction());
  }
  return false;
}

std::string UnresolvedRelations(const Facts& facts) {
  std::string names;
  for (const v1::Relation& relation : Subject(facts).relations()) {
    if (!IsResolved(relation, facts))
      absl::StrAppend(&names, names.empty() ? "" : ", ", relation.target());
  }
  return names;
}

}  // namespace

constinit const Condition kTitleIsStated = {
    .name = "TitleIsStated",
    .zh = "标题已填写",
    .article = "GB/T 9704-2012",
    .mend_zh = "请填写文件标题（title）",
    .mend_en = "Set the document's title.",
    .holds = [](const Facts& facts) { return !Subject(facts).title().empty(); }};

constinit const Condition kTextIsStored = {
    .name = "TextIsStored",
    .zh = "正文已上传",
    .article = "登记规则 3.6 (12)",
    .mend_zh = "请上传正文定稿",
    .mend_en = "Upload the clean text with UpdateDocument.",
    .holds = [](const Facts& facts) { return NewestVersion(Subject(facts)) > 0; }};

constinit const Condition kTextIsGiven = {
    .name = "TextIsGiven",
    .zh = "已提交全文",
    .article = "登记规则 3.6 (12)",
    .mend_zh = "请随本次办理提交全文",
    .mend_en = "Send the whole text with the request.",
    .holds = [](const Facts& facts) { return facts.act.has_text; }};

constinit const Condition kDocumentNumberIsWellFormed = {
    .name = "DocumentNumberIsWellFormed",
    .zh = "发文字号已填写且可以辨认",
    .article = "GB/T 9704-2012 7.2.5",
    .mend_zh = "请填写发文字号，由机关代字、六角括号内的年份和序号组成，例如“平政〔2026〕5号”",
    .mend_en =
        "Set document_number as organ's characters, year in brackets and serial, e.g. "
        "平政〔2026〕5号.",
    .holds =
        [](const Facts& facts) {
          const std::string& number = Subject(facts).document_number();
          return !number.empty() && number::ParseDocumentNumber(number).ok();
        },
    .found = [](const Facts& facts) { return Subject(facts).document_number(); }};

// Two papers of the old stock may bear one number; the registrar says why and goes on (domain.md
// 7).
constinit const Condition kDocumentNumberIsFree = {
    .name = "DocumentNumberIsFree",
    .zh = "发文字号在本机关未被使用",
    .article = "登记规则（编号）",
    .mend_zh =
        "本机关另有文件使用该发文字号，请核对发文登记簿；存量文件确系同号的，登记时请说明理由（over"
        "ride_reason）",
    .mend_en =
        "Another document of this organ bears this number: check the issue register. For a legacy "
        "document "
        "that really shares it, give override_reason.",
    .holds =
        [](const Facts& facts) {
          if (!facts.document_number_taken) return true;
          return facts.document.legacy() && !facts.act.override_reason.empty();
        },
    .found = [](const Facts& facts) { return Subject(facts).document_number(); }};

constinit const Condition kWrittenDateIsStated = {
    .name = "WrittenDateIsStated",
    .zh = "成文日期已填写且不晚于今天",
    .article = "GB/T 9704-2012 7.3.5",
    .mend_zh = "请填写成文日期（written_date），不得晚于今天",
    .mend_en = "Set written_date to the day of the document, not after today.",
    .holds =
        [](const Facts& facts) {
          const std::string& date = Subject(facts).written_date();
          return !date.empty() && date <= IsoDay(facts.today);
        },
    .found = [](const Facts& facts) { return Subject(facts).written_date(); }};

constinit const Condition kLegalBasisIsStated = {
    .name = "LegalBasisIsStated",
    .zh = "制定依据已列明，或者已在起草说明中说明理由",
    .article = "国办发〔2018〕115号 (五)",
    .mend_zh =
        "请填写制定依据（legal_bases）；没有直接依据的，请在起草说明的备注（note）中说明理由",
    .mend_en =
        "Name the legal bases; where there is none, say why in the drafting explanation's note.",
    .holds = [](const Facts& facts) {
      const v1::Document& document = Subject(facts);
      if (document.legal_bases_size() > 0) return true;
      const v1::Evidence* explanation = Latest(document, v1::EVIDENCE_KIND_DRAFTING_EXPLANATION);
      return explanation != nullptr && !explanation->note().empty();
    }};

constinit const Condition kOpennessIsStated = {
    .name = "OpennessIsStated",
    .zh = "公开属性已确定，不予公开的已写明依据",
    .article = "政府信息公开条例（2019）第14、17条",
    .mend_zh = "请填写公开属性（openness）；不予公开的，请写明依据（openness_basis）",
    .mend_en = "Set openness; where the text is not public, give its openness_basis.",
    .holds = [](const Facts& facts) {
      const v1::Document& document = Subject(facts);
      return document.openness() == v1::OPENNESS_PUBLIC ||
             (document.openness() == v1::OPENNESS_NOT_PUBLIC && !document.openness_basis().empty());
    }};

constinit const Condition kTermIsStated = {
    .name = "TermIsStated",
    .zh = "有效期已写明，或者属于可以不设有效期的情形",
    .article = "青海省政府令第99号（待核定）；河北省政府令〔2016〕第5号",
    .mend_zh =
        "请填写有效期（term）：种类，以及年数或者最后有效日；不设有效期的，请填写政策允许的情形（ex"
        "emption）",
    .mend_en =
        "Set term: its kind, and years or last_valid_date; for no term, an exemption that the "
        "policy lists.",
    .holds = [](const Facts& facts) {
      const v1::Term& term = Subject(facts).term();
      switch (term.kind()) {
        case v1::TERM_KIND_UNSPECIFIED:
          return false;
        case v1::TERM_KIND_NONE:
          return IsListed(facts.policy.Find(policy::kTermExemptKinds), term.exemption());
        default:
          return term.years() > 0 || !term.last_valid_date().empty() ||
                 DefaultTermYears(term.kind(), facts.policy).has_value();
      }
    }};

constinit const Condition kTermKindFitsTheTitle = {
    .name = "TermKindFitsTheTitle",
    .zh = "标题写明暂行、试行的，有效期按暂行、试行文件确定",
    .article = "河北省政府令〔2016〕第5号；青海省政府令第99号（待核定）",
    .mend_zh = "标题写明暂行或者试行，请将有效期的种类（term.kind）改为暂行、试行；否则请修改标题",
    .mend_en =
        "The title says 暂行 or 试行: set term.kind to TRIAL, or change the title where it is "
        "neither.",
    .holds =
        [](const Facts& facts) {
          const v1::TermKind kind = Subject(facts).term().kind();
          return kind == v1::TERM_KIND_UNSPECIFIED ||  // said by TermIsStated
                 kind == v1::TERM_KIND_TRIAL || !SaysItIsOnTrial(Subject(facts).title());
        },
    .found = [](const Facts& facts) { return Subject(facts).title(); }};

constinit const Condition kTermIsWithinPolicy = {
    .name = "TermIsWithinPolicy",
    .zh = "有效期不超过规定的年限",
    .article = "河北省政府令〔2016〕第5号；山东省政府令第238号第53条",
    .mend_zh = "请调整有效期，使最后有效日不早于施行日期，且年限在规定范围之内",
    .mend_en =
        "Change the term so that it ends after it begins and lies within the policy's years.",
    .holds =
        [](const Facts& facts) {
          const v1::Document& document = Subject(facts);
          const v1::TermKind kind = TermKindOf(document);
          if (kind == v1::TERM_KIND_NONE) return true;
          if (const int years = document.term().years(); years > 0) {
            if (years > LongestTermYears(kind, facts.policy).value_or(years)) return false;
          }
          if (document.term().computed()) return true;
          const auto first = DayOf(document.effective_date());
          const auto last = DayOf(document.term().last_valid_date());
          if (!first.has_value() || !last.has_value()) return true;
          if (*last < *first) return false;
          const auto longest = LongestTermYears(kind, facts.policy);
          // A printed day stands, by whichever of the two rules in use it was counted: this one
          // ends later.
          return !longest.has_value() ||
                 *last <= deadline::LastValidDay(*first, *longest, deadline::TermEndRule::kSameDay);
        },
    .found =
        [](const Facts& facts) {
          const v1::Document& document = Subject(facts);
          return absl::StrCat(document.effective_date(), " .. ", document.term().last_valid_date(),
                              " (", document.term().years(), ")");
        }};

// Of the check list and of a new registration: where publication is late, the first day moves and
// the printed last day cannot.
constinit const Condition kTermIsLongEnough = {
    .name = "TermIsLongEnough",
    .zh = "有效期不短于规定的年限",
    .article = "山东省政府令第238号第53条",
    .mend_zh = "请延长有效期（term），使其年数、最后有效日均不短于规定的年限（term.min_years）",
    .mend_en = "Choose a longer term: its years or last_valid_date lie below term.min_years.",
    .holds =
        [](const Facts& facts) {
          if (facts.act.action == Action::kContinueReregister) return IsNewTermLongEnough(facts);
          const v1::Document& document = Subject(facts);
          const auto shortest = ShortestTermYears(TermKindOf(document), facts.policy);
          if (!shortest.has_value()) return true;
          if (const int years = document.term().years(); years > 0 && years < *shortest)
            return false;
          if (document.term().computed()) return true;
          const auto first = DayOf(document.effective_date());
          const auto last = DayOf(document.term().last_valid_date());
          // By whichever rule of ends, see TermIsWithinPolicy: this one ends sooner.
          return !first.has_value() || !last.has_value() ||
                 *last >=
                     deadline::LastValidDay(*first, *shortest, deadline::TermEndRule::kDayBefore);
        },
    .found =
        [](const Facts& facts) {
          if (facts.act.action == Action::kContinueReregister) return NewTermShown(facts);
          const v1::Document& document = Subject(facts);
          return absl::StrCat(document.effective_date(), " .. ", document.term().last_valid_date(),
                              " (", document.term().years(), ")");
        }};

constinit const Condition kEffectiveDateIsStated = {
    .name = "EffectiveDateIsStated",
    .zh = "施行日期已写明",
    .article = "登记规则 3.6 (9)",
    .mend_zh = "请填写施行日期（effective_date）",
    .mend_en = "Set effective_date, the first day of effect.",
    .holds = [](const Facts& facts) { return !Subject(facts).effective_date().empty(); }};

constinit const Condition kEarlyEffectIsExplained = {
    .name = "EarlyEffectIsExplained",
    .zh = "公布至施行的间隔足够，或者已说明理由",
    .article = "规章制定程序条例（2017）第32条（参照）",
    .mend_zh =
        "即使今天公布，距施行日期也不足规定天数；请推迟施行日期，或者按规定的情形填写提前施行的理由"
        "（early_effect_reason）",
    .mend_en =
        "Even if it were published today, effect would come too soon: choose a later "
        "effective_date or give an "
        "early_effect_reason that the policy admits.",
    .holds =
        [](const Facts& facts) {
          const v1::Document& document = Subject(facts);
          return document.urgent() || GapIsLongEnough(document, facts.today, facts) ||
                 EarlyEffectIsExcused(document, facts.policy);
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(IsoDay(facts.today), " .. ", Subject(facts).effective_date());
        }};

constinit const Condition kRelationsAreResolved = {
    .name = "RelationsAreResolved",
    .zh = "所修改、废止、替代或者续期的文件均已在册",
    .article = "登记规则 3.6 (10)",
    .mend_zh = "请核对关联文件（relations）：须为本行政区域在册的、尚可变动的文件，并写明关系种类",
    .mend_en =
        "Check relations: each needs a kind and a known document; what is amended, repealed, "
        "replaced or "
        "continued must be a document of this jurisdiction that still stands.",
    .holds =
        [](const Facts& facts) {
          const auto& relations = Subject(facts).relations();
          return std::all_of(relations.begin(), relations.end(), [&](const v1::Relation& relation) {
            return IsResolved(relation, facts);
          });
        },
    .found = UnresolvedRelations};

}  // namespace santong::document
