#include "server/queries/tasks.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "santong/store/v1/citation_alert.pb.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/same_paper.h"
#include "server/acts/task_index.h"
#include "server/domain/basis/announced.h"
#include "server/domain/document/citation.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "server/domain/workflow/todo.h"
#include "server/queries/cleanup_reads.h"
#include "server/queries/filing_lists.h"
#include "server/queries/page.h"
#include "server/queries/waiting.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

using schema::TaskRank;
using schema::TaskView;

// One page reads no more rows than this, however few of them are the caller's.
constexpr int kRowsReadMax = 2'000;

// The parts of the list, in its order. What a page token begins with.
enum class Part : char {
  kClocks = 'c',  // and cleanups and lists among them, by day
  kEffects = 'e',
  kCitations = 'q',
  kUnregistered = 'u',
  kGaps = 'g',
};
constexpr Part kParts[] = {Part::kClocks, Part::kEffects, Part::kCitations, Part::kUnregistered,
                           Part::kGaps};

// The kind of a part that has one alone.
v1::TaskKind KindOf(Part part) {
  switch (part) {
    case Part::kClocks:
      return v1::TASK_KIND_CLOCK;
    case Part::kEffects:
      return v1::TASK_KIND_UNAPPLIED_EFFECT;
    case Part::kCitations:
      return v1::TASK_KIND_CITATION;
    case Part::kUnregistered:
      return v1::TASK_KIND_UNREGISTERED_ISSUE;
    case Part::kGaps:
      return v1::TASK_KIND_IMPORT_GAP;
  }
  return v1::TASK_KIND_UNSPECIFIED;
}

bool IsAskedFor(const v1::ListTasksRequest& request, v1::TaskKind kind) {
  return request.kinds().empty() ||
         std::find(request.kinds().begin(), request.kinds().end(), kind) != request.kinds().end();
}

