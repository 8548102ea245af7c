#include "server/ops/address.h"

#include <gtest/gtest.h>

namespace santong::ops {
namespace {

TEST(Address, LoopbackIsWhatOnlyThisMachineReaches) {
  for (const char* address : {"127.0.0.1:0", "127.0.0.1:7411", "127.255.0.3:1", "localhost:65535",
                              "[::1]:443", "unix:/run/santong.sock"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
}

TEST(Address, AnythingElseIsNot) {
  for (const char* address :
       {"", ":", ":7411", "0.0.0.0:1", "[::]:1", "128.0.0.1:1", "10.0.0.1:1", "example.org:1",
        "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1.example.org:1", "localhost.example.org:1", "::1:443"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

TEST(Address, WhatIsNoneIsNamedWithItsKey) {
  for (const char* address : {"0.0.0.0:1", "[::]:1", ":7411", "unix:/run/santong.sock"})
    EXPECT_TRUE(CheckAddress("listen", address).ok()) << address;
  for (const char* address :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "unix:"}) {
    const absl::Status refused = CheckAddress("listen", address);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_EQ(refused.message().find("listen"), 0) << refused;
  }
}

}  // namespace
}  // namespace santong::ops
