#include "server/queries/principal.h"

#include <utility>

#include "santong/store/v1/record.pb.h"
#include "santong/v1/principal.pb.h"
#include "server/domain/access/registrar.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// Tokens that were tried and not found are not kept, so this bounds the good ones.
constexpr size_t kKnownMax = 10'000;

absl::Status Unknown() { return absl::NotFoundError("no principal has this credential"); }

}  // namespace

absl::StatusOr<PrincipalLookup::Basis> PrincipalLookup::BasisOf(const kv::Reader& reader,
                                                                absl::CivilDay today) {
  auto principals = tables::ReadCounter(reader, schema::PrincipalsStampKey());
  if (!principals.ok()) return principals.status();
  auto settings = tables::ReadCounter(reader, schema::SettingsStampKey());
  if (!settings.ok()) return settings.status();
  return Basis{.principals = *principals, .settings = *settings, .day = today};
}

absl::StatusOr<access::Caller> PrincipalLookup::CallerOf(const kv::Reader& reader,
                                                         const std::string& name,
                                                         absl::CivilDay today) const {
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
  // Nobody else needs the settings: who looks into damaged ones must get in.
  const bool of_an_organ =
      !caller.organ.empty() && (caller.Has(v1::ROLE_DRAFTER) || caller.Has(v1::ROLE_PUBLISHER));
  if (!caller.Has(v1::ROLE_REVIEWER) && !of_an_organ) return caller;
  auto now = settings_.Read(reader);
  if (!now.ok()) return now.status();
  caller.predecessors = (*now)->PredecessorsOf(caller.organ);
  caller.roles = access::RolesInPlace(std::move(caller.roles), (*now)->FindOrgan(caller.organ),
                                      (*now)->policies->On(caller.jurisdiction, today));
  return caller;
}

std::optional<absl::StatusOr<access::Caller>> PrincipalLookup::Kept(absl::string_view sha256,
                                                                    absl::Time now) const {
  const auto known = known_.find(sha256);
  if (known == known_.end()) return std::nullopt;
  if (now >= known->second.expire_time) return Unknown();
  return known->second.caller;
}

absl::StatusOr<access::Caller> PrincipalLookup::ByTokenSha256(absl::string_view sha256,
                                                              absl::Time now,
                                                              absl::CivilDay today) {
  // Taken before the snapshot: what the snapshot shows beyond it is looked at again.
  const uint64_t changes = store_.Changes();
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (changes == checked_ && today == basis_.day) {
      if (auto kept = Kept(sha256, now)) return *std::move(kept);
    }
  }
  auto reader = store_.Snapshot();
  auto basis = BasisOf(*reader, today);
  if (!basis.ok()) return basis.status();
  {
    absl::MutexLock lock(&mutex_);
    if (!(*basis == basis_) || known_.size() > kKnownMax) known_.clear();
    basis_ = *basis;
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
  auto caller = CallerOf(*reader, record->principal(), today);
  if (!caller.ok()) return caller.status();
  absl::MutexLock lock(&mutex_);
  // Another thread may have seen a later stamp meanwhile: what was read here is then not kept.
  if (basis_ == *basis) known_[sha256] = {*caller, expire_time};
  return caller;
}

absl::StatusOr<access::Caller> PrincipalLookup::ByCertificateSubject(absl::string_view subject,
                                                                     absl::CivilDay today) {
  auto reader = store_.Snapshot();
  auto name = reader->Get(schema::CertificateKey(subject));
  if (absl::IsNotFound(name.status())) return Unknown();
  if (!name.ok()) return name.status();
  return CallerOf(*reader, *name, today);
}

}  // namespace santong::queries
