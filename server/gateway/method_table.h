// The methods that may be called over HTTP: those of every listed service.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace santong::gateway {

struct Method {
  std::string path;  // "/santong.v1.DocumentService/GetDocument"
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  bool reads = false;  // NO_SIDE_EFFECTS: may be asked by GET
  // What the public reads is the same for everyone and holds no secret, so that caches may keep it
  // for a while.
  bool cacheable = false;
  // The answer follows from the register's state and the day alone, so that one that was made may
  // be given until either changes.
  bool lasts = false;

  bool unary() const { return !descriptor->client_streaming() && !descriptor->server_streaming(); }
};

class MethodTable {
 public:
  MethodTable();
  // nullptr for a path that names no method; paths are case-sensitive.
  const Method* Find(absl::string_view path) const;

 private:
  absl::flat_hash_map<std::string, Method> methods_;
};

}  // namespace santong::gateway
