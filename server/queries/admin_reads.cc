#include "server/queries/admin_reads.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "santong/store/v1/record.pb.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/document/decide.h"
#include "server/domain/error/refusal.h"
#include "server/domain/filing/decide.h"
#include "server/domain/objection/decide.h"
#include "server/domain/text/chinese_date.h"
#include "server/queries/known_place.h"
#include "server/queries/page.h"
#include "server/settings/place_warnings.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

template <typename Resource>
absl::StatusOr<Resource> Get(const kv::Reader& reader, const std::string& key,
                             const std::string& name) {
  auto resource = tables::GetMessage<Resource>(reader, key);
  if (absl::IsNotFound(resource.status())) return error::NotFound(name);
  return resource;
}

// One page of the messages under `prefix`; `add` takes one and says whether it belongs into the
// page.
template <typename Message, typename Request>
absl::StatusOr<std::string> Page(const kv::Reader& reader, const std::string& prefix,
                                 const Request& request,
                                 absl::FunctionRef<bool(const Message&)> add) {
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  int taken = 0;
  std::string last_key, next;
  absl::Status scanned = tables::ScanMessages<Message>(
      reader, after->empty() ? prefix : *after + '\0', schema::PrefixEnd(prefix),
      [&](absl::string_view key, const Message& message) {
        if (taken == PageSize(request.page_size())) {
          next = MakePageToken(last_key);
          return false;
        }
        last_key = std::string(key);
        if (add(message)) ++taken;
        return true;
      });
  if (!scanned.ok()) return scanned;
  return next;
}

}  // namespace

absl::StatusOr<v1::Jurisdiction> GetJurisdiction(const kv::Reader& reader,
                                                 const v1::GetJurisdictionRequest& request) {
  return Get<v1::Jurisdiction>(reader, schema::JurisdictionKey(request.name()), request.name());
}

absl::StatusOr<v1::Organ> GetOrgan(const kv::Reader& reader, const v1::GetOrganRequest& request) {
  return Get<v1::Organ>(reader, schema::OrganKey(request.name()), request.name());
}

absl::StatusOr<v1::Principal> GetPrincipal(const kv::Reader& reader,
                                           const v1::GetPrincipalRequest& request) {
  return Get<v1::Principal>(reader, schema::PrincipalKey(request.name()), request.name());
}

absl::StatusOr<v1::Calendar> GetCalendar(const kv::Reader& reader,
                                         const v1::GetCalendarRequest& request) {
  const std::string prefix = schema::TablePrefix('C');
  std::optional<v1::Calendar> found;
  absl::Status scanned =
      tables::ScanMessages<v1::Calendar>(reader, prefix, schema::PrefixEnd(prefix),
                                         [&](absl::string_view, const v1::Calendar& calendar) {
                                           if (calendar.name() == request.name()) found = calendar;
                                           return !found.has_value();
                                         });
  if (!scanned.ok()) return scanned;
  if (!found.has_value()) return error::NotFound(request.name());
  return *std::move(found);
}

absl::StatusOr<v1::ListJurisdictionsResponse> ListJurisdictions(
    const kv::Reader& reader, const v1::ListJurisdictionsRequest& request) {
  v1::ListJurisdictionsResponse response;
  auto next = Page<v1::Jurisdiction>(reader, schema::TablePrefix('J'), request,
                                     [&](const v1::Jurisdiction& one) {
                                       *response.add_jurisdictions() = one;
                                       return true;
                                     });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*next);
  return response;
}

absl::StatusOr<v1::ListOrgansResponse> ListOrgans(const kv::Reader& reader,
                                                  const v1::ListOrgansRequest& request) {
  auto parent = reader.Get(schema::JurisdictionKey(request.parent()));
  if (absl::IsNotFound(parent.status())) return error::NotFound(request.parent());
  if (!parent.ok()) return parent.status();
  v1::ListOrgansResponse response;
  auto next = Page<v1::Organ>(reader, schema::OrganKey(request.parent() + "/"), request,
                              [&](const v1::Organ& one) {
                                *response.add_organs() = one;
                                return true;
                              });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*next);
  return response;
}

