#include "server/intake/warnings.h"

namespace santong::intake {
namespace {

constexpr WarningWords kWarnings[] = {
    {v1::FILE_WARNING_KIND_MACROS, "文件含有宏，未运行。",
     "The file holds macros; they were not run."},
    {v1::FILE_WARNING_KIND_REMOTE_CONTENT, "文件引用了外部内容，未获取；请核对是否缺少内容。",
     "The file refers to something outside of itself, which was not fetched; see whether anything "
     "is missing."},
    {v1::FILE_WARNING_KIND_TRACKED_CHANGES, "文件带有修订痕迹，已按接受全部修订提取；请核对定稿。",
     "The file bears tracked changes; the text is that with all of them accepted. See that it is "
     "final."},
    {v1::FILE_WARNING_KIND_COMMENTS, "文件带有批注，未提取。",
     "The file bears comments, which are left out."},
    {v1::FILE_WARNING_KIND_PICTURES, "文件含有图片，未提取；图中有文字的，请另行录入。",
     "The file holds pictures, which are left out; type what is written in them."},
    {v1::FILE_WARNING_KIND_LEFT_OUT,
     "文件含有脚注、文本框、图示、公式或者嵌入对象，未提取；属于正文的，请另行录入。",
     "The file holds notes, text boxes, diagrams, formulas or embedded objects, which are left "
     "out; type what belongs to the text."},
    {v1::FILE_WARNING_KIND_SIGNATURE, "文件带有电子签名或者电子印章，未作验证。",
     "The file bears an electronic signature or seal, which was not validated."},
    {v1::FILE_WARNING_KIND_NUMBERING, "部分自动编号无法还原，请对照原稿核对编号。",
     "Some automatic numbers could not be resolved; compare the numbers with the original."},
    {v1::FILE_WARNING_KIND_CHARACTERS, "部分符号无法保存，已略去；请对照原稿核对。",
     "Some characters may not be stored and were left out; compare with the original."},
    {v1::FILE_WARNING_KIND_PRINTED_LINES, "正文按版面逐行提取，段落由系统拼接；请核对分段。",
     "The text was taken from printed lines and put together into paragraphs; see where they "
     "begin."},
};

}  // namespace

absl::Span<const WarningWords> AllWarnings() { return kWarnings; }

void AddWords(v1::FileWarning* warning) {
  for (const WarningWords& row : kWarnings) {
    if (row.kind != warning->kind()) continue;
    warning->set_text_zh(row.zh);
    warning->set_text_en(row.en);
  }
}

}  // namespace santong::intake
