#include "server/domain/filing/list.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/document/proof_of_sending.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"

namespace santong::filing {
namespace {

constexpr v1::Role kDrafters[] = {v1::ROLE_DRAFTER};
constexpr v1::Role kOffice[] = {v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER};

constexpr std::array kRules = std::to_array<ListRule>({
    {v1::FILING_LIST_KIND_YEARLY, policy::kFilingYearlyListDue, kDrafters,
     "报送上一年度制定、修改、废止文件目录，并登记报送情况", "SEND_YEARLY_LIST", "YearlyListSent",
     false},
    {v1::FILING_LIST_KIND_PUBLIC, policy::kFilingListMonths, kOffice,
     "公布备案目录，并登记公布情况", "PUBLISH_FILING_LIST", "FilingListPublished", true},
});

constexpr char kBetween[] = "/filingLists/";
constexpr int kYearMin = 1949, kYearMax = 9998;

// A list of this kind and parent with what the policy says of its day.
v1::FilingList ListOf(v1::FilingListKind kind, const std::string& parent,
                      const policy::PolicyView& policy) {
  v1::FilingList list;
  list.set_kind(kind);
  list.set_parent(parent);
  const char* leaf = RuleOf(kind).leaf;
  list.set_unconfirmed(policy.Unconfirmed(leaf));
  if (const v1::PolicyLeaf* found = policy.Find(leaf)) list.set_article(found->article());
  return list;
}

bool IsAmongSenders(const access::Caller& caller, v1::FilingListKind kind) {
  const absl::Span<const v1::Role> senders = RuleOf(kind).senders;
  return std::any_of(senders.begin(), senders.end(),
                     [&](v1::Role role) { return caller.Has(role); });
}

// The day on which it ended; of a revocation (撤销), which reaches back to the first day, the day
// of its decision: the last one on file.
std::string DayOfEnd(const v1::Document& document) {
  std::string day = document.ended_date();
  if (document.state() != v1::DOCUMENT_STATE_REVOKED) return day;
  for (const v1::Evidence& evidence : document.internal().evidence()) {
    if (evidence.kind() == v1::EVIDENCE_KIND_AUTHORITY_DECISION) day = evidence.date();
  }
  return day;
}

}  // namespace

const ListRule& RuleOf(v1::FilingListKind kind) {
  return *std::find_if(kRules.begin(), kRules.end(),
                       [&](const ListRule& rule) { return rule.kind == kind; });
}

std::optional<ListRef> ParseListName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, kBetween);
  if (parts.size() != 2 || parts[0].empty()) return std::nullopt;
  ListRef ref;
  ref.parent = std::string(parts[0]);
  if (absl::StrContains(parts[0], "/organs/")) {
    int year = 0;
    if (!absl::SimpleAtoi(parts[1], &year) || year < kYearMin || year > kYearMax ||
        absl::StrCat(year) != parts[1])
      return std::nullopt;
    ref.kind = v1::FILING_LIST_KIND_YEARLY;
    ref.day = absl::CivilDay(year, 12, 31);
    return ref;
  }
  const auto day = text::ParseIsoDay(parts[1]);
  if (!day.ok()) return std::nullopt;
  ref.kind = v1::FILING_LIST_KIND_PUBLIC;
  ref.day = *day;
  return ref;
}

std::optional<v1::FilingList> YearlyList(const v1::Organ& organ, const std::string& receiver,
                                         int year, const policy::PolicyView& policy) {
  const auto due =
      text::ParseIsoDay(absl::StrCat(year + 1, "-", policy.Text(policy::kFilingYearlyListDue)));
  if (!due.ok() || receiver.empty() || !organ.entitled_to_issue() || !organ.successor().empty())
    return std::nullopt;
  v1::FilingList list = ListOf(v1::FILING_LIST_KIND_YEARLY, organ.name(), policy);
  list.set_name(absl::StrCat(organ.name(), kBetween, year));
  list.set_receiver(receiver);
  list.set_start_date(text::FormatIsoDay(absl::CivilDay(year, 1, 1)));
  list.set_end_date(text::FormatIsoDay(absl::CivilDay(year, 12, 31)));
  list.set_due_date(text::FormatIsoDay(*due));
  return list;
}

