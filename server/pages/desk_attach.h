// A file that a clerk's form sent, attached to a document.
#pragma once

#include <string>

#include "grpcpp/support/status.h"
#include "server/pages/desk.h"
#include "server/pages/form.h"

namespace santong::pages {

// Attaches the file to documents/{document}, as the clerk; with `publish` it goes out with the
// document (随文公布). It may be repeated: the same bytes are the same file.
grpc::Status Attach(const Site& site, const Visit& visit, const Clerk& clerk,
                    const std::string& document, const FormFile& file, bool publish);

}  // namespace santong::pages
