// A closed loop of HTTP requests: a number of connections that are kept, each with one request in
// flight.
#pragma once

#include <string>

#include "tests/bench/closed_loop.h"

namespace santong::bench {

struct HttpLoad {
  std::string address;       // 127.0.0.1:port
  std::string target;        // "/santong.v1.DocumentService/GetDocument"
  std::string content_type;  // "application/json"
  int connections = 64;
  double seconds = 4;
  // The n-th request's body, n from 0. Called on the client's thread.
  std::function<std::string(int64_t n)> body;
  // When there is one: what the n-th request gets, instead of posting a body to `target`.
  std::function<std::string(int64_t n)> page;
  std::string accept_encoding;
};

// Runs the load on the calling thread and returns when it is done; an answer that is not 200 is a
// failure.
Outcome RunHttpLoop(const HttpLoad& load);

}  // namespace santong::bench
