// Determination (认定) and registration (登记): who may, with which reasons, under which number.
#include <algorithm>

#include "absl/strings/match.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/duty_separation.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

bool PatternHas(const Facts& facts, const char* part) {
  return absl::StrContains(facts.policy.Text(policy::kNumberPattern), part);
}

}  // namespace

constinit const Condition kReasonIsGiven = {
    .name = "ReasonIsGiven",
    .zh = "已说明理由",
    .article = "登记规则 3.6",
    .mend_zh = "请填写理由（reason）",
    .mend_en = "Give the reason.",
    .holds = [](const Facts& facts) { return !facts.act.reason.empty(); }};

constinit const Condition kReasonCodeIsGiven = {
    .name = "ReasonCodeIsGiven",
    .zh = "已选定认定理由",
    .article = "国办发〔2018〕115号 (三)",
    .mend_zh = "认定为非规范性文件的，请选定理由（reason）",
    .mend_en = "Choose the reason why it is not a normative document.",
    .holds = [](const Facts& facts) {
      return facts.act.not_normative_reason != v1::NOT_NORMATIVE_REASON_UNSPECIFIED;
    }};

constinit const Condition kOtherReasonIsInWords = {
    .name = "OtherReasonIsInWords",
    .zh = "选“其他”理由的已用文字说明",
    .article = "国办发〔2018〕115号 (三)",
    .mend_zh = "理由选“其他”的，请用文字说明（note）",
    .mend_en = "Where the reason is OTHER, say it in words in note.",
    .holds = [](const Facts& facts) {
      return facts.act.not_normative_reason != v1::NOT_NORMATIVE_REASON_OTHER ||
             !facts.act.reason.empty();
    }};

constinit const Condition kItemsAreGiven = {
    .name = "ItemsAreGiven",
    .zh = "已逐项列明补正内容",
    .article = "登记规则 3.6 补正",
    .mend_zh = "请逐项列明需要补正的内容（items）",
    .mend_en = "List what is to be mended, item by item.",
    .holds = [](const Facts& facts) {
      return !facts.act.items.empty() &&
             std::none_of(facts.act.items.begin(), facts.act.items.end(),
                          [](const std::string& item) { return item.empty(); });
    }};

constinit const Condition kIsNotReturnedYet = {
    .name = "IsNotReturnedYet",
    .zh = "未退回补正过",
    .article = "登记规则 3.6（补正以一次为限）",
    .mend_zh = "补正只能要求一次：符合条件的请登记，不符合的请不予登记并说明理由",
    .mend_en = "An application is returned once: register it, or refuse it with the reason.",
    .holds = [](const Facts& facts) { return facts.document.internal().times_returned() == 0; }};

constinit const Condition kDeterminedNormative = {
    .name = "DeterminedNormative",
    .zh = "已认定为行政规范性文件",
    .article = "杨凌示范区“三统一”工作方案（2012）；登记规则 3.6 (2)",
    .mend_zh = "请先作出认定（DetermineDocument）；不是行政规范性文件的不予登记、不予编号",
    .mend_en =
        "Determine first (DetermineDocument) that it is a normative document; what is not is "
        "neither "
        "registered nor numbered.",
    .holds = [](const Facts& facts) {
      return facts.document.internal().determination().normative();
    }};

constinit const Condition kRegistrarFitsTheModel = {
    .name = "RegistrarFitsTheModel",
    .zh = "由规定的登记机构登记",
    .article = "登记规则 3.6（登记模式）",
    .mend_zh =
        "本地规定由制定机关自行登记，请由主办机关的登记人员办理；确需代办的，请填写理由（override_"
        "reason）",
    .mend_en =
        "Here the issuer's own unit registers: have the lead organ's registrar do it, or give an "
        "override_reason.",
    .holds = [](const Facts& facts) { return FitsTheModel(facts) || IsOverridden(facts); },
    .found = [](const Facts& facts) { return facts.caller.organ; }};

constinit const Condition kRegistrarIsNoIssuer = {
    .name = "RegistrarIsNoIssuer",
    .zh = "登记人员不属于制定机关",
    .article = "登记规则（职责分离）",
    .mend_zh =
        "不得登记本机关的文件，请由其他机关的登记人员办理；人手不足确需办理的，请填写理由（override"
        "_reason），记录在案",
    .mend_en =
        "No one registers their own organ's document: have another organ's reviewer do it, or give "
        "an "
        "override_reason, which is recorded.",
    .holds = [](const Facts& facts) { return IsNoIssuer(facts) || IsOverridden(facts); },
    .found = [](const Facts& facts) { return facts.caller.organ; }};

constinit const Condition kRegistrarIsNotTheSubmitter = {
    .name = "RegistrarIsNotTheSubmitter",
    .zh = "登记人员不是起草或者申请人员",
    .article = "登记规则 2（职责分离）",
    .mend_zh =
        "起草、申请人员不得登记同一文件，请换人办理；人手不足确需办理的，请填写理由（override_"
        "reason），记录在案",
    .mend_en =
        "Who drafted or submitted it may not register it: have another person do it, or give an "
        "override_reason, which is recorded.",
    .holds = [](const Facts& facts) { return IsNotTheSubmitter(facts) || IsOverridden(facts); },
    .found = [](const Facts& facts) { return facts.caller.principal; }};

constinit const Condition kNumberPatternIsSet = {
    .name = "NumberPatternIsSet",
    .zh = "统一登记号格式已设定",
    .article = "登记规则 4.1",
    .mend_zh = "请管理员设定规则number.pattern：santong admin policy set",
    .mend_en = "The operator sets the policy leaf number.pattern: santong admin policy set.",
    .holds = [](const Facts& facts) { return !facts.policy.Text(policy::kNumberPattern).empty(); }};

constinit const Condition kNumberPrefixIsSet = {
    .name = "NumberPrefixIsSet",
    .zh = "统一登记号代字已设定",
    .article = "登记规则 4.1",
    .mend_zh = "登记号格式含有代字，请管理员设定规则number.prefix：santong admin policy set",
    .mend_en =
        "The number's template has {prefix}: the operator sets the policy leaf number.prefix.",
    .holds = [](const Facts& facts) {
      return !PatternHas(facts, "{prefix}") || !facts.policy.Text(policy::kNumberPrefix).empty();
    }};

constinit const Condition kOrganHasItsNumberCode = {
    .name = "OrganHasItsNumberCode",
    .zh = "主办机关已有登记号用的机关代码",
    .article = "登记规则 4.1",
    .mend_zh = "登记号格式含有机关代码，请管理员填写主办机关的代码（number_code）",
    .mend_en = "The number's template has {organ}: the operator sets the lead organ's number_code.",
    .holds =
        [](const Facts& facts) {
          if (!PatternHas(facts, "{organ}")) return true;
          const v1::Organ* lead = LeadOrgan(facts);
          return lead != nullptr && !lead->number_code().empty();
        },
    .found = [](const Facts& facts) { return std::string(LeadIssuer(facts.document)); }};

constinit const Condition kTextStaysAsImported = {
    .name = "TextStaysAsImported",
    .zh = "存量文件的正文不变",
    .article = "登记规则 7 存量文件",
    .mend_zh = "存量文件只补正信息，正文保持导入时的原样；文字错误请登记公布后以勘误办理",
    .mend_en =
        "Only what is known about a legacy document may be mended; its text stays. Correct it "
        "after "
        "registration.",
    .holds = [](const Facts& facts) { return !facts.act.has_text; }};

}  // namespace santong::document
