// Which fields of a request may change a document.
#include "server/acts/propose.h"

#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"

namespace santong::acts {
namespace {

v1::Document Current() {
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(v1::DOCUMENT_STATE_DRAFT);
  document.set_title("旧题");
  document.set_registration_number("测登〔2026〕1号");
  document.mutable_internal()->set_creator("principals/a");
  document.mutable_internal()->add_evidence()->set_person("甲");
  return document;
}

TEST(Propose, WithoutMaskTakesTheFieldsThatAreSet) {
  v1::Document sent;
  sent.set_title("新题");
  sent.mutable_term()->set_years(3);
  auto proposed = Propose(Current(), sent, nullptr);
  ASSERT_TRUE(proposed.ok());
  EXPECT_EQ(proposed->title(), "新题");
  EXPECT_EQ(proposed->term().years(), 3);
  EXPECT_EQ(proposed->internal().evidence_size(), 1);
}

TEST(Propose, OutputOnlyFieldsKeepTheirValueWhetherNamedOrNot) {
  v1::Document sent;
  sent.set_registration_number("伪〔2026〕9号");
  sent.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  sent.set_name("documents/8");
  sent.mutable_internal()->set_creator("principals/b");
  google::protobuf::FieldMask mask;
  mask.add_paths("registration_number");
  mask.add_paths("state");
  mask.add_paths("name");
  mask.add_paths("internal");
  for (const google::protobuf::FieldMask* given :
       {static_cast<const google::protobuf::FieldMask*>(nullptr), &std::as_const(mask)}) {
    auto proposed = Propose(Current(), sent, given);
    ASSERT_TRUE(proposed.ok()) << proposed.status();
    EXPECT_EQ(proposed->registration_number(), "测登〔2026〕1号");
    EXPECT_EQ(proposed->state(), v1::DOCUMENT_STATE_DRAFT);
    EXPECT_EQ(proposed->name(), "documents/7");
    EXPECT_EQ(proposed->internal().creator(), "principals/a");
  }
}

TEST(Propose, ANamedListReplacesTheOneThere) {
  v1::Document sent;
  sent.mutable_internal()->add_evidence()->set_person("乙");
  google::protobuf::FieldMask mask;
  mask.add_paths("internal.evidence");
  auto proposed = Propose(Current(), sent, &mask);
  ASSERT_TRUE(proposed.ok());
  ASSERT_EQ(proposed->internal().evidence_size(), 1);
  EXPECT_EQ(proposed->internal().evidence(0).person(), "乙");
}

TEST(Propose, WhatIsOutputOnlyInsideAListIsNotTheCallersEither) {
  v1::Document current = Current();
  v1::Relation* carried_out = current.add_relations();
  carried_out->set_kind(v1::RELATION_KIND_REPEALS);
  carried_out->set_target("documents/1");
  carried_out->set_applied(true);
  v1::Document sent;
  for (const char* target : {"documents/1", "documents/2"}) {
    v1::Relation* relation = sent.add_relations();
    relation->set_kind(v1::RELATION_KIND_REPEALS);
    relation->set_target(target);
    relation->set_applied(true);
  }
  sent.mutable_relations(0)->clear_applied();
  google::protobuf::FieldMask mask;
  mask.add_paths("relations");
  for (const google::protobuf::FieldMask* given :
       {static_cast<const google::protobuf::FieldMask*>(nullptr), &std::as_const(mask)}) {
    auto proposed = Propose(current, sent, given);
    ASSERT_TRUE(proposed.ok()) << proposed.status();
    ASSERT_EQ(proposed->relations_size(), 2);
    EXPECT_TRUE(proposed->relations(0).applied()) << "the registry knows that it was carried out";
    EXPECT_FALSE(proposed->relations(1).applied()) << "a caller may not say so";
  }
}

// Else an evaluation could not be recorded between the two days: the proposal would change more.
TEST(Propose, ALaterAmendmentOfTheSameDocumentIsNotDoneWithTheFirst) {
  v1::Document current = Current();
  for (const char* date : {"2026-10-01", "2027-01-01"}) {
    v1::Relation* relation = current.add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target("documents/1");
    relation->set_date(date);
  }
  current.mutable_relations(0)->set_applied(true);
  v1::Document sent;
  sent.mutable_internal()->add_evidence()->set_person("乙");
  auto proposed = Propose(current, sent, nullptr);
  ASSERT_TRUE(proposed.ok());
  ASSERT_EQ(proposed->relations_size(), 2);
  EXPECT_TRUE(proposed->relations(0).applied());
  EXPECT_FALSE(proposed->relations(1).applied());
}

TEST(Propose, ANamedFieldThatIsNotSetIsCleared) {
  google::protobuf::FieldMask mask;
  mask.add_paths("title");
  auto proposed = Propose(Current(), v1::Document(), &mask);
  ASSERT_TRUE(proposed.ok());
  EXPECT_EQ(proposed->title(), "");
}

TEST(Propose, EveryUnknownPathIsNamed) {
  google::protobuf::FieldMask mask;
  mask.add_paths("titel");
  mask.add_paths("internal.nothing");
  mask.add_paths("publication.date");
  auto proposed = Propose(Current(), v1::Document(), &mask);
  EXPECT_EQ(error::FieldViolationsOf(proposed.status()).size(), 3u);
}

}  // namespace
}  // namespace santong::acts
