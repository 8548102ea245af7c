// cleanup lists: the public lists of a result, an annex for each owner and disposition. cleanup
// import-result: which documents of the registry a published result is about, and the same as
// proposals of a cleanup.
#include <simdjson.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/html.h"
#include "client/cli/output/record.h"
#include "client/lib/error.h"
#include "client/lib/methods.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/cleanup_service.pb.h"

namespace santong::cli {
namespace {

constexpr int kEverything = 1'000'000;

std::string OwnerOf(const v1::CampaignItem& item) {
  return item.issuer_names_size() > 0 ? item.issuer_names(0) : item.organ();
}

// 拟 stands before what is only announced.
Cell DispositionOf(const v1::CampaignItem& item, Language language) {
  const auto* value =
      v1::Disposition_descriptor()->FindValueByNumber(item.decision().disposition());
  std::string word = EnumWord(*value, language);
  if (item.decision().planned())
    word = absl::StrCat(FieldWord("planned", language), language == Language::kChinese ? "" : ": ",
                        word);
  return {word, value->name()};
}

std::string RemarkOf(const v1::CampaignItem& item, Language language) {
  const v1::CleanupDecision& decision = item.decision();
  std::vector<std::string> parts = {decision.reason()};
  const auto add = [&](const char* field, const std::string& text) {
    if (!text.empty()) parts.push_back(absl::StrCat(FieldWord(field, language), " ", text));
  };
  add("last_valid_date", decision.last_valid_date());
  add("amend_by_date", decision.amend_by_date());
  if (decision.on_miss() != v1::ON_MISS_UNSPECIFIED)
    add("on_miss",
        EnumWord(*v1::OnMiss_descriptor()->FindValueByNumber(decision.on_miss()), language));
  add("CleanupDecision_effective_date", decision.effective_date());
  add("amendment_text", decision.amendment_text());
  return absl::StrJoin(parts, language == Language::kChinese ? "；" : "; ");
}

Table NewList(Language language) {
  Table table;
  for (const char* key : {"serial", "title", "document_number", "issuer_names", "written_date",
                          "disposition", "reason"}) {
    table.columns.push_back({key, std::string(key) == "serial" ? "#" : FieldWord(key, language)});
  }
  return table;
}

void AddRow(const v1::CampaignItem& item, Language language, Table* table) {
  table->rows.push_back({Plain(absl::StrCat(table->rows.size() + 1)), Plain(item.title()),
                         Plain(item.document_number()),
                         Plain(absl::StrJoin(item.issuer_names(), " ")), Plain(item.written_date()),
                         DispositionOf(item, language), Plain(RemarkOf(item, language))});
}

int Lists(Session& session, const v1::GetCampaignRequest& asked, const std::string& html) {
  const Language language = session.language();
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::GetCampaignRequest get = asked;
  auto campaign = (*client)->Call<v1::Campaign>(client::kGetCampaign, get);
  if (!campaign.ok()) return session.Fail(campaign.status());
  v1::ListItemsRequest list;
  list.set_parent(get.name());
  list.add_states(v1::CLEANUP_ITEM_STATE_REVIEWED);
  v1::ListItemsResponse items;
  absl::Status status = (*client)->List(client::kListItems, &list, &items, kEverything);
  if (!status.ok()) return session.Fail(status);
  // What is withheld stands in no list, whoever prints it.
  std::map<std::pair<std::string, int>, Table> annexes;
  Table all = NewList(language);
  for (const v1::CampaignItem& item : items.items()) {
    if (!item.decision().withheld_basis().empty()) continue;
    const std::pair key(OwnerOf(item), static_cast<int>(item.decision().disposition()));
    auto annex = annexes.try_emplace(key, NewList(language)).first;
    AddRow(item, language, &annex->second);
    AddRow(item, language, &all);
  }
  if (html.empty()) return session.PrintTable(std::move(all));
  std::vector<HtmlPart> parts;
  for (auto& [key, table] : annexes) {
    const std::string word =
        EnumWord(*v1::Disposition_descriptor()->FindValueByNumber(key.second), language);
    std::string heading = absl::StrCat(key.first, " · ", word, " (", table.rows.size(), ")");
    parts.push_back({std::move(heading), std::move(table)});
  }
  return WriteFile(
      session, html,
      FormatHtml(campaign->title(), parts, language == Language::kChinese ? "zh-CN" : "en"));
}

// One entry of a published list.
struct Entry {
  std::string disposition, title, number, reason, list;
};

std::string TextOf(const simdjson::dom::element& line, const char* key) {
  std::string_view text;
  if (line[key].get(text) != simdjson::SUCCESS) return "";
  return std::string(text);
}

absl::StatusOr<std::vector<Entry>> ReadEntries(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Misuse(say::kFileMissing, path);
  std::vector<Entry> entries;
  simdjson::dom::parser parser;
  std::string line;
  while (std::getline(file, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    simdjson::dom::element parsed;
    if (const auto error = parser.parse(line).get(parsed)) {
      return Misuse(say::kFileUnreadable, path,
                    absl::StrCat(entries.size() + 1, ": ", simdjson::error_message(error)));
    }
    entries.push_back({TextOf(parsed, "disposition"), TextOf(parsed, "title"),
                       TextOf(parsed, "number"), TextOf(parsed, "reason"),
                       TextOf(parsed, "list_title")});
  }
  return entries;
}

struct Link {
  std::string document;  // empty when not linked
  std::string why;
};

// The documents that bear `text` as `by_title` says: a number, or a title without the marks that
// quote it.
absl::StatusOr<std::vector<std::string>> Find(const client::Client& client, std::string text,
                                              bool by_title) {
  const std::string open = "《", close = "》";
  if (by_title && text.rfind(open, 0) == 0 && text.size() >= open.size() + close.size() &&
      text.compare(text.size() - close.size(), close.size(), close) == 0) {
    text = text.substr(open.size(), text.size() - open.size() - close.size());
  }
  v1::LookupDocumentRequest request;
  request.set_text(text);
  std::vector<std::string> names;
  if (text.empty()) return names;
  auto found = client.Call<v1::LookupDocumentResponse>(client::kLookupDocument, request);
  if (!found.ok()) return found.status();
  for (const v1::LookupMatch& match : found->matches()) {
    if ((match.field() == v1::LOOKUP_FIELD_TITLE) == by_title)
      names.push_back(match.document().name());
  }
  return names;
}

// By number, then by title; several documents of one number are told apart by the title.
absl::StatusOr<Link> LinkOf(const client::Client& client, const Entry& entry, Language language) {
  auto by_number = Find(client, entry.number, /*by_title=*/false);
  if (!by_number.ok()) return by_number.status();
  if (by_number->size() == 1) return Link{by_number->front(), say::kLinkedByNumber.In(language)};
  auto by_title = Find(client, entry.title, /*by_title=*/true);
  if (!by_title.ok()) return by_title.status();
  std::vector<std::string> both;
  for (const std::string& name : *by_title) {
    if (by_number->empty() ||
        std::find(by_number->begin(), by_number->end(), name) != by_number->end())
      both.push_back(name);
  }
  if (both.size() == 1) return Link{both.front(), say::kLinkedByTitle.In(language)};
  const size_t candidates = std::max(both.size(), by_number->size());
  if (candidates == 0) return Link{"", say::kNotLinkedUnknown.In(language)};
  return Link{"", absl::Substitute(say::kNotLinkedSeveral.In(language), candidates)};
}

// What is asked besides the file.
struct ResultOptions {
  std::string path;
  std::string campaign;  // empty: only match
  std::string last_valid_date, amend_by_date, on_miss_word;
  v1::OnMiss on_miss = v1::ON_MISS_UNSPECIFIED;  // of the word
};

// A word that is none would record every proposal without its consequence.
absl::Status ReadOnMiss(ResultOptions* options) {
  if (options->on_miss_word.empty()) return absl::OkStatus();
  const auto* value = FindEnum(*v1::OnMiss_descriptor(), options->on_miss_word);
  if (value == nullptr)
    return Misuse(say::kNotAChoice, options->on_miss_word, EnumChoices(*v1::OnMiss_descriptor()));
  options->on_miss = static_cast<v1::OnMiss>(value->number());
  return absl::OkStatus();
}

struct DispositionWord {
  const char* zh;
  v1::Disposition disposition;
};

// As published lists say it; 拟 before a word means that it is only announced.
constexpr DispositionWord kDispositionWords[] = {
    {"保留", v1::DISPOSITION_KEEP},         {"继续有效", v1::DISPOSITION_KEEP},
    {"延长有效期", v1::DISPOSITION_EXTEND}, {"修改", v1::DISPOSITION_AMEND},
    {"修订", v1::DISPOSITION_AMEND},        {"限期修改", v1::DISPOSITION_AMEND},
    {"予以修改", v1::DISPOSITION_AMEND},    {"废止", v1::DISPOSITION_REPEAL},
    {"予以废止", v1::DISPOSITION_REPEAL},   {"失效", v1::DISPOSITION_LAPSE},
    {"宣布失效", v1::DISPOSITION_LAPSE},    {"废止或者宣布失效", v1::DISPOSITION_REPEAL_OR_LAPSE},
};

absl::StatusOr<v1::CleanupDecision> DecisionOf(const Entry& entry, const ResultOptions& options,
                                               Language language) {
  v1::CleanupDecision decision;
  absl::string_view word = entry.disposition;
  decision.set_planned(absl::ConsumePrefix(&word, "拟"));
  for (const DispositionWord& known : kDispositionWords) {
    if (word == known.zh) decision.set_disposition(known.disposition);
  }
  if (decision.disposition() == v1::DISPOSITION_UNSPECIFIED)
    return Misuse(say::kDispositionUnknown, entry.disposition);
  decision.set_reason(!entry.reason.empty() ? entry.reason
                      : !entry.list.empty() ? entry.list
                                            : say::kReasonOfResult.In(language));
  if (decision.disposition() == v1::DISPOSITION_EXTEND)
    decision.set_last_valid_date(options.last_valid_date);
  if (decision.disposition() == v1::DISPOSITION_AMEND && !decision.planned()) {
    decision.set_planned(options.amend_by_date.empty());
    decision.set_amend_by_date(options.amend_by_date);
    decision.set_on_miss(options.on_miss);
  }
  return decision;
}

// Records the entry as the proposal for `document` in the cleanup.
absl::Status Record(const client::Client& client, const Entry& entry, const std::string& document,
                    const ResultOptions& options, Language language) {
  auto decision = DecisionOf(entry, options, language);
  if (!decision.ok()) return decision.status();
  v1::ProposeItemRequest request;
  request.set_name(absl::StrCat(ResourceName("campaigns", options.campaign), "/items/",
                                absl::StripPrefix(document, "documents/")));
  *request.mutable_proposal() = *std::move(decision);
  return client.Call<v1::CampaignItem>(client::kProposeItem, request).status();
}

int ImportResult(Session& session, ResultOptions& options) {
  const Language language = session.language();
  if (absl::Status read = ReadOnMiss(&options); !read.ok()) return session.Fail(read);
  auto entries = ReadEntries(options.path);
  if (!entries.ok()) return session.Fail(entries.status());
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  Table table;
  table.columns = {{"document", FieldWord("document", language)},
                   {"reason", FieldWord("reason", language)},
                   {"disposition", FieldWord("disposition", language)},
                   {"document_number", FieldWord("document_number", language)},
                   {"title", FieldWord("title", language)}};
  size_t linked = 0, recorded = 0;
  for (const Entry& entry : *entries) {
    auto link = LinkOf(**client, entry, language);
    if (!link.ok()) return session.Fail(link.status());
    if (!link->document.empty()) ++linked;
    if (!link->document.empty() && !options.campaign.empty()) {
      absl::Status status = Record(**client, entry, link->document, options, language);
      if (status.ok()) {
        ++recorded;
      } else {
        link->why =
            absl::Substitute(say::kNotRecorded.In(language), link->why,
                             client::Describe(status, language == Language::kChinese).message);
      }
    }
    table.rows.push_back({Plain(link->document), Plain(link->why), Plain(entry.disposition),
                          Plain(entry.number), Plain(entry.title)});
  }
  const int exit_code = session.PrintTable(std::move(table));
  session.Say(say::kLinkedOf, linked, entries->size());
  if (options.campaign.empty()) return exit_code;
  session.Say(say::kRecordedOf, recorded, entries->size());
  return exit_code == kExitOk && recorded < linked ? static_cast<int>(kExitPartial) : exit_code;
}

}  // namespace

void AddCleanupLists(Commands& commands, CLI::App& cleanup) {
  const auto name = std::make_shared<std::string>();
  const auto html = std::make_shared<std::string>();
  auto* lists = commands.Verb(cleanup, "lists", say::kHelpCleanupLists, [=](Session& session) {
    v1::GetCampaignRequest get;
    get.set_name(ResourceName("campaigns", *name));
    return Lists(session, get, *html);
  });
  lists->add_option("CAMPAIGN", *name, say::kHelpCampaign.In(commands.language()))->required();
  lists->add_option("--html", *html, say::kHelpHtml.In(commands.language()));
  const auto result = std::make_shared<ResultOptions>();
  auto* import = commands.Verb(cleanup, "import-result", say::kHelpCleanupImport,
                               [=](Session& session) { return ImportResult(session, *result); });
  const Language language = commands.language();
  import->add_option("FILE", result->path, say::kHelpResultFile.In(language))->required();
  import->add_option("--campaign", result->campaign, say::kHelpResultCampaign.In(language));
  import->add_option("--until", result->last_valid_date, say::kHelpResultUntil.In(language));
  import->add_option("--amend-by", result->amend_by_date, say::kHelpResultAmendBy.In(language));
  import->add_option("--on-miss", result->on_miss_word, say::kHelpResultOnMiss.In(language));
}

}  // namespace santong::cli
