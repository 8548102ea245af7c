#include "server/standby/first_client.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "server/ops/address.h"
#include "server/ops/clock.h"
#include "server/standby/role_file.h"
#include "storage/files/whole_file.h"

namespace santong::standby {
namespace {

namespace fs = std::filesystem;

// How long a copy may take, whatever its size.
constexpr absl::Duration kCopyMax = absl::Hours(12);

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  auto bytes = files::ReadFileWhole(path);
  if (!bytes.ok()) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  return bytes;
}

// One file of a copy; on the disk when it is closed.
class CopiedFile {
 public:
  explicit CopiedFile(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {}
  ~CopiedFile() { (void)Close(); }
  CopiedFile(const CopiedFile&) = delete;
  CopiedFile& operator=(const CopiedFile&) = delete;

  // False, with the reason in errno. A disk that fills up takes a part first, and says why to the
  // next write only.
  bool Append(absl::string_view bytes) {
    while (file_ >= 0 && !bytes.empty()) {
      const ssize_t written = write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return file_ >= 0;
  }
  bool Close() {
    const bool synced = file_ >= 0 && fsync(file_) == 0;
    if (file_ >= 0) close(file_);
    file_ = -1;
    return synced;
  }

 private:
  int file_;
};

absl::Status CannotWrite(const std::string& folder) {
  return absl::UnavailableError(absl::StrCat("cannot write ", folder, ": ", std::strerror(errno)));
}

// Receives the files into `folder`; returns which store they are of.
absl::StatusOr<std::string> Receive(FirstClient& first, const std::string& folder) {
  const auto context = first.NewContext(kCopyMax);
  auto stream = first.stub().CopyStore(context.get(), v1::CopyStoreRequest());
  v1::CopyStoreResponse part;
  std::string name, store;
  std::unique_ptr<CopiedFile> file;
  bool sound = true;
  while (sound && stream->Read(&part)) {
    store = part.store();
    if (part.file() != name) {
      sound = file == nullptr || file->Close();
      file.reset();
      name = part.file();
      // A name is a name: nothing is written outside the folder.
      if (!name.empty() && fs::path(name).filename() != name)
        return absl::InvalidArgumentError(absl::StrCat("the first sent a file named ", name));
      if (!name.empty()) file = std::make_unique<CopiedFile>(folder + "/" + name);
    }
    if (file != nullptr) sound = sound && file->Append(part.data());
  }
  if (!sound) {
    absl::Status failed = CannotWrite(folder);  // the end of the call has an errno of its own
    context->TryCancel();
    (void)stream->Finish();
    return failed;
  }
  const absl::Status ended = FromCall(stream->Finish(), first.address());
  if (!ended.ok()) return ended;
  if (store.empty()) return absl::UnavailableError("the first ended the copy before its end");
  return store;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FirstClient>> FirstClient::Create(const FirstAddress& first) {
  auto client = std::make_unique<FirstClient>();
  client->address_ = first.address;
  auto token = ReadFile(first.token_file);
  if (!token.ok()) return token.status();
  client->token_ = std::string(absl::StripAsciiWhitespace(*token));
  std::shared_ptr<grpc::ChannelCredentials> credentials;
  if (first.tls_ca.empty()) {
    if (!ops::IsLoopback(first.address)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a token is not sent in clear to ", first.address, ": set standby_tls_ca"));
    }
    credentials = grpc::InsecureChannelCredentials();
  } else {
    auto ca = ReadFile(first.tls_ca);
    if (!ca.ok()) return ca.status();
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = *std::move(ca);
    credentials = grpc::SslCredentials(options);
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);  // an act is as large as its documents
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  client->stub_ =
      v1::StandbyService::NewStub(grpc::CreateCustomChannel(first.address, credentials, arguments));
  return client;
}

std::unique_ptr<grpc::ClientContext> FirstClient::NewContext(absl::Duration limit) const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token_);
  context->AddMetadata("accept-language", "en");
  context->set_deadline(absl::ToChronoTime(ops::Clock::MachineNow() + limit));
  return context;
}

absl::Status FromCall(const grpc::Status& status, const std::string& address) {
  if (status.ok()) return absl::OkStatus();
  // The details say how each condition is mended.
  std::string words = absl::StrCat(address, ": ", status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& any : details.details()) {
      google::rpc::PreconditionFailure failure;
      if (!any.UnpackTo(&failure)) continue;
      for (const auto& violation : failure.violations())
        absl::StrAppend(&words, " ", violation.type(), ": ", violation.description(), ".");
    }
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), words);
}

absl::Status TakeCopy(FirstClient& first, const std::string& data_dir) {
  absl::string_view beside = data_dir;
  while (absl::ConsumeSuffix(&beside, "/")) {
  }
  const std::string folder = absl::StrCat(beside, ".incoming");
  std::error_code error;
  fs::remove_all(folder, error);
  if (!fs::create_directories(folder, error)) return CannotWrite(folder);
  auto store = Receive(first, folder);
  if (!store.ok()) return store.status();
  // First the note: a copy that nobody knows for one could be served as a register.
  store::v1::RoleRecord role;
  role.set_first(first.address());
  role.set_store(*store);
  if (absl::Status noted = WriteRole(data_dir, role); !noted.ok()) return noted;
  fs::remove(data_dir, error);  // an empty folder
  fs::rename(folder, data_dir, error);
  return error ? CannotWrite(data_dir) : absl::OkStatus();
}

}  // namespace santong::standby
