#include "server/gateway/method_table.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "server/rpc/service_list.h"

namespace santong::gateway {
namespace {

// An objection is read with its secret code, which no cache should hold.
constexpr std::array<absl::string_view, 5> kPublicServices = {
    "santong.v1.AdminService", "santong.v1.CatalogService", "santong.v1.CleanupService",
    "santong.v1.DocumentService", "santong.v1.LogService"};

// Not search and citations, whose indexes come a moment after the register, nor the log, which is
// signed when somebody asks.
constexpr std::array<absl::string_view, 6> kLasting = {
    "santong.v1.CatalogService.BatchCheckBasis", "santong.v1.CatalogService.CheckBasis",
    "santong.v1.CatalogService.DiffVersions",    "santong.v1.DocumentService.GetDocument",
    "santong.v1.DocumentService.GetVersion",     "santong.v1.DocumentService.ListVersions"};

template <size_t kCount>
bool Has(const std::array<absl::string_view, kCount>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

MethodTable::MethodTable() {
  for (const rpc::ListedService& listed : rpc::AllServices()) {
    const google::protobuf::ServiceDescriptor* service = listed.descriptor;
    for (int i = 0; i < service->method_count(); ++i) {
      Method method;
      method.descriptor = service->method(i);
      method.path = absl::StrCat("/", std::string(service->full_name()), "/",
                                 std::string(method.descriptor->name()));
      method.reads = method.descriptor->options().idempotency_level() ==
                     google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
      method.cacheable = method.reads && Has(kPublicServices, service->full_name());
      method.lasts = method.cacheable && Has(kLasting, method.descriptor->full_name());
      methods_.emplace(method.path, method);
    }
  }
}

const Method* MethodTable::Find(absl::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

}  // namespace santong::gateway
