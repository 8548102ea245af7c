// Publication (公布): its day and place, the days around it, and what may still change before it.
#include "absl/strings/str_cat.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/early_effect.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

// The document without what a registered document's organ may still change before publication.
v1::Document WithoutPublicationTerms(const v1::Document& document) {
  v1::Document rest = document;
  rest.clear_effective_date();
  rest.clear_early_effect_reason();
  return rest;
}

// Whether `after` holds the evidence of `before`, unchanged and in its place, and maybe more.
bool KeepsEvidence(const v1::Document& before, const v1::Document& after) {
  const auto& old_evidence = before.internal().evidence();
  const auto& new_evidence = after.internal().evidence();
  if (new_evidence.size() < old_evidence.size()) return false;
  for (int i = 0; i < old_evidence.size(); ++i) {
    if (old_evidence[i].SerializeAsString() != new_evidence[i].SerializeAsString()) return false;
  }
  return true;
}

bool AreEqual(const v1::Document& a, const v1::Document& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

bool OnlyEvidenceGrows(const Facts& facts) {
  v1::Document before = facts.document;
  v1::Document after = facts.act.proposed;
  if (!KeepsEvidence(before, after)) return false;
  before.mutable_internal()->clear_evidence();
  after.mutable_internal()->clear_evidence();
  if (before.state() == v1::DOCUMENT_STATE_REGISTERED) {
    return AreEqual(WithoutPublicationTerms(before), WithoutPublicationTerms(after));
  }
  return AreEqual(before, after);
}

const std::string& PublishedDate(const Facts& facts) { return facts.act.publication.date(); }

}  // namespace

constinit const Condition kPublicationIsNamed = {
    .name = "PublicationIsNamed",
    .zh = "公布日期和载体已填写",
    .article = "政府信息公开条例（2019）第23、24条",
    .mend_zh = "请填写公布日期和载体（publication.date、publication.channel）",
    .mend_en = "Give the publication's date and channel.",
    .holds = [](const Facts& facts) {
      return !PublishedDate(facts).empty() && !facts.act.publication.channel().empty();
    }};

constinit const Condition kPublicationIsNotInTheFuture = {
    .name = "PublicationIsNotInTheFuture",
    .zh = "公布日期不晚于今天",
    .article = "政府信息公开条例（2019）第26条",
    .mend_zh = "请在公布当天或者之后办理，公布日期不得晚于今天",
    .mend_en = "Record the publication on its day or later; the day may not lie after today.",
    .holds = [](const Facts& facts) { return PublishedDate(facts) <= IsoDay(facts.today); },
    .found = [](const Facts& facts) { return PublishedDate(facts); }};

constinit const Condition kPublicationIsNotBeforeRegistration = {
    .name = "PublicationIsNotBeforeRegistration",
    .zh = "公布不早于登记",
    .article = "平政〔2017〕26号第9项；山东省政府令第238号第50条",
    .mend_zh = "先登记编号、后公布；请核对公布日期",
    .mend_en = "Registration comes first: check the day of publication.",
    .holds =
        [](const Facts& facts) {
          return PublishedDate(facts).empty() ||
                 PublishedDate(facts) >= facts.document.registered_date();
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(PublishedDate(facts), " < ", facts.document.registered_date());
        }};

constinit const Condition kRepublicationIsOwed = {
    .name = "RepublicationIsOwed",
    .zh = "重新登记后尚未重新公布",
    .article = "山东省政府令第238号第53条",
    .mend_zh = "本文件已经公布；只有重新登记的文件才须重新公布",
    .mend_en = "It is published; only what was registered again is published again.",
    .holds =
        [](const Facts& facts) {
          const v1::Document& document = facts.document;
          return !document.former_numbers().empty() &&
                 (document.republications().empty() ||
                  LastPublishedDate(document) < document.registered_date());
        },
    .found = [](const Facts& facts) { return LastPublishedDate(facts.document); }};

