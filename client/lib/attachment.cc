#include "client/lib/attachment.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/lib/digest.h"
#include "client/lib/error.h"
#include "client/lib/whole_file.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/file_service.grpc.pb.h"

namespace santong::client {
namespace {

constexpr size_t kChunkBytes = 1 << 20;

// Calls `take` with each chunk until it says false. False when the file cannot be read.
template <class Take>
bool ForEachChunk(const std::string& path, Take take) {
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return false;
  std::string chunk(kChunkBytes, '\0');
  while (true) {
    chunk.resize(kChunkBytes);
    chunk.resize(std::fread(chunk.data(), 1, chunk.size(), file.get()));
    if (chunk.empty() || !take(chunk)) return std::ferror(file.get()) == 0;
  }
}

// Sends the file's chunks and says that there are no more. False when the file cannot be read.
template <class Request>
bool SendFile(const std::string& path, grpc::ClientWriter<Request>& writer) {
  Request request;
  const bool read = ForEachChunk(path, [&](const std::string& chunk) {
    request.set_chunk(chunk);
    return writer.Write(request);
  });
  writer.WritesDone();
  return read;
}

absl::Status ToStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return MakeCallStatus(status.error_code(), status.error_message(), status.error_details(), "");
}

// Takes the stream's chunks into `out`; the metadata comes first.
absl::StatusOr<v1::Attachment> Receive(grpc::ClientReader<v1::GetAttachmentResponse>& reader,
                                       std::FILE* out) {
  v1::Attachment attachment;
  v1::GetAttachmentResponse part;
  Digest digest;
  bool written = true;
  while (reader.Read(&part)) {
    if (part.has_attachment()) attachment = part.attachment();
    digest.Add(part.chunk());
    written &= std::fwrite(part.chunk().data(), 1, part.chunk().size(), out) == part.chunk().size();
  }
  const absl::Status status = ToStatus(reader.Finish());
  if (!status.ok()) return status;
  if (!written || std::fflush(out) != 0) return absl::InternalError("cannot write the file");
  if (digest.Finish() != attachment.sha256()) {
    return absl::DataLossError("the bytes that came do not have the attachment's SHA-256");
  }
  return attachment;
}

}  // namespace

absl::StatusOr<v1::Attachment> AddAttachment(const Connection& connection,
                                             const std::string& document, const std::string& path,
                                             const std::string& media_type, bool publish) {
  Digest digest;
  const auto add = [&digest](const std::string& chunk) {
    digest.Add(chunk);
    return true;
  };
  if (!ForEachChunk(path, add)) return CannotRead(path);
  const auto context = connection.NewContext(connection.options().timeout_of_file);
  const auto stub = v1::DocumentService::NewStub(connection.channel());
  v1::Attachment attachment;
  const auto writer = stub->AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest request;
  auto* header = request.mutable_header();
  header->set_parent(document);
  header->set_file_name(std::filesystem::path(path).filename().string());
  header->set_media_type(media_type);
  header->set_sha256(digest.Finish());
  header->set_publish(publish);
  writer->Write(request);  // a call that has ended says so in Finish
  const bool read = SendFile(path, *writer);
  const absl::Status status = ToStatus(writer->Finish());
  if (!status.ok()) return status;
  if (!read) return CannotRead(path);
  return attachment;
}

bool IsPublishedWith(const v1::Document& document, const std::string& path) {
  if (document.published_files().empty()) return false;
  Digest digest;
  const bool read = ForEachChunk(path, [&digest](const std::string& chunk) {
    digest.Add(chunk);
    return true;
  });
  if (!read) return false;
  const std::string sha256 = digest.Finish();
  const auto& files = document.published_files();
  return std::any_of(files.begin(), files.end(),
                     [&](const v1::Attachment& file) { return file.sha256() == sha256; });
}

absl::StatusOr<v1::Attachment> GetAttachment(const Connection& connection, const std::string& name,
                                             const std::string& path) {
  const auto context = connection.NewContext(connection.options().timeout_of_file);
  const auto stub = v1::DocumentService::NewStub(connection.channel());
  v1::GetAttachmentRequest request;
  request.set_name(name);
  const auto reader = stub->GetAttachment(context.get(), request);
  return ReceiveWhole(path, *context, [&](std::FILE* out) { return Receive(*reader, out); });
}

absl::StatusOr<v1::ExtractTextResponse> ExtractFile(const Connection& connection,
                                                    const std::string& path) {
  if (File(std::fopen(path.c_str(), "rb")) == nullptr) return CannotRead(path);
  const auto context = connection.NewContext(connection.options().timeout_of_file);
  const auto stub = v1::FileService::NewStub(connection.channel());
  v1::ExtractTextResponse response;
  const auto writer = stub->ExtractFile(context.get(), &response);
  const bool read = SendFile(path, *writer);
  const absl::Status status = ToStatus(writer->Finish());
  if (!status.ok()) return status;
  if (!read) return CannotRead(path);
  return response;
}

}  // namespace santong::client
