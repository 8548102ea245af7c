#include "server/domain/document/document_leaf.h"

#include "absl/strings/strip.h"
#include "server/domain/document/decide.h"

namespace santong::document {
namespace {

std::string KindOf(v1::VersionKind kind) {
  return std::string(absl::StripPrefix(v1::VersionKind_Name(kind), "VERSION_KIND_"));
}

}  // namespace

std::string LeadOrganOf(const v1::Document& document) {
  if (document.issuers().empty()) return "";
  const v1::Issuer& lead = document.issuers(0);
  return lead.organ().empty() ? lead.display_name() : lead.organ();
}

bool IsInRegister(const v1::Document& document) {
  return document.legacy() || !document.registration_number().empty();
}

void DescribeInLeaf(const v1::Document& document, proof::Leaf* leaf) {
  leaf->to_state = StateName(document.state());
  leaf->organ = LeadOrganOf(document);
  leaf->registration_number = document.registration_number();
  for (const v1::FormerNumber& former : document.former_numbers()) {
    if (!former.registration_number().empty())
      leaf->former_numbers.push_back(former.registration_number());
  }
  leaf->registered_date = document.registered_date();
  leaf->published_date = document.publication().date();
  leaf->effective_date = document.effective_date();
  leaf->last_valid_date = document.term().last_valid_date();
  if (!document.suspensions().empty()) {
    const v1::Suspension& last = *document.suspensions().rbegin();
    if (last.to_date().empty()) leaf->suspended_date = last.from_date();
  }
  leaf->ended_date = document.ended_date();
  leaf->ended_by = document.ended_by();
  if (document.openness() == v1::OPENNESS_NOT_PUBLIC) return;
  leaf->document_number = document.document_number();
  for (const v1::VersionSummary& version : document.versions()) {
    proof::LeafVersion& entry = leaf->versions.emplace_back();
    entry.number = version.number();
    entry.kind = KindOf(version.kind());
    entry.text_sha256 = version.text_sha256();
    entry.effective_date = version.effective_date();
    entry.last_effective_date = version.last_effective_date();
  }
}

}  // namespace santong::document
