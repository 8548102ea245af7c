#include "server/acts/import_session.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/act_record.h"
#include "server/acts/append_event.h"
#include "server/acts/apply_document.h"
#include "server/acts/load_document.h"
#include "server/acts/same_paper.h"
#include "server/domain/document/decide.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

absl::StatusOr<store::v1::ImportRecord> ReadRecord(const kv::Reader& reader,
                                                   const std::string& import_id) {
  auto record = tables::GetMessage<store::v1::ImportRecord>(reader, schema::ImportKey(import_id));
  if (absl::IsNotFound(record.status())) return store::v1::ImportRecord();
  return record;
}

absl::Status NoteDuplicate(const kv::Reader& reader, const v1::Document& document,
                           v1::ImportResult* result) {
  auto duplicate = MayBeDuplicate(reader, document);
  if (!duplicate.ok()) return duplicate.status();
  if (*duplicate) result->add_gaps(v1::IMPORT_GAP_POSSIBLE_DUPLICATE);
  return absl::OkStatus();
}

v1::ImportOutcome TakenOutcome(const v1::ImportResult& result) {
  return result.gaps().empty() ? v1::IMPORT_OUTCOME_TAKEN : v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS;
}

absl::Status StoreStock(kv::Transaction& txn,
                        const std::shared_ptr<const settings::Settings>& settings,
                        const Request& request, const v1::ImportStart& start,
                        const PreparedRow& prepared, v1::ImportResult* result) {
  v1::Document document = prepared.document;
  if (absl::Status noted = NoteDuplicate(txn, document, result); !noted.ok()) return noted;
  *document.mutable_gaps() = result->gaps();
  auto loaded =
      LoadedDocument::ForImport(settings, request, std::move(document), result->text_sha256());
  auto decision = document::Decide(loaded->facts());
  if (!decision.ok()) return decision.status();
  auto applied = ApplyDecision(txn, *loaded, request, *std::move(decision), prepared.text);
  if (!applied.ok()) return applied.status();
  auto id = tables::DocumentId(applied->document.name());
  if (!id.ok()) return absl::InternalError("a document was written without a name");
  txn.Put(schema::ImportedRowKey(start.import_id(), static_cast<uint64_t>(result->row())),
          schema::EncodeUint64(*id));
  result->set_document(applied->document.name());
  result->set_outcome(TakenOutcome(*result));
  return absl::OkStatus();
}

// A row that stands behind one of a higher number was not taken, and never will be.
void RefuseOrder(v1::ImportResult* result) {
  const int64_t row = result->row();
  result->Clear();
  result->set_row(row);
  result->set_outcome(v1::IMPORT_OUTCOME_REFUSED);
  result->set_reason_zh("行号不大于前一行的行号；请按行号从小到大发送，每行一个行号");
  result->set_reason_en(
      "the row's number is not above that of the row before it; send the rows in the order of "
      "their numbers, each once");
}

// The answer to a row that came before: the document that it became, or once more why it was
// refused, of which nothing is stored. Who asks again may never have had the first answer. `behind`
// says that an earlier batch of this very session brought a higher row.
absl::Status AnswerAgain(const kv::Reader& reader, const v1::ImportStart& start, bool behind,
                         v1::ImportResult* result) {
  auto taken =
      reader.Get(schema::ImportedRowKey(start.import_id(), static_cast<uint64_t>(result->row())));
  if (absl::IsNotFound(taken.status())) {
    if (result->outcome() == v1::IMPORT_OUTCOME_REFUSED) return absl::OkStatus();
    // An issue register's rows, and those of a stock that an earlier version took, are not noted.
    if (behind) {
      RefuseOrder(result);
    } else {
      result->set_outcome(v1::IMPORT_OUTCOME_ALREADY_TAKEN);
    }
    return absl::OkStatus();
  }
  if (!taken.ok()) return taken.status();
  auto id = schema::DecodeUint64(*taken);
  if (!id.ok()) return id.status();
  result->set_outcome(v1::IMPORT_OUTCOME_ALREADY_TAKEN);
  result->set_document(tables::DocumentName(*id));
  result->clear_reason_zh();  // it was taken under other rules
  result->clear_reason_en();
  return absl::OkStatus();
}

