#include "server/pages/desk_offers.h"

#include <utility>

#include "santong/v1/admin_service.pb.h"

namespace santong::pages {
namespace {

constexpr int kOrgansMax = 300;
constexpr int kJurisdictionsMax = 20;

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
      if (organ.successor().empty()) offer.choices.push_back({organ.name(), organ.display_name()});
    }
  }
  if (offer.choices.size() <= kOrgansMax) offers->insert_or_assign("organ", std::move(offer));
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
