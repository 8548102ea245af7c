// Which document somebody means, by what they type.
#pragma once

#include <string>
#include <vector>

#include "grpcpp/support/status.h"
#include "santong/v1/document.pb.h"
#include "server/pages/site.h"

namespace santong::pages {

// The public documents that `text` means, ten at most: those that a paper names so, by number or
// title, or else what the search finds. `found` is empty where there are none, and after a failure.
grpc::Status FindDocuments(const Visit& visit, const std::string& text,
                           std::vector<v1::Document>* found);

}  // namespace santong::pages
