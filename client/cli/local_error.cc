#include "client/cli/local_error.h"

#include "absl/strings/cord.h"
#include "client/lib/local_file.h"

namespace santong::cli {
namespace {

constexpr char kChinese[] = "santong/zh-CN";

}  // namespace

absl::Status MakeLocalError(absl::StatusCode code, std::string zh, std::string en) {
  absl::Status status(code, en);
  status.SetPayload(kChinese, absl::Cord(std::move(zh)));
  return status;
}

std::string LocalErrorText(const absl::Status& status, Language language) {
  if (const auto path = status.GetPayload(client::kUnreadable))
    return absl::Substitute(say::kFileMissing.In(language), std::string(*path));
  if (const auto path = status.GetPayload(client::kUnwritable))
    return absl::Substitute(say::kFileNotWritten.In(language), std::string(*path));
  const auto chinese = status.GetPayload(kChinese);
  if (!chinese) return "";
  return language == Language::kChinese ? std::string(*chinese) : std::string(status.message());
}

}  // namespace santong::cli
