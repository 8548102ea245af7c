// Any calls, one after the other, by anyone: through the gate, the services and the reference
// engine. Each ends; its answer can be read; a refusal says why as the catalogue does; what was
// refused, rehearsed or only read left no event; and what was written agrees with itself.
//
// Method: inputs are Calls (calls.proto), changed along the descriptors of the methods, so a new
// method is called without a line here. Where an input changed the register, the store is checked
// as `santong admin verify` checks it, for one such input in kVerifyEvery, and put back.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/domain/error/reasons.h"
#include "tests/fuzz/methods/calls.pb.h"
#include "tests/fuzz/methods/mutator.h"
#include "tests/fuzz/methods/vocabulary.h"
#include "tests/fuzz/methods/world.h"

namespace santong::testing {
namespace {

using ::google::protobuf::Message;
using ::google::protobuf::MessageFactory;
using ::google::protobuf::MethodDescriptor;
using ::google::protobuf::MethodOptions;

constexpr int kCallsMax = 8;
constexpr int kMessagesMax = 6;
constexpr size_t kVerifyEvery = 128;

struct Fuzz {
  World world;
  Vocabulary vocabulary{world};
  std::map<std::string, const MethodDescriptor*> methods;
  size_t writing_inputs = 0;

  Fuzz() {
    for (const MethodDescriptor* method : world.methods())
      methods[absl::StrCat(method->service()->full_name(), "/", method->name())] = method;
  }
};

Fuzz& TheFuzz() {
  static Fuzz& fuzz = *new Fuzz;
  return fuzz;
}

// libFuzzer keeps the input.
[[noreturn]] void Fail(const std::string& method, const std::string& what) {
  std::fprintf(stderr, "%s: %s\n", method.c_str(), what.c_str());
  __builtin_trap();
}

std::unique_ptr<Message> Empty(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void CheckRefusal(const std::string& name, const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details()) || details.code() != status.error_code())
    Fail(name, "a refusal without its details");
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest fields;
  google::rpc::PreconditionFailure conditions;
  google::rpc::LocalizedMessage words;
  for (const auto& any : details.details()) {
    any.UnpackTo(&info) || any.UnpackTo(&fields) || any.UnpackTo(&conditions) ||
        any.UnpackTo(&words);
  }
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (!v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &reason))
    Fail(name, absl::StrCat("no reason: ", status.error_code(), " ", status.error_message()));
  if (static_cast<int>(error::ReasonRow(reason).code) != static_cast<int>(status.error_code()))
    Fail(name, absl::StrCat(info.reason(), " with code ", status.error_code()));
  if (words.message().empty()) Fail(name, absl::StrCat(info.reason(), " without words"));
  if (reason == v1::ERROR_REASON_INTERNAL || reason == v1::ERROR_REASON_DATA_DAMAGED)
    Fail(name, "our fault: " + status.error_message());
  if (reason == v1::ERROR_REASON_FIELD_INVALID && fields.field_violations().empty())
    Fail(name, "no field is named");
  if (reason == v1::ERROR_REASON_CONDITIONS_NOT_MET && conditions.violations().empty())
    Fail(name, "no condition is named");
}

void CheckMessage(const std::string& name, const MethodDescriptor& method,
                  const std::string& bytes) {
  const std::unique_ptr<Message> message = Empty(method.output_type());
  if (!message->ParseFromString(bytes)) Fail(name, "an answer that cannot be read");
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*message, &json).ok())
    Fail(name, "an answer that is no JSON");
}

bool IsRehearsal(const MethodDescriptor& method, const std::string& bytes) {
  const std::unique_ptr<Message> message = Empty(method.input_type());
  if (!message->ParseFromString(bytes)) return false;
  const auto* options = method.input_type()->FindFieldByName("options");
  if (options == nullptr || options->message_type() == nullptr) return false;
  const auto* validate_only = options->message_type()->FindFieldByName("validate_only");
  if (validate_only == nullptr) return false;
  const Message& sent = message->GetReflection()->GetMessage(*message, options);
  return sent.GetReflection()->GetBool(sent, validate_only);
}

