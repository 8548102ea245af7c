// What the cache of answers holds is bounded, whatever its clients ask.
#include "server/gateway/answer_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace santong::gateway {
namespace {

const RegisterState kState = {.event_sequence = 1, .date = "2026-07-28"};

TEST(AnswerCache, KeepsAnAnswerForItsStateAlone) {
  AnswerCache cache(1 << 20);
  cache.Put("asked", kState, "answer");
  ASSERT_NE(cache.Find("asked", kState), nullptr);
  EXPECT_EQ(cache.Find("asked", kState)->plain(), "answer");
  EXPECT_EQ(cache.Find("asked", {.event_sequence = 2, .date = kState.date}), nullptr);
  EXPECT_EQ(cache.Find("asked", kState), nullptr) << "what was stale is gone";
}

// A request may bear fields that nobody knows, of any length: the answer is short, and the key is
// all of it.
TEST(AnswerCache, WhatWasAskedCountsAsTheAnswerDoes) {
  constexpr size_t kBytesMax = 1 << 20;
  AnswerCache cache(kBytesMax);
  const std::string long_key(kBytesMax, 'x');
  EXPECT_EQ(cache.Put(long_key, kState, "answer")->plain(), "answer");
  EXPECT_EQ(cache.Find(long_key, kState), nullptr);

  const std::string third(kBytesMax / 6, 'y');  // kept twice
  for (const char* name : {"1", "2", "3", "4"}) cache.Put(third + name, kState, "answer");
  EXPECT_EQ(cache.Find(third + "1", kState), nullptr);
  EXPECT_EQ(cache.Find(third + "2", kState), nullptr);
  EXPECT_NE(cache.Find(third + "3", kState), nullptr);
  EXPECT_NE(cache.Find(third + "4", kState), nullptr);
}

TEST(AnswerCache, ManySmallAnswersAreBounded) {
  AnswerCache cache(64 << 10);
  for (int i = 0; i < 1000; ++i) cache.Put(std::to_string(i), kState, "");
  EXPECT_EQ(cache.Find("0", kState), nullptr);
  EXPECT_NE(cache.Find("999", kState), nullptr);
}

}  // namespace
}  // namespace santong::gateway
