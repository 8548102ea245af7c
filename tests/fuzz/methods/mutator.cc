#include "tests/fuzz/methods/mutator.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "santong/v1/field_rules.pb.h"

// Of libFuzzer: changes the bytes in place and returns their new number.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace santong::testing {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FieldMask;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

constexpr size_t kGrowthBytesMax = 64;
constexpr int kDepthMax = 6;
constexpr int kUnknownEnumValue = 999;

bool Chance(Random& random, size_t one_in) { return Below(random, one_in) == 0; }

bool Has(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

std::string Bent(std::string bytes, Random& random) {
  const size_t size = bytes.size();
  bytes.resize(size + Below(random, kGrowthBytesMax) + 1);
  bytes.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(bytes.data()), size, bytes.size()));
  return bytes;
}

std::string Text(const FieldDescriptor& field, const std::string& before,
                 const Vocabulary& vocabulary, Random& random) {
  if (field.type() == FieldDescriptor::TYPE_BYTES || Chance(random, 6)) return Bent(before, random);
  const auto format = field.options().GetExtension(v1::rules).format();
  const std::string& word = OneOf(random, vocabulary.For(format));
  return Chance(random, 8) ? before + word : word;
}

int64_t Number(Random& random) {
  constexpr int64_t kNumbers[] = {0,
                                  1,
                                  2,
                                  3,
                                  7,
                                  100,
                                  1000,
                                  -1,
                                  std::numeric_limits<int32_t>::max(),
                                  std::numeric_limits<int64_t>::min(),
                                  std::numeric_limits<int64_t>::max()};
  return kNumbers[Below(random, std::size(kNumbers))];
}

int EnumValue(const FieldDescriptor& field, Random& random) {
  const auto& type = *field.enum_type();
  if (Chance(random, 16)) return kUnknownEnumValue;
  return type.value(static_cast<int>(Below(random, static_cast<size_t>(type.value_count()))))
      ->number();
}

// A path that a mask beside `siblings` may hold.
std::string Path(const Descriptor& siblings, Random& random) {
  std::vector<std::string> paths = {"*", "name"};
  for (int i = 0; i < siblings.field_count(); ++i) {
    const Descriptor* type = siblings.field(i)->message_type();
    if (type == nullptr || type == FieldMask::descriptor()) continue;
    for (int k = 0; k < type->field_count(); ++k) paths.push_back(type->field(k)->name());
  }
  return OneOf(random, paths);
}

class Change {
 public:
  Change(const Vocabulary& vocabulary, Random& random) : vocabulary_(vocabulary), random_(random) {}

  // Sets a field that is no message, or the entry at `index` of a repeated one.
  void SetValue(Message& message, const FieldDescriptor& field, int index = -1) {
    const Reflection& of = *message.GetReflection();
    const auto set = [&](auto one, auto entry, auto value) {
      index < 0 ? (of.*one)(&message, &field, value) : (of.*entry)(&message, &field, index, value);
    };
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return set(&Reflection::SetString, &Reflection::SetRepeatedString,
                   Text(field,
                        index < 0 ? of.GetString(message, &field)
                                  : of.GetRepeatedString(message, &field, index),
                        vocabulary_, random_));
      case FieldDescriptor::CPPTYPE_BOOL:
        return set(&Reflection::SetBool, &Reflection::SetRepeatedBool, Chance(random_, 2));
      case FieldDescriptor::CPPTYPE_ENUM:
        return set(&Reflection::SetEnumValue, &Reflection::SetRepeatedEnumValue,
                   EnumValue(field, random_));
      case FieldDescriptor::CPPTYPE_INT32:
        return set(&Reflection::SetInt32, &Reflection::SetRepeatedInt32,
                   static_cast<int32_t>(Number(random_)));
      case FieldDescriptor::CPPTYPE_INT64:
        return set(&Reflection::SetInt64, &Reflection::SetRepeatedInt64, Number(random_));
      case FieldDescriptor::CPPTYPE_UINT32:
        return set(&Reflection::SetUInt32, &Reflection::SetRepeatedUInt32,
                   static_cast<uint32_t>(Number(random_)));
      case FieldDescriptor::CPPTYPE_UINT64:
        return set(&Reflection::SetUInt64, &Reflection::SetRepeatedUInt64,
                   static_cast<uint64_t>(Number(random_)));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return set(&Reflection::SetDouble, &Reflection::SetRepeatedDouble,
                   static_cast<double>(Number(random_)));
      default:
        return;
    }
  }

  void AddEntry(Message& message, const FieldDescriptor& field, int depth) {
    const Reflection& of = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return testing::Fill(*of.AddMessage(&message, &field), vocabulary_, random_, depth + 1);
      case FieldDescriptor::CPPTYPE_STRING:
        of.AddString(&message, &field, "");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        of.AddEnumValue(&message, &field, 0);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        of.AddInt32(&message, &field, 0);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        of.AddInt64(&message, &field, 0);
        break;
      default:
        return;
    }
    SetValue(message, field, of.FieldSize(message, &field) - 1);
  }

  void SetField(Message& message, const FieldDescriptor& field, int depth) {
    const Reflection& of = *message.GetReflection();
    if (field.message_type() == FieldMask::descriptor()) {
      auto* mask = static_cast<FieldMask*>(of.MutableMessage(&message, &field));
      mask->add_paths(Path(*message.GetDescriptor(), random_));
    } else if (field.is_repeated()) {
      AddEntry(message, field, depth);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      testing::Fill(*of.MutableMessage(&message, &field), vocabulary_, random_, depth + 1);
    } else {
      SetValue(message, field);
    }
  }

  void Run(Message& message, int depth) {
    const Descriptor& type = *message.GetDescriptor();
    if (type.field_count() == 0) return;
    const Reflection& of = *message.GetReflection();
    const FieldDescriptor& field =
        *type.field(static_cast<int>(Below(random_, static_cast<size_t>(type.field_count()))));
    const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const int entries = field.is_repeated() ? of.FieldSize(message, &field) : 0;
    const bool is_set = field.is_repeated() ? entries > 0 : of.HasField(message, &field);
    if (is_set && Chance(random_, 6)) {
      field.is_repeated() ? of.RemoveLast(&message, &field) : of.ClearField(&message, &field);
      return;
    }
    if (depth >= kDepthMax) return;
    const int entry =
        entries > 0 ? static_cast<int>(Below(random_, static_cast<size_t>(entries))) : 0;
    if (is_set && is_message && field.message_type() != FieldMask::descriptor() &&
        !Chance(random_, 4)) {
      Run(field.is_repeated() ? *of.MutableRepeatedMessage(&message, &field, entry)
                              : *of.MutableMessage(&message, &field),
          depth + 1);
    } else if (is_set && field.is_repeated() && !is_message && Chance(random_, 2)) {
      SetValue(message, field, entry);
    } else {
      SetField(message, field, depth);
    }
  }

 private:
  const Vocabulary& vocabulary_;
  Random& random_;
};

}  // namespace

void Mutate(Message& message, const Vocabulary& vocabulary, Random& random) {
  Change(vocabulary, random).Run(message, 0);
}

void Fill(Message& message, const Vocabulary& vocabulary, Random& random, int depth) {
  if (depth > kDepthMax) return;
  const Descriptor& type = *message.GetDescriptor();
  Change change(vocabulary, random);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool is_name = i == 0 && field.type() == FieldDescriptor::TYPE_STRING;
    const bool wanted = is_name || Has(field, google::api::REQUIRED);
    if (wanted ? !Chance(random, 16) : Chance(random, 8)) change.SetField(message, field, depth);
  }
}

}  // namespace santong::testing
