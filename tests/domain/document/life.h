// A document driven through its life by its own rules: what every test of the document starts from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/domain/document/decide.h"
#include "tests/domain/document/builders.h"

namespace santong::document {

// Everything that Decide is asked with, by value, so that a test can change one thing.
struct Case {
  v1::Document document;
  Act act;
  access::Caller caller;
  absl::CivilDay today;
  std::map<std::string, v1::PolicyLeaf> leaves;
  calendar::Calendar calendar;
  v1::Organ lead, co_issuer;
  std::vector<bool> unknown_issuers;  // by index
  std::optional<v1::Document> other;
  std::vector<RelatedDocument> related;
  std::string renewal_notice;
  bool document_number_taken = false;
  bool cited_change_waits = false;

  // The document that the act is about: the proposed one, where the act proposes one.
  v1::Document& subject();
  v1::Evidence& evidence(v1::EvidenceKind kind);  // of the subject; must be there
  void RemoveEvidence(v1::EvidenceKind kind);
  // Its evidence of that kind says that there is none, and why; it must be there.
  void LeaveOut(v1::EvidenceKind kind, v1::ExemptionReason reason);
  absl::StatusOr<Decision> Decide() const;
};

class Life {
 public:
  Life();  // nothing yet, 2026-03-20

  Case& now() { return now_; }
  v1::Document& document() { return now_.document; }
  void Set(v1::PolicyLeaf leaf);
  void Remove(const char* key) { now_.leaves.erase(key); }

  // An act with what it needs to pass in a plain life; the caller is the one whose act it is.
  Case Prepare(Action action) const;

  // Decides and, when allowed, becomes what was decided, then lets the day bring what it brings.
  // The facts of all events so far are in facts().
  absl::StatusOr<Decision> Do(const Case& act);
  absl::StatusOr<Decision> Do(Action action) { return Do(Prepare(action)); }
  // Days pass; what happens by itself happens, each thing on its day. Returns what happened.
  std::vector<SystemAct> Until(const char* iso);

  // To that state by the plain way: legacy, or from draft on.
  void To(v1::DocumentState state);

  const std::vector<std::map<std::string, std::string>>& facts() const { return facts_; }
  const v1::Clock* clock(v1::ClockKind kind) const;  // the newest of that kind; null for none

 private:
  void Become(const Decision& decision);
  void RunDue(std::vector<SystemAct>* happened);

  Case now_;
  int numbers_given_ = 0;
  std::vector<std::map<std::string, std::string>> facts_;
};

// The names of the conditions that a refusal lists.
std::vector<std::string> Failed(const absl::Status& status);

}  // namespace santong::document
