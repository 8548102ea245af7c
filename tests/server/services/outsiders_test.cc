// Whose resource an act works on: every method that writes, by every role, from the organ in
// charge, from another organ and from another jurisdiction.
//
// Method: the requests are filled with all that their fields require and with the names of
// resources of one organ, and sent by outsiders who have the role; nobody's call may change
// anything there. Then the same requests are rehearsed by the people in charge (validate_only):
// what they meet may be the resource's state, and never that the resource is not theirs; so it was
// the scope that held the outsiders.
#include "tests/server/services/outsiders.h"

#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_replace.h"

namespace santong::testing {
namespace {

bool IsOfResources(const MethodDescriptor& method) {
  static const auto* const kServices = new std::set<std::string>{
      "CatalogService", "CleanupService", "DocumentService",  "FileService",
      "FilingService",  "LogService",     "ObjectionService", "TaskService"};
  return kServices->contains(method.service()->name());
}

TEST_F(Outsiders, ChangeNothing) {
  const std::set<std::string> outsiders = {"the public",      "another organ's drafter",
                                           "a far drafter",   "a far reviewer",
                                           "a far publisher", "the auditor",
                                           "the admin"};
  std::map<std::string, int> before;
  for (const std::string& resource : {draft_, published_, objection_, filing_, campaign_})
    before[resource] = EventsOf(resource);
  const std::string items = Items();
  v1::Receipt forged = lodged_.receipt();
  forged.set_code("000000000000");
  int calls = 0;
  int refused = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->server_streaming() || method->client_streaming() || OnlyReads(*method)) continue;
    for (const std::string& document : {draft_, published_}) {
      const Filler filler(NamesFor(*method, document, forged));
      const auto request = NewRequest(*method);
      filler.Fill(*request);
      for (const std::string& who : outsiders) {
        // The register itself is the admin's to rule.
        if (who == "the admin" && !IsOfResources(*method)) continue;
        refused += CallAny(server_.Channel(), *method, people_[who], *request).ok() ? 0 : 1;
        ++calls;
        for (const auto& [resource, events] : before) {
          ASSERT_EQ(EventsOf(resource), events)
              << who << " changes " << resource << " by " << method->name();
        }
        ASSERT_EQ(Items(), items) << who << " changes an item by " << method->name();
      }
    }
  }
  EXPECT_GT(calls, 500);
  EXPECT_GT(refused, 500) << "only an objection is everyone's to lodge";
  // The streams that write.
  for (const std::string& who : outsiders) {
    EXPECT_FALSE(Attach(people_[who]).ok()) << who;
    if (who != "the admin") {
      EXPECT_FALSE(Import(people_[who]).ok()) << who;
    }
    ASSERT_EQ(EventsOf(draft_), before[draft_]) << who;
  }
  EXPECT_FALSE(Import(people_["the drafter"]).ok());
  EXPECT_FALSE(Import(people_["the city's reviewer"]).ok());
  EXPECT_TRUE(Attach(people_["the drafter"]).ok());
  EXPECT_TRUE(Import(people_["the reviewer"]).ok());
}

// Turns the request into a rehearsal; false where the method has none.
bool Rehearse(Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("options");
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return false;
  auto* options =
      dynamic_cast<v1::ActOptions*>(request.GetReflection()->MutableMessage(&request, field));
  if (options == nullptr) return false;
  options->set_validate_only(true);
  return true;
}

