#include "server/queries/objection_reads.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/acts/objection_seal.h"
#include "server/domain/error/refusal.h"
#include "server/domain/letter/objection_letter.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/past.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/todo.h"
#include "server/queries/known_place.h"
#include "server/queries/letters.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "server/queries/visit_events.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/objection_table.h"

namespace santong::queries {
namespace {

// Whether the clock belongs to the stage in which a case is, and not to what may be done besides.
bool IsOfTheStage(v1::ClockKind kind) {
  return kind != v1::CLOCK_KIND_OBJECTION_TRANSFER &&
         kind != v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE &&
         kind != v1::CLOCK_KIND_OBJECTION_FEEDBACK && kind != v1::CLOCK_KIND_OBJECTION_RETENTION;
}

// The day that somebody must answer by, of the clocks that run; empty when none does.
std::string DueDate(const v1::Objection& objection) {
  std::string due;
  for (const v1::Clock& clock : objection.clocks()) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING || !IsOfTheStage(clock.kind())) continue;
    if (due.empty() || clock.due_date() < due) due = clock.due_date();
  }
  return due;
}

// `organs` are those that are asked for; none is all.
bool IsAskedFor(const v1::Objection& objection, const v1::ListObjectionsRequest& request,
                const std::vector<std::string>& organs, absl::CivilDay today) {
  if (!request.jurisdiction().empty() && objection.jurisdiction() != request.jurisdiction())
    return false;
  if (!IsOneOf(organs, objection.issuer())) return false;
  const auto is_overdue = [&](const v1::Clock& clock) { return workflow::IsOverdue(clock, today); };
  if (request.overdue_only() &&
      std::none_of(objection.clocks().begin(), objection.clocks().end(), is_overdue)) {
    return false;
  }
  return request.states().empty() || std::find(request.states().begin(), request.states().end(),
                                               objection.state()) != request.states().end();
}

// The entries that hold what is asked for, and as few others as can be.
std::string PrefixFor(const v1::ListObjectionsRequest& request,
                      const std::vector<std::string>& organs) {
  if (!request.document().empty())
    return schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, request.document());
  // Those of several organs stand in one order among all alone.
  if (organs.size() != 1) return schema::CaseKindPrefix(schema::CaseKind::kObjection);
  return schema::CaseIndexKindPrefix(
      schema::CaseIndexPrefix(schema::CaseIndex::kByOrgan, organs.front()),
      schema::CaseKind::kObjection);
}

// The case as it stood at the end of `day`, or stands, where that is today or ahead; nullopt where
// it did not call its document into question.
absl::StatusOr<std::optional<v1::Objection>> StoodOn(const kv::Reader& reader, uint64_t id,
                                                     absl::CivilDay day, absl::CivilDay today) {
  auto objection = tables::GetObjection(reader, id);
  if (!objection.ok()) return objection.status();
  std::optional<v1::Objection> then = *std::move(objection);
  if (then->lodged_date() > text::FormatIsoDay(day)) return std::nullopt;
  if (day < today) {
    auto events = PublicEvents(reader, then->name());
    if (!events.ok()) return events.status();
    then = objection::AsOf(*then, *events, day);
  }
  if (!then.has_value() || !objection::CallsIntoQuestion(*then)) return std::nullopt;
  return then;
}

std::string DoubtOf(const v1::Objection& objection, bool past) {
  const std::string due = DueDate(objection);
  return absl::StrCat(past ? "当日有异议正在办理（" : "有异议正在办理（", objection.name(), "，",
                      objection::StateTitleZh(objection.state()),
                      due.empty() ? "" : absl::StrCat("，期限至", due),
                      objection.has_decision() ? "）；审查认为应当改正或者撤销，引用前请核实。"
                                               : "）；决定作出前文件效力不变。");
}

// Whether the caller may know that there is the case: it bears the title of its document, which may
// have been withheld since.
absl::StatusOr<bool> MayKnowOf(const kv::Reader& reader, settings::SettingsCache& settings,
                               const access::Caller& caller, const v1::Objection& objection) {
  if (objection::SeesInternal(caller, objection)) return true;
  if (!objection::MaySee(caller, objection)) return false;
  const auto document = ReadDocumentHead(reader, settings, caller, objection.document());
  if (absl::IsNotFound(document.status())) return false;
  if (!document.ok()) return document.status();
  return true;
}

