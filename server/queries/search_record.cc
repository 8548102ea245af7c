#include "server/queries/search_record.h"

#include <map>

#include "santong/v1/document.pb.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/catalog/timeline.h"
#include "server/domain/number/document_number.h"
#include "server/domain/screening/citation.h"
#include "server/domain/text/normalize.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

int64_t DayNumber(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

int64_t DayNumber(const std::string& date) {
  const auto day = basis::DayOf(date);
  return day.has_value() ? DayNumber(*day) : search::kNoDay;
}

std::vector<search::Citation> CitationsIn(absl::string_view text) {
  std::vector<search::Citation> citations;
  for (const screening::Citation& found : screening::FindCitations(text)) {
    citations.push_back({std::string(found.title), std::string(found.number),
                         text::FoldForMatch(found.title), number::FoldNumber(found.number)});
  }
  return citations;
}

std::string TextSha256(const v1::Document& document, uint32_t number) {
  for (const v1::VersionSummary& version : document.versions()) {
    if (version.number() == number) return version.text_sha256();
  }
  return "";
}

// The states, whether it may be relied on, and the texts of its days; consecutive days of one text
// are one.
absl::Status AddDays(const kv::Reader& reader, const v1::Document& document,
                     search::Record* record) {
  std::map<uint32_t, std::string> texts;
  for (const catalog::Span& span : catalog::Timeline(document)) {
    const int64_t from = DayNumber(span.from_day);
    const int64_t to = DayNumber(span.to_day);
    if (!record->states.empty() && record->states.back().state == span.state &&
        record->states.back().valid == span.valid) {
      record->states.back().to_day = to;
    } else {
      record->states.push_back({from, to, span.state, span.valid});
    }
    if (!record->texts.empty() && record->texts.back().version == span.version) {
      record->texts.back().to_day = to;
      continue;
    }
    if (span.version != 0 && texts.count(span.version) == 0) {
      auto text = tables::GetVersionText(reader, record->document, span.version);
      if (!text.ok()) return text.status();
      texts[span.version] = *std::move(text);
    }
    record->texts.push_back({span.version, from, to, text::FoldForMatch(texts[span.version]),
                             TextSha256(document, span.version)});
  }
  record->citations = CitationsIn(texts[record->texts.back().version]);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<search::Record> ReadRecord(const kv::Reader& reader, uint64_t id) {
  search::Record record;
  record.document = id;
  auto part = tables::GetPublicPart(reader, id);
  if (absl::IsNotFound(part.status())) return record;
  if (!part.ok()) return part.status();
  if (!part->anyone_may_read) return record;
  v1::Document document;
  if (absl::Status status = tables::Decode(part->document, &document); !status.ok()) return status;
  record.title = text::FoldForMatch(document.title());
  record.printed_title = document.title();
  if (document.issuers_size() > 0) record.organ = document.issuers(0).organ();
  record.jurisdiction = document.jurisdiction();
  record.subject = document.subject_class();
  record.kind = document.kind();
  const absl::CivilDay listed = catalog::PublicSince(document);
  record.listed_day = DayNumber(listed);
  record.year = listed == catalog::kFirstDay ? 0 : static_cast<int>(listed.year());
  record.published_day = DayNumber(document.publication().date());
  record.effective_day = DayNumber(document.effective_date());
  record.written_day = DayNumber(document.written_date());
  if (absl::Status status = AddDays(reader, document, &record); !status.ok()) return status;
  return record;
}

}  // namespace santong::queries
