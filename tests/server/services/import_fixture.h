// Imports into a real server: rows, their answers, and what the legal office is told of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

inline v1::ImportDocumentsRequest StartOf(const std::string& id,
                                          v1::ImportKind kind = v1::IMPORT_KIND_STOCK) {
  v1::ImportDocumentsRequest request;
  request.mutable_start()->set_import_id(id);
  request.mutable_start()->set_kind(kind);
  request.mutable_start()->set_jurisdiction(kDistrict);
  if (kind == v1::IMPORT_KIND_ISSUE_REGISTER) request.mutable_start()->set_organ(kCivilAffairs);
  return request;
}

inline v1::ImportRow Row(int64_t number) {
  v1::ImportRow row;
  row.set_row(number);
  row.set_title(absl::StrCat("存量办法", number));
  row.set_issuer("平安区民政局");
  row.set_document_number(absl::StrCat("平民〔2012〕", number, "号"));
  row.set_written_date("2012年3月1日");
  row.set_published_date("2012-03-02");
  row.set_effective_date("2012-04-01");
  row.set_text(absl::StrCat("第", number, "号文件的正文\r\n\t　完"));
  return row;
}

class Import : public ::testing::Test {
 protected:
  // Sends the messages and returns every answer.
  std::vector<v1::ImportResult> Run(const std::vector<v1::ImportDocumentsRequest>& messages,
                                    int64_t* resumed_after_row = nullptr) {
    auto documents = v1::DocumentService::NewStub(server_.Channel());
    auto context = As(registry_.tokens().admin);
    auto stream = documents->ImportDocuments(context.get());
    for (const v1::ImportDocumentsRequest& message : messages) stream->Write(message);
    stream->WritesDone();
    std::vector<v1::ImportResult> results;
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
      if (resumed_after_row != nullptr && results.empty() && response.results().empty()) {
        *resumed_after_row = response.resumed_after_row();
      }
      results.insert(results.end(), response.results().begin(), response.results().end());
    }
    status_ = stream->Finish();
    return results;
  }

  // The titles of what was issued and is not in the register, as the legal office is told.
  std::vector<std::string> Missing() {
    v1::ListTasksRequest list;
    list.add_kinds(v1::TASK_KIND_UNREGISTERED_ISSUE);
    v1::ListTasksResponse tasks;
    const grpc::Status status =
        registry_.tasks().ListTasks(As(registry_.tokens().reviewer).get(), list, &tasks);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> titles;
    for (const v1::Task& task : tasks.tasks()) titles.push_back(task.title());
    return titles;
  }
  // The rows that the events of the organ's issue register name, oldest first.
  std::vector<std::string> ComparedRows() {
    v1::ListHistoryRequest request;
    request.set_parent(kCivilAffairs);
    v1::ListHistoryResponse history;
    const grpc::Status status =
        registry_.documents().ListHistory(As(registry_.tokens().auditor).get(), request, &history);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> rows;
    for (const v1::Event& event : history.events()) {
      if (event.type() == "IssueRegisterCompared") rows.push_back(event.facts().at("rows"));
    }
    return rows;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  grpc::Status status_;
};

}  // namespace santong::testing
