// A command: a noun's verb, the method it calls, the flags that fill the request and what it says
// afterwards. Most are one row; the others give a function.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/cli/flags.h"
#include "client/cli/session.h"
#include "client/cli/words.h"
#include "client/lib/method.h"

namespace CLI {  // NOLINT(readability-identifier-naming): not our name
class App;
}

namespace santong::cli {

// The tree of commands under construction, and the one that was chosen.
class Commands {
 public:
  Commands(CLI::App& root, Language language) : root_(root), language_(language) {}

  CLI::App& root() { return root_; }
  Language language() const { return language_; }

  // A noun with verbs below it.
  CLI::App* Noun(CLI::App& parent, const char* name, const Words& help);
  // A verb; `run` returns the exit code.
  CLI::App* Verb(CLI::App& parent, const char* name, const Words& help,
                 std::function<int(Session&)> run);

  // What was chosen; empty when nothing was.
  const std::function<int(Session&)>& chosen() const { return chosen_; }

 private:
  CLI::App& root_;
  Language language_;
  std::function<int(Session&)> chosen_;
};

// One row: a verb that is one call.
struct CallSpec {
  const char* name;
  const Words* help;
  const client::Method* method;
  std::vector<Flag> flags;
  // Columns of the response's entries, or of the response itself; empty shows its fields one below
  // the other.
  std::vector<std::string> columns = {};
  // What is said when it is done; $0 is the response's name, $1 its state. Null says nothing.
  const Words* done = nullptr;
  // Fills what no flag fills; may refuse.
  std::function<absl::Status(Session&, google::protobuf::Message* request)> prepare = nullptr;
  // Prints the response in another way than the columns say.
  std::function<int(Session&, const google::protobuf::Message& request,
                    const google::protobuf::Message& response)>
      show = nullptr;
};

CLI::App* AddCall(Commands& commands, CLI::App& parent, const CallSpec& spec);

// Fills an empty jurisdiction field of the request from the setting of that name.
absl::Status DefaultJurisdiction(Session& session, const std::string& path,
                                 google::protobuf::Message* request);

}  // namespace santong::cli
