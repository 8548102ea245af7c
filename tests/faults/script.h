// One script of an office's work: documents of its own, from the draft to what may follow. Part of
// workload.cc; each act that was acknowledged is recorded in the workload's model.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/faults/workload.h"

namespace santong::testing {

class Workload::Script {
 public:
  Script(Workload& office, int number) : office_(office), number_(number) {}

  // From its beginning to its end; which one it is follows from its number.
  void Run();

 private:
  // A version 4 UUID that tells every act from every other.
  std::string NextId() {
    return absl::StrCat("00000000-0000-4000-8000-", absl::Dec(number_, absl::kZeroPad8),
                        absl::Dec(++act_, absl::kZeroPad4));
  }

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

  // script.cc: documents. The name of a new one that was published; empty when the work was
  // stopped.
  std::string Published(const char* which, const std::string& amends = "");
  void Amend(const std::string& name);
  void Attach(const std::string& name);
  // Repeals what is published, by a decision.
  bool Repeal(const std::string& name);
  void SuspendResumeAndRepeal(const std::string& name);
  void RevokeFromAbove(const std::string& name);
  // Papers from before the register, of which one is registered then.
  void Import();
  void SetPolicy();
  void GiveAndTakeToken();
  void BackUp();

  // script_cases.cc: filings, objections, cleanups. `to_the_end`: with the decision, and with what
  // it makes of the document.
  void File(const std::string& document, bool to_the_end);
  void Object(const std::string& document, bool to_the_end);
  bool AddEvidence(const v1::LodgeObjectionResponse& lodged);
  void CleanUp();
  void CleanUpToTheEnd(const std::string& document);

  // The decision of the body that has the power, of the day on which a document was published last.
  v1::Evidence Decision() const;

  Workload& office_;
  const int number_;
  int act_ = 0;
  int documents_ = 0;
  std::string day_;  // on which the last document was published
};

}  // namespace santong::testing