absl::StatusOr<v1::ListCalendarsResponse> ListCalendars(const kv::Reader& reader,
                                                        const v1::ListCalendarsRequest& request) {
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  // Few: some versions of each year, which stand in the order of their numbers.
  std::vector<v1::Calendar> calendars;
  const std::string prefix = schema::TablePrefix('C');
  absl::Status scanned = tables::ScanMessages<v1::Calendar>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::Calendar& one) {
        calendars.push_back(one);
        return true;
      });
  if (!scanned.ok()) return scanned;
  std::sort(calendars.begin(), calendars.end(), [](const v1::Calendar& a, const v1::Calendar& b) {
    return a.year() != b.year() ? a.year() < b.year() : a.version() > b.version();
  });
  auto from = calendars.begin();
  if (!after->empty()) {
    from = std::find_if(from, calendars.end(),
                        [&](const v1::Calendar& one) { return one.name() == *after; });
    if (from == calendars.end()) return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++from;
  }
  v1::ListCalendarsResponse response;
  for (; from != calendars.end(); ++from) {
    if (response.calendars_size() == PageSize(request.page_size())) {
      response.set_next_page_token(MakePageToken(response.calendars().rbegin()->name()));
      break;
    }
    *response.add_calendars() = std::move(*from);
  }
  return response;
}

absl::StatusOr<v1::ListPrincipalsResponse> ListPrincipals(
    const kv::Reader& reader, const v1::ListPrincipalsRequest& request) {
  v1::ListPrincipalsResponse response;
  auto next =
      Page<v1::Principal>(reader, schema::TablePrefix('U'), request, [&](const v1::Principal& one) {
        *response.add_principals() = one;
        return true;
      });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*next);
  return response;
}

absl::StatusOr<v1::ListTokensResponse> ListTokens(const kv::Reader& reader,
                                                  const v1::ListTokensRequest& request) {
  auto parent = reader.Get(schema::PrincipalKey(request.parent()));
  if (absl::IsNotFound(parent.status())) return error::NotFound(request.parent());
  if (!parent.ok()) return parent.status();
  v1::ListTokensResponse response;
  auto next = Page<store::v1::TokenRecord>(reader, schema::TablePrefix('T'), request,
                                           [&](const store::v1::TokenRecord& one) {
                                             if (one.principal() != request.parent()) return false;
                                             *response.add_tokens() = one.token();
                                             return true;
                                           });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*next);
  return response;
}

absl::StatusOr<v1::ListPolicyLeavesResponse> ListPolicyLeaves(
    const kv::Reader& reader, settings::SettingsCache& settings, absl::CivilDay today,
    const v1::ListPolicyLeavesRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (absl::Status place = CheckPlace(**now, request.jurisdiction()); !place.ok()) return place;
  absl::CivilDay day = today;
  if (auto asked_day = text::ParseIsoDay(request.date()); asked_day.ok()) day = *asked_day;
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  v1::ListPolicyLeavesResponse response;
  for (const v1::PolicyLeaf* leaf : (*now)->policies->On(request.jurisdiction(), day).All()) {
    if (leaf->key() <= *after) continue;
    if (request.unconfirmed_only() && !leaf->confirmed_by().empty()) continue;
    if (response.leaves_size() == PageSize(request.page_size())) {
      response.set_next_page_token(
          MakePageToken(response.leaves(response.leaves_size() - 1).key()));
      break;
    }
    *response.add_leaves() = *leaf;
  }
  return response;
}

absl::StatusOr<v1::Workflow> GetWorkflow(const v1::GetWorkflowRequest& request) {
  if (request.name() == "workflows/document") return document::DescribeWorkflow();
  if (request.name() == "workflows/filing") return filing::DescribeWorkflow();
  if (request.name() == "workflows/campaign") return cleanup::DescribeCampaignWorkflow();
  if (request.name() == "workflows/cleanup_item") return cleanup::DescribeItemWorkflow();
  if (request.name() == "workflows/objection") return objection::DescribeWorkflow();
  return error::NotFound(request.name());
}

absl::StatusOr<v1::GetServerInfoResponse> GetServerInfo(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const absl::Status& writable,
                                                        absl::string_view version,
                                                        absl::CivilDay today) {
  const auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  const auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  v1::GetServerInfoResponse info;
  info.set_version(std::string(version));
  info.set_schema_version(schema::kSchemaVersion);
  info.set_last_event_sequence(static_cast<int64_t>(*last));
  info.set_writable(writable.ok());
  info.set_read_only_reason(error::WordsOf(writable));
  info.set_date(text::FormatIsoDay(today));
  for (v1::PlaceWarning& warning : settings::PlaceWarnings(**now, "", today))
    *info.add_warnings() = std::move(warning);
  return info;
}

}  // namespace santong::queries
