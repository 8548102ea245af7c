// The task list, the calendar file, every list of the command line and of the desk show one and the
// same day for a document or a case.
#include <gmock/gmock.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/client/program.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"
#include "tests/support/csv.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using DueDays = std::map<std::string, std::string>;  // resource → YYYY-MM-DD

class DueDaysOfEveryList : public ::testing::Test {
 protected:
  // A document to be registered, one to be published, one that was filed and objected to, and a
  // cleanup.
  void SetUp() override {
    registry_.Submitted("待登记的办法");
    registry_.Registered("待公布的办法");
    const std::string published = registry_.Published("养老服务办法").name();
    auto filings = v1::FilingService::NewStub(server_.Channel());
    File(*filings, tokens_, published);
    registry_.Published("未报送的办法");
    Desk(server_.Channel(), tokens_).Lodge(published, "张三");
    ASSERT_EQ(Santong({"cleanup", "create", "--kind", "special", "--title", "专项清理", "--subject",
                       "养老", "--jurisdiction", kDistrict, "--cutoff", registry_.today(),
                       "--proposals-due", "2099-12-31"})
                  .exit_code,
              0);
    ASSERT_EQ(Santong({"cleanup", "open", "campaigns/1"}).exit_code, 0);
  }
  Output Santong(const std::vector<std::string>& arguments) {
    return RunProgram(arguments,
                      {{"SANTONG_ADDRESS", server_.process().address()},
                       {"SANTONG_LANG", "zh"},
                       {"SANTONG_TOKEN_FILE", folder_.Write("token", tokens_.reviewer)}});
  }
  // The earliest day that the task list has of each resource.
  DueDays OfTasks() {
    DueDays days;
    v1::ListTasksRequest request;
    v1::ListTasksResponse response;
    EXPECT_TRUE(registry_.tasks().ListTasks(As(tokens_.reviewer).get(), request, &response).ok());
    for (const v1::Task& task : response.tasks()) {
      const std::string& due = task.clock().due_date();
      if (!due.empty()) days.emplace(task.resource(), due);  // the most urgent first
    }
    return days;
  }
  DueDays OfLists() {
    DueDays days;
    for (const char* noun : {"doc", "filing", "objection", "cleanup"}) {
      const Output output =
          Santong({noun, "list", "--columns", "name,clocks.due_date", "-o", "csv"});
      EXPECT_EQ(output.exit_code, 0) << output.err;
      for (const CsvRow& row : ReadCsv(folder_.Write("list.csv", output.out))) {
        if (!row[1].empty()) days.emplace(row[0], row[1]);
      }
    }
    return days;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Folder folder_;
};

TEST_F(DueDaysOfEveryList, AreThoseOfTheTasks) {
  const DueDays tasks = OfTasks();
  EXPECT_GE(tasks.size(), 5u);
  EXPECT_EQ(OfLists(), tasks);
  Clerk clerk(server_.Channel(), registry_.today());
  clerk.LogIn(tokens_.reviewer);
  for (const auto& [resource, due] : tasks) {
    const std::string collection = resource.substr(0, resource.find('/'));
    EXPECT_THAT(clerk.Get(absl::StrCat("/desk/", collection)).body,
                AllOf(HasSubstr(resource), HasSubstr(absl::StrCat("<td class=\"day\">", due))));
  }
}

}  // namespace
}  // namespace santong::testing
