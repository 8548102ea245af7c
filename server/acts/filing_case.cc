#include "server/acts/filing_case.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/acts/drive_document.h"
#include "server/acts/screen_text.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/visibility/visibility.h"

namespace santong::acts {
namespace {

using filing::Action;

template <typename Message>
FilingIntent To(const Message& request, Action action) {
  FilingIntent intent;
  intent.name = request.name();
  intent.act.action = action;
  return intent;
}

template <typename Message>
void TakeItems(const Message& request, FilingIntent* intent) {
  intent->act.items.assign(request.items().begin(), request.items().end());
}

template <typename Message>
void TakeMaterials(const Message& request, FilingIntent* intent) {
  intent->act.materials.assign(request.materials().begin(), request.materials().end());
}

template <typename Message>
void TakeGrounds(const Message& request, FilingIntent* intent) {
  for (int ground : request.grounds())
    intent->act.grounds.push_back(static_cast<v1::FilingGround>(ground));
}

Action ActionOf(const v1::DecideFilingRequest& request) {
  switch (request.outcome()) {
    case v1::FILING_OUTCOME_PASS:
      return Action::kPass;
    case v1::FILING_OUTCOME_REMIND:
      return Action::kRemind;
    case v1::FILING_OUTCOME_ADVISE:
      return Action::kAdvise;
    case v1::FILING_OUTCOME_CORRECT:
      return Action::kOrderCorrection;
    case v1::FILING_OUTCOME_PAUSE:
      return Action::kPause;
    case v1::FILING_OUTCOME_TERMINATE:
      return Action::kTerminate;
    case v1::FILING_OUTCOME_TRANSFER:
      return Action::kTransfer;
    case v1::FILING_OUTCOME_COORDINATE:
      return Action::kCoordinate;
    default:
      return request.passes() ? Action::kPass : Action::kOrderCorrection;
  }
}

// Whether a filing of the document stands that was not rejected.
absl::StatusOr<bool> IsFiled(const kv::Reader& reader, const v1::Document& published,
                             const std::string& document) {
  // What was published again is filed again.
  const std::string since =
      published.republications().empty() ? "" : document::LastPublishedDate(published);
  bool filed = false;
  absl::Status damage;
  const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, document);
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        if (!ref.ok()) {
          damage = ref.status();
          return false;
        }
        if (ref->kind != FilingCase::kKind) return true;
        auto there = tables::GetCase<v1::Filing>(reader, ref->kind, ref->id);
        damage = there.status();
        filed = there.ok() && there->state() != v1::FILING_STATE_REJECTED &&
                there->filed_date() >= since;
        return damage.ok() && !filed;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return filed;
}

}  // namespace

FilingIntent IntentOf(const v1::CreateFilingRequest& request) {
  FilingIntent intent;
  intent.document = request.document();
  intent.act.action = Action::kCreate;
  TakeMaterials(request, &intent);
  return intent;
}

FilingIntent IntentOf(const v1::AcceptFilingRequest& request) {
  return To(request, Action::kAccept);
}

FilingIntent IntentOf(const v1::RequestFilingSupplementRequest& request) {
  FilingIntent intent = To(request, Action::kRequestSupplement);
  TakeItems(request, &intent);
  return intent;
}

FilingIntent IntentOf(const v1::SupplementFilingRequest& request) {
  FilingIntent intent = To(request, Action::kSupplement);
  TakeMaterials(request, &intent);
  return intent;
}

FilingIntent IntentOf(const v1::RejectFilingRequest& request) {
  FilingIntent intent = To(request, Action::kReject);
  intent.act.not_normative_reason = request.not_normative_reason();
  intent.act.reason = request.reason();
  return intent;
}

FilingIntent IntentOf(const v1::RequestExplanationRequest& request) {
  FilingIntent intent = To(request, Action::kRequestExplanation);
  TakeItems(request, &intent);
  return intent;
}

FilingIntent IntentOf(const v1::ExplainFilingRequest& request) {
  FilingIntent intent = To(request, Action::kExplain);
  intent.act.reason = request.explanation();
  return intent;
}

FilingIntent IntentOf(const v1::ExtendFilingRequest& request) {
  FilingIntent intent = To(request, Action::kExtend);
  intent.act.reason = request.reason();
  return intent;
}

FilingIntent IntentOf(const v1::DecideFilingRequest& request) {
  FilingIntent intent = To(request, ActionOf(request));
  TakeGrounds(request, &intent);
  intent.act.reason = request.reason();
  intent.act.verdicts.assign(request.verdicts().begin(), request.verdicts().end());
  intent.act.plan_date = request.plan_date();
  intent.act.transfer_to = request.transfer_to();
  intent.act.conflicts_with = request.conflicts_with();
  intent.act.decision = request.authority_decision();
  return intent;
}

FilingIntent IntentOf(const v1::SubmitCorrectionRequest& request) {
  FilingIntent intent = To(request, Action::kSubmitCorrection);
  intent.act.reason = request.correction();
  return intent;
}

FilingIntent IntentOf(const v1::ConfirmCorrectionRequest& request) {
  return To(request, Action::kConfirmCorrection);
}

FilingIntent IntentOf(const v1::RevokeFiledDocumentRequest& request) {
  const Action revokes =
      request.articles().empty() ? Action::kRevokeDocument : Action::kRevokeArticles;
  FilingIntent intent = To(request, request.suspend() ? Action::kSuspendDocument : revokes);
  intent.act.articles.assign(request.articles().begin(), request.articles().end());
  intent.act.decision = request.decision();
  TakeGrounds(request, &intent);
  intent.act.reason = request.reason();
  return intent;
}