// As it is stored: its words are sealed.
absl::StatusOr<v1::Objection> Find(const kv::Reader& reader, const std::string& name,
                                   uint64_t* id) {
  auto number = tables::CaseId(schema::CaseKind::kObjection, name);
  if (!number.ok()) return error::NotFound(name);
  auto objection = tables::GetObjection(reader, *number);
  if (absl::IsNotFound(objection.status())) return error::NotFound(name);
  *id = *number;
  return objection;
}

absl::StatusOr<v1::Objection> Open(const kv::Reader& reader, const vault::Vault& vault,
                                   const std::string& name, uint64_t* id) {
  auto objection = Find(reader, name, id);
  if (!objection.ok()) return objection;
  if (absl::Status opened = acts::OpenWords(reader, vault, *id, &*objection); !opened.ok())
    return opened;
  return objection;
}

// Whether the clock belongs to the answer to one lodger, each of whom gets it on a day of their
// own.
bool IsOfOneLodger(const v1::Clock& clock) {
  return clock.kind() == v1::CLOCK_KIND_OBJECTION_FEEDBACK ||
         clock.kind() == v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST;
}

// The clocks of the case that `joined` is joined to, and those of its own lodger's answer.
void ShowClocks(const v1::Objection& lead, v1::Objection* joined) {
  const auto own = joined->clocks();
  joined->clear_clocks();
  for (const v1::Clock& clock : lead.clocks()) {
    if (!IsOfOneLodger(clock)) *joined->add_clocks() = clock;
  }
  for (const v1::Clock& clock : own) {
    if (IsOfOneLodger(clock)) *joined->add_clocks() = clock;
  }
}

// How the case stands that this one is joined to, and what the issuer answered there; with the
// marks of clocks that still stand.
absl::Status ShowLead(const kv::Reader& reader, settings::SettingsCache& settings,
                      v1::Objection* objection) {
  if (objection->state() == v1::OBJECTION_STATE_JOINED) {
    auto id = tables::CaseId(schema::CaseKind::kObjection, objection->joined_to());
    if (!id.ok()) return absl::DataLossError("a joined objection names no other");
    auto lead = tables::GetObjection(reader, *id);
    if (!lead.ok()) return lead.status();
    objection->set_lead_state(lead->state());
    ShowClocks(*lead, objection);
    objection->set_answered_date(lead->answered_date());
    *objection->mutable_internal()->mutable_issuer_answers() = lead->internal().issuer_answers();
  }
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  return settings::DropConfirmedMarks(reader, **now, objection);
}

// The place whose office did what the letter tells of: a re-check, which may be another's, neither
// took the case up nor wrote what came before it.
const std::string& SignerOf(v1::ObjectionLetterKind kind, const v1::Objection& objection,
                            const v1::Document& document) {
  switch (kind) {
    case v1::OBJECTION_LETTER_KIND_SUPPLEMENT:
      return document.jurisdiction();
    case v1::OBJECTION_LETTER_KIND_ACCEPTANCE:
      return objection.own_motion() ? objection.jurisdiction() : document.jurisdiction();
    case v1::OBJECTION_LETTER_KIND_REPLY:
      return objection.has_decision() ? objection.jurisdiction() : document.jurisdiction();
    default:
      return objection.jurisdiction();
  }
}

}  // namespace

absl::StatusOr<v1::Objection> TrackObjection(const kv::Reader& reader,
                                             settings::SettingsCache& settings,
                                             const vault::Vault& vault, uint64_t id) {
  auto objection = acts::GetOpenObjection(reader, vault, id);
  if (!objection.ok()) return objection.status();
  if (absl::Status shown = ShowLead(reader, settings, &*objection); !shown.ok()) return shown;
  return objection::LodgerView(*std::move(objection));
}

