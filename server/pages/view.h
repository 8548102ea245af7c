// One page in the making: its template's values within the frame that all pages have.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "client/qr/qr_code.h"
#include "server/pages/dictionary.h"
#include "server/pages/site.h"

namespace santong::pages {

class View {
 public:
  // `content` is the template within the frame, e.g. "home.html"; `title` stands in the window.
  View(const Site& site, const Visit& visit, const std::string& content, const std::string& title);

  // The values of the content; words are seen there too.
  Dictionary& body() { return *body_; }
  Dictionary& frame() { return frame_; }
  std::string Say(absl::string_view key,
                  std::initializer_list<absl::string_view> values = {}) const {
    return visit_.words.Say(key, values);
  }
  void AddMeta(const char* name, const std::string& content);

  // The page. It may be kept nowhere unless `cache_control` says so.
  gateway::HttpResponse Answer(int status = 200, const char* cache_control = "no-store");

 private:
  void FillFrame(const std::string& title);

  const Site& site_;
  const Visit& visit_;
  Dictionary frame_;
  Dictionary* body_;
};

// Sets NAME and shows the section of the same name, unless the value is empty.
void Show(Dictionary& values, const std::string& section, const std::string& value);
// On a page in English, where the text is Chinese: shows the section IS_CHINESE, whose element the
// template marks lang="zh-CN". A screen reader would read it out as English.
void MarkChinese(const std::string& text, const Visit& visit, Dictionary& values);
// Puts another template in the place {{>place}}. It sees words, what the frame sets for all, and
// what is set in the dictionary that this returns; of `values` it sees nothing.
Dictionary* Include(Dictionary& values, const char* place, const char* content);
// A link of its own section: URL and WORDS.
void AddLink(Dictionary& values, const char* section, const std::string& url,
             const std::string& words);

// A QR code in a section of its own: VIEW_BOX and PATH. Null, and no section, when the text is too
// long for one.
Dictionary* AddQrCode(const std::string& text, qr::Tolerance tolerance, const char* section,
                      Dictionary& values);

inline constexpr char kHtml[] = "text/html; charset=utf-8";

// An Atom feed of what is set in `feed` (feed.xml). Readers may keep it for a minute: the register
// indexes what is written within a second, and days change things as well as acts.
gateway::HttpResponse AtomFeed(const Site& site, const Dictionary& feed);
// Sets what names the feed at `path` and leads from this page of it to the next, as of RFC 5005;
// `next` is that page's token, empty on the last.
void SetFeedLinks(const Site& site, const Visit& visit, const std::string& path,
                  const gateway::Fields& fields, const std::string& next, Dictionary& feed);

// Text that is no page: a file to keep.
gateway::HttpResponse Text(const char* type, std::string body);

}  // namespace santong::pages
