#include "server/queries/tasks.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/case_index.h"
#include "server/domain/document/decide.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/cleanup_reads.h"
#include "server/queries/page.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

using schema::DocumentIndex;

// Of a side process: the office works on it, the issuer answers to it.
enum class Side { kBoth, kOffice, kIssuer };

struct Todo {
  v1::ClockKind kind;
  const char* zh;
  Side side = Side::kBoth;
};

// What a clock asks of people; what comes by itself (施行、失效) is no task.
constexpr Todo kTodos[] = {
    {v1::CLOCK_KIND_REGISTRATION_DECISION, "办理登记：登记、退回补正或者不予登记"},
    {v1::CLOCK_KIND_CORRECTION, "按补正事项补正后重新申请登记"},
    {v1::CLOCK_KIND_PUBLICATION, "公布"},
    {v1::CLOCK_KIND_EVALUATION, "有效期届满前评估，决定是否延续"},
    {v1::CLOCK_KIND_URGENT_COMPLETION, "补办紧急程序缺少的材料"},
    {v1::CLOCK_KIND_FILING, "报送备案"},
    {v1::CLOCK_KIND_APPLICATION, "申请登记"},
    {v1::CLOCK_KIND_FILING_FORM_CHECK, "办理备案：登记、要求补充或者不予登记"},
    {v1::CLOCK_KIND_FILING_SUPPLEMENT, "补充备案材料"},
    {v1::CLOCK_KIND_FILING_REVIEW, "完成备案审查"},
    {v1::CLOCK_KIND_FILING_EXPLANATION, "按要求作出说明"},
    {v1::CLOCK_KIND_FILING_CORRECTION, "改正文件并报送改正情况"},
    {v1::CLOCK_KIND_FILING_REVOCATION, "逾期未改正：提请中止或者撤销"},
    {v1::CLOCK_KIND_CLEANUP_AMENDMENT, "按清理结果限期修改"},
    {v1::CLOCK_KIND_OBJECTION_FORM_CHECK, "审查异议形式：受理、通知补正、移送或者不予受理",
     Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_REPLY, "完成异议审查，作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, "异议审查已延期：作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY, "完成异议复核，作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_REVOCATION, "按异议审查决定提请撤销或者中止执行", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY, "答复异议人", Side::kIssuer},
    {v1::CLOCK_KIND_OBJECTION_OPINION, "就异议提出意见", Side::kIssuer},
    {v1::CLOCK_KIND_OBJECTION_CORRECTION, "按异议审查决定改正文件并报告", Side::kIssuer},
};

const Todo* TodoOf(v1::ClockKind kind) {
  for (const Todo& todo : kTodos) {
    if (todo.kind == kind) return &todo;
  }
  return nullptr;
}

bool IsAskedFor(const v1::ListTasksRequest& request, v1::TaskKind kind) {
  return request.kinds().empty() ||
         std::find(request.kinds().begin(), request.kinds().end(), kind) != request.kinds().end();
}

// Visits the documents under `prefix` that the caller works on.
absl::Status VisitDocuments(const kv::Reader& reader, const settings::Settings& settings,
                            const access::Caller& caller, const std::string& prefix,
                            absl::FunctionRef<void(const v1::Document&)> visit) {
  absl::Status damage;
  uint64_t last = 0;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        if (!id.ok()) {
          damage = id.status();
          return false;
        }
        if (*id == last) return true;
        last = *id;
        auto document = tables::GetDocument(reader, *id);
        if (!document.ok()) {
          damage = document.status();
          return false;
        }
        if (visibility::SeesInternal(caller, *document,
                                     settings.ParentOf(document->jurisdiction())))
          visit(*document);
        return true;
      });
  return damage.ok() ? scanned : damage;
}

