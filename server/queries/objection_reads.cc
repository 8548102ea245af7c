#include "server/queries/objection_reads.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/visibility.h"
#include "server/queries/page.h"
#include "storage/schema/keys.h"
#include "storage/tables/objection_table.h"

namespace santong::queries {
namespace {

// The day that somebody must answer by, of the clocks that run; empty when none does.
std::string DueDate(const v1::Objection& objection) {
  std::string due;
  for (const v1::Clock& clock : objection.clocks()) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    if (due.empty() || clock.due_date() < due) due = clock.due_date();
  }
  return due;
}

}  // namespace

absl::StatusOr<v1::Objection> TrackObjection(const kv::Reader& reader, uint64_t id) {
  auto objection = tables::GetObjection(reader, id);
  if (!objection.ok()) return objection.status();
  return objection::LodgerView(*std::move(objection));
}

absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, const vault::Vault& vault,
                                           const access::Caller& caller,
                                           const v1::GetObjectionRequest& request) {
  const auto not_found = [&] {
    return error::Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", request.name()}});
  };
  auto id = tables::ObjectionId(request.name());
  if (!id.ok()) return not_found();
  auto objection = tables::GetObjection(reader, *id);
  if (absl::IsNotFound(objection.status())) return not_found();
  if (!objection.ok()) return objection.status();
  if (!objection::IsReviewerOf(caller, *objection)) {
    return objection::ViewFor(caller, *std::move(objection));
  }
  auto secret = tables::GetObjectionSecret(reader, *id);
  if (!secret.ok()) return secret.status();
  if (secret->wrapped_key().empty()) return objection;  // erased
  auto plain = vault.Unseal(secret->code_salt(), {secret->wrapped_key(), secret->sealed_lodger()});
  if (!plain.ok()) return plain.status();
  if (!objection->mutable_internal()->mutable_lodger()->ParseFromString(*plain)) {
    return absl::DataLossError("a sealed lodger does not parse");
  }
  return objection;
}

absl::StatusOr<v1::ListObjectionsResponse> ListObjections(
    const kv::Reader& reader, const access::Caller& caller,
    const v1::ListObjectionsRequest& request) {
  const std::string asked = AskedFor(request);
  auto after = ReadPageToken(asked, request.page_token());
  if (!after.ok()) return after.status();
  const std::string prefix = request.document().empty()
                                 ? schema::TablePrefix('Q')
                                 : schema::ObjectionsByDocumentPrefix(request.document());
  v1::ListObjectionsResponse response;
  std::string last_key;
  bool more = false;
  absl::Status damage;
  absl::Status scanned = reader.Scan(
      after->empty() ? prefix : *after + '\0', schema::PrefixEnd(prefix),
      [&](absl::string_view key, absl::string_view) {
        if (response.objections_size() == PageSize(request.page_size())) {
          more = true;
          return false;
        }
        last_key = std::string(key);
        auto id = schema::ObjectionIdOf(key);
        auto objection = id.ok() ? tables::GetObjection(reader, *id)
                                 : absl::StatusOr<v1::Objection>(id.status());
        if (!objection.ok()) {
          damage = objection.status();
          return false;
        }
        const auto& states = request.states();
        const bool wanted =
            (states.empty() ||
             std::find(states.begin(), states.end(), objection->state()) != states.end()) &&
            (request.jurisdiction().empty() || request.jurisdiction() == objection->jurisdiction());
        if (wanted) *response.add_objections() = objection::ViewFor(caller, *std::move(objection));
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  if (more) response.set_next_page_token(MakePageToken(asked, last_key));
  return response;
}

absl::StatusOr<std::vector<std::string>> ObjectionDoubts(const kv::Reader& reader,
                                                         const std::string& document,
                                                         const std::string& date) {
  std::vector<std::string> doubts;
  const std::string prefix = schema::ObjectionsByDocumentPrefix(document);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::ObjectionIdOf(key);
        auto objection = id.ok() ? tables::GetObjection(reader, *id)
                                 : absl::StatusOr<v1::Objection>(id.status());
        if (!objection.ok()) {
          damage = objection.status();
          return false;
        }
        if (!objection::IsOpen(objection->state()) || objection->lodged_date() > date) return true;
        const std::string due = DueDate(*objection);
        doubts.push_back(absl::StrCat("有异议正在办理（", objection->name(), "，",
                                      objection::StateTitleZh(objection->state()),
                                      due.empty() ? "" : absl::StrCat("，期限至", due),
                                      "）；决定作出前文件效力不变。"));
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return doubts;
}

}  // namespace santong::queries
