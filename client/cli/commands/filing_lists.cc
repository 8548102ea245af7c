// filing lists, show-list, record-list: what goes out by the calendar, with its lines.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/filing_list.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const Flag kList = {"LIST", "name", Form::kPlain, true, &say::kHelpFilingListName};
const std::vector<std::string> kShown = {"name",     "kind",    "start_date",   "end_date",
                                         "due_date", "overdue", "evidence.date"};

int ShowEntries(Session& session, const Message&, const Message& response) {
  const auto& list = static_cast<const v1::GetFilingListResponse&>(response);
  std::vector<const Message*> entries;
  for (const auto& one : list.entries()) entries.push_back(&one);
  return session.Print(response, ListTable(entries,
                                           {"date", "change", "title", "document_number",
                                            "registration_number", "document"},
                                           session.language()));
}

}  // namespace

void AddFilingLists(Commands& c, CLI::App& filing) {
  AddCall(c, filing,
          {"lists",
           &say::kHelpFilingLists,
           &client::kListFilingLists,
           {{"--missing", "missing"}},
           kShown});
  CallSpec show{"show-list", &say::kHelpFilingShowList, &client::kGetFilingList, {kList}};
  show.show = ShowEntries;
  AddCall(c, filing, show);
  AddCall(c, filing,
          {"record-list",
           &say::kHelpFilingRecordList,
           &client::kRecordFilingList,
           {kList,
            {"--letter", "evidence.document_title", Form::kPlain, false, &say::kHelpListLetter},
            {"--date", "evidence.date", Form::kPlain, false, &say::kHelpListDate},
            {"--person", "evidence.person"},
            {"--note", "evidence.note"}},
           kShown,
           &say::kWritten});
}

}  // namespace santong::cli
