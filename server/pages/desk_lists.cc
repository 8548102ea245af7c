// The desk: lists that go out by the calendar, each with its lines and the form that records it
// (目录报送与公布).
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "santong/v1/filing_list.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_offers.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/refusal.h"
#include "server/pages/request_id.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

constexpr int kListsShown = 500;
// What proves that a list went out; it has no file, and is no review.
constexpr const char* kProofFields[] = {"document_title", "date", "person", "note"};
constexpr absl::Span<const char* const> kRequired = absl::MakeConstSpan(kProofFields).first(3);

template <typename Value>
std::string LabelOf(const google::protobuf::EnumDescriptor& type, Value value, Language language) {
  const auto* found = type.FindValueByNumber(value);
  return found == nullptr ? "" : ValueLabel(*found, language);
}

std::string KindLabel(const v1::FilingList& list, const Visit& visit) {
  return LabelOf(*v1::FilingListKind_descriptor(), list.kind(), visit.language);
}

// How it stands: when it went out, or how many days are left.
void ShowStanding(const v1::FilingList& list, absl::CivilDay today, const Visit& visit,
                  Dictionary& row) {
  row.SetValue("DUE", list.due_date());
  row.SetValue("FROM", list.start_date());
  row.SetValue("TO", list.end_date());
  const bool sent = list.has_evidence();
  row.SetValue("STANDING",
               sent ? visit.words.Say(list.overdue() ? "desk_list_sent_late" : "desk_list_sent",
                                      {list.evidence().date()})
                    : DaysLeft(list.due_date(), today, visit.words));
  row.SetValue("TONE", list.overdue() ? "ended" : sent ? "good" : "wait");
}

// Whether the clerk may record that it went out, today: the register is asked, and does nothing.
bool MayRecord(const Site& site, const Visit& visit, const Clerk& clerk, const std::string& name) {
  v1::RecordFilingListRequest request;
  request.set_name(name);
  request.mutable_evidence()->set_document_title("-");
  request.mutable_evidence()->set_date(absl::FormatCivilTime(site.options().today()));
  request.mutable_evidence()->set_person("-");
  request.mutable_options()->set_validate_only(true);
  v1::FilingList list;
  return CallAs(site, visit, clerk.token, "santong.v1.FilingService/RecordFilingList", request,
                &list)
      .ok();
}

HttpResponse ListPage(const Site& site, const Visit& visit, const Clerk& clerk,
                      const v1::Evidence& evidence, const std::vector<Wrong>& wrong) {
  v1::GetFilingListRequest request;
  request.set_name(visit.Query("name"));
  v1::GetFilingListResponse response;
  const grpc::Status status = CallAs(site, visit, clerk.token,
                                     "santong.v1.FilingService/GetFilingList", request, &response);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const v1::FilingList& list = response.list();
  const Offers offers = OrgansOffered(site, visit, clerk);
  const auto organs = offers.find("organ");
  const auto organ = [&](const std::string& name) {
    return organs == offers.end() ? name : WordsOf(organs->second, name);
  };
  const std::string title = absl::StrCat(organ(list.parent()), " ", KindLabel(list, visit));
  View view(site, visit, "desk_filing_list.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  body.SetValue("HEADING", title);
  body.SetValue("LISTS_URL", visit.Link("/desk/lists"));
  ShowStanding(list, site.options().today(), visit, body);
  for (const v1::FilingListEntry& entry : response.entries()) {
    Dictionary* row = body.AddSectionDictionary("ENTRY");
    row->SetValue("DATE", entry.date());
    row->SetValue("CHANGE",
                  LabelOf(*v1::FilingListChange_descriptor(), entry.change(), visit.language));
    row->SetValue("TITLE", entry.title());
    row->SetValue("URL", visit.Link(DeskPath(entry.document())));
    row->SetValue("NUMBER", entry.document_number());
    row->SetValue("REGISTERED", entry.registration_number());
    row->SetValue("ORGAN", organ(entry.organ()));
  }
  body.ShowSection(response.entries().empty() ? "NONE" : "SOME");
  if (!list.has_evidence() && MayRecord(site, visit, clerk, list.name())) {
    Dictionary& form = *body.AddSectionDictionary("FORM");
    form.SetValue("ACT_URL", visit.Link("/desk/list", {{"name", list.name()}}));
    form.SetValue("SEAL", clerk.seal);
    form.SetValue("REQUEST_ID", NewRequestId());
    ShowWrong(NamedByLabels(evidence, visit, wrong, offers), body);
    ShowFields(evidence, visit, wrong, offers, *Include(form, "FIELDS", "desk_fields.html"),
               {.only = kProofFields, .required = kRequired});
  }
  if (list.has_evidence()) {
    Dictionary& proof = *body.AddSectionDictionary("PROOF");
    proof.SetValue("LETTER", list.evidence().document_title());
    proof.SetValue("PERSON", list.evidence().person());
  }
  return view.Answer(wrong.empty() ? 200 : 400);
}

}  // namespace

