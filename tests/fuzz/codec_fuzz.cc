// Any bytes as the JSON of a message of one of some types, by the first byte: refused, or what it
// means is written as JSON again and read back as the same. And as the bytes of such a message,
// where they are one.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/event.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "server/gateway/codec.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  using gateway::Codec;
  if (size == 0) return 0;
  const google::protobuf::Message* const prototypes[] = {
      &v1::Document::default_instance(), &v1::SearchDocumentsRequest::default_instance(),
      &v1::LodgeObjectionRequest::default_instance(), &v1::Event::default_instance()};
  const google::protobuf::Message& prototype = *prototypes[data[0] % 4];
  const auto* const type = prototype.GetDescriptor();
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);

  SANTONG_MUST(gateway::Decode(Codec::kProto, type, input).value() == input);
  // What is written as JSON is an answer, which parses: on a packed list that is cut off protobuf's
  // own writer never ends.
  const std::unique_ptr<google::protobuf::Message> answer(prototype.New());
  if (answer->ParseFromString(input)) (void)gateway::Encode(Codec::kJson, type, input);
  (void)gateway::JsonString(input);

  const auto bytes = gateway::Decode(Codec::kJson, type, input);
  if (!bytes.ok()) {
    SANTONG_MUST(bytes.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  const std::unique_ptr<google::protobuf::Message> meant(prototype.New());
  if (!meant->ParseFromString(*bytes)) return 0;  // which the service would refuse
  // As the server writes a message: a field of a map that was given twice is once in what it means.
  const auto json = gateway::Encode(Codec::kJson, type, meant->SerializeAsString());
  if (!json.ok()) return 0;
  const auto again = gateway::Decode(Codec::kJson, type, *json);
  SANTONG_MUST(again.ok());
  const std::unique_ptr<google::protobuf::Message> back(prototype.New());
  SANTONG_MUST(back->ParseFromString(*again));
  SANTONG_MUST(back->ShortDebugString() == meant->ShortDebugString());
  return 0;
}
