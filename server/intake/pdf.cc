#include "server/intake/pdf.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/normalize.h"
#include "server/intake/printed_lines.h"
#include "server/intake/xml.h"

namespace santong::intake {
namespace {

constexpr char kProgram[] = "/usr/bin/pdftotext";
constexpr size_t kOutputBytesMax = 128 << 20;
// pdftotext's exit codes, from its manual.
constexpr int kCannotOpen = 1;
constexpr int kNotPermitted = 3;
// Fewer characters a page than this are page numbers and stamps on pictures of pages.
constexpr size_t kCharactersOfAPageMin = 12;

struct Output {
  int exit_code = -1;
  std::string xml;
};

// The places of all words of the first pages, as XHTML.
absl::StatusOr<Output> RunPdfToText() {
  int ends[2];
  if (pipe(ends) != 0) return absl::InternalError("cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  std::string last = absl::StrCat(kPagesMax + 1);
  std::vector<std::string> words = {kProgram, "-q", "-bbox-layout",    "-enc", "UTF-8",
                                    "-l",     last, "/proc/self/fd/0", "-"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, kProgram, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return absl::InternalError("cannot start pdftotext: install poppler-utils");
  }
  Output output;
  char buffer[64 << 10];
  ssize_t got = 0;
  while ((got = read(ends[0], buffer, sizeof(buffer))) > 0 &&
         output.xml.size() <= kOutputBytesMax) {
    output.xml.append(buffer, static_cast<size_t>(got));
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (output.xml.size() > kOutputBytesMax) {
    return OverLimit(kBytes, output.xml.size(), kOutputBytesMax);
  }
  if (WIFEXITED(status)) output.exit_code = WEXITSTATUS(status);
  return output;
}

double Place(const pugi::xml_node& word, const char* name) {
  return NumberOr(Attribute(word, name), 0);
}

// Of a page, `depth` elements below it: a word is in a line of a block of a flow.
void AddWords(const pugi::xml_node& parent, std::vector<PrintedWords>* words, size_t* characters,
              int depth = 0) {
  constexpr int kDepthMax = 8;
  for (const pugi::xml_node& node : parent.children()) {
    if (LocalName(node) != "word") {
      if (depth < kDepthMax) AddWords(node, words, characters, depth + 1);
      continue;
    }
    words->push_back({Place(node, "xMin"), Place(node, "yMin"), Place(node, "xMax"),
                      Place(node, "yMax"), node.text().get()});
    *characters += text::CodePoints(words->back().text);
  }
}

}  // namespace

absl::StatusOr<Extracted> ReadPdf(absl::string_view bytes) {
  auto output = RunPdfToText();
  if (!output.ok()) return output.status();
  if (output->exit_code == kNotPermitted ||
      (output->exit_code == kCannotOpen && absl::StrContains(bytes, "/Encrypt"))) {
    return error::Refuse(v1::ERROR_REASON_FILE_ENCRYPTED);
  }
  if (output->exit_code != 0) return Damaged("PDF");
  auto extracted = ReadWords(output->xml);
  if (extracted.ok() && absl::StrContains(bytes, "/ByteRange"))
    extracted->warnings.insert(v1::FILE_WARNING_KIND_SIGNATURE);
  return extracted;
}

absl::StatusOr<Extracted> ReadWords(absl::string_view xhtml) {
  // It is pdftotext's own XHTML, which declares its type.
  pugi::xml_document xml;
  if (!xml.load_buffer(xhtml.data(), xhtml.size())) return Damaged("PDF");
  const pugi::xml_node doc = Child(Child(xml.document_element(), "body"), "doc");
  std::vector<std::vector<PrintedWords>> pages;
  size_t characters = 0;
  for (const pugi::xml_node& page : doc.children()) {
    if (LocalName(page) == "page") AddWords(page, &pages.emplace_back(), &characters);
  }
  if (pages.size() > kPagesMax) return OverLimit({"pages", "页数"}, pages.size(), kPagesMax);
  if (pages.empty()) return Damaged("PDF");
  if (characters < kCharactersOfAPageMin * pages.size()) {
    return error::Refuse(v1::ERROR_REASON_FILE_WITHOUT_TEXT,
                         {{"pages", absl::StrCat(pages.size())}});
  }
  Extracted extracted;
  extracted.format = v1::FILE_FORMAT_PDF;
  extracted.text = JoinPages(pages);
  extracted.warnings.insert(v1::FILE_WARNING_KIND_PRINTED_LINES);
  return extracted;
}

}  // namespace santong::intake
