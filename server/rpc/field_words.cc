#include "server/rpc/field_words.h"

#include "absl/strings/substitute.h"

namespace santong::rpc {
namespace {

struct Words {
  FieldFault fault;
  const char* en;
  const char* zh;
};

constexpr Words kWords[] = {
    {FieldFault::kMissing, "is missing; fill it in", "未填写，请补填"},
    {FieldFault::kEmptyEntry, "is empty; fill it in or leave it out", "为空，请填写或者删去该项"},
    {FieldFault::kTooLong, "has $1 characters; at most $0 are allowed, shorten it",
     "有$1个字，最多$0个字，请缩短"},
    {FieldFault::kTooManyBytes, "has $1 bytes; at most $0 are allowed, send it in smaller parts",
     "有$1字节，最多$0字节，请分块提交"},
    {FieldFault::kTooManyItems, "has $1 entries; at most $0 are allowed, split the request",
     "有$1项，最多$0项，请分次提交"},
    {FieldFault::kTooSmall, "is $1; it must be at least $0", "为$1，不得小于$0"},
    {FieldFault::kTooLarge, "is $1; it must be at most $0", "为$1，不得大于$0"},
    {FieldFault::kUnknownEnum,
     "is $0, which is no value of this field; choose one that the interface lists",
     "取值$0无效，请从接口列出的选项中选择"},
    {FieldFault::kUnsetEnum, "is not chosen; choose one of the values that the interface lists",
     "未选择，请从接口列出的选项中选择"},
    {FieldFault::kBadCharacter, "holds what must not be stored: $0",
     "含有不能保存的字符（控制字符、单行字段中的换行、隐藏或者改变文字方向的字符等），请删除"},
    {FieldFault::kNotUtf8, "is not UTF-8; encode the text as UTF-8",
     "不是UTF-8编码，请转换编码后重新提交"},
    {FieldFault::kNotMessage, "the bytes are no $0; use a client of this interface's version",
     "收到的内容不是$0，请使用与接口版本相符的客户端"},
    {FieldFault::kNotJson, "is no JSON of $0: $1", "不是$0的JSON格式，请检查：$1"},
    {FieldFault::kNotDate, "is no day; write a day that exists as YYYY-MM-DD, e.g. 2026-03-01",
     "不是有效日期，请按YYYY-MM-DD填写真实存在的日期，如2026-03-01"},
    {FieldFault::kNotUuid,
     "is no UUID; write 36 characters as 8d1f0c1e-3c2b-4f0a-9a54-0f2c6f1f7c11",
     "不是UUID，请填写36位标识，如8d1f0c1e-3c2b-4f0a-9a54-0f2c6f1f7c11"},
    {FieldFault::kNotSha256, "is no SHA-256; write 64 lower-case hexadecimal digits",
     "不是SHA-256值，请填写64位小写十六进制数"},
    {FieldFault::kNotResourceName,
     "is no resource name; write collections and identifiers joined by '/', e.g. documents/7",
     "不是资源名称，请按documents/7的样式填写"},
    {FieldFault::kNotIdentifier,
     "is no identifier; use 1 to 64 of a-z, 0-9 and '-', a letter or a digit first",
     "不是有效标识，请使用1至64位小写字母、数字和连字符，并以字母或者数字开头"},
    {FieldFault::kNotUrl, "is no address; begin with http:// or https:// and leave out blanks",
     "不是网址，请以http://或者https://开头，中间不要有空格"},
    {FieldFault::kNotLeafKey,
     "is no policy key; write lower-case words as in registration.decide_days",
     "不是规则项名称，请按registration.decide_days的样式填写"},
    {FieldFault::kNotTimestamp, "is no instant between the years 1 and 9999; correct it",
     "不是有效时间，请填写公元1年至9999年之间的时间"},
};

const Words& WordsOf(FieldFault fault) {
  for (const Words& words : kWords) {
    if (words.fault == fault) return words;
  }
  return kWords[0];
}

}  // namespace

error::FieldViolation Violation(std::string field, FieldFault fault, absl::string_view first,
                                absl::string_view second) {
  const Words& words = WordsOf(fault);
  return {std::move(field), absl::Substitute(words.en, first, second),
          absl::Substitute(words.zh, first, second)};
}

}  // namespace santong::rpc