void Make(World& world, const MethodDescriptor& method, const fuzz::Call& call) {
  const uint64_t before = world.LastEvent();
  const std::string& caller = world.callers()[call.caller() % world.callers().size()];
  const Answer answer =
      world.Call(method, caller, {call.messages().begin(), call.messages().end()});
  const std::string& name = call.method();
  if (!answer.ended) Fail(name, "it does not end");
  for (const std::string& message : answer.messages) CheckMessage(name, method, message);
  const bool refused = !answer.status.ok() && !answer.was_cut;
  if (refused) CheckRefusal(name, answer.status);
  const bool is_stream = method.client_streaming();  // what came before stays
  const bool reads = method.options().idempotency_level() == MethodOptions::NO_SIDE_EFFECTS;
  const bool rehearses =
      !is_stream && call.messages_size() > 0 && IsRehearsal(method, call.messages(0));
  if (((refused && !is_stream) || reads || rehearses) && world.LastEvent() != before)
    Fail(name, "it left an event");
}

void RunCalls(const fuzz::Calls& calls) {
  Fuzz& fuzz = TheFuzz();
  const uint64_t before = fuzz.world.Changes();
  for (const fuzz::Call& call : calls.calls()) {
    if (&call - &*calls.calls().begin() >= kCallsMax) break;
    const auto method = fuzz.methods.find(call.method());
    if (method != fuzz.methods.end()) Make(fuzz.world, *method->second, call);
  }
  if (fuzz.world.Changes() == before) return;
  if (++fuzz.writing_inputs % kVerifyEvery == 0) {
    for (const std::string& problem : fuzz.world.Problems()) Fail("verify", problem);
  }
  fuzz.world.Reset();
}

// A call of any method by anyone, as its descriptor asks for.
fuzz::Call AnyCall(Fuzz& fuzz, Random& random) {
  const MethodDescriptor& method = *OneOf(random, fuzz.world.methods());
  fuzz::Call call;
  call.set_method(absl::StrCat(method.service()->full_name(), "/", method.name()));
  call.set_caller(static_cast<uint32_t>(Below(random, fuzz.world.callers().size())));
  const size_t messages = method.client_streaming() ? 1 + Below(random, kMessagesMax) : 1;
  for (size_t i = 0; i < messages; ++i) {
    const std::unique_ptr<Message> message = Empty(method.input_type());
    Fill(*message, fuzz.vocabulary, random);
    call.add_messages(message->SerializePartialAsString());
  }
  return call;
}

void ChangeMessage(Fuzz& fuzz, fuzz::Call& call, Random& random) {
  const auto method = fuzz.methods.find(call.method());
  if (method == fuzz.methods.end() || call.messages_size() == 0) return;
  std::string& bytes = *call.mutable_messages(
      static_cast<int>(Below(random, static_cast<size_t>(call.messages_size()))));
  const std::unique_ptr<Message> message = Empty(method->second->input_type());
  if (!message->ParseFromString(bytes)) return;
  for (size_t changes = 1 + Below(random, 3); changes > 0; --changes)
    Mutate(*message, fuzz.vocabulary, random);
  bytes = message->SerializePartialAsString();
}

void ChangeCalls(Fuzz& fuzz, fuzz::Calls& calls, Random& random) {
  const size_t count = static_cast<size_t>(calls.calls_size());
  const size_t kind = Below(random, 24);
  if (count == 0 || (kind < 3 && count < kCallsMax)) {
    *calls.add_calls() = AnyCall(fuzz, random);
    calls.mutable_calls()->SwapElements(static_cast<int>(Below(random, count + 1)),
                                        static_cast<int>(count));
    return;
  }
  const int place = static_cast<int>(Below(random, count));
  fuzz::Call& call = *calls.mutable_calls(place);
  if (kind < 5) {
    calls.mutable_calls()->DeleteSubrange(place, 1);
  } else if (kind == 5 && count < kCallsMax) {
    *calls.add_calls() = fuzz::Call(call);  // the same again
  } else if (kind < 9) {
    call.set_caller(static_cast<uint32_t>(Below(random, fuzz.world.callers().size())));
  } else {
    ChangeMessage(fuzz, call, random);
  }
}

}  // namespace
}  // namespace santong::testing

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  santong::testing::Random random(seed);
  constexpr size_t kPlainEvery = 32;
  santong::fuzz::Calls calls;
  if (santong::testing::Below(random, kPlainEvery) == 0 ||
      !calls.ParseFromArray(data, static_cast<int>(size)))
    return LLVMFuzzerMutate(data, size, max_size);
  santong::testing::ChangeCalls(santong::testing::TheFuzz(), calls, random);
  if (calls.ByteSizeLong() > max_size) return size;
  calls.SerializeToArray(data, static_cast<int>(max_size));
  return calls.ByteSizeLong();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  santong::fuzz::Calls calls;
  if (calls.ParseFromArray(data, static_cast<int>(size))) santong::testing::RunCalls(calls);
  return 0;
}