absl::StatusOr<v1::Receipt> ReceiptOf(const kv::Reader& reader, const vault::Vault& vault,
                                      const std::string& name) {
  auto id = tables::CaseId(schema::CaseKind::kObjection, name);
  if (!id.ok()) return error::NotFound(name);
  return acts::ReceiptOf(reader, vault, *id);
}

absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const vault::Vault& vault, const access::Caller& caller,
                                           const v1::GetObjectionRequest& request) {
  uint64_t id = 0;
  auto objection = Find(reader, request.name(), &id);
  if (!objection.ok()) return objection.status();
  const auto seen = MayKnowOf(reader, settings, caller, *objection);
  if (!seen.ok()) return seen.status();
  if (!*seen) return error::NotFound(request.name());
  // What nobody is shown is not opened.
  absl::Status opened;
  if (objection::SeesInternal(caller, *objection))
    opened = acts::OpenWords(reader, vault, id, &*objection);
  if (opened.ok()) opened = ShowLead(reader, settings, &*objection);
  if (!opened.ok()) return opened;
  if (!objection::IsReviewerOf(caller, *objection))
    return objection::ViewFor(caller, *std::move(objection));
  auto lodger = acts::OpenLodger(reader, vault, id);
  if (!lodger.ok()) return lodger.status();
  if (objection->erased_date().empty())
    *objection->mutable_internal()->mutable_lodger() = *std::move(lodger);
  return objection;
}

absl::StatusOr<v1::ObjectionEvidenceFile> GetObjectionEvidence(
    const kv::Reader& reader, const vault::Vault& vault, const access::Caller& caller,
    const v1::GetObjectionEvidenceRequest& request) {
  uint64_t id = 0;
  auto objection = Open(reader, vault, request.name(), &id);
  if (!objection.ok()) return objection.status();
  if (!objection::IsReviewerOf(caller, *objection)) return error::NotFound(request.name());
  for (const v1::ObjectionEvidence& evidence : objection->internal().evidence()) {
    if (evidence.number() != request.number()) continue;
    auto file = acts::OpenEvidence(reader, vault, id, evidence);
    if (!absl::IsNotFound(file.status())) return file;
  }
  return error::NotFound(absl::StrCat(request.name(), "/evidence/", request.number()));
}

absl::StatusOr<v1::ObjectionLetter> GetObjectionLetter(
    const kv::Reader& reader, settings::SettingsCache& settings, const vault::Vault& vault,
    const access::Caller& caller, const v1::GetObjectionLetterRequest& request) {
  const bool by_receipt = request.has_receipt();
  if (by_receipt == !request.name().empty()) {
    return error::RefuseField("name", "give either the receipt or the name",
                              "回执和异议名称只填其中一个");
  }
  uint64_t id = 0;
  absl::StatusOr<v1::Objection> objection;
  if (by_receipt) {
    auto opened = acts::OpenReceipt(reader, vault, request.receipt());
    if (!opened.ok()) return opened.status();
    id = *opened;
    objection = acts::GetOpenObjection(reader, vault, id);
  } else {
    objection = Open(reader, vault, request.name(), &id);
  }
  if (!objection.ok()) return objection.status();
  // What may not be seen does not exist: it is refused in the words of an unknown name.
  const auto seen =
      by_receipt ? absl::StatusOr<bool>(true) : MayKnowOf(reader, settings, caller, *objection);
  if (!seen.ok()) return seen.status();
  if (!*seen) return error::NotFound(request.name());
  if (absl::Status shown = ShowLead(reader, settings, &*objection); !shown.ok()) return shown;
  const std::string date = letter::DateOf(request.kind(), *objection);
  const bool may_see = by_receipt ? letter::IsForLodger(request.kind())
                                  : objection::SeesInternal(caller, *objection);
  if (date.empty() || !may_see) {
    return error::NotFound(absl::StrCat(by_receipt ? "objections/-" : objection->name(),
                                        "/letters/", v1::ObjectionLetterKind_Name(request.kind())));
  }
  auto document_id = tables::DocumentId(objection->document());
  if (!document_id.ok()) return absl::DataLossError("a stored objection names no document");
  auto document = tables::GetDocument(reader, *document_id);
  if (!document.ok()) return document.status();
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  std::string lodger_name;
  if (by_receipt || objection::IsReviewerOf(caller, *objection)) {
    auto lodger = acts::OpenLodger(reader, vault, id);
    if (!lodger.ok()) return lodger.status();
    lodger_name = lodger->display_name();
  }
  policy::PolicyView policy;
  if (auto answered = text::ParseIsoDay(objection->answered_date()); answered.ok())
    policy = (*now)->policies->On(document->jurisdiction(), *answered);
  const letter::Letter composed = letter::Compose(
      request.kind(),
      {.objection = *objection,
       .document = *document,
       .lodger_name = lodger_name,
       .issuer_name = OrganName(**now, objection->issuer()),
       .office_name = OfficeName(**now, SignerOf(request.kind(), *objection, *document)),
       .recheck_period = policy.Find(policy::kObjectionRecheckApplyDays)});
  v1::ObjectionLetter answer;
  answer.set_kind(request.kind());
  answer.set_title(composed.title);
  answer.set_date(date);
  answer.set_text(letter::AsText(composed));
  answer.set_html(letter::AsHtml(composed));
  return answer;
}