// Whether what an organ says it issued was registered.
absl::Status CompareIssue(const kv::Reader& reader, const v1::ImportStart& start,
                          const v1::ImportRow& row, v1::ImportResult* result) {
  auto found = FindRegistered(reader, start.organ(), row.document_number(), row.title());
  if (!found.ok()) return found.status();
  result->set_document(*found);
  result->set_outcome(found->empty() ? v1::IMPORT_OUTCOME_UNREGISTERED
                                     : v1::IMPORT_OUTCOME_MATCHED);
  return absl::OkStatus();
}

// What was not registered waits until somebody settles it; what another register listed already
// waits once.
absl::Status TakeIssue(kv::Transaction& txn, const v1::ImportStart& start,
                       const std::set<std::string>& listed_before, const v1::ImportRow& row,
                       v1::ImportResult* result) {
  if (absl::Status compared = CompareIssue(txn, start, row, result); !compared.ok())
    return compared;
  if (result->outcome() != v1::IMPORT_OUTCOME_UNREGISTERED ||
      listed_before.contains(MarkOf(row.document_number(), row.title()))) {
    return absl::OkStatus();
  }
  store::v1::IssueRecord record;
  record.set_title(row.title());
  record.set_document_number(row.document_number());
  record.set_date(row.written_date());
  record.set_organ(start.organ());
  record.set_jurisdiction(start.jurisdiction());
  record.set_import_id(start.import_id());
  record.set_row(row.row());
  txn.Put(
      schema::IssueKey(start.jurisdiction(), start.import_id(), static_cast<uint64_t>(row.row())),
      tables::Encode(record));
  return absl::OkStatus();
}

// One event for the rows of a batch of an issue register above `taken_before`, where there are any:
// it changes no document.
absl::Status AppendCompared(kv::Transaction& txn, const Request& request,
                            const v1::ImportStart& start, int64_t taken_before,
                            const std::vector<v1::ImportResult>& results) {
  const v1::ImportResult *first = nullptr, *last = nullptr;
  for (const v1::ImportResult& result : results) {
    if (result.row() <= taken_before) continue;
    if (first == nullptr) first = &result;
    if (last == nullptr || last->row() < result.row()) last = &result;
  }
  if (first == nullptr) return absl::OkStatus();
  v1::Event event = EventOf(request, start.organ().empty() ? start.jurisdiction() : start.organ());
  event.set_type("IssueRegisterCompared");
  event.set_action("IMPORT");
  (*event.mutable_facts())["import_id"] = start.import_id();
  (*event.mutable_facts())["rows"] = absl::StrCat(first->row(), "–", last->row());
  return AppendEvent(txn, event).status();
}

void Count(const v1::ImportResult& result, store::v1::ImportRecord* record) {
  switch (result.outcome()) {
    case v1::IMPORT_OUTCOME_REFUSED:
      record->set_refused(record->refused() + 1);
      break;
    case v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS:
    case v1::IMPORT_OUTCOME_UNREGISTERED:
      record->set_taken_with_gaps(record->taken_with_gaps() + 1);
      break;
    default:
      record->set_taken(record->taken() + 1);
  }
  record->set_last_row(result.row());
}

// What may not change when an import is resumed: its rows would be taken for those of the other.
std::string BegunAs(const v1::ImportStart& start) {
  std::string begun_as = absl::StrCat(v1::ImportKind_Name(start.kind()), " ", start.jurisdiction());
  if (start.kind() == v1::IMPORT_KIND_ISSUE_REGISTER)
    absl::StrAppend(&begun_as, " ", start.organ());
  return begun_as;
}

bool MayImport(const access::Caller& caller, const v1::ImportStart& start) {
  return caller.Has(v1::ROLE_ADMIN) ||
         (caller.Has(v1::ROLE_REVIEWER) && caller.jurisdiction == start.jurisdiction());
}

}  // namespace

