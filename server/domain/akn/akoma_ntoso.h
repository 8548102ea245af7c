// A text as Akoma Ntoso 3.0 (OASIS LegalDocumentML), for others to take away.
//
//   编 book  章 chapter  节 section  条 article  款 paragraph  项 point  目 indent  附件 hcontainer
//
// Every number is a <num>, every line a <p> or a <heading>: the text of preamble and body is the
// text that went in, but for blanks. An eId is made of those above it and its own number:
// chp_1__sec_2__art_12__para_2__point_3.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"

namespace santong::akn {

// One file: the document's metadata and the newest text, which must be its current_version.
std::string AkomaNtoso(const v1::Document& document);

// The text of a file that AkomaNtoso made, a line a paragraph; "" for what is none.
std::string TextOf(absl::string_view xml);

}  // namespace santong::akn
