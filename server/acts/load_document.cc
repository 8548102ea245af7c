#include "server/acts/load_document.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "santong/store/v1/citation_alert.pb.h"
#include "server/acts/propose.h"
#include "server/domain/document/citation.h"
#include "server/domain/document/continuation.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/other_document.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/screening/secrecy_mark.h"
#include "server/domain/visibility/visibility.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

using document::Action;

// A document that was refused, put away or found not to be one holds no number.
bool HoldsItsNumber(v1::DocumentState state) {
  switch (state) {
    case v1::DOCUMENT_STATE_DRAFT:
    case v1::DOCUMENT_STATE_REFUSED:
    case v1::DOCUMENT_STATE_WITHDRAWN:
    case v1::DOCUMENT_STATE_NOT_NORMATIVE:
      return false;
    default:
      return true;
  }
}

// ContinueDocument does not say how; the policy does.
Action ContinueAction(const policy::PolicyView& policy) {
  const absl::string_view mode = policy.Text(policy::kContinueMode);
  if (mode == "reregister") return Action::kContinueReregister;
  if (mode == "renew_notice") return Action::kContinueRenewNotice;
  return Action::kContinueExtend;
}

bool IsInForce(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_IN_EFFECT || state == v1::DOCUMENT_STATE_SUSPENDED;
}

int64_t Evaluations(const v1::Document& document) {
  const auto& evidence = document.internal().evidence();
  return std::count_if(evidence.begin(), evidence.end(), [](const v1::Evidence& piece) {
    return piece.kind() == v1::EVIDENCE_KIND_EVALUATION;
  });
}

bool IsRegisteredOrLater(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_REGISTERED || document::IsPublicState(state);
}

}  // namespace

absl::StatusOr<std::unique_ptr<LoadedDocument>> LoadedDocument::Load(
    const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
    const Request& request, const DocumentIntent& intent) {
  std::unique_ptr<LoadedDocument> loaded(new LoadedDocument(std::move(settings), request));
  loaded->act_ = intent.act;
  if (!intent.name.empty()) {
    if (absl::Status status = loaded->LoadTarget(reader, intent); !status.ok()) return status;
  }
  if (absl::Status status = loaded->ResolveProposal(intent); !status.ok()) return status;
  const bool proposes =
      loaded->act_.action == Action::kCreate || loaded->act_.action == Action::kUpdate;
  const v1::Document& subject = proposes ? loaded->act_.proposed : loaded->before_;
  if (absl::Status status = loaded->ResolveIssuers(subject); !status.ok()) return status;
  loaded->Place(subject);
  if (absl::Status status = loaded->CheckSecrecy(intent); !status.ok()) return status;
  if (loaded->act_.action == Action::kContinueExtend)
    loaded->act_.action = ContinueAction(loaded->policy_);
  if (absl::Status status = loaded->LoadRelated(reader, intent); !status.ok()) return status;
  if (absl::Status status = loaded->FindRenewalNotice(reader); !status.ok()) return status;
  if (absl::Status status = loaded->CheckDocumentNumber(reader); !status.ok()) return status;
  if (absl::Status status = loaded->LoadCitedChange(reader); !status.ok()) return status;
  return loaded;
}

std::unique_ptr<LoadedDocument> LoadedDocument::ForSystem(
    std::shared_ptr<const settings::Settings> settings, const Request& request, uint64_t id,
    v1::Document document, document::Act act) {
  std::unique_ptr<LoadedDocument> loaded(new LoadedDocument(std::move(settings), request));
  loaded->id_ = id;
  loaded->before_ = std::move(document);
  loaded->act_ = std::move(act);
  for (const v1::Issuer& issuer : loaded->before_.issuers()) {
    loaded->issuers_.push_back(loaded->settings_->FindOrgan(issuer.organ()));
  }
  loaded->Place(loaded->before_);
  return loaded;
}

std::unique_ptr<LoadedDocument> LoadedDocument::ForImport(
    std::shared_ptr<const settings::Settings> settings, const Request& request,
    v1::Document document, std::string text_sha256) {
  std::unique_ptr<LoadedDocument> loaded(new LoadedDocument(std::move(settings), request));
  loaded->act_.action = Action::kImport;
  loaded->act_.has_text = true;
  loaded->act_.text_sha256 = std::move(text_sha256);
  for (const v1::Issuer& issuer : document.issuers()) {
    loaded->issuers_.push_back(loaded->settings_->FindOrgan(issuer.organ()));
  }
  loaded->Place(document);
  loaded->act_.proposed = std::move(document);
  return loaded;
}

