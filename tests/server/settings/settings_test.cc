// Who answers for what an organ issued (domain.md 7): itself, or the last of its successors.
#include "server/settings/settings.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::settings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Named(absl::string_view organ) {
  return absl::StrCat("jurisdictions/630203/organs/", organ);
}

// The settings of a place with these organs, each with its successor; "" for none.
std::shared_ptr<const Settings> With(
    const std::vector<std::pair<std::string, std::string>>& organs) {
  kv::MemoryStore store;
  const absl::Status written = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
    for (const auto& [name, successor] : organs) {
      v1::Organ organ;
      organ.set_name(Named(name));
      if (!successor.empty()) organ.set_successor(Named(successor));
      txn.Put(schema::OrganKey(organ.name()), tables::Encode(organ));
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(written.ok()) << written;
  auto settings = LoadSettings(*store.Snapshot());
  EXPECT_TRUE(settings.ok()) << settings.status();
  return settings.ok() ? *settings : std::make_shared<const Settings>();
}

TEST(ResponsibleOrgan, IsTheLastOfTheSuccessors) {
  const auto settings = With({{"a", "b"}, {"b", "c"}, {"c", ""}, {"d", "c"}, {"e", ""}});
  for (const char* organ : {"a", "b", "c", "d"})
    EXPECT_EQ(settings->ResponsibleOrgan(Named(organ)), Named("c")) << organ;
  EXPECT_EQ(settings->ResponsibleOrgan(Named("e")), Named("e"));
  EXPECT_EQ(settings->ResponsibleOrgan("unknown"), "unknown");
  EXPECT_EQ(settings->ResponsibleOrgan(""), "");
  EXPECT_THAT(settings->PredecessorsOf(Named("c")),
              ElementsAre(Named("a"), Named("b"), Named("d")));
  EXPECT_THAT(settings->PredecessorsOf(Named("b")), IsEmpty()) << "its own duties passed on";
  EXPECT_THAT(settings->PredecessorsOf(Named("e")), IsEmpty());
  EXPECT_THAT(settings->PredecessorsOf(""), IsEmpty());
}

// An error of the organs' register gives nobody what is another's.
TEST(ResponsibleOrgan, OfACircleIsEachItself) {
  const auto settings =
      With({{"a", "b"}, {"b", "c"}, {"c", "a"}, {"d", "d"}, {"e", "a"}, {"f", "gone"}});
  for (const char* organ : {"a", "b", "c", "d", "e"}) {
    EXPECT_EQ(settings->ResponsibleOrgan(Named(organ)), Named(organ)) << organ;
    EXPECT_THAT(settings->PredecessorsOf(Named(organ)), IsEmpty()) << organ;
  }
}

}  // namespace
}  // namespace santong::settings
