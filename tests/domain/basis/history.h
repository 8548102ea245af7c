// Makes a plausible life of a document: the document as it stands at its end, and the events that
// led there. Both are written side by side, each by its own words. Seeded: the same seed, the same
// life.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"

namespace santong::basis {

struct Life {
  v1::Document document;
  std::vector<v1::Event> events;
};

class LifeMaker {
 public:
  explicit LifeMaker(uint64_t seed) : random_(seed) {}

  // The life begins after `birth` and lasts about three years.
  Life Make(absl::CivilDay birth) {
    life_ = Life();
    day_ = birth + Between(0, 60);
    document().set_name("documents/1");
    document().set_state(v1::DOCUMENT_STATE_DRAFT);
    AddVersion(v1::VERSION_KIND_ORIGINAL);
    if (OneIn(4)) AddVersion(v1::VERSION_KIND_ORIGINAL);  // a draft that was returned and mended
    if (OneIn(15)) return std::move(life_);
    if (OneIn(15)) return ImportedAndLeft();
    Register();
    if (OneIn(15)) return std::move(life_);
    Publish();
    for (int acts = Between(0, 7); acts > 0 && !IsOver(); --acts) {
      day_ += Between(0, 90);
      if (!IsOver()) ActWhileInEffect();
    }
    End();
    return std::move(life_);
  }

 private:
  using Facts = std::map<std::string, std::string>;

  v1::Document& document() { return life_.document; }
  int Between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool OneIn(int n) { return Between(1, n) == 1; }
  static std::string Iso(absl::CivilDay day) { return absl::FormatCivilTime(day); }

  void Write(const char* type, const char* to_state, const Facts& facts) {
    v1::Event& event = life_.events.emplace_back();
    event.set_type(type);
    event.set_date(Iso(day_));
    event.set_to_state(to_state);
    event.mutable_facts()->insert(facts.begin(), facts.end());
  }

  v1::VersionSummary* AddVersion(v1::VersionKind kind) {
    v1::VersionSummary* version = document().add_versions();
    version->set_number(document().versions_size());
    version->set_kind(kind);
    return version;
  }
  std::string Newest() { return absl::StrCat(document().versions_size()); }

  Life ImportedAndLeft() {
    document().set_state(v1::DOCUMENT_STATE_LEGACY);
    document().set_legacy(true);
    document().set_openness(v1::OPENNESS_PUBLIC);
    document().set_effective_date(Iso(day_));
    document().mutable_publication()->set_date(Iso(day_));
    Write("DocumentImported", "LEGACY",
          {{"effective_date", Iso(day_)},
           {"published_date", Iso(day_)},
           {"openness", "OPENNESS_PUBLIC"}});
    return std::move(life_);
  }

  void Register() {
    document().set_state(v1::DOCUMENT_STATE_REGISTERED);
    document().set_registration_number("示例〔2020〕1号");
    document().set_registered_date(Iso(day_));
    document().set_openness(OneIn(12) ? v1::OPENNESS_NOT_PUBLIC : v1::OPENNESS_PUBLIC);
    Write("DocumentRegistered", "REGISTERED",
          {{"registered_date", Iso(day_)}, {"openness", v1::Openness_Name(document().openness())}});
  }

  // Mostly before the first day of effect, at times late. Whether the act of taking effect has run
  // is left open.
  void Publish() {
    day_ += Between(0, 30);
    const absl::CivilDay effective = OneIn(5) ? day_ - Between(1, 20) : day_ + Between(0, 60);
    document().set_state(OneIn(2) ? v1::DOCUMENT_STATE_PUBLISHED : v1::DOCUMENT_STATE_IN_EFFECT);
    document().mutable_publication()->set_date(Iso(day_));
    document().set_effective_date(Iso(effective));
    document().mutable_versions()->rbegin()->set_effective_date(Iso(effective));
    Facts facts = {
        {"published_date", Iso(day_)}, {"effective_date", Iso(effective)}, {"version", Newest()}};
    if (OneIn(6)) {
      document().mutable_term()->set_kind(v1::TERM_KIND_NONE);
      last_valid_day_ = absl::CivilDay(9999, 12, 31);
    } else {
      last_valid_day_ = effective + Between(30, 900);
      document().mutable_term()->set_kind(v1::TERM_KIND_GENERAL);
      document().mutable_term()->set_last_valid_date(Iso(last_valid_day_));
      facts["last_valid_date"] = Iso(last_valid_day_);
    }
    if (OneIn(3)) {
      v1::Relation* relation = document().add_relations();
      relation->set_kind(v1::RELATION_KIND_AMENDS);
      relation->set_target("documents/2");
      relation->set_date(Iso(effective + Between(0, 90)));
      facts["says_from"] = relation->date();
    }
    Write("DocumentPublished", "PUBLISHED", facts);
    day_ = std::max(day_, effective);
  }

