// A request of the API as the fields of a form, and a form as a request: by the message's own
// descriptor, so that the desk can ask whatever the API can do.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "server/pages/desk_offers.h"
#include "server/pages/dictionary.h"
#include "server/pages/refusal.h"
#include "server/pages/site.h"

namespace santong::pages {

// Whether what is attached to a piece of evidence may be chosen as a file, whose field is called as
// that of its hash (NameFiles).
enum class FileChoice {
  kNone,
  kOffered,   // one that was chosen is to be chosen again: a browser keeps none
  kAttached,  // what was chosen is with the document
};

// Which fields a form shows, and how.
struct FormFields {
  // Those at these paths ("title", "internal.affects_rights"), in this order; all where it names
  // none.
  absl::Span<const char* const> only{};
  // At these paths, besides what the API calls so: not called optional.
  absl::Span<const char* const> required{};
  // Of a piece of evidence (santong.v1.Evidence), by the names of its fields: what the act asks
  // for. It stands first, and is not called optional where the API wants the piece; what else a
  // piece may hold is folded away until something stands in it. Where it names none, all stand
  // open.
  std::set<std::string> evidence{};
  FileChoice files = FileChoice::kNone;
  // At least so many blocks of a repeated message, those that are filled in counted; one is always
  // empty.
  int blocks = 1;
};

// Adds an entry FIELD to `values` for each field of `request` that a person fills in, with what it
// holds. Left out are the resource's name, the options of repetition and rehearsal, and what only
// the register sets. What is wrong stands beside its field. What is offered for a field is chosen
// by its words.
void ShowFields(const google::protobuf::Message& request, const Visit& visit,
                const std::vector<Wrong>& wrong, const Offers& offers, Dictionary& values,
                const FormFields& shown = {});

// The same, for the list at the head of the form: each that is about a field of `request` begins
// with the field's label, and with that of the piece it is in.
std::vector<Wrong> NamedByLabels(const google::protobuf::Message& request, const Visit& visit,
                                 std::vector<Wrong> wrong, const Offers& offers);

// What the request has to choose and does not: fields of one of several words that `shown` calls
// required, which the API takes without.
std::vector<Wrong> Unchosen(const google::protobuf::Message& request, const FormFields& shown,
                            const Words& words);

// The request that the form holds; what ShowFields leaves out stays as it is in `request`. Blocks
// of a repeated field that are empty are left out. `offers` are those with which it was shown.
void ReadFields(const Form& form, const Offers& offers, google::protobuf::Message* request);

// The files that the form holds for pieces of evidence of the request; the hash of each is put into
// its piece.
std::vector<const FormFile*> NameFiles(const Form& form, google::protobuf::Message* request);

// Where something wrong about the file itself stands; `field` is the file's.
std::string PlaceOfFile(const std::string& field);

}  // namespace santong::pages
