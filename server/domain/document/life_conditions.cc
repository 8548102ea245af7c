// Correction, amendment and continuation of a document that stands (勘误、修改、期满继续施行).
#include "absl/strings/str_cat.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/continuation.h"
#include "server/domain/document/other_document.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {

constinit const Condition kTextDiffers = {
    .name = "TextDiffers",
    .zh = "提交的全文与现行文本不同",
    .article = "登记规则 3.15",
    .mend_zh = "提交的全文与现行文本完全相同，请核对",
    .mend_en = "The text sent equals the one that stands: send the changed text.",
    .holds = [](const Facts& facts) {
      return facts.act.text_sha256 != NewestTextHash(facts.document);
    }};

constinit const Condition kOtherIsNamed = {
    .name = "OtherIsNamed",
    .zh = "已指明据以办理的文件",
    .article = "登记规则 3.15",
    .mend_zh = "请指明作出修改、替代或者续期的文件",
    .mend_en = "Name the document that amends, replaces or continues this one.",
    .holds = [](const Facts& facts) { return facts.other != nullptr; }};

constinit const Condition kOtherIsPublished = {
    .name = "OtherIsPublished",
    .zh = "据以办理的文件已登记并公布",
    .article = "登记规则 3.15；平政〔2017〕26号第9项",
    .mend_zh = "请先办结该文件的登记和公布",
    .mend_en = "Register and publish that document first.",
    .holds =
        [](const Facts& facts) {
          return facts.other == nullptr || IsPublishedAndStands(*facts.other);
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.other->name(), " ", StateName(facts.other->state()));
        }};

constinit const Condition kOtherIsOfTheJurisdiction = {
    .name = "OtherIsOfTheJurisdiction",
    .zh = "据以办理的文件属于本级或者上一级",
    .article = "地方组织法（2022）第73条",
    .mend_zh = "只能依据本行政区域或者上一级行政区域的文件办理",
    .mend_en = "The other document must be of this jurisdiction or of the one above it.",
    .holds =
        [](const Facts& facts) {
          return facts.other == nullptr ||
                 IsOfTheJurisdiction(*facts.other, facts.document, facts.parent_jurisdiction);
        },
    .found = [](const Facts& facts) { return facts.other->jurisdiction(); }};

constinit const Condition kOtherAmendsThis = {
    .name = "OtherAmendsThis",
    .zh = "该文件写明修改本文件，且尚未办理",
    .article = "登记规则 3.15",
    .mend_zh = "该文件的关联文件（relations）须写明修改（AMENDS）本文件，且未曾办理过",
    .mend_en =
        "The other document must name this one with the relation AMENDS, not carried out before.",
    .holds = [](const Facts& facts) {
      return facts.other == nullptr || FindRelation(facts, v1::RELATION_KIND_AMENDS) != nullptr;
    }};

constinit const Condition kOtherContinuesThis = {
    .name = "OtherContinuesThis",
    .zh = "该文件写明续期本文件，且尚未办理",
    .article = "深圳市政府令第305号第33条",
    .mend_zh = "续期通知的关联文件（relations）须写明续期（CONTINUES）本文件，且未曾办理过",
    .mend_en =
        "The renewal notice must name this document with the relation CONTINUES, not carried out "
        "before.",
    .holds = [](const Facts& facts) {
      return facts.other == nullptr || FindRelation(facts, v1::RELATION_KIND_CONTINUES) != nullptr;
    }};

constinit const Condition kRenewalNoticeIsNamed = {
    .name = "RenewalNoticeIsNamed",
    .zh = "已公布写明续期本文件的续期通知的，已指明该通知",
    .article = "登记规则 3.9（期满继续施行）；深圳市政府令第305号第33条",
    .mend_zh = "已有公布的文件写明续期本文件，请在 renewal_notice 中指明，一并办理",
    .mend_en =
        "A published document says that it continues this one: name it (renewal_notice), so that "
        "both say the same.",
    .holds =
        [](const Facts& facts) { return facts.other != nullptr || facts.renewal_notice.empty(); },
    .found = [](const Facts& facts) { return facts.renewal_notice; }};

constinit const Condition kAmendmentIsNotEarly = {
    .name = "AmendmentIsNotEarly",
    .zh = "修改后的文本不早于修改文件规定的日期，也不早于现行文本",
    .article = "登记规则 3.15",
    .mend_zh =
        "请核对修改后文本的施行日期：不得早于修改文件施行、也不得早于其为本次修改规定的日期，并不得"
        "早"
        "于现行文本的施行日期",
    .mend_en =
        "Choose a first day not before the amending document's effect, nor before the day that it "
        "sets for this amendment, nor before the text that stands.",
    .holds =
        [](const Facts& facts) {
          if (facts.other == nullptr) return true;
          const std::string date = FirstDayOfAmendment(facts);
          const v1::Relation* relation = FindRelation(facts, v1::RELATION_KIND_AMENDS);
          return !date.empty() && date >= facts.other->effective_date() &&
                 (relation == nullptr || date >= DateOf(*relation, *facts.other)) &&
                 date >= EffectiveDateOfNewestText(facts.document);
        },
    .found =
        [](const Facts& facts) {
          const v1::Relation* relation = FindRelation(facts, v1::RELATION_KIND_AMENDS);
          return absl::StrCat(FirstDayOfAmendment(facts), " < ", facts.other->effective_date(),
                              relation == nullptr ? "" : ", ",
                              relation == nullptr ? "" : DateOf(*relation, *facts.other), ", ",
                              EffectiveDateOfNewestText(facts.document));
        }};