void ImportSession::Start(kv::Store& store, settings::SettingsCache& settings, Request request,
                          v1::ImportStart start, RowCheck check,
                          Reply<std::shared_ptr<ImportSession>> reply) {
  auto snapshot = store.Snapshot();
  auto now = settings.Read(*snapshot);
  if (!now.ok()) return std::move(reply)(now.status());
  if ((*now)->FindJurisdiction(start.jurisdiction()) == nullptr) {
    return std::move(reply)(error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN,
                                          {{"jurisdiction", start.jurisdiction()}}));
  }
  if (start.kind() == v1::IMPORT_KIND_ISSUE_REGISTER) {
    if ((*now)->FindOrgan(start.organ()) == nullptr) {
      return std::move(reply)(
          error::Refuse(v1::ERROR_REASON_ORGAN_UNKNOWN, {{"organ", start.organ()}}));
    }
    // The answers name documents that only the organ's own legal office may know of.
    if (settings::Settings::JurisdictionOf(start.organ()) != start.jurisdiction()) {
      return std::move(reply)(error::RefuseField(
          "start.organ",
          absl::StrCat("is no organ of ", start.jurisdiction(),
                       "; import an organ's issue register into the organ's own jurisdiction"),
          absl::StrCat("不是", start.jurisdiction(),
                       "的机关；请把发文目录导入该机关所在的行政区域")));
    }
  }
  auto record = ReadRecord(*snapshot, start.import_id());
  if (!record.ok()) return std::move(reply)(record.status());
  const bool others =
      !record->principal().empty() && record->principal() != request.caller.principal;
  if (!MayImport(request.caller, start) || others) {
    return std::move(reply)(
        error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", request.method}}));
  }
  const std::string begun_as = BegunAs(start);
  if (!record->begun_as().empty() && record->begun_as() != begun_as) {
    return std::move(reply)(error::RefuseField(
        "start.import_id",
        absl::StrCat("names an import that was begun as ", record->begun_as(), ", not as ",
                     begun_as, "; resume that one, or choose another import_id"),
        absl::StrCat("已用于另一次导入（", record->begun_as(), "），与本次（", begun_as,
                     "）不同；请按原来的种类、行政区域和机关继续，或者另取一个标识")));
  }
  std::shared_ptr<ImportSession> session(
      new ImportSession(store, settings, std::move(request), std::move(start), std::move(check)));
  session->secrecy_marks_ =
      (*now)
          ->policies->On(session->start_.jurisdiction(), session->request_.today)
          .List(policy::kImportSecrecyMarks);
  session->resumed_after_row_ = record->last_row();
  if (session->start_.kind() == v1::IMPORT_KIND_ISSUE_REGISTER) {
    auto listed = ListedBefore(*snapshot, session->start_);
    if (!listed.ok()) return std::move(reply)(listed.status());
    session->listed_before_ = *std::move(listed);
  }
  std::move(reply)(std::move(session));
}

PreparedRow ImportSession::Prepare(v1::ImportRow row, const settings::Settings& settings) const {
  if (absl::Status wrong = check_(row); !wrong.ok()) {
    std::vector<std::string> zh, en;
    for (const error::FieldViolation& violation : error::FieldViolationsOf(wrong)) {
      zh.push_back(absl::StrCat(violation.field, "：", violation.zh));
      en.push_back(absl::StrCat(violation.field, ": ", violation.en));
    }
    return RefuseRow(row, absl::StrJoin(zh, "；"), absl::StrJoin(en, "; "));
  }
  if (start_.kind() == v1::IMPORT_KIND_ISSUE_REGISTER) {
    if (text::FoldForMatch(row.title()).empty() &&
        text::FoldForMatch(row.document_number()).empty()) {
      return RefuseRow(row, "标题和发文字号都没有填写，无法与登记簿比对；请至少填写其中一项",
                       "there is neither a title nor a document number to be compared with the "
                       "register; fill in one of them");
    }
    PreparedRow prepared;
    prepared.result.set_row(row.row());
    return prepared;
  }
  return PrepareRow(std::move(row), start_, settings, secrecy_marks_);
}

