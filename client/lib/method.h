// A unary method as a value: its path and how to make its messages.
#pragma once

#include <memory>

#include "google/protobuf/message.h"

namespace santong::client {

struct Method {
  const char* path;  // "/santong.v1.DocumentService/GetDocument"
  std::unique_ptr<google::protobuf::Message> (*new_request)();
  std::unique_ptr<google::protobuf::Message> (*new_response)();
  bool reads_all = false;  // the more the register holds the longer it takes
};

template <class Request, class Response>
constexpr Method Unary(const char* path) {
  return {
      path,
      +[]() -> std::unique_ptr<google::protobuf::Message> { return std::make_unique<Request>(); },
      +[]() -> std::unique_ptr<google::protobuf::Message> { return std::make_unique<Response>(); }};
}

constexpr Method ReadsAll(Method method) {
  method.reads_all = true;
  return method;
}

}  // namespace santong::client
