// Forms as they come: what a body may cost before anything is known of who sent it.
#include "server/pages/form.h"

#include <sys/resource.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace santong::pages {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

absl::StatusOr<Form> Read(std::string body,
                          const std::string& type = "multipart/form-data; boundary=xyz") {
  gateway::HttpRequest request;
  request.headers = {{"content-type", type}};
  request.body = std::move(body);
  return ReadForm(request);
}

std::string Field(const std::string& name, const std::string& value) {
  return absl::StrCat("--xyz\r\nContent-Disposition: form-data; name=\"", name, "\"\r\n\r\n", value,
                      "\r\n");
}

std::string Fields(int count) {
  std::string body;
  for (int i = 0; i < count; ++i) body += Field(absl::StrCat("f", i), "v");
  return body + "--xyz--\r\n";
}

// But for the ends of a field's lines, which are the browser's.
TEST(Form, PartsAreReadByteForByte) {
  const auto form =
      Read("a preamble\r\n" + Field("empty", "") + Field("text", "一\r\n--xy\r\n--xyzz\r\n\r\n") +
           "--xyz \r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=\"file\"; "
           "filename=\"证据.txt\"\r\n\r\n\n\r\n\r\n--xyz--\r\nan epilogue\r\n--xyz\r\n");
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_THAT(form->fields, ElementsAre(Pair("empty", ""), Pair("text", "一\n--xy\n--xyzz\n\n")));
  ASSERT_EQ(form->files.size(), 1);
  EXPECT_EQ(form->files[0].field, "file");
  EXPECT_EQ(form->files[0].name, "证据.txt");
  EXPECT_EQ(form->files[0].content, "\n\r\n");
}

TEST(Form, APartMaySayHowItIsEncoded) {
  const auto form = Read(
      "--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n5LiA\r\n--xyz--\r\n");
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->Value("text"), "一");
}

TEST(Form, WhatIsNoFormIsRefused) {
  for (const std::string& body :
       {std::string(), std::string("none"), std::string("--xyz--\r\n"), std::string("--xyz\r\n"),
        Field("f", "cut off"),
        // No name, no headers, headers without end.
        std::string("--xyz\r\nContent-Type: text/plain\r\n\r\nv\r\n--xyz--\r\n"),
        std::string("--xyz\r\n\r\nv\r\n--xyz--\r\n"),
        Field("f", "v") + "--xyz\r\nX: " + std::string(20 << 10, 'x') + "\r\n\r\n\r\n--xyz--\r\n",
        Field("f", "\xFF") + "--xyz--\r\n"}) {
    EXPECT_FALSE(Read(body).ok()) << body.substr(0, 80);
  }
  EXPECT_FALSE(Read(Fields(1), "multipart/form-data").ok()) << "no boundary";
  EXPECT_FALSE(Read(Fields(1), "text/xml").ok());
}

TEST(Form, AThousandPartsAreAllowedAndOneMoreIsNot) {
  const auto most = Read(Fields(1000));
  ASSERT_TRUE(most.ok()) << most.status();
  EXPECT_EQ(most->fields.size(), 1000);
  EXPECT_FALSE(Read(Fields(1001)).ok());
}

// The measure is the most memory that the process ever had: nothing that was freed again is missed.
TEST(Form, MillionsOfPartsAreRefusedBeforeTheyAreBuilt) {
  constexpr size_t kBodyBytes = 48 << 20;  // what a body may have
  const auto peak_kibibytes = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  std::string flat, nested = "--xyz\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n";
  for (const std::string part = "--xyz\r\n\r\n\r\n"; flat.size() + part.size() < kBodyBytes;)
    flat += part;
  for (const std::string part = "--q\r\n\r\n\r\n"; nested.size() + part.size() < kBodyBytes;)
    nested += part;
  nested += "--q--\r\n--xyz--\r\n";
  const long before = peak_kibibytes();
  EXPECT_FALSE(Read(std::move(flat)).ok());
  EXPECT_FALSE(Read(std::move(nested)).ok()) << "parts of a part";
  EXPECT_LT(peak_kibibytes() - before, 64 << 10) << "the body is not copied even once";
}

}  // namespace
}  // namespace santong::pages