TEST_F(Outsiders, MeetTheScopeWhereThePeopleInChargeMeetTheStateAtMost) {
  // They name more than the resources that stand here.
  const std::set<std::string> others = {"DismissCitation", "RecordFilingList"};
  const std::vector<std::string> in_charge = {"the drafter", "the reviewer", "the publisher"};
  std::map<std::string, int> before;
  for (const std::string& resource : {draft_, published_, objection_, filing_, campaign_})
    before[resource] = EventsOf(resource);
  const std::string items = Items();
  int judged = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->server_streaming() || method->client_streaming() || OnlyReads(*method) ||
        others.contains(method->name()))
      continue;
    for (const std::string& document : {draft_, published_}) {
      // What is not published is the business of its own workflow alone.
      if (document == draft_ && method->service()->name() != "DocumentService") continue;
      const Filler filler(NamesFor(*method, document, lodged_.receipt()));
      const auto request = NewRequest(*method);
      filler.Fill(*request);
      if (!Rehearse(*request)) continue;
      bool let_in = false;
      std::string met;
      for (const std::string& who : in_charge) {
        const grpc::Status status = CallAny(server_.Channel(), *method, people_[who], *request);
        const std::string reason = ReasonOf(status);
        const bool is_judged = status.ok() || reason == "STATE_TRANSITION_NOT_ALLOWED" ||
                               reason == "CONDITIONS_NOT_MET";
        let_in = let_in || is_judged || reason == "FIELD_INVALID";
        judged += is_judged ? 1 : 0;
        absl::StrAppend(&met, who, ": ", reason, "; ");
      }
      EXPECT_TRUE(let_in) << NameOf(*method) << " on " << document << ": " << met;
    }
  }
  EXPECT_GE(judged, 40);
  for (const auto& [resource, events] : before)
    EXPECT_EQ(EventsOf(resource), events) << "a rehearsal changed " << resource;
  EXPECT_EQ(Items(), items) << "a rehearsal changed an item";
}

// product.md 4: what the workflows may refuse can be rehearsed, repeated and bound to an etag.
TEST(Mutations, OfEveryWorkflowTakeTheOptionsOfAnAct) {
  // A file is told by its hash, and to erase it is no act of a workflow; an import has its own
  // rehearsal.
  const std::set<std::string> others = {"AddAttachment", "EraseAttachment", "ImportDocuments"};
  int mutations = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const std::string& service = method->service()->name();
    if (service != "DocumentService" && service != "FilingService" &&
        service != "ObjectionService" && service != "CleanupService")
      continue;
    if (OnlyReads(*method) || others.contains(method->name())) continue;
    const FieldDescriptor* options = method->input_type()->FindFieldByName("options");
    ASSERT_NE(options, nullptr) << NameOf(*method);
    EXPECT_EQ(options->message_type(), v1::ActOptions::descriptor()) << NameOf(*method);
    ++mutations;
  }
  EXPECT_GT(mutations, 50);
}

// product.md 2: what may not be seen is refused as what is not there.
TEST_F(Outsiders, CannotTellWhatIsHiddenFromWhatIsNotThere) {
  const std::string gone = "documents/999999";
  int hidden = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->service()->name() != "DocumentService" || method->server_streaming() ||
        method->client_streaming() || method->name() == "EraseAttachment")
      continue;
    for (const char* who : {"the public", "a far drafter", "a far reviewer", "a far publisher"}) {
      const auto told_of = [&](const std::string& document) {
        const Filler filler(NamesFor(*method, document, lodged_.receipt()));
        const auto request = NewRequest(*method);
        filler.Fill(*request);
        const grpc::Status status = CallAny(server_.Channel(), *method, people_.at(who), *request);
        hidden += ReasonOf(status) == "RESOURCE_NOT_FOUND" ? 1 : 0;
        return absl::StrCat(status.error_code(), " ", ReasonOf(status), " ",
                            absl::StrReplaceAll(status.error_message(), {{document, "it"}}));
      };
      EXPECT_EQ(told_of(draft_), told_of(gone)) << NameOf(*method) << " by " << who;
    }
  }
  EXPECT_GT(hidden, 20);
}

// The gazette is the jurisdiction's: whose organ the publisher belongs to does not matter there.
TEST_F(Outsiders, APublisherIsInScopeInTheWholeJurisdictionAndNowhereElse) {
  v1::CorrectDocumentRequest request;
  request.set_name(published_);
  request.set_text("已公布的办法\n第一条 改正后的正文。\n");
  request.set_reason("错字");
  request.mutable_approval()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  request.mutable_approval()->set_document_title("区人民政府决定");
  request.mutable_approval()->set_person("区长");
  request.mutable_approval()->set_date(registry_.today());
  request.mutable_options()->set_validate_only(true);
  v1::Document reply;
  const auto correct = [&](const std::string& who) {
    return registry_.documents().CorrectDocument(As(people_.at(who)).get(), request, &reply);
  };
  EXPECT_TRUE(correct("the publisher").ok());
  EXPECT_TRUE(correct("another organ's publisher").ok());
  EXPECT_EQ(ReasonOf(correct("a far publisher")), "ROLE_NOT_ALLOWED");
  // What is not published is not even there.
  request.set_name(draft_);
  EXPECT_EQ(ReasonOf(correct("a far publisher")), "RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace santong::testing
