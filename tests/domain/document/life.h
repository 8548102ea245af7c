// A document driven through its life by its own rules: what every test of the document starts from.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/domain/document/decide.h"

namespace santong::document {

// The place: Ping'an District under Haidong City. Names are as in a real registry; the pattern is a
// sample.
inline constexpr char kDistrict[] = "jurisdictions/630203";
inline constexpr char kCity[] = "jurisdictions/630200";
inline constexpr char kLead[] = "jurisdictions/630203/organs/finance";
inline constexpr char kCoIssuer[] = "jurisdictions/630203/organs/agriculture";
inline constexpr char kLegalOffice[] = "jurisdictions/630203/organs/justice";

access::Caller Drafter();
access::Caller Reviewer();  // the district's legal office
access::Caller CityReviewer();
access::Caller Publisher();
access::Caller Operator();
access::Caller Someone(v1::Role role);  // of the lead organ and the district, with that role alone

absl::CivilDay Day(const char* iso);

v1::Evidence Proof(v1::EvidenceKind kind, const char* date);

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
  bool document_number_taken = false;

  // The document that the act is about: the proposed one, where the act proposes one.
  v1::Document& subject();
  v1::Evidence& evidence(v1::EvidenceKind kind);  // of the subject; must be there
  void RemoveEvidence(v1::EvidenceKind kind);
  absl::StatusOr<Decision> Decide() const;
};

// A complete draft of two issuers on 2026-03-20, under a policy of plain periods, all confirmed.
v1::Document CompleteDraft();
std::map<std::string, v1::PolicyLeaf> PlainPolicy();

v1::PolicyLeaf Period(const char* key, int64_t limit,
                      v1::PeriodUnit unit = v1::PERIOD_UNIT_CALENDAR_DAYS);
v1::PolicyLeaf Choice(const char* key, const char* text);
v1::PolicyLeaf List(const char* key, std::initializer_list<const char*> items);

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
