// Jurisdictions and organs.
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/acts/admin_acts.h"
#include "server/acts/admin_writer.h"
#include "server/acts/update_fields.h"
#include "server/domain/text/identity_code.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

template <typename Resource>
absl::StatusOr<Resource> ReadResource(const kv::Reader& reader, const std::string& key,
                                      const std::string& name) {
  auto resource = tables::GetMessage<Resource>(reader, key);
  if (absl::IsNotFound(resource.status())) return error::NotFound(name);
  return resource;
}

// The parent exists, and following parents upwards never comes back.
absl::Status CheckParent(const kv::Reader& reader, const v1::Jurisdiction& jurisdiction) {
  std::string above = jurisdiction.parent();
  while (!above.empty()) {
    if (above == jurisdiction.name()) {
      return error::RefuseField("jurisdiction.parent", "a jurisdiction cannot stand above itself",
                                "行政区域不能是自己的上级");
    }
    auto parent = tables::GetMessage<v1::Jurisdiction>(reader, schema::JurisdictionKey(above));
    if (absl::IsNotFound(parent.status())) {
      return error::RefuseField(
          "jurisdiction.parent",
          absl::StrCat("there is no jurisdiction \"", above, "\"; create it first"),
          absl::StrCat("没有行政区域“", above, "”；请先建立"));
    }
    if (!parent.ok()) return parent.status();
    above = parent->parent();
  }
  return absl::OkStatus();
}

// The successor exists, and following successors never comes back: in a circle nobody would have
// the duties. Empty, or what is wrong with it.
absl::StatusOr<std::vector<error::FieldViolation>> WrongSuccessor(const kv::Reader& reader,
                                                                  const v1::Organ& organ) {
  std::vector<error::FieldViolation> wrong;
  std::set<std::string> before = {organ.name()};
  std::string next = organ.successor();
  while (!next.empty()) {
    if (!before.insert(next).second) {
      wrong.push_back({"organ.successor",
                       absl::StrCat("from successor to successor this comes back to \"", next,
                                    "\"; name the organ that has the duties now, or none"),
                       absl::StrCat("沿承继机关逐级追溯又回到“", next,
                                    "”；请填写现在承担职责的机关，或者不填")});
      return wrong;
    }
    auto successor = tables::GetMessage<v1::Organ>(reader, schema::OrganKey(next));
    if (absl::IsNotFound(successor.status())) {
      wrong.push_back({"organ.successor", absl::StrCat("there is no organ \"", next, "\""),
                       absl::StrCat("没有机关“", next, "”")});
      return wrong;
    }
    if (!successor.ok()) return successor.status();
    next = successor->successor();
  }
  return wrong;
}

absl::Status CheckOrgan(const kv::Reader& reader, const v1::Organ& organ) {
  std::vector<error::FieldViolation> violations;
  if (!organ.credit_code().empty()) {
    const text::CodeCheck check = text::CheckCreditCode(organ.credit_code());
    if (check == text::CodeCheck::kWrongForm) {
      violations.push_back({"organ.credit_code",
                            "a credit code has 18 characters of GB 32100; correct it",
                            "统一社会信用代码应为18位（GB 32100），请更正"});
    } else if (check == text::CodeCheck::kWrongCheckDigit && organ.credit_code_override().empty()) {
      violations.push_back(
          {"organ.credit_code",
           "the check digit is wrong; correct it, or say in credit_code_override why it is so",
           "校验码不符；请更正，或在 credit_code_override 中说明原因"});
    }
  }
  auto wrong = WrongSuccessor(reader, organ);
  if (!wrong.ok()) return wrong.status();
  violations.insert(violations.end(), wrong->begin(), wrong->end());
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

void SetCreateTime(absl::Time now, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(now));
}

bool IsDivisionCode(absl::string_view code) {
  return code.size() == 6 && std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
}

absl::StatusOr<v1::Jurisdiction> ReadJurisdiction(const kv::Reader& reader,
                                                  const std::string& name) {
  return ReadResource<v1::Jurisdiction>(reader, schema::JurisdictionKey(name), name);
}

absl::StatusOr<v1::Organ> ReadOrgan(const kv::Reader& reader, const std::string& name) {
  return ReadResource<v1::Organ>(reader, schema::OrganKey(name), name);
}

}  // namespace

