// A file that is received appears under its name only when it is whole.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/lib/local_file.h"
#include "grpcpp/client_context.h"

namespace santong::client {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Calls `receive` with a file beside `path`, which takes its name when the result is OK and goes
// otherwise; with standard output when `path` is "-". `receive` returns a StatusOr, which is
// returned. CannotWrite, with the call of `context` cancelled, when nothing can be written there.
template <typename Receive>
auto ReceiveWhole(const std::string& path, grpc::ClientContext& context, Receive receive)
    -> decltype(receive(stdout)) {
  if (path == "-") return receive(stdout);
  const std::string partial = absl::StrCat(path, ".part");
  File file(std::fopen(partial.c_str(), "wb"));
  if (file == nullptr) {
    context.TryCancel();
    return CannotWrite(partial);
  }
  auto result = receive(file.get());
  file.reset();
  std::error_code error;
  if (result.ok()) {
    std::filesystem::rename(partial, path, error);
    if (error) return CannotWrite(path);
  } else {
    std::filesystem::remove(partial, error);
  }
  return result;
}

}  // namespace santong::client
