#include "client/lib/catalog_stream.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/lib/error.h"
#include "client/lib/whole_file.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/file_service.grpc.pb.h"

namespace santong::client {
namespace {

constexpr absl::Duration kExportTimeout = absl::Hours(6);
// How long it waits before it asks again, at first and at most.
constexpr absl::Duration kPauseMin = absl::Milliseconds(100);
constexpr absl::Duration kPauseMax = absl::Seconds(5);

absl::Status ToStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return MakeCallStatus(status.error_code(), status.error_message(), status.error_details(), "");
}

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  const std::string partial = absl::StrCat(path, ".part");
  File file(std::fopen(partial.c_str(), "wb"));
  if (file == nullptr) return CannotWrite(partial);
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                       std::fflush(file.get()) == 0;
  file.reset();
  std::error_code error;
  if (written) std::filesystem::rename(partial, path, error);
  if (!written || error) return CannotWrite(path);
  return absl::OkStatus();
}

absl::StatusOr<int> ReceivePdf(grpc::ClientReader<v1::PrintDocumentResponse>& reader,
                               std::FILE* out) {
  v1::PrintDocumentResponse part;
  bool written = true;
  while (reader.Read(&part)) {
    written &= std::fwrite(part.chunk().data(), 1, part.chunk().size(), out) == part.chunk().size();
  }
  if (absl::Status status = ToStatus(reader.Finish()); !status.ok()) return status;
  if (!written || std::fflush(out) != 0) return absl::InternalError("cannot write the file");
  return part.pages();
}

absl::StatusOr<v1::ExportCatalogResponse> Receive(
    grpc::ClientReader<v1::ExportCatalogResponse>& reader, std::FILE* out) {
  v1::ExportCatalogResponse part;
  bool written = true;
  while (reader.Read(&part)) {
    written &= std::fwrite(part.chunk().data(), 1, part.chunk().size(), out) == part.chunk().size();
  }
  if (absl::Status status = ToStatus(reader.Finish()); !status.ok()) return status;
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

absl::StatusOr<v1::ExportCatalogResponse> ExportCatalogFiles(
    const Connection& connection, const v1::ExportCatalogRequest& request, const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  const auto context = connection.NewContext(kExportTimeout);
  const auto stub = v1::CatalogService::NewStub(connection.channel());
  const auto reader = stub->ExportCatalog(context.get(), request);
  v1::ExportCatalogResponse part;
  absl::Status written;
  while (reader->Read(&part)) {
    if (part.file_name().empty() || !written.ok()) continue;
    // A name leads nowhere but into the folder, whatever the server says.
    const std::string name = std::filesystem::path(part.file_name()).filename().string();
    written = WriteFile((std::filesystem::path(dir) / name).string(), part.chunk());
    if (!written.ok()) context->TryCancel();
  }
  const absl::Status status = ToStatus(reader->Finish());
  if (!written.ok()) return written;
  if (!status.ok()) return status;
  part.clear_chunk();
  return part;
}

absl::StatusOr<int> PrintDocument(const Connection& connection,
                                  const v1::PrintDocumentRequest& request,
                                  const std::string& path) {
  const auto context = connection.NewContext(connection.options().timeout_of_file);
  const auto stub = v1::FileService::NewStub(connection.channel());
  const auto reader = stub->PrintDocument(context.get(), request);
  return ReceiveWhole(path, *context, [&](std::FILE* out) { return ReceivePdf(*reader, out); });
}

absl::Status WatchCatalog(const Connection& connection, v1::WatchCatalogRequest request,
                          absl::FunctionRef<bool(const v1::WatchCatalogResponse&)> take) {
  const auto stub = v1::CatalogService::NewStub(connection.channel());
  absl::Duration pause = kPauseMin;
  while (true) {
    const auto context = connection.NewContext(absl::InfiniteDuration());
    const auto reader = stub->WatchCatalog(context.get(), request);
    v1::WatchCatalogResponse part;
    while (reader->Read(&part)) {
      pause = kPauseMin;
      request.set_after_sequence(part.sent_to_sequence());
      if (take(part)) continue;
      context->TryCancel();
      while (reader->Read(&part)) {
      }
      reader->Finish();
      return absl::OkStatus();
    }
    const absl::Status status = ToStatus(reader->Finish());
    // A server that stops, a client that was too slow, a line that broke: all may go on.
    const bool may_go_on = status.ok() || absl::IsUnavailable(status) ||
                           absl::IsCancelled(status) || absl::IsInternal(status);
    if (!may_go_on) return status;
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kPauseMax);
    connection.WaitUntilConnected(kPauseMax);
  }
}

}  // namespace santong::client
