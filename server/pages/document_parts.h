// The parts of a document's page. Each fills the sections of document.html that are named for it
// and asks the register for what the document itself does not say.
#pragma once

#include <string>

#include "santong/v1/basis.pb.h"
#include "santong/v1/document.pb.h"
#include "server/pages/view.h"

namespace santong::pages {

// May it be relied on, and why (not). An answer that did not come is left out.
void ShowBasis(const v1::Basis& basis, const Visit& visit, Dictionary& body);
// What calls for care: suspended, objected to, to be amended, ended, provisional facts.
void ShowWarnings(const v1::Document& document, const Visit& visit, Dictionary& body);
// The block at the head of every paper, in the usual order; each value leads to its like.
void ShowParticulars(const v1::Document& document, const Visit& visit, Dictionary& body);
// Its texts in their order; `at` is the day that is shown.
void ShowVersions(const v1::Document& document, const std::string& at, const Visit& visit,
                  Dictionary& body);
// What it rests on and what it does to other documents.
void ShowRelations(const v1::Document& document, const Visit& visit, Dictionary& body);
// What it cites and what cites it. Returns up to which event the register has looked for them.
int64_t ShowCitations(const v1::Document& document, const Visit& visit, Dictionary& body);
// The files that are published with it.
void ShowFiles(const v1::Document& document, const Visit& visit, Dictionary& body);
// What happened to it, when, by which article.
void ShowHistory(const v1::Document& document, const Visit& visit, Dictionary& body);

}  // namespace santong::pages
