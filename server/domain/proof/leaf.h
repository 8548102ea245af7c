// A leaf of the log: one public event, with all that is public of the document after it.
//
// DO NOT CHANGE: what is signed. A field that is added stands at the end of its group and is
// omitted when empty; a new form gets a new first line.
//
//   leaf       = form LF 1*line
//   form       = "santong.leaf/1"         where it names no attachment
//              / "santong.leaf/2"         where it names one or more
//   line       = name SP value LF         in the order of the fields of Leaf; none twice but
//                                         former, version and attachment; none with an empty value
//   value      = UTF-8; '%' and what is below U+0020 stand as %XX with upper-case digits
//   version    = number SP kind SP sha256 SP sm3 SP outline SP first SP last     oldest first
//   day        = YYYY-MM-DD                                                   "-" where none
//   attachment = CommitToFile(salt, sha256, sm3)                              oldest first
//
// sha256, sm3 are lower-case hexadecimal hashes of the exact bytes; `outline` is the SHA-256 of
// OutlineOf(text). The same leaf gives the same bytes, and bytes in any other form do not parse.
//
// No person, reason or request is in it: nothing that may have to be erased. Of an attached file,
// which is evidence and not public, there is only a commitment: it binds the file for who is given
// the salt, and with the salt destroyed the leaf and every proof stay as they are and say nothing
// of the file any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::proof {

struct LeafVersion {
  uint32_t number = 0;
  std::string kind;  // ORIGINAL, CORRECTION, AMENDMENT
  std::string text_sha256;
  std::string text_sm3;
  std::string outline_sha256;
  std::string effective_date;       // empty until it is known
  std::string last_effective_date;  // empty while it is the last one

  bool operator==(const LeafVersion&) const = default;
};

struct Leaf {
  std::string event;     // its sequence number
  std::string date;      // the day by which its rules were judged
  std::string type;      // e.g. DocumentRegistered
  std::string action;    // e.g. REGISTER
  std::string resource;  // what changed, e.g. documents/7
  std::string from_state;
  std::string to_state;
  std::string organ;     // of a document its lead organ; else whose act it was
  std::string document;  // of a side process, the document it is about

  // Of a document alone: what the register says of it after the event.
  std::string registration_number;
  std::vector<std::string> former_numbers;
  std::string document_number;
  std::string registered_date;
  std::string published_date;
  std::string effective_date;
  std::string last_valid_date;
  std::string suspended_date;  // while it is suspended
  std::string ended_date;
  std::string ended_by;
  std::vector<LeafVersion> versions;

  std::vector<std::string> attachments;  // of its files

  bool operator==(const Leaf&) const = default;
};

// The longest leaf there may be: a bundle of entries gives its length in two bytes
// (c2sp.org/tlog-tiles).
inline constexpr size_t kLeafBytesMax = 65'535;

std::string EncodeLeaf(const Leaf& leaf);
// INVALID_ARGUMENT for any bytes that EncodeLeaf does not give.
absl::StatusOr<Leaf> ParseLeaf(absl::string_view bytes);

// SM3 (GB/T 32905) in lower-case hexadecimal digits.
std::string Sm3Hex(absl::string_view bytes);

// For each line of the text the first 8 hexadecimal digits of its SHA-256, in one string: it says
// which lines of another text differ and nothing of what they hold.
std::string OutlineOf(absl::string_view text);

// SHA-256 of the salt (32 random bytes) and of both hashes of a file's bytes, 32 bytes each; in
// lower-case hexadecimal digits.
std::string CommitToFile(absl::string_view salt, absl::string_view sha256, absl::string_view sm3);

}  // namespace santong::proof