v1::Task TaskOf(v1::TaskKind kind, const v1::Document& document) {
  v1::Task task;
  task.set_kind(kind);
  task.set_resource(document.name());
  task.set_title(document.title());
  if (document.issuers_size() > 0) task.set_organ(document.issuers(0).organ());
  return task;
}

// A task for each clock that still asks something of `side`, made from `resource`, which says whose
// it is.
template <typename Clocks>
void AddClocks(const Clocks& clocks, const v1::Task& resource, Side side, const std::string& today,
               std::vector<v1::Task>* tasks) {
  for (const v1::Clock& clock : clocks) {
    const Todo* todo = TodoOf(clock.kind());
    const bool open =
        clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED;
    if (todo == nullptr || !open) continue;
    if (side != Side::kBoth && todo->side != Side::kBoth && todo->side != side) continue;
    v1::Task task = resource;
    task.set_todo_zh(todo->zh);
    *task.mutable_clock() = clock;
    // ISO days compare as text.
    task.set_overdue(clock.overdue() || clock.due_date() < today);
    tasks->push_back(std::move(task));
  }
}

// The clocks of side processes on which the caller works: those of its office, and those that its
// own organ must answer.
absl::Status AddCaseClocks(const kv::Reader& reader, const access::Caller& caller,
                           const std::string& today, std::vector<v1::Task>* tasks) {
  const bool everywhere = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  std::vector<std::string> prefixes = {
      schema::CaseIndexPrefix(schema::CaseIndex::kByState, caller.jurisdiction)};
  if (!caller.organ.empty())
    prefixes.push_back(schema::CaseIndexPrefix(schema::CaseIndex::kByOrgan, caller.organ));
  if (everywhere) prefixes = {schema::CaseIndexPrefix(schema::CaseIndex::kByState)};
  std::set<std::string> seen;
  absl::Status damage;
  const auto add = [&](const acts::CaseView& view) {
    const bool office = caller.Has(v1::ROLE_REVIEWER) && caller.jurisdiction == view.jurisdiction;
    if (!everywhere && !office && caller.organ != view.organ) return;
    v1::Task task;
    task.set_kind(v1::TASK_KIND_CLOCK);
    task.set_resource(std::string(view.name));
    task.set_title(std::string(view.title));
    task.set_organ(std::string(view.organ));
    const Side side = everywhere ? Side::kBoth : office ? Side::kOffice : Side::kIssuer;
    AddClocks(view.clocks, task, side, today, tasks);
  };
  for (const std::string& prefix : prefixes) {
    absl::Status scanned = reader.Scan(
        prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
          auto ref = schema::CaseOf(key);
          damage = ref.status();
          if (!ref.ok()) return false;
          const std::string row = schema::CaseKey(ref->kind, ref->id);
          if (!seen.insert(row).second) return true;
          auto bytes = reader.Get(row);
          damage = bytes.ok() ? acts::VisitCase(*ref, *bytes, add) : bytes.status();
          return damage.ok();
        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
  }
  return absl::OkStatus();
}

absl::Status AddUnregistered(const kv::Reader& reader, const access::Caller& caller,
                             std::vector<v1::Task>* tasks) {
  const bool everywhere = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  const std::string prefix =
      everywhere ? schema::TablePrefix('I') : schema::IssuePrefix(caller.jurisdiction);
  const bool whole_jurisdiction = everywhere || caller.Has(v1::ROLE_REVIEWER);
  return tables::ScanMessages<store::v1::IssueRecord>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const store::v1::IssueRecord& issue) {
        if (!whole_jurisdiction && issue.organ() != caller.organ) return true;
        v1::Task task;
        task.set_kind(v1::TASK_KIND_UNREGISTERED_ISSUE);
        task.set_title(issue.title());
        task.set_organ(issue.organ());
        task.set_todo_zh("发文目录中有、登记簿中没有：核实是否应当登记");
        task.add_details(issue.document_number());
        task.add_details(issue.date());
        tasks->push_back(std::move(task));
        return true;
      });
}

}  // namespace

