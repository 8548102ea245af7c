#include "client/cli/complete.h"

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "client/lib/methods.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

constexpr absl::Duration kPatience = absl::Milliseconds(250);
constexpr int kDocumentsMax = 50;

// The command that the finished words lead to.
const CLI::App& Find(const CLI::App& root, const std::vector<std::string>& words) {
  const CLI::App* app = &root;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    for (const CLI::App* command : app->get_subcommands({})) {
      if (command->get_name() == words[i]) {
        app = command;
        break;
      }
    }
  }
  return *app;
}

std::vector<std::string> Flags(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* a = &app; a != nullptr; a = a->get_parent()) {
    for (const CLI::Option* option : a->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

bool TakesDocument(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() && option->get_name(true) == "DOCUMENT") return true;
  }
  return false;
}

std::vector<std::string> Documents(Session& session) {
  const auto client = session.Client();
  if (!client.ok() || !(*client)->connection().WaitUntilConnected(kPatience)) return {};
  v1::ListDocumentsRequest request;
  request.set_page_size(kDocumentsMax);
  const auto listed = (*client)->Call<v1::ListDocumentsResponse>(client::kListDocuments, request);
  std::vector<std::string> names;
  if (!listed.ok()) return names;
  for (const auto& document : listed->documents()) {
    names.push_back(document.name().substr(document.name().find('/') + 1));
  }
  return names;
}

}  // namespace

int Complete(Session& session, const CLI::App& root, const std::vector<std::string>& words) {
  const std::string word = words.empty() ? "" : words.back();
  const CLI::App& app = Find(root, words);
  std::vector<std::string> candidates;
  if (absl::StartsWith(word, "-")) {
    candidates = Flags(app);
  } else {
    for (const CLI::App* command : app.get_subcommands({})) {
      candidates.push_back(command->get_name());
    }
    if (candidates.empty() && TakesDocument(app)) candidates = Documents(session);
  }
  for (const std::string& candidate : candidates) {
    if (absl::StartsWith(candidate, word)) session.out() << candidate << "\n";
  }
  session.out() << std::flush;
  return 0;
}

}  // namespace santong::cli