  bool IsOver() const { return day_ > last_valid_day_; }

  void ActWhileInEffect() {
    switch (Between(1, 6)) {
      case 1:
        return suspended_ ? Resume() : Suspend();
      case 2:
        return Extend();
      case 3:
        return Amend();
      case 4:
        return Correct();
      case 5:
        return RegisterAgain();
      case 6:
        return CarryOut();
    }
  }

  void Suspend() {
    suspended_ = true;
    document().set_state(v1::DOCUMENT_STATE_SUSPENDED);
    document().add_suspensions()->set_from_date(Iso(day_));
    Write("DocumentSuspended", "SUSPENDED", {{"suspended_from", Iso(day_)}});
  }

  void Resume() {
    suspended_ = false;
    document().set_state(v1::DOCUMENT_STATE_IN_EFFECT);
    v1::Suspension& suspension = *document().mutable_suspensions()->rbegin();
    suspension.set_to_date(Iso(day_ - 1));
    Write("DocumentResumed", "IN_EFFECT",
          {{"suspended_from", suspension.from_date()}, {"suspended_to", suspension.to_date()}});
  }

  void Extend() {
    if (document().term().kind() == v1::TERM_KIND_NONE) return;
    last_valid_day_ += Between(1, 300);
    document().mutable_term()->set_last_valid_date(Iso(last_valid_day_));
    Write("DocumentContinued", "IN_EFFECT", {{"last_valid_date", Iso(last_valid_day_)}});
  }

  // At times on an earlier day than an amendment that was decided before.
  void Amend() {
    const absl::CivilDay first = day_ + Between(0, 60);
    for (v1::VersionSummary& before : *document().mutable_versions()) {
      if (!before.effective_date().empty() && before.last_effective_date().empty()) {
        before.set_last_effective_date(Iso(first - 1));
      }
    }
    AddVersion(v1::VERSION_KIND_AMENDMENT)->set_effective_date(Iso(first));
    Write("DocumentAmended", "IN_EFFECT",
          {{"version", Newest()}, {"version_effective_date", Iso(first)}});
  }

  void Correct() {
    const v1::VersionSummary corrected = *document().versions().rbegin();
    v1::VersionSummary* correction = AddVersion(v1::VERSION_KIND_CORRECTION);
    correction->set_effective_date(corrected.effective_date());
    correction->set_corrects(corrected.number());
    Write("DocumentCorrected", "IN_EFFECT",
          {{"version", Newest()},
           {"corrects", absl::StrCat(corrected.number())},
           {"version_effective_date", corrected.effective_date()}});
  }

  void RegisterAgain() {
    v1::FormerNumber* former = document().add_former_numbers();
    former->set_registration_number(document().registration_number());
    former->set_registered_date(document().registered_date());
    document().set_registration_number(absl::StrCat("示例〔2020〕", Between(2, 999), "号"));
    document().set_registered_date(Iso(day_));
    Write("DocumentRegisteredAgain", "IN_EFFECT", {{"registered_date", Iso(day_)}});
  }

  // On the other document, at times before the day that was announced.
  void CarryOut() {
    for (v1::Relation& relation : *document().mutable_relations()) {
      if (relation.applied()) continue;
      relation.set_applied(true);
      const std::string state = v1::DocumentState_Name(document().state()).substr(15);
      Write("RelationApplied", state.c_str(), {{"target", relation.target()}});
      life_.events.back().set_action("APPLY_RELATION");
    }
  }

  void End() {
    if (IsOver()) {
      if (OneIn(2)) EndOn(v1::DOCUMENT_STATE_LAPSED, "LAPSED", last_valid_day_ + 1);
      return;
    }
    day_ += Between(0, 60);
    switch (Between(1, 5)) {
      case 1:  // at times decided ahead, at times with a day that is past
        return EndOn(v1::DOCUMENT_STATE_REPEALED, "REPEALED", day_ + Between(-30, 60));
      case 2:
        return EndOn(v1::DOCUMENT_STATE_SUPERSEDED, "SUPERSEDED", day_ + Between(0, 60));
      case 3:
        return EndOn(v1::DOCUMENT_STATE_REVOKED, "REVOKED", day_);
      default:
        return;
    }
  }

  void EndOn(v1::DocumentState state, const char* name, absl::CivilDay ended_day) {
    document().set_state(state);
    document().set_ended_date(Iso(ended_day));
    Write("DocumentEnded", name, {{"ended_date", Iso(ended_day)}});
  }

  std::mt19937_64 random_;
  Life life_;
  absl::CivilDay day_;
  absl::CivilDay last_valid_day_;
  bool suspended_ = false;
};

}  // namespace santong::basis
