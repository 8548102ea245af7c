#include "tests/faults/workload.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace santong::testing {
namespace {

// A version 4 UUID that tells every act from every other.
std::string RequestId(int script, int act) {
  return absl::StrCat("00000000-0000-4000-8000-", absl::Dec(script, absl::kZeroPad8),
                      absl::Dec(act, absl::kZeroPad4));
}

// Nothing was decided: the server was killed, is starting, or is full.
bool IsTransient(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         status.error_code() == grpc::StatusCode::CANCELLED ||
         // A stream that was cut off: gRPC's own words, without any of ours.
         status.error_details().empty();
}

}  // namespace

// One script: documents of its own, from the draft to what may follow.
class Workload::Script {
 public:
  Script(Workload& office, int number) : office_(office), number_(number) {}

  void Run() {
    const std::string first = Published("甲");
    if (first.empty()) return;
    switch (number_ % 4) {
      case 0:
        Amend(first);
        break;
      case 1:
        File(first);
        break;
      case 2:
        Object(first);
        break;
      default:
        CleanUp();
        break;
    }
    SetPolicy();
  }

 private:
  std::string NextId() { return RequestId(number_, ++act_); }

  // `call` takes stub, context, request and reply.
  template <typename Service, typename Request, typename Reply>
  bool Do(const char* what, const std::string& token, const Request& request, Reply* reply,
          grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                         Reply*)) {
    return office_.Repeat(what, [&](const std::shared_ptr<grpc::Channel>& channel) {
      return (Service::NewStub(channel).get()->*method)(As(token).get(), request, reply);
    });
  }
  template <typename Request>
  bool Act(const char* action, const std::string& token, Request request, v1::Document* document,
           grpc::Status (v1::DocumentService::StubInterface::*method)(grpc::ClientContext*,
                                                                      const Request&,
                                                                      v1::Document*)) {
    request.mutable_options()->set_request_id(NextId());
    if (!Do<v1::DocumentService>(action, token, request, document, method)) return false;
    office_.Record(*document, action);
    return true;
  }

  // The name of a new document that was published; empty when the work was stopped.
  std::string Published(const char* which, const std::string& amends = "") {
    using Service = v1::DocumentService::StubInterface;
    const Tokens& who = office_.tokens_;
    v1::Document document;
    v1::CreateDocumentRequest draft = CompleteDraft(
        absl::StrCat(which, "类管理办法第", number_, "号"),
        absl::StrCat("平民〔2026〕", ++documents_ + number_ * 10, "号"), office_.today_);
    if (!amends.empty()) {
      v1::Relation* relation = draft.mutable_document()->add_relations();
      relation->set_kind(v1::RELATION_KIND_AMENDS);
      relation->set_target(amends);
    }
    if (!Act("CREATE", who.drafter, draft, &document, &Service::CreateDocument)) return "";
    const std::string name = document.name();
    v1::SubmitDocumentRequest submit;
    submit.set_name(name);
    v1::DetermineDocumentRequest determine;
    determine.set_name(name);
    determine.set_normative(true);
    v1::RegisterDocumentRequest to_register;
    to_register.set_name(name);
    v1::PublishDocumentRequest publish;
    publish.set_name(name);
    publish.mutable_publication()->set_channel("区政府网站");
    const bool registered =
        Act("SUBMIT", who.drafter, submit, &document, &Service::SubmitDocument) &&
        Act("DETERMINE_NORMATIVE", who.reviewer, determine, &document,
            &Service::DetermineDocument) &&
        Act("REGISTER", who.reviewer, to_register, &document, &Service::RegisterDocument);
    if (!registered) return "";
    // Not the day on which the run began: a night may lie between.
    publish.mutable_publication()->set_date(document.registered_date());
    return Act("PUBLISH", who.publisher, publish, &document, &Service::PublishDocument) ? name : "";
  }

  void Amend(const std::string& name) {
    const std::string by = Published("乙", name);
    if (by.empty()) return;
    v1::AmendDocumentRequest amend;
    amend.set_name(name);
    amend.set_amended_by(by);
    amend.set_text("第一条 为了规范管理，制定本办法。\n第二条 本办法自公布之日起施行。");
    amend.set_note("修改第二条");
    v1::Document document;
    Act("AMEND", office_.tokens_.publisher, amend, &document,
        &v1::DocumentService::StubInterface::AmendDocument);
  }

  void File(const std::string& document) {
    using Service = v1::FilingService::StubInterface;
    v1::CreateFilingRequest create;
    create.set_document(document);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      create.add_materials()->set_title(paper);
    create.mutable_options()->set_request_id(NextId());
    v1::Filing filing;
    if (!Do<v1::FilingService>("CREATE filing", office_.tokens_.drafter, create, &filing,
                               &Service::CreateFiling))
      return;
    office_.Record(filing.name(), "CREATE");
    v1::AcceptFilingRequest accept;
    accept.set_name(filing.name());
    accept.mutable_options()->set_request_id(NextId());
    if (Do<v1::FilingService>("ACCEPT filing", office_.tokens_.reviewer, accept, &filing,
                              &Service::AcceptFiling))
      office_.Record(filing.name(), "ACCEPT");
  }

  void Object(const std::string& document) {
    using Service = v1::ObjectionService::StubInterface;
    v1::LodgeObjectionRequest lodge;
    lodge.set_document(document);
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("认为第二条与上位法相抵触");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name("张三");
    lodge.mutable_lodger()->set_contact("13900001234");
    lodge.mutable_options()->set_request_id(NextId());
    v1::LodgeObjectionResponse lodged;
    if (!Do<v1::ObjectionService>("LODGE", "", lodge, &lodged, &Service::LodgeObjection)) return;
    const std::string name = lodged.objection().name();
    office_.Record(name, "LODGE");
    v1::AcceptObjectionRequest accept;
    accept.set_name(name);
    accept.mutable_options()->set_request_id(NextId());
    v1::Objection objection;
    if (Do<v1::ObjectionService>("ACCEPT objection", office_.tokens_.reviewer, accept, &objection,
                                 &Service::AcceptObjection))
      office_.Record(name, "ACCEPT");
  }

  void CleanUp() {
    using Service = v1::CleanupService::StubInterface;
    v1::CreateCampaignRequest create;
    v1::Campaign& campaign = *create.mutable_campaign();
    campaign.set_title(absl::StrCat("规范性文件清理", number_));
    campaign.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);  // several may be under way
    campaign.set_subject("管理办法");
    campaign.set_jurisdiction(kDistrict);
    campaign.set_cutoff_date(office_.today_);
    campaign.set_proposal_due_date(
        absl::StrCat(std::stoi(office_.today_.substr(0, 4)) + 1, office_.today_.substr(4)));
    create.mutable_options()->set_request_id(NextId());
    v1::Campaign made;
    if (!Do<v1::CleanupService>("CREATE campaign", office_.tokens_.reviewer, create, &made,
                                &Service::CreateCampaign))
      return;
    office_.Record(made.name(), "CREATE");
    v1::OpenCampaignRequest open;
    open.set_name(made.name());
    open.mutable_options()->set_request_id(NextId());
    if (Do<v1::CleanupService>("OPEN campaign", office_.tokens_.reviewer, open, &made,
                               &Service::OpenCampaign)) {
      office_.Record(made.name(), "OPEN");
    }
  }

  void SetPolicy() {
    v1::SetPolicyRequest set;
    set.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* leaf = set.mutable_policy_set()->add_leaves();
    leaf->set_key("registrar_model");
    leaf->set_text("legal_office");
    leaf->set_source(absl::StrCat("crash_test ", number_));
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
    set.set_request_id(NextId());
    v1::SetPolicyResponse reply;
    Do<v1::AdminService>("SET policy", office_.tokens_.admin, set, &reply,
                         &v1::AdminService::StubInterface::SetPolicy);
  }

  Workload& office_;
  const int number_;
  int act_ = 0;
  int documents_ = 0;
};

