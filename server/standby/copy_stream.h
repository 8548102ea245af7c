// CopyStore: a copy of the store as a stream of its files.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "santong/v1/standby_service.grpc.pb.h"
#include "server/rpc/gate.h"
#include "storage/kv/change_log.h"

namespace santong::standby {

// The folder of a copy that is being sent; one is left when the server is killed meanwhile.
std::string CopyFolder(absl::string_view data_dir);

// `refusal`: why no copy is given, or OK.
grpc::ServerWriteReactor<v1::CopyStoreResponse>* SendCopy(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::ChangeLog& log,
    const std::string& data_dir, const v1::CopyStoreRequest& request, absl::Status refusal);

}  // namespace santong::standby
