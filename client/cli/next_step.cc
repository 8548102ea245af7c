#include "client/cli/next_step.h"

#include "santong/v1/document.pb.h"

namespace santong::cli {
namespace {

struct Hint {
  v1::DocumentState state;
  const char* command;  // $0 is the document's identifier, $1 its registration number
};

// Registration is refused until it was determined that this is a normative document (认定).
constexpr char kDetermine[] = "santong doc determine $0";

bool IsForRegistration(const v1::Document& document) {
  return document.state() == v1::DOCUMENT_STATE_SUBMITTED ||
         document.state() == v1::DOCUMENT_STATE_LEGACY;
}

constexpr Hint kHints[] = {
    {v1::DOCUMENT_STATE_DRAFT, "santong doc submit $0"},
    {v1::DOCUMENT_STATE_RETURNED, "santong doc update $0"},
    {v1::DOCUMENT_STATE_SUBMITTED, "santong doc register $0"},
    {v1::DOCUMENT_STATE_REGISTERED, "santong doc publish $0"},
    {v1::DOCUMENT_STATE_PUBLISHED, "santong catalog check '$1'"},
    {v1::DOCUMENT_STATE_IN_EFFECT, "santong catalog check '$1'"},
    {v1::DOCUMENT_STATE_LEGACY, "santong doc register $0"},
};

}  // namespace

void SayNextStep(Session& session, const google::protobuf::Message& response) {
  if (response.GetDescriptor() != v1::Document::descriptor()) return;
  v1::Document document;
  document.CopyFrom(response);
  const std::string id = document.name().substr(document.name().find('/') + 1);
  const v1::Determination& found = document.internal().determination();
  if (IsForRegistration(document) && !found.normative()) {
    // Found not to be one, nothing more is to be done.
    const char* command = found.date().empty() ? kDetermine : "santong doc history $0";
    session.Say(say::kNextStep, absl::Substitute(command, id));
    return;
  }
  for (const Hint& hint : kHints) {
    if (hint.state != document.state()) continue;
    session.Say(say::kNextStep, absl::Substitute(hint.command, id, document.registration_number()));
    return;
  }
  session.Say(say::kNextStep, absl::Substitute("santong doc history $0", id));
}

}  // namespace santong::cli
