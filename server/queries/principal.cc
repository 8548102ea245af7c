#include "server/queries/principal.h"

#include "absl/strings/str_cat.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/principal.pb.h"
#include "server/settings/settings.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// Tokens that were tried and not found are not kept, so this bounds the good ones.
constexpr size_t kKnownMax = 10'000;

absl::Status Unknown() { return absl::NotFoundError("no principal has this credential"); }

absl::StatusOr<access::Caller> CallerOf(const kv::Reader& reader, const std::string& name) {
  auto principal = tables::GetMessage<v1::Principal>(reader, schema::PrincipalKey(name));
  if (absl::IsNotFound(principal.status())) return Unknown();
  if (!principal.ok()) return principal.status();
  if (principal->disabled()) return Unknown();
  access::Caller caller;
  caller.principal = principal->name();
  caller.organ = principal->organ();
  caller.jurisdiction = principal->organ().empty()
                            ? principal->jurisdiction()
                            : settings::Settings::JurisdictionOf(principal->organ());
  for (int role : principal->roles()) caller.roles.push_back(static_cast<v1::Role>(role));
  return caller;
}

}  // namespace

std::optional<absl::StatusOr<access::Caller>> PrincipalLookup::Kept(absl::string_view sha256,
                                                                    absl::Time now) const {
  const auto known = known_.find(sha256);
  if (known == known_.end()) return std::nullopt;
  if (now >= known->second.expire_time) return Unknown();
  return known->second.caller;
}

absl::StatusOr<access::Caller> PrincipalLookup::ByTokenSha256(absl::string_view sha256,
                                                              absl::Time now) {
  // Taken before the snapshot: what the snapshot shows beyond it is looked at again.
  const uint64_t changes = store_.Changes();
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (changes == checked_) {
      if (auto kept = Kept(sha256, now)) return *std::move(kept);
    }
  }
  auto reader = store_.Snapshot();
  auto stamp = tables::ReadCounter(*reader, schema::PrincipalsStampKey());
  if (!stamp.ok()) return stamp.status();
  {
    absl::MutexLock lock(&mutex_);
    if (*stamp != stamp_ || known_.size() > kKnownMax) known_.clear();
    stamp_ = *stamp;
    checked_ = changes;
    if (auto kept = Kept(sha256, now)) return *std::move(kept);
  }
  auto record = tables::GetMessage<store::v1::TokenRecord>(*reader, schema::TokenKey(sha256));
  if (absl::IsNotFound(record.status())) return Unknown();
  if (!record.ok()) return record.status();
  const v1::Token& token = record->token();
  const absl::Time expire_time = token.has_expire_time()
                                     ? absl::FromUnixSeconds(token.expire_time().seconds())
                                     : absl::InfiniteFuture();
  if (token.has_revoke_time() || now >= expire_time) return Unknown();
  auto caller = CallerOf(*reader, record->principal());
  if (!caller.ok()) return caller.status();
  absl::MutexLock lock(&mutex_);
  // Another thread may have seen a later stamp meanwhile: what was read here is then not kept.
  if (stamp_ == *stamp) known_[sha256] = {*caller, expire_time};
  return caller;
}

absl::StatusOr<access::Caller> PrincipalLookup::ByCertificateSubject(absl::string_view subject) {
  auto reader = store_.Snapshot();
  auto name = reader->Get(schema::CertificateKey(subject));
  if (absl::IsNotFound(name.status())) return Unknown();
  if (!name.ok()) return name.status();
  return CallerOf(*reader, *name);
}

}  // namespace santong::queries
