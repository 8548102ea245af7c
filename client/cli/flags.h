// Flags that write straight into a request: each names the field that it fills.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/words.h"
#include "google/protobuf/message.h"

namespace CLI {  // NOLINT(readability-identifier-naming): not our name
class App;
}

namespace santong::cli {

// How a flag's text becomes the field's value. Nothing here knows a rule of the registry: what the
// text says is judged by the server.
enum class Form {
  kPlain,         // by the field's type: a text, a number, an enum's word, a switch
  kFile,          // the bytes of a file, "-" for standard input
  kSecretFile,    // what a file or "-" holds, for what others may not read among the arguments
  kMessageFile,   // a file that holds the message (JSON, YAML, text format)
  kDocument,      // 7 or documents/7
  kFiling,        // 7 or filings/7
  kMaterial,      // TITLE or TITLE|DOCUMENT
  kVerdict,       // FINDING:upheld or FINDING:dismissed; the finding by its number or its id
  kJurisdiction,  // 630203 or jurisdictions/630203
  kOrgan,         // 630203/government or jurisdictions/630203/organs/government
  kPrincipal,     // zhang-san or principals/zhang-san
  kIssuer,        // an organ, or the name of one that the registry does not know
  kLegalBasis,    // TITLE, TITLE|NUMBER or TITLE|NUMBER|ARTICLE
  kRelation,      // KIND:DOCUMENT or KIND:DOCUMENT:DAY
  kInstant,       // RFC 3339
};

struct Flag {
  const char* name;  // "--title", or "DOCUMENT" for what has no name
  const char* path;  // "document.title"
  Form form = Form::kPlain;
  bool required = false;
  const Words* help = nullptr;  // the field's word when null
};

// Adds the flags in order; their values are written into `request`, which must outlive the parse.
void AddFlags(CLI::App* command, google::protobuf::Message* request, const std::vector<Flag>& flags,
              Language language);

// Adds what the request can carry of --dry-run, --request-id and --etag.
void AddActFlags(CLI::App* command, google::protobuf::Message* request, Language language);

// Where a switch that is off stands in the mask of an update, adds all that is set in its resource:
// a mask names everything that is written.
void CompleteMask(google::protobuf::Message* request);

// True when the request is a rehearsal.
bool IsRehearsal(const google::protobuf::Message& request);

// Writes one text into the field at the path; repeated fields gain an entry. INVALID_ARGUMENT when
// the text is no value of it.
absl::Status SetField(google::protobuf::Message* message, const std::string& path, Form form,
                      const std::string& text);

// "7" → "documents/7"; what has a '/' stays as it is.
std::string ResourceName(const char* collection, const std::string& text);
// "630203/government" → "jurisdictions/630203/organs/government".
std::string OrganName(const std::string& text);

}  // namespace santong::cli
