#include "server/acts/screen_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/screening/citation.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

using schema::DocumentIndex;
using Findings = google::protobuf::RepeatedPtrField<v1::Finding>;

// A title may be that of many documents; so many are looked at.
constexpr size_t kHeldMax = 20;

// The documents under one entry that anyone may read, without `self`. `is_self` is set when `self`
// is among them.
absl::Status AddHeld(const kv::Reader& reader, DocumentIndex index, const std::string& folded,
                     uint64_t self, bool* is_self, std::vector<v1::Document>* held) {
  if (folded.empty()) return absl::OkStatus();
  const std::string prefix = schema::DocumentIndexPrefix(index, folded);
  std::vector<uint64_t> ids;
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        damage = id.status();
        if (id.ok()) ids.push_back(*id);
        return damage.ok() && ids.size() < kHeldMax;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  for (uint64_t id : ids) {
    if (id == self) {
      *is_self = true;
      continue;
    }
    auto part = tables::GetPublicPart(reader, id);
    if (!part.ok()) return part.status();
    if (!part->anyone_may_read) continue;
    v1::Document document;
    if (absl::Status status = tables::Decode(part->document, &document); !status.ok()) {
      return status;
    }
    held->push_back(std::move(document));
  }
  return absl::OkStatus();
}

// What is to be said of one citation: by its number (printed or of registration), else by its
// title.
absl::StatusOr<absl::optional<v1::Finding>> Judge(const kv::Reader& reader,
                                                  const screening::Screener& screener,
                                                  absl::string_view text,
                                                  const screening::Citation& citation,
                                                  uint64_t self, absl::CivilDay today) {
  if (auto law = screening::JudgeLaw(text, citation, screener.laws(), today)) return law;
  const std::string number =
      citation.number.empty() ? std::string() : number::FoldNumber(citation.number);
  const std::pair<DocumentIndex, std::string> steps[] = {
      {DocumentIndex::kByDocumentNumber, number},
      {DocumentIndex::kByRegistrationNumber, number},
      {DocumentIndex::kByTitle, text::FoldForMatch(citation.title)},
  };
  std::vector<v1::Document> held;
  for (const auto& [index, folded] : steps) {
    bool is_self = false;
    absl::Status status = AddHeld(reader, index, folded, self, &is_self, &held);
    if (!status.ok()) return status;
    if (is_self) return absl::optional<v1::Finding>();
    if (!held.empty()) break;
  }
  return screening::JudgeCitation(text, citation, held, today);
}

// The finding of that id; null when there is none.
v1::Finding* FindingOf(absl::string_view id, Findings* findings) {
  for (v1::Finding& finding : *findings) {
    if (finding.id() == id) return &finding;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::vector<v1::Finding>> ScreenText(const kv::Reader& reader,
                                                    const screening::Screener& screener,
                                                    absl::string_view text, uint64_t self,
                                                    absl::CivilDay today) {
  std::vector<v1::Finding> findings = screener.Screen(text);
  std::vector<v1::Finding> personal = screening::FindPersonalData(text);
  std::move(personal.begin(), personal.end(), std::back_inserter(findings));
  for (const screening::Citation& citation : screening::FindCitations(text)) {
    auto finding = Judge(reader, screener, text, citation, self, today);
    if (!finding.ok()) return finding.status();
    if (finding->has_value()) findings.push_back(**std::move(finding));
  }
  const auto place = [](const v1::Finding& finding) {
    return std::pair(finding.offset_bytes() < 0, finding.offset_bytes());
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  if (findings.size() > screening::kFindingsMax) findings.resize(screening::kFindingsMax);
  screening::NameFindings(findings);
  return findings;
}

absl::StatusOr<v1::Screening> ScreenNewestText(const kv::Reader& reader,
                                               const screening::Screener& screener, uint64_t id,
                                               absl::CivilDay today) {
  v1::Screening screening;
  screening.set_date(text::FormatIsoDay(today));
  auto part = tables::GetPublicPart(reader, id);
  if (!part.ok()) return part.status();
  if (part->newest_version == 0) return screening;
  auto version = tables::GetVersion(reader, id, part->newest_version);
  if (!version.ok()) return version.status();
  screening.set_version(version->number());
  auto findings = ScreenText(reader, screener, version->text(), id, today);
  if (!findings.ok()) return findings.status();
  for (v1::Finding& finding : *findings) *screening.add_findings() = std::move(finding);
  return screening;
}

absl::StatusOr<v1::Screening> JudgeFindings(const kv::Reader& reader, uint64_t id,
                                            absl::Span<const v1::FindingVerdict> verdicts) {
  auto kept = tables::FindScreening(reader, id);
  if (!kept.ok()) return kept.status();
  v1::Screening screening = kept->value_or(v1::Screening());
  std::vector<error::FieldViolation> unknown;
  for (size_t i = 0; i < verdicts.size(); ++i) {
    v1::Finding* finding = FindingOf(verdicts[i].finding(), screening.mutable_findings());
    if (finding == nullptr) {
      unknown.push_back({absl::StrCat("verdicts[", i, "].finding"),
                         "nothing of this id was found when the document was submitted; "
                         "ScreenDocument lists what was, under on_submission",
                         "申请登记时的筛查提示中没有这一条；可以先查看筛查结果，填写其中的编号"});
      continue;
    }
    finding->set_verdict(verdicts[i].verdict());
    finding->set_verdict_note(verdicts[i].note());
  }
  if (!unknown.empty()) return error::RefuseFields(unknown);
  return screening;
}

void CarryVerdicts(const v1::Screening& from, Findings* to) {
  for (const v1::Finding& judged : from.findings()) {
    v1::Finding* same = FindingOf(judged.id(), to);
    if (same == nullptr) continue;
    same->set_verdict(judged.verdict());
    same->set_verdict_note(judged.verdict_note());
  }
}

absl::Status KeepScreening(kv::Transaction& txn, const screening::Screener& screener, uint64_t id,
                           v1::Screening found, absl::string_view text_sha256, absl::CivilDay today,
                           document::Change* change) {
  if (document::NewestVersion(change->document) != static_cast<uint32_t>(found.version()) ||
      document::NewestTextHash(change->document) != text_sha256) {
    auto again = ScreenNewestText(txn, screener, id, today);
    if (!again.ok()) return again.status();
    found = *std::move(again);
  }
  auto before = tables::FindScreening(txn, id);
  if (!before.ok()) return before.status();
  if (before->has_value()) CarryVerdicts(**before, found.mutable_findings());
  const auto notes = std::count_if(
      found.findings().begin(), found.findings().end(),
      [](const v1::Finding& finding) { return finding.weight() == v1::FINDING_WEIGHT_NOTE; });
  change->facts["findings"] = absl::StrCat(found.findings_size() - notes);
  change->facts["notes"] = absl::StrCat(notes);
  tables::PutScreening(txn, id, found);
  return absl::OkStatus();
}

}  // namespace santong::acts
