// cleanup: the acts of a cleanup, from its plan to its published result. The lists are in
// cleanup_lists.cc.
#include <CLI/CLI.hpp>
#include <deque>

#include "absl/strings/str_replace.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/cleanup_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kShown = {"name",          "state",          "title",
                                         "campaign_kind", "cutoff_date",    "proposal_due_date",
                                         "item_count",    "clocks.due_date"};
const std::vector<std::string> kItemColumns = {"name",
                                               "state",
                                               "document_number",
                                               "title",
                                               "organ",
                                               "proposal.disposition",
                                               "decision.disposition",
                                               "clocks.due_date"};

// 3 → campaigns/3, 3/17 → campaigns/3/items/17; in the field at `field`.
std::function<absl::Status(Session&, Message*)> Named(const char* field) {
  return [field](Session&, Message* request) {
    const auto* descriptor = request->GetDescriptor()->FindFieldByName(field);
    std::string name = request->GetReflection()->GetString(*request, descriptor);
    if (name.find("items/") == std::string::npos && name.rfind("campaigns/", 0) != 0)
      name = ResourceName("campaigns", absl::StrReplaceAll(name, {{"/", "/items/"}}));
    if (name.rfind("campaigns/", 0) != 0) name = "campaigns/" + name;
    request->GetReflection()->SetString(request, descriptor, name);
    return absl::OkStatus();
  };
}

std::vector<Flag> DecisionFlags(const std::string& field) {
  // The flags keep pointers to their paths.
  static std::deque<std::string> paths;
  const auto path = [&](const char* name) {
    paths.push_back(field + "." + name);
    return paths.back().c_str();
  };
  return {
      {"--disposition", path("disposition")}, {"--reason", path("reason")},
      {"--until", path("last_valid_date")},   {"--amend-by", path("amend_by_date")},
      {"--on-miss", path("on_miss")},         {"--amendment", path("amendment_text"), Form::kFile},
      {"--date", path("effective_date")},     {"--planned", path("planned")},
      {"--withheld", path("withheld_basis")}, {"--consent", path("consent")}};
}

std::vector<Flag> With(std::vector<Flag> flags, const std::vector<Flag>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

}  // namespace

void AddCleanupCommands(Commands& commands) {
  CLI::App& cleanup = *commands.Noun(commands.root(), "cleanup", say::kHelpCleanup);
  const Flag campaign = {"CAMPAIGN", "name", Form::kPlain, true, &say::kHelpCampaign};
  const Flag item = {"ITEM", "name", Form::kPlain, true, &say::kHelpCleanupItem};
  AddCall(commands, cleanup,
          {"create",
           &say::kHelpCleanupCreate,
           &client::kCreateCampaign,
           {{"--title", "campaign.title"},
            {"--kind", "campaign.campaign_kind"},
            {"--jurisdiction", "campaign.jurisdiction", Form::kJurisdiction},
            {"--subject", "campaign.subject"},
            {"--changed-law", "campaign.changed_law"},
            {"--cutoff", "campaign.cutoff_date"},
            {"--proposals-due", "campaign.proposal_due_date"}},
           kShown,
           &say::kCampaignMoved,
           [](Session& session, Message* request) {
             auto* create = static_cast<v1::CreateCampaignRequest*>(request);
             if (!create->campaign().jurisdiction().empty()) return absl::OkStatus();
             create->mutable_campaign()->set_jurisdiction(
                 ResourceName("jurisdictions", session.settings().Text("jurisdiction")));
             return absl::OkStatus();
           }});
  AddCall(commands, cleanup,
          {"get",
           &say::kHelpCleanupGet,
           &client::kGetCampaign,
           {campaign},
           {},
           nullptr,
           Named("name")});
  AddCall(commands, cleanup,
          {"list",
           &say::kHelpCleanupList,
           &client::kListCampaigns,
           {{"--jurisdiction", "jurisdiction", Form::kJurisdiction}},
           kShown});
  AddCall(commands, cleanup,
          {"open",
           &say::kHelpCleanupOpen,
           &client::kOpenCampaign,
           {campaign},
           kShown,
           &say::kCampaignMoved,
           Named("name")});
  AddCall(commands, cleanup,
          {"items",
           &say::kHelpCleanupItems,
           &client::kListItems,
           {{"CAMPAIGN", "parent", Form::kPlain, true, &say::kHelpCampaign},
            {"--organ", "organ", Form::kOrgan},
            {"--state", "states"}},
           kItemColumns,
           nullptr,
           Named("parent")});
  AddCall(
      commands, cleanup,
      {"propose", &say::kHelpCleanupPropose, &client::kProposeItem,
       With({item}, DecisionFlags("proposal")), kItemColumns, &say::kCampaignMoved, Named("name")});
  AddCall(commands, cleanup,
          {"review", &say::kHelpCleanupReview, &client::kReviewItem,
           With({item, {"--return", "return_reason"}}, DecisionFlags("decision")), kItemColumns,
           &say::kCampaignMoved, Named("name")});
  AddCall(commands, cleanup,
          {"close",
           &say::kHelpCleanupClose,
           &client::kCloseCampaign,
           {campaign},
           kShown,
           &say::kCampaignMoved,
           Named("name")});
  AddCall(
      commands, cleanup,
      {"publish",
       &say::kHelpCleanupPublish,
       &client::kPublishCampaign,
       {campaign, {"--notice", "notice", Form::kDocument}, {"--closed-list", "closed_list_clause"}},
       kShown,
       &say::kCampaignMoved,
       Named("name")});
  AddCleanupLists(commands, cleanup);
}

}  // namespace santong::cli