absl::Status LoadedFiling::LoadDocument(const kv::Reader& reader, const std::string& name) {
  auto id = tables::DocumentId(name);
  if (!id.ok()) return error::NotFound(name);
  auto document = tables::GetDocument(reader, *id);
  if (absl::IsNotFound(document.status())) return error::NotFound(name);
  if (!document.ok()) return document.status();
  document_id_ = *id;
  document_ = *std::move(document);
  const v1::Organ* lead = settings_->FindOrgan(std::string(document::LeadIssuer(document_)));
  // The periods and the papers are those of the place that reviews.
  const std::string reviewer =
      before_.name().empty()
          ? filing::ReviewerOf(document_, lead, settings_->ParentOf(document_.jurisdiction()))
          : before_.jurisdiction();
  policy_ = settings_->policies->On(reviewer.empty() ? document_.jurisdiction() : reviewer,
                                    request_.today);
  calendar_ = policy::LocalCalendar(settings_->calendar, policy_);
  return absl::OkStatus();
}

filing::Facts LoadedFiling::facts() const {
  const std::string parent = settings_->ParentOf(document_.jurisdiction());
  return filing::Facts{.filing = before_,
                       .act = act_,
                       .caller = request_.caller,
                       .today = request_.today,
                       .policy = policy_,
                       .calendar = calendar_,
                       .document = document_,
                       .lead = settings_->FindOrgan(std::string(document::LeadIssuer(document_))),
                       .document_jurisdiction_parent = parent,
                       .reviewer_parent = settings_->ParentOf(before_.jurisdiction()),
                       .filed_already = filed_already_};
}

absl::Status FilingCase::Prepare(const kv::Store& store, const Request& request,
                                 FilingIntent* intent) const {
  if (intent->act.action == Action::kSuspendDocument)
    return CheckSuspendsWhole(intent->act.articles);
  if (intent->act.action != Action::kAccept) return absl::OkStatus();
  const auto reader = store.Snapshot();
  auto id = tables::CaseId(kKind, intent->name);
  if (!id.ok()) return absl::OkStatus();  // Load says that there is none
  auto filing = tables::GetCase<v1::Filing>(*reader, kKind, *id);
  if (absl::IsNotFound(filing.status())) return absl::OkStatus();
  if (!filing.ok()) return filing.status();
  auto document = tables::DocumentId(filing->document());
  if (!document.ok()) return absl::DataLossError("a stored filing names no document");
  auto screened = ScreenNewestText(*reader, *screener_, *document, request.today);
  if (!screened.ok()) return screened.status();
  intent->screened = *std::move(screened);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<LoadedFiling>> FilingCase::Load(
    const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
    const Request& request, const FilingIntent& intent) const {
  std::unique_ptr<LoadedFiling> loaded(new LoadedFiling(std::move(settings), request));
  loaded->act_ = intent.act;
  if (intent.name.empty()) {
    if (absl::Status status = loaded->LoadDocument(reader, intent.document); !status.ok())
      return status;
    if (!visibility::MaySee(request.caller, loaded->document_,
                            loaded->settings_->ParentOf(loaded->document_.jurisdiction()))) {
      return error::NotFound(intent.document);
    }
    auto filed = IsFiled(reader, loaded->document_, intent.document);
    if (!filed.ok()) return filed.status();
    loaded->filed_already_ = *filed;
    return loaded;
  }
  auto id = tables::CaseId(kKind, intent.name);
  if (!id.ok()) return error::NotFound(intent.name);
  auto before = tables::GetCase<v1::Filing>(reader, kKind, *id);
  if (absl::IsNotFound(before.status())) return error::NotFound(intent.name);
  if (!before.ok()) return before.status();
  loaded->id_ = *id;
  loaded->before_ = *std::move(before);
  if (absl::Status status = loaded->LoadDocument(reader, loaded->before_.document()); !status.ok())
    return status;
  // Before anything is said of it: what may not be seen does not exist.
  if (!filing::MaySee(request.caller, loaded->before_, loaded->document_.jurisdiction()))
    return error::NotFound(intent.name);
  if (absl::Status stale = error::CheckEtag(intent.name, request.etag, loaded->before_.etag());
      !stale.ok())
    return stale;
  if (intent.act.action == Action::kAccept) {
    v1::Screening screened = intent.screened;
    if (static_cast<uint32_t>(screened.version()) != document::NewestVersion(loaded->document_)) {
      auto again = ScreenNewestText(reader, *screener_, loaded->document_id_, request.today);
      if (!again.ok()) return again.status();
      screened = *std::move(again);
    }
    loaded->act_.findings.assign(screened.findings().begin(), screened.findings().end());
  }
  return loaded;
}

absl::StatusOr<std::unique_ptr<LoadedFiling>> FilingCase::LoadDue(
    const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
    const Request& request, uint64_t id, v1::Filing filing, Due due) const {
  std::unique_ptr<LoadedFiling> loaded(new LoadedFiling(std::move(settings), request));
  loaded->id_ = id;
  loaded->before_ = std::move(filing);
  loaded->act_.action = due.action;
  loaded->act_.clock = due.clock;
  if (absl::Status status = loaded->LoadDocument(reader, loaded->before_.document()); !status.ok())
    return status;
  return loaded;
}

std::string FilingCase::ReasonOf(const filing::Act& act) {
  return act.items.empty() ? act.reason : absl::StrJoin(act.items, "；");
}

}  // namespace santong::acts
