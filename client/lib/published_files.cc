#include "client/lib/published_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/lib/attachment.h"
#include "client/lib/digest.h"
#include "client/lib/error.h"
#include "client/lib/local_file.h"
#include "google/protobuf/util/json_util.h"
#include "santong/v1/catalog_copy.pb.h"
#include "santong/v1/document.pb.h"

namespace santong::client {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHashDigits = 64;
constexpr std::streamsize kPieceBytes = 1 << 20;
// How often it waits for one file, and how long at most.
constexpr int kWaitsMax = 10;
constexpr absl::Duration kWaitMax = absl::Minutes(1);

// The document of a line, when it is one.
absl::Status ReadLine(v1::ExportFormat format, const std::string& line, v1::Document* document) {
  document->Clear();
  // Most have no files, and a text can be long.
  if (line.find("\"published_files\"") == std::string::npos) return absl::OkStatus();
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer register
  v1::CatalogCopyLine copied;
  const bool is_copy = format == v1::EXPORT_FORMAT_COPY;
  google::protobuf::Message* message = document;
  if (is_copy) message = &copied;
  const auto read = google::protobuf::util::JsonStringToMessage(line, message, options);
  if (!read.ok()) return absl::DataLossError(std::string(read.message()));
  if (is_copy) document->Swap(copied.mutable_document());
  return absl::OkStatus();
}

bool IsHash(const std::string& text) {
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), absl::ascii_isxdigit);
}

// Whether the file is there with these bytes.
bool IsThere(const fs::path& path, const std::string& sha256) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return false;
  Digest digest;
  std::string piece(static_cast<size_t>(kPieceBytes), '\0');
  do {
    in.read(piece.data(), kPieceBytes);
    digest.Add({piece.data(), static_cast<size_t>(in.gcount())});
  } while (in);
  return in.eof() && digest.Finish() == sha256;
}

// How long the server asks to wait before the call is made again.
absl::Duration WaitOf(const absl::Status& status) {
  return std::clamp(AskedWait(status), absl::Seconds(1), kWaitMax);
}

absl::Status Fetch(const Connection& connection, const std::string& name, const std::string& sha256,
                   const fs::path& path) {
  auto attachment = GetAttachment(connection, name, path.string());
  for (int i = 0; i < kWaitsMax && absl::IsResourceExhausted(attachment.status()); ++i) {
    absl::SleepFor(WaitOf(attachment.status()));
    attachment = GetAttachment(connection, name, path.string());
  }
  if (!attachment.ok()) return attachment.status();
  if (attachment->sha256() == sha256) return absl::OkStatus();
  std::error_code error;
  fs::remove(path, error);
  return absl::DataLossError(absl::StrCat("the server sent another file for ", name));
}

}  // namespace

absl::StatusOr<TakenFiles> TakePublishedFiles(const Connection& connection, v1::ExportFormat format,
                                              const std::string& path, const std::string& dir) {
  std::error_code error;
  fs::create_directories(dir, error);
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return CannotRead(path);
  TakenFiles taken;
  std::set<std::string> seen;  // by hash: documents may share a file
  v1::Document document;
  for (std::string line; std::getline(in, line);) {
    if (absl::Status read = ReadLine(format, line, &document); !read.ok()) return read;
    for (const v1::Attachment& file : document.published_files()) {
      // A name leads nowhere but into the folder, whatever the server says.
      if (!IsHash(file.sha256())) {
        return absl::DataLossError(
            absl::StrCat(document.name(), " states a file with no SHA-256: ", file.file_name()));
      }
      if (!seen.insert(file.sha256()).second) continue;
      const fs::path place = fs::path(dir) / file.sha256();
      if (IsThere(place, file.sha256())) {
        ++taken.there;
        continue;
      }
      const std::string name = absl::StrCat(document.name(), "/attachments/", file.sha256());
      absl::Status fetched = Fetch(connection, name, file.sha256(), place);
      if (!fetched.ok()) return fetched;
      ++taken.fetched;
    }
  }
  if (in.bad()) return CannotRead(path);
  return taken;
}

}  // namespace santong::client
