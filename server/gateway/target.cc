#include "server/gateway/target.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "absl/strings/str_split.h"
#include "server/domain/text/normalize.h"

namespace santong::gateway {

absl::StatusOr<Target> ParseTarget(absl::string_view text) {
  const auto url = boost::urls::parse_origin_form({text.data(), text.size()});
  if (!url) return absl::InvalidArgumentError("the target is no absolute path");
  Target target;
  target.path = url->path();
  if (absl::Status s = text::CheckUtf8Text(target.path, /*multiline=*/false); !s.ok()) return s;
  for (const absl::string_view segment : absl::StrSplit(target.path, '/')) {
    if (segment == "." || segment == "..") {
      return absl::InvalidArgumentError("the path has a segment that leads out of itself");
    }
  }
  boost::urls::encoding_opts plus_is_space;
  plus_is_space.space_as_plus = true;
  for (const auto& param : url->params(plus_is_space)) {
    for (const std::string& part : {param.key, param.value}) {
      if (absl::Status s = text::CheckUtf8Text(part, /*multiline=*/true); !s.ok()) return s;
    }
    target.query.emplace_back(param.key, param.value);
  }
  return target;
}

}  // namespace santong::gateway
