// Clients that connect and say nothing, or half of something, by the thousand: on both ports, while
// an office works. Its calls succeed, what is too much is refused and told, and when they are gone
// all is as it was. One address never takes the places of all.
//
// Method: raw sockets of this process, which has descriptors of its own, against a santongd. What
// stands for another machine binds to another address of the loopback than 127.0.0.1.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tests/server/services/fixture.h"
#include "tests/support/metrics_page.h"

namespace santong::testing {
namespace {

constexpr size_t kMany = 10'000;
// What a slow client has said when it falls silent: nothing, half a preface, a preface with its
// SETTINGS and half a HEADERS frame, half a request of HTTP/1.1.
constexpr absl::string_view kBegun[] = {
    "", "PRI * HTTP/2.0\r\n",
    absl::string_view("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\x40\1\4\0\0\0\1\x82",
                      43),
    "GET / HTTP/1.1\r\nHost:"};
// Of these, after which either port waits longest: other words are refused, and the connection is
// closed, or cut off after ten seconds.
constexpr absl::string_view kGrpcWaits[] = {kBegun[2]};
constexpr absl::string_view kHttpWaits[] = {kBegun[0], kBegun[3]};
// What is answered at once, and the connection stays: a preface with its SETTINGS, a request.
constexpr absl::string_view kPreface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
constexpr absl::string_view kRequest = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

class Sockets {
 public:
  // To `address`; from one of this machine's, or from whichever the kernel takes (127.0.0.1).
  explicit Sockets(const std::string& address, const char* from = nullptr) {
    const size_t colon = address.rfind(':');
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(address.substr(colon + 1), &port));
    to_.sin_family = AF_INET;
    to_.sin_port = htons(static_cast<uint16_t>(port));
    to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    from_.sin_family = AF_INET;
    if (from != nullptr) from_.sin_addr.s_addr = inet_addr(from);
  }
  ~Sockets() {
    for (const int one : open_) close(one);
  }
  void Open(size_t count, absl::Span<const absl::string_view> begun = kBegun) {
    for (size_t i = 0; i < count; ++i) ASSERT_NO_FATAL_FAILURE(Begin(begun[i % begun.size()]));
  }
  // Whether one more is answered; it stays open then.
  bool Ask(absl::string_view words) {
    Begin(words);
    char said[256];
    if (recv(open_.back(), said, sizeof said, 0) > 0) return true;
    Close(1);
    return false;
  }
  // The newest.
  void Close(size_t count) {
    for (size_t i = 0; i < count; ++i) {
      close(open_.back());
      open_.pop_back();
    }
  }
  // Returns when the other side has closed each of them.
  void AwaitEnds() const {
    char said[256];
    for (const int one : open_) {
      while (recv(one, said, sizeof said, 0) > 0) {
      }
    }
  }

 private:
  void Begin(absl::string_view words) {
    const int one = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_GE(one, 0);
    open_.push_back(one);
    if (from_.sin_addr.s_addr != INADDR_ANY) {
      ASSERT_EQ(bind(one, reinterpret_cast<const sockaddr*>(&from_), sizeof from_), 0);
    }
    ASSERT_EQ(connect(one, reinterpret_cast<const sockaddr*>(&to_), sizeof to_), 0);
    // It may be refused already.
    (void)!send(one, words.data(), words.size(), MSG_NOSIGNAL);
  }

  sockaddr_in to_{};
  sockaddr_in from_{};
  std::vector<int> open_;
};

class ConnectionsTest : public ::testing::Test {
 protected:
  ConnectionsTest() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }

  void Start(std::vector<std::string> more) {
    more.insert(more.end(), {"--metrics-address", absl::StrCat("127.0.0.1:", metrics_port_)});
    server_ = std::make_unique<RunningServer>(std::move(more));
    server_->registry();
  }
  size_t OpenDescriptors() const {
    const std::filesystem::directory_iterator all(
        absl::StrCat("/proc/", server_->process().pid(), "/fd"));
    return static_cast<size_t>(std::distance(begin(all), end(all)));
  }
  double Refused(const std::string& metric = "santong_connections_refused") const {
    double refused = -1;
    (void)absl::SimpleAtod(MetricValue(MetricsPage(metrics_port_), metric), &refused);
    return refused;
  }
  // Over a connection of its own.
  grpc::Status CallAnew() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(server_->process().address(),
                                                   grpc::InsecureChannelCredentials(), arguments);
    v1::GetServerInfoResponse reply;
    const auto context = As(AdminToken(server_->data_dir()));
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
    return v1::AdminService::NewStub(channel)->GetServerInfo(context.get(), {}, &reply);
  }

  const int metrics_port_ = FreePort();
  std::unique_ptr<RunningServer> server_;
};

