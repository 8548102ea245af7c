// Files that Word saved (tests/testdata/docx), each to its whole text.
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/intake/extract.h"

namespace santong::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Extracted ReadFile(const std::string& name) {
  std::ifstream file(absl::StrCat("tests/testdata/docx/", name), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto extracted = Extract(Kind::kArchive, "application/zip", bytes);
  EXPECT_TRUE(extracted.ok()) << extracted.status();
  return extracted.ok() ? *extracted : Extracted();
}

// What was deleted is gone without a trace: no words, no empty item, no number that it took.
TEST(RealFiles, TrackedChangesAreAccepted) {
  const Extracted read = ReadFile("tracked_changes.docx");
  EXPECT_EQ(read.text,
            "Track Changes Test\n\nThis is the content.\nAnd here is much more content.\nThis is "
            "new content, that I suggest.\nSome more text.\nLink 1: www.adobe.com\nLink 2: "
            "www.hlx.live\nLink 3: www.hlx.live\nA1\tA2\n\n1. Point one\n2. Point three\nAnd more "
            "lists\n• One\n• Three\n");
  EXPECT_THAT(read.warnings, ElementsAre(v1::FILE_WARNING_KIND_TRACKED_CHANGES));
}

TEST(RealFiles, TheStrictFormIsRead) {
  const Extracted read = ReadFile("strict.docx");
  EXPECT_EQ(read.text, "Test\n");
  EXPECT_THAT(read.warnings, IsEmpty());
}

TEST(RealFiles, ATextBoxIsLeftOutAndSaid) {
  const Extracted read = ReadFile("text_box.docx");
  EXPECT_EQ(read.text, "");
  EXPECT_THAT(read.warnings, ElementsAre(v1::FILE_WARNING_KIND_LEFT_OUT));
}

}  // namespace
}  // namespace santong::intake
