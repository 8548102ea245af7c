// What all pages share: the templates, the words, the register behind them, and who is asking.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "server/gateway/answer_cache.h"
#include "server/gateway/http.h"
#include "server/pages/api.h"
#include "server/pages/dictionary.h"
#include "server/pages/form.h"
#include "server/pages/words.h"

namespace ctemplate {
class TemplateCache;
}  // namespace ctemplate

namespace santong::pages {

// What the operator says of the site; what is empty is not shown.
struct PageOptions {
  std::string name_zh{};  // of the site; the catalogue's own words when empty
  std::string name_en{};
  std::string url{};            // how the site is reached from outside, e.g. https://example.gov.cn
  std::string host{};           // who keeps it (主办单位)
  std::string contact{};        // how the host is reached
  std::string site_code{};      // 政府网站标识码
  std::string icp_number{};     // ICP备案编号
  std::string police_number{};  // 公安备案编号
  // Of another register's catalogue that this site shows a copy of, the event that it is of.
  std::optional<int64_t> copy_of_event{};
  // What the register is now, by its last event and Asia/Shanghai's day: a page made from this
  // state is served again without a call. Of no event: no page is kept.
  std::function<gateway::RegisterState()> state = [] { return gateway::RegisterState(); };
  // Today by the register (Asia/Shanghai), for the desk's days that are left.
  std::function<absl::CivilDay()> today = [] { return absl::CivilDay(); };
};

// How a page looks: as is, in large type, or in high contrast.
enum class Mode { kNormal, kElder, kContrast };

// One request.
struct Visit {
  const gateway::HttpRequest& request;
  const Words& words;
  const Api& api;
  Language language = Language::kChinese;
  Mode mode = Mode::kNormal;
  std::vector<std::string> captured;  // what stood in the place of each {} of the path
  Form form;                          // of a POST

  std::string Query(absl::string_view name) const {
    return std::string(gateway::FieldOf(request.query, name));
  }
  // A path of this site with these fields, in the visitor's language and mode.
  std::string Link(absl::string_view path, const gateway::Fields& fields = {}) const;
};

// A path of this site with its query, percent-encoded. An empty field is left out.
std::string Url(absl::string_view path, const gateway::Fields& fields = {});

class Site {
 public:
  static constexpr size_t kCacheBytes = size_t{32} << 20;

  // INTERNAL when a template or a catalogue that is built in cannot be read.
  static absl::StatusOr<std::unique_ptr<Site>> Create(const std::shared_ptr<grpc::Channel>& channel,
                                                      PageOptions options);
  ~Site();

  const PageOptions& options() const { return options_; }
  // What only a register does is left out then.
  bool is_copy() const { return options_.copy_of_event.has_value(); }
  const Stubs& stubs() const { return stubs_; }
  // To the register's API, as anybody reaches it.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const Words& words(Language language) const {
    return language == Language::kEnglish ? english_ : chinese_;
  }
  // The template filled in; every value is escaped for the place where it stands.
  std::string Expand(const std::string& name, const Dictionary& values) const;
  // "/assets/portal.1a2b….css" for "portal.css".
  const std::string& AssetUrl(const std::string& name) const { return asset_urls_.at(name); }
  // What is served there; null when nothing is.
  std::shared_ptr<const gateway::KeptBody> Asset(absl::string_view path) const;
  gateway::AnswerCache& cache() const { return cache_; }
  // Where the site is reached: as the operator says, or else as the visitor reached it.
  std::string BaseUrl(const gateway::HttpRequest& request) const;

 private:
  Site(const std::shared_ptr<grpc::Channel>& channel, PageOptions options);
  absl::Status Load();

  const PageOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const Stubs stubs_;
  Words chinese_;
  Words english_;
  const std::unique_ptr<ctemplate::TemplateCache> templates_;
  std::map<std::string, std::shared_ptr<const gateway::KeptBody>, std::less<>> assets_;  // by path
  std::map<std::string, std::string> asset_urls_;
  mutable gateway::AnswerCache cache_{kCacheBytes};
};

}  // namespace santong::pages