// One request, filled part by part. Each part reads from where the page before stopped and stops
// when the page is full: nothing is collected that is not shown.
class TaskPage {
 public:
  TaskPage(const kv::Reader& reader, const settings::Settings& settings,
           const access::Caller& caller, absl::CivilDay today, const v1::ListTasksRequest& request)
      : reader_(reader),
        settings_(settings),
        caller_(caller),
        today_(today),
        request_(request),
        page_size_(static_cast<size_t>(PageSize(request.page_size()))),
        everywhere_(caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN)) {}

  // Fills the page from `part` on, after `position` in it.
  absl::Status Fill(Part part, std::string position) {
    bool begun = false;
    for (Part one : kParts) {
      begun = begun || one == part;
      const bool asked =
          IsAskedFor(request_, KindOf(one)) ||
          (one == Part::kClocks && (IsAskedFor(request_, v1::TASK_KIND_CLEANUP) ||
                                    IsAskedFor(request_, v1::TASK_KIND_FILING_LIST)));
      if (!begun || !asked) continue;
      // What has no due day is never overdue.
      if (request_.overdue_only() && one != Part::kClocks) continue;
      if (absl::Status status = Add(one, one == part ? position : ""); !status.ok()) return status;
      if (next_.has_value()) return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  v1::ListTasksResponse Take() {
    if (next_.has_value()) response_.set_next_page_token(MakePageToken(*next_));
    return std::move(response_);
  }

 private:
  absl::Status Add(Part part, const std::string& after) {
    switch (part) {
      case Part::kClocks:
        return AddDated(after);
      case Part::kEffects:
        return AddEffects(after);
      case Part::kCitations:
        return AddCitations(after);
      case Part::kUnregistered:
        return AddUnregistered(after);
      case Part::kGaps:
        return AddGaps(after);
    }
    return absl::OkStatus();
  }

  bool IsFull() const { return static_cast<size_t>(response_.tasks_size()) == page_size_; }
  void StopAt(Part part, absl::string_view last) {
    next_ = absl::StrCat(std::string(1, static_cast<char>(part)), last);
  }

  std::vector<std::string> Jurisdictions() const {
    if (!everywhere_) return {caller_.jurisdiction};
    std::vector<std::string> names;
    for (const auto& [name, jurisdiction] : settings_.jurisdictions) names.push_back(name);
    return names;
  }

  // Where the caller's clocks stand, without the rank.
  std::vector<std::pair<TaskView, std::string>> Lists() const {
    std::vector<std::pair<TaskView, std::string>> lists;
    const bool legal = everywhere_ || caller_.Has(v1::ROLE_REVIEWER);
    for (const std::string& jurisdiction : Jurisdictions()) {
      if (legal || caller_.Has(v1::ROLE_PUBLISHER))
        lists.emplace_back(TaskView::kOfficeDocuments, jurisdiction);
      if (legal) lists.emplace_back(TaskView::kOfficeCases, jurisdiction);
    }
    if (!caller_.organ.empty()) lists.emplace_back(TaskView::kOrgan, caller_.organ);
    for (const std::string& organ : caller_.predecessors)
      lists.emplace_back(TaskView::kOrgan, organ);
    return lists;
  }

  // The next `count` entries of all lists after `after`, merged by day. An entry may stand in
  // several lists.
  absl::StatusOr<std::vector<std::string>> NextTails(const std::string& after, size_t count) {
    std::vector<std::string> tails;
    for (const auto& [view, whose] : Lists()) {
      for (TaskRank rank : {TaskRank::kOverdue, TaskRank::kOpen}) {
        const std::string prefix = schema::TaskPrefix(view, whose, rank);
        // What is not marked is overdue as long as its day is past.
        const bool to_today = request_.overdue_only() && rank == TaskRank::kOpen;
        const std::string end =
            to_today ? prefix + schema::TaskDayTail(today_) : schema::PrefixEnd(prefix);
        const std::string begin = after.empty() ? prefix : prefix + after + '\0';
        if (begin >= end) continue;
        size_t read = 0;
        absl::Status scanned =
            reader_.Scan(begin, end, [&](absl::string_view key, absl::string_view) {
              tails.push_back(schema::TaskTail(key));
              return ++read < count;
            });
        if (!scanned.ok()) return scanned;
      }
    }
    std::sort(tails.begin(), tails.end());
    tails.erase(std::unique(tails.begin(), tails.end()), tails.end());
    if (tails.size() > count) tails.resize(count);
    return tails;
  }

  // What is counted when it is read, among the clocks: where its task stands in the order of days.
  struct DatedTask {
    std::string tail;
    v1::Task task;
  };

  // Few: a task for each organ of the cleanups that are under way, and for each list that is due.
  // In order, those after `after`.
  absl::StatusOr<std::vector<DatedTask>> CleanupsAndLists(const std::string& after) const {
    std::vector<v1::Task> tasks;
    absl::Status status;
    if (IsAskedFor(request_, v1::TASK_KIND_CLEANUP))
      status = AddCleanupTasks(reader_, settings_, caller_, today_, &tasks);
    if (status.ok() && IsAskedFor(request_, v1::TASK_KIND_FILING_LIST))
      status = AddFilingListTasks(reader_, settings_, caller_, today_, &tasks);
    if (!status.ok()) return status;
    std::vector<DatedTask> dated;
    for (v1::Task& task : tasks) {
      if (request_.overdue_only() && !task.overdue()) continue;
      // One without a day can be done now.
      auto day = text::ParseIsoDay(task.clock().due_date());
      std::string tail =
          absl::StrCat(schema::TaskDayTail(day.ok() ? *day : today_), absl::string_view("\0", 1),
                       task.resource(), " ", task.organ(), " ", task.todo_zh());
      if (tail > after) dated.push_back({std::move(tail), std::move(task)});
    }
    std::sort(dated.begin(), dated.end(),
              [](const DatedTask& a, const DatedTask& b) { return a.tail < b.tail; });
    return dated;
  }

  // What has a day: clocks, cleanups and lists, merged by day.
  absl::Status AddDated(std::string after) {
    auto counted = CleanupsAndLists(after);
    if (!counted.ok()) return counted.status();
    size_t next = 0;
    // Takes those before `tail`. False when the page is full.
    const auto add_counted = [&](const std::string* tail) {
      for (; next < counted->size() && (tail == nullptr || (*counted)[next].tail < *tail); ++next) {
        if (IsFull()) return false;
        after = (*counted)[next].tail;
        *response_.add_tasks() = std::move((*counted)[next].task);
      }
      return true;
    };
    for (int read = 0; IsAskedFor(request_, v1::TASK_KIND_CLOCK);) {
      const size_t room = page_size_ - static_cast<size_t>(response_.tasks_size());
      auto tails = NextTails(after, room + 1);
      if (!tails.ok()) return tails.status();
      for (std::string& tail : *tails) {
        if (!add_counted(&tail) || IsFull() || read++ == kRowsReadMax) {
          StopAt(Part::kClocks, after);
          return absl::OkStatus();
        }
        if (absl::Status status = AddClock(tail); !status.ok()) return status;
        after = std::move(tail);
      }
      // Fewer than were asked for are the last; where some were not the caller's, there is room.
      if (tails->size() <= room) break;
    }
    if (!add_counted(nullptr)) StopAt(Part::kClocks, after);
    return absl::OkStatus();
  }

  absl::Status AddClock(const std::string& tail) {
    auto ref = schema::TaskOf(tail);
    if (!ref.ok()) return ref.status();
    auto waiting = ReadWaiting(reader_, settings_, caller_, *ref);
    if (!waiting.ok()) return waiting.status();
    if (!waiting->is_hidden) AddTask(*std::move(waiting), *ref);
    return absl::OkStatus();
  }

  // Of a side process: the office works on it, the organ answers to it; who is both does both.
  workflow::Side SideOnWhichCallerStands(const Waiting& waiting) const {
    if (everywhere_ || !waiting.is_case) return workflow::Side::kBoth;
    const bool office =
        caller_.Has(v1::ROLE_REVIEWER) && caller_.jurisdiction == waiting.jurisdiction;
    if (office && caller_.AnswersFor(waiting.task.organ())) return workflow::Side::kBoth;
    return office ? workflow::Side::kOffice : workflow::Side::kIssuer;
  }

  void AddTask(Waiting waiting, const schema::TaskRef& ref) {
    const v1::Clock* clock = acts::ClockOf(waiting.clocks, ref);
    if (clock == nullptr) return;
    v1::Task& task = waiting.task;
    const workflow::Side asked = workflow::SideOf(clock->kind());
    const workflow::Side side = SideOnWhichCallerStands(waiting);
    using workflow::Side;
    // What others let run out, and the caller's office is to see to.
    const bool of_others = (asked != Side::kBoth && side != Side::kBoth && asked != side) ||
                           (!everywhere_ && waiting.jurisdiction != caller_.jurisdiction &&
                            !caller_.AnswersFor(task.organ()));
    const bool escalated = caller_.Has(v1::ROLE_REVIEWER) && !clock->escalated_to().empty() &&
                           clock->escalated_to() == caller_.jurisdiction;
    if (of_others && !escalated) return;
    task.set_kind(v1::TASK_KIND_CLOCK);
    task.set_todo_zh(
        absl::StrCat(of_others ? "督办下列逾期事项：" : "", workflow::TodoOf(clock->kind())));
    *task.mutable_clock() = *clock;
    task.set_overdue(workflow::IsOverdue(*clock, today_));
    *response_.add_tasks() = std::move(task);
  }

  // Calls `visit` with the rows under each prefix, in order, from after `after`; it returns a task,
  // or none where the row is not the caller's. Stops when the page is full or enough was read.
  absl::Status AddRows(Part part, const std::vector<std::string>& prefixes,
                       const std::string& after,
                       absl::FunctionRef<absl::StatusOr<std::optional<v1::Task>>(
                           absl::string_view key, absl::string_view value)>
                           visit) {
    int read = 0;
    std::string last = after;
    absl::Status damage;
    for (const std::string& prefix : prefixes) {
      const std::string end = schema::PrefixEnd(prefix);
      if (!after.empty() && end <= after) continue;
      const std::string begin = after > prefix ? after + '\0' : prefix;
      absl::Status scanned =
          reader_.Scan(begin, end, [&](absl::string_view key, absl::string_view value) {
            if (IsFull() || read++ == kRowsReadMax) {
              StopAt(part, last);
              return false;
            }
            auto task = visit(key, value);
            damage = task.status();
            if (!damage.ok()) return false;
            last = std::string(key);
            if (task->has_value()) *response_.add_tasks() = **std::move(task);
            return true;
          });
      if (!damage.ok()) return damage;
      if (!scanned.ok()) return scanned;
      if (next_.has_value()) return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  // Whether what waits at the document is the caller's to see to.
  bool IsTheirs(const v1::Document& document) const {
    if (everywhere_) return true;
    if (caller_.Has(v1::ROLE_REVIEWER) && document.jurisdiction() == caller_.jurisdiction)
      return true;
    return document.issuers_size() > 0 && caller_.AnswersFor(document.issuers(0).organ());
  }

  // What published documents are to do to others and nobody has carried out, from its day on.
  absl::Status AddEffects(const std::string& after) {
    return AddRows(
        Part::kEffects, {schema::DocumentIndexPrefix(schema::DocumentIndex::kByRelation)}, after,
        [&](absl::string_view key, absl::string_view) -> absl::StatusOr<std::optional<v1::Task>> {
          auto relation = schema::RelationOf(key);
          if (!relation.ok()) return relation.status();
          auto bearer = tables::GetDocument(reader_, relation->bearer);
          if (!bearer.ok()) return bearer.status();
          if (!visibility::AnyoneMayRead(*bearer)) return std::nullopt;
          auto target = ReadTarget(relation->target);
          if (!target.ok()) return target.status();
          // On what has ended nothing can be carried out any more.
          if (!target->has_value() || !document::IsAtWork((*target)->state()) ||
              !IsTheirs(**target)) {
            return std::nullopt;
          }
          const std::string today = text::FormatIsoDay(today_);
          for (const v1::AnnouncedEffect& effect :
               basis::AnnouncedEffects({*bearer}, relation->target)) {
            if (effect.date().empty() || effect.date() > today) continue;
            v1::Task task = TaskAbout(**target);
            task.set_kind(v1::TASK_KIND_UNAPPLIED_EFFECT);
            task.set_todo_zh(
                "另一文件对本文件的修改、废止或者替代已到日期，尚未落实：在登记簿中办理");
            task.add_details(
                absl::StrCat("《", effect.title(), "》", effect.registration_number()));
            task.add_details(effect.date());
            return task;
          }
          return std::nullopt;
        });
  }

  absl::StatusOr<std::optional<v1::Document>> ReadTarget(const std::string& name) {
    auto id = tables::DocumentId(name);
    if (!id.ok()) return std::nullopt;
    auto document = tables::GetDocument(reader_, *id);
    if (absl::IsNotFound(document.status())) return std::nullopt;
    if (!document.ok()) return document.status();
    return std::optional<v1::Document>(*std::move(document));
  }

  // What people know a document by: the registration number, or else the document number.
  static const std::string& NumberOf(const v1::Document& document) {
    return document.registration_number().empty() ? document.document_number()
                                                  : document.registration_number();
  }

  // What the caller's documents cite was amended or ended, and nobody has looked at it.
  absl::Status AddCitations(const std::string& after) {
    std::vector<std::string> prefixes;
    for (const std::string& jurisdiction : Jurisdictions())
      prefixes.push_back(schema::CitationAlertPrefix(jurisdiction));
    std::sort(prefixes.begin(), prefixes.end());
    return AddRows(
        Part::kCitations, prefixes, after,
        [&](absl::string_view key,
            absl::string_view value) -> absl::StatusOr<std::optional<v1::Task>> {
          store::v1::CitationAlert alert;
          if (absl::Status status = tables::Decode(value, &alert); !status.ok()) return status;
          auto alert_key = schema::CitationAlertOf(key);
          if (!alert_key.ok()) return alert_key.status();
          auto document = tables::GetDocument(reader_, alert_key->citing);
          if (!document.ok()) return document.status();
          const std::string event = absl::StrCat("events/", alert_key->sequence);
          if (!IsTheirs(*document) ||
              !document::CitedChangeWaits(*document, alert.version(), event)) {
            return std::nullopt;
          }
          v1::Task task = TaskAbout(*document);
          task.set_event(event);
          task.set_kind(v1::TASK_KIND_CITATION);
          task.set_todo_zh("引用的文件已修改或者不再有效：核实本文件是否需要修改或者废止");
          auto cited = ReadTarget(alert.cited());
          if (!cited.ok()) return cited.status();
          task.add_details(absl::StrCat("《", alert.cited_title(), "》",
                                        cited->has_value() ? NumberOf(**cited) : ""));
          task.add_details(alert.event_type());
          task.add_details(alert.date());
          task.add_details(alert.cited());
          return task;
        });
  }

  absl::Status AddUnregistered(const std::string& after) {
    const bool whole = everywhere_ || caller_.Has(v1::ROLE_REVIEWER);
    return AddRows(
        Part::kUnregistered,
        {everywhere_ ? schema::TablePrefix('I') : schema::IssuePrefix(caller_.jurisdiction)}, after,
        [&](absl::string_view, absl::string_view value) -> absl::StatusOr<std::optional<v1::Task>> {
          store::v1::IssueRecord issue;
          if (absl::Status status = tables::Decode(value, &issue); !status.ok()) return status;
          if (!whole && !caller_.AnswersFor(issue.organ())) return std::nullopt;
          auto settled = acts::IsSettled(reader_, issue);
          if (!settled.ok()) return settled.status();
          if (*settled) return std::nullopt;
          v1::Task task;
          task.set_kind(v1::TASK_KIND_UNREGISTERED_ISSUE);
          task.set_title(issue.title());
          task.set_organ(issue.organ());
          task.set_todo_zh("发文目录中有、登记簿中没有：核实是否应当登记");
          task.add_details(issue.document_number());
          task.add_details(issue.date());
          return task;
        });
  }

  absl::Status AddGaps(const std::string& after) {
    std::vector<std::string> prefixes;
    for (const std::string& jurisdiction : Jurisdictions())
      prefixes.push_back(schema::DocumentIndexPrefix(schema::DocumentIndex::kByGap, jurisdiction));
    std::sort(prefixes.begin(), prefixes.end());
    return AddRows(
        Part::kGaps, prefixes, after,
        [&](absl::string_view key, absl::string_view) -> absl::StatusOr<std::optional<v1::Task>> {
          auto id = schema::IndexedDocument(key);
          if (!id.ok()) return id.status();
          auto document = tables::GetDocument(reader_, *id);
          if (!document.ok()) return document.status();
          if (!visibility::SeesInternal(caller_, *document,
                                        settings_.ParentOf(document->jurisdiction())))
            return std::nullopt;
          v1::Task task = TaskAbout(*document);
          task.set_kind(v1::TASK_KIND_IMPORT_GAP);
          task.set_todo_zh("补全存量文件缺少的信息");
          for (int gap : document->gaps())
            task.add_details(v1::ImportGap_Name(static_cast<v1::ImportGap>(gap)));
          return task;
        });
  }

  const kv::Reader& reader_;
  const settings::Settings& settings_;
  const access::Caller& caller_;
  const absl::CivilDay today_;
  const v1::ListTasksRequest& request_;
  const size_t page_size_;
  const bool everywhere_;
  v1::ListTasksResponse response_;
  std::optional<std::string> next_;
};

}  // namespace

absl::StatusOr<v1::ListTasksResponse> ListTasks(const kv::Reader& reader,
                                                settings::SettingsCache& settings,
                                                const access::Caller& caller, absl::CivilDay today,
                                                const v1::ListTasksRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  TaskPage page(reader, **now, caller, today, request);
  const Part part = after->empty() ? kParts[0] : static_cast<Part>(after->front());
  absl::Status status = page.Fill(part, after->empty() ? "" : after->substr(1));
  if (!status.ok()) return status;
  return page.Take();
}

}  // namespace santong::queries
