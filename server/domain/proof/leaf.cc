#include "server/domain/proof/leaf.h"

#include <openssl/evp.h>

#include <algorithm>

#include "absl/base/internal/raw_logging.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "server/domain/digest/sha256.h"

namespace santong::proof {
namespace {

constexpr char kWithoutFiles[] = "santong.leaf/1\n";
constexpr char kWithFiles[] = "santong.leaf/2\n";
constexpr char kNone[] = "-";
constexpr size_t kOutlineDigits = 8;

struct Field {
  const char* name;
  std::string Leaf::*value;
};

constexpr Field kEventFields[] = {
    {"event", &Leaf::event},       {"date", &Leaf::date},
    {"type", &Leaf::type},         {"action", &Leaf::action},
    {"resource", &Leaf::resource}, {"from", &Leaf::from_state},
    {"to", &Leaf::to_state},       {"organ", &Leaf::organ},
    {"document", &Leaf::document}, {"number", &Leaf::registration_number},
};
constexpr Field kDocumentFields[] = {
    {"document-number", &Leaf::document_number},
    {"registered", &Leaf::registered_date},
    {"published", &Leaf::published_date},
    {"effective", &Leaf::effective_date},
    {"last-valid", &Leaf::last_valid_date},
    {"suspended", &Leaf::suspended_date},
    {"ended", &Leaf::ended_date},
    {"ended-by", &Leaf::ended_by},
};

bool IsPlain(absl::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return c == '%' || static_cast<unsigned char>(c) < 0x20; });
}

