#include "server/pages/view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace santong::pages {
namespace {

struct Place {
  const char* path;
  const char* word;
  bool on_copy = true;  // whether a copy of a catalogue can answer there
};
constexpr std::array kPlaces = std::to_array<Place>({
    {"/", "nav_home"},
    {"/search", "nav_search"},
    {"/catalogue", "nav_catalogue"},
    {"/verify", "nav_verify"},
    {"/objections/new", "nav_object", false},
    {"/objections/track", "nav_track", false},
    {"/cleanups", "nav_cleanups", false},
    {"/statistics", "nav_statistics", false},
    {"/help", "nav_help"},
});

const char* ModeName(Mode mode) {
  switch (mode) {
    case Mode::kNormal:
      return "normal";
    case Mode::kElder:
      return "elder";
    case Mode::kContrast:
      return "contrast";
  }
  return "normal";
}

// The same page in another language or mode. What was posted is not asked again.
std::string SamePage(const Visit& visit, Language language, Mode mode) {
  Visit other{visit.request, visit.words, visit.api, language, mode, {}, {}};
  gateway::Fields fields;
  for (const auto& [name, value] : visit.request.query) {
    if (name != "lang" && name != "mode") fields.emplace_back(name, value);
  }
  return other.Link(visit.request.path, fields);
}

void AddMode(const Visit& visit, Mode mode, const char* word, Dictionary& frame) {
  Dictionary* entry = frame.AddSectionDictionary("MODE");
  const bool current = visit.mode == mode;
  entry->SetValue("URL", SamePage(visit, visit.language, current ? Mode::kNormal : mode));
  entry->SetValue("NAME", current ? "normal" : ModeName(mode));
  entry->SetValue("WORDS", visit.words.Say(current ? "mode_normal" : word));
}

}  // namespace

void Show(Dictionary& values, const std::string& section, const std::string& value) {
  if (value.empty()) return;
  values.SetValueAndShowSection(section, value, absl::StrCat(section, "_SECTION"));
}

void MarkChinese(const std::string& text, const Visit& visit, Dictionary& values) {
  // Of UTF-8 these begin U+4000 to U+9FFF, and stand nowhere else.
  const bool has_chinese = std::any_of(
      text.begin(), text.end(), [](unsigned char byte) { return 0xE4 <= byte && byte <= 0xE9; });
  if (visit.language == Language::kEnglish && has_chinese) values.ShowSection("IS_CHINESE");
}

Dictionary* Include(Dictionary& values, const char* place, const char* content) {
  Dictionary* included = values.AddIncludeDictionary(place);
  included->SetFilename(content);
  return included;
}

void AddLink(Dictionary& values, const char* section, const std::string& url,
             const std::string& words) {
  Dictionary* link = values.AddSectionDictionary(section);
  link->SetValue("URL", url);
  link->SetValue("WORDS", words);
}

Dictionary* AddQrCode(const std::string& text, qr::Tolerance tolerance, const char* section,
                      Dictionary& values) {
  const qr::QrCode code = qr::QrCodeOf(text, tolerance);
  if (code.modules == 0) return nullptr;
  Dictionary* added = values.AddSectionDictionary(section);
  added->SetValue("VIEW_BOX", code.view_box);
  added->SetValue("PATH", code.path);
  return added;
}

View::View(const Site& site, const Visit& visit, const std::string& content,
           const std::string& title)
    : site_(site), visit_(visit), frame_("frame"), body_(frame_.AddIncludeDictionary("BODY")) {
  body_->SetFilename(content);
  Include(*body_, "MODES", "modes.html");
  FillFrame(title);
}

