#include "server/rpc/readable.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <map>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/normalize.h"
#include "server/rpc/field_path.h"
#include "server/rpc/field_words.h"

namespace santong::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

constexpr int kDepthMax = 20;
constexpr size_t kViolationsMax = 100;

// Walks what can be split into fields and names the strings that are not UTF-8.
void FindNotUtf8(absl::string_view bytes, const google::protobuf::Descriptor* descriptor,
                 const FieldPath* parent, int depth,
                 std::vector<error::FieldViolation>& violations) {
  UnknownFieldSet fields;
  if (depth > kDepthMax || !fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return;
  }
  std::map<int, int> counts;
  for (int i = 0; i < fields.field_count() && violations.size() < kViolationsMax; ++i) {
    const UnknownField& found = fields.field(i);
    const FieldDescriptor* field = descriptor->FindFieldByNumber(found.number());
    if (field == nullptr || found.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const int index = field->is_repeated() ? counts[found.number()]++ : -1;
    const FieldPath path{parent, {field->name().data(), field->name().size()}, index};
    const std::string& value = found.length_delimited();
    if (field->type() == FieldDescriptor::TYPE_STRING && !text::IsUtf8(value)) {
      violations.push_back(Violation(path.ToString(), FieldFault::kNotUtf8));
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      FindNotUtf8(value, field->message_type(), &path, depth + 1, violations);
    }
  }
}

}  // namespace

absl::Status WhyUnreadable(absl::string_view bytes,
                           const google::protobuf::Descriptor* descriptor) {
  std::vector<error::FieldViolation> violations;
  FindNotUtf8(bytes, descriptor, nullptr, 0, violations);
  if (violations.empty()) {
    violations.push_back(Violation("request", FieldFault::kNotMessage, descriptor->full_name()));
  }
  return error::RefuseFields(violations);
}

absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  grpc::Slice slice;
  bool is_read = false;
  if (bytes.TrySingleSlice(&slice).ok()) {
    is_read = message->ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  } else {
    // A large one came in pieces. They are joined only to say what is wrong with them.
    grpc::ByteBuffer pieces = bytes;
    grpc::ProtoBufferReader reader(&pieces);
    is_read = reader.status().ok() && message->ParseFromZeroCopyStream(&reader);
  }
  if (is_read) {
    message->DiscardUnknownFields();
    return absl::OkStatus();
  }
  if (!bytes.DumpToSingleSlice(&slice).ok()) return WhyUnreadable("", message->GetDescriptor());
  return WhyUnreadable({reinterpret_cast<const char*>(slice.begin()), slice.size()},
                       message->GetDescriptor());
}

}  // namespace santong::rpc
