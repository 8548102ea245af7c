#include "server/domain/proof/leaf.h"

#include <openssl/evp.h>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/digest/sha256.h"

namespace santong::proof {
namespace {

constexpr char kFirstLine[] = "santong.leaf/1\n";
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

std::string Escaped(absl::string_view value) {
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

// What Escaped gave; the caller compares the whole leaf with its own form.
std::string Unescaped(absl::string_view value) {
  std::string out;
  for (size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '%' && at + 2 < value.size()) {
      out += absl::HexStringToBytes(value.substr(at + 1, 2));
      at += 2;
    } else {
      out += value[at];
    }
  }
  return out;
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
  const std::vector<std::string> words = absl::StrSplit(value, ' ');
  LeafVersion version;
  if (words.size() != 7 || !absl::SimpleAtoi(words[0], &version.number)) return false;
  version.kind = words[1];
  version.text_sha256 = words[2];
  version.text_sm3 = words[3];
  version.outline_sha256 = words[4];
  version.effective_date = DayOf(words[5]);
  version.last_effective_date = DayOf(words[6]);
  leaf->versions.push_back(std::move(version));
  return true;
}

bool TakeLine(absl::string_view name, absl::string_view value, Leaf* leaf) {
  if (name == "version") return TakeVersion(value, leaf);
  if (name == "former") {
    leaf->former_numbers.push_back(Unescaped(value));
    return true;
  }
  if (name == "commitment") {
    leaf->commitment = Unescaped(value);
    return true;
  }
  for (const Field& field : kEventFields) {
    if (name == field.name) {
      leaf->*field.value = Unescaped(value);
      return true;
    }
  }
  for (const Field& field : kDocumentFields) {
    if (name == field.name) {
      leaf->*field.value = Unescaped(value);
      return true;
    }
  }
  return false;
}

}  // namespace

std::string EncodeLeaf(const Leaf& leaf) {
  std::string out = kFirstLine;
  for (const Field& field : kEventFields) AddLine(field.name, leaf.*field.value, &out);
  for (const std::string& number : leaf.former_numbers) AddLine("former", number, &out);
  for (const Field& field : kDocumentFields) AddLine(field.name, leaf.*field.value, &out);
  for (const LeafVersion& version : leaf.versions) AddLine("version", VersionLine(version), &out);
  AddLine("commitment", leaf.commitment, &out);
  return out;
}

absl::StatusOr<Leaf> ParseLeaf(absl::string_view bytes) {
  absl::string_view rest = bytes;
  const absl::Status wrong = absl::InvalidArgumentError("the bytes are no leaf");
  if (!absl::ConsumePrefix(&rest, kFirstLine) || !absl::ConsumeSuffix(&rest, "\n")) return wrong;
  Leaf leaf;
  for (absl::string_view line : absl::StrSplit(rest, '\n')) {
    const size_t space = line.find(' ');
    if (space == absl::string_view::npos ||
        !TakeLine(line.substr(0, space), line.substr(space + 1), &leaf)) {
      return wrong;
    }
  }
  // Order, repetition, escapes: one form alone is right.
  if (EncodeLeaf(leaf) != bytes) return wrong;
  return leaf;
}

std::string Sm3Hex(absl::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash, &length, EVP_sm3(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), length));
}

std::string OutlineOf(absl::string_view text) {
  std::string outline;
  for (absl::string_view line : absl::StrSplit(text, '\n'))
    outline += digest::Sha256Hex(line).substr(0, kOutlineDigits);
  return outline;
}

std::string Commit(absl::string_view salt, absl::string_view bytes) {
  return digest::Sha256Hex(absl::StrCat(salt, bytes));
}

}  // namespace santong::proof
