// A clerk at the desk over a real server: a browser with a cookie, and the forms that it sends.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/pages/visitor.h"

namespace santong::testing {

// A browser with the cookie of one clerk.
class Clerk {
 public:
  Clerk(const std::shared_ptr<grpc::Channel>& channel, const std::string& today) {
    auto created =
        pages::Pages::Create(channel, {.today = [today] { return *text::ParseIsoDay(today); }});
    EXPECT_TRUE(created.ok()) << created.status();
    pages_ = *std::move(created);
  }

  gateway::HttpResponse Get(const std::string& path, gateway::Fields query = {}) {
    gateway::HttpRequest request = Request("GET", path);
    request.query = std::move(query);
    return pages_->Handle(request);
  }
  gateway::HttpResponse Post(const std::string& path, const gateway::Fields& fields,
                             gateway::Fields query = {}) {
    gateway::HttpRequest request = Request("POST", path);
    request.query = std::move(query);
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    if (!origin_.empty()) request.headers.emplace_back("origin", origin_);
    // As a browser writes the names of repeated fields.
    request.body = absl::StrReplaceAll(pages::Url("", fields), {{"[", "%5B"}, {"]", "%5D"}});
    if (!request.body.empty()) request.body.erase(0, 1);
    return pages_->Handle(request);
  }
  // A form with the seal and the identifier that its page bears.
  gateway::HttpResponse Send(const std::string& path, gateway::Fields fields,
                             const gateway::Fields& query = {}) {
    const gateway::HttpResponse page = Get(path, query);
    for (const char* hidden : {"seal", "request_id", "etag", "text_sha256"}) {
      const std::string value =
          Found(page, absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\""));
      fields.emplace_back(hidden, absl::StrReplaceAll(value, {{"&quot;", "\""}}));
    }
    return Post(path, fields, query);
  }
  // A form with the seal of its page, these files (name and bytes), which are chosen at `field`,
  // and fields, as a browser sends it.
  gateway::HttpResponse Upload(const std::string& path,
                               const std::vector<std::pair<std::string, std::string>>& files,
                               const gateway::Fields& fields = {}, const char* field = "files") {
    gateway::HttpRequest request = Request("POST", path);
    request.headers.emplace_back("content-type", "multipart/form-data; boundary=xyz");
    request.body = absl::StrCat("--xyz\r\nContent-Disposition: form-data; name=\"seal\"\r\n\r\n",
                                Found(Get(path), "name=\"seal\" value=\"([^\"]*)\""), "\r\n");
    for (const auto& [name, value] : fields) {
      absl::StrAppend(&request.body, "--xyz\r\nContent-Disposition: form-data; name=\"", name,
                      "\"\r\n\r\n", value, "\r\n");
    }
    for (const auto& [name, bytes] : files) {
      absl::StrAppend(&request.body, "--xyz\r\nContent-Disposition: form-data; name=\"", field,
                      "\"; filename=\"", name,
                      "\"\r\nContent-Type: application/octet-stream\r\n\r\n", bytes, "\r\n");
    }
    absl::StrAppend(&request.body, "--xyz--\r\n");
    return pages_->Handle(request);
  }
  // Keeps the cookie that a successful log-in sets.
  gateway::HttpResponse LogIn(const std::string& token) {
    gateway::HttpResponse response = Post("/desk/login", {{"token", token}});
    const std::string set(gateway::FieldOf(response.headers, "Set-Cookie"));
    if (!set.empty()) cookie_ = set.substr(0, set.find(';'));
    return response;
  }
  void set_cookie(std::string cookie) { cookie_ = std::move(cookie); }
  void set_origin(std::string origin) { origin_ = std::move(origin); }

 private:
  gateway::HttpRequest Request(const char* method, const std::string& path) const {
    gateway::HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers = {{"host", "register.test"}};
    if (!cookie_.empty()) request.headers.emplace_back("cookie", cookie_);
    return request;
  }

  std::unique_ptr<pages::Pages> pages_;
  std::string cookie_;
  std::string origin_;
};

inline std::string Location(const gateway::HttpResponse& response) {
  return std::string(gateway::FieldOf(response.headers, "Location"));
}

}  // namespace santong::testing
