// A call as a request of the acts.
#pragma once

#include <string>

#include "santong/v1/document_service.pb.h"
#include "server/acts/request.h"
#include "server/domain/digest/sha256.h"
#include "server/rpc/call.h"

namespace santong::services {

// What every act carries, from the call. Without a request_id nothing is hashed.
inline acts::Request RequestOf(rpc::Call&& call) {
  return acts::Request{.caller = std::move(call.caller),
                       .now = call.now,
                       .today = call.today,
                       .method = call.method};
}

template <typename Message>
acts::Request RequestOf(rpc::Call&& call, const Message& message, const std::string& request_id) {
  acts::Request request = RequestOf(std::move(call));
  request.request_id = request_id;
  if (!request_id.empty()) {
    Message asked = message;
    asked.clear_request_id();
    request.request_sha256 = digest::Sha256(asked.SerializeAsString());
  }
  return request;
}

// A mutation of a document: with its options.
template <typename Message>
acts::Request DocumentRequestOf(rpc::Call&& call, const Message& message) {
  acts::Request request = RequestOf(std::move(call));
  const v1::ActOptions& options = message.options();
  request.request_id = options.request_id();
  request.validate_only = options.validate_only();
  request.etag = options.etag();
  if (!request.request_id.empty()) {
    Message asked = message;
    asked.clear_options();
    request.request_sha256 = digest::Sha256(asked.SerializeAsString());
  }
  return request;
}

}  // namespace santong::services
