// Lists that go out by the calendar: what an organ issued, amended and ended in a year, to the
// office with which it files; what was filed with an office, to everybody (domain.md 3.10).
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/filing_list.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/domain/access/caller.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"

namespace santong::filing {

// What each kind of list is: the leaf that gives its day, who sends it, what its event is.
struct ListRule {
  v1::FilingListKind kind;
  const char* leaf;
  absl::Span<const v1::Role> senders;  // of the parent: the organ's, or the jurisdiction's office
  const char* todo_zh;
  const char* action;
  const char* event;
  bool public_event;
};
const ListRule& RuleOf(v1::FilingListKind kind);  // of a kind that has one

// What a name says.
struct ListRef {
  v1::FilingListKind kind;
  std::string parent;  // the organ, or the jurisdiction
  absl::CivilDay day;  // 31 December of a yearly list's year; the due day of a public one
};
// nullopt for what is no name of a list.
std::optional<ListRef> ParseListName(absl::string_view name);

// The organ's list of `year`, to be sent to `receiver` in the year after. nullopt where it need
// not: the policy sets no day, there is no receiver, the organ may not issue or was merged.
std::optional<v1::FilingList> YearlyList(const v1::Organ& organ, const std::string& receiver,
                                         int year, const policy::PolicyView& policy);
// The list that the jurisdiction's office is to publish next. `since`: the last day that the list
// before it covers, or the day before its register began. `from`: the day after which its period
// runs, `since` or, where there was no rule then, the last day without one. nullopt where the
// policy sets no period.
std::optional<v1::FilingList> PublicList(const std::string& jurisdiction, absl::CivilDay since,
                                         absl::CivilDay from, const policy::PolicyView& policy,
                                         const calendar::Calendar& calendar);
// Calls a public list by that day, where that of its due day is the name of another.
void NameByDay(absl::CivilDay day, v1::FilingList* list);

// Whether the caller sends or publishes it; whether the caller may know of it: who sends it, the
// offices of its own government and of the receiver, the auditor, the operator.
bool MaySend(const access::Caller& caller, const v1::FilingList& list);
bool MaySee(const access::Caller& caller, const v1::FilingList& list);

// The list `due` as sent with `evidence`, on `today`. Late by the evidence's day, which may not lie
// after today nor, of a yearly one, in the year that it covers. INVALID_ARGUMENT names every field
// that is wrong, from the request.
absl::StatusOr<v1::FilingList> Send(const v1::FilingList& due, const v1::Evidence& evidence,
                                    absl::CivilDay today);

// What the document contributes to its organ's yearly list: how it changed within the days covered.
void AddChanges(const v1::Document& document, const v1::FilingList& list,
                google::protobuf::RepeatedPtrField<v1::FilingListEntry>* entries);
// The document as a line.
v1::FilingListEntry EntryOf(const v1::Document& document, v1::FilingListChange change,
                            const std::string& date);

}  // namespace santong::filing
