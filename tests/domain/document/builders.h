// The people, papers and policy of a plain place, from which tests of the document are built.
#pragma once

#include <initializer_list>
#include <map>
#include <string>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "santong/v1/policy.pb.h"
#include "server/domain/access/caller.h"

namespace santong::document {

// The place: Ping'an District under Haidong City. Names are as in a real registry; the pattern is a
// sample.
inline constexpr char kDistrict[] = "jurisdictions/630203";
inline constexpr char kCity[] = "jurisdictions/630200";
inline constexpr char kLead[] = "jurisdictions/630203/organs/finance";
inline constexpr char kCoIssuer[] = "jurisdictions/630203/organs/agriculture";
inline constexpr char kLegalOffice[] = "jurisdictions/630203/organs/justice";

access::Caller Drafter();
access::Caller Reviewer();  // the district's legal office
access::Caller CityReviewer();
access::Caller Publisher();
access::Caller Operator();
access::Caller Someone(v1::Role role);  // of the lead organ and the district, with that role alone

absl::CivilDay Day(const char* iso);

v1::Evidence Proof(v1::EvidenceKind kind, const char* date);

// A complete draft of two issuers on 2026-03-20, under a policy of plain periods, all confirmed.
v1::Document CompleteDraft();
std::map<std::string, v1::PolicyLeaf> PlainPolicy();

v1::PolicyLeaf Period(const char* key, int64_t limit,
                      v1::PeriodUnit unit = v1::PERIOD_UNIT_CALENDAR_DAYS);
v1::PolicyLeaf Choice(const char* key, const char* text);
v1::PolicyLeaf List(const char* key, std::initializer_list<const char*> items);

// An organ entitled to issue.
v1::Organ IssuingOrgan(const char* name, v1::OrganKind kind, const char* title);
// A published document of the same district that does `kind` to documents/7.
v1::Document OtherDocument(v1::RelationKind kind);

}  // namespace santong::document
