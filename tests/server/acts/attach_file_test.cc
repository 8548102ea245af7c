// Erasing a file whose bytes another document shares, also one that gets them in between.
#include "server/acts/attach_file.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"
#include "server/queries/read_document.h"
#include "storage/schema/keys.h"
#include "tests/support/interrupted_store.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using testing::IsOk;
using testing::StatusIs;

constexpr char kBytes[] = "张三，同意印发。";

class Files : public ::testing::Test {
 protected:
  Files() {
    for (std::string* name : {&one_, &other_}) {
      auto document = office_.Registered(name == &one_ ? "甲办法" : "乙办法");
      EXPECT_THAT(document, IsOk());
      if (document.ok()) *name = document->name();
    }
  }
  absl::Status Attach(const std::string& document) {
    v1::AttachmentHeader header;
    header.set_parent(document);
    header.set_file_name("签批单.txt");
    header.set_sha256(digest::Sha256Hex(kBytes));
    absl::StatusOr<v1::Attachment> got = absl::UnknownError("not answered");
    AttachFile(store_, office_.settings(), office_.RequestOf(testing::Drafter()), header, kBytes,
               [&](absl::StatusOr<v1::Attachment> answer) { got = std::move(answer); });
    return got.status();
  }
  absl::Status Erase(const std::string& document) {
    v1::EraseAttachmentRequest asked;
    asked.set_name(NameAt(document));
    asked.set_reason("含有个人信息");
    absl::StatusOr<v1::Attachment> got = absl::UnknownError("not answered");
    EraseFile(store_, office_.settings(), office_.RequestOf(testing::Reviewer()), asked,
              [&](absl::StatusOr<v1::Attachment> answer) { got = std::move(answer); });
    return got.status();
  }
  absl::StatusOr<std::string> BytesOf(const std::string& document) {
    std::string bytes;
    auto read = queries::ReadAttachment(
        *store_.Snapshot(), office_.settings(), testing::Drafter(), NameAt(document),
        [&](absl::string_view chunk) { absl::StrAppend(&bytes, chunk); });
    if (!read.ok()) return read.status();
    return bytes;
  }
  static std::string NameAt(const std::string& document) {
    return absl::StrCat(document, "/attachments/", digest::Sha256Hex(kBytes));
  }

  testing::InterruptedStore store_;
  testing::Office office_{store_, absl::CivilDay(2026, 3, 2)};
  std::string one_, other_;
};

TEST_F(Files, AreKeptForTheDocumentThatHasThemToo) {
  ASSERT_THAT(Attach(one_), IsOk());
  ASSERT_THAT(Attach(other_), IsOk());
  ASSERT_THAT(Erase(one_), IsOk());
  EXPECT_THAT(BytesOf(one_), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(BytesOf(other_).value_or(""), kBytes);
}

TEST_F(Files, AreKeptForADocumentThatGotThemBetweenTheLookAndTheAct) {
  ASSERT_THAT(Attach(one_), IsOk());
  store_.Interrupt(0, [&] { return Attach(other_); });
  ASSERT_THAT(Erase(one_), IsOk());
  EXPECT_EQ(BytesOf(other_).value_or(""), kBytes);
}

TEST_F(Files, AreGoneWhenTheOtherDocumentLostThemBetweenTheLookAndTheAct) {
  ASSERT_THAT(Attach(one_), IsOk());
  ASSERT_THAT(Attach(other_), IsOk());
  store_.Interrupt(0, [&] { return Erase(other_); });
  ASSERT_THAT(Erase(one_), IsOk());
  const std::string prefix = schema::BlobPrefix(digest::Sha256(kBytes));
  int chunks = 0;
  const absl::Status scanned =
      store_.Snapshot()->Scan(prefix, schema::PrefixEnd(prefix),
                              [&](absl::string_view, absl::string_view) { return ++chunks > 0; });
  ASSERT_THAT(scanned, IsOk());
  EXPECT_EQ(chunks, 0);
}

}  // namespace
}  // namespace santong::acts
