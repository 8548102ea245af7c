// What benchmarks of the whole server measure with: documents, made through the API.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/closed_loop.h"
#include "tests/support/registry.h"

namespace santong::bench {

// The calls that a closed loop keeps in flight, and the connections of a peer.
inline constexpr int kInFlight = 64;

double Median(std::vector<double> values);

// Ends the program with a message when a call of the outcome failed.
void Die(const std::string& what, const Outcome& outcome);

// A text of at most `bytes` bytes; another for each n.
std::string Text(size_t bytes, int n);

// Imports `count` documents with texts of `bytes` bytes, numbered `id`〔2020〕1号 and on; returns
// documents a second.
double Import(testing::Registry& registry, const std::string& id, int count, size_t bytes);

// Names of `count` new documents that wait for registration; the n-th is called 测试办法`first`+n.
std::vector<std::string> WaitingForRegistration(testing::Registry& registry,
                                                const std::string& address, int64_t count,
                                                size_t bytes, int64_t first);

}  // namespace santong::bench
