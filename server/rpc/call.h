// One call as the services see it: who, when, in which language.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/domain/access/caller.h"

namespace santong::rpc {

enum class Language { kChinese, kEnglish };

struct Call {
  access::Caller caller;
  Language language = Language::kChinese;  // of what is shown to people, by accept-language
  absl::Time now;
  absl::CivilDay today;  // Asia/Shanghai
  std::string method;    // full name, e.g. "santong.v1.DocumentService/RegisterDocument"
};

}  // namespace santong::rpc
