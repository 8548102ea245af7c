#include "server/gateway/kept_body.h"

#include "server/gateway/finish_answer.h"
#include "server/gateway/gzip.h"

namespace santong::gateway {

const std::string& KeptBody::tag() const {
  absl::call_once(tag_once_, [this] { tag_ = TagOf(plain_); });
  return tag_;
}

const std::string& KeptBody::gzip() const {
  absl::call_once(gzip_once_, [this] { gzip_ = Gzip(plain_); });
  return gzip_;
}

}  // namespace santong::gateway
