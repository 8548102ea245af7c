#include "server/domain/workflow/describe.h"

#include "absl/strings/strip.h"

namespace santong::workflow {
namespace {

std::string WithoutPrefix(absl::string_view name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(name, prefix));
}

}  // namespace

std::string RoleName(v1::Role role) { return WithoutPrefix(v1::Role_Name(role), "ROLE_"); }

std::string ClockName(v1::ClockKind clock) {
  if (clock == v1::CLOCK_KIND_UNSPECIFIED) return "";
  return WithoutPrefix(v1::ClockKind_Name(clock), "CLOCK_KIND_");
}

const char* OperationName(ClockOperation operation) {
  switch (operation) {
    case ClockOperation::kStarts:
      return "starts";
    case ClockOperation::kStops:
      return "stops";
    case ClockOperation::kSuspends:
      return "suspends";
    case ClockOperation::kResumes:
      return "resumes";
    case ClockOperation::kCancels:
      return "cancels";
    case ClockOperation::kExpires:
      return "expires";
  }
  return "";
}

}  // namespace santong::workflow
