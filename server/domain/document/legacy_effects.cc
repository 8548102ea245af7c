// What import and mending write to documents from before the registry (存量文件).
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/number/document_number.h"

namespace santong::document {
namespace {

// Whether what the gap says is missing is there now. A possible duplicate and personal data are for
// people to judge.
bool IsMended(int gap, const v1::Document& document, const Facts& facts) {
  switch (gap) {
    case v1::IMPORT_GAP_TITLE:
      return !document.title().empty();
    case v1::IMPORT_GAP_ISSUER:
      return document.issuers_size() > 0;
    case v1::IMPORT_GAP_ISSUER_UNKNOWN:
      return LeadOrgan(facts) != nullptr;
    case v1::IMPORT_GAP_DATE:
      return !document.written_date().empty();
    case v1::IMPORT_GAP_DOCUMENT_NUMBER:
      return !document.document_number().empty() &&
             number::ParseDocumentNumber(document.document_number()).ok();
    case v1::IMPORT_GAP_PUBLISHED_DATE:
      return !document.publication().date().empty();
    case v1::IMPORT_GAP_EFFECTIVE_DATE:
      return !document.effective_date().empty();
    default:
      return false;
  }
}

}  // namespace

constinit const Effect kMarkLegacy = {
    .name = "MarkLegacy", .zh = "标记为存量文件", .apply = [](const Facts&, Change& change) {
      change.document.set_legacy(true);
      if (!change.document.import_source().empty())
        change.facts["import_source"] = change.document.import_source();
    }};

constinit const Effect kClearMendedGaps = {.name = "ClearMendedGaps",
                                           .zh = "核销已补正的缺项",
                                           .apply = [](const Facts& facts, Change& change) {
                                             v1::Document& document = change.document;
                                             std::vector<int> left;
                                             for (int gap : document.gaps()) {
                                               if (!IsMended(gap, document, facts))
                                                 left.push_back(gap);
                                             }
                                             document.clear_gaps();
                                             for (int gap : left)
                                               document.add_gaps(static_cast<v1::ImportGap>(gap));
                                           }};

}  // namespace santong::document
