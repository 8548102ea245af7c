#include "server/pages/desk_kinds.h"

#include <array>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "server/pages/desk_words.h"

namespace santong::pages {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr std::array kKinds = std::to_array<DeskKind>({
    {"documents", "santong.v1.DocumentService", "GetDocument", "ListDocuments",
     "workflows/document"},
    {"filings", "santong.v1.FilingService", "GetFiling", "ListFilings", "workflows/filing"},
    {"objections", "santong.v1.ObjectionService", "GetObjection", "ListObjections",
     "workflows/objection"},
    {"campaigns", "santong.v1.CleanupService", "GetCampaign", "ListCampaigns",
     "workflows/campaign"},
    {"items", "santong.v1.CleanupService", "", "ListItems", "workflows/cleanup_item"},
});

// A receipt or a letter is no review, and covers no period.
constexpr const char* kCongressFiling[] = {"filing.document_title", "filing.date", "filing.person",
                                           "filing.note"};

// Whether a filing passes is one of the outcomes: with a box to tick besides, what is forgotten
// would be an order.
constexpr const char* kFilingDecision[] = {"outcome",
                                           "grounds",
                                           "reason",
                                           "plan_date",
                                           "transfer_to",
                                           "conflicts_with",
                                           "authority_decision",
                                           "verdicts"};

const MethodDescriptor* FindMethod(const DeskKind& kind, absl::string_view method) {
  const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrCat(kind.service, ".", method));
  if (found == nullptr || found->client_streaming() || found->server_streaming()) return nullptr;
  return found;
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

const FieldDescriptor* TextField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return nullptr;
  }
  return field;
}

const google::protobuf::EnumValueDescriptor* StateValue(const Message& resource) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName("state");
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return nullptr;
  return resource.GetReflection()->GetEnum(resource, field);
}

}  // namespace

const DeskKind* KindOfCollection(absl::string_view collection) {
  for (const DeskKind& kind : kKinds) {
    if (collection == kind.collection) return &kind;
  }
  return nullptr;
}

std::string MethodPath(const DeskKind& kind, absl::string_view method) {
  return absl::StrCat(kind.service, "/", method);
}

std::unique_ptr<Message> NewRequest(const DeskKind& kind, absl::string_view method) {
  const MethodDescriptor* found = FindMethod(kind, method);
  return found == nullptr ? nullptr : New(found->input_type());
}

std::unique_ptr<Message> NewResponse(const DeskKind& kind, absl::string_view method) {
  const MethodDescriptor* found = FindMethod(kind, method);
  return found == nullptr ? nullptr : New(found->output_type());
}

FormFields FieldsOfForm(absl::string_view method, const v1::Workflow& workflow) {
  FormFields fields;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    if (row.method() != method) continue;
    for (const v1::WorkflowCondition& condition : row.conditions()) {
      fields.evidence.insert(condition.evidence_fields().begin(),
                             condition.evidence_fields().end());
    }
  }
  if (method == "RecordCongressFiling") {
    fields.only = kCongressFiling;
    fields.required = absl::MakeConstSpan(kCongressFiling).first(3);
  }
  if (method == "DecideFiling") {
    fields.only = kFilingDecision;
    fields.required = absl::MakeConstSpan(kFilingDecision).first(1);
  }
  return fields;
}

void SetText(Message* message, const std::string& field, const std::string& value) {
  if (const FieldDescriptor* found = TextField(*message, field); found != nullptr)
    message->GetReflection()->SetString(message, found, value);
}

std::string TextOf(const Message& message, const std::string& field) {
  const FieldDescriptor* found = TextField(message, field);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

std::string StateOf(const Message& resource) {
  const auto* value = StateValue(resource);
  return value == nullptr ? "" : ShortName(*value);
}

std::string StateLabel(const Message& resource, Language language) {
  const auto* value = StateValue(resource);
  return value == nullptr ? "" : ValueLabel(*value, language);
}

std::vector<const v1::WorkflowRow*> NextActs(const v1::Workflow& workflow,
                                             const std::string& state) {
  std::vector<const v1::WorkflowRow*> acts;
  std::set<std::string> seen;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    if (row.from() == state && !row.method().empty() && seen.insert(row.method()).second)
      acts.push_back(&row);
  }
  return acts;
}

}  // namespace santong::pages
