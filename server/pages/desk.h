// The office desk: who is logged in, and the register as they ask it. A clerk logs in with the
// token of the command line; the browser keeps it in a cookie that no script reads and no other
// site can send, and the server keeps nothing.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "server/pages/site.h"

namespace santong::pages {

struct Clerk {
  std::string token;
  // What every form of this clerk carries: another site can make a browser send a form, but does
  // not know this.
  std::string seal;
};

// Whether the text has the characters of a token: letters, digits, '-', '_' and '.', one at least.
// gRPC ends the program that hands it metadata of bytes beyond ASCII, so nothing else goes there.
bool IsToken(absl::string_view text);
// Who sent the request; nothing without a cookie, or with one that holds no token.
std::optional<Clerk> ClerkOf(const gateway::HttpRequest& request);
// The cookie that keeps the token for eight hours; and the one that ends it.
std::string CookieOf(const std::string& token, bool tls);
std::string EndedCookie(bool tls);
// Whether a POST is from a page of this site, as far as the browser says.
bool IsFromHere(const Visit& visit);
// Whether a POST is from a form that this clerk was given on this site.
bool IsOwnForm(const Visit& visit, const Clerk& clerk);

// Readies a call as the clerk: with the token and what every call of the visitor bears, 10 s at
// most.
void PrepareCall(const Visit& visit, const std::string& token, grpc::ClientContext* context);

// Calls the method, "santong.v1.FilingService/GetFiling", as the clerk and waits for the answer, 30
// s at most.
grpc::Status CallAs(const Site& site, const Visit& visit, const std::string& token,
                    const std::string& method, const google::protobuf::Message& request,
                    google::protobuf::Message* response);

}  // namespace santong::pages
