#include "server/acts/document_writer.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/act_record.h"
#include "server/acts/allocate_number.h"
#include "server/acts/apply_document.h"
#include "server/acts/drive_document.h"
#include "server/acts/load_document.h"
#include "server/acts/screen_text.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "server/domain/workflow/confirmation.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::acts {
namespace {

// What the caller may see of the document, as bytes of a v1::Document; its clocks with the marks
// that still stand.
absl::StatusOr<std::string> Shown(const kv::Reader& reader, const settings::Settings& settings,
                                  const v1::Document& document, tables::DocumentParts parts,
                                  const access::Caller& caller, const std::string& parent) {
  if (settings.has_confirmed_leaves && workflow::BearsOpenMark(document.clocks())) {
    v1::Document shown = document;
    absl::Status dropped = settings::DropConfirmedMarks(reader, settings, &shown);
    if (!dropped.ok()) return dropped;
    parts = tables::EncodeParts(shown);
  }
  if (visibility::SeesInternal(caller, document, parent)) parts.public_part += parts.internal_part;
  return std::move(parts.public_part);
}

// The document that an earlier call with the same id left, as it is now; nullopt when there was
// none.
absl::StatusOr<std::optional<v1::Document>> Replay(const kv::Reader& reader,
                                                   const Request& request) {
  auto answered = AnsweredBefore(reader, request);
  if (!answered.ok()) return answered.status();
  if (!answered->has_value()) return std::nullopt;
  auto id = tables::DocumentId(**answered);
  if (!id.ok()) return absl::DataLossError("a stored reply names no document");
  auto document = tables::GetDocument(reader, *id);
  if (!document.ok()) return document.status();
  return *std::move(document);
}

// What was found in a text, and in which.
struct Screened {
  v1::Screening found;
  std::string text_sha256;
};

// What is found in the text that an application brings, before its transaction; nothing for other
// acts and for a document that is not there, which the transaction refuses.
absl::StatusOr<std::optional<Screened>> ScreenSubmitted(kv::Store& store,
                                                        const screening::Screener& screener,
                                                        const Request& request,
                                                        const DocumentIntent& intent) {
  if (intent.act.action != document::Action::kSubmit) return std::nullopt;
  auto id = tables::DocumentId(intent.name);
  if (!id.ok()) return std::nullopt;
  const auto reader = store.Snapshot();
  auto before = tables::GetDocument(*reader, *id);
  if (absl::IsNotFound(before.status())) return std::nullopt;
  if (!before.ok()) return before.status();
  auto found = ScreenNewestText(*reader, screener, *id, request.today);
  if (!found.ok()) return found.status();
  return Screened{*std::move(found), std::string(document::NewestTextHash(*before))};
}

// A rehearsal: load and decide on a snapshot, write nothing. The number stays open.
absl::StatusOr<std::string> Rehearse(const kv::Reader& reader, settings::SettingsCache& cache,
                                     const Request& request, const DocumentIntent& intent) {
  auto settings = cache.Read(reader);
  if (!settings.ok()) return settings.status();
  auto loaded = LoadedDocument::Load(reader, *settings, request, intent);
  if (!loaded.ok()) return loaded.status();
  auto decision = document::Decide((*loaded)->facts());
  if (!decision.ok()) return decision.status();
  auto judged = JudgeFindings(reader, (*loaded)->id(), intent.verdicts);
  if (!judged.ok()) return judged.status();
  v1::Document& document = decision->change.document;
  if (decision->change.allocate_number) {
    auto number =
        NextNumber(reader, (*loaded)->policy(), document, (*loaded)->lead(), request.today);
    if (!number.ok()) return number.status();
  }
  tables::DocumentParts parts = tables::EncodeParts(document);
  return Shown(reader, **settings, document, std::move(parts), request.caller,
               (*loaded)->parent_jurisdiction());
}

}  // namespace

