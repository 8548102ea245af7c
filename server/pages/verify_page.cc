// Is this paper genuine, and does it still count? Four answers, by number, by QR link, by a file's
// hash. The browser checks the proof behind the answer itself (client/portal/src/verify.js); a file
// is hashed there and never comes here.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/pages/document_words.h"
#include "server/pages/receipt_page.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

constexpr size_t kHashDigitsMin = 16;
constexpr size_t kHashDigitsMax = 64;

// The hashes of the link that can be one; two of one file (as it is, and with plain line ends).
std::vector<std::string> HashesOf(const Visit& visit) {
  std::vector<std::string> hashes;
  for (const auto& [name, value] : visit.request.query) {
    if (name != "h" || value.size() < kHashDigitsMin || value.size() > kHashDigitsMax) continue;
    if (std::all_of(value.begin(), value.end(), absl::ascii_isxdigit))
      hashes.push_back(absl::AsciiStrToLower(value));
  }
  return hashes;
}

// The version whose text has one of the hashes; null for none.
const v1::VersionSummary* VersionWith(const std::vector<std::string>& hashes,
                                      const v1::Document& document) {
  for (auto version = document.versions().rbegin(); version != document.versions().rend();
       ++version) {
    for (const std::string& hash : hashes) {
      if (absl::StartsWith(version->text_sha256(), hash)) return &*version;
    }
  }
  return nullptr;
}

// Which of the four answers; `today` is the number of the text that is read today.
const char* AnswerOf(const v1::Document& document, const std::vector<std::string>& hashes,
                     uint32_t today) {
  if (hashes.empty())
    return document.state() == v1::DOCUMENT_STATE_IN_EFFECT ? "in_force" : "not_in_force";
  const v1::VersionSummary* version = VersionWith(hashes, document);
  if (version == nullptr) return "differs";
  return version->number() == today && document.state() == v1::DOCUMENT_STATE_IN_EFFECT
             ? "in_force"
             : "not_in_force";
}

void ShowAnswer(const char* answer, bool compared, const Visit& visit, Dictionary& body) {
  Dictionary* section = body.AddSectionDictionary("ANSWER");
  const std::string key = absl::StrCat("verify_", answer);
  section->SetValue("HEADING", visit.words.Say(key));
  section->SetValue("ADVICE", visit.words.Say(absl::StrCat(key, "_advice")));
  section->SetValue("TONE", absl::StartsWith(answer, "in_force")       ? "good"
                            : absl::StartsWith(answer, "not_in_force") ? "warn"
                                                                       : "ended");
  if (!compared) section->ShowSection("NUMBER_ONLY");
}

// What the script of the page needs: the log's keys and its words in the visitor's language.
void ShowProofParts(const Site& site, const Visit& visit, View& view) {
  view.frame().SetValueAndShowSection("PAGE_SCRIPT_URL", site.AssetUrl("verify.js"), "PAGE_SCRIPT");
  Dictionary& body = view.body();
  v1::Checkpoint checkpoint;
  (void)visit.api.Call(&v1::LogService::Stub::GetCheckpoint, v1::GetCheckpointRequest(),
                       &checkpoint);
  body.SetValue("KEYS", absl::StrJoin(checkpoint.verifier_keys(), " "));
  const auto add = [&body](absl::string_view key, const std::string& words) {
    Dictionary* word = body.AddSectionDictionary("WORD");
    word->SetValue("KEY", std::string(key));
    word->SetValue("WORDS", words);
  };
  for (const auto& [key, words] : visit.words.all()) {
    absl::string_view name = key;
    if (absl::ConsumePrefix(&name, "proof_")) add(name, words);
  }
  const auto* states = v1::DocumentState_descriptor();
  for (int i = 1; i < states->value_count(); ++i) {
    add(absl::StrCat("state_", absl::StripPrefix(states->value(i)->name(), "DOCUMENT_STATE_")),
        visit.words.Say(states, states->value(i)->number()));
  }
}

// The one match that the hashes mean; -1 where they leave it open.
int FittingMatch(const std::vector<std::string>& hashes,
                 const v1::LookupDocumentResponse& response) {
  if (response.matches_size() == 1) return 0;
  int fitting = -1, fits = 0;
  for (int i = 0; i < response.matches_size(); ++i) {
    if (VersionWith(hashes, response.matches(i).document()) == nullptr) continue;
    fitting = i;
    ++fits;
  }
  return fits == 1 ? fitting : -1;
}

