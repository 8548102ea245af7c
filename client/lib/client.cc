#include "client/lib/client.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "client/lib/error.h"
#include "client/lib/methods.h"
#include "client/lib/request_id.h"
#include "google/protobuf/descriptor.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace santong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageLite;

constexpr int kPageSizeMax = 1000;
// With the tries that are made again meanwhile.
constexpr absl::Duration kLastTry = absl::Seconds(3);

// The repeated field of messages that a List response pages.
const FieldDescriptor* EntriesField(const Message& response) {
  const auto* descriptor = response.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->is_repeated()) return descriptor->field(i);
  }
  return nullptr;
}

// Drops what every page says of the whole answer, as a search its facets: the first page's stand.
void DropRepeats(const FieldDescriptor* entries, Message* page) {
  const auto* descriptor = page->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated() && field != entries) page->GetReflection()->ClearField(page, field);
  }
}

}  // namespace

struct Client::Stub {
  grpc::Status Call(grpc::ClientContext& context, const Method& method, const Message& request,
                    Message& response) {
    grpc::Status status;
    absl::Notification done;
    any.UnaryCall(&context, method.path, {}, &request, &response,
                  [&status, &done](grpc::Status result) {
                    status = std::move(result);
                    done.Notify();
                  });
    done.WaitForNotification();
    return status;
  }

  grpc::TemplatedGenericStub<MessageLite, MessageLite> any;
};

Client::Client(std::shared_ptr<const Connection> connection)
    : connection_(std::move(connection)),
      stub_(new Stub{decltype(Stub::any)(connection_->channel())}) {}

Client::~Client() = default;

absl::Status Client::Call(const Method& method, Message* request, Message* response) const {
  const std::string request_id = EnsureRequestId(request);
  const Options& options = connection_->options();
  const auto context =
      connection_->NewContext(method.reads_all ? options.timeout_of_all : options.timeout);
  const grpc::Status status = stub_->Call(*context, method, *request, *response);
  if (status.ok()) return absl::OkStatus();
  return MakeCallStatus(status.error_code(), status.error_message(), status.error_details(),
                        request_id);
}

std::string Client::WhyNotReached() const {
  const auto context = connection_->NewContext(kLastTry);
  context->set_wait_for_ready(false);  // who waits is told of the deadline alone
  const grpc::health::v1::HealthCheckRequest request;
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub_->Call(*context, kHealthCheck, request, response);
  const std::vector<std::string> words =
      absl::StrSplit(status.error_message(), absl::MaxSplits("last error: ", 1));
  return words.back();
}

absl::Status Client::List(const Method& method, Message* request, Message* response,
                          int limit) const {
  const auto* size = request->GetDescriptor()->FindFieldByName("page_size");
  const auto* token = request->GetDescriptor()->FindFieldByName("page_token");
  const auto* next = response->GetDescriptor()->FindFieldByName("next_page_token");
  const auto* entries = EntriesField(*response);
  const auto* reflection = response->GetReflection();
  const std::unique_ptr<Message> page(response->New());
  for (bool first = true;; first = false) {
    const int left = limit - reflection->FieldSize(*response, entries);
    request->GetReflection()->SetInt32(request, size, std::min(left, kPageSizeMax));
    page->Clear();
    const absl::Status status = Call(method, request, page.get());
    if (!status.ok()) return status;
    const std::string page_token = reflection->GetString(*page, next);
    if (!first) DropRepeats(entries, page.get());
    response->MergeFrom(*page);
    reflection->SetString(response, next, page_token);
    if (page_token.empty() || reflection->FieldSize(*response, entries) >= limit) {
      return absl::OkStatus();
    }
    request->GetReflection()->SetString(request, token, page_token);
  }
}

std::string EnsureRequestId(Message* request) {
  const auto* descriptor = request->GetDescriptor();
  if (const auto* options = descriptor->FindFieldByName("options")) {
    return EnsureRequestId(request->GetReflection()->MutableMessage(request, options));
  }
  const auto* field = descriptor->FindFieldByName("request_id");
  if (field == nullptr) return "";
  std::string request_id = request->GetReflection()->GetString(*request, field);
  if (request_id.empty()) {
    request_id = NewRequestId();
    request->GetReflection()->SetString(request, field, request_id);
  }
  return request_id;
}

}  // namespace santong::client
