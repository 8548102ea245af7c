#include "server/domain/document/subject.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/text/chinese_date.h"

namespace santong::document {

bool ProposesDocument(Action action) {
  return action == Action::kCreate || action == Action::kUpdate ||
         action == Action::kCompleteUrgent || action == Action::kRecordEvaluation ||
         action == Action::kImport;
}

const v1::Document& Subject(const Facts& facts) {
  return ProposesDocument(facts.act.action) ? facts.act.proposed : facts.document;
}

absl::string_view LeadIssuer(const v1::Document& document) {
  return document.issuers_size() == 0 ? absl::string_view() : document.issuers(0).organ();
}

const v1::Organ* LeadOrgan(const Facts& facts) {
  return facts.issuers.empty() ? nullptr : facts.issuers[0];
}

const v1::Evidence* Latest(const v1::Document& document, v1::EvidenceKind kind) {
  const v1::Evidence* latest = nullptr;
  for (const v1::Evidence& evidence : document.internal().evidence()) {
    if (evidence.kind() != kind) continue;
    if (latest == nullptr || evidence.date() >= latest->date()) latest = &evidence;
  }
  return latest;
}

bool IsComplete(const v1::Evidence& evidence) {
  return !evidence.document_title().empty() && !evidence.date().empty() &&
         !evidence.person().empty();
}

uint32_t NewestVersion(const v1::Document& document) {
  return document.versions_size() == 0 ? 0
                                       : document.versions(document.versions_size() - 1).number();
}

bool IsAmendedSince(const v1::Document& document, int version) {
  return std::any_of(document.versions().begin(), document.versions().end(),
                     [&](const v1::VersionSummary& one) {
                       return static_cast<int>(one.number()) > version &&
                              one.kind() != v1::VERSION_KIND_CORRECTION;
                     });
}

const std::string& LastPublishedDate(const v1::Document& document) {
  return document.republications().empty() ? document.publication().date()
                                           : document.republications().rbegin()->date();
}

bool IsFoundNotNormative(const v1::Document& document) {
  if (document.state() == v1::DOCUMENT_STATE_NOT_NORMATIVE ||
      !document.not_normative_date().empty())
    return true;
  // An older server kept the determination alone.
  const v1::DocumentInternal& internal = document.internal();
  return internal.has_determination() && !internal.determination().normative();
}

std::string CorrectionInWords(const v1::Document& document) {
  switch (document.state()) {
    case v1::DOCUMENT_STATE_REPEALED:
      return absl::StrCat("文件自", document.ended_date(), "起废止");
    case v1::DOCUMENT_STATE_SUPERSEDED:
      return absl::StrCat("文件自", document.ended_date(), "起被新文件替代");
    case v1::DOCUMENT_STATE_REVOKED:
      return "文件已被撤销";
    case v1::DOCUMENT_STATE_LAPSED:
      return absl::StrCat("文件自", document.ended_date(), "起失效");
    default:
      return absl::StrCat("文件已经修改，现行文本为第", NewestVersion(document), "版");
  }
}

absl::string_view NewestTextHash(const v1::Document& document) {
  return document.versions_size() == 0
             ? absl::string_view()
             : document.versions(document.versions_size() - 1).text_sha256();
}

std::optional<absl::CivilDay> DayOf(const std::string& date) {
  if (date.empty()) return std::nullopt;
  auto day = text::ParseIsoDay(date);
  if (!day.ok()) return std::nullopt;
  return *day;
}

std::string IsoDay(absl::CivilDay day) { return text::FormatIsoDay(day); }

}  // namespace santong::document
