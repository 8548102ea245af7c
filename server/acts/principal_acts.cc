// Principals and their tokens.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/act_record.h"
#include "server/acts/admin_acts.h"
#include "server/acts/admin_writer.h"
#include "server/acts/append_event.h"
#include "server/acts/update_fields.h"
#include "server/domain/digest/sha256.h"
#include "server/vault/vault.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

constexpr int kSecretBytes = 32;  // 256 bits: never guessed

absl::StatusOr<v1::Principal> ReadPrincipal(const kv::Reader& reader, const std::string& name) {
  auto principal = tables::GetMessage<v1::Principal>(reader, schema::PrincipalKey(name));
  if (absl::IsNotFound(principal.status())) return error::NotFound(name);
  return principal;
}

// A role that acts on documents needs a place to act in: drafters an organ, the others an organ or
// a jurisdiction.
absl::Status CheckPrincipal(const kv::Reader& reader, const v1::Principal& principal) {
  std::vector<error::FieldViolation> violations;
  auto organ = Exists(reader, schema::OrganKey(principal.organ()));
  if (!organ.ok()) return organ.status();
  auto jurisdiction = Exists(reader, schema::JurisdictionKey(principal.jurisdiction()));
  if (!jurisdiction.ok()) return jurisdiction.status();
  if (!principal.organ().empty() && !*organ) {
    violations.push_back({"principal.organ",
                          absl::StrCat("there is no organ \"", principal.organ(), "\""),
                          absl::StrCat("没有机关“", principal.organ(), "”")});
  }
  if (!principal.jurisdiction().empty() && !*jurisdiction) {
    violations.push_back(
        {"principal.jurisdiction",
         absl::StrCat("there is no jurisdiction \"", principal.jurisdiction(), "\""),
         absl::StrCat("没有行政区域“", principal.jurisdiction(), "”")});
  }
  for (int i = 0; i < principal.roles_size(); ++i) {
    const v1::Role role = principal.roles(i);
    const std::string field = absl::StrCat("principal.roles[", i, "]");
    if (role == v1::ROLE_PUBLIC || role == v1::ROLE_SYSTEM || role == v1::ROLE_REGISTRAR ||
        role == v1::ROLE_UNSPECIFIED) {
      violations.push_back(
          {field, "this role cannot be given; use drafter, reviewer, publisher, auditor or admin",
           "此角色不能授予；请用起草、审查、公布、监督或管理"});
    }
    const bool acts_on_documents =
        role == v1::ROLE_DRAFTER || role == v1::ROLE_REVIEWER || role == v1::ROLE_PUBLISHER;
    if (acts_on_documents && principal.organ().empty()) {
      violations.push_back({"principal.organ",
                            "a drafter, reviewer or publisher acts for an organ; name it",
                            "起草、审查、公布人员须代表一个机关；请填写所属机关"});
    }
  }
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

// One certificate subject belongs to one principal.
absl::Status ClaimSubject(kv::Transaction& txn, const v1::Principal& principal,
                          const std::string& old_subject) {
  const std::string& subject = principal.certificate_subject();
  if (subject == old_subject) return absl::OkStatus();
  if (!subject.empty()) {
    auto holder = txn.Get(schema::CertificateKey(subject));
    if (holder.ok() && *holder != principal.name()) {
      return error::RefuseField("principal.certificate_subject",
                                "another principal has this certificate subject",
                                "该证书主体已属于另一使用者");
    }
    if (!holder.ok() && !absl::IsNotFound(holder.status())) return holder.status();
    txn.Put(schema::CertificateKey(subject), principal.name());
  }
  if (!old_subject.empty()) txn.Delete(schema::CertificateKey(old_subject));
  return absl::OkStatus();
}

bool IsAdmin(const v1::Principal& principal) {
  return !principal.disabled() && std::count(principal.roles().begin(), principal.roles().end(),
                                             static_cast<int>(v1::ROLE_ADMIN)) > 0;
}

// Somebody stays admin where `before` becomes `after`: nobody else could make one again.
absl::Status CheckAdminStays(const kv::Reader& reader, const v1::Principal& before,
                             const v1::Principal& after) {
  if (!IsAdmin(before) || IsAdmin(after)) return absl::OkStatus();
  bool stays = false;
  const std::string prefix = schema::TablePrefix('U');
  absl::Status scanned = tables::ScanMessages<v1::Principal>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::Principal& one) {
        stays = one.name() != before.name() && IsAdmin(one);
        return !stays;
      });
  if (!scanned.ok() || stays) return scanned;
  return error::RefuseField(after.disabled() ? "principal.disabled" : "principal.roles",
                            "this is the last admin: nobody could make another; make one first",
                            "这是最后一名管理员，此后无人能够再授予管理角色；请先增设一名管理员");
}

