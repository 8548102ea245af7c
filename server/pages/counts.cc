#include "server/pages/counts.h"

#include <algorithm>
#include <functional>

namespace santong::pages {
namespace {

grpc::Status CountSome(const Visit& visit, const char* filter, int64_t* total, bool* are_bounds,
                       std::map<std::string, std::map<std::string, int64_t>>* sums) {
  v1::SearchDocumentsRequest request;
  request.set_filter(filter);
  request.set_page_size(1);
  request.set_facets(true);
  v1::SearchDocumentsResponse response;
  grpc::Status status =
      visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
  *total = response.total();
  *are_bounds = *are_bounds || response.total_is_lower_bound();
  for (const v1::SearchFacet& facet : response.facets()) {
    for (const v1::SearchFacetValue& value : facet.values()) {
      (*sums)[facet.field()][value.value()] += value.count();
    }
  }
  return status;
}

}  // namespace

grpc::Status CountAll(const Visit& visit, Counts* counts) {
  std::map<std::string, std::map<std::string, int64_t>> sums;
  bool* bounds = &counts->are_bounds;
  grpc::Status status = CountSome(visit, "validity = VALID", &counts->valid, bounds, &sums);
  if (status.ok())
    status = CountSome(visit, "validity = NOT_VALID", &counts->not_valid, bounds, &sums);
  if (!status.ok()) return status;
  for (auto& [field, values] : sums) {
    auto& list = counts->by_field[field];
    list.assign(values.begin(), values.end());
    if (field == "year") {
      std::sort(list.begin(), list.end(), std::greater<>());
    } else {
      std::stable_sort(list.begin(), list.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
    }
  }
  return status;
}

}  // namespace santong::pages
