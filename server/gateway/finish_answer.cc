#include "server/gateway/finish_answer.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/gateway/gzip.h"

namespace santong::gateway {
namespace {

constexpr int kOk = 200;
constexpr int kNotModified = 304;
constexpr size_t kEtagBytes = 16;
constexpr absl::string_view kGzipSuffix = "-gzip";  // a strong tag names one form of the bytes

struct Header {
  const char* name;
  const char* value;
};

// Nothing foreign is loaded, nothing inline runs, nobody frames the page.
constexpr std::array kSecurity = std::to_array<Header>({
    {"Content-Security-Policy",
     "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
});
constexpr Header kHsts = {"Strict-Transport-Security", "max-age=31536000"};

void AddUnlessThere(Fields& headers, const Header& header) {
  if (HeaderOf(headers, header.name).empty()) headers.emplace_back(header.name, header.value);
}

bool IsText(absl::string_view content_type) {
  const absl::string_view type = content_type.substr(0, content_type.find(';'));
  constexpr std::array kTexts = {"application/json",       "application/proto",
                                 "application/javascript", "application/atom+xml",
                                 "application/xml",        "application/manifest+json",
                                 "image/svg+xml"};
  return absl::StartsWith(type, "text/") ||
         std::find(kTexts.begin(), kTexts.end(), type) != kTexts.end();
}

// Whether If-None-Match names `tag`, in either form of the bytes.
bool Names(absl::string_view if_none_match, absl::string_view tag) {
  for (absl::string_view one : absl::StrSplit(if_none_match, ',')) {
    one = absl::StripAsciiWhitespace(one);
    if (one == "*") return true;
    absl::ConsumePrefix(&one, "W/");
    if (one == tag) return true;
    if (!absl::ConsumeSuffix(&one, "\"") || !absl::ConsumeSuffix(&one, kGzipSuffix)) continue;
    if (absl::StrCat(one, "\"") == tag) return true;
  }
  return false;
}

void SetHeader(Fields& headers, absl::string_view name, std::string value) {
  for (auto& [key, old] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) {
      old = std::move(value);
      return;
    }
  }
  headers.emplace_back(std::string(name), std::move(value));
}

void AddVary(Fields& headers) {
  const absl::string_view vary = HeaderOf(headers, "Vary");
  if (absl::StrContains(absl::AsciiStrToLower(vary), "accept-encoding")) return;
  SetHeader(headers, "Vary",
            vary.empty() ? "Accept-Encoding" : absl::StrCat(vary, ", Accept-Encoding"));
}

const std::string& PlainOf(const HttpResponse& response) {
  return response.kept == nullptr ? response.body : response.kept->plain();
}

}  // namespace

std::string TagOf(absl::string_view body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), hash.data());
  const absl::string_view bytes(reinterpret_cast<const char*>(hash.data()), kEtagBytes);
  return absl::StrCat("\"", absl::BytesToHexString(bytes), "\"");
}

absl::string_view HeaderOf(const Fields& headers, absl::string_view name) {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

void AddSecurityHeaders(const HttpRequest& request, Fields& headers) {
  for (const Header& header : kSecurity) AddUnlessThere(headers, header);
  if (request.tls) AddUnlessThere(headers, kHsts);
}

void FinishAnswer(const HttpRequest& request, HttpResponse& response) {
  Fields& headers = response.headers;
  AddSecurityHeaders(request, headers);
  const std::shared_ptr<const KeptBody> kept = response.kept;

  std::string tag(HeaderOf(headers, "ETag"));
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && response.status == kOk &&
      absl::StartsWith(HeaderOf(headers, "Cache-Control"), "public")) {
    if (tag.empty()) tag = kept == nullptr ? TagOf(response.body) : kept->tag();
    SetHeader(headers, "ETag", tag);
    if (Names(FieldOf(request.headers, "if-none-match"), tag)) {
      response.status = kNotModified;
      response.body.clear();
      response.kept = nullptr;
    }
  }

  const bool may_shrink =
      IsText(HeaderOf(headers, "Content-Type")) && HeaderOf(headers, "Content-Encoding").empty();
  if (may_shrink) AddVary(headers);
  const bool shrinks = may_shrink && PlainOf(response).size() >= kGzipBytesMin &&
                       TakesGzip(FieldOf(request.headers, "accept-encoding"));
  if (shrinks) {
    response.body = response.kept == nullptr ? Gzip(response.body) : kept->gzip();
    headers.emplace_back("Content-Encoding", "gzip");
    if (!tag.empty())
      SetHeader(headers, "ETag", absl::StrCat(absl::StripSuffix(tag, "\""), kGzipSuffix, "\""));
  } else if (response.kept != nullptr) {
    response.body = kept->plain();
  }
  response.kept = nullptr;
}

}  // namespace santong::gateway
