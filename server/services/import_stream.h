// The stream of ImportDocuments: batches of rows in, their answers out, a few batches on the way at
// once.
#pragma once

#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

// A reactor that deletes itself. Its messages are raw: a row that is not UTF-8 is refused by name.
grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ImportStream(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings);

}  // namespace santong::services