absl::StatusOr<v1::ListTasksResponse> ListTasks(const kv::Reader& reader,
                                                settings::SettingsCache& settings,
                                                const access::Caller& caller, absl::CivilDay today,
                                                const v1::ListTasksRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  const std::string asked = AskedFor(request);
  auto after = ReadPageToken(asked, request.page_token());
  if (!after.ok()) return after.status();
  size_t first = 0;
  for (char digit : *after) first = first * 10 + static_cast<size_t>(digit - '0');

  std::vector<v1::Task> tasks;
  const std::string today_iso = text::FormatIsoDay(today);
  if (IsAskedFor(request, v1::TASK_KIND_CLOCK)) {
    // Expired clocks are no longer in the index of due days: they stand on documents that are still
    // open.
    auto add = [&](const v1::Document& document) {
      AddClocks(document.clocks(), TaskOf(v1::TASK_KIND_CLOCK, document), Side::kBoth, today_iso,
                &tasks);
    };
    std::vector<std::string> jurisdictions = {caller.jurisdiction};
    if (caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN)) {
      jurisdictions.clear();
      for (const auto& [name, jurisdiction] : (*now)->jurisdictions) jurisdictions.push_back(name);
    }
    for (const std::string& jurisdiction : jurisdictions) {
      for (v1::DocumentState state : {v1::DOCUMENT_STATE_SUBMITTED, v1::DOCUMENT_STATE_RETURNED,
                                      v1::DOCUMENT_STATE_REGISTERED, v1::DOCUMENT_STATE_PUBLISHED,
                                      v1::DOCUMENT_STATE_IN_EFFECT, v1::DOCUMENT_STATE_SUSPENDED}) {
        absl::Status status = VisitDocuments(reader, **now, caller,
                                             schema::StateIndexPrefix(jurisdiction, state), add);
        if (!status.ok()) return status;
      }
    }
    if (absl::Status status = AddCaseClocks(reader, caller, today_iso, &tasks); !status.ok())
      return status;
    std::stable_sort(tasks.begin(), tasks.end(), [](const v1::Task& a, const v1::Task& b) {
      return a.clock().due_date() < b.clock().due_date();
    });
  }
  if (IsAskedFor(request, v1::TASK_KIND_UNREGISTERED_ISSUE)) {
    if (absl::Status status = AddUnregistered(reader, caller, &tasks); !status.ok()) return status;
  }
  if (IsAskedFor(request, v1::TASK_KIND_IMPORT_GAP)) {
    const std::string prefix = schema::DocumentIndexPrefix(DocumentIndex::kByGap);
    absl::Status status =
        VisitDocuments(reader, **now, caller, prefix, [&](const v1::Document& document) {
          v1::Task task = TaskOf(v1::TASK_KIND_IMPORT_GAP, document);
          task.set_todo_zh("补全存量文件缺少的信息");
          for (int gap : document.gaps())
            task.add_details(v1::ImportGap_Name(static_cast<v1::ImportGap>(gap)));
          tasks.push_back(std::move(task));
        });
    if (!status.ok()) return status;
  }
  if (IsAskedFor(request, v1::TASK_KIND_CLEANUP)) {
    absl::Status status = AddCleanupTasks(reader, **now, caller, today, &tasks);
    if (!status.ok()) return status;
  }
  if (request.overdue_only()) {
    tasks.erase(std::remove_if(tasks.begin(), tasks.end(),
                               [](const v1::Task& task) { return !task.overdue(); }),
                tasks.end());
  }
  v1::ListTasksResponse response;
  for (size_t i = first; i < tasks.size(); ++i) {
    if (response.tasks_size() == PageSize(request.page_size())) {
      response.set_next_page_token(MakePageToken(asked, absl::StrCat(i)));
      break;
    }
    *response.add_tasks() = std::move(tasks[i]);
  }
  return response;
}

}  // namespace santong::queries