gateway::HttpResponse Verified(const Site& site, const Visit& visit, const std::string& number) {
  View view(site, visit, "verify.html", visit.words.Say("verify_title"));
  Dictionary& body = view.body();
  ShowProofParts(site, visit, view);
  body.SetValue("NUMBER", number);
  v1::LookupDocumentRequest request;
  request.set_text(number);
  v1::LookupDocumentResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::CatalogService::Stub::LookupDocument, request, &response);
  if (!status.ok()) {
    const Refusal refusal = RefusalOf(status, visit);
    if (refusal.http_status != 400) return RefusalPage(site, visit, refusal);
    ShowWrong({{"number", refusal.wrong.empty() ? refusal.words : refusal.wrong[0].words}}, body);
    return view.Answer(400);
  }
  const std::vector<std::string> hashes = HashesOf(visit);
  body.SetValueAndShowSection("PROVE_NUMBER", number, "PROVE");
  if (response.matches().empty()) {
    ShowAnswer("unknown", true, visit, body);
    return view.Answer(404);
  }
  const int fitting = FittingMatch(hashes, response);
  if (fitting < 0) {
    Dictionary* several = body.AddSectionDictionary("SEVERAL");
    for (const v1::LookupMatch& match : response.matches())
      AddEntry(match.document(), visit, "ENTRY", *several);
    return view.Answer();
  }
  const v1::Document& document = response.matches(fitting).document();
  const v1::VersionSummary* version = VersionWith(hashes, document);
  const uint32_t today = VersionToday(site, document);
  ShowAnswer(AnswerOf(document, hashes, today), !hashes.empty(), visit, body);
  AddEntry(document, visit, "FOUND", body);
  if (version != nullptr && version->number() < today) {
    body.SetValueAndShowSection(
        "OLD_VERSION", view.Say("verify_old_version", {absl::StrCat(version->number())}), "OLD");
  }
  if (!hashes.empty()) {
    Dictionary* compared = body.AddSectionDictionary("COMPARED");
    compared->SetValue("SENT", hashes[0]);
    for (const v1::VersionSummary& kept : document.versions()) {
      Dictionary* entry = compared->AddSectionDictionary("KEPT");
      entry->SetValue("VERSION", absl::StrCat(kept.number()));
      entry->SetValue("SHA256", kept.text_sha256());
    }
  }
  if (!document.registration_number().empty() && !site.is_copy()) {
    AddLink(body, "RECEIPT", visit.Link(absl::StrCat(PathOf(document.name()), "/receipt")),
            view.Say("see_receipt"));
  }
  return view.Answer();
}

}  // namespace

gateway::HttpResponse VerifyPage(const Site& site, const Visit& visit) {
  const std::string number(absl::StripAsciiWhitespace(visit.Query("number")));
  if (!number.empty()) return Verified(site, visit, number);
  View view(site, visit, "verify.html", visit.words.Say("verify_title"));
  ShowProofParts(site, visit, view);
  if (!visit.request.query.empty() && !gateway::FieldOf(visit.request.query, "asked").empty())
    ShowWrong({{"number", view.Say("verify_number_missing")}}, view.body());
  return view.Answer();
}

gateway::HttpResponse VerifiedPage(const Site& site, const Visit& visit) {
  return Verified(site, visit, visit.captured[0]);
}

gateway::HttpResponse VerifyReceipt(const Site& site, const Visit& visit) {
  const std::string number(absl::StripAsciiWhitespace(visit.Query("number")));
  v1::LookupDocumentRequest request;
  request.set_text(number);
  v1::LookupDocumentResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::CatalogService::Stub::LookupDocument, request, &response);
  if (!status.ok()) return RefusalPage(site, visit, status);
  v1::GetReceiptRequest receipt;
  if (response.matches().empty()) {
    receipt.set_registration_number(number);
    return ReceiptFile(site, visit, receipt);
  }
  const int fitting = FittingMatch(HashesOf(visit), response);
  if (fitting < 0) {
    return RefusalPage(site, visit,
                       Refusal{.http_status = 409, .words = visit.words.Say("verify_several")});
  }
  const v1::Document& document = response.matches(fitting).document();
  // The log proves by registration number, which one from before the registry does not have: the
  // page's own answer stands alone.
  if (document.registration_number().empty()) {
    return RefusalPage(site, visit,
                       Refusal{.http_status = 404, .words = visit.words.Say("verify_no_receipt")});
  }
  receipt.set_document(document.name());
  return ReceiptFile(site, visit, receipt);
}

}  // namespace santong::pages
