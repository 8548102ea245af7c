// What benchmarks of the whole server measure with: documents, made through the API.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/closed_loop.h"
#include "tests/bench/report_rows.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::bench {

// The calls that a closed loop keeps in flight, and the connections of a peer.
inline constexpr int kInFlight = 64;

double Median(std::vector<double> values);

// Ends the program with a message when a call of the outcome failed.
void Die(const std::string& what, const Outcome& outcome);

// A text of at most `bytes` bytes; another for each n.
std::string Text(size_t bytes, int n);

// The n-th document's text, n from 1.
using TextOf = std::function<std::string(int n)>;

// Imports `count` documents, numbered `id`〔2020〕1号 and on; returns documents a second.
double Import(testing::Registry& registry, const std::string& id, int count, const TextOf& text);

// The same for any number, in parts that the memory bears; StockNumber is the n-th's number, n
// from 1.
double ImportStock(testing::Registry& registry, const std::string& id, int count,
                   const TextOf& text);
std::string StockNumber(const std::string& id, int64_t n);

// Until the search index has read every event: what is measured next has the processors alone. Ends
// the program after an hour.
void AwaitIndex(testing::Registry& registry);

// Until its followers and its compactions have nothing left to do. Ends the program after an hour.
void AwaitRest(const testing::ServerProcess& server);

// Names of `count` new documents that wait for registration; the n-th is called 测试办法`first`+n.
std::vector<std::string> WaitingForRegistration(testing::Registry& registry,
                                                const std::string& address, int64_t count,
                                                size_t bytes, int64_t first);

// Medians of the rounds as rows: the rate, p50 and p99.
void AddOutcomes(const std::string& row, const std::vector<Outcome>& ours, ReportRows* rows);
// The same of a peer in the same rounds.
void AddPeerOutcomes(const std::string& row, const std::string& peer,
                     const std::vector<Outcome>& theirs, const std::vector<Outcome>& ours,
                     ReportRows* rows);
// Both, for a row with one peer.
void AddOutcomesAgainst(const std::string& row, const std::string& peer,
                        const std::vector<Outcome>& theirs, const std::vector<Outcome>& ours,
                        ReportRows* rows);

}  // namespace santong::bench
