// What was in effect on a day, by leaves alone.
#include "client/cli/proof/catalogue.h"

#include "gtest/gtest.h"

namespace santong::cli {
namespace {

constexpr char kDocument[] = "documents/1";

proof::Leaf LeafOf(const char* event, const char* date, const char* type, const char* to_state) {
  proof::Leaf leaf;
  leaf.event = event;
  leaf.date = date;
  leaf.type = type;
  leaf.resource = kDocument;
  leaf.to_state = to_state;
  leaf.effective_date = "2026-03-04";
  return leaf;
}

// Registered on the 1st, published on the 3rd and repealed on the 12th, which was written down on
// the 9th and the 15th.
bool IsInEffect(const std::string& day) {
  proof::Leaf published = LeafOf("2", "2026-03-09", "DocumentPublished", "PUBLISHED");
  published.published_date = "2026-03-03";
  proof::Leaf began = LeafOf("3", "2026-03-09", "DocumentTookEffect", "IN_EFFECT");
  began.published_date = "2026-03-03";
  proof::Leaf ended = LeafOf("4", "2026-03-15", "DocumentRepealed", "REPEALED");
  ended.published_date = "2026-03-03";
  ended.ended_date = "2026-03-12";
  Catalogue catalogue(day);
  catalogue.Add({proof::EncodeLeaf(LeafOf("1", "2026-03-01", "DocumentRegistered", "REGISTERED")),
                 proof::EncodeLeaf(published), proof::EncodeLeaf(began), proof::EncodeLeaf(ended)},
                [](const absl::Status& added) { EXPECT_TRUE(added.ok()) << added; });
  const auto found = catalogue.on_day().find(kDocument);
  return found != catalogue.on_day().end() && IsInEffectOn(found->second, day);
}

TEST(Catalogue, APublicationAndAnEndCountFromTheirOwnDays) {
  EXPECT_FALSE(IsInEffect("2026-03-03")) << "published, and not in effect yet";
  EXPECT_TRUE(IsInEffect("2026-03-04"));
  EXPECT_TRUE(IsInEffect("2026-03-11"));
  EXPECT_FALSE(IsInEffect("2026-03-12"));
  EXPECT_FALSE(IsInEffect("2026-03-20"));
}

}  // namespace
}  // namespace santong::cli
