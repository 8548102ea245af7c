#include "server/queries/lookup.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/basis/announced.h"
#include "server/domain/basis/check_basis.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/catalog/timeline.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "server/queries/as_of.h"
#include "server/queries/objection_reads.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "server/queries/visit_events.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

using schema::DocumentIndex;

// Documents of one number that CheckBasis reads, and names: who meets more of them looks the number
// up, page by page. A batch asks for a thousand numbers.
constexpr size_t kCandidatesMax = 100;

struct Found {
  uint64_t id;
  v1::LookupField field;
};

// The order of matches: by field, then by identifier, as the entries stand.
bool IsBefore(const Found& a, const Found& b) {
  return std::make_pair(a.field, a.id) < std::make_pair(b.field, b.id);
}

// The last match of the page before; one before all where there was none.
absl::StatusOr<Found> ReadLast(absl::string_view token) {
  auto last = ReadPageToken(token);
  if (!last.ok()) return last.status();
  if (last->empty()) return Found{0, v1::LOOKUP_FIELD_UNSPECIFIED};
  const std::vector<std::string> parts = absl::StrSplit(*last, ' ');
  Found found{};
  int field = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &field) ||
      !absl::SimpleAtoi(parts[1], &found.id)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  found.field = static_cast<v1::LookupField>(field);
  return found;
}

absl::Status FindBy(const kv::Reader& reader, DocumentIndex index, const std::string& folded,
                    v1::LookupField field, std::set<uint64_t>* seen, std::vector<Found>* found) {
  if (folded.empty()) return absl::OkStatus();
  const std::string prefix = schema::DocumentIndexPrefix(index, folded);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        damage = id.status();
        if (id.ok() && seen->insert(*id).second) found->push_back({*id, field});
        return damage.ok();
      });
  return damage.ok() ? scanned : damage;
}

// A title as it is cited, 《…》: what stands within the marks; empty for anything else.
std::string TitleWithinMarks(absl::string_view typed) {
  const std::string folded = text::FoldForMatch(typed);
  absl::string_view title = folded;
  if (!absl::ConsumePrefix(&title, "《") || !absl::ConsumeSuffix(&title, "》")) return "";
  return std::string(title);
}

// What may be typed, the surest first.
struct Step {
  DocumentIndex index;
  v1::LookupField field;
  std::string (*fold)(absl::string_view typed);
};
constexpr Step kSteps[] = {
    {DocumentIndex::kByRegistrationNumber, v1::LOOKUP_FIELD_REGISTRATION_NUMBER,
     number::FoldNumber},
    {DocumentIndex::kByDocumentNumber, v1::LOOKUP_FIELD_DOCUMENT_NUMBER, number::FoldNumber},
    {DocumentIndex::kByIndexNumber, v1::LOOKUP_FIELD_INDEX_NUMBER, text::FoldForMatch},
    {DocumentIndex::kByTitle, v1::LOOKUP_FIELD_TITLE, text::FoldForMatch},
    {DocumentIndex::kByTitle, v1::LOOKUP_FIELD_TITLE, TitleWithinMarks},
};

absl::StatusOr<std::vector<Found>> FindAll(const kv::Reader& reader, absl::string_view typed) {
  std::set<uint64_t> seen;
  std::vector<Found> found;
  for (const Step& step : kSteps) {
    absl::Status status = FindBy(reader, step.index, step.fold(typed), step.field, &seen, &found);
    if (!status.ok()) return status;
  }
  // Two steps may find titles.
  std::sort(found.begin(), found.end(), IsBefore);
  return found;
}

// The documents that a number names: those registered under it, else those that print it; the first
// kCandidatesMax.
absl::StatusOr<std::vector<v1::Document>> NamedBy(const kv::Reader& reader,
                                                  const std::string& number) {
  std::vector<v1::Document> documents;
  auto add = [&](uint64_t id) -> absl::Status {
    auto document = ReadPublicHead(reader, id);
    if (!document.ok()) return document.status();
    if (document->has_value()) documents.push_back(**std::move(document));
    return absl::OkStatus();
  };
  if (auto id = tables::DocumentId(number); id.ok()) {
    if (absl::Status status = add(*id); !status.ok()) return status;
    return documents;
  }
  // A title is no number; and who names a registration number means no other document's printed
  // number.
  for (const Step& step : kSteps) {
    if (step.field == v1::LOOKUP_FIELD_TITLE || !documents.empty()) break;
    std::set<uint64_t> seen;
    std::vector<Found> found;
    absl::Status status = FindBy(reader, step.index, step.fold(number), step.field, &seen, &found);
    if (!status.ok()) return status;
    for (const Found& one : found) {
      if (documents.size() == kCandidatesMax) break;
      if (absl::Status added = add(one.id); !added.ok()) return added;
    }
  }
  return documents;
}

