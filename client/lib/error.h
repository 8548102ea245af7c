// Why a call failed, read out of the status that came back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::client {

struct Violation {
  std::string subject;  // the field's path or the condition's name
  std::string article;  // behind the condition, where the server names one
  std::string text;     // what is wrong and how to mend it
};

struct CallError {
  std::string message;     // in the language that was asked for, where the server has it
  std::string reason;      // e.g. FIELD_INVALID; empty when the server gave none
  std::string request_id;  // under which the server's log has it
  std::string repeat_id;   // the request's own, with which it may be repeated; empty for a read
  std::map<std::string, std::string> metadata;
  std::vector<Violation> violations;
};

// Keeps `details` (the bytes of a google.rpc.Status, may be empty) and the request's id with the
// status.
absl::Status MakeCallStatus(int grpc_code, absl::string_view message, absl::string_view details,
                            absl::string_view request_id);

// How long the server asks to wait before the call is made again; zero where it asks for nothing.
absl::Duration AskedWait(const absl::Status& status);

// Reads a status made by MakeCallStatus; any other gives its message alone.
CallError Describe(const absl::Status& status, bool chinese);

}  // namespace santong::client
