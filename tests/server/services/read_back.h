// What a test reads back after an act: which events it left, whether the store still agrees with
// itself.
#pragma once

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

// The types of the events of the resource, in order. `token` is an auditor's or an admin's.
inline std::vector<std::string> EventTypes(v1::DocumentService::Stub& documents,
                                           const std::string& token, const std::string& name) {
  v1::ListHistoryRequest request;
  request.set_parent(name);
  v1::ListHistoryResponse response;
  const grpc::Status status = documents.ListHistory(As(token).get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  std::vector<std::string> types;
  for (const v1::Event& event : response.events()) types.push_back(event.type());
  return types;
}

// Asks until it holds, for a minute at most, however fast the machine asks; whether it came to
// hold.
template <typename Holds>
bool Eventually(Holds holds) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (!holds()) {
    if (absl::Now() >= give_up) return false;
  }
  return true;
}

// Returns when the last event of the resource, which a follower or the scheduler writes, is of that
// type; fails after a minute.
inline void WaitForEvent(v1::DocumentService::Stub& documents, const std::string& token,
                         const std::string& name, const std::string& type) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  std::string last;
  do {
    const std::vector<std::string> types = EventTypes(documents, token, name);
    last = types.empty() ? "" : types.back();
  } while (last != type && absl::Now() < give_up);
  EXPECT_EQ(last, type) << name;
}

// The operator's check finds no problem. `token` is an admin's.
inline void ExpectSoundStore(v1::AdminService::Stub& admin, const std::string& token) {
  v1::VerifyStoreResponse response;
  const grpc::Status status = admin.VerifyStore(As(token).get(), {}, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.problems_size(), 0) << response.ShortDebugString();
}

}  // namespace santong::testing
