// A stock of documents, imported as an office does.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/document_service.pb.h"
#include "tests/support/registry.h"

namespace santong::testing {

// A row of the district's civil affairs, written on 2010-01-01 as 平民〔2010〕n号; n from 1.
v1::ImportRow StockRow(int n, const std::string& title);

// Imports the rows over one stream, in messages of a hundred or a mebibyte. Returns the documents'
// names, in the order of the rows; empty for a row that was refused. Dies with a message when the
// call fails.
std::vector<std::string> ImportStock(Registry& registry, const std::vector<v1::ImportRow>& rows);

}  // namespace santong::testing
