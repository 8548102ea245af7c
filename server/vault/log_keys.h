// The keys that sign the log: in a file outside the store, or where a program keeps one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/domain/proof/note.h"

namespace santong::vault {

struct LogKeySource {
  std::string file;    // of keys
  std::string origin;  // the name of a key that is made
  // A program that is given what is to be signed on its standard input and writes the signature's
  // 64 bytes (Ed25519) on its standard output; empty: none.
  std::string signer_command;
  std::string signer_key;  // its key as a C2SP verifier key
};

// All sign. In the file stands one key a line, in the form of golang.org/x/mod/sumdb/note; while
// one key replaces another, both stand there. Where there is no file, and no program signs, a key
// named `origin` is made. With a program the file is taken beside it where it is there: so a key
// moves out of the file. The first, the program's before the file's, gives the log its name.
// INVALID_ARGUMENT as in ReadOrMakeKeyFile, or when a line is no key, the names differ, none is
// there, or the program cannot be run; never with a key in its message.
//
// Signing with the program blocks for 10 s at most. UNAVAILABLE names it and says how it failed.
absl::StatusOr<std::vector<proof::SigningKey>> OpenLogKeys(const LogKeySource& source);

}  // namespace santong::vault
