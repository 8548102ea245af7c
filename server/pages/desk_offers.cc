#include "server/pages/desk_offers.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "santong/v1/task_service.pb.h"
#include "server/pages/document_words.h"

namespace santong::pages {
namespace {

constexpr int kOrgansMax = 300;
constexpr int kJurisdictionsMax = 20;
constexpr int kTasksPerPage = 1000;
constexpr int kCasesPerPage = 1000;
// What is said in details of a citation: the cited document, the type of the event, its day.
constexpr int kCitationDetails = 3;

// Calls `visit_task` with the tasks about what this document cites, until it returns false.
void VisitCitedChanges(const Site& site, const Visit& visit, const Clerk& clerk,
                       absl::string_view document,
                       absl::FunctionRef<bool(const v1::Task&)> visit_task) {
  v1::ListTasksRequest list;
  list.set_page_size(kTasksPerPage);
  list.add_kinds(v1::TASK_KIND_CITATION);
  do {
    v1::ListTasksResponse tasks;
    if (!CallAs(site, visit, clerk.token, "santong.v1.TaskService/ListTasks", list, &tasks).ok())
      return;
    for (const v1::Task& task : tasks.tasks()) {
      if (task.resource() == document && !visit_task(task)) return;
    }
    list.set_page_token(tasks.next_page_token());
  } while (!list.page_token().empty());
}

}  // namespace

void OfferOrgans(const Site& site, const Visit& visit, const Clerk& clerk, Offers* offers) {
  v1::ListJurisdictionsRequest all;
  all.set_page_size(kJurisdictionsMax);
  v1::ListJurisdictionsResponse jurisdictions;
  if (!CallAs(site, visit, clerk.token, "santong.v1.AdminService/ListJurisdictions", all,
              &jurisdictions)
           .ok() ||
      !jurisdictions.next_page_token().empty()) {
    return;
  }
  Offer offer;
  std::vector<std::string> places;           // of each choice
  std::map<std::string, int> organs_called;  // by name
  for (const v1::Jurisdiction& jurisdiction : jurisdictions.jurisdictions()) {
    v1::ListOrgansRequest list;
    list.set_parent(jurisdiction.name());
    list.set_page_size(kOrgansMax);
    v1::ListOrgansResponse organs;
    if (!CallAs(site, visit, clerk.token, "santong.v1.AdminService/ListOrgans", list, &organs)
             .ok() ||
        !organs.next_page_token().empty()) {
      return;
    }
    for (const v1::Organ& organ : organs.organs()) {
      if (!organ.successor().empty()) continue;
      offer.choices.push_back({organ.name(), organ.display_name()});
      places.push_back(jurisdiction.display_name());
      ++organs_called[organ.display_name()];
    }
  }
  // Each place may have its 财政局: by the name alone the first would be taken for all of them.
  for (size_t i = 0; i < places.size(); ++i) {
    std::string& words = offer.choices[i].words;
    if (organs_called[words] > 1) absl::StrAppend(&words, " · ", places[i]);
  }
  if (offer.choices.size() <= kOrgansMax) offers->insert_or_assign("organ", std::move(offer));
}

Offers OrgansOffered(const Site& site, const Visit& visit, const Clerk& clerk) {
  Offers offers;
  OfferOrgans(site, visit, clerk, &offers);
  return offers;
}

void OfferCitedChanges(const Site& site, const Visit& visit, const Clerk& clerk,
                       absl::string_view document, Offers* offers) {
  Offer& offer = (*offers)["event"];
  offer.label = visit.words.Say("desk_cited_change");
  VisitCitedChanges(site, visit, clerk, document, [&](const v1::Task& task) {
    offer.choices.push_back({task.event(), CitedChange(task, visit)});
    return true;
  });
}

void OfferFindings(const Site& site, const Visit& visit, const Clerk& clerk,
                   absl::string_view document, Offers* offers) {
  v1::ScreenDocumentRequest ask;
  ask.set_name(std::string(document));
  v1::ScreenDocumentResponse found;
  if (!CallAs(site, visit, clerk.token, "santong.v1.DocumentService/ScreenDocument", ask, &found)
           .ok()) {
    return;
  }
  Offer& offer = (*offers)["finding"];
  for (const v1::Finding& finding : found.on_submission().findings()) {
    const bool chinese = visit.language == Language::kChinese;
    offer.choices.push_back(
        {finding.id(), absl::StrCat(chinese ? finding.title_zh() : finding.title_en(),
                                    chinese ? "：" : ": ", finding.passage())});
  }
}

void OfferLeads(const Site& site, const Visit& visit, const Clerk& clerk,
                const std::string& objection, Offers* offers) {
  v1::GetObjectionRequest get;
  get.set_name(objection);
  v1::Objection joined;
  if (!CallAs(site, visit, clerk.token, "santong.v1.ObjectionService/GetObjection", get, &joined)
           .ok()) {
    return;
  }
  v1::ListObjectionsRequest list;
  list.set_document(joined.document());
  list.set_jurisdiction(joined.jurisdiction());
  list.set_page_size(kCasesPerPage);
  for (const v1::ObjectionState state :
       {v1::OBJECTION_STATE_WITH_ISSUER, v1::OBJECTION_STATE_ANSWERED,
        v1::OBJECTION_STATE_REVIEWING, v1::OBJECTION_STATE_OPINION_REQUESTED})
    list.add_states(state);
  Offer offer;
  do {
    v1::ListObjectionsResponse cases;
    if (!CallAs(site, visit, clerk.token, "santong.v1.ObjectionService/ListObjections", list,
                &cases)
             .ok()) {
      return;
    }
    for (const v1::Objection& one : cases.objections()) {
      if (one.name() == objection) continue;
      offer.choices.push_back(
          {one.name(),
           absl::StrCat(one.name(), " · ", one.lodged_date(), " · ",
                        visit.words.Say(v1::ObjectionGround_descriptor(), one.ground()))});
    }
    list.set_page_token(cases.next_page_token());
  } while (!list.page_token().empty());
  offers->insert_or_assign("lead", std::move(offer));
}

bool CitedChangeWaits(const Site& site, const Visit& visit, const Clerk& clerk,
                      absl::string_view document) {
  bool waits = false;
  VisitCitedChanges(site, visit, clerk, document, [&](const v1::Task&) {
    waits = true;
    return false;
  });
  return waits;
}

std::string CitedChange(const v1::Task& task, const Visit& visit) {
  if (task.details_size() < kCitationDetails) return task.event();
  const std::string& type = task.details(1);
  return visit.words.Say("desk_cited_change_words",
                         {task.details(0), EventWords(type, visit.words), task.details(2)});
}

std::string ValueOf(const Offer& offer, const std::string& words) {
  for (const Choice& choice : offer.choices) {
    if (choice.words == words) return choice.value;
  }
  return words;
}

std::string WordsOf(const Offer& offer, const std::string& value) {
  for (const Choice& choice : offer.choices) {
    if (choice.value == value) return choice.words;
  }
  return value;
}

}  // namespace santong::pages
