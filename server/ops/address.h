// Addresses that only this machine can reach.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace santong::ops {

// Whether HOST:PORT or unix:PATH can be reached from this machine alone: localhost, 127.0.0.0/8,
// [::1] or a unix socket. False for anything else, also for what is no address.
bool IsLoopback(absl::string_view address);

// INVALID_ARGUMENT, naming `key`, when the address is neither HOST:PORT nor unix:PATH: who forgot
// the port is not to be told that 127.0.0.1 can be reached from other machines.
absl::Status CheckAddress(absl::string_view key, absl::string_view address);

// HOST:0, once the port is known that was taken for it.
void KeepPort(std::string& address, int port);

}  // namespace santong::ops
