// What every command has: the settings, the connection, and a way to speak. Data goes to `out`,
// words go to `err`.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/substitute.h"
#include "client/cli/output/table.h"
#include "client/cli/settings.h"
#include "client/cli/words.h"
#include "client/lib/client.h"

namespace santong::cli {

class Session {
 public:
  Session(Settings settings, std::ostream& out, std::ostream& err);

  const Settings& settings() const { return settings_; }
  Language language() const { return language_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

  // Connects on the first call.
  absl::StatusOr<client::Client*> Client();

  // A line of words.
  template <class... Args>
  void Say(const Words& words, const Args&... args) {
    err_ << absl::Substitute(words.In(language_), args...) << "\n" << std::flush;
  }

  // Says why it failed, every violation on a line of its own with its mend, then the reason's code
  // and the request's id. Returns the exit code.
  int Fail(const absl::Status& status);

  // How data is printed; --columns and --no-headers choose from tables and CSV.
  void set_columns(std::vector<std::string> columns) { columns_ = std::move(columns); }
  void set_headings(bool headings) { headings_ = headings; }

  // Prints a message as --output says; `table` is its form for people and for CSV. Returns the exit
  // code.
  int Print(const google::protobuf::Message& message, Table table);
  // Prints what is only a table; JSON and YAML are then a list of objects by the columns' keys.
  int PrintTable(Table table);
  // Before an act, whose answer would be lost: INVALID_ARGUMENT where --columns names none of
  // these.
  absl::Status CheckColumns(const std::vector<std::string>& keys) const;
  // The same where the answer holds what is given only once, and names alone are asked for.
  absl::Status CheckPrintsWhole() const;
  // The layout of a table on this terminal.
  TableLayout Layout() const;

 private:
  int PrintFormatted(Table table, bool csv);

  Settings settings_;
  Language language_;
  std::ostream& out_;
  std::ostream& err_;
  std::unique_ptr<client::Client> client_;
  std::vector<std::string> columns_;
  bool headings_ = true;
};

}  // namespace santong::cli