std::string Escaped(absl::string_view value) {
  if (IsPlain(value)) return std::string(value);
  std::string out;
  for (const char c : value) {
    if (c == '%' || static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "%%%02X", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

// False for what Escaped does not give.
bool TakeEscaped(absl::string_view value, std::string* out) {
  if (value.empty()) return false;
  if (IsPlain(value)) {
    out->assign(value.data(), value.size());
    return true;
  }
  out->clear();
  out->reserve(value.size());
  for (size_t at = 0; at < value.size(); ++at) {
    if (static_cast<unsigned char>(value[at]) < 0x20) return false;
    if (value[at] != '%') {
      *out += value[at];
      continue;
    }
    const absl::string_view escape = value.substr(at, 3);
    if (escape.size() != 3 || !absl::ascii_isxdigit(static_cast<unsigned char>(escape[1])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(escape[2]))) {
      return false;
    }
    const std::string byte = absl::HexStringToBytes(escape.substr(1));
    if (Escaped(byte) != escape) return false;
    *out += byte;
    at += 2;
  }
  return true;
}

void AddLine(absl::string_view name, absl::string_view value, std::string* out) {
  if (!value.empty()) absl::StrAppend(out, name, " ", Escaped(value), "\n");
}

std::string DayOrNone(const std::string& day) { return day.empty() ? kNone : day; }
std::string DayOf(absl::string_view word) { return word == kNone ? "" : std::string(word); }

std::string VersionLine(const LeafVersion& version) {
  return absl::StrCat(version.number, " ", version.kind, " ", version.text_sha256, " ",
                      version.text_sm3, " ", version.outline_sha256, " ",
                      DayOrNone(version.effective_date), " ",
                      DayOrNone(version.last_effective_date));
}

bool TakeVersion(absl::string_view value, Leaf* leaf) {
  const std::vector<absl::string_view> words = absl::StrSplit(value, ' ');
  LeafVersion version;
  if (words.size() != 7 || !absl::SimpleAtoi(words[0], &version.number)) return false;
  version.kind = std::string(words[1]);
  version.text_sha256 = std::string(words[2]);
  version.text_sm3 = std::string(words[3]);
  version.outline_sha256 = std::string(words[4]);
  version.effective_date = DayOf(words[5]);
  version.last_effective_date = DayOf(words[6]);
  if (Escaped(VersionLine(version)) != value) return false;
  leaf->versions.push_back(std::move(version));
  return true;
}

// The lines of a leaf, taken from the first to the last.
class LineReader {
 public:
  explicit LineReader(absl::string_view lines) : rest_(lines) { Next(); }

  bool AtEnd() const { return name_.empty(); }
  bool Is(absl::string_view name) const { return name_ == name; }
  absl::string_view value() const { return value_; }
  // To the next line. At the end, and before a line that is none, AtEnd.
  void Next() {
    name_ = value_ = absl::string_view();
    const size_t end = rest_.find('\n');
    const absl::string_view line = rest_.substr(0, end);
    const size_t space = line.find(' ');
    if (end == absl::string_view::npos || space == absl::string_view::npos || space == 0) return;
    name_ = line.substr(0, space);
    value_ = line.substr(space + 1);
    rest_.remove_prefix(end + 1);
  }
  // Whether all was taken.
  bool IsDone() const { return AtEnd() && rest_.empty(); }

 private:
  absl::string_view rest_, name_, value_;
};

// The fields that are there, in their order. False for a value that is none.
bool TakeFields(absl::Span<const Field> fields, LineReader* lines, Leaf* leaf) {
  for (const Field& field : fields) {
    if (!lines->Is(field.name)) continue;
    if (!TakeEscaped(lines->value(), &(leaf->*field.value))) return false;
    lines->Next();
  }
  return true;
}

bool TakeLines(LineReader* lines, Leaf* leaf) {
  if (!TakeFields(kEventFields, lines, leaf)) return false;
  for (; lines->Is("former"); lines->Next()) {
    if (!TakeEscaped(lines->value(), &leaf->former_numbers.emplace_back())) return false;
  }
  if (!TakeFields(kDocumentFields, lines, leaf)) return false;
  for (; lines->Is("version"); lines->Next()) {
    if (!TakeVersion(lines->value(), leaf)) return false;
  }
  for (; lines->Is("attachment"); lines->Next()) {
    if (!TakeEscaped(lines->value(), &leaf->attachments.emplace_back())) return false;
  }
  return lines->IsDone();
}

}  // namespace

std::string EncodeLeaf(const Leaf& leaf) {
  std::string out = leaf.attachments.empty() ? kWithoutFiles : kWithFiles;
  for (const Field& field : kEventFields) AddLine(field.name, leaf.*field.value, &out);
  for (const std::string& number : leaf.former_numbers) AddLine("former", number, &out);
  for (const Field& field : kDocumentFields) AddLine(field.name, leaf.*field.value, &out);
  for (const LeafVersion& version : leaf.versions) AddLine("version", VersionLine(version), &out);
  for (const std::string& file : leaf.attachments) AddLine("attachment", file, &out);
  return out;
}

// Line by line in the one order there is, so that no second form of a leaf is read.
absl::StatusOr<Leaf> ParseLeaf(absl::string_view bytes) {
  Leaf leaf;
  const bool with_files = absl::ConsumePrefix(&bytes, kWithFiles);
  if (with_files || absl::ConsumePrefix(&bytes, kWithoutFiles)) {
    LineReader lines(bytes);
    if (!lines.AtEnd() && TakeLines(&lines, &leaf) && with_files != leaf.attachments.empty())
      return leaf;
  }
  return absl::InvalidArgumentError("the bytes are no leaf");
}

std::string Sm3Hex(absl::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  // Looked up once; EVP_sm3() is, at each call.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
  const int done = EVP_Digest(bytes.data(), bytes.size(), hash, &length, algorithm, nullptr);
  // An empty digest must not go into a leaf. Some builds of OpenSSL, FIPS's among them, have no
  // SM3.
  ABSL_RAW_CHECK(done == 1, "OpenSSL computes no SM3");
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), length));
}

std::string OutlineOf(absl::string_view text) {
  std::string outline;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::string hash = digest::Sha256(line);
    outline += absl::BytesToHexString(absl::string_view(hash).substr(0, kOutlineDigits / 2));
  }
  return outline;
}

std::string CommitToFile(absl::string_view salt, absl::string_view sha256, absl::string_view sm3) {
  return digest::Sha256Hex(absl::StrCat(salt, sha256, sm3));
}

}  // namespace santong::proof
