#include "server/pages/site.h"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>

#include <functional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/pages/embedded.h"

namespace santong::pages {
namespace {

constexpr absl::string_view kTemplates = "templates/";
constexpr absl::string_view kWords = "words/";

std::string Encoded(absl::string_view text) {
  return ctemplate::UrlQueryEscape()(text.data(), text.size());
}

}  // namespace

std::string Url(absl::string_view path, const gateway::Fields& fields) {
  // A path has no + for a blank, and keeps its slashes.
  std::string url = absl::StrReplaceAll(Encoded(path), {{"+", "%20"}, {"%2F", "/"}});
  // A browser takes what stands after two slashes for another site.
  if (absl::StartsWith(url, "//")) url.replace(1, 1, "%2F");
  char before = '?';
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    absl::StrAppend(&url, std::string(1, before), name, "=", Encoded(value));
    before = '&';
  }
  return url;
}

std::string Visit::Link(absl::string_view path, const gateway::Fields& fields) const {
  gateway::Fields all = fields;
  if (language == Language::kEnglish) all.emplace_back("lang", "en");
  if (mode != Mode::kNormal) all.emplace_back("mode", mode == Mode::kElder ? "elder" : "contrast");
  return Url(path, all);
}

Site::Site(const std::shared_ptr<grpc::Channel>& channel, PageOptions options)
    : options_(std::move(options)),
      channel_(channel),
      stubs_(MakeStubs(channel)),
      templates_(std::make_unique<ctemplate::TemplateCache>()) {}

Site::~Site() = default;

absl::StatusOr<std::unique_ptr<Site>> Site::Create(const std::shared_ptr<grpc::Channel>& channel,
                                                   PageOptions options) {
  std::unique_ptr<Site> site(new Site(channel, std::move(options)));
  if (absl::Status status = site->Load(); !status.ok()) return status;
  return site;
}

absl::Status Site::Load() {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    absl::string_view name = file.name;
    if (absl::ConsumePrefix(&name, kTemplates)) {
      const bool read = templates_->StringToTemplateCache(
          {name.data(), name.size()}, {file.content.data(), file.content.size()},
          ctemplate::STRIP_BLANK_LINES);
      if (!read) return absl::InternalError(absl::StrCat("the template ", name, " cannot be read"));
    } else if (absl::ConsumePrefix(&name, kWords)) {
      auto words = Words::Read(std::string(file.content));
      if (!words.ok())
        return absl::InternalError(absl::StrCat(name, ": ", words.status().message()));
      (name == "en.json" ? english_ : chinese_) = *std::move(words);
    } else {
      // "style/portal.HASH.css" is served as /assets/portal.HASH.css.
      const absl::string_view served = name.substr(name.find('/') + 1);
      const std::string path = absl::StrCat("/assets/", served);
      const std::string plain =
          absl::StrCat(served.substr(0, served.find('.')), served.substr(served.rfind('.')));
      assets_.emplace(path, std::make_shared<gateway::KeptBody>(std::string(file.content)));
      asset_urls_.emplace(plain, path);
    }
  }
  templates_->Freeze();
  return absl::OkStatus();
}

std::string Site::Expand(const std::string& name, const Dictionary& values) const {
  std::string text;
  ctemplate::PerExpandData data;
  ctemplate::StringEmitter emitter(&text);
  templates_->ExpandNoLoad(name, ctemplate::STRIP_BLANK_LINES, &values, &data, &emitter);
  return text;
}

std::shared_ptr<const gateway::KeptBody> Site::Asset(absl::string_view path) const {
  const auto found = assets_.find(path);
  return found == assets_.end() ? nullptr : found->second;
}

std::string Site::BaseUrl(const gateway::HttpRequest& request) const {
  if (!options_.url.empty()) return std::string(absl::StripSuffix(options_.url, "/"));
  const absl::string_view host = gateway::FieldOf(request.headers, "host");
  return absl::StrCat(request.tls ? "https://" : "http://", host.empty() ? "localhost" : host);
}

}  // namespace santong::pages
