#include "server/gateway/health.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "server/gateway/message_bytes.h"

namespace santong::gateway {
namespace {

constexpr char kMethod[] = "/grpc.health.v1.Health/Check";

struct Question {
  grpc::ClientContext context;
  grpc::ByteBuffer asked;
  grpc::ByteBuffer answer;
};

}  // namespace

void Health::Handle(std::shared_ptr<Exchange> exchange) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service_);
  auto question = std::make_shared<Question>();
  question->asked = ToByteBuffer(request.SerializeAsString());
  stub_.UnaryCall(&question->context, kMethod, grpc::StubOptions(), &question->asked,
                  &question->answer, [question, exchange](const grpc::Status& status) {
                    grpc::health::v1::HealthCheckResponse response;
                    const bool serving =
                        status.ok() && response.ParseFromString(ToString(question->answer)) &&
                        response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
                    HttpResponse answer =
                        serving ? PlainAnswer(200, "serving") : PlainAnswer(503, "not serving");
                    answer.headers.emplace_back("Cache-Control", "no-store");
                    exchange->Answer(std::move(answer));
                  });
}

}  // namespace santong::gateway