absl::StatusOr<store::v1::TokenRecord> ReadToken(const kv::Reader& reader,
                                                 const std::string& name) {
  auto hash = reader.Get(schema::TokenNameKey(name));
  if (absl::IsNotFound(hash.status())) return error::NotFound(name);
  if (!hash.ok()) return hash.status();
  return tables::GetMessage<store::v1::TokenRecord>(reader, schema::TokenKey(*hash));
}

void Describe(const std::string& resource, const char* type, const char* action, v1::Event* event) {
  event->set_resource(resource);
  event->set_type(type);
  event->set_action(action);
}

v1::Token PutToken(kv::Transaction& txn, const std::string& principal, const std::string& purpose,
                   const std::string& secret, absl::Time now,
                   const google::protobuf::Timestamp* expire_time) {
  store::v1::TokenRecord record;
  record.set_principal(principal);
  record.set_secret_sha256(digest::Sha256(secret));
  v1::Token& token = *record.mutable_token();
  // The token's name is the head of its hash: unique, and it tells nothing of the secret.
  token.set_name(absl::StrCat(principal, "/tokens/",
                              absl::BytesToHexString(record.secret_sha256().substr(0, 8))));
  token.set_purpose(purpose);
  token.mutable_create_time()->set_seconds(absl::ToUnixSeconds(now));
  if (expire_time != nullptr) *token.mutable_expire_time() = *expire_time;
  txn.Put(schema::TokenKey(record.secret_sha256()), tables::Encode(record));
  txn.Put(schema::TokenNameKey(token.name()), record.secret_sha256());
  return token;
}

}  // namespace

void CreatePrincipal(kv::Store& store, Request request, const v1::CreatePrincipalRequest& asked,
                     Reply<v1::Principal> reply) {
  RunAdmin<v1::Principal>(
      store, std::move(request), Stale::kPrincipals,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Principal> {
        v1::Principal principal = asked.principal();
        principal.set_name(absl::StrCat("principals/", asked.principal_id()));
        const std::string key = schema::PrincipalKey(principal.name());
        if (absl::Status s = RefuseIfExists(change.txn, key, principal.name()); !s.ok()) return s;
        if (absl::Status s = CheckPrincipal(change.txn, principal); !s.ok()) return s;
        if (absl::Status s = ClaimSubject(change.txn, principal, ""); !s.ok()) return s;
        principal.set_etag(change.etag);
        principal.mutable_create_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        change.txn.Put(key, tables::Encode(principal));
        Describe(principal.name(), "PrincipalCreated", "CREATE", &change.event);
        return principal;
      },
      ReadPrincipal, std::move(reply));
}

void UpdatePrincipal(kv::Store& store, Request request, const v1::UpdatePrincipalRequest& asked,
                     Reply<v1::Principal> reply) {
  RunAdmin<v1::Principal>(
      store, std::move(request), Stale::kPrincipals,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Principal> {
        const std::string& name = asked.principal().name();
        auto principal = ReadPrincipal(change.txn, name);
        if (!principal.ok()) return principal;
        if (absl::Status s = error::CheckEtag(name, asked.principal().etag(), principal->etag());
            !s.ok())
          return s;
        const v1::Principal before = *principal;
        if (absl::Status s = UpdateFields(asked.principal(), asked.update_mask(), &*principal);
            !s.ok())
          return s;
        if (absl::Status s = CheckPrincipal(change.txn, *principal); !s.ok()) return s;
        if (absl::Status s = CheckAdminStays(change.txn, before, *principal); !s.ok()) return s;
        if (absl::Status s = ClaimSubject(change.txn, *principal, before.certificate_subject());
            !s.ok())
          return s;
        principal->set_etag(change.etag);
        change.txn.Put(schema::PrincipalKey(name), tables::Encode(*principal));
        Describe(name, "PrincipalUpdated", "UPDATE", &change.event);
        return principal;
      },
      ReadPrincipal, std::move(reply));
}

