// Objections as the write path of side processes knows them, and requests as what they ask for. Who
// lodges, and what they write and send, is sealed before the transaction and stands in no event.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "santong/store/v1/record.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "server/acts/case_writer.h"
#include "server/acts/objection_seal.h"
#include "server/acts/request.h"
#include "server/domain/objection/decide.h"
#include "server/settings/settings.h"
#include "server/sniff/media_type.h"
#include "server/vault/vault.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What is asked of one objection.
struct ObjectionIntent {
  std::string name;      // objections/{objection}; empty where a receipt names it, or to lodge one
  v1::Receipt receipt;   // of its lodger
  std::string document;  // documents/{document}, to lodge one
  std::string lead;      // objections/{objection}, to join to
  objection::Act act;
  // Made by Prepare.
  store::v1::ObjectionSecretRecord secret;  // kLodge
  // The lodger's words, sealed by the key of each case that they may come to. Kept, so that a
  // transaction that runs again writes the same.
  std::shared_ptr<std::map<uint64_t, std::string>> boxes;
  SealedFile file;                      // kAddEvidence
  std::string file_name, file_content;  // kAddEvidence, as they came
};

ObjectionIntent IntentOf(const v1::LodgeObjectionRequest& request);

// Owns what Facts points to. Not movable: Facts holds references into it.
class LoadedObjection {
 public:
  objection::Facts facts() const;
  uint64_t id() const { return id_; }  // 0 for one that does not exist yet
  const v1::Objection& before() const { return before_; }
  const v1::Document& document() const { return document_; }
  uint64_t document_id() const { return document_id_; }

 private:
  friend class ObjectionCase;
  LoadedObjection(std::shared_ptr<const settings::Settings> settings, const Request& request)
      : settings_(std::move(settings)), request_(request) {}

  absl::Status LoadDocument(const kv::Reader& reader, const std::string& name);

  std::shared_ptr<const settings::Settings> settings_;
  const Request& request_;
  const ObjectionIntent* intent_ = nullptr;  // null for what happens by itself
  uint64_t id_ = 0;
  uint64_t document_id_ = 0;
  v1::Objection before_;
  v1::Document document_;
  std::optional<v1::Objection> lead_;
  std::optional<v1::Objection> joined_;  // whose lodger asks for the re-check, where joined
  objection::Act act_{};
  policy::PolicyView policy_;
  calendar::Calendar calendar_;
  std::vector<std::string> repeats_;
  std::string box_;  // the lodger's words, sealed by the key of this case
  bool others_are_joined_ = false;
};

class ObjectionCase {
 public:
  using Resource = v1::Objection;
  using Intent = ObjectionIntent;
  using Due = objection::SystemAct;
  static constexpr schema::CaseKind kKind = schema::CaseKind::kObjection;

  // Both must outlive it.
  ObjectionCase(const vault::Vault& vault, const sniff::MediaTypes& types)
      : vault_(&vault), types_(&types) {}

  // Seals what the lodger says and sends, and looks what a file is.
  absl::Status Prepare(const kv::Store& store, const Request& request,
                       ObjectionIntent* intent) const;
  absl::StatusOr<std::unique_ptr<LoadedObjection>> Load(
      const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
      const Request& request, const ObjectionIntent& intent) const;
  absl::StatusOr<std::unique_ptr<LoadedObjection>> LoadDue(
      const kv::Reader& reader, std::shared_ptr<const settings::Settings> settings,
      const Request& request, uint64_t id, v1::Objection objection, Due due) const;
  absl::StatusOr<v1::Objection> Fetch(const kv::Reader& reader, uint64_t id) const {
    return GetOpenObjection(reader, *vault_, id);
  }
  // The row without the lodger and the lodger's words; those sealed, apart from it.
  absl::Status Keep(kv::Transaction& txn, uint64_t id, const LoadedObjection& loaded,
                    const v1::Objection& objection) const;
  // Those that are joined to a case await what the issuer answered there, are answered with it, or
  // go on alone where nobody asked there for a re-check; the last of them that is withdrawn takes
  // along one whose own lodger has gone.
  absl::StatusOr<std::vector<std::pair<uint64_t, Due>>> Following(
      const kv::Reader& reader, const v1::Objection& objection) const;

  static std::optional<Due> NextDue(const v1::Objection& objection, absl::CivilDay today) {
    return objection::NextSystemAct(objection, today);
  }
  static absl::StatusOr<objection::Decision> Decide(const objection::Facts& facts) {
    return objection::Decide(facts);
  }
  static v1::Objection& ResourceOf(objection::Change& change) { return change.objection; }
  static const char* ActionName(objection::Action action) { return objection::ActionName(action); }
  static std::string StateName(const v1::Objection& objection) {
    return objection::StateName(objection.state());
  }
  static std::optional<Due> WhenDocumentChanges(const v1::Objection& objection) {
    return objection::WhenDocumentChanges(objection);
  }
  // Of a hint that the office has not taken up nobody else is told.
  static bool AnyoneMaySee(const v1::Objection& objection) {
    return !objection::IsMereLead(objection);
  }
  // A lodger's words are not for the history, nor how the lodger was reached, nor what the issuer
  // or the office says to the lodger alone.
  static std::string ReasonOf(const objection::Act& act);

 private:
  const vault::Vault* vault_;
  const sniff::MediaTypes* types_;
};

using ObjectionWriter = CaseWriter<ObjectionCase>;

}  // namespace santong::acts
