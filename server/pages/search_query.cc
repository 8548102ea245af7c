#include "server/pages/search_query.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace santong::pages {

const char* const kFilterFields[7] = {"validity", "state", "organ",  "jurisdiction",
                                      "kind",     "year",  "subject"};

v1::SearchDocumentsRequest SearchRequestOf(const Visit& visit) {
  v1::SearchDocumentsRequest request;
  request.set_query(visit.Query("q"));
  request.set_as_of(visit.Query("as_of"));
  request.set_page_token(visit.Query("page"));
  if (visit.Query("order") == "newest") request.set_order(v1::SEARCH_ORDER_NEWEST);
  std::string filter;
  for (const char* field : kFilterFields) {
    const std::string value = absl::StrReplaceAll(visit.Query(field), {{"\"", ""}});
    if (value.empty()) continue;
    absl::StrAppend(&filter, filter.empty() ? "" : " AND ", field, " = \"", value, "\"");
  }
  request.set_filter(filter);
  return request;
}

bool AsksForSomething(const Visit& visit) {
  const v1::SearchDocumentsRequest request = SearchRequestOf(visit);
  return !absl::StripAsciiWhitespace(request.query()).empty() || !request.filter().empty();
}

gateway::Fields SearchFields(const Visit& visit, absl::string_view field,
                             const std::string& value) {
  gateway::Fields fields{{"q", visit.Query("q")}};
  for (const char* name : kFilterFields) fields.emplace_back(name, visit.Query(name));
  fields.emplace_back("as_of", visit.Query("as_of"));
  fields.emplace_back("order", visit.Query("order"));
  for (auto& [name, old] : fields) {
    if (name == field) old = value;
  }
  return fields;
}

std::string FilterWords(const Visit& visit, absl::string_view field, const std::string& value) {
  if (field == "organ") {
    v1::GetOrganRequest request;
    request.set_name(value);
    v1::Organ organ;
    const grpc::Status status = visit.api.Call(&v1::AdminService::Stub::GetOrgan, request, &organ);
    return status.ok() ? organ.display_name() : value;
  }
  if (field == "jurisdiction") {
    v1::GetJurisdictionRequest request;
    request.set_name(value);
    v1::Jurisdiction jurisdiction;
    const grpc::Status status =
        visit.api.Call(&v1::AdminService::Stub::GetJurisdiction, request, &jurisdiction);
    return status.ok() ? jurisdiction.display_name() : value;
  }
  std::string key;
  if (field == "state") key = "document_state_";
  if (field == "kind") key = "document_kind_";
  if (field == "validity") key = "validity_";
  if (key.empty()) return value;
  absl::StrAppend(&key, absl::AsciiStrToLower(value));
  return visit.words.Has(key) ? visit.words.Say(key) : value;
}

}  // namespace santong::pages
