// Bytes of files: plain, gzipped, damaged, in UTF-8 with and without a mark, in GB18030.
#include "client/cli/import/byte_source.h"

#include <zlib.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

// 平安区 in GB18030.
constexpr char kInGb18030[] = "\xC6\xBD\xB0\xB2\xC7\xF8";

absl::StatusOr<std::string> ReadText(const std::string& path, Encoding encoding) {
  auto bytes = ByteSource::Open(path);
  if (!bytes.ok()) return bytes.status();
  TextSource source(*std::move(bytes), encoding);
  std::string text;
  while (true) {
    const auto more = source.Append(&text);
    if (!more.ok()) return more.status();
    if (!*more) return text;
  }
}

std::string Gzipped(const std::string& path, const std::string& bytes) {
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return path;
}

TEST(TextSource, ReadsEachEncodingAsUtf8) {
  const santong::testing::Folder folder;
  EXPECT_EQ(*ReadText(folder.Write("a", "平安区"), Encoding::kAuto), "平安区");
  EXPECT_EQ(*ReadText(folder.Write("b", "\xEF\xBB\xBF平安区"), Encoding::kAuto), "平安区");
  EXPECT_EQ(*ReadText(folder.Write("c", kInGb18030), Encoding::kAuto), "平安区");
  EXPECT_EQ(*ReadText(folder.Write("d", kInGb18030), Encoding::kGb18030), "平安区");
  EXPECT_EQ(*ReadText(folder.Write("e", ""), Encoding::kAuto), "");
}

// Pieces end in the middle of characters.
TEST(TextSource, JoinsCharactersOverTheEndsOfPieces) {
  const santong::testing::Folder folder;
  std::string gb = "x", utf8 = "x";
  for (int i = 0; i < 400'000; ++i) {
    gb += kInGb18030;
    utf8 += "平安区";
  }
  EXPECT_TRUE(*ReadText(folder.Write("gb", gb), Encoding::kAuto) == utf8);
  EXPECT_TRUE(*ReadText(folder.Write("utf8", utf8), Encoding::kAuto) == utf8);
  EXPECT_TRUE(*ReadText(Gzipped(folder.Path("gz"), utf8), Encoding::kAuto) == utf8);
}

TEST(ByteSource, ADamagedOrMissingFileIsRefused) {
  const santong::testing::Folder folder;
  const std::string path = Gzipped(folder.Path("whole.gz"), std::string(100'000, 'x'));
  const std::string bytes = santong::testing::ReadAll(path);
  const auto cut =
      ReadText(folder.Write("cut.gz", bytes.substr(0, bytes.size() / 2)), Encoding::kUtf8);
  EXPECT_EQ(cut.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ByteSource::Open(folder.Path("none")).ok());
  EXPECT_FALSE(ByteSource::Open(folder.root()).ok()) << "a folder";
}

}  // namespace
}  // namespace santong::cli
