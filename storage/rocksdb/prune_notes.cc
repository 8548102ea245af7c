#include "storage/rocksdb/prune_notes.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "storage/files/sum.h"
#include "storage/files/whole_file.h"

namespace santong::kv {
namespace {

std::string NotesPath(const std::string& folder) { return folder + "/pruned"; }

absl::Status Damaged(const std::string& folder) {
  return absl::DataLossError(
      absl::StrCat("the notes of what was pruned, ", NotesPath(folder),
                   ", are damaged: remove them; a call that is repeated after that is made anew"));
}

// A line for each call, the oldest first.
absl::StatusOr<std::vector<std::string>> ReadNotes(const std::string& folder) {
  auto text = files::ReadFileWhole(NotesPath(folder));
  if (absl::IsNotFound(text.status())) return std::vector<std::string>();
  if (!text.ok()) return text.status();
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(*text, absl::MaxSplits('\n', 1));
  if (parts.first != files::SumOf(parts.second)) return Damaged(folder);
  return absl::StrSplit(parts.second, '\n', absl::SkipEmpty());
}

std::optional<Pruned> ReadNote(absl::string_view line) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  Pruned pruned;
  if (words.size() < 3 || !absl::SimpleAtoi(words[1], &pruned.keep) ||
      !absl::SimpleAtoi(words[2], &pruned.left))
    return std::nullopt;
  for (size_t i = 3; i < words.size(); ++i) {
    if (!absl::SimpleAtoi(words[i], &pruned.removed.emplace_back())) return std::nullopt;
  }
  return pruned;
}

}  // namespace

absl::StatusOr<std::optional<Pruned>> FindPruned(const std::string& folder,
                                                 absl::string_view call) {
  auto lines = ReadNotes(folder);
  if (!lines.ok()) return lines.status();
  for (const absl::string_view line : *lines) {
    if (line.substr(0, line.find(' ')) != call) continue;
    auto pruned = ReadNote(line);
    if (!pruned.has_value()) return Damaged(folder);
    return pruned;
  }
  return std::nullopt;
}

absl::Status NotePruned(const std::string& folder, absl::string_view call, const Pruned& pruned) {
  auto lines = ReadNotes(folder);
  if (!lines.ok()) return lines.status();
  if (lines->size() >= kPrunesNotedMax)
    lines->erase(lines->begin(), lines->end() - (kPrunesNotedMax - 1));
  std::string line = absl::StrCat(call, " ", pruned.keep, " ", pruned.left);
  for (const uint64_t id : pruned.removed) absl::StrAppend(&line, " ", id);
  lines->push_back(std::move(line));
  const std::string text = absl::StrCat(absl::StrJoin(*lines, "\n"), "\n");
  return files::WriteFileWhole(NotesPath(folder), absl::StrCat(files::SumOf(text), "\n", text));
}

}  // namespace santong::kv
