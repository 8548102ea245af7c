// Which roles may call which method: one table, read by the gate for every call and by the
// documentation.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/domain/access/caller.h"

namespace santong::access {

// A set of roles as bits; bit n is the v1::Role with number n.
using Roles = uint32_t;

// One method and the roles that may call it. Whether the caller may do it to *this* document is
// decided by the workflow's row and by the queries.
struct MethodRoles {
  const char* method;  // e.g. "santong.v1.DocumentService/RegisterDocument"
  Roles roles;
};

// A row for every method of every service, sorted by service and by the order of the proto.
absl::Span<const MethodRoles> AllMethods();

// The roles that may call the method; none when it has no row.
Roles RolesFor(absl::string_view method);

// Whether one of the caller's roles is in `roles`.
bool HasOneOf(const Caller& caller, Roles roles);

// Whether the caller may call the method. A method without a row may be called by nobody.
bool MayCall(absl::string_view method, const Caller& caller);

}  // namespace santong::access
