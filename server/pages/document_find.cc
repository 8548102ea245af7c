#include "server/pages/document_find.h"

namespace santong::pages {
namespace {

constexpr int kFoundShown = 10;

}  // namespace

grpc::Status FindDocuments(const Visit& visit, const std::string& text,
                           std::vector<v1::Document>* found) {
  found->clear();
  v1::LookupDocumentRequest lookup;
  lookup.set_text(text);
  lookup.set_page_size(kFoundShown);
  v1::LookupDocumentResponse matches;
  grpc::Status status = visit.api.Call(&v1::CatalogService::Stub::LookupDocument, lookup, &matches);
  for (const v1::LookupMatch& match : matches.matches()) found->push_back(match.document());
  if (!status.ok() || !found->empty()) return status;
  v1::SearchDocumentsRequest search;
  search.set_query(text);
  search.set_page_size(kFoundShown);
  v1::SearchDocumentsResponse response;
  status = visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, search, &response);
  for (const v1::SearchHit& hit : response.hits()) found->push_back(hit.document());
  return status;
}

}  // namespace santong::pages
