// The files of a case or a document that no public page gives out: the evidence of an objection,
// the papers behind a document's evidence.
#pragma once

#include "google/protobuf/message.h"
#include "server/pages/dictionary.h"
#include "server/pages/site.h"

namespace santong::pages {

// The section KEPT_FILES, with a KEPT_FILE (URL, WORDS) for each that the resource names; nothing
// where it names none.
void ShowKeptFiles(const google::protobuf::Message& resource, const Visit& visit,
                   Dictionary& values);

}  // namespace santong::pages