void Workload::ServerIsAt(std::shared_ptr<grpc::Channel> channel) {
  absl::MutexLock lock(&mutex_);
  channel_ = std::move(channel);
}

void Workload::RunScript(int number) { Script(*this, number).Run(); }

void Workload::Stop() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

int Workload::acts() const {
  absl::MutexLock lock(&mutex_);
  return acts_;
}

std::map<std::string, Acknowledged> Workload::model() const {
  absl::MutexLock lock(&mutex_);
  return model_;
}

std::vector<std::string> Workload::refusals() const {
  absl::MutexLock lock(&mutex_);
  return refusals_;
}

std::shared_ptr<grpc::Channel> Workload::AwaitServer() {
  const auto told = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || channel_ != nullptr;
  };
  absl::MutexLock lock(&mutex_, absl::Condition(&told));
  return stopping_ ? nullptr : channel_;
}

bool Workload::Repeat(const std::string& what, const Call& call) {
  while (auto channel = AwaitServer()) {
    const grpc::Status status = call(channel);
    absl::MutexLock lock(&mutex_);
    if (status.ok()) {
      ++acts_;
      return true;
    }
    if (IsTransient(status)) continue;
    refusals_.push_back(absl::StrCat(what, ": ", status.error_message()));
    return false;
  }
  return false;
}

void Workload::Record(const std::string& resource, const std::string& action) {
  absl::MutexLock lock(&mutex_);
  model_[resource].actions.push_back(action);
}

void Workload::Record(const v1::Document& document, const std::string& action) {
  Record(document.name(), action);
  absl::MutexLock lock(&mutex_);
  model_[document.name()].registration_number = document.registration_number();
}

}  // namespace santong::testing
