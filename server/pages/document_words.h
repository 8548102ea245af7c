// What is said of a document wherever one is shown: its status with the day, its place in lists.
#pragma once

#include <cstdint>
#include <string>

#include "santong/v1/document.pb.h"
#include "server/pages/view.h"

namespace santong::pages {

struct Status {
  std::string words;  // "现行有效，至 2029-03-31"
  const char* tone;   // good, wait, warn, ended: never the only sign
};

// The document's own state with the day that goes with it.
Status StatusOf(const v1::Document& document, const Words& words);

// The number of the text that is read today: the newest one may take effect later. 0 for none.
uint32_t VersionToday(const Site& site, const v1::Document& document);
// Puts the text that is read today in the place of the newest one, where that is another.
grpc::Status ShowTodaysText(const Site& site, const Visit& visit, v1::Document* document);

// "7" of "documents/7"; empty for another name.
std::string IdOf(absl::string_view document);
// The path of its page: "/documents/7".
std::string PathOf(absl::string_view document);
// Its issuers as printed, in one line.
std::string IssuersOf(const v1::Document& document, const Words& words);
// The number that people know it by: the registration number, or else the document number.
std::string NumberOf(const v1::Document& document);

// What an event of this type is called; the type itself where there is no word for it.
std::string EventWords(const std::string& type, const Words& words);

// One document in a list: TITLE, URL, STATUS, TONE, and where there are any ISSUERS, NUMBER, DATE.
void ShowEntry(const v1::Document& document, const Visit& visit, Dictionary* entry);
// The same in a section of its own, with entry.html in its {{>DOCUMENT_ENTRY}}.
void AddEntry(const v1::Document& document, const Visit& visit, const char* section,
              Dictionary& values);

}  // namespace santong::pages
