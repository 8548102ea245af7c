// Addresses that only this machine can reach.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace santong::ops {

// Whether HOST:PORT or unix:PATH can be reached from this machine alone: localhost, 127.0.0.0/8,
// [::1] or a unix socket. False for anything else, also for what is no address.
bool IsLoopback(absl::string_view address);

// HOST:0, once the port is known that was taken for it.
void KeepPort(std::string& address, int port);

}  // namespace santong::ops
