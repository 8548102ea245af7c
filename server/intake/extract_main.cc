// santong-extract: a file on standard input, what is in it on standard output; started by santongd
// for each file, and good for nothing else. It limits itself before it looks at the file.
//   exit code 0: a santong.v1.ExtractTextResponse with format, text and kinds of warnings
//   exit code 3: a google.rpc.ErrorInfo, the refusal
//   exit code 1: it could not work here
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "google/rpc/error_details.pb.h"
#include "server/confined/confine.h"
#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"
#include "server/intake/extract.h"

namespace santong::intake {
namespace {

constexpr confined::Confinement kConfinement = {.memory_bytes_max = 768 << 20,
                                                .cpu_seconds_max = 15};
constexpr int kRefused = 3;

int Write(const google::protobuf::Message& message, int exit_code) {
  const std::string bytes = message.SerializeAsString();
  for (absl::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
    if (written <= 0) return 1;
    rest.remove_prefix(static_cast<size_t>(written));
  }
  return exit_code;
}

int Refused(const absl::Status& status) {
  const v1::ErrorReason reason = error::ReasonOf(status);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return 1;
  google::rpc::ErrorInfo info;
  info.set_reason(error::ReasonName(reason));
  for (const auto& [key, value] : error::MetadataOf(status))
    (*info.mutable_metadata())[key] = value;
  return Write(info, kRefused);
}

absl::StatusOr<absl::string_view> MapStandardInput() {
  struct stat file {};
  if (fstat(STDIN_FILENO, &file) != 0) return absl::InternalError("no standard input");
  const auto size = static_cast<size_t>(file.st_size);
  if (size == 0) return absl::string_view();
  const void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (bytes == MAP_FAILED) return absl::InternalError("standard input is no file");
  return absl::string_view(static_cast<const char*>(bytes), size);
}

int Run() {
  if (!confined::LimitThisProcess(kConfinement).ok()) return 1;
  const auto bytes = MapStandardInput();
  const auto media_types = sniff::MediaTypes::Open();
  if (!bytes.ok() || !media_types.ok()) return 1;
  const auto kind = KindOf(*bytes, **media_types);
  if (!kind.ok()) return Refused(kind.status());
  const absl::Status confined =
      *kind == Kind::kPdf ? confined::ForbidNetworkAndWrites() : confined::ForbidSystemCalls();
  if (!confined.ok()) return 1;
  const auto extracted = Extract(*kind, (*media_types)->Of(*bytes), *bytes);
  if (!extracted.ok()) return Refused(extracted.status());
  v1::ExtractTextResponse response;
  response.set_format(extracted->format);
  response.set_text(extracted->text);
  for (const v1::FileWarningKind kind_of_warning : extracted->warnings) {
    response.add_warnings()->set_kind(kind_of_warning);
  }
  return Write(response, 0);
}

}  // namespace
}  // namespace santong::intake

// Nothing is left to be done at the end, and little of it would be let through.
int main() { _exit(santong::intake::Run()); }
