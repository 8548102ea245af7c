#include "server/domain/document/versions.h"

#include "absl/strings/str_cat.h"
#include "server/domain/document/other_document.h"
#include "server/domain/document/subject.h"

namespace santong::document {
namespace {

// The version to write, as its summary says; the write path puts the text in.
v1::Version VersionOf(const v1::VersionSummary& summary, const std::string& note) {
  v1::Version version;
  version.set_number(summary.number());
  version.set_kind(summary.kind());
  version.set_text_sha256(summary.text_sha256());
  version.set_effective_date(summary.effective_date());
  version.set_last_effective_date(summary.last_effective_date());
  version.set_made_by(summary.made_by());
  version.set_note(note);
  return version;
}

// Versions of a published document are never replaced.
void Freeze(Change& change) {
  change.document.mutable_internal()->set_submitted_version(NewestVersion(change.document));
}

}  // namespace

void NoteVersion(uint32_t number, Change& change) {
  for (const v1::VersionSummary& version : change.document.versions()) {
    if (version.number() != number) continue;
    change.facts["version"] = absl::StrCat(number);
    change.facts["text_sha256"] = version.text_sha256();
  }
}

void StoreText(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  if (!facts.act.has_text || facts.act.text_sha256 == NewestTextHash(document)) return;
  const uint32_t newest = NewestVersion(document);
  const bool replaces = newest > document.internal().submitted_version();
  v1::VersionSummary* summary =
      replaces ? document.mutable_versions(document.versions_size() - 1) : document.add_versions();
  summary->set_number(replaces ? newest : newest + 1);
  summary->set_kind(v1::VERSION_KIND_ORIGINAL);
  summary->set_text_sha256(facts.act.text_sha256);
  if (document.legacy()) summary->set_effective_date(document.effective_date());
  change.version = VersionOf(*summary, "");
  NoteVersion(summary->number(), change);
}

void AddCorrection(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  const uint32_t corrected = NewestVersion(document);
  const std::string effective_date = EffectiveDateOfNewestText(document);
  v1::VersionSummary* summary = document.add_versions();
  summary->set_number(corrected + 1);
  summary->set_kind(v1::VERSION_KIND_CORRECTION);
  summary->set_text_sha256(facts.act.text_sha256);
  summary->set_effective_date(effective_date);
  summary->set_corrects(corrected);
  change.version = VersionOf(*summary, facts.act.reason);
  NoteVersion(summary->number(), change);
  change.facts["corrects"] = absl::StrCat(corrected);
  change.facts["version_effective_date"] = effective_date;
  Freeze(change);
}

void AddAmendment(const Facts& facts, absl::CivilDay first, Change& change) {
  v1::Document& document = change.document;
  const uint32_t number = NewestVersion(document) + 1;
  for (v1::VersionSummary& before : *document.mutable_versions()) {
    // Drafts that were never issued have no first day and get no last one.
    const bool counted = !before.effective_date().empty() && before.last_effective_date().empty();
    if (counted) before.set_last_effective_date(IsoDay(first - 1));
  }
  v1::VersionSummary* summary = document.add_versions();
  summary->set_number(number);
  summary->set_kind(v1::VERSION_KIND_AMENDMENT);
  summary->set_text_sha256(facts.act.text_sha256);
  summary->set_effective_date(IsoDay(first));
  if (facts.other != nullptr) summary->set_made_by(facts.other->name());
  change.version = VersionOf(*summary, facts.act.reason);
  NoteVersion(number, change);
  change.facts["version_effective_date"] = IsoDay(first);
  if (facts.other != nullptr) change.facts["made_by"] = facts.other->name();
  Freeze(change);
}

}  // namespace santong::document
