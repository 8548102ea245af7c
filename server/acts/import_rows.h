// One row of an import as a document: what it says, what it lacks, or why it is refused. Pure; done
// before the transaction, so that the writer only numbers and writes.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/document.pb.h"
#include "santong/v1/import.pb.h"
#include "server/acts/new_text.h"
#include "server/settings/settings.h"

namespace santong::acts {

struct PreparedRow {
  v1::ImportResult result;  // outcome, gaps, hash or refusal; document not yet
  v1::Document document;    // with everything that the row says
  NewText text;
};

// `secrecy_marks`: texts that bear one of these at their head are refused and never stored (policy
// import.secrecy_marks).
PreparedRow PrepareRow(v1::ImportRow row, const v1::ImportStart& start,
                       const settings::Settings& settings,
                       const std::vector<std::string>& secrecy_marks);

// A row that the edge found wrong in itself.
PreparedRow RefuseRow(const v1::ImportRow& row, std::string zh, std::string en);

}  // namespace santong::acts