void CreateToken(kv::Store& store, Request request, const v1::CreateTokenRequest& asked,
                 Reply<v1::Token> reply) {
  // Made here and not in the body, which may run more than once.
  auto made = NewSecret();
  if (!made.ok()) {
    std::move(reply)(made.status());
    return;
  }
  const std::string secret = *std::move(made);
  RunAdmin<v1::Token>(
      store, std::move(request), Stale::kPrincipals,
      [asked, secret](AdminChange& change) -> absl::StatusOr<v1::Token> {
        auto principal = ReadPrincipal(change.txn, asked.parent());
        if (!principal.ok()) return principal.status();
        if (asked.has_expire_time() &&
            absl::FromUnixSeconds(asked.expire_time().seconds()) <= change.request.now) {
          return error::RefuseField(
              "expire_time", "has passed already; give a later instant, or leave it out for none",
              "已经过去；请填写以后的时间，不限期的不用填写");
        }
        v1::Token token =
            PutToken(change.txn, asked.parent(), asked.purpose(), secret, change.request.now,
                     asked.has_expire_time() ? &asked.expire_time() : nullptr);
        Describe(token.name(), "TokenCreated", "CREATE", &change.event);
        token.set_secret(secret);
        return token;
      },
      // The secret is not kept: a repeated call gets the token without it.
      [](const kv::Reader& reader, const std::string& name) -> absl::StatusOr<v1::Token> {
        auto record = ReadToken(reader, name);
        if (!record.ok()) return record.status();
        return record->token();
      },
      std::move(reply));
}

void RevokeToken(kv::Store& store, Request request, const v1::RevokeTokenRequest& asked,
                 Reply<v1::Token> reply) {
  RunAdmin<v1::Token>(
      store, std::move(request), Stale::kPrincipals,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Token> {
        auto record = ReadToken(change.txn, asked.name());
        if (!record.ok()) return record.status();
        v1::Token& token = *record->mutable_token();
        if (!token.has_revoke_time()) {
          token.mutable_revoke_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        }
        change.txn.Put(schema::TokenKey(record->secret_sha256()), tables::Encode(*record));
        Describe(asked.name(), "TokenRevoked", "REVOKE", &change.event);
        return token;
      },
      [](const kv::Reader& reader, const std::string& name) -> absl::StatusOr<v1::Token> {
        auto record = ReadToken(reader, name);
        if (!record.ok()) return record.status();
        return record->token();
      },
      std::move(reply));
}

absl::StatusOr<std::string> NewSecret() {
  auto bytes = vault::Vault::Random(kSecretBytes);
  if (!bytes.ok()) return bytes.status();
  return absl::StrCat("st_", absl::WebSafeBase64Escape(*bytes));
}

absl::StatusOr<bool> NeedsFirstAdmin(const kv::Reader& reader) {
  bool any = false;
  const std::string prefix = schema::TablePrefix('U');
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view, absl::string_view) {
        any = true;
        return false;
      });
  if (!scanned.ok()) return scanned;
  return !any;
}

absl::Status CreateFirstAdmin(kv::Store& store, const std::string& secret, absl::Time now,
                              absl::CivilDay today) {
  return kv::TransactAndWait(store, [=](kv::Transaction& txn) -> absl::Status {
    auto needed = NeedsFirstAdmin(txn);
    if (!needed.ok() || !*needed) return needed.status();
    v1::Principal admin;
    admin.set_name("principals/admin");
    admin.set_display_name("系统管理员");
    admin.add_roles(v1::ROLE_ADMIN);
    admin.set_etag("\"1\"");
    admin.mutable_create_time()->set_seconds(absl::ToUnixSeconds(now));
    txn.Put(schema::PrincipalKey(admin.name()), tables::Encode(admin));
    PutToken(txn, admin.name(), "first start", secret, now, nullptr);
    txn.Put(schema::PrincipalsStampKey(),
            schema::EncodeUint64(static_cast<uint64_t>(absl::ToUnixNanos(now))));
    v1::Event event = EventOf({.caller = {.principal = "system"}, .now = now, .today = today}, "");
    Describe(admin.name(), "PrincipalCreated", "CREATE", &event);
    return AppendEvent(txn, event).status();
  });
}

}  // namespace santong::acts