void CreateJurisdiction(kv::Store& store, Request request,
                        const v1::CreateJurisdictionRequest& asked, Reply<v1::Jurisdiction> reply) {
  RunAdmin<v1::Jurisdiction>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Jurisdiction> {
        if (!IsDivisionCode(asked.jurisdiction_id())) {
          return error::RefuseField("jurisdiction_id",
                                    "a division code has six digits (GB/T 2260), e.g. 630203",
                                    "行政区划代码为六位数字（GB/T 2260），如 630203");
        }
        v1::Jurisdiction jurisdiction = asked.jurisdiction();
        jurisdiction.set_name(absl::StrCat("jurisdictions/", asked.jurisdiction_id()));
        const std::string key = schema::JurisdictionKey(jurisdiction.name());
        if (absl::Status s = RefuseIfExists(change.txn, key, jurisdiction.name()); !s.ok())
          return s;
        if (absl::Status s = CheckParent(change.txn, jurisdiction); !s.ok()) return s;
        jurisdiction.set_etag(change.etag);
        SetCreateTime(change.request.now, jurisdiction.mutable_create_time());
        change.txn.Put(key, tables::Encode(jurisdiction));
        change.event.set_resource(jurisdiction.name());
        change.event.set_type("JurisdictionCreated");
        change.event.set_action("CREATE");
        change.event.set_public_(true);
        return jurisdiction;
      },
      ReadJurisdiction, std::move(reply));
}

void UpdateJurisdiction(kv::Store& store, Request request,
                        const v1::UpdateJurisdictionRequest& asked, Reply<v1::Jurisdiction> reply) {
  RunAdmin<v1::Jurisdiction>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Jurisdiction> {
        const std::string& name = asked.jurisdiction().name();
        auto jurisdiction = ReadJurisdiction(change.txn, name);
        if (!jurisdiction.ok()) return jurisdiction;
        if (absl::Status s =
                error::CheckEtag(name, asked.jurisdiction().etag(), jurisdiction->etag());
            !s.ok())
          return s;
        if (absl::Status s =
                UpdateFields(asked.jurisdiction(), asked.update_mask(), &*jurisdiction);
            !s.ok())
          return s;
        if (absl::Status s = CheckParent(change.txn, *jurisdiction); !s.ok()) return s;
        jurisdiction->set_etag(change.etag);
        change.txn.Put(schema::JurisdictionKey(name), tables::Encode(*jurisdiction));
        change.event.set_resource(name);
        change.event.set_type("JurisdictionUpdated");
        change.event.set_action("UPDATE");
        change.event.set_public_(true);
        return jurisdiction;
      },
      ReadJurisdiction, std::move(reply));
}

void CreateOrgan(kv::Store& store, Request request, const v1::CreateOrganRequest& asked,
                 Reply<v1::Organ> reply) {
  RunAdmin<v1::Organ>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Organ> {
        auto parent = change.txn.Get(schema::JurisdictionKey(asked.parent()));
        if (absl::IsNotFound(parent.status())) {
          return error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN,
                               {{"jurisdiction", asked.parent()}});
        }
        if (!parent.ok()) return parent.status();
        v1::Organ organ = asked.organ();
        organ.set_name(absl::StrCat(asked.parent(), "/organs/", asked.organ_id()));
        const std::string key = schema::OrganKey(organ.name());
        if (absl::Status s = RefuseIfExists(change.txn, key, organ.name()); !s.ok()) return s;
        if (absl::Status s = CheckOrgan(change.txn, organ); !s.ok()) return s;
        organ.set_etag(change.etag);
        SetCreateTime(change.request.now, organ.mutable_create_time());
        change.txn.Put(key, tables::Encode(organ));
        change.event.set_resource(organ.name());
        change.event.set_type("OrganCreated");
        change.event.set_action("CREATE");
        change.event.set_public_(true);
        return organ;
      },
      ReadOrgan, std::move(reply));
}

void UpdateOrgan(kv::Store& store, Request request, const v1::UpdateOrganRequest& asked,
                 Reply<v1::Organ> reply) {
  RunAdmin<v1::Organ>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::Organ> {
        const std::string& name = asked.organ().name();
        auto organ = ReadOrgan(change.txn, name);
        if (!organ.ok()) return organ;
        if (absl::Status s = error::CheckEtag(name, asked.organ().etag(), organ->etag()); !s.ok())
          return s;
        if (absl::Status s = UpdateFields(asked.organ(), asked.update_mask(), &*organ); !s.ok())
          return s;
        if (absl::Status s = CheckOrgan(change.txn, *organ); !s.ok()) return s;
        organ->set_etag(change.etag);
        change.txn.Put(schema::OrganKey(name), tables::Encode(*organ));
        change.event.set_resource(name);
        change.event.set_type("OrganUpdated");
        change.event.set_action("UPDATE");
        change.event.set_public_(true);
        return organ;
      },
      ReadOrgan, std::move(reply));
}

}  // namespace santong::acts
