// The public events as the history has them: what a watch is held against.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/server/services/fixture.h"

namespace santong::testing {

// Their sequences, in order. `token` is an auditor's or an admin's.
inline std::vector<int64_t> PublicEvents(v1::DocumentService::Stub& documents,
                                         const std::string& token) {
  std::vector<int64_t> written;
  v1::ListHistoryRequest history;
  history.set_page_size(1000);
  do {
    v1::ListHistoryResponse page;
    const grpc::Status status = documents.ListHistory(As(token).get(), history, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::Event& event : page.events()) {
      if (event.public_()) written.push_back(event.sequence());
    }
    history.set_page_token(page.next_page_token());
  } while (!history.page_token().empty());
  return written;
}

}  // namespace santong::testing
