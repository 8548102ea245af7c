// A refused call as a client decodes it.
#pragma once

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace santong::testing {

// The google.rpc details of a status; what it does not carry is empty.
struct Details {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::PreconditionFailure precondition;
  google::rpc::LocalizedMessage localized;
  google::rpc::RequestInfo request;
  google::rpc::RetryInfo retry;
};

inline Details DetailsOf(const grpc::Status& status) {
  Details details;
  EXPECT_TRUE(details.status.ParseFromString(status.error_details()));
  EXPECT_EQ(details.status.code(), status.ok() ? 0 : status.error_code());
  for (const auto& any : details.status.details()) {
    any.UnpackTo(&details.info) || any.UnpackTo(&details.bad_request) ||
        any.UnpackTo(&details.precondition) || any.UnpackTo(&details.localized) ||
        any.UnpackTo(&details.request) || any.UnpackTo(&details.retry);
  }
  return details;
}

// The reason of ErrorInfo; empty where the call was not refused.
inline std::string ReasonOf(const grpc::Status& status) { return DetailsOf(status).info.reason(); }

// Whether the call was refused for that condition of a table.
inline bool Names(const grpc::Status& status, const std::string& condition) {
  const Details details = DetailsOf(status);
  for (const auto& violation : details.precondition.violations()) {
    if (violation.type() == condition) return true;
  }
  return false;
}

// The fields that are wrong, each with words that say so; empty where the call was not refused for
// any.
inline std::vector<std::string> FieldsOf(const grpc::Status& status) {
  std::vector<std::string> fields;
  const Details details = DetailsOf(status);
  for (const auto& violation : details.bad_request.field_violations()) {
    EXPECT_FALSE(violation.description().empty());
    fields.push_back(violation.field());
  }
  return fields;
}

}  // namespace santong::testing
