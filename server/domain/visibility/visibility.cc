#include "server/domain/visibility/visibility.h"

#include <algorithm>

#include "server/domain/document/decide.h"

namespace santong::visibility {
namespace {

// From registration on a document is the business of the level above, where it will be filed.
bool IsRegisteredState(v1::DocumentState state) {
  return document::IsPublicState(state) || state == v1::DOCUMENT_STATE_REGISTERED;
}

bool IsOfAnIssuer(const access::Caller& caller, const v1::Document& document) {
  return std::any_of(document.issuers().begin(), document.issuers().end(),
                     [&](const v1::Issuer& issuer) { return caller.AnswersFor(issuer.organ()); });
}

}  // namespace

bool SeesInternal(const access::Caller& caller, const v1::Document& document,
                  absl::string_view parent_jurisdiction) {
  if (caller.Has(v1::ROLE_SYSTEM) || caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN))
    return true;
  if (IsOfAnIssuer(caller, document)) return true;
  const bool legal_or_gazette = caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER);
  if (!legal_or_gazette || caller.jurisdiction.empty()) return false;
  if (caller.jurisdiction == document.jurisdiction()) {
    // A draft is its organ's own business until it is submitted.
    return document.state() != v1::DOCUMENT_STATE_DRAFT;
  }
  return caller.Has(v1::ROLE_REVIEWER) && caller.jurisdiction == parent_jurisdiction &&
         IsRegisteredState(document.state());
}

bool AnyoneMayRead(const v1::Document& document) {
  if (!document::IsPublicState(document.state()) || document.openness() == v1::OPENNESS_NOT_PUBLIC)
    return false;
  // What was revoked before it was ever published stays unpublished.
  return document.legacy() || document.has_publication();
}

bool AnyoneMayReadVersion(const v1::Document& document, uint32_t number) {
  bool is_there = false, has_first_day = false, was_mended = false;
  for (const v1::VersionSummary& version : document.versions()) {
    if (version.number() == number) {
      is_there = true;
      has_first_day = !version.effective_date().empty();
    } else if (is_there && version.kind() == v1::VERSION_KIND_ORIGINAL) {
      was_mended = true;  // what is issued is followed by corrections and amendments only
    }
  }
  // An imported text may have no first day, and is the public's.
  return is_there && (has_first_day || !was_mended);
}

bool MaySee(const access::Caller& caller, const v1::Document& document,
            absl::string_view parent_jurisdiction) {
  return AnyoneMayRead(document) || SeesInternal(caller, document, parent_jurisdiction);
}

v1::Event PublicView(const v1::Event& event) {
  v1::Event view = event;
  view.clear_principal();
  view.clear_request_id();
  return view;
}

}  // namespace santong::visibility