absl::StatusOr<std::vector<v1::ImportResult>> ImportSession::Rehearse(
    const kv::Reader& reader, const std::vector<v1::ImportRow>& issues,
    std::vector<PreparedRow> prepared, int64_t sent_before) const {
  const bool stock = start_.kind() == v1::IMPORT_KIND_STOCK;
  int64_t highest = sent_before;
  std::vector<v1::ImportResult> results;
  for (size_t i = 0; i < prepared.size(); ++i) {
    v1::ImportResult& result = results.emplace_back(std::move(prepared[i].result));
    if (result.row() <= resumed_after_row_) {
      absl::Status again = AnswerAgain(reader, start_, result.row() <= sent_before, &result);
      if (!again.ok()) return again;
      continue;
    }
    if (result.row() <= highest) {
      RefuseOrder(&result);
      continue;
    }
    highest = result.row();
    if (result.outcome() == v1::IMPORT_OUTCOME_REFUSED) continue;
    absl::Status judged = stock ? NoteDuplicate(reader, prepared[i].document, &result)
                                : CompareIssue(reader, start_, issues[i], &result);
    if (!judged.ok()) return judged;
    if (stock) result.set_outcome(TakenOutcome(result));
  }
  return results;
}

void ImportSession::Take(Request request, std::vector<v1::ImportRow> rows,
                         Reply<std::vector<v1::ImportResult>> reply) {
  if (!MayImport(request.caller, start_) || request.caller.principal != request_.caller.principal) {
    return std::move(reply)(
        error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", request.method}}));
  }
  struct Batch {
    Request request;
    std::vector<v1::ImportRow> rows;  // texts moved out for stock
    std::vector<PreparedRow> prepared;
    std::vector<v1::ImportResult> results;
  };
  auto settings = settings_.Read(*store_.Snapshot());
  if (!settings.ok()) return std::move(reply)(settings.status());
  auto batch = std::make_shared<Batch>();
  batch->request = std::move(request);
  const bool stock = start_.kind() == v1::IMPORT_KIND_STOCK;
  const int64_t sent_before = sent_to_;
  for (const v1::ImportRow& row : rows) sent_to_ = std::max(sent_to_, row.row());
  for (v1::ImportRow& row : rows) {
    batch->prepared.push_back(Prepare(stock ? std::move(row) : row, **settings));
  }
  if (!stock) batch->rows = std::move(rows);
  if (start_.validate_only()) {
    return std::move(reply)(
        Rehearse(*store_.Snapshot(), batch->rows, std::move(batch->prepared), sent_before));
  }
  store_.Transact(
      [this, batch, stock, sent_before](kv::Transaction& txn) -> absl::Status {
        batch->results.clear();
        auto settings = settings_.Read(txn);
        if (!settings.ok()) return settings.status();
        auto record = ReadRecord(txn, start_.import_id());
        if (!record.ok()) return record.status();
        const int64_t taken_before = record->last_row();
        for (size_t i = 0; i < batch->prepared.size(); ++i) {
          const PreparedRow& prepared = batch->prepared[i];
          v1::ImportResult& result = batch->results.emplace_back(prepared.result);
          if (result.row() <= taken_before) {
            absl::Status again = AnswerAgain(txn, start_, result.row() <= sent_before, &result);
            if (!again.ok()) return again;
            continue;
          }
          if (result.row() <= record->last_row()) {
            RefuseOrder(&result);
            continue;
          }
          absl::Status stored;
          if (result.outcome() != v1::IMPORT_OUTCOME_REFUSED) {
            stored = stock ? StoreStock(txn, *settings, batch->request, start_, prepared, &result)
                           : TakeIssue(txn, start_, listed_before_, batch->rows[i], &result);
          }
          if (!stored.ok()) return stored;
          Count(result, &*record);
        }
        if (!stock) {
          if (absl::Status status =
                  AppendCompared(txn, batch->request, start_, taken_before, batch->results);
              !status.ok())
            return status;
        }
        record->set_begun_as(BegunAs(start_));
        if (record->principal().empty()) {
          record->set_principal(batch->request.caller.principal);
          record->mutable_create_time()->set_seconds(absl::ToUnixSeconds(batch->request.now));
        }
        txn.Put(schema::ImportKey(start_.import_id()), tables::Encode(*record));
        return absl::OkStatus();
      },
      [batch, reply = std::move(reply)](absl::Status status) mutable {
        if (!status.ok()) {
          std::move(reply)(std::move(status));
        } else {
          std::move(reply)(std::move(batch->results));
        }
      });
}

}  // namespace santong::acts
