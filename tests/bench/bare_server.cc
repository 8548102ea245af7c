#include "tests/bench/bare_server.h"

#include <signal.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "tests/bench/closed_loop.h"

namespace santong::bench {
namespace {

// One call: reads the request, answers it, finishes.
class BareCall final : public grpc::ServerGenericBidiReactor {
 public:
  BareCall(kv::Store& store, const grpc::ByteBuffer& payload, bool put)
      : store_(store), payload_(payload), put_(put) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (!put_) {
      reply_ = payload_;
      return StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
    }
    store_.Transact(
        [this](kv::Transaction& txn) {
          auto last = txn.Get("last");
          uint64_t serial = 0;
          if (last.ok()) serial = *schema::DecodeUint64(*last);
          const std::string key = schema::EncodeUint64(++serial);
          txn.Put("last", key);
          txn.Put(key, BytesOf(request_));
          return absl::OkStatus();
        },
        [this](absl::Status status) {
          grpc::Slice slice("12345678");
          reply_ = grpc::ByteBuffer(&slice, 1);
          StartWriteAndFinish(&reply_, grpc::WriteOptions(),
                              status.ok() ? grpc::Status::OK
                                          : grpc::Status(grpc::StatusCode::INTERNAL,
                                                         std::string(status.message())));
        });
  }
  void OnDone() override { delete this; }

 private:
  kv::Store& store_;
  const grpc::ByteBuffer& payload_;
  const bool put_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
};

class BareService final : public grpc::CallbackGenericService {
 public:
  BareService(kv::Store& store, grpc::ByteBuffer payload)
      : store_(store), payload_(std::move(payload)) {}
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new BareCall(store_, payload_, context->method() == "/bare/Put");
  }

 private:
  kv::Store& store_;
  const grpc::ByteBuffer payload_;
};

}  // namespace

int ServeBare(const std::string& data_dir, const std::string& payload_file,
              const std::string& port_file) {
  kv::RocksDbStore::Options options;
  options.path = data_dir;
  // Blocked before any thread starts, so that sigwait below is the only one to see it.
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  auto store = kv::RocksDbStore::Open(options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", std::string(store.status().message()).c_str());
    return 1;
  }
  std::ifstream file(payload_file, std::ios::binary);
  grpc::Slice slice(std::string(std::istreambuf_iterator<char>(file), {}));
  BareService service(**store, grpc::ByteBuffer(&slice, 1));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(port_file) << port << std::endl;
  int signal_number = 0;
  sigwait(&blocked, &signal_number);
  server->Shutdown();
  return 0;
}

}  // namespace santong::bench