absl::StatusOr<v1::ListObjectionsResponse> ListObjections(
    const kv::Reader& reader, settings::SettingsCache& settings, const vault::Vault& vault,
    const access::Caller& caller, absl::CivilDay today, const v1::ListObjectionsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (absl::Status place = CheckPlace(**now, request.jurisdiction()); !place.ok()) return place;
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  const std::vector<std::string> organs = (*now)->OrgansAnsweredBy(request.organ());
  const std::string prefix = PrefixFor(request, organs);
  if (absl::Status same = CheckGoesOn(*after, prefix); !same.ok()) return same;
  const std::string end = schema::PrefixEnd(prefix);
  v1::ListObjectionsResponse response;
  PageEnd page(PageSize(request.page_size()), kObjectionsReadMax);
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view) {
    if (!page.Begins(key)) return false;
    auto ref = schema::CaseOf(key);
    if (ref.ok() && ref->kind != schema::CaseKind::kObjection) return true;
    auto objection = ref.ok() ? tables::GetObjection(reader, ref->id)
                              : absl::StatusOr<v1::Objection>(ref.status());
    if (!objection.ok()) {
      damage = objection.status();
      return false;
    }
    if (!IsAskedFor(*objection, request, organs, today)) return true;
    const auto seen = MayKnowOf(reader, settings, caller, *objection);
    damage = seen.status();
    if (!damage.ok() || !*seen) return damage.ok();
    // What nobody is shown is not opened.
    if (objection::SeesInternal(caller, *objection))
      damage = acts::OpenWords(reader, vault, ref->id, &*objection);
    if (damage.ok()) damage = settings::DropConfirmedMarks(reader, **now, &*objection);
    *response.add_objections() = objection::ViewFor(caller, *std::move(objection));
    return damage.ok() && page.GoesOn(response.mutable_objections());
  };
  const absl::Status scanned =
      request.newest_first() ? reader.ScanBackward(prefix, after->empty() ? end : *after, visit)
                             : reader.Scan(after->empty() ? prefix : *after + '\0', end, visit);
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  response.set_next_page_token(page.Token());
  return response;
}

absl::StatusOr<std::vector<std::string>> ObjectionDoubts(const kv::Reader& reader,
                                                         const std::string& document,
                                                         absl::CivilDay day, absl::CivilDay today) {
  std::vector<std::string> doubts;
  const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, document);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        if (ref.ok() && ref->kind != schema::CaseKind::kObjection) return true;
        auto objection = ref.ok() ? StoodOn(reader, ref->id, day, today)
                                  : absl::StatusOr<std::optional<v1::Objection>>(ref.status());
        if (!objection.ok()) {
          damage = objection.status();
          return false;
        }
        if (objection->has_value()) doubts.push_back(DoubtOf(**objection, day < today));
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return doubts;
}

}  // namespace santong::queries
