#include "server/rpc/reflection.h"

#include <set>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

namespace santong::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using Request = grpc::reflection::v1::ServerReflectionRequest;
using Response = grpc::reflection::v1::ServerReflectionResponse;

const DescriptorPool& Pool() { return *DescriptorPool::generated_pool(); }

// The file and everything that it imports, each once.
void AddFiles(const FileDescriptor* file, std::set<const FileDescriptor*>& seen,
              grpc::reflection::v1::FileDescriptorResponse* out) {
  if (!seen.insert(file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file->CopyTo(&proto);
  out->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file->dependency_count(); ++i) AddFiles(file->dependency(i), seen, out);
}

void AnswerFile(const FileDescriptor* file, Response* response) {
  if (file == nullptr) {
    response->mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
    response->mutable_error_response()->set_error_message("this server knows no such name");
    return;
  }
  std::set<const FileDescriptor*> seen;
  AddFiles(file, seen, response->mutable_file_descriptor_response());
}

void AnswerExtensionNumbers(const std::string& type, Response* response) {
  const auto* message = Pool().FindMessageTypeByName(type);
  if (message == nullptr) return AnswerFile(nullptr, response);
  std::vector<const FieldDescriptor*> extensions;
  Pool().FindAllExtensions(message, &extensions);
  auto* out = response->mutable_all_extension_numbers_response();
  out->set_base_type_name(type);
  for (const FieldDescriptor* extension : extensions) {
    out->add_extension_number(extension->number());
  }
}

void Answer(const Request& request, const std::vector<std::string>& names, Response* response) {
  response->set_valid_host(request.host());
  *response->mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kListServices:
      for (const std::string& name : names) {
        response->mutable_list_services_response()->add_service()->set_name(name);
      }
      return;
    case Request::kFileByFilename:
      return AnswerFile(Pool().FindFileByName(request.file_by_filename()), response);
    case Request::kFileContainingSymbol:
      return AnswerFile(Pool().FindFileContainingSymbol(request.file_containing_symbol()),
                        response);
    case Request::kFileContainingExtension: {
      const auto& asked = request.file_containing_extension();
      const auto* message = Pool().FindMessageTypeByName(asked.containing_type());
      const auto* extension = message == nullptr
                                  ? nullptr
                                  : Pool().FindExtensionByNumber(message, asked.extension_number());
      return AnswerFile(extension == nullptr ? nullptr : extension->file(), response);
    }
    case Request::kAllExtensionNumbersOfType:
      return AnswerExtensionNumbers(request.all_extension_numbers_of_type(), response);
    default:
      response->mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response->mutable_error_response()->set_error_message("nothing was asked");
  }
}

// One client's stream: a question, its answer, the next question.
class Reactor final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit Reactor(const Reflection& reflection) : reflection_(reflection) { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_.Clear();
    Answer(request_, reflection_.ServiceNames(), &response_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  const Reflection& reflection_;
  Request request_;
  Response response_;
};

}  // namespace

void Reflection::SetServiceNames(std::vector<std::string> names) {
  absl::MutexLock lock(&mutex_);
  names_ = std::move(names);
}

std::vector<std::string> Reflection::ServiceNames() const {
  absl::MutexLock lock(&mutex_);
  return names_;
}

grpc::ServerBidiReactor<Request, Response>* Reflection::ServerReflectionInfo(
    grpc::CallbackServerContext*) {
  return new Reactor(*this);
}

}  // namespace santong::rpc
