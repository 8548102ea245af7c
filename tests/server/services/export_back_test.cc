// What `santong catalog export` wrote, loaded by `santong import` into a fresh register: the
// catalogue is there again as a stock, and from then on it is the same however often it travels.
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using google::protobuf::util::MessageDifferencer;

class ExportBack : public ::testing::Test {
 protected:
  Output Santong(RunningServer& server, const std::vector<std::string>& arguments) {
    const std::string token = folder_.Write("token", AdminToken(server.data_dir()) + "\n");
    return RunProgram(arguments, {{"SANTONG_ADDRESS", server.process().address()},
                                  {"SANTONG_TOKEN_FILE", token},
                                  {"SANTONG_LANG", "en"}});
  }
  std::string Export(RunningServer& server) {
    const std::string path = folder_.Path(absl::StrCat("export", ++exports_, ".jsonl"));
    const Output output =
        Santong(server, {"catalog", "export", "--format", "json-lines", "--to", path});
    EXPECT_EQ(output.exit_code, 0) << output.err;
    return path;
  }
  void Import(RunningServer& server, const std::string& path) {
    server.registry();  // the same organs
    const Output output = Santong(server, {"import", path, "--jurisdiction", kDistrict});
    EXPECT_EQ(output.exit_code, 0) << output.err;
  }
  static std::vector<v1::Document> Read(const std::string& path) {
    std::vector<v1::Document> documents;
    const std::string all = ReadAll(path);
    for (const absl::string_view line : absl::StrSplit(all, '\n', absl::SkipEmpty())) {
      EXPECT_TRUE(
          google::protobuf::util::JsonStringToMessage(std::string(line), &documents.emplace_back())
              .ok());
    }
    return documents;
  }

  Folder folder_;
  int exports_ = 0;
};

// What a stock carries of a document.
v1::Document Carried(const v1::Document& from) {
  v1::Document carried;
  carried.set_title(from.title());
  carried.set_kind(from.kind());
  *carried.mutable_issuers() = from.issuers();
  carried.set_jurisdiction(from.jurisdiction());
  carried.set_document_number(from.document_number());
  carried.set_index_number(from.index_number());
  carried.set_subject_class(from.subject_class());
  carried.set_written_date(from.written_date());
  *carried.mutable_publication() = from.publication();
  carried.set_effective_date(from.effective_date());
  carried.mutable_term()->set_last_valid_date(from.term().last_valid_date());
  carried.mutable_current_version()->set_text(from.current_version().text());
  carried.mutable_current_version()->set_text_sha256(from.current_version().text_sha256());
  return carried;
}

// Without what says when and from where it was loaded.
v1::Document WithoutItsWay(v1::Document document) {
  document.clear_etag();
  document.clear_create_time();
  document.clear_update_time();
  document.clear_import_source();
  document.mutable_current_version()->clear_create_time();
  return document;
}

TEST_F(ExportBack, GivesTheCatalogueAgainAsAStock) {
  RunningServer first, second, third;
  std::vector<v1::Document> published;
  for (const char* title : {"养老服务办法", "养老补贴细则", "养老机构管理规定"}) {
    published.push_back(first.registry().Published(title));
  }
  first.registry().Drafted("草案");
  const std::string from_first = Export(first);
  Import(second, from_first);
  const std::string from_second = Export(second);
  const std::vector<v1::Document> before = Read(from_first), after = Read(from_second);
  ASSERT_EQ(before.size(), published.size());
  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < before.size(); ++i) {
    MessageDifferencer differencer;
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(Carried(before[i]), Carried(after[i]))) << difference;
    EXPECT_EQ(after[i].state(), v1::DOCUMENT_STATE_LEGACY)
        << "only the register that gave a number can say that it counts";
    EXPECT_EQ(after[i].registration_number(), "");
    EXPECT_THAT(after[i].import_validity(), ::testing::StartsWith("IN_EFFECT"));
    EXPECT_THAT(after[i].import_validity(), ::testing::HasSubstr(before[i].registration_number()));
  }
  Import(third, from_second);
  const std::vector<v1::Document> again = Read(Export(third));
  ASSERT_EQ(again.size(), after.size());
  for (size_t i = 0; i < after.size(); ++i) {
    MessageDifferencer differencer;
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(WithoutItsWay(after[i]), WithoutItsWay(again[i])))
        << difference;
  }
}

}  // namespace
}  // namespace santong::testing
