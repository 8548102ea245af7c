// santong.v1.FileService: text out of files, pages out of texts, letters out of acts. The first two
// wait on other processes, on threads of their own.
#pragma once

#include <string>

#include "santong/v1/file_service.grpc.pb.h"
#include "server/confined/pool.h"
#include "server/intake/file_reader.h"
#include "server/print/printer.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class FileService final : public v1::FileService::CallbackService {
 public:
  // All must outlive the service. `site_url` is where the portal is reached; may be empty.
  FileService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
              const intake::FileReader& reader, const print::Printer& printer,
              std::string site_url);

  grpc::ServerUnaryReactor* ExtractText(grpc::CallbackServerContext* context,
                                        const v1::ExtractTextRequest* request,
                                        v1::ExtractTextResponse* reply) override;
  grpc::ServerReadReactor<v1::ExtractFileRequest>* ExtractFile(
      grpc::CallbackServerContext* context, v1::ExtractTextResponse* reply) override;
  grpc::ServerWriteReactor<v1::PrintDocumentResponse>* PrintDocument(
      grpc::CallbackServerContext* context, const v1::PrintDocumentRequest* request) override;
  grpc::ServerUnaryReactor* GetDocumentLetter(grpc::CallbackServerContext* context,
                                              const v1::GetDocumentLetterRequest* request,
                                              v1::DocumentLetter* reply) override;

 private:
  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const intake::FileReader& reader_;
  const print::Printer& printer_;
  const std::string site_url_;
  confined::Pool reading_;
  // Anyone may print: that holds up no clerk who reads a file.
  confined::Pool printing_;
};

}  // namespace santong::services
