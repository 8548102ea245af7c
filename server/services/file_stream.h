// The streams of FileService.
#pragma once

#include <string>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "santong/v1/file_service.pb.h"
#include "server/confined/pool.h"
#include "server/intake/file_reader.h"
#include "server/print/printer.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

// ExtractFile: a reactor that deletes itself and holds one file of intake::kFileBytesMax at most.
grpc::ServerReadReactor<v1::ExtractFileRequest>* ReceiveFile(rpc::Gate& gate,
                                                             grpc::CallbackServerContext* context,
                                                             const intake::FileReader& reader,
                                                             confined::Pool& reading,
                                                             v1::ExtractTextResponse* reply);

// PrintDocument: a reactor that deletes itself and holds one PDF. `site_url` is where the portal is
// reached, for the paper's QR code; may be empty.
grpc::ServerWriteReactor<v1::PrintDocumentResponse>* SendPdf(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    settings::SettingsCache& settings, const print::Printer& printer, confined::Pool& printing,
    const std::string& site_url, const v1::PrintDocumentRequest& request);

}  // namespace santong::services
