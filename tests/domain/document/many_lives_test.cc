// Method: seeded random lives. Any act at any time, days passing between; refused acts change
// nothing. After each step the document must make sense, and what its events alone say of it must
// be what it says itself.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

constexpr int kLives = 300;
constexpr int kStepsOfALife = 60;

// What a recount from the events' facts knows of reliance.
std::map<std::string, std::string> Recount(
    const std::vector<std::map<std::string, std::string>>& events) {
  std::map<std::string, std::string> known;
  for (const auto& facts : events) {
    for (const char* key :
         {"registered_date", "published_date", "effective_date", "last_valid_date", "ended_date",
          "openness", "version", "text_sha256"}) {
      if (auto fact = facts.find(key); fact != facts.end()) known[key] = fact->second;
    }
    if (auto from = facts.find("suspended_from"); from != facts.end()) {
      auto to = facts.find("suspended_to");
      known["suspended:" + from->second] = to == facts.end() ? "" : to->second;
    }
  }
  return known;
}

void ExpectRecounted(const Life& life, const v1::Document& document) {
  auto known = Recount(life.facts());
  EXPECT_EQ(known["registered_date"], document.registered_date());
  EXPECT_EQ(known["published_date"], document.publication().date());
  EXPECT_EQ(known["ended_date"], document.ended_date());
  EXPECT_EQ(known["text_sha256"], NewestTextHash(document));
  if (!document.registered_date().empty()) {
    EXPECT_EQ(known["effective_date"], document.effective_date());
    EXPECT_EQ(known["last_valid_date"], document.term().last_valid_date());
    EXPECT_EQ(known["openness"], v1::Openness_Name(document.openness()));
  }
  // Two suspensions that begin on one day are one fact; the later says how it ended.
  for (const v1::Suspension& suspension : document.suspensions()) {
    EXPECT_EQ(known.count("suspended:" + suspension.from_date()), 1u);
  }
}

bool HasEnded(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_LAPSED || state == v1::DOCUMENT_STATE_REPEALED ||
         state == v1::DOCUMENT_STATE_SUPERSEDED || state == v1::DOCUMENT_STATE_REVOKED;
}

void ExpectSense(const v1::Document& document, absl::CivilDay today) {
  const std::string now = IsoDay(today);
  const v1::DocumentState state = document.state();
  const bool unified = state == v1::DOCUMENT_STATE_PUBLISHED ||
                       state == v1::DOCUMENT_STATE_IN_EFFECT ||
                       state == v1::DOCUMENT_STATE_SUSPENDED;
  if (unified) {
    EXPECT_NE(document.registration_number(), "");
    EXPECT_LE(document.publication().date(), now);
    EXPECT_LE(document.registered_date(), now);
  }
  if (unified && !document.legacy()) {
    EXPECT_LE(document.publication().date(), document.effective_date());
    EXPECT_TRUE(document.internal().determination().normative());
  }
  if (unified) {
    EXPECT_EQ(state == v1::DOCUMENT_STATE_PUBLISHED, document.effective_date() > now)
        << StateName(state);
  }
  EXPECT_EQ(HasEnded(state), !document.ended_date().empty());
  uint32_t version = 0;
  for (const v1::VersionSummary& summary : document.versions())
    EXPECT_EQ(summary.number(), ++version);
  // At rest no duty is due before today, and what has ended waits for nothing.
  EXPECT_FALSE(NextSystemAct(document, today).has_value());
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) {
      EXPECT_EQ(clock.state() == v1::CLOCK_STATE_SUSPENDED, clock.end_date().empty());
      continue;
    }
    EXPECT_FALSE(HasEnded(state)) << v1::ClockKind_Name(clock.kind());
    EXPECT_GE(clock.due_date(), now) << v1::ClockKind_Name(clock.kind());
  }
}

// What leads a document on from where it stands.
Action Forward(const v1::Document& document) {
  switch (document.state()) {
    case v1::DOCUMENT_STATE_UNSPECIFIED:
      return Action::kCreate;
    case v1::DOCUMENT_STATE_DRAFT:
    case v1::DOCUMENT_STATE_RETURNED:
      return Action::kSubmit;
    case v1::DOCUMENT_STATE_SUBMITTED:
    case v1::DOCUMENT_STATE_LEGACY:
      return document.internal().determination().normative() ? Action::kRegister
                                                             : Action::kDetermineNormative;
    case v1::DOCUMENT_STATE_REGISTERED:
      return document.effective_date() < "2026-05-20" ? Action::kUpdate : Action::kPublish;
    default:
      return Action::kCorrect;
  }
}

TEST(ManyLives, MakeSenseAndAreToldByTheirEvents) {
  std::map<v1::DocumentState, int> reached;
  int acts = 0, refusals = 0;
  for (int seed = 1; seed <= kLives; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto pick = [&](int n) { return static_cast<int>(random() % n); };
    Life life;
    const char* modes[] = {"extend", "reregister", "renew_notice"};
    life.Set(Choice(policy::kContinueMode, modes[pick(3)]));
    if (pick(4) == 0) life.Set(Choice(policy::kRegistrarModel, "issuer"));
    for (int step = 0; step < kStepsOfALife; ++step) {
      Case act = life.Prepare(static_cast<Action>(pick(static_cast<int>(Action::kImport) + 1)));
      act.act.text_sha256 = std::string(64, static_cast<char>('a' + pick(6)));
      if (pick(2) == 0) act.act.override_reason = "人手不足";
      if (act.act.action == Action::kCreate) {
        act.act.proposed.set_effective_date(IsoDay(life.now().today + 20 + pick(90)));
        act.act.proposed.set_early_effect_reason("公布后不立即施行将有碍执行");
      }
      // A life that never gets anywhere teaches nothing: every other step goes forward.
      if (pick(2) == 0) {
        act = life.Prepare(Forward(life.document()));
        if (act.act.action == Action::kUpdate) {
          act.act.proposed.set_effective_date(IsoDay(life.now().today + 31));
        }
        if (pick(2) == 0) act.act.override_reason = "人手不足";
      }
      const std::string before = life.document().SerializeAsString();
      const bool done = life.Do(act).ok();
      done ? ++acts : ++refusals;
      if (!done) {
        EXPECT_EQ(life.document().SerializeAsString(), before);
      }
      ++reached[life.document().state()];
      if (life.document().state() == v1::DOCUMENT_STATE_UNSPECIFIED) continue;
      const int days[] = {0, 0, 0, 1, 3, 20, 300};
      life.Until(IsoDay(life.now().today + days[pick(7)]).c_str());
      ++reached[life.document().state()];
      ExpectSense(life.document(), life.now().today);
      ExpectRecounted(life, life.document());
      if (HasFailure()) {
        ADD_FAILURE() << "step " << step << ": " << life.document().DebugString();
        return;
      }
    }
  }
  EXPECT_GT(acts, kLives * 5);
  EXPECT_GT(refusals, kLives * 5);
  for (int state = v1::DocumentState_MIN; state <= v1::DocumentState_MAX; ++state) {
    EXPECT_GT(reached[static_cast<v1::DocumentState>(state)], 0)
        << "no life came to " << StateName(static_cast<v1::DocumentState>(state));
  }
}

}  // namespace
}  // namespace santong::document
