// A failure on this side of the connection, in both languages.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/substitute.h"
#include "client/cli/words.h"

namespace santong::cli {

// The English text is the status' message; the Chinese one goes with it.
absl::Status MakeLocalError(absl::StatusCode code, std::string zh, std::string en);

// Wrong use: exit code 2.
template <class... Args>
absl::Status Misuse(const Words& words, const Args&... args) {
  return MakeLocalError(absl::StatusCode::kInvalidArgument, absl::Substitute(words.zh, args...),
                        absl::Substitute(words.en, args...));
}

// The text in the language, where the status is such a failure; otherwise empty.
std::string LocalErrorText(const absl::Status& status, Language language);

}  // namespace santong::cli
