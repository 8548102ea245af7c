// One client address holds no more connections than its share, whatever it does, and others theirs:
// over sockets from several addresses of the loopback.
#include "server/ops/client_shares.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace santong::ops {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kNow = 5 * kSecond;
constexpr char kHere[] = "127.0.0.2";
constexpr char kThere[] = "127.0.0.3";
constexpr char kThisMachine[] = "127.0.0.1";

sockaddr_in At(const char* address) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  EXPECT_EQ(inet_pton(AF_INET, address, &at.sin_addr), 1);
  return at;
}

class ClientSharesTest : public ::testing::Test {
 protected:
  ClientSharesTest() {
    sockaddr_in at = At(kThisMachine);
    EXPECT_EQ(bind(listening_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(listen(listening_, SOMAXCONN), 0);
  }
  ~ClientSharesTest() override {
    for (const int one : clients_) close(one);
    for (const int one : accepted_) close(one);
    close(listening_);
  }

  // A connection from this address, as the server sees it.
  int Accept(const char* from) {
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    clients_.push_back(client);
    sockaddr_in at = At(from);
    EXPECT_EQ(bind(client, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    socklen_t size = sizeof at;
    EXPECT_EQ(getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    accepted_.push_back(accept(listening_, nullptr, nullptr));
    return accepted_.back();
  }
  void End(int accepted) {
    close(accepted);
    std::erase(accepted_, accepted);
  }
  // The number is another connection's now, as when it was closed and given anew.
  void GiveAnew(int number, const char* to) {
    const int accepted = Accept(to);
    EXPECT_EQ(dup2(accepted, number), number);
    End(accepted);
  }

 private:
  const int listening_ = socket(AF_INET, SOCK_STREAM, 0);
  std::vector<int> clients_;
  std::vector<int> accepted_;
};

TEST_F(ClientSharesTest, AClientHoldsItsShareAndNoMoreUntilOneEnds) {
  ClientShares shares(2);
  const int first = Accept(kHere);
  EXPECT_TRUE(shares.Enter(first, kNow));
  EXPECT_TRUE(shares.Enter(Accept(kHere), kNow));
  for (int again = 0; again < 3; ++again) EXPECT_FALSE(shares.Enter(Accept(kHere), kNow));
  EXPECT_TRUE(shares.Enter(Accept(kThere), kNow)) << "another's is its own";
  End(first);
  EXPECT_FALSE(shares.Enter(Accept(kHere), kNow + kSecond - 1)) << "a look was just taken";
  EXPECT_TRUE(shares.Enter(Accept(kHere), kNow + kSecond));
  EXPECT_FALSE(shares.Enter(Accept(kHere), kNow + 2 * kSecond));
}

TEST_F(ClientSharesTest, ANumberCountsForWhomItWasGivenLast) {
  ClientShares shares(1);
  const int number = Accept(kHere);
  EXPECT_TRUE(shares.Enter(number, kNow));
  GiveAnew(number, kThere);
  EXPECT_TRUE(shares.Enter(number, kNow));
  const int again = Accept(kHere);
  EXPECT_TRUE(shares.Enter(again, kNow)) << "its place was left, and nobody had to look";
  EXPECT_FALSE(shares.Enter(Accept(kThere), kNow));
  GiveAnew(again, kHere);
  shares.EnterUncounted(again);
  EXPECT_TRUE(shares.Enter(Accept(kHere), kNow)) << "what a trusted proxy holds is nobody's";
}

TEST_F(ClientSharesTest, NeitherZeroNorThisMachineIsLimited) {
  ClientShares none(0), one(1);
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(none.Enter(Accept(kHere), kNow));
    EXPECT_TRUE(one.Enter(Accept(kThisMachine), kNow));
    EXPECT_TRUE(one.Enter(pair[0], kNow));
    EXPECT_TRUE(one.Enter(pair[1], kNow));
  }
  for (const int end : pair) close(end);
}

std::string ClientAtV6(const char* address) {
  sockaddr_storage peer{};
  auto& at = reinterpret_cast<sockaddr_in6&>(peer);
  at.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, address, &at.sin6_addr), 1) << address;
  return ClientOf(peer);
}

std::string ClientAtV4(const char* address) {
  sockaddr_storage peer{};
  reinterpret_cast<sockaddr_in&>(peer) = At(address);
  return ClientOf(peer);
}

TEST(ClientOf, IsAnAddressOrACustomersNetwork) {
  EXPECT_EQ(ClientAtV4("10.1.2.3"), (std::string{10, 1, 2, 3}));
  EXPECT_EQ(ClientAtV6("::ffff:10.1.2.3"), ClientAtV4("10.1.2.3")) << "a socket of both families";
  EXPECT_NE(ClientAtV4("10.1.2.4"), ClientAtV4("10.1.2.3"));
  EXPECT_EQ(ClientAtV6("2001:db8:1:2::3"), ClientAtV6("2001:db8:1:2:ffff:ffff::4"));
  EXPECT_NE(ClientAtV6("2001:db8:1:2::3"), ClientAtV6("2001:db8:1:3::3"));
  EXPECT_NE(ClientAtV4(kHere), "");
  for (const char* const uncounted : {"::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(ClientAtV6(uncounted), "") << uncounted;
  }
  EXPECT_EQ(ClientAtV4(kThisMachine), "");
  sockaddr_storage local{};
  local.ss_family = AF_UNIX;
  EXPECT_EQ(ClientOf(local), "");
}

}  // namespace
}  // namespace santong::ops
