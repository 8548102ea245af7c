#include "client/lib/catalog_stream.h"

#include <cstdio>

#include "client/lib/error.h"
#include "client/lib/whole_file.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/catalog_service.grpc.pb.h"

namespace santong::client {
namespace {

constexpr absl::Duration kExportTimeout = absl::Hours(6);

absl::StatusOr<v1::ExportCatalogResponse> Receive(
    grpc::ClientReader<v1::ExportCatalogResponse>& reader, std::FILE* out) {
  v1::ExportCatalogResponse part;
  bool written = true;
  while (reader.Read(&part)) {
    written &= std::fwrite(part.chunk().data(), 1, part.chunk().size(), out) == part.chunk().size();
  }
  const grpc::Status status = reader.Finish();
  if (!status.ok()) {
    return MakeCallStatus(status.error_code(), status.error_message(), status.error_details(), "");
  }
  if (!written || std::fflush(out) != 0) return absl::InternalError("cannot write the file");
  part.clear_chunk();
  return part;
}

}  // namespace

absl::StatusOr<v1::ExportCatalogResponse> ExportCatalog(const Connection& connection,
                                                        const v1::ExportCatalogRequest& request,
                                                        const std::string& path) {
  const auto context = connection.NewContext(kExportTimeout);
  const auto stub = v1::CatalogService::NewStub(connection.channel());
  const auto reader = stub->ExportCatalog(context.get(), request);
  return ReceiveWhole(path, *context, [&](std::FILE* out) { return Receive(*reader, out); });
}

}  // namespace santong::client
