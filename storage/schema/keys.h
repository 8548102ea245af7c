// Every key of the store: grammar, map, encoders, decoders. Nowhere else are keys made or read.
//
// DO NOT CHANGE what is here: stored on disk. Add tables with new tags.
//
//   id, seq       8 bytes, big-endian unsigned: order of keys = order of numbers
//   number, year  4 bytes, big-endian unsigned
//   day           4 bytes, big-endian: days since 1970-01-01 plus 2^31
//   text          UTF-8 without NUL, then one NUL byte
//
//   tag  key                              value
//   m    name                             meta: schema version, counters (8 bytes big-endian)
//   d    id                               document: 1 byte (1 = anyone may read it), 4 bytes newest
//                                         version, then santong.v1.Document without `internal` and
//                                         `current_version`
//   i    id                               santong.v1.Document with `internal` only
//   f    id                               santong.v1.Screening: what was found when it was last
//                                         submitted
//   v    id number                        santong.v1.Version with its text
//   a    id sha256[32]                    santong.v1.Attachment
//   b    sha256[32] number                a chunk of an attachment's bytes
//   g    id                               santong.store.v1.AttachmentCommitmentsRecord
//   e    seq                              santong.v1.Event
//   h    text(resource) seq               (empty) the events of a resource
//   s    text(scope) year                 last serial given, 8 bytes; year 0 where the series never
//                                         restarts
//   N    text(folded number)              id of the document that the number was given to
//   r    text(principal) request_id       santong.store.v1.ReplyRecord
//   x?   … id                             (empty) secondary entries of documents, see DocumentIndex
//   Y    kind id                          the resource of a side process, see CaseKind
//   y?   … kind id                        (empty) secondary entries of those, see CaseIndex
//   J    name                             santong.v1.Jurisdiction
//   O    name                             santong.v1.Organ
//   P    jurisdiction                     santong.store.v1.PolicyRecord
//   C    year number                      santong.v1.Calendar
//   U    name                             santong.v1.Principal
//   T    sha256[32]                       santong.store.v1.TokenRecord
//   t    name                             sha256[32] of the token of that name
//   c    subject                          name of the principal with that certificate subject
//   M    import id                        santong.store.v1.ImportRecord
//   I    text(jurisdiction) text(import id) seq(row)   santong.store.v1.IssueRecord
//   R    text(import id) seq(row)         id of the document that the row of a stock became
//   V    name                             santong.v1.FilingList, once it was recorded
//   q    id                               santong.store.v1.ObjectionSecretRecord
//   wh   hash[32] id                      (empty) of one lodger, document and ground: keyed hash
//   E    id number                        a piece of an objection's evidence, sealed
//   Q, wd                                 not used; an earlier layout kept objections there
//   K    id                               santong.v1.Campaign
//   k    id id(document)                  santong.v1.CampaignItem
//   G    text(jurisdiction) seq id        santong.store.v1.CitationAlert: that event ended or
//   changed
//                                         what the document cites
//   L    level[1] index                   hash[32] of a complete subtree of the log, 2^level leaves
//   le   index                            a leaf of the log: seq, then its canonical bytes
//   ls   seq                              hash[32] of the chain of events up to this one; then,
//                                         where it has a leaf, the leaf's index
//   lc   size                             the newest signed checkpoint of that size, a C2SP note
//   S    id number                        of a version's text: SM3[32], SHA-256[32] of its outline
//   An   bits[1] prefix                   a node of the map of numbers, see NumberMap
//   Ac   text(organ) type                 how many leaves of that type the organ has, 8 bytes
//   D?   text(whose) rank[1] day source[1] id clock[1]   (empty) a clock that asks something of
//                                         somebody, see TaskView; rank 0 = marked overdue, 1 = not
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace santong::schema {

std::string EncodeUint64(uint64_t value);
// DATA_LOSS unless `bytes` is 8 long.
absl::StatusOr<uint64_t> DecodeUint64(absl::string_view bytes);

// The first key after all keys that begin with `prefix`; empty when there is none.
std::string PrefixEnd(absl::string_view prefix);

// Meta.
std::string SchemaVersionKey();
std::string LastEventKey();
std::string LastDocumentKey();
std::string
SettingsStampKey();  // differs after each change of jurisdictions, organs, policies, calendars
std::string PrincipalsStampKey();
std::string PersonalKeyMarkKey();  // which key seals the personal data of this store
std::string TermKey();             // how often a standby of this store has become the first
std::string LogEdgeKey();          // the log's size and the roots of its complete subtrees
std::string CopyKey();             // santong.store.v1.CopyRecord, in the store of a copy
std::string LogSignedKey();  // size of the newest checkpoint; the map and the counts are of it

// Documents.
std::string DocumentKey(uint64_t id);
std::string DocumentInternalKey(uint64_t id);
std::string ScreeningKey(uint64_t id);
std::string VersionKey(uint64_t id, uint32_t number);
std::string VersionPrefix(uint64_t id);
std::string AttachmentKey(uint64_t id, absl::string_view sha256);
std::string AttachmentPrefix(uint64_t id);
std::string AttachmentCommitmentsKey(uint64_t id);
std::string BlobChunkKey(absl::string_view sha256, uint32_t number);
std::string BlobPrefix(absl::string_view sha256);
// The id in a key of the tables d, i, v, a or g.
absl::StatusOr<uint64_t> DocumentIdOf(absl::string_view key);

// History.
std::string EventKey(uint64_t sequence);
std::string HistoryKey(absl::string_view resource, uint64_t sequence);
std::string HistoryPrefix(absl::string_view resource);

// Numbers and repeated requests.
std::string SeriesKey(absl::string_view scope, uint32_t year);
std::string SeriesPrefix();
std::string ReplyKey(absl::string_view principal, absl::string_view request_id);
// Whether a folded registration number was ever given, and to which document: one Get, where the
// index by number would need a scan.
std::string GivenNumberKey(absl::string_view folded_number);
std::string GivenNumberPrefix();

// Of a key of a secondary index by text: its beginning up to the text's end, which is what
// DocumentIndexPrefix and CaseIndexPrefix make of that text. Empty for every other key. The engine
// stores filters by it: who changes it gives it a new name there.
absl::string_view IndexGroup(absl::string_view key);

// Secondary entries of documents. The enumerator is the second byte of the key.
enum class DocumentIndex : char {
  kByState = 's',               // text(jurisdiction) state[1]
  kByJurisdiction = 'j',        // text(jurisdiction)
  kByOrgan = 'o',               // text(lead organ)
  kByRegistrationNumber = 'r',  // text(folded number)
  kByDocumentNumber = 'n',      // text(folded number)
  kByIndexNumber = 'i',         // text(folded number)
  kByTitle = 't',               // text(folded title)
  kByDueDay = 'c',              // day of a running clock
  kByGap = 'g',                 // text(jurisdiction)
  kByRelation = 'e',            // text(document that this one is still to amend, repeal…)
};
std::string DocumentIndexPrefix(DocumentIndex index);
std::string DocumentIndexPrefix(DocumentIndex index, absl::string_view text);
std::string StateIndexPrefix(absl::string_view jurisdiction, int state);
std::string DueDayPrefix(absl::CivilDay day);
// An entry: one of the prefixes above, then the document.
std::string DocumentIndexKey(absl::string_view prefix, uint64_t id);
// The document that an entry points to.
absl::StatusOr<uint64_t> IndexedDocument(absl::string_view key);
// What an entry of kByRelation says.
struct RelationRef {
  uint64_t bearer;     // the document that says so
  std::string target;  // documents/{document}
};
absl::StatusOr<RelationRef> RelationOf(absl::string_view key);

// Side processes of documents, each with resources of its own. The enumerator is a byte of the key.
enum class CaseKind : char {
  kFiling = 'f',     // santong.v1.Filing
  kCampaign = 'c',   // santong.v1.Campaign, whose row is in the table K; it has entries only
  kObjection = 'o',  // santong.v1.Objection without its lodger and the lodger's words
};
std::string CaseKey(CaseKind kind, uint64_t id);
std::string CaseKindPrefix(CaseKind kind);
std::string LastCaseKey(CaseKind kind);

enum class CaseIndex : char {
  kByDocument = 'd',  // text(document)
  kByState = 's',     // text(jurisdiction) state[1]
  kByOrgan = 'o',     // text(organ)
  kByDueDay = 'c',    // day of a running clock
};
std::string CaseIndexPrefix(CaseIndex index);
std::string CaseIndexPrefix(CaseIndex index, absl::string_view text);
std::string CaseStatePrefix(absl::string_view jurisdiction, int state);
std::string CaseDueDayPrefix(absl::CivilDay day);
// An entry: one of the prefixes above, then the resource.
std::string CaseIndexKey(absl::string_view prefix, CaseKind kind, uint64_t id);
std::string CaseIndexKindPrefix(absl::string_view prefix, CaseKind kind);
// The day in an entry of kByDueDay, of a side process or of a document.
absl::StatusOr<absl::CivilDay> DueDayOf(absl::string_view key);
// The resource in a key of the table Y or that an entry points to.
struct CaseRef {
  CaseKind kind;
  uint64_t id;
};
absl::StatusOr<CaseRef> CaseOf(absl::string_view key);
// The same of a key of the table K.
absl::StatusOr<CaseRef> CampaignOf(absl::string_view key);

// Open clocks by those who must act, most urgent first. The enumerator is the second byte.
enum class TaskView : char {
  kOfficeDocuments = 'd',  // text(jurisdiction): on documents, for its offices
  kOfficeCases = 'c',      // text(jurisdiction): on side processes, for its legal office
  kOrgan = 'o',            // text(organ)
};
enum class TaskRank : char { kOverdue = 0, kOpen = 1 };
// What a task entry says after its prefix. Two of these in order are two tasks in order of urgency.
struct TaskRef {
  absl::CivilDay due_day;
  char source;  // kDocumentTask, or a CaseKind
  uint64_t id;
  int clock;  // santong.v1.ClockKind
};
inline constexpr char kDocumentTask = 'd';
std::string TaskPrefix(TaskView view, absl::string_view whose, TaskRank rank);
std::string TaskKey(absl::string_view prefix, const TaskRef& ref);
// The part of a key after its prefix, as it sorts; and what it says.
std::string TaskTail(absl::string_view key);
absl::StatusOr<TaskRef> TaskOf(absl::string_view key_or_tail);
// The first tail of a day.
std::string TaskDayTail(absl::CivilDay day);
// Whether the entries are there: a store from before them has none.
std::string
EntriesBuiltKey();  // there once the store has every kind of entry that is written today

// What the operator keeps.
std::string JurisdictionKey(absl::string_view name);
std::string OrganKey(absl::string_view name);
std::string PolicyKey(absl::string_view jurisdiction);
std::string CalendarKey(uint32_t year, uint32_t version);
std::string CalendarPrefix(uint32_t year);
std::string PrincipalKey(absl::string_view name);
std::string TokenKey(absl::string_view sha256);
std::string TokenNameKey(absl::string_view name);
std::string CertificateKey(absl::string_view subject);

// Imports.
std::string ImportKey(absl::string_view import_id);
std::string ImportedRowKey(absl::string_view import_id, uint64_t row);
std::string IssueKey(absl::string_view jurisdiction, absl::string_view import_id, uint64_t row);
std::string IssuePrefix(absl::string_view jurisdiction);
std::string FilingListKey(absl::string_view name);
// Of the lists of an organ, or of those that a jurisdiction publishes, in the order of their days.
std::string FilingListPrefix(absl::string_view parent);

// Objections.
std::string ObjectionSecretKey(uint64_t id);
std::string ObjectionEvidenceKey(uint64_t id, uint32_t number);
std::string ObjectionsByLodgerKey(absl::string_view hash, uint64_t id);
std::string ObjectionsByLodgerPrefix(absl::string_view hash);
// The id in a key of q or wh: its last 8 bytes. DATA_LOSS when it is shorter.
absl::StatusOr<uint64_t> ObjectionIdOf(absl::string_view key);
// Cleanups. An item has the identifier of its document.
std::string LastCampaignKey();
std::string CampaignKey(uint64_t id);
std::string CampaignItemKey(uint64_t id, uint64_t document);
std::string CampaignItemPrefix(uint64_t id);

// The log. `index` counts leaves from 0; a size is a number of leaves.
std::string LogNodeKey(int level, uint64_t index);
std::string LogLeafKey(uint64_t index);
std::string LogLeafPrefix();
std::string LogOfEventKey(uint64_t sequence);
std::string LogOfEventPrefix();
std::string CheckpointKey(uint64_t size);
std::string CheckpointPrefix();
std::string TextDigestKey(uint64_t id, uint32_t number);
// The map: the node that stands at the first `bits` bits of `path` (32 bytes).
std::string MapNodeKey(int bits, absl::string_view path);
std::string OrganCountKey(absl::string_view organ, absl::string_view type);
std::string OrganCountPrefix();
// The organ and the type in a key of Ac. DATA_LOSS when it holds none.
absl::StatusOr<std::pair<std::string, std::string>> OrganAndTypeOf(absl::string_view key);

// What a citing document's organ has to look at, and the event up to which that was looked for.
std::string CitationAlertPrefix(absl::string_view jurisdiction);
std::string CitationAlertKey(absl::string_view jurisdiction, uint64_t sequence, uint64_t id);
struct CitationAlertRef {
  uint64_t sequence;  // of what happened to the cited document
  uint64_t citing;
};
absl::StatusOr<CitationAlertRef> CitationAlertOf(absl::string_view key);
std::string CitationAlertsToKey();

// Up to which event was looked for documents that were corrected.
std::string CorrectionsToKey();

// The whole of a table by its tag.
std::string TablePrefix(char tag);

}  // namespace santong::schema
