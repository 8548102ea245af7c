#include "server/pages/pages.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

constexpr int kTooLarge = 413;
constexpr size_t kMebibyte = size_t{1} << 20;

using Answer = gateway::HttpResponse (*)(const Site&, const Visit&);

struct Route {
  const char* path;  // {} stands for one part of the path, or for one but for its ending
  Answer get;
  Answer post = nullptr;
};

constexpr std::array kRoutes = std::to_array<Route>({
    {"/", HomePage},
    {"/help", HelpPage},
    {"/search", SearchPage},
    {"/search.atom", SearchFeed},
    {"/catalogue", CataloguePage},
    {"/sitemap.xml", SitemapIndex},
    {"/sitemap/{}", SitemapOfYear},
    {"/documents/{}.atom", DocumentFeed},
    {"/documents/{}", DocumentPage},
    {"/documents/{}/pdf", DocumentPdf},
    {"/documents/{}/text", DocumentText},
    {"/documents/{}/files/{}", DocumentFile},
    {"/documents/{}/receipt", ReceiptPage},
    {"/documents/{}/receipt.json", DocumentReceipt},
    {"/documents/{}/diff", DiffPage},
    {"/verify", VerifyPage},
    {"/verify/receipt.json", VerifyReceipt},
    {"/v/{}", VerifiedPage},
    {"/cleanups", CleanupsPage},
    {"/cleanups/{}", CleanupPage},
    {"/statistics", StatisticsPage},
    {"/objections/new", ObjectionStart, ObjectionStep},
    {"/objections/track", TrackPage, TrackedPage},
    {"/objections/act", TrackPage, TrackAct},
    {"/objections/letter", TrackPage, LetterPage},
    {"/desk", DeskHome},
    {"/desk/login", DeskLogin, DeskLoggedIn},
    {"/desk/logout", DeskLogin, DeskLogout},
    {"/desk/new", DeskNew, DeskCreate},
    {"/desk/statistics", DeskStatistics},
    {"/desk/tasks.ics", DeskCalendar},
    {"/desk/filings/missing", DeskMissing},
    {"/desk/lists", DeskLists},
    {"/desk/list", DeskFilingList, DeskRecordList},
    {"/desk/documents/{}/edit", DeskEdit, DeskUpdate},
    {"/desk/documents/{}/evidence", DeskEvidence, DeskAddEvidence},
    {"/desk/documents/{}/files", DeskFiles, DeskPublishFiles},
    {"/desk/documents/{}/filing", DeskFile, DeskCreateFiling},
    {"/desk/documents/{}/attachments/{}", DeskAttachment},
    {"/desk/objections/{}/evidence/{}", DeskCaseFile},
    {"/desk/documents/{}/objection", DeskSource, DeskRecordSource},
    {"/desk/documents/{}/paper", DeskPaper, DeskRecordPaper},
    {"/desk/objections/new", DeskFindObjected},
    {"/desk/{}/{}/letters/{}", DeskLetter},
    {"/desk/campaigns/new", DeskNewCampaign, DeskCreateCampaign},
    {"/desk/campaigns/{}/accept", DeskBoard, DeskAccept},
    {"/desk/campaigns/{}/items/{}", DeskRecord},
    {"/desk/campaigns/{}/items/{}/{}", DeskAct, DeskDo},
    {"/desk/{}", DeskList},
    {"/desk/{}/{}", DeskRecord},
    {"/desk/{}/{}/{}", DeskAct, DeskDo},
});

// Whether the path fits, and what stood for each {}.
bool Fits(absl::string_view pattern, const std::vector<absl::string_view>& parts,
          std::vector<std::string>* captured) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  if (wanted.size() != parts.size()) return false;
  captured->clear();
  for (size_t i = 0; i < wanted.size(); ++i) {
    absl::string_view part = parts[i], ending = wanted[i];
    if (absl::ConsumePrefix(&ending, "{}")) {
      if (!absl::ConsumeSuffix(&part, ending) || part.empty()) return false;
      captured->emplace_back(part);
    } else if (wanted[i] != parts[i]) {
      return false;
    }
  }
  return true;
}

Language LanguageOf(const gateway::HttpRequest& request) {
  return gateway::FieldOf(request.query, "lang") == "en" ? Language::kEnglish : Language::kChinese;
}

Mode ModeOf(const gateway::HttpRequest& request) {
  const absl::string_view mode = gateway::FieldOf(request.query, "mode");
  if (mode == "elder") return Mode::kElder;
  return mode == "contrast" ? Mode::kContrast : Mode::kNormal;
}

gateway::HttpResponse AssetAnswer(absl::string_view path,
                                  std::shared_ptr<const gateway::KeptBody> content) {
  const char* type = absl::EndsWith(path, ".css")  ? "text/css; charset=utf-8"
                     : absl::EndsWith(path, ".js") ? "text/javascript; charset=utf-8"
                                                   : "image/svg+xml";
  return {
      .headers = {{"Content-Type", type}, {"Cache-Control", "public, max-age=31536000, immutable"}},
      .kept = std::move(content)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pages>> Pages::Create(std::shared_ptr<grpc::Channel> channel,
                                                     PageOptions options) {
  auto site = Site::Create(channel, std::move(options));
  if (!site.ok()) return site.status();
  return std::unique_ptr<Pages>(new Pages(*std::move(site)));
}

gateway::HttpResponse Pages::Handle(const gateway::HttpRequest& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (auto asset = site_->Asset(request.path); asset != nullptr && reads)
    return AssetAnswer(request.path, std::move(asset));
  const Language language = LanguageOf(request);
  const Api api(site_->stubs(), language == Language::kEnglish ? "en" : "zh-CN",
                request.call_metadata);
  Visit visit{request, site_->words(language), api, language, ModeOf(request), {}, {}};
  const std::vector<absl::string_view> parts = absl::StrSplit(request.path, '/');
  for (const Route& route : kRoutes) {
    if (!Fits(route.path, parts, &visit.captured)) continue;
    if (reads) return route.get(*site_, visit);
    if (request.method != "POST" || route.post == nullptr) {
      gateway::HttpResponse refused = RefusalPage(
          *site_, visit, Refusal{.http_status = 405, .words = visit.words.Say("error_405_words")});
      refused.headers.emplace_back("Allow",
                                   route.post == nullptr ? "GET, HEAD" : "GET, HEAD, POST");
      return refused;
    }
    auto form = ReadForm(request);
    if (!form.ok()) {
      return RefusalPage(*site_, visit,
                         Refusal{.http_status = 400, .words = visit.words.Say("error_form_words")});
    }
    visit.form = *std::move(form);
    if (CameTooLate(visit)) return KeptForm(*site_, visit);
    return route.post(*site_, visit);
  }
  return NotFoundPage(*site_, visit);
}

gateway::HttpResponse Pages::Refuse(const gateway::HttpRequest& head,
                                    const gateway::Unread& unread) {
  if (unread.status != kTooLarge) return HttpHandler::Refuse(head, unread);
  const Language language = LanguageOf(head);
  const Api api(site_->stubs(), "", head.call_metadata);  // asked nothing
  const Visit visit{head, site_->words(language), api, language, ModeOf(head), {}, {}};
  return RefusalPage(
      *site_, visit,
      Refusal{.http_status = kTooLarge,
              .words = visit.words.Say("error_413_words",
                                       {absl::StrCat(unread.body_bytes_max / kMebibyte)})});
}

}  // namespace santong::pages