constinit const Condition kEffectIsNotBeforePublication = {
    .name = "EffectIsNotBeforePublication",
    .zh = "施行不早于公布",
    .article = "河北省政府办公厅2017-12-07指导意见；优化营商环境条例（2019）第64条",
    .mend_zh =
        "未公布的文件不得施行；请制定机关把施行日期改到公布当日或者之后（UpdateDocument，effective_"
        "date）",
    .mend_en =
        "What is not published has no effect: the lead organ moves effective_date to the day of "
        "publication or "
        "later (UpdateDocument).",
    .holds =
        [](const Facts& facts) { return facts.document.effective_date() >= PublishedDate(facts); },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.document.effective_date(), " < ", PublishedDate(facts));
        }};

constinit const Condition kGapBeforeEffectIsLongEnough = {
    .name = "GapBeforeEffectIsLongEnough",
    .zh = "公布至施行的间隔不少于规定天数，或者有规定的理由",
    .article = "规章制定程序条例（2017）第32条（参照）；山东省政府令第238号第53条",
    .mend_zh =
        "请制定机关推迟施行日期，或者按规定的情形填写提前施行的理由（UpdateDocument，early_effect_"
        "reason）",
    .mend_en =
        "The lead organ chooses a later effective_date or gives an early_effect_reason that the "
        "policy admits "
        "(UpdateDocument).",
    .holds =
        [](const Facts& facts) {
          if (facts.document.urgent()) return true;
          const auto published = DayOf(PublishedDate(facts));
          return !published.has_value() || GapIsLongEnough(facts.document, *published, facts) ||
                 EarlyEffectIsExcused(facts.document, facts.policy);
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(PublishedDate(facts), " .. ", facts.document.effective_date());
        }};

constinit const Condition kOnlyPublicationTermsChange = {
    .name = "OnlyPublicationTermsChange",
    .zh = "登记后只改动施行日期和提前施行的理由",
    .article = "登记规则 3.6 (12)",
    .mend_zh = "已登记的文件不得改动其他内容；内容确需改动的，请按撤销后重新申请或者公布后修改办理",
    .mend_en = "Of a registered document only effective_date and early_effect_reason may change.",
    .holds = [](const Facts& facts) {
      return !facts.act.has_text && AreEqual(WithoutPublicationTerms(facts.document),
                                             WithoutPublicationTerms(facts.act.proposed));
    }};

constinit const Condition kEffectiveDateOnlyMovesLater = {
    .name = "EffectiveDateOnlyMovesLater",
    .zh = "施行日期只推迟不提前",
    .article = "登记规则 3.8",
    .mend_zh = "登记后施行日期只能推迟，请核对",
    .mend_en = "After registration the first day of effect may only move to a later day.",
    .holds =
        [](const Facts& facts) {
          return facts.act.proposed.effective_date() >= facts.document.effective_date();
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.document.effective_date(), " .. ",
                              facts.act.proposed.effective_date());
        }};

constinit const Condition kOnlyWhatIsOpenChanges = {
    .name = "OnlyWhatIsOpenChanges",
    .zh = "只补充证据，不改动其他内容",
    .article = "国办发〔2018〕115号 (五)",
    .mend_zh = "补办时只能增加证据，已有的证据和文件内容不得改动",
    .mend_en =
        "Only add evidence; what is there already, and the document itself, stay as they are.",
    .holds = [](const Facts& facts) { return !facts.act.has_text && OnlyEvidenceGrows(facts); }};

constinit const Condition kEvidenceIsAdded = {
    .name = "EvidenceIsAdded",
    .zh = "补充了证据或者公布前事项",
    .article = "国办发〔2018〕115号 (五)",
    .mend_zh = "请补充紧急程序未完成事项的证据",
    .mend_en = "Add the evidence that the urgent path left open.",
    .holds = [](const Facts& facts) { return !AreEqual(facts.document, facts.act.proposed); }};

}  // namespace santong::document
