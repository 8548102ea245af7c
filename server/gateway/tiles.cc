#include "server/gateway/tiles.h"

#include <fstream>
#include <sstream>

#include "re2/re2.h"

namespace santong::gateway {
namespace {

// A tile never changes once it is there; the checkpoint does, and is asked for anew each time.
constexpr char kForEver[] = "public, max-age=31536000, immutable";
constexpr char kAskAnew[] = "public, no-cache";

bool IsTile(const std::string& path) {
  static const RE2 tile(
      R"(/tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,6}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?)");
  return RE2::FullMatch(path, tile);
}

}  // namespace

HttpResponse Tiles::Handle(const HttpRequest& request) {
  const bool is_checkpoint = request.path == "/checkpoint";
  if (!is_checkpoint && !IsTile(request.path)) return PlainAnswer(404, "there is no such tile");
  std::ifstream file(folder_ + request.path, std::ios::binary);
  std::ostringstream
      bytes;  // which, unlike the stream's iterators, throws nothing when the disk fails
  if (!file || !(bytes << file.rdbuf())) return PlainAnswer(404, "the log does not hold it yet");
  return {
      200,
      {{"Content-Type", is_checkpoint ? "text/plain; charset=utf-8" : "application/octet-stream"},
       {"Cache-Control", is_checkpoint ? kAskAnew : kForEver}},
      bytes.str()};
}

}  // namespace santong::gateway
