#include "client/cli/import/verify.h"

#include <atomic>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "client/lib/digest.h"
#include "client/lib/methods.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

constexpr int kThreads = 8;

}  // namespace

absl::StatusOr<std::vector<std::string>> FindDifferent(const client::Client& client,
                                                       const std::vector<Expected>& expected) {
  std::atomic<size_t> next = 0;
  absl::Mutex mutex;
  absl::Status failure;
  std::vector<std::string> different;
  const auto work = [&] {
    for (size_t i = next++; i < expected.size(); i = next++) {
      v1::GetDocumentRequest request;
      request.set_name(expected[i].first);
      request.set_view(v1::DOCUMENT_VIEW_FULL);
      const auto document = client.Call<v1::Document>(client::kGetDocument, request);
      if (document.ok() &&
          client::Sha256(document->current_version().text()) == expected[i].second) {
        continue;
      }
      absl::MutexLock lock(&mutex);
      if (document.ok()) {
        different.push_back(expected[i].first);
      } else {
        failure = document.status();
        next = expected.size();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  if (!failure.ok()) return failure;
  return different;
}

}  // namespace santong::cli
