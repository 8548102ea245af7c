// The streams of AddAttachment and GetAttachment.
#pragma once

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "santong/v1/document_service.pb.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

// Reactors that delete themselves. A file is held in memory while it comes or goes; its size is
// bounded by acts::kAttachmentBytesMax.
grpc::ServerReadReactor<v1::AddAttachmentRequest>* ReceiveAttachment(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings, v1::Attachment* reply);
grpc::ServerWriteReactor<v1::GetAttachmentResponse>* SendAttachment(
    rpc::Gate& gate, grpc::CallbackServerContext* context, kv::Store& store,
    settings::SettingsCache& settings, const v1::GetAttachmentRequest& request);

}  // namespace santong::services
