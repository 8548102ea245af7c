// What may be left out of the making of a document, and what must be said then (domain.md 3.2, and
// 3.6, items 3 and 7 of the check list).
#include "server/domain/document/exemption.h"

#include <gmock/gmock.h>

#include <set>
#include <utility>

#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr v1::EvidenceKind kComment = v1::EVIDENCE_KIND_PUBLIC_COMMENT;
constexpr v1::EvidenceKind kCompetition = v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW;

// An application that ticks these boxes.
Case Submission(const Life& life, bool rights, bool operators, bool decision) {
  Case submit = life.Prepare(Action::kSubmit);
  v1::DocumentInternal& internal = *submit.document.mutable_internal();
  internal.set_affects_rights(rights);
  internal.set_touches_operators(operators);
  internal.set_major_decision(decision);
  return submit;
}

TEST(Exemptions, AreRowsWithTheirArticleOneForEachReason) {
  std::set<std::pair<int, int>> seen;
  std::set<int> reasons;
  for (const Exemption& row : AllExemptions()) {
    EXPECT_TRUE(seen.insert({row.kind, row.reason}).second);
    EXPECT_STRNE(row.article, "");
    EXPECT_EQ(FindExemption(row.kind, row.reason), &row);
    reasons.insert(row.reason);
  }
  for (int value = v1::ExemptionReason_MIN + 1; value <= v1::ExemptionReason_MAX; ++value)
    EXPECT_EQ(reasons.count(value), 1u) << value;
  EXPECT_EQ(FindExemption(kComment, v1::EXEMPTION_REASON_UNSPECIFIED), nullptr);
}

TEST(Exemptions, ABoxThatIsNotTickedLeavesNothingOutByItself) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = Submission(life, false, false, false);
  submit.RemoveEvidence(kComment);
  submit.RemoveEvidence(kCompetition);
  EXPECT_THAT(Failed(submit.Decide().status()),
              UnorderedElementsAre("PublicCommentIsRecorded", "FairCompetitionIsReviewed"));
}

TEST(Exemptions, WhoSaysWhyAndAnswersForItMayLeaveThemOut) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = Submission(life, false, false, false);
  submit.LeaveOut(kComment, v1::EXEMPTION_REASON_NOBODY_AFFECTED);
  submit.LeaveOut(kCompetition, v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED);
  EXPECT_TRUE(submit.Decide().ok()) << submit.Decide().status();
  for (const v1::EvidenceKind kind : {kComment, kCompetition}) {
    const char* condition =
        kind == kComment ? "PublicCommentIsRecorded" : "FairCompetitionIsReviewed";
    Case without = submit;
    without.evidence(kind).clear_exemption_reason();
    EXPECT_THAT(Failed(without.Decide().status()), ElementsAre(condition));
    without = submit;
    without.evidence(kind).clear_note();
    EXPECT_THAT(Failed(without.Decide().status()), ElementsAre(condition));
    without = submit;
    without.evidence(kind).clear_person();
    EXPECT_THAT(Failed(without.Decide().status()), ElementsAre(condition));
  }
}

// 优化营商环境条例 article 62, 重大行政决策程序暂行条例 article 14, 公平竞争审查条例 articles 2
// and 8.
TEST(Exemptions, WhatTheDocumentSaysOfItselfIsNotContradicted) {
  struct Row {
    bool rights, operators, decision;
    v1::EvidenceKind kind;
    v1::ExemptionReason reason;
    bool passes;
  };
  const Row rows[] = {
      {false, false, false, kComment, v1::EXEMPTION_REASON_NOBODY_AFFECTED, true},
      {true, false, false, kComment, v1::EXEMPTION_REASON_NOBODY_AFFECTED, false},
      {false, true, false, kComment, v1::EXEMPTION_REASON_NOBODY_AFFECTED, false},
      {false, false, true, kComment, v1::EXEMPTION_REASON_NOBODY_AFFECTED, false},
      {true, true, true, kComment, v1::EXEMPTION_REASON_SECRET, true},
      {true, true, true, kComment, v1::EXEMPTION_REASON_OTHER_PROVISION, true},
      {true, true, true, kComment, v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED, false},
      {true, false, true, kCompetition, v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED, true},
      {false, true, false, kCompetition, v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED, false},
      {false, false, false, kCompetition, v1::EXEMPTION_REASON_SECRET, false},
      {false, false, false, kCompetition, v1::EXEMPTION_REASON_OTHER_PROVISION, false},
  };
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  for (const Row& row : rows) {
    Case submit = Submission(life, row.rights, row.operators, row.decision);
    submit.LeaveOut(row.kind, row.reason);
    EXPECT_EQ(submit.Decide().ok(), row.passes) << row.rights << row.operators << row.decision
                                                << " " << v1::ExemptionReason_Name(row.reason);
  }
}

// The registrar checks the list again: what came in before the statement was asked for goes back.
TEST(Exemptions, AreCheckedAgainAtRegistration) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.document.mutable_internal()->set_affects_rights(false);
  reg.document.mutable_internal()->set_touches_operators(false);
  reg.RemoveEvidence(kComment);
  reg.RemoveEvidence(kCompetition);
  EXPECT_THAT(Failed(reg.Decide().status()),
              UnorderedElementsAre("PublicCommentIsRecorded", "FairCompetitionIsReviewed"));
  EXPECT_TRUE(life.Do(Action::kReturn).ok());
}

// The urgent path has the head's approval for its reason, and makes the round good afterwards.
TEST(Exemptions, TheUrgentPathLeavesTheRoundForLaterWithTheApproval) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = Submission(life, false, false, false);
  submit.document.set_urgent(true);
  submit.RemoveEvidence(kComment);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("UrgencyIsApproved"));
  *submit.document.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_URGENT_APPROVAL, "2026-02-23");
  EXPECT_TRUE(submit.Decide().ok()) << submit.Decide().status();
}

}  // namespace
}  // namespace santong::document
