// A line of ExportCatalog as a row of an import: a catalogue that was taken away comes back as a
// stock (存量文件), for only the register that gave a number can say that it counts.
//
// What travels: title, kind, issuers, numbers, subject, days, publication, last valid day, newest
// text; the state and the registration number as the source's word on its validity.
// What does not: earlier texts and numbers, events, relations, legal bases, clocks.
#pragma once

#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/import.pb.h"

namespace santong::cli {

// Fills `row`, but for its number. False when the line is no JSON of a santong.v1.Document.
bool ReadExportedRow(absl::string_view line, v1::ImportRow* row);

// The same of a document that was read.
void FillExportedRow(v1::Document document, v1::ImportRow* row);

}  // namespace santong::cli
