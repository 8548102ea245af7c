// The words of every refusal. Templates name metadata keys as {key}; reasons_test compares them
// with the enum.
#include "server/domain/error/reasons.h"

#include <array>

#include "absl/strings/string_view.h"

namespace santong::error {
namespace {

using absl::StatusCode;

constexpr std::array kReasons = std::to_array<Reason>({
    {v1::ERROR_REASON_FIELD_INVALID, StatusCode::kInvalidArgument,
     "{count} field(s) of the request are wrong: {fields}.",
     "请求中有{count}个字段有误：{fields}。",
     "Mend every field that is listed and send the request again.",
     "请按列出的说明逐项改正后重新提交。"},
    {v1::ERROR_REASON_FILTER_INVALID, StatusCode::kInvalidArgument,
     "The filter cannot be read: {filter}.", "筛选条件无法识别：{filter}。",
     "Write it as the method's documentation shows.", "请按接口说明改写筛选条件。"},
    {v1::ERROR_REASON_PAGE_TOKEN_INVALID, StatusCode::kInvalidArgument,
     "The page token does not belong to this request, or was not given by this register.",
     "翻页标记与本次请求不符，或者不是本系统给出的。",
     "Start again without a page token, or repeat the request that returned it unchanged.",
     "请不带翻页标记从头查询，或者保持查询条件不变。"},
    {v1::ERROR_REASON_RESOURCE_NOT_FOUND, StatusCode::kNotFound,
     "{resource} does not exist, or the caller may not see it.",
     "{resource}不存在，或者您无权查看。", "Check the name; log in if it is not public.",
     "请核对名称；未公开的内容请先登录。"},
    {v1::ERROR_REASON_TOKEN_INVALID, StatusCode::kUnauthenticated,
     "The call needs a login; the credentials are missing, malformed, unknown, expired or revoked.",
     "需要登录：没有提供凭证，或者凭证格式不对、不存在、已过期或者已被吊销。",
     "Ask the operator for a new token, or leave the token out to read what is public.",
     "请向系统管理员申请新的凭证；只查阅公开内容的，可以不带凭证。"},
    {v1::ERROR_REASON_ROLE_NOT_ALLOWED, StatusCode::kPermissionDenied,
     "The caller's roles do not allow {method}.", "您的角色不能办理{method}。",
     "Log in as a principal that has the role.", "请换用有相应角色的账号办理。"},
    {v1::ERROR_REASON_ETAG_MISMATCH, StatusCode::kAborted,
     "{resource} was changed by someone else since it was read.",
     "{resource}在您读取之后已被他人改动。",
     "Read it again, look at what changed, and repeat the change with the new etag.",
     "请重新读取，核对变化后用新的etag再次提交。"},
    {v1::ERROR_REASON_REQUEST_ID_REUSED, StatusCode::kInvalidArgument,
     "The request_id {request_id} was used for a different request.",
     "请求标识{request_id}已用于另一项不同的请求。",
     "Use a new UUID for each request; repeat a request unchanged.",
     "每项请求请使用新的标识；重发时请保持请求内容不变。"},
    {v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED, StatusCode::kFailedPrecondition,
     "{resource} is in state {state}, in which {action} is not possible.",
     "{resource}处于{state}状态，不能办理{action}。",
     "See GetWorkflow for what is possible in each state.", "各状态下可以办理的事项见流程表。"},
    {v1::ERROR_REASON_CONDITIONS_NOT_MET, StatusCode::kFailedPrecondition,
     "{action} of {subject} lacks {count} condition(s): {conditions}.",
     "{subject}办理{action}有{count}项条件不具备：{conditions}。",
     "Make good every condition that is listed and try again.", "请逐项补齐后再办理。"},
    {v1::ERROR_REASON_ALREADY_EXISTS, StatusCode::kAlreadyExists, "{resource} exists already.",
     "{resource}已经存在。", "Choose another identifier, or update the one that exists.",
     "请另选标识，或者修改已有的记录。"},
    {v1::ERROR_REASON_DOCUMENT_NUMBER_TAKEN, StatusCode::kAlreadyExists,
     "Another document of this organ bears the document number {number}.",
     "本机关已有文件使用发文字号{number}。", "Check the number against the organ's issue register.",
     "请对照本机关发文登记簿核对发文字号。", /*raised=*/false},
    {v1::ERROR_REASON_JURISDICTION_UNKNOWN, StatusCode::kInvalidArgument,
     "The jurisdiction {jurisdiction} is not known here.", "本系统没有行政区划{jurisdiction}。",
     "List the jurisdictions and use one of them, as jurisdictions/630203.",
     "请从已有的行政区划中选择，写法如jurisdictions/630203。"},
    {v1::ERROR_REASON_ORGAN_UNKNOWN, StatusCode::kInvalidArgument,
     "The organ {organ} is not known here.", "本系统没有制定机关{organ}。",
     "List the jurisdiction's organs and use one of them, or ask the operator to add it.",
     "请从本行政区划已有的机关中选择，或者请系统管理员添加。"},
    {v1::ERROR_REASON_POLICY_NOT_SET, StatusCode::kFailedPrecondition,
     "The policy leaf {leaf} is not set.", "尚未设定规则{leaf}。",
     "An admin sets it: santong policy set.", "请系统管理员用santong policy set设定后再办理。",
     /*raised=*/false},
    {v1::ERROR_REASON_READ_ONLY, StatusCode::kResourceExhausted,
     "The registry takes no writes at the moment.", "系统暂时只能查阅，不能办理。",
     "The operator must make room or mend the disk; try again afterwards with the same request_id.",
     "请联系系统管理员处理存储空间后，用相同的请求标识再试。"},
    {v1::ERROR_REASON_TRY_AGAIN, StatusCode::kUnavailable,
     "The server cannot take the call at the moment, or cannot say whether it was done.",
     "服务暂时不可用，或者不能确认本次是否已经办理。",
     "Try again in a moment with the same request_id: what was done is not done twice.",
     "请稍后用相同的请求标识重试，已经办理的不会重复办理。"},
    {v1::ERROR_REASON_DATA_DAMAGED, StatusCode::kDataLoss, "Stored data is damaged.",
     "存储的数据已损坏。", "The operator runs santong admin verify and restores from a backup.",
     "请联系系统管理员核验并从备份恢复。"},
    {v1::ERROR_REASON_INTERNAL, StatusCode::kInternal, "The server has made a mistake.",
     "服务内部出错。", "Report it to the operator with the request id.",
     "请把请求编号告知系统管理员。"},
    {v1::ERROR_REASON_CLASSIFIED_TEXT, StatusCode::kInvalidArgument,
     "The text bears the secrecy mark {mark}; nothing of it was stored.",
     "正文带有密级标志“{mark}”，未予保存。",
     "Handle classified documents in the system for them, not here.",
     "涉密文件请按保密规定另行办理，不得录入本系统。"},
    {v1::ERROR_REASON_ATTACHMENT_TOO_LARGE, StatusCode::kInvalidArgument,
     "The attachment is larger than {limit_bytes} bytes.", "附件超过{limit_bytes}字节。",
     "Split it or save it in a smaller form.", "请拆分或者压缩后再上传。"},
    {v1::ERROR_REASON_HASH_MISMATCH, StatusCode::kInvalidArgument,
     "The bytes received have SHA-256 {computed}, not {sent} as named.",
     "收到内容的SHA-256为{computed}，与申明的{sent}不符。",
     "Send the file again; compute the hash of the bytes that are sent.",
     "请重新上传，并按实际上传的内容计算哈希值。"},
    {v1::ERROR_REASON_MESSAGE_TOO_LARGE, StatusCode::kResourceExhausted,
     "The message is larger than {limit_bytes} bytes.", "单条消息超过{limit_bytes}字节。",
     "Send fewer rows in one message; send files as attachments in chunks.",
     "请减少单条消息的行数；文件请作为附件分块上传。", /*raised=*/false},
    {v1::ERROR_REASON_NUMBER_INVALID, StatusCode::kInvalidArgument,
     "The registration number {number} cannot be given: its prefix or its organ's code has a sign "
     "that no number may have.",
     "登记号“{number}”不能编发：代字或者机关代码含有登记号不能使用的字符。",
     "The operator sets number.prefix, or the organ's number_code, to at most 50 Han characters, "
     "ASCII letters and digits.",
     "请管理员把规则number.prefix或者机关的number_code改为不超过50个汉字、英文字母和数字。"},
    {v1::ERROR_REASON_TOO_MANY_CALLS, StatusCode::kResourceExhausted,
     "Too many calls without a login came from your network; the next is taken in "
     "{retry_after_seconds} second(s).",
     "您所在的网络未登录访问过于频繁，{retry_after_seconds}"
     "秒后可以继续办理；本次没有改动任何内容。",
     "Wait as long as it says and try again with the same request_id.",
     "请等候所示时间后用相同的请求标识重试。"},
    {v1::ERROR_REASON_FILE_KIND_NOT_TAKEN, StatusCode::kInvalidArgument,
     "No text can be taken out of this file; by its content it is {kind}.",
     "无法从该文件提取正文；按内容判断，它是{kind}。",
     "Open it in Word or WPS, save it as .docx and send that; text, Markdown, PDF with a text "
     "layer "
     "and OFD are taken too.",
     "请用Word或者WPS打开，另存为.docx格式后重新上传；也可以上传纯文本、Markdown、有文字层的PDF或者"
     "OFD。"},
    {v1::ERROR_REASON_FILE_WITHOUT_TEXT, StatusCode::kInvalidArgument,
     "The file has {pages} page(s) and no text on them; it is a scan or made of pictures.",
     "该文件共{pages}页，没有文字内容，应当是扫描件或者图片。",
     "Send the .docx from which it was printed; a scan can be kept as an attachment.",
     "请上传用于印制该文件的.docx原稿；扫描件可以作为附件保存。"},
    {v1::ERROR_REASON_FILE_ENCRYPTED, StatusCode::kInvalidArgument,
     "The file is encrypted or protected by a password.", "该文件已加密或者设有密码。",
     "Remove the password in the program that set it, save and send it again.",
     "请在原程序中取消密码，保存后重新上传。"},
    {v1::ERROR_REASON_FILE_DAMAGED, StatusCode::kInvalidArgument,
     "The file is cut off or damaged: {part}.", "该文件不完整或者已损坏：{part}。",
     "Open the original, save it anew and send the whole file.",
     "请打开原稿重新保存，并完整上传。"},
    {v1::ERROR_REASON_FILE_UNSAFE, StatusCode::kInvalidArgument,
     "The file declares a document type or entities, which no office program writes: {part}.",
     "该文件含有文档类型或者实体声明，正常的办公软件不会写入：{part}。",
     "Do not pass it on; open the original in Word or WPS and save it as .docx anew.",
     "请勿转发；请用Word或者WPS打开原稿，重新另存为.docx格式。"},
    {v1::ERROR_REASON_FILE_OVER_LIMIT, StatusCode::kInvalidArgument,
     "The file exceeds a limit: {limit}.", "该文件超出限制：{limit}。",
     "Split it, or take out what is not text, e.g. large pictures, and send it again.",
     "请拆分文件，或者删去大幅图片等非文字内容后重新上传。"},
    {v1::ERROR_REASON_PAGE_TOKEN_EXPIRED, StatusCode::kInvalidArgument,
     "The page token was given more than {hours} hours ago.",
     "翻页标记已过期：有效期为{hours}小时。", "Start again without a page token.",
     "请不带翻页标记从头查询。"},
});

}  // namespace

absl::Span<const Reason> AllReasons() { return kReasons; }

const Reason& ReasonRow(v1::ErrorReason reason) {
  for (const Reason& row : kReasons) {
    if (row.reason == reason) return row;
  }
  return ReasonRow(v1::ERROR_REASON_INTERNAL);
}

const char* ReasonName(v1::ErrorReason reason) {
  constexpr absl::string_view kPrefix = "ERROR_REASON_";
  // The descriptor's name is one string for the life of the program, so its tail may be pointed at.
  const std::string& name = v1::ErrorReason_Name(reason);
  return name.size() > kPrefix.size() ? name.c_str() + kPrefix.size() : "UNSPECIFIED";
}

}  // namespace santong::error