void DocumentWriter::Run(Request request, DocumentIntent intent, Reply<std::string> reply) {
  if (request.validate_only) {
    std::move(reply)(Rehearse(*store_.Snapshot(), settings_, request, intent));
    return;
  }
  // Shared by the body, which may run again, and by what answers when its writes are durable.
  struct State {
    Request request;
    DocumentIntent intent;
    std::optional<Screened> screened;
    std::string reply;
  };
  auto screened = ScreenSubmitted(store_, screener_, request, intent);
  if (!screened.ok()) return std::move(reply)(screened.status());
  auto state = std::make_shared<State>(
      State{std::move(request), std::move(intent), *std::move(screened), {}});
  store_.Transact(
      [this, state](kv::Transaction& txn) -> absl::Status {
        const Request& request = state->request;
        auto settings = settings_.Read(txn);
        if (!settings.ok()) return settings.status();
        auto replayed = Replay(txn, request);
        if (!replayed.ok()) return replayed.status();
        if (replayed->has_value()) {
          const std::string parent = (*settings)->ParentOf((*replayed)->jurisdiction());
          auto shown = Shown(txn, **settings, **replayed, tables::EncodeParts(**replayed),
                             request.caller, parent);
          if (!shown.ok()) return shown.status();
          state->reply = *std::move(shown);
          return absl::OkStatus();
        }
        auto loaded = LoadedDocument::Load(txn, *settings, request, state->intent);
        if (!loaded.ok()) return loaded.status();
        auto decision = document::Decide((*loaded)->facts());
        if (!decision.ok()) return decision.status();
        if (state->screened.has_value()) {
          absl::Status kept =
              KeepScreening(txn, screener_, (*loaded)->id(), state->screened->found,
                            state->screened->text_sha256, request.today, &decision->change);
          if (!kept.ok()) return kept;
        }
        if (!state->intent.verdicts.empty()) {
          auto judged = JudgeFindings(txn, (*loaded)->id(), state->intent.verdicts);
          if (!judged.ok()) return judged.status();
          tables::PutScreening(txn, (*loaded)->id(), *judged);
          decision->change.facts["verdicts"] = absl::StrCat(state->intent.verdicts.size());
        }
        auto applied =
            ApplyDecision(txn, **loaded, request, *std::move(decision), state->intent.text);
        if (!applied.ok()) return applied.status();
        KeepAnswer(txn, request, applied->document.name(), applied->event_sequence);
        auto id = tables::DocumentId(applied->document.name());
        if (!id.ok()) return absl::InternalError("a document was written without a name");
        auto followed = RunSystemActs(txn, *settings, request, *id, request.today, &*applied);
        if (!followed.ok()) return followed.status();
        auto shown = Shown(txn, **settings, applied->document, std::move(applied->parts),
                           request.caller, (*loaded)->parent_jurisdiction());
        if (!shown.ok()) return shown.status();
        state->reply = *std::move(shown);
        return absl::OkStatus();
      },
      ReplyWhenDurable(std::move(reply), [state] { return std::move(state->reply); }));
}

void DocumentWriter::RunDue(DueAsk ask, Reply<DueStep> reply) {
  const auto reader = store_.Snapshot();
  constexpr DueKind kKind{.id_of = schema::IndexedDocument, .name_of = tables::DocumentName};
  auto found = FindDue(*reader, schema::DocumentIndexPrefix(schema::DocumentIndex::kByDueDay),
                       schema::DueDayPrefix(ask.today + 1), kKind, ask,
                       [&](uint64_t id) -> absl::StatusOr<bool> {
                         auto document = tables::GetDocument(*reader, id);
                         if (!document.ok()) return document.status();
                         return document::NextSystemAct(*document, ask.today).has_value();
                       });
  RunFound(
      store_, settings_, kKind, ask, std::move(found),
      [](kv::Transaction& txn, const std::shared_ptr<const settings::Settings>& settings,
         const Request& request, DueEntry entry) -> absl::StatusOr<int> {
        auto document = tables::GetDocument(txn, entry.id);
        if (!document.ok()) return document.status();
        Applied last{*std::move(document), 0, {}};
        const absl::CivilDay as_of = AsOf(entry.day, last.document.clocks(), request.today);
        return RunSystemActs(txn, settings, request, entry.id, as_of, &last);
      },
      std::move(reply));
}

}  // namespace santong::acts
