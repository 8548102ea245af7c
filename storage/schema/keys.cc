#include "storage/schema/keys.h"

#include <algorithm>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"

namespace santong::schema {
namespace {

std::string Big32(uint32_t value) {
  std::string out(4, '\0');
  absl::big_endian::Store32(out.data(), value);
  return out;
}

std::string Text(absl::string_view text) { return std::string(text) + '\0'; }

std::string Day(absl::CivilDay day) {
  const int64_t days = day - absl::CivilDay(1970, 1, 1);
  return Big32(static_cast<uint32_t>(days + (int64_t{1} << 31)));
}

// `bytes` is 4 long.
absl::CivilDay DecodeDay(absl::string_view bytes) {
  return absl::CivilDay(1970, 1, 1) +
         (int64_t{absl::big_endian::Load32(bytes.data())} - (int64_t{1} << 31));
}

// rank day source id clock: what stands after the name in a task entry, without the rank.
constexpr size_t kTaskTailBytes = 4 + 1 + 8 + 1;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a stored key is damaged: ", what));
}

}  // namespace

std::string EncodeUint64(uint64_t value) {
  std::string out(8, '\0');
  absl::big_endian::Store64(out.data(), value);
  return out;
}

absl::StatusOr<uint64_t> DecodeUint64(absl::string_view bytes) {
  if (bytes.size() != 8) return Damaged("a counter is not 8 bytes long");
  return absl::big_endian::Load64(bytes.data());
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

std::string SchemaVersionKey() { return "mschema"; }
std::string LastEventKey() { return "mlast_event"; }
std::string CopyKey() { return "mcopy"; }
std::string LastDocumentKey() { return "mlast_document"; }
std::string SettingsStampKey() { return "msettings_stamp"; }
std::string PrincipalsStampKey() { return "mprincipals_stamp"; }
std::string TermKey() { return "mterm"; }
std::string PersonalKeyMarkKey() { return "mpersonal_key"; }

std::string LogEdgeKey() { return "mlog_edge"; }
std::string LogSignedKey() { return "mlog_signed"; }

std::string LastCampaignKey() { return "mlast_campaign"; }
std::string CampaignKey(uint64_t id) { return "K" + EncodeUint64(id); }
std::string CampaignItemPrefix(uint64_t id) { return "k" + EncodeUint64(id); }
std::string CampaignItemKey(uint64_t id, uint64_t document) {
  return CampaignItemPrefix(id) + EncodeUint64(document);
}

std::string DocumentKey(uint64_t id) { return "d" + EncodeUint64(id); }
std::string DocumentInternalKey(uint64_t id) { return "i" + EncodeUint64(id); }
std::string ScreeningKey(uint64_t id) { return "f" + EncodeUint64(id); }
std::string VersionPrefix(uint64_t id) { return "v" + EncodeUint64(id); }
std::string VersionKey(uint64_t id, uint32_t number) { return VersionPrefix(id) + Big32(number); }
std::string AttachmentPrefix(uint64_t id) { return "a" + EncodeUint64(id); }
std::string AttachmentKey(uint64_t id, absl::string_view sha256) {
  return absl::StrCat(AttachmentPrefix(id), sha256);
}
std::string AttachmentCommitmentsKey(uint64_t id) { return "g" + EncodeUint64(id); }
std::string BlobPrefix(absl::string_view sha256) { return absl::StrCat("b", sha256); }
std::string BlobChunkKey(absl::string_view sha256, uint32_t number) {
  return BlobPrefix(sha256) + Big32(number);
}

absl::StatusOr<uint64_t> DocumentIdOf(absl::string_view key) {
  if (key.size() < 9) return Damaged("a document key is too short");
  return DecodeUint64(key.substr(1, 8));
}

std::string EventKey(uint64_t sequence) { return "e" + EncodeUint64(sequence); }
std::string HistoryPrefix(absl::string_view resource) { return "h" + Text(resource); }
std::string HistoryKey(absl::string_view resource, uint64_t sequence) {
  return HistoryPrefix(resource) + EncodeUint64(sequence);
}

std::string SeriesPrefix() { return "s"; }
std::string SeriesKey(absl::string_view scope, uint32_t year) {
  return SeriesPrefix() + Text(scope) + Big32(year);
}
std::string ReplyKey(absl::string_view principal, absl::string_view request_id) {
  return absl::StrCat("r", Text(principal), request_id);
}

std::string GivenNumberPrefix() { return "N"; }
std::string GivenNumberKey(absl::string_view folded_number) {
  return GivenNumberPrefix() + Text(folded_number);
}

absl::string_view IndexGroup(absl::string_view key) {
  if (key.size() < 3 || (key[0] != 'x' && key[0] != 'y')) return {};
  const size_t end = key.find('\0', 2);
  return end == absl::string_view::npos ? absl::string_view() : key.substr(0, end + 1);
}

std::string DocumentIndexPrefix(DocumentIndex index) { return {'x', static_cast<char>(index)}; }
std::string DocumentIndexPrefix(DocumentIndex index, absl::string_view text) {
  return DocumentIndexPrefix(index) + Text(text);
}
std::string StateIndexPrefix(absl::string_view jurisdiction, int state) {
  return DocumentIndexPrefix(DocumentIndex::kByState, jurisdiction) + static_cast<char>(state);
}
std::string DueDayPrefix(absl::CivilDay day) {
  return DocumentIndexPrefix(DocumentIndex::kByDueDay) + Day(day);
}
std::string DocumentIndexKey(absl::string_view prefix, uint64_t id) {
  return absl::StrCat(prefix, EncodeUint64(id));
}
absl::StatusOr<uint64_t> IndexedDocument(absl::string_view key) {
  if (key.size() < 10) return Damaged("an index entry is too short");
  return DecodeUint64(key.substr(key.size() - 8));
}

absl::StatusOr<RelationRef> RelationOf(absl::string_view key) {
  // 'x' index text(target) id
  if (key.size() < 2 + 1 + 8) return Damaged("an entry by relation is too short");
  auto bearer = DecodeUint64(key.substr(key.size() - 8));
  if (!bearer.ok()) return bearer.status();
  return RelationRef{*bearer, std::string(key.substr(2, key.size() - 8 - 1 - 2))};
}

std::string CaseKindPrefix(CaseKind kind) { return {'Y', static_cast<char>(kind)}; }
std::string CaseKey(CaseKind kind, uint64_t id) { return CaseKindPrefix(kind) + EncodeUint64(id); }
std::string LastCaseKey(CaseKind kind) {
  return std::string("mlast_case_") + static_cast<char>(kind);
}
std::string CaseIndexPrefix(CaseIndex index) { return {'y', static_cast<char>(index)}; }
std::string CaseIndexPrefix(CaseIndex index, absl::string_view text) {
  return CaseIndexPrefix(index) + Text(text);
}
std::string CaseStatePrefix(absl::string_view jurisdiction, int state) {
  return CaseIndexPrefix(CaseIndex::kByState, jurisdiction) + static_cast<char>(state);
}
std::string CaseDueDayPrefix(absl::CivilDay day) {
  return CaseIndexPrefix(CaseIndex::kByDueDay) + Day(day);
}
std::string CaseIndexKindPrefix(absl::string_view prefix, CaseKind kind) {
  return absl::StrCat(prefix, std::string(1, static_cast<char>(kind)));
}
std::string CaseIndexKey(absl::string_view prefix, CaseKind kind, uint64_t id) {
  return CaseIndexKindPrefix(prefix, kind) + EncodeUint64(id);
}
absl::StatusOr<absl::CivilDay> DueDayOf(absl::string_view key) {
  if (key.size() < 6) return Damaged("an entry by due day is too short");
  return DecodeDay(key.substr(2, 4));
}
absl::StatusOr<CaseRef> CaseOf(absl::string_view key) {
  if (key.size() < 10) return Damaged("a key of a side process is too short");
  auto id = DecodeUint64(key.substr(key.size() - 8));
  if (!id.ok()) return id.status();
  return CaseRef{static_cast<CaseKind>(key[key.size() - 9]), *id};
}

absl::StatusOr<CaseRef> CampaignOf(absl::string_view key) {
  if (key.size() != 9) return Damaged("a key of a cleanup is not 9 bytes long");
  auto id = DecodeUint64(key.substr(1));
  if (!id.ok()) return id.status();
  return CaseRef{CaseKind::kCampaign, *id};
}

std::string TaskPrefix(TaskView view, absl::string_view whose, TaskRank rank) {
  return std::string{'D', static_cast<char>(view)} + Text(whose) + static_cast<char>(rank);
}
std::string TaskKey(absl::string_view prefix, const TaskRef& ref) {
  return absl::StrCat(prefix, Day(ref.due_day), std::string(1, ref.source), EncodeUint64(ref.id),
                      std::string(1, static_cast<char>(ref.clock)));
}
std::string TaskTail(absl::string_view key) {
  return std::string(key.substr(key.size() - std::min(key.size(), kTaskTailBytes)));
}
absl::StatusOr<TaskRef> TaskOf(absl::string_view key_or_tail) {
  if (key_or_tail.size() < kTaskTailBytes) return Damaged("a task entry is too short");
  const absl::string_view tail = key_or_tail.substr(key_or_tail.size() - kTaskTailBytes);
  return TaskRef{.due_day = DecodeDay(tail.substr(0, 4)),
                 .source = tail[4],
                 .id = absl::big_endian::Load64(tail.data() + 5),
                 .clock = static_cast<unsigned char>(tail[13])};
}
std::string TaskDayTail(absl::CivilDay day) { return Day(day); }
std::string EntriesBuiltKey() { return "mentries_built_2"; }

std::string JurisdictionKey(absl::string_view name) { return absl::StrCat("J", name); }
std::string OrganKey(absl::string_view name) { return absl::StrCat("O", name); }
std::string PolicyKey(absl::string_view jurisdiction) { return absl::StrCat("P", jurisdiction); }
std::string CalendarPrefix(uint32_t year) { return "C" + Big32(year); }
std::string CalendarKey(uint32_t year, uint32_t version) {
  return CalendarPrefix(year) + Big32(version);
}
std::string PrincipalKey(absl::string_view name) { return absl::StrCat("U", name); }
std::string TokenKey(absl::string_view sha256) { return absl::StrCat("T", sha256); }
std::string TokenNameKey(absl::string_view name) { return absl::StrCat("t", name); }
std::string CertificateKey(absl::string_view subject) { return absl::StrCat("c", subject); }

std::string ImportKey(absl::string_view import_id) { return absl::StrCat("M", import_id); }
std::string ImportedRowKey(absl::string_view import_id, uint64_t row) {
  return "R" + Text(import_id) + EncodeUint64(row);
}
std::string FilingListKey(absl::string_view name) { return absl::StrCat("V", name); }
std::string FilingListPrefix(absl::string_view parent) {
  return absl::StrCat("V", parent, "/filingLists/");
}
std::string IssuePrefix(absl::string_view jurisdiction) { return "I" + Text(jurisdiction); }
std::string IssueKey(absl::string_view jurisdiction, absl::string_view import_id, uint64_t row) {
  return IssuePrefix(jurisdiction) + Text(import_id) + EncodeUint64(row);
}

std::string CitationAlertPrefix(absl::string_view jurisdiction) { return "G" + Text(jurisdiction); }
std::string CitationAlertKey(absl::string_view jurisdiction, uint64_t sequence, uint64_t id) {
  return CitationAlertPrefix(jurisdiction) + EncodeUint64(sequence) + EncodeUint64(id);
}
absl::StatusOr<CitationAlertRef> CitationAlertOf(absl::string_view key) {
  if (key.size() < 17) return Damaged("a key of a citation alert is too short");
  auto sequence = DecodeUint64(key.substr(key.size() - 16, 8));
  if (!sequence.ok()) return sequence.status();
  auto citing = DecodeUint64(key.substr(key.size() - 8));
  if (!citing.ok()) return citing.status();
  return CitationAlertRef{*sequence, *citing};
}
std::string CitationAlertsToKey() { return "mcitation_alerts_to"; }
std::string CorrectionsToKey() { return "mcorrections_to"; }

std::string ObjectionSecretKey(uint64_t id) { return "q" + EncodeUint64(id); }
std::string ObjectionEvidenceKey(uint64_t id, uint32_t number) {
  return "E" + EncodeUint64(id) + Big32(number);
}
std::string ObjectionsByLodgerPrefix(absl::string_view hash) { return absl::StrCat("wh", hash); }
std::string ObjectionsByLodgerKey(absl::string_view hash, uint64_t id) {
  return ObjectionsByLodgerPrefix(hash) + EncodeUint64(id);
}
absl::StatusOr<uint64_t> ObjectionIdOf(absl::string_view key) {
  if (key.size() < 9) return Damaged("an objection key is too short");
  return DecodeUint64(key.substr(key.size() - 8));
}

std::string LogNodeKey(int level, uint64_t index) {
  return absl::StrCat("L", std::string(1, static_cast<char>(level)), EncodeUint64(index));
}
std::string LogLeafPrefix() { return "le"; }
std::string LogLeafKey(uint64_t index) { return LogLeafPrefix() + EncodeUint64(index); }
std::string LogOfEventPrefix() { return "ls"; }
std::string LogOfEventKey(uint64_t sequence) { return LogOfEventPrefix() + EncodeUint64(sequence); }
std::string CheckpointPrefix() { return "lc"; }
std::string CheckpointKey(uint64_t size) { return CheckpointPrefix() + EncodeUint64(size); }
std::string TextDigestKey(uint64_t id, uint32_t number) {
  return "S" + EncodeUint64(id) + Big32(number);
}

std::string MapNodeKey(int bits, absl::string_view path) {
  std::string prefix(path.substr(0, static_cast<size_t>(bits + 7) / 8));
  if (bits % 8 != 0) prefix.back() &= static_cast<char>(0xff << (8 - bits % 8));
  return absl::StrCat("An", std::string(1, static_cast<char>(bits)), prefix);
}
std::string OrganCountPrefix() { return "Ac"; }
std::string OrganCountKey(absl::string_view organ, absl::string_view type) {
  return absl::StrCat(OrganCountPrefix(), Text(organ), type);
}
absl::StatusOr<std::pair<std::string, std::string>> OrganAndTypeOf(absl::string_view key) {
  const size_t end = key.find('\0');
  if (key.size() < 2 || end == absl::string_view::npos) return Damaged("a count names no organ");
  return std::make_pair(std::string(key.substr(2, end - 2)), std::string(key.substr(end + 1)));
}

std::string TablePrefix(char tag) { return std::string(1, tag); }

}  // namespace santong::schema
