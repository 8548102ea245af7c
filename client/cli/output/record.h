// Messages as tables, by their descriptors.
#pragma once

#include <string>
#include <vector>

#include "client/cli/output/table.h"
#include "client/cli/words.h"
#include "google/protobuf/message.h"

namespace santong::cli {

// Any value of a field in one cell. For people: words of enums, days of instants, what nested
// messages hold after each other. For programs: names of enums, instants in RFC 3339, nested
// messages as JSON.
Cell FieldCell(const google::protobuf::Message& message,
               const google::protobuf::FieldDescriptor& field, Language language);

// A row for each message; the columns are field paths, e.g. "document.title". A path through a
// message that is not set gives an empty cell. "clocks.due_date" is of the clock on which somebody
// has to act next: the day that the tasks show.
Table ListTable(const std::vector<const google::protobuf::Message*>& messages,
                const std::vector<std::string>& paths, Language language);

// The entries of the message's first repeated field of messages; the message itself when it has
// none.
std::vector<const google::protobuf::Message*> EntriesOf(const google::protobuf::Message& message);

// A row for each field that is set: its word and its value.
Table DetailTable(const google::protobuf::Message& message, Language language);

// The names of the message or of its entries, one a line; of what has none, the name of what it is
// about.
std::string FormatNames(const google::protobuf::Message& message);

}  // namespace santong::cli
