// A visitor of the pages over a real server: asks for a path, sends a form, reads what comes.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "re2/re2.h"
#include "server/pages/pages.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

// The register's day: Asia/Shanghai, which has no summer time.
inline absl::CivilDay RegistersToday() {
  return absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 60 * 60));
}

class Visitor {
 public:
  // Where the options say no day, it is the register's.
  explicit Visitor(const std::shared_ptr<grpc::Channel>& channel, pages::PageOptions options = {}) {
    if (options.today() == absl::CivilDay()) options.today = RegistersToday;
    auto created = pages::Pages::Create(channel, std::move(options));
    EXPECT_TRUE(created.ok()) << created.status();
    pages_ = *std::move(created);
  }

  gateway::HttpResponse Get(const std::string& path, gateway::Fields query = {}) {
    gateway::HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = std::move(query);
    request.headers = {{"host", "register.test"}};
    return Answer(request);
  }
  gateway::HttpResponse Post(const std::string& path, const gateway::Fields& fields,
                             gateway::Fields query = {}) {
    std::string body = pages::Url("", fields);
    return PostBody(path, "application/x-www-form-urlencoded", body.empty() ? body : body.substr(1),
                    std::move(query));
  }
  gateway::HttpResponse PostBody(const std::string& path, const std::string& type,
                                 const std::string& body, gateway::Fields query = {}) {
    gateway::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.query = std::move(query);
    request.headers = {{"host", "register.test"}, {"content-type", type}};
    request.body = body;
    return Answer(request);
  }

 private:
  gateway::HttpResponse Answer(const gateway::HttpRequest& request) {
    gateway::HttpResponse response = pages_->Handle(request);
    if (response.kept != nullptr) response.body = response.kept->plain();
    return response;
  }

  std::unique_ptr<pages::Pages> pages_;
};

// The value of the hidden field or of the first group of the pattern; empty where there is none.
inline std::string Found(const gateway::HttpResponse& page, const std::string& pattern) {
  std::string value;
  RE2::PartialMatch(page.body, pattern, &value);
  return value;
}

inline std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

}  // namespace santong::testing
