#include "tests/fuzz/methods/vocabulary.h"

#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"

namespace santong::testing {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::MessageFactory;
using ::google::protobuf::MethodDescriptor;

constexpr size_t kWordBytesMax = 200;
constexpr size_t kNamesMax = 200;

void Gather(const Message& message, std::set<std::string>& words) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        std::string word = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                : reflection.GetString(message, field);
        if (!word.empty() && word.size() <= kWordBytesMax) words.insert(std::move(word));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Gather(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                    : reflection.GetMessage(message, field),
               words);
      }
    }
  }
}

// Asks with `name` in the first field, which is the resource or its parent.
void Ask(World& world, const MethodDescriptor& method, const std::string& name,
         std::set<std::string>& words) {
  auto& factory = *MessageFactory::generated_factory();
  const std::unique_ptr<Message> asked(factory.GetPrototype(method.input_type())->New());
  if (!name.empty()) {
    const FieldDescriptor* first = method.input_type()->FindFieldByNumber(1);
    if (first == nullptr || first->is_repeated() || first->type() != FieldDescriptor::TYPE_STRING)
      return;
    asked->GetReflection()->SetString(asked.get(), first, name);
  }
  for (const std::string& token : world.readers()) {
    const Answer answer = world.Call(method, token, {asked->SerializeAsString()});
    for (const std::string& bytes : answer.messages) {
      const std::unique_ptr<Message> reply(factory.GetPrototype(method.output_type())->New());
      if (reply->ParseFromString(bytes)) Gather(*reply, words);
    }
  }
}

bool IsName(const std::string& word) {
  return absl::StrContains(word, '/') && !absl::StrContains(word, ' ') &&
         !absl::StartsWith(word, "http");
}

}  // namespace

Vocabulary::Vocabulary(World& world) {
  std::set<std::string> words;
  std::set<std::string> asked = {""};
  std::set<std::string> next = asked;
  for (int round = 0; round < 2; ++round) {
    for (const MethodDescriptor* method : world.methods()) {
      const bool reads =
          absl::StartsWith(method->name(), "Get") || absl::StartsWith(method->name(), "List");
      if (!reads || method->client_streaming() || method->server_streaming()) continue;
      for (const std::string& name : next) Ask(world, *method, name, words);
    }
    next.clear();
    for (const std::string& word : words) {
      if (IsName(word) && asked.size() < kNamesMax && asked.insert(word).second) next.insert(word);
    }
  }
  for (const std::string& word : words) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(word, &day)) {
      days_.push_back(word);
    } else if (IsName(word)) {
      names_.push_back(word);
    } else {
      words_.push_back(word);
    }
  }
  for (const char* day : {"2026-01-01", "2026-02-30", "1949-10-01", "2099-12-31"})
    days_.emplace_back(day);
  // The next of each that is made in the course of an input.
  for (const char* collection : {"documents/", "filings/", "objections/", "campaigns/"}) {
    for (int i = 1; i <= 8; ++i) names_.push_back(absl::StrCat(collection, i));
  }
  for (int i = 0; i < 4; ++i)
    uuids_.push_back(absl::StrCat("00000000-0000-4000-8000-00000000000", i));
  for (const char* word :
       {"办法", "第二条", "甲", "，", "state = published", "*", "-1", "zh", "{}"})
    words_.emplace_back(word);
}

const std::vector<std::string>& Vocabulary::For(v1::TextFormat format) const {
  switch (format) {
    case v1::TEXT_FORMAT_DATE:
      return days_;
    case v1::TEXT_FORMAT_UUID:
      return uuids_;
    case v1::TEXT_FORMAT_RESOURCE_NAME:
      return names_;
    default:
      return words_;
  }
}

}  // namespace santong::testing
