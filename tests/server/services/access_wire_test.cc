// Every method of every service, called over the wire by every role, from the organ in charge, from
// another organ and from another jurisdiction.
//
// Method: the methods come from the services' descriptors, so none can be forgotten. First each
// role calls each method with an empty request: the gate must refuse it exactly when the access
// table says so. Then requests are filled with all that their fields require, with the names of
// resources of one organ, and sent by outsiders who have the role: nobody's call may add an event
// to those resources, and nobody may read what is not public.
#include <grpcpp/generic/generic_stub.h>

#include <map>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "santong/v1/field_rules.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/access/access.h"
#include "server/rpc/service_list.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kOtherDistrict[] = "jurisdictions/630202";
// A stream that nobody ends is ended by this; a refusal comes long before.
constexpr std::chrono::seconds kPatience(2);

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const rpc::ListedService& service : rpc::AllServices()) {
    for (int m = 0; m < service.descriptor->method_count(); ++m)
      methods.push_back(service.descriptor->method(m));
  }
  return methods;
}

std::string NameOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

bool OnlyReads(const MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()
                                      ->GetPrototype(method.input_type())
                                      ->New());
}

// One message there, the status back; whatever kind of method it is.
grpc::Status CallAny(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
                     const std::string& token, const Message& request) {
  grpc::GenericStub stub(channel);
  auto context = As(token);
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer buffer(&slice, 1);
  grpc::CompletionQueue queue;
  auto call =
      stub.PrepareUnaryCall(context.get(), absl::StrCat("/", NameOf(method)), buffer, &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status;
}

bool IsRefusedByRole(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::PERMISSION_DENIED &&
         absl::StrContains(status.error_details(), "ROLE_NOT_ALLOWED");
}

std::string TokenOf(v1::AdminService::Stub& admin, const std::string& token, const std::string& id,
                    const std::string& organ, v1::Role role) {
  v1::CreatePrincipalRequest request;
  request.set_principal_id(id);
  request.mutable_principal()->set_display_name(id);
  request.mutable_principal()->set_organ(organ);
  request.mutable_principal()->add_roles(role);
  v1::Principal principal;
  EXPECT_TRUE(admin.CreatePrincipal(As(token).get(), request, &principal).ok()) << id;
  v1::CreateTokenRequest token_request;
  token_request.set_parent(principal.name());
  v1::Token reply;
  EXPECT_TRUE(admin.CreateToken(As(token).get(), token_request, &reply).ok()) << id;
  return reply.secret();
}

class AccessOverTheWire : public ::testing::Test {
 protected:
  AccessOverTheWire()
      : server_({"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"}) {}

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(AccessOverTheWire, TheTableIsWhatTheServerDoes) {
  const Tokens& tokens = registry_.tokens();
  const std::map<v1::Role, std::string> callers = {{v1::ROLE_PUBLIC, ""},
                                                   {v1::ROLE_DRAFTER, tokens.drafter},
                                                   {v1::ROLE_REVIEWER, tokens.reviewer},
                                                   {v1::ROLE_PUBLISHER, tokens.publisher},
                                                   {v1::ROLE_AUDITOR, tokens.auditor},
                                                   {v1::ROLE_ADMIN, tokens.admin}};
  int called = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    for (const auto& [role, token] : callers) {
      const access::Caller caller{.principal = role == v1::ROLE_PUBLIC ? "" : "principals/x",
                                  .roles = {role}};
      const bool may = access::MayCall(NameOf(*method), caller);
      // A stream that goes on is let in; that is known, and it need not be waited for.
      if (may && method->server_streaming()) continue;
      const auto request = NewRequest(*method);
      // Without a parent it is the history of everything, which is the auditors' and the admins'.
      if (auto* history = dynamic_cast<v1::ListHistoryRequest*>(request.get()))
        history->set_parent("documents/1");
      const grpc::Status status = CallAny(server_.Channel(), *method, token, *request);
      ++called;
      if (may) {
        EXPECT_FALSE(IsRefusedByRole(status)) << NameOf(*method) << " " << v1::Role_Name(role);
      } else {
        // The public is asked to log in; whoever is logged in is told which roles may.
        EXPECT_TRUE(
            IsRefusedByRole(status) ||
            (role == v1::ROLE_PUBLIC && status.error_code() == grpc::StatusCode::UNAUTHENTICATED))
            << NameOf(*method) << " " << v1::Role_Name(role) << ": " << status.error_code() << " "
            << status.error_message();
      }
    }
  }
  EXPECT_GT(called, 400);
}

// Fills what the fields ask for, with `names` by the field's name.
class Filler {
 public:
  explicit Filler(std::map<std::string, std::string> names) : names_(std::move(names)) {}

  void Fill(Message& message) const {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (IsRequired(field) || names_.contains(field.name())) FillField(message, field);
    }
  }

 private:
  static bool IsRequired(const FieldDescriptor& field) {
    const auto& options = field.options();
    for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
      if (options.GetExtension(google::api::field_behavior, i) == google::api::REQUIRED)
        return true;
    }
    return false;
  }

  std::string TextFor(const FieldDescriptor& field) const {
    if (auto name = names_.find(field.name()); name != names_.end()) return name->second;
    switch (field.options().GetExtension(v1::rules).format()) {
      case v1::TEXT_FORMAT_DATE:
        return "2026-06-01";
      case v1::TEXT_FORMAT_UUID:
        return "11111111-2222-4333-8444-555555555555";
      case v1::TEXT_FORMAT_SHA256:
        return std::string(64, 'a');
      case v1::TEXT_FORMAT_RESOURCE_NAME:
        return kCivilAffairs;
      case v1::TEXT_FORMAT_IDENTIFIER:
        return "sample";
      case v1::TEXT_FORMAT_URL:
        return "https://example.org/";
      case v1::TEXT_FORMAT_LEAF_KEY:
        return "registrar_model";
      default:
        return "样本";
    }
  }

  void FillField(Message& message, const FieldDescriptor& field) const {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        field.is_repeated() ? reflection.AddString(&message, &field, TextFor(field))
                            : reflection.SetString(&message, &field, TextFor(field));
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                 : *reflection.MutableMessage(&message, &field));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        field.is_repeated() ? reflection.AddEnumValue(&message, &field, 1)
                            : reflection.SetEnumValue(&message, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        if (!field.is_repeated()) reflection.SetInt32(&message, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        if (!field.is_repeated()) reflection.SetInt64(&message, &field, 1);
        break;
      default:
        break;
    }
  }

  const std::map<std::string, std::string> names_;
};