HttpResponse DeskLists(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::ListFilingListsRequest request;
  request.set_page_size(kListsShown);
  request.set_page_token(visit.Query("page"));
  request.set_missing(visit.Query("missing") == "yes");
  v1::ListFilingListsResponse response;
  const grpc::Status status = CallAs(
      site, visit, clerk->token, "santong.v1.FilingService/ListFilingLists", request, &response);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const Offers offers = OrgansOffered(site, visit, *clerk);
  const auto organs = offers.find("organ");
  View view(site, visit, "desk_lists.html", visit.words.Say("desk_lists"));
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  for (const v1::FilingList& list : response.lists()) {
    Dictionary* row = body.AddSectionDictionary("LIST");
    row->SetValue("KIND", KindLabel(list, visit));
    row->SetValue("PARENT",
                  organs == offers.end() ? list.parent() : WordsOf(organs->second, list.parent()));
    row->SetValue("URL", visit.Link("/desk/list", {{"name", list.name()}}));
    ShowStanding(list, site.options().today(), visit, *row);
  }
  body.ShowSection(response.lists().empty() ? "NONE" : "SOME");
  AddLink(body, "FILTER", visit.Link("/desk/lists"), visit.words.Say("desk_all"));
  AddLink(body, "FILTER", visit.Link("/desk/lists", {{"missing", "yes"}}),
          visit.words.Say("desk_lists_missing"));
  AddLink(body, "FILTER", visit.Link("/desk/filings"), visit.words.Say("desk_filings"));
  if (!response.next_page_token().empty())
    AddLink(body, "MORE",
            visit.Link("/desk/lists",
                       {{"page", response.next_page_token()}, {"missing", visit.Query("missing")}}),
            visit.words.Say("desk_more"));
  return view.Answer();
}

HttpResponse DeskFilingList(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return ListPage(site, visit, *clerk, {}, {});
}

HttpResponse DeskRecordList(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::RecordFilingListRequest request;
  request.set_name(visit.Query("name"));
  ReadFields(visit.form, {}, request.mutable_evidence());
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  v1::FilingList list;
  const grpc::Status status = CallAs(site, visit, clerk->token,
                                     "santong.v1.FilingService/RecordFilingList", request, &list);
  if (status.ok()) return Redirect(visit.Link("/desk/list", {{"name", list.name()}}));
  if (status.error_code() != grpc::StatusCode::INVALID_ARGUMENT)
    return DeskRefusal(site, visit, status);
  std::vector<Wrong> wrong = RefusalOf(status, visit).wrong;
  for (Wrong& one : wrong) {
    constexpr absl::string_view kPart = "evidence.";
    if (absl::StartsWith(one.name, kPart)) one.name.erase(0, kPart.size());
  }
  return ListPage(site, visit, *clerk, request.evidence(), wrong);
}

}  // namespace santong::pages