// The relations of the document as they stood on a day before today.
absl::Status ReopenRelations(const kv::Reader& reader, absl::CivilDay day, v1::Document* document) {
  auto events = PublicEvents(reader, document->name());
  if (!events.ok()) return events.status();
  basis::ReopenRelations(*events, day, document);
  return absl::OkStatus();
}

// Adds the documents that changed `target`, by what it and its history say of them: those of which
// nothing is open any more stand in no index.
absl::Status AddDone(const kv::Reader& reader, const v1::Document& target,
                     std::set<uint64_t>* bearers) {
  const auto add = [&](const std::string& name) {
    if (auto id = tables::DocumentId(name); id.ok()) bearers->insert(*id);
  };
  add(target.ended_by());
  for (const v1::VersionSummary& version : target.versions()) add(version.made_by());
  return VisitEvents(reader, target.name(), [&](const v1::Event& event) {
    if (auto notice = event.facts().find("renewal_notice"); notice != event.facts().end())
      add(notice->second);
    return true;
  });
}

// The public documents that say that they change `target`; of a day before today those that were
// public then, with what they had not done yet.
absl::StatusOr<std::vector<v1::Document>> BearersOfEffects(const kv::Reader& reader,
                                                           const v1::Document& target,
                                                           absl::CivilDay day, bool past) {
  std::set<uint64_t> ids;
  std::vector<Found> found;
  absl::Status status = FindBy(reader, DocumentIndex::kByRelation, target.name(),
                               v1::LOOKUP_FIELD_UNSPECIFIED, &ids, &found);
  if (status.ok() && past) status = AddDone(reader, target, &ids);
  if (!status.ok()) return status;
  std::vector<v1::Document> bearers;
  for (const uint64_t id : ids) {
    auto document = ReadPublicHead(reader, id);
    if (!document.ok()) return document.status();
    if (!document->has_value()) continue;
    if (past && catalog::PublicSince(**document) > day) continue;
    if (past) {
      absl::Status reopened = ReopenRelations(reader, day, &**document);
      if (!reopened.ok()) return reopened;
    }
    bearers.push_back(**std::move(document));
  }
  return bearers;
}

// Whether somebody may still have to act on it, or might have on a day before today.
bool IsAtWork(const v1::Document& document, absl::CivilDay day, bool past) {
  return document::IsAtWork(past ? catalog::StateOn(document, day) : document.state());
}