std::optional<v1::FilingList> PublicList(const std::string& jurisdiction, absl::CivilDay since,
                                         absl::CivilDay from, const policy::PolicyView& policy,
                                         const calendar::Calendar& calendar) {
  const auto rule = policy.Period(policy::kFilingListMonths);
  if (!rule.has_value()) return std::nullopt;
  const auto computed = deadline::Compute(from, *rule, {}, calendar);
  if (!computed.ok()) return std::nullopt;
  v1::FilingList list = ListOf(v1::FILING_LIST_KIND_PUBLIC, jurisdiction, policy);
  const std::string due = text::FormatIsoDay(computed->due_day);
  list.set_name(absl::StrCat(jurisdiction, kBetween, due));
  list.set_receiver(jurisdiction);
  list.set_start_date(text::FormatIsoDay(since + 1));
  list.set_end_date(due);
  list.set_due_date(due);
  if (computed->unconfirmed) list.set_unconfirmed(true);
  return list;
}

void NameByDay(absl::CivilDay day, v1::FilingList* list) {
  list->set_name(absl::StrCat(list->parent(), kBetween, text::FormatIsoDay(day)));
}

bool MaySend(const access::Caller& caller, const v1::FilingList& list) {
  const bool theirs = list.kind() == v1::FILING_LIST_KIND_YEARLY
                          ? caller.AnswersFor(list.parent())
                          : caller.jurisdiction == list.parent();
  return theirs && IsAmongSenders(caller, list.kind());
}

bool MaySee(const access::Caller& caller, const v1::FilingList& list) {
  if (caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN)) return true;
  if (caller.IsPublic()) return false;
  if (caller.AnswersFor(list.parent())) return true;
  const std::string own = list.parent().substr(0, list.parent().find("/organs/"));
  return (caller.jurisdiction == list.receiver() || caller.jurisdiction == own) &&
         (caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER));
}

absl::StatusOr<v1::FilingList> Send(const v1::FilingList& due, const v1::Evidence& evidence,
                                    absl::CivilDay today) {
  const bool yearly = due.kind() == v1::FILING_LIST_KIND_YEARLY;
  auto violations =
      document::WrongInProof(evidence,
                             {.field = "evidence",
                              .kind = v1::EVIDENCE_KIND_FILING_LIST,
                              .first_date = yearly ? due.end_date() : due.start_date(),
                              .before_en = "when what it covers was not over",
                              .before_zh = "目录所涵盖的期间尚未结束"},
                             today);
  if (!evidence.attachment_sha256().empty())
    violations.push_back({"evidence.attachment_sha256",
                          "is not taken here: a list has no files; leave it out",
                          "目录不附文件；请不填"});
  if (!violations.empty()) return error::RefuseFields(violations);
  v1::FilingList sent = due;
  *sent.mutable_evidence() = evidence;
  sent.mutable_evidence()->set_kind(v1::EVIDENCE_KIND_FILING_LIST);
  if (!yearly) sent.set_end_date(evidence.date());
  sent.set_overdue(evidence.date() > due.due_date());
  return sent;
}

v1::FilingListEntry EntryOf(const v1::Document& document, v1::FilingListChange change,
                            const std::string& date) {
  v1::FilingListEntry entry;
  entry.set_document(document.name());
  entry.set_title(document.title());
  entry.set_document_number(document.document_number());
  entry.set_registration_number(document.registration_number());
  entry.set_organ(std::string(document::LeadIssuer(document)));
  entry.set_change(change);
  entry.set_date(date);
  return entry;
}

namespace {

// Whether it was found to be no normative document before the list was sent, if it was: what was
// sent has it nevertheless.
bool IsNoneToList(const v1::Document& document, const v1::FilingList& list) {
  if (!document::IsFoundNotNormative(document)) return false;
  // An older server kept the determination alone.
  const std::string& found = document.not_normative_date().empty()
                                 ? document.internal().determination().date()
                                 : document.not_normative_date();
  return !list.has_evidence() || found <= list.evidence().date();
}

}  // namespace

void AddChanges(const v1::Document& document, const v1::FilingList& list,
                google::protobuf::RepeatedPtrField<v1::FilingListEntry>* entries) {
  const auto add = [&](v1::FilingListChange change, const std::string& date) {
    if (date >= list.start_date() && date <= list.end_date())
      *entries->Add() = EntryOf(document, change, date);
  };
  // What never came out, or is no normative document, is on no list.
  const std::string& issued =
      document.legacy() ? document.written_date() : document.publication().date();
  if (issued.empty() || IsNoneToList(document, list)) return;
  add(v1::FILING_LIST_CHANGE_ISSUED, issued);
  for (const v1::VersionSummary& version : document.versions()) {
    if (version.kind() == v1::VERSION_KIND_AMENDMENT)
      add(v1::FILING_LIST_CHANGE_AMENDED, version.effective_date());
  }
  add(v1::FILING_LIST_CHANGE_ENDED, DayOfEnd(document));
}

}  // namespace santong::filing