void View::FillFrame(const std::string& title) {
  for (const auto& [key, text] : visit_.words.all())
    frame_.SetTemplateGlobalValue(absl::StrCat("W_", key), text);
  const bool english = visit_.language == Language::kEnglish;
  const PageOptions& options = site_.options();
  const std::string& name = english ? options.name_en : options.name_zh;
  frame_.SetValue("SITE_NAME", name.empty() ? visit_.words.Say("site_name") : name);
  frame_.SetValue("TITLE", title);
  frame_.SetValue("LANG", english ? "en" : "zh-CN");
  frame_.SetTemplateGlobalValue("MODE_NAME", ModeName(visit_.mode));
  frame_.SetValue("STYLE_URL", site_.AssetUrl("portal.css"));
  frame_.SetValue("PRINT_URL", site_.AssetUrl("print.css"));
  frame_.SetValue("SCRIPT_URL", site_.AssetUrl("portal.js"));
  frame_.SetValue("ICON_URL", site_.AssetUrl("icon.svg"));
  frame_.SetTemplateGlobalValue("HOME_URL", visit_.Link("/"));
  frame_.SetValue("DESK_ENTRY_URL", visit_.Link("/desk"));
  frame_.SetTemplateGlobalValue("SEARCH_URL", visit_.Link("/search"));
  frame_.SetTemplateGlobalValue("CATALOGUE_URL", visit_.Link("/catalogue"));
  frame_.SetTemplateGlobalValue("SEARCH_ACTION", "/search");
  if (english) frame_.ShowTemplateGlobalSection("IN_ENGLISH");
  if (visit_.mode != Mode::kNormal) frame_.ShowTemplateGlobalSection("IN_MODE");
  const Language other = english ? Language::kChinese : Language::kEnglish;
  frame_.SetValue("OTHER_LANGUAGE_URL", SamePage(visit_, other, visit_.mode));
  frame_.SetValue("OTHER_LANGUAGE", english ? "zh-CN" : "en");
  AddMode(visit_, Mode::kElder, "mode_elder", frame_);
  AddMode(visit_, Mode::kContrast, "mode_contrast", frame_);
  const bool is_copy = site_.is_copy();
  for (const Place& place : kPlaces) {
    if (is_copy && !place.on_copy) continue;
    Dictionary* entry = frame_.AddSectionDictionary("NAV");
    entry->SetValue("URL", visit_.Link(place.path));
    entry->SetValue("WORDS", visit_.words.Say(place.word));
    if (visit_.request.path == place.path) entry->ShowSection("CURRENT");
  }
  AddMeta("SiteName", options.name_zh);
  AddMeta("SiteDomain", options.url);
  AddMeta("SiteIDCode", options.site_code);
  if (!is_copy) frame_.ShowSection("OF_REGISTER");
  if (is_copy) {
    const std::string event = absl::StrCat(*options.copy_of_event);
    Show(frame_, "COPY_OF", visit_.words.Say("copy_note", {event}));
  }
  Show(frame_, "HOST", options.host);
  Show(frame_, "CONTACT", options.contact);
  Show(frame_, "SITE_CODE", options.site_code);
  Show(frame_, "ICP_NUMBER", options.icp_number);
  Show(frame_, "POLICE_NUMBER", options.police_number);
}

void View::AddMeta(const char* name, const std::string& content) {
  if (content.empty()) return;
  Dictionary* meta = frame_.AddSectionDictionary("META");
  meta->SetValue("NAME", name);
  meta->SetValue("CONTENT", content);
}

gateway::HttpResponse View::Answer(int status, const char* cache_control) {
  return {status,
          {{"Content-Type", kHtml}, {"Cache-Control", cache_control}},
          site_.Expand("frame.html", frame_)};
}

gateway::HttpResponse AtomFeed(const Site& site, const Dictionary& feed) {
  return {200,
          {{"Content-Type", "application/atom+xml; charset=utf-8"},
           {"Cache-Control", "public, max-age=60"}},
          site.Expand("feed.xml", feed)};
}

void SetFeedLinks(const Site& site, const Visit& visit, const std::string& path,
                  const gateway::Fields& fields, const std::string& next, Dictionary& feed) {
  const std::string base = site.BaseUrl(visit.request);
  const auto page_at = [&](const std::string& page) {
    gateway::Fields with_page = fields;
    if (!page.empty()) with_page.emplace_back("page", page);
    return absl::StrCat(base, visit.Link(path, with_page));
  };
  feed.SetValue("FEED_ID", page_at(""));
  feed.SetValue("SELF", page_at(visit.Query("page")));
  if (!next.empty()) feed.AddSectionDictionary("NEXT")->SetValue("URL", page_at(next));
}

gateway::HttpResponse Text(const char* type, std::string body) {
  return {200, {{"Content-Type", type}, {"Cache-Control", "no-cache"}}, std::move(body)};
}

}  // namespace santong::pages
