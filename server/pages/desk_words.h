// The words of the API's own fields and values, which the desk shows as they are: the command line
// has the same (client/words).
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "server/pages/words.h"

namespace santong::pages {

// "发文字号" for document_number; the name itself where there is no word.
std::string FieldLabel(absl::string_view field, Language language);
// The same of a field of one message, which may mean another thing there.
std::string FieldLabel(const google::protobuf::FieldDescriptor& field, Language language);
// "施行中" for DOCUMENT_STATE_IN_EFFECT; empty for a zero value.
std::string ValueLabel(const google::protobuf::EnumValueDescriptor& value, Language language);
// The same of a string that may be the whole name of a value; any other string as it is.
std::string NamedLabel(const std::string& text, Language language);
// "IN_EFFECT" of DOCUMENT_STATE_IN_EFFECT: the value as workflows name it.
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);

}  // namespace santong::pages
