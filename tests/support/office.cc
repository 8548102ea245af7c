#include "tests/support/office.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "server/acts/admin_acts.h"
#include "server/acts/document_acts.h"
#include "server/domain/text/chinese_date.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "tests/support/draft.h"

namespace santong::testing {
namespace {

void MustBeOk(const absl::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s failed: %s\n", what, status.ToString().c_str());
  std::abort();
}

// Calls `act` with a reply and waits for it.
template <typename Resource>
absl::StatusOr<Resource> Await(const std::function<void(acts::Reply<Resource>)>& act) {
  absl::Notification done;
  absl::StatusOr<Resource> answer;
  act([&](absl::StatusOr<Resource> given) {
    answer = std::move(given);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

access::Caller Person(const char* name, const char* organ, const char* jurisdiction,
                      v1::Role role) {
  return {.principal = absl::StrCat("principals/", name),
          .organ = organ,
          .jurisdiction = jurisdiction,
          .roles = {role}};
}

access::Caller Admin() { return Person("admin", "", "", v1::ROLE_ADMIN); }

v1::PolicySet SamplePolicy() {
  v1::PolicySet set;
  set.set_jurisdiction(kDistrict);
  const std::pair<const char*, const char*> texts[] = {
      {"number.pattern", "{prefix}〔{year}〕{serial}号"},
      {"number.prefix", "测登"},
      {"number.scope", "jurisdiction"},
      {"number.reset", "yearly"},
      {"registrar_model", "legal_office"},
      {"continue.mode", "extend"},
      {"regime.start_date", "2014-01-01"}};
  for (const auto& [key, text] : texts) {
    v1::PolicyLeaf* leaf = set.add_leaves();
    leaf->set_key(key);
    leaf->set_text(text);
    leaf->set_source("a sample of the tests");
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  }
  return set;
}

}  // namespace

access::Caller Drafter() { return Person("drafter", kCivilAffairs, kDistrict, v1::ROLE_DRAFTER); }
access::Caller GovernmentDrafter() {
  return Person("government-drafter", kGovernment, kDistrict, v1::ROLE_DRAFTER);
}
access::Caller Reviewer() { return Person("reviewer", kLegalOffice, kDistrict, v1::ROLE_REVIEWER); }
access::Caller Publisher() {
  return Person("publisher", kGovernmentOffice, kDistrict, v1::ROLE_PUBLISHER);
}
access::Caller CityReviewer() {
  return Person("city-reviewer", kCityLegalOffice, kCity, v1::ROLE_REVIEWER);
}
access::Caller Auditor() { return Person("auditor", "", kDistrict, v1::ROLE_AUDITOR); }

Office::Office(kv::Store& store, absl::CivilDay today) : store_(store), today_(today) {
  auto screener = screening::Screener::Create({}, {});
  MustBeOk(screener.status(), "the screener");
  screener_ = *std::move(screener);
  documents_ = std::make_unique<acts::DocumentWriter>(store_, settings_, *screener_);
  filings_ = std::make_unique<acts::FilingWriter>(store_, settings_, acts::FilingCase(screener_));
  cleanups_ = std::make_unique<acts::CleanupWriter>(store_, settings_);
  const auto add_place = [&](const char* code, const char* title, const char* parent) {
    v1::CreateJurisdictionRequest request;
    request.set_jurisdiction_id(code);
    request.mutable_jurisdiction()->set_display_name(title);
    request.mutable_jurisdiction()->set_parent(parent);
    MustBeOk(Await<v1::Jurisdiction>([&](auto reply) {
               acts::CreateJurisdiction(store_, RequestOf(Admin()), request, std::move(reply));
             }).status(),
             code);
  };
  const auto add_organ = [&](const char* parent, const char* id, const char* title,
                             v1::OrganKind kind, const char* prefix) {
    v1::CreateOrganRequest request;
    request.set_parent(parent);
    request.set_organ_id(id);
    request.mutable_organ()->set_display_name(title);
    request.mutable_organ()->set_kind(kind);
    request.mutable_organ()->set_document_prefix(prefix);
    request.mutable_organ()->set_entitled_to_issue(true);
    MustBeOk(Await<v1::Organ>([&](auto reply) {
               acts::CreateOrgan(store_, RequestOf(Admin()), request, std::move(reply));
             }).status(),
             id);
  };
  add_place("630200", "海东市", "");
  add_place("630203", "平安区", kCity);
  add_organ(kDistrict, "government", "平安区人民政府", v1::ORGAN_KIND_GOVERNMENT, "平政");
  add_organ(kDistrict, "civil-affairs", "平安区民政局", v1::ORGAN_KIND_DEPARTMENT, "平民");
  add_organ(kDistrict, "legal-office", "平安区司法局", v1::ORGAN_KIND_LEGAL_OFFICE, "平司");
  add_organ(kDistrict, "government-office", "平安区人民政府办公室",
            v1::ORGAN_KIND_GOVERNMENT_OFFICE, "平政办");
  add_organ(kCity, "legal-office", "海东市司法局", v1::ORGAN_KIND_LEGAL_OFFICE, "东司");
  v1::SetPolicyRequest policy;
  *policy.mutable_policy_set() = SamplePolicy();
  MustBeOk(Await<v1::SetPolicyResponse>([&](auto reply) {
             acts::SetPolicy(store_, RequestOf(Admin()), policy, std::move(reply));
           }).status(),
           "the policy");
}

acts::Request Office::RequestOf(access::Caller caller) const {
  return {.caller = std::move(caller),
          .now = absl::FromCivil(today_, absl::UTCTimeZone()),
          .today = today_,
          .method = "test"};
}

absl::StatusOr<v1::Document> Office::Do(access::Caller caller, acts::DocumentIntent intent) {
  auto bytes = Await<std::string>([&](auto reply) {
    documents_->Run(RequestOf(std::move(caller)), std::move(intent), std::move(reply));
  });
  if (!bytes.ok()) return bytes.status();
  v1::Document document;
  if (!document.ParseFromString(*bytes)) return absl::DataLossError("a reply does not parse");
  return document;
}

absl::StatusOr<v1::Filing> Office::Do(access::Caller caller, acts::FilingIntent intent) {
  return Await<v1::Filing>([&](auto reply) {
    filings_->Run(RequestOf(std::move(caller)), std::move(intent), std::move(reply));
  });
}

absl::StatusOr<v1::Document> Office::Registered(const std::string& title,
                                                const access::Caller& drafter) {
  const std::string number = absl::StrCat(drafter.organ == kGovernment ? "平政〔" : "平民〔",
                                          today_.year(), "〕", next_number_++, "号");
  v1::CreateDocumentRequest draft = CompleteDraft(title, number, text::FormatIsoDay(today_));
  draft.mutable_document()->mutable_issuers(0)->set_organ(drafter.organ);
  auto document = Do(drafter, acts::IntentOf(draft));
  if (!document.ok()) return document;
  v1::SubmitDocumentRequest submit;
  submit.set_name(document->name());
  document = Do(drafter, acts::IntentOf(submit));
  if (!document.ok()) return document;
  v1::DetermineDocumentRequest determine;
  determine.set_name(document->name());
  determine.set_normative(true);
  document = Do(Reviewer(), acts::IntentOf(determine));
  if (!document.ok()) return document;
  v1::RegisterDocumentRequest registration;
  registration.set_name(document->name());
  return Do(Reviewer(), acts::IntentOf(registration));
}

absl::StatusOr<v1::Document> Office::Publish(const v1::Document& registered) {
  v1::PublishDocumentRequest request;
  request.set_name(registered.name());
  request.mutable_publication()->set_date(text::FormatIsoDay(today_));
  request.mutable_publication()->set_channel("区政府网站");
  return Do(Publisher(), acts::IntentOf(request));
}

absl::StatusOr<v1::Document> Office::Published(const std::string& title,
                                               const access::Caller& drafter) {
  auto document = Registered(title, drafter);
  return document.ok() ? Publish(*document) : document;
}

absl::StatusOr<v1::Document> Office::Get(const std::string& name) const {
  auto id = tables::DocumentId(name);
  if (!id.ok()) return id.status();
  return tables::GetDocument(*store_.Snapshot(), *id);
}

absl::StatusOr<v1::Filing> Office::Filing(const std::string& name) const {
  auto id = tables::CaseId(schema::CaseKind::kFiling, name);
  if (!id.ok()) return id.status();
  return tables::GetCase<v1::Filing>(*store_.Snapshot(), schema::CaseKind::kFiling, *id);
}

absl::StatusOr<v1::Campaign> Office::Plan(absl::CivilDay cutoff, absl::CivilDay proposals_due) {
  v1::CreateCampaignRequest request;
  v1::Campaign& campaign = *request.mutable_campaign();
  campaign.set_title(absl::StrCat(today_.year(), "年定期清理"));
  campaign.set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  campaign.set_jurisdiction(kDistrict);
  campaign.set_cutoff_date(text::FormatIsoDay(cutoff));
  campaign.set_proposal_due_date(text::FormatIsoDay(proposals_due));
  return Await<v1::Campaign>(
      [&](auto reply) { cleanups_->Create(RequestOf(Reviewer()), request, std::move(reply)); });
}

absl::StatusOr<v1::Campaign> Office::Open(const std::string& name) {
  v1::OpenCampaignRequest request;
  request.set_name(name);
  return Await<v1::Campaign>(
      [&](auto reply) { cleanups_->Open(RequestOf(Reviewer()), request, std::move(reply)); });
}

absl::StatusOr<v1::CampaignItem> Office::Propose(const std::string& item,
                                                 const v1::CleanupDecision& decision,
                                                 const access::Caller& drafter) {
  v1::ProposeItemRequest request;
  request.set_name(item);
  *request.mutable_proposal() = decision;
  return Await<v1::CampaignItem>(
      [&](auto reply) { cleanups_->Propose(RequestOf(drafter), request, std::move(reply)); });
}

absl::StatusOr<v1::CampaignItem> Office::Review(const std::string& item) {
  v1::ReviewItemRequest request;
  request.set_name(item);
  return Await<v1::CampaignItem>(
      [&](auto reply) { cleanups_->Review(RequestOf(Reviewer()), request, std::move(reply)); });
}

absl::StatusOr<v1::Campaign> Office::Close(const std::string& name) {
  v1::CloseCampaignRequest request;
  request.set_name(name);
  return Await<v1::Campaign>(
      [&](auto reply) { cleanups_->Close(RequestOf(Reviewer()), request, std::move(reply)); });
}

absl::StatusOr<v1::Campaign> Office::PublishResult(const std::string& name,
                                                   const std::string& notice) {
  v1::PublishCampaignRequest request;
  request.set_name(name);
  request.set_notice(notice);
  return Await<v1::Campaign>(
      [&](auto reply) { cleanups_->Publish(RequestOf(Publisher()), request, std::move(reply)); });
}

followers::Round Office::TryRound() {
  return followers::RunRound({[&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                documents_->RunDue(std::move(ask), std::move(reply));
                              },
                              [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                filings_->RunDue(std::move(ask), std::move(reply));
                              },
                              [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                cleanups_->RunDue(std::move(ask), std::move(reply));
                              },
                              [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
                                cleanups_->RunUnfinished(std::move(ask), std::move(reply));
                              }},
                             absl::FromCivil(today_, absl::UTCTimeZone()), today_);
}

absl::StatusOr<int> Office::RunRound() {
  const followers::Round round = TryRound();
  if (!round.status.ok()) return round.status;
  if (round.set_aside > 0) return round.first_set_aside.front().reason;
  return round.acts;
}

}  // namespace santong::testing