void LoadedDocument::Place(const v1::Document& document) {
  // The jurisdiction is the lead organ's; a document that was imported keeps the one it was
  // imported into.
  std::string jurisdiction = document.jurisdiction();
  if (jurisdiction.empty() && document.issuers_size() > 0) {
    jurisdiction = settings::Settings::JurisdictionOf(document.issuers(0).organ());
  }
  policy_ = settings_->policies->On(jurisdiction, request_.today);
  calendar_ = policy::LocalCalendar(settings_->calendar, policy_);
  parent_jurisdiction_ = settings_->ParentOf(jurisdiction);
}

absl::Status LoadedDocument::LoadTarget(const kv::Reader& reader, const DocumentIntent& intent) {
  const auto not_found = [&] { return error::NotFound(intent.name); };
  auto id = tables::DocumentId(intent.name);
  if (!id.ok()) return not_found();
  id_ = *id;
  auto before = tables::GetDocument(reader, id_);
  if (absl::IsNotFound(before.status())) return not_found();
  if (!before.ok()) return before.status();
  before_ = *std::move(before);
  // Before anything is said of it: what may not be seen does not exist.
  if (!visibility::MaySee(request_.caller, before_, settings_->ParentOf(before_.jurisdiction())))
    return not_found();
  return error::CheckEtag(intent.name, request_.etag, before_.etag());
}

absl::Status LoadedDocument::ResolveProposal(const DocumentIntent& intent) {
  if (act_.action != Action::kCreate && act_.action != Action::kUpdate) return absl::OkStatus();
  auto proposed = Propose(before_, intent.sent,
                          intent.update_mask.has_value() ? &*intent.update_mask : nullptr);
  if (!proposed.ok()) return proposed.status();
  act_.proposed = *std::move(proposed);
  if (act_.action != Action::kUpdate || !IsRegisteredOrLater(before_.state()))
    return absl::OkStatus();
  if (IsInForce(before_.state()) && Evaluations(act_.proposed) > Evaluations(before_)) {
    act_.action = Action::kRecordEvaluation;
  } else if (!before_.completion_items().empty()) {
    act_.action = Action::kCompleteUrgent;
  }
  return absl::OkStatus();
}

absl::Status LoadedDocument::ResolveIssuers(const v1::Document& document) {
  std::vector<error::FieldViolation> unknown;
  for (int i = 0; i < document.issuers_size(); ++i) {
    const v1::Organ* organ = settings_->FindOrgan(document.issuers(i).organ());
    issuers_.push_back(organ);
    // An imported document may name an issuer that the registry does not know; a new one may not.
    if (organ == nullptr && !document.legacy()) {
      unknown.push_back(
          {absl::StrCat("document.issuers[", i, "].organ"),
           absl::StrCat("there is no organ \"", document.issuers(i).organ(),
                        "\"; use a name that ListOrgans shows"),
           absl::StrCat("没有机关“", document.issuers(i).organ(), "”；请用机关名录中的资源名")});
    }
  }
  if (!unknown.empty()) return error::RefuseFields(unknown);
  if (act_.action == Action::kCreate || act_.action == Action::kUpdate) {
    for (int i = 0; i < act_.proposed.issuers_size(); ++i) {
      v1::Issuer* issuer = act_.proposed.mutable_issuers(i);
      if (issuer->display_name().empty() && issuers_[i] != nullptr) {
        issuer->set_display_name(issuers_[i]->display_name());
      }
    }
    if (!act_.proposed.legacy() && act_.proposed.issuers_size() > 0) {
      act_.proposed.set_jurisdiction(
          settings::Settings::JurisdictionOf(act_.proposed.issuers(0).organ()));
    }
  }
  return absl::OkStatus();
}

// Whoever sends it and in whatever state the document is: such a text is not stored here.
absl::Status LoadedDocument::CheckSecrecy(const DocumentIntent& intent) const {
  if (!intent.act.has_text) return absl::OkStatus();
  const std::string mark =
      screening::SecrecyMarkOf(intent.text.text, policy_.List(policy::kImportSecrecyMarks));
  if (mark.empty()) return absl::OkStatus();
  return error::Refuse(v1::ERROR_REASON_CLASSIFIED_TEXT, {{"mark", mark}});
}

