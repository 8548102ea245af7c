// A service that the gate does not know can be called by nobody, so none may be forgotten.
#include "server/rpc/service_list.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "server/domain/access/access.h"

namespace santong::rpc {
namespace {

TEST(ServiceList, HoldsEveryMethodOfTheAccessTableAndNoOther) {
  std::set<std::string> listed, roles;
  for (const ListedService& service : AllServices()) {
    for (int i = 0; i < service.descriptor->method_count(); ++i) {
      listed.insert(service.descriptor->full_name() + "/" + service.descriptor->method(i)->name());
    }
  }
  for (const access::MethodRoles& row : access::AllMethods()) roles.insert(row.method);
  EXPECT_THAT(listed, ::testing::ContainerEq(roles));
}

}  // namespace
}  // namespace santong::rpc