constinit const Condition kModeIsThePolicys = {
    .name = "ModeIsThePolicys",
    .zh = "按本地规定的方式继续施行",
    .article = "登记规则 3.9（期满继续施行）",
    .mend_zh = "本地规定（continue.mode）采用另一种方式，请按规定的方式办理",
    .mend_en = "The policy (continue.mode) asks for another way to continue a document.",
    .holds =
        [](const Facts& facts) {
          return facts.policy.Text(policy::kContinueMode) == ContinueModeOf(facts.act.action);
        },
    .found =
        [](const Facts& facts) { return std::string(facts.policy.Text(policy::kContinueMode)); }};

constinit const Condition kTermIsLimited = {
    .name = "TermIsLimited",
    .zh = "文件设有有效期",
    .article = "登记规则 3.9",
    .mend_zh = "本文件没有有效期届满日，无需延续",
    .mend_en = "This document has no last valid day; there is nothing to continue.",
    .holds = [](const Facts& facts) { return !facts.document.term().last_valid_date().empty(); }};

constinit const Condition kTermHasNotEnded = {
    .name = "TermHasNotEnded",
    .zh = "有效期尚未届满",
    .article = "河北省政府令〔2016〕第5号；登记规则 3.9",
    .mend_zh = "有效期已经届满的文件自行失效，不得延续、修改；请重新制定",
    .mend_en =
        "A document whose term is over has lapsed and cannot be continued or amended: issue it "
        "anew.",
    .holds =
        [](const Facts& facts) {
          const std::string& last = facts.document.term().last_valid_date();
          return last.empty() || IsoDay(facts.today) <= last;
        },
    .found = [](const Facts& facts) { return facts.document.term().last_valid_date(); }};

constinit const Condition kNoCleanupEndsIt = {
    .name = "NoCleanupEndsIt",
    .zh = "没有清理结果规定其终止",
    .article = "登记规则 3.14（公布清理结果）",
    .mend_zh =
        "清理结果已经公布其终止之日，或者规定逾期不修改即失效：请先修改，或者由以后的清理结果改变",
    .mend_en =
        "A published cleanup ends it, or lets it lapse unless it is amended: amend it first, or "
        "have a later cleanup decide otherwise.",
    .holds =
        [](const Facts& facts) {
          const v1::CleanupMark& mark = facts.document.cleanup();
          // Older versions let it be continued beyond the day for the amendment.
          return mark.end_date().empty() &&
                 (mark.amend_by_date().empty() || mark.on_miss() != v1::ON_MISS_LAPSES ||
                  mark.amend_by_date() < facts.document.term().last_valid_date());
        },
    .found =
        [](const Facts& facts) {
          const v1::CleanupMark& mark = facts.document.cleanup();
          return mark.end_date().empty() ? mark.amend_by_date() : mark.end_date();
        }};

constinit const Condition kNewTermIsLater = {
    .name = "NewTermIsLater",
    .zh = "新的最后有效日晚于原最后有效日",
    .article = "登记规则 3.9",
    .mend_zh =
        "请填写晚于原最后有效日的新日期（last_valid_date），或者请管理员设定默认有效期（term."
        "default_years）",
    .mend_en =
        "Give a last_valid_date after the old one, or have the operator set term.default_years.",
    .holds = [](const Facts& facts) {
      const auto last = DayOf(facts.document.term().last_valid_date());
      if (!last.has_value()) return true;  // said by TermIsLimited
      const auto next = NewLastValidDay(facts);
      return next.has_value() && *next > *last;
    }};

constinit const Condition kNewTermIsWithinPolicy = {
    .name = "NewTermIsWithinPolicy",
    .zh = "延续的年限不超过规定",
    .article = "河北省政府令〔2016〕第5号",
    .mend_zh = "请缩短延续的期限，使其不超过规定的年限",
    .mend_en = "Choose an earlier last_valid_date: the policy bounds the years that may be added.",
    .holds = IsNewTermWithinPolicy,
    .found = NewTermShown};

constinit const Condition kContinuationsAreLeft = {
    .name = "ContinuationsAreLeft",
    .zh = "延续次数未达上限",
    .article = "河北省政府令〔2016〕第5号",
    .mend_zh = "延续次数已达上限（continue.max_times），请重新制定",
    .mend_en =
        "It was continued as often as the policy admits (continue.max_times): issue it anew.",
    .holds = [](const Facts& facts) { return AreExtensionsLeft(facts.document, facts.policy); },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(facts.document.internal().times_continued());
        }};

}  // namespace santong::document
