#include "tests/bench/closed_loop.h"

#include <algorithm>
#include <atomic>
#include <chrono>

#include "grpcpp/generic/generic_stub.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kChannels = 4;

struct Call {
  int64_t n = 0;
  Clock::time_point start;
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer reply;
  grpc::Status status;
};

double At(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (buffer.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  return bytes;
}

Outcome RunClosedLoop(const Load& load) {
  static std::atomic<int> channels_made{0};
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    // Keeps channels from sharing one connection, also those of a loop that runs beside this one.
    arguments.SetInt("grpc.channel_id", channels_made++);
    arguments.SetMaxReceiveMessageSize(-1);
    stubs.push_back(std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(load.address, grpc::InsecureChannelCredentials(), arguments)));
  }
  grpc::CompletionQueue queue;
  Outcome outcome;
  std::vector<double> latencies;
  latencies.reserve(1 << 20);
  int64_t next = 0;
  const Clock::time_point start = Clock::now();
  const Clock::time_point end = start + std::chrono::duration_cast<Clock::duration>(
                                            std::chrono::duration<double>(load.seconds_max));
  auto issue = [&](Call* call) {
    if ((load.calls_max > 0 && next >= load.calls_max) || Clock::now() >= end) return false;
    call->n = next++;
    call->context = std::make_unique<grpc::ClientContext>();
    if (!load.token.empty()) call->context->AddMetadata("authorization", "Bearer " + load.token);
    call->reply.Clear();
    grpc::Slice slice(load.request(call->n));
    grpc::ByteBuffer request(&slice, 1);
    call->start = Clock::now();
    call->reader = stubs[static_cast<size_t>(call->n) % stubs.size()]->PrepareUnaryCall(
        call->context.get(), load.method, request, &queue);
    call->reader->StartCall();
    call->reader->Finish(&call->reply, &call->status, call);
    return true;
  };
  std::vector<std::unique_ptr<Call>> calls;
  int open = 0;
  for (int i = 0; i < load.in_flight; ++i) {
    calls.push_back(std::make_unique<Call>());
    if (issue(calls.back().get())) ++open;
  }
  void* tag = nullptr;
  bool ok = false;
  while (open > 0 && queue.Next(&tag, &ok)) {
    Call* call = static_cast<Call*>(tag);
    latencies.push_back(
        std::chrono::duration<double, std::micro>(Clock::now() - call->start).count());
    ++outcome.calls;
    if (!call->status.ok()) {
      ++outcome.failures;
      if (outcome.first_failure.empty()) outcome.first_failure = call->status.error_message();
    } else if (load.take) {
      load.take(call->n, call->reply);
    }
    if (!issue(call)) --open;
  }
  outcome.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::sort(latencies.begin(), latencies.end());
  outcome.latency = {At(latencies, 0.5), At(latencies, 0.99)};
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  return outcome;
}

}  // namespace santong::bench
