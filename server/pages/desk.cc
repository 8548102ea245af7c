#include "server/pages/desk.h"

#include <grpc/support/time.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "server/domain/digest/sha256.h"

namespace santong::pages {
namespace {

constexpr char kCookie[] = "santong_desk";
constexpr int64_t kCallSeconds = 30;
constexpr int kCookieSeconds = 8 * 3600;

std::string Cookie(const std::string& value, bool tls, int seconds) {
  return absl::StrCat(kCookie, "=", value,
                      "; Path=/desk; HttpOnly; SameSite=Strict; Max-Age=", seconds,
                      tls ? "; Secure" : "");
}

}  // namespace

bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

std::optional<Clerk> ClerkOf(const gateway::HttpRequest& request) {
  for (absl::string_view pair :
       absl::StrSplit(gateway::FieldOf(request.headers, "cookie"), ';', absl::SkipWhitespace())) {
    pair = absl::StripAsciiWhitespace(pair);
    if (!absl::ConsumePrefix(&pair, kCookie) || !absl::ConsumePrefix(&pair, "=")) continue;
    if (!IsToken(pair)) return std::nullopt;
    const std::string token(pair);
    return Clerk{token, digest::Sha256Hex(absl::StrCat("santong desk form\n", token))};
  }
  return std::nullopt;
}

std::string CookieOf(const std::string& token, bool tls) {
  return Cookie(token, tls, kCookieSeconds);
}

std::string EndedCookie(bool tls) { return Cookie("", tls, 0); }

bool IsFromHere(const Visit& visit) {
  const absl::string_view origin = gateway::FieldOf(visit.request.headers, "origin");
  const absl::string_view host = gateway::FieldOf(visit.request.headers, "host");
  return origin.empty() || absl::EndsWith(origin, absl::StrCat("//", host));
}

bool IsOwnForm(const Visit& visit, const Clerk& clerk) {
  return IsFromHere(visit) && visit.form.Value("seal") == clerk.seal;
}

void PrepareCall(const Visit& visit, const std::string& token, grpc::ClientContext* context) {
  visit.api.Prepare(context);
  context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

grpc::Status CallAs(const Site& site, const Visit& visit, const std::string& token,
                    const std::string& method, const google::protobuf::Message& request,
                    google::protobuf::Message* response) {
  grpc::ClientContext context;
  PrepareCall(visit, token, &context);
  context.set_deadline(gpr_time_from_seconds(kCallSeconds, GPR_TIMESPAN));
  using google::protobuf::MessageLite;
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub(site.channel());
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, absl::StrCat("/", method), {}, &request, response,
                 [&](grpc::Status result) {
                   status = std::move(result);
                   done.Notify();
                 });
  done.WaitForNotification();
  return status;
}

}  // namespace santong::pages
