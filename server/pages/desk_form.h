// A request of the API as the fields of a form, and a form as a request: by the message's own
// descriptor, so that the desk can ask whatever the API can do.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "server/pages/desk_offers.h"
#include "server/pages/dictionary.h"
#include "server/pages/refusal.h"
#include "server/pages/site.h"

namespace santong::pages {

// Adds an entry FIELD to `values` for each field of `request` that a person fills in, with what it
// holds; those at the paths of `only` ("title", "internal.affects_rights"), in its order, when it
// names any. Left out are the resource's name, the options of repetition and rehearsal, and what
// only the register sets. What is wrong stands beside its field. What is offered for a field is
// chosen by its words. Those at the paths of `required` are not called optional.
void ShowFields(const google::protobuf::Message& request, const Visit& visit,
                const std::vector<Wrong>& wrong, const Offers& offers, Dictionary& values,
                absl::Span<const char* const> only = {},
                absl::Span<const char* const> required = {});

// The request that the form holds; what ShowFields leaves out stays as it is in `request`. Blocks
// of a repeated field that are empty are left out. `offers` are those with which it was shown.
void ReadFields(const Form& form, const Offers& offers, google::protobuf::Message* request);

}  // namespace santong::pages
