// A closed loop of calls: a fixed number in flight, each followed by the next, over a few channels.
// The client deals in bytes, so that what is measured is the server and not the client's parsing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"

namespace santong::bench {

struct Latencies {
  double p50_us = 0;
  double p99_us = 0;
};

struct Outcome {
  int64_t calls = 0;
  int64_t failures = 0;
  std::string first_failure;
  double seconds = 0;
  Latencies latency;
  double server_cpu_us = 0;  // of a call, where the caller measures it
  double PerSecond() const { return seconds > 0 ? static_cast<double>(calls) / seconds : 0; }
};

struct Load {
  std::string address;
  std::string method;  // "/santong.v1.DocumentService/GetDocument"
  std::string token;   // empty for the public
  int in_flight = 64;
  double seconds_max = 5;
  int64_t calls_max = 0;  // 0: until seconds_max
  // The n-th request's bytes, n from 0. Called on the client's thread.
  std::function<std::string(int64_t n)> request;
  // Takes the n-th reply's bytes; may be empty.
  std::function<void(int64_t n, const grpc::ByteBuffer& reply)> take;
};

// Runs the load on the calling thread and returns when it is done.
Outcome RunClosedLoop(const Load& load);

std::string BytesOf(const grpc::ByteBuffer& buffer);

}  // namespace santong::bench