TEST_F(ConnectionsTest, TenThousandThatSayLittleHoldUpNobody) {
  Start({});
  struct Door {
    std::string address;
    absl::Span<const absl::string_view> waits;
  };
  const Door doors[] = {{server_->process().address(), kGrpcWaits},
                        {HttpAddress(server_->data_dir()), kHttpWaits}};
  for (const auto& [address, waits] : doors) {
    const size_t descriptors = OpenDescriptors();
    const double mib = server_->process().ResidentMib();
    {
      Sockets slow(address);
      slow.Open(kMany / 50);  // the HTTP port has 10,240 places
      slow.Open(kMany, waits);
      // They are open at once.
      while (OpenDescriptors() < descriptors + kMany) std::this_thread::yield();
      server_->registry().Published("甲办法");
      EXPECT_TRUE(CallAnew().ok()) << "who comes now is served, too";
      std::printf("%s: %.1f KiB a connection, %zu descriptors\n", address.c_str(),
                  (server_->process().ResidentMib() - mib) * 1024 / kMany, OpenDescriptors());
    }
    while (OpenDescriptors() > descriptors + 8) std::this_thread::yield();
    EXPECT_TRUE(CallAnew().ok());
  }
  EXPECT_EQ(Refused(), 0);
}

TEST_F(ConnectionsTest, WhatIsTooMuchIsRefusedAndThePortServesOn) {
  constexpr size_t kDescriptors = 400;
  Start({"--max-descriptors", absl::StrCat(kDescriptors)});
  for (const std::string& address :
       {server_->process().address(), HttpAddress(server_->data_dir())}) {
    const double refused = Refused();
    {
      Sockets flood(address);
      flood.Open(2 * kDescriptors);
      while (Refused() < refused + kDescriptors / 2) std::this_thread::yield();
      EXPECT_LT(OpenDescriptors(), kDescriptors * 7 / 8) << "the store can open files";
      // On a busy machine those of the flood that never finish their handshake are cut off by now.
      grpc::Status newcomer = CallAnew();
      for (int again = 0; newcomer.ok() && again < 5; ++again) {
        flood.Open(2 * kDescriptors);
        newcomer = CallAnew();
      }
      EXPECT_EQ(newcomer.error_code(), grpc::StatusCode::UNAVAILABLE);
      server_->registry().Published("乙办法");  // over the connection that it has
    }
    while (OpenDescriptors() > kDescriptors / 4) std::this_thread::yield();
    // gRPC's own listener would never accept again.
    EXPECT_TRUE(CallAnew().ok());
  }
}

TEST_F(ConnectionsTest, OneAddressHasNoMoreThanItsShareOfBothPorts) {
  constexpr size_t kEach = 20;
  constexpr size_t kEnded = 3;
  Start({"--max-connections-per-address", absl::StrCat(kEach)});
  struct Door {
    std::string address;
    absl::string_view words;
    const char* greedy;  // who fills it
  };
  const Door doors[] = {{server_->process().address(), kPreface, "127.0.0.2"},
                        {HttpAddress(server_->data_dir()), kRequest, "127.0.0.3"}};
  for (const Door& door : doors) {
    SCOPED_TRACE(door.address);
    Sockets greedy(door.address, door.greedy);
    for (size_t i = 0; i < kEach; ++i) ASSERT_TRUE(greedy.Ask(door.words)) << i;
    for (int again = 0; again < 3; ++again) EXPECT_FALSE(greedy.Ask(door.words));
    for (const Door& other : doors) {
      EXPECT_FALSE(Sockets(other.address, door.greedy).Ask(other.words)) << other.address;
      EXPECT_TRUE(Sockets(other.address, "127.0.0.4").Ask(other.words)) << other.address;
    }
    EXPECT_TRUE(CallAnew().ok()) << "this machine is not counted";
    greedy.Close(kEnded);
    for (size_t i = 0; i < kEnded; ++i) {
      while (!greedy.Ask(door.words)) std::this_thread::yield();
    }
    EXPECT_FALSE(greedy.Ask(door.words));
  }
  EXPECT_GE(Refused(), 2 * 6);
  EXPECT_EQ(Refused(), Refused("santong_connections_refused_by_address"));
}

TEST_F(ConnectionsTest, WhoNeverFinishesItsHandshakeIsCutOff) {
  Start({});
  Sockets slow(server_->process().address());
  slow.Open(2);  // none of them sends its SETTINGS
  slow.AwaitEnds();
  EXPECT_TRUE(CallAnew().ok());
}

}  // namespace
}  // namespace santong::testing
