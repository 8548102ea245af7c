// santong.v1.FileService: text out of files. What reads them waits on other processes, on threads
// of its own.
#pragma once

#include "santong/v1/file_service.grpc.pb.h"
#include "server/confined/pool.h"
#include "server/intake/file_reader.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class FileService final : public v1::FileService::CallbackService {
 public:
  // All must outlive the service.
  FileService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
              const intake::FileReader& reader);

  grpc::ServerUnaryReactor* ExtractText(grpc::CallbackServerContext* context,
                                        const v1::ExtractTextRequest* request,
                                        v1::ExtractTextResponse* reply) override;
  grpc::ServerReadReactor<v1::ExtractFileRequest>* ExtractFile(
      grpc::CallbackServerContext* context, v1::ExtractTextResponse* reply) override;

 private:
  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const intake::FileReader& reader_;
  confined::Pool reading_;
};

}  // namespace santong::services
