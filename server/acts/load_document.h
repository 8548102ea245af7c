// The facts of one act: everything that the rules of the document may ask, read from one consistent
// state.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/acts/document_writer.h"
#include "server/domain/document/document_facts.h"
#include "server/settings/settings.h"

namespace santong::acts {

// Owns what Facts points to. Not movable: Facts holds references into it.
class LoadedDocument {
 public:
  // NOT_FOUND when the document does not exist or the caller may not see it; ABORTED on a wrong
  // etag; INVALID_ARGUMENT when a named organ, document or update path does not exist, or the text
  // bears a mark of secrecy (policy import.secrecy_marks).
  static absl::StatusOr<std::unique_ptr<LoadedDocument>> Load(
      const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
      const Request& request, const DocumentIntent& intent);

  // The facts of what follows by itself after `document` (kTakeEffect, kLapse, kMarkOverdue).
  static std::unique_ptr<LoadedDocument> ForSystem(
      std::shared_ptr<const settings::Settings> settings, const Request& request, uint64_t id,
      v1::Document document, document::Act act);

  // The facts of kImport: `document` is what the row says, its text's hash is in `act`.
  static std::unique_ptr<LoadedDocument> ForImport(
      std::shared_ptr<const settings::Settings> settings, const Request& request,
      v1::Document document, std::string text_sha256);

  document::Facts facts() const;
  uint64_t id() const { return id_; }  // 0 for a document that does not exist yet
  const v1::Document& before() const { return before_; }
  const std::optional<v1::Document>& other() const { return other_; }
  const policy::PolicyView& policy() const { return policy_; }
  const v1::Organ* lead() const { return issuers_.empty() ? nullptr : issuers_[0]; }
  const std::string& parent_jurisdiction() const { return parent_jurisdiction_; }

 private:
  LoadedDocument(std::shared_ptr<const settings::Settings> settings, const Request& request)
      : settings_(std::move(settings)), request_(request) {}

  absl::Status LoadTarget(const kv::Reader& reader, const DocumentIntent& intent);
  absl::Status ResolveProposal(const DocumentIntent& intent);
  absl::Status ResolveIssuers(const v1::Document& document);
  absl::Status CheckSecrecy(const DocumentIntent& intent) const;
  absl::Status LoadRelated(const kv::Reader& reader, const DocumentIntent& intent);
  absl::Status FindRenewalNotice(const kv::Reader& reader);
  absl::Status CheckDocumentNumber(const kv::Reader& reader);
  absl::Status LoadCitedChange(const kv::Reader& reader);
  void Place(const v1::Document& document);

  std::shared_ptr<const settings::Settings> settings_;
  const Request& request_;
  uint64_t id_ = 0;
  v1::Document before_;
  document::Act act_;
  policy::PolicyView policy_;
  calendar::Calendar calendar_;
  std::string parent_jurisdiction_;
  std::vector<const v1::Organ*> issuers_;
  std::optional<v1::Document> other_;
  std::vector<document::RelatedDocument> related_;
  std::string renewal_notice_;
  bool document_number_taken_ = false;
  bool cited_change_waits_ = false;
};

}  // namespace santong::acts