// What a document was to do to one that has ended by other means cannot be carried out any more,
// and is no doubt of it.
absl::Status SettleOnEnded(const kv::Reader& reader, absl::CivilDay day, bool past,
                           v1::Document* document) {
  for (v1::Relation& relation : *document->mutable_relations()) {
    const auto id = tables::DocumentId(relation.target());
    if (relation.applied() || !document::ChangesItsTarget(relation.kind()) || !id.ok()) continue;
    auto target = ReadPublicHead(reader, *id);
    if (!target.ok()) return target.status();
    if (target->has_value() && !IsAtWork(**target, day, past)) relation.set_applied(true);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::LookupDocumentResponse> LookupDocument(
    const kv::Reader& reader, const v1::LookupDocumentRequest& request) {
  auto last = ReadLast(request.page_token());
  if (!last.ok()) return last.status();
  auto found = FindAll(reader, request.text());
  if (!found.ok()) return found.status();
  // The field's format was checked at the gate.
  const auto as_of = basis::DayOf(request.as_of());
  v1::LookupDocumentResponse response;
  auto one = std::upper_bound(found->begin(), found->end(), *last, IsBefore);
  for (; one != found->end(); ++one) {
    auto document = ReadPublicHead(reader, one->id);
    if (!document.ok()) return document.status();
    if (document->has_value() && as_of.has_value()) {
      document = DocumentAsOf(reader, **document, *as_of);
      if (!document.ok()) return document.status();
    }
    if (!document->has_value()) continue;
    // A token that only a private document stood behind would say that there is one.
    if (response.matches_size() == PageSize(request.page_size())) {
      response.set_next_page_token(
          MakePageToken(absl::StrCat(static_cast<int>(last->field), " ", last->id)));
      break;
    }
    v1::LookupMatch* match = response.add_matches();
    *match->mutable_document() = **std::move(document);
    match->set_field(one->field);
    *last = *one;
  }
  return response;
}

absl::StatusOr<v1::LookupDocumentResponse> ShowLookup(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const v1::LookupDocumentRequest& request) {
  auto found = LookupDocument(reader, request);
  if (!found.ok()) return found;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  for (v1::LookupMatch& match : *found->mutable_matches()) {
    absl::Status shown = settings::DropConfirmedMarks(reader, **now, match.mutable_document());
    if (!shown.ok()) return shown;
  }
  return found;
}

absl::StatusOr<std::vector<uint64_t>> DocumentsNamed(const kv::Reader& reader,
                                                     absl::string_view typed) {
  auto found = FindAll(reader, typed);
  if (!found.ok()) return found.status();
  std::vector<uint64_t> ids;
  for (const Found& one : *found) ids.push_back(one.id);
  return ids;
}

absl::StatusOr<v1::Basis> CheckBasis(const kv::Reader& reader, const v1::CheckBasisRequest& request,
                                     absl::Time now, absl::CivilDay today) {
  absl::CivilDay day = today;
  if (!request.date().empty()) {
    auto asked = text::ParseIsoDay(request.date());
    if (!asked.ok()) {
      return error::RefuseField("date", "is no day of the calendar; use YYYY-MM-DD",
                                "不是有效日期；请用 YYYY-MM-DD");
    }
    day = *asked;
  }
  auto documents = NamedBy(reader, request.number());
  if (!documents.ok()) return documents.status();
  v1::Basis basis;
  if (documents->empty()) {
    basis = basis::UnknownBasis(day);
  } else if (documents->size() == 1) {
    v1::Document& asked = documents->front();
    const bool past = day < today;
    if (past) {
      if (absl::Status s = ReopenRelations(reader, day, &asked); !s.ok()) return s;
    }
    if (absl::Status s = SettleOnEnded(reader, day, past, &asked); !s.ok()) return s;
    basis = basis::CheckBasis(asked, day, today);
    auto doubts = ObjectionDoubts(reader, basis.document(), day, today);
    if (!doubts.ok()) return doubts.status();
    for (std::string& doubt : *doubts) basis.add_doubts_zh(std::move(doubt));
    if (IsAtWork(asked, day, past)) {
      auto bearers = BearersOfEffects(reader, asked, day, past);
      if (!bearers.ok()) return bearers.status();
      basis::AddAnnounced(basis::AnnouncedEffects(*bearers, basis.document()), &basis);
    }
  } else {
    basis.set_answer(v1::BASIS_ANSWER_AMBIGUOUS);
    basis.set_date(text::FormatIsoDay(day));
    for (const v1::Document& document : *documents) basis.add_candidates(document.name());
  }
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  basis.set_event_sequence(static_cast<int64_t>(*last));
  basis.mutable_answer_time()->set_seconds(absl::ToUnixSeconds(now));
  return basis;
}

absl::StatusOr<v1::BatchCheckBasisResponse> BatchCheckBasis(
    const kv::Reader& reader, const v1::BatchCheckBasisRequest& request, absl::Time now,
    absl::CivilDay today) {
  v1::BatchCheckBasisResponse response;
  v1::CheckBasisRequest one;
  one.set_date(request.date());
  for (const std::string& number : request.numbers()) {
    one.set_number(number);
    auto basis = CheckBasis(reader, one, now, today);
    if (!basis.ok()) return basis.status();
    *response.add_answers() = *std::move(basis);
  }
  return response;
}

}  // namespace santong::queries