absl::Status LoadedDocument::LoadRelated(const kv::Reader& reader, const DocumentIntent& intent) {
  if (!intent.other.empty()) {
    const absl::Status unknown = error::RefuseField(
        intent.other_field,
        absl::StrCat(
            "there is no document \"", intent.other,
            "\" that you may see; use the name that LookupDocument or ListDocuments shows"),
        absl::StrCat("没有您可以查看的文件“", intent.other,
                     "”；请先按登记号、发文字号或者标题查找，填写查到的文件的资源名"));
    auto id = tables::DocumentId(intent.other);
    if (!id.ok()) return unknown;
    auto other = tables::GetDocument(reader, *id);
    if (absl::IsNotFound(other.status())) return unknown;
    if (!other.ok()) return other.status();
    if (!visibility::MaySee(request_.caller, *other, settings_->ParentOf(other->jurisdiction())))
      return unknown;
    other_ = *std::move(other);
  }
  const v1::Document& subject =
      act_.action == Action::kUpdate || act_.action == Action::kCreate ? act_.proposed : before_;
  for (const v1::Relation& relation : subject.relations()) {
    auto id = tables::DocumentId(relation.target());
    if (!id.ok()) continue;  // the rules name a relation whose target is not known
    auto target = tables::GetDocument(reader, *id);
    if (absl::IsNotFound(target.status())) continue;
    if (!target.ok()) return target.status();
    // For whoever names it, what may not be seen does not exist. Who registers judges what was
    // known when it was applied for.
    if (act_.action != Action::kRegister &&
        !visibility::MaySee(request_.caller, *target,
                            settings_->ParentOf(target->jurisdiction()))) {
      continue;
    }
    related_.push_back({target->name(), target->state(), target->jurisdiction()});
  }
  return absl::OkStatus();
}

absl::Status LoadedDocument::FindRenewalNotice(const kv::Reader& reader) {
  if (document::ContinueModeOf(act_.action)[0] == '\0' || other_.has_value())
    return absl::OkStatus();
  const std::string prefix =
      schema::DocumentIndexPrefix(schema::DocumentIndex::kByRelation, before_.name());
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        auto bearer =
            id.ok() ? tables::GetDocument(reader, *id) : absl::StatusOr<v1::Document>(id.status());
        damage = bearer.status();
        // One that is not public may be unknown to the caller, who could not name it.
        if (bearer.ok() && visibility::AnyoneMayRead(*bearer) &&
            document::MayContinue(*bearer, before_, parent_jurisdiction_))
          renewal_notice_ = bearer->name();
        return damage.ok() && renewal_notice_.empty();
      });
  return damage.ok() ? scanned : damage;
}

absl::Status LoadedDocument::CheckDocumentNumber(const kv::Reader& reader) {
  const Action action = act_.action;
  if (action != Action::kCreate && action != Action::kUpdate && action != Action::kSubmit &&
      !(action == Action::kRegister && before_.legacy())) {
    return absl::OkStatus();  // whoever came this far holds the number already
  }
  const v1::Document& subject =
      action == Action::kCreate || action == Action::kUpdate ? act_.proposed : before_;
  if (subject.document_number().empty() || subject.issuers_size() == 0) return absl::OkStatus();
  // Which numbers another organ has given is that one's business: whoever drafts for it is refused
  // for that alone.
  if (action != Action::kRegister && !request_.caller.AnswersFor(subject.issuers(0).organ()))
    return absl::OkStatus();
  const std::string prefix = schema::DocumentIndexPrefix(
      schema::DocumentIndex::kByDocumentNumber, number::FoldNumber(subject.document_number()));
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        if (!id.ok()) {
          damage = id.status();
          return false;
        }
        if (*id == id_) return true;
        auto holder = tables::GetDocument(reader, *id);
        if (!holder.ok()) {
          damage = holder.status();
          return false;
        }
        document_number_taken_ = HoldsItsNumber(holder->state()) && holder->issuers_size() > 0 &&
                                 holder->issuers(0).organ() == subject.issuers(0).organ();
        return !document_number_taken_;
      });
  return damage.ok() ? scanned : damage;
}

absl::Status LoadedDocument::LoadCitedChange(const kv::Reader& reader) {
  if (act_.action != Action::kDismissCitation) return absl::OkStatus();
  absl::string_view event = act_.event;
  uint64_t sequence = 0;
  if (!absl::ConsumePrefix(&event, "events/") || !absl::SimpleAtoi(event, &sequence)) {
    return absl::OkStatus();  // the rules say that nothing such waits
  }
  auto alert = tables::GetMessage<store::v1::CitationAlert>(
      reader, schema::CitationAlertKey(before_.jurisdiction(), sequence, id_));
  if (absl::IsNotFound(alert.status())) return absl::OkStatus();
  if (!alert.ok()) return alert.status();
  cited_change_waits_ = document::CitedChangeWaits(before_, alert->version(), act_.event);
  return absl::OkStatus();
}

document::Facts LoadedDocument::facts() const {
  return document::Facts{.document = before_,
                         .act = act_,
                         .caller = request_.caller,
                         .today = request_.today,
                         .now = request_.now,
                         .policy = policy_,
                         .calendar = calendar_,
                         .issuers = issuers_,
                         .caller_organ = settings_->FindOrgan(request_.caller.organ),
                         .parent_jurisdiction = parent_jurisdiction_,
                         .other = other_.has_value() ? &*other_ : nullptr,
                         .related = related_,
                         .renewal_notice = renewal_notice_,
                         .document_number_taken = document_number_taken_,
                         .cited_change_waits = cited_change_waits_};
}

}  // namespace santong::acts
