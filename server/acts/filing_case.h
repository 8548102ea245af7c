// Filings as the write path of side processes knows them, and requests as what they ask for.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "santong/v1/filing_service.pb.h"
#include "server/acts/case_writer.h"
#include "server/acts/request.h"
#include "server/domain/filing/decide.h"
#include "server/domain/screening/screen.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What is asked of one filing.
struct FilingIntent {
  std::string name;      // filings/{filing}; empty to create one
  std::string document;  // documents/{document}, to create one
  filing::Act act;
  v1::Screening screened;  // kAccept: of the text as it was before the transaction
};

FilingIntent IntentOf(const v1::CreateFilingRequest& request);
FilingIntent IntentOf(const v1::AcceptFilingRequest& request);
FilingIntent IntentOf(const v1::RequestFilingSupplementRequest& request);
FilingIntent IntentOf(const v1::SupplementFilingRequest& request);
FilingIntent IntentOf(const v1::RejectFilingRequest& request);
FilingIntent IntentOf(const v1::RequestExplanationRequest& request);
FilingIntent IntentOf(const v1::ExplainFilingRequest& request);
FilingIntent IntentOf(const v1::ExtendFilingRequest& request);
FilingIntent IntentOf(const v1::DecideFilingRequest& request);
FilingIntent IntentOf(const v1::SubmitCorrectionRequest& request);
FilingIntent IntentOf(const v1::ConfirmCorrectionRequest& request);
FilingIntent IntentOf(const v1::RevokeFiledDocumentRequest& request);

// Owns what Facts points to. Not movable: Facts holds references into it.
class LoadedFiling {
 public:
  filing::Facts facts() const;
  uint64_t id() const { return id_; }  // 0 for a filing that does not exist yet
  const v1::Filing& before() const { return before_; }
  const v1::Document& document() const { return document_; }
  uint64_t document_id() const { return document_id_; }

 private:
  friend class FilingCase;
  LoadedFiling(std::shared_ptr<const settings::Settings> settings, const Request& request)
      : settings_(std::move(settings)), request_(request) {}

  absl::Status LoadDocument(const kv::Reader& reader, const std::string& name);

  std::shared_ptr<const settings::Settings> settings_;
  const Request& request_;
  uint64_t id_ = 0;
  uint64_t document_id_ = 0;
  v1::Filing before_;
  v1::Document document_;
  filing::Act act_;
  policy::PolicyView policy_;
  calendar::Calendar calendar_;
  bool filed_already_ = false;
};

class FilingCase {
 public:
  using Resource = v1::Filing;
  using Intent = FilingIntent;
  using Due = filing::SystemAct;
  static constexpr schema::CaseKind kKind = schema::CaseKind::kFiling;

  explicit FilingCase(std::shared_ptr<const screening::Screener> screener)
      : screener_(std::move(screener)) {}

  // Screens the text of a filing that is to be accepted.
  absl::Status Prepare(const kv::Store& store, const Request& request, FilingIntent* intent) const;
  absl::StatusOr<std::unique_ptr<LoadedFiling>> Load(
      const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
      const Request& request, const FilingIntent& intent) const;
  absl::StatusOr<std::unique_ptr<LoadedFiling>> LoadDue(
      const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
      const Request& request, uint64_t id, v1::Filing filing, Due due) const;

  static std::optional<Due> NextDue(const v1::Filing& filing, absl::CivilDay today) {
    return filing::NextSystemAct(filing, today);
  }
  static std::optional<Due> WhenDocumentChanges(const v1::Filing& filing) {
    return filing::WhenDocumentChanges(filing);
  }
  static absl::StatusOr<filing::Decision> Decide(const filing::Facts& facts) {
    return filing::Decide(facts);
  }
  static v1::Filing& ResourceOf(filing::Change& change) { return change.filing; }
  static const char* ActionName(filing::Action action) { return filing::ActionName(action); }
  static std::string StateName(const v1::Filing& filing) {
    return filing::StateName(filing.state());
  }
  static std::string ReasonOf(const filing::Act& act);

 private:
  std::shared_ptr<const screening::Screener> screener_;
};

using FilingWriter = CaseWriter<FilingCase>;

}  // namespace santong::acts