TEST_F(AccessOverTheWire, OutsidersChangeNothingAndReadNothingThatIsNotPublic) {
  const Tokens& tokens = registry_.tokens();
  const std::string draft = registry_.Submitted("未公布的办法").name();
  const std::string published = registry_.Published("已公布的办法").name();
  Desk desk(server_.Channel(), tokens);
  const std::string objection = desk.Lodge(published, "张三").objection().name();
  v1::CreateFilingRequest filing_request;
  filing_request.set_document(published);
  for (const char* paper :
       {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
    filing_request.add_materials()->set_title(paper);
  v1::Filing filing;
  auto filings = v1::FilingService::NewStub(server_.Channel());
  ASSERT_TRUE(filings->CreateFiling(As(tokens.drafter).get(), filing_request, &filing).ok());

  // Another district with an office of each kind.
  v1::CreateJurisdictionRequest place;
  place.set_jurisdiction_id("630202");
  place.mutable_jurisdiction()->set_display_name("乐都区");
  place.mutable_jurisdiction()->set_parent(kCity);
  v1::Jurisdiction made;
  ASSERT_TRUE(registry_.admin().CreateJurisdiction(As(tokens.admin).get(), place, &made).ok());
  for (const auto& [id, kind] :
       std::map<std::string, v1::OrganKind>{{"bureau", v1::ORGAN_KIND_DEPARTMENT},
                                            {"legal-office", v1::ORGAN_KIND_LEGAL_OFFICE},
                                            {"office", v1::ORGAN_KIND_GOVERNMENT_OFFICE}}) {
    v1::CreateOrganRequest organ;
    organ.set_parent(kOtherDistrict);
    organ.set_organ_id(id);
    organ.mutable_organ()->set_display_name("乐都区" + id);
    organ.mutable_organ()->set_kind(kind);
    organ.mutable_organ()->set_document_prefix("乐");
    v1::Organ reply;
    ASSERT_TRUE(registry_.admin().CreateOrgan(As(tokens.admin).get(), organ, &reply).ok());
  }
  struct Outsider {
    const char* who;
    v1::Role role;
    std::string token;
  };
  const auto there = [](const char* organ) {
    return absl::StrCat(kOtherDistrict, "/organs/", organ);
  };
  v1::AdminService::Stub& admin = registry_.admin();
  const std::vector<Outsider> outsiders = {
      {"the public", v1::ROLE_PUBLIC, ""},
      {"a drafter of another organ", v1::ROLE_DRAFTER, tokens.other_drafter},
      {"a drafter of another district", v1::ROLE_DRAFTER,
       TokenOf(admin, tokens.admin, "far-drafter", there("bureau"), v1::ROLE_DRAFTER)},
      {"a reviewer of another district", v1::ROLE_REVIEWER,
       TokenOf(admin, tokens.admin, "far-reviewer", there("legal-office"), v1::ROLE_REVIEWER)},
      {"a publisher of another district", v1::ROLE_PUBLISHER,
       TokenOf(admin, tokens.admin, "far-publisher", there("office"), v1::ROLE_PUBLISHER)}};

  const auto events_of = [&](const std::string& resource) {
    v1::ListHistoryRequest request;
    request.set_parent(resource);
    v1::ListHistoryResponse reply;
    EXPECT_TRUE(registry_.documents().ListHistory(As(tokens.auditor).get(), request, &reply).ok());
    return reply.events_size();
  };
  std::map<std::string, int> before;
  for (const std::string& resource : {draft, published, objection, filing.name()})
    before[resource] = events_of(resource);

  int calls = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->server_streaming() || method->client_streaming()) continue;
    const std::string& service = method->service()->name();
    for (const std::string& document : {draft, published}) {
      const std::string name = service == "FilingService"      ? filing.name()
                               : service == "ObjectionService" ? objection
                                                               : document;
      const Filler filler({{"name", method->name() == "GetVersion" ? name + "/versions/1" : name},
                           {"parent", name},
                           {"document", document},
                           {"amended_by", published},
                           {"ended_by", published},
                           {"lead", objection}});
      const auto request = NewRequest(*method);
      filler.Fill(*request);
      for (const Outsider& outsider : outsiders) {
        const grpc::Status status = CallAny(server_.Channel(), *method, outsider.token, *request);
        ++calls;
        if (service == "DocumentService" && document == draft && OnlyReads(*method) &&
            method->name() != "ListDocuments" && method->name() != "ListHistory") {
          EXPECT_FALSE(status.ok()) << outsider.who << " reads by " << method->name();
        }
        for (const auto& [resource, events] : before) {
          if (OnlyReads(*method)) break;
          ASSERT_EQ(events_of(resource), events)
              << outsider.who << " changes " << resource << " by " << method->name();
        }
      }
    }
  }
  EXPECT_GT(calls, 500);
}

}  // namespace
}  // namespace santong::testing
