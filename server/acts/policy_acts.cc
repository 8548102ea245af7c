// Policy leaves: set in sets, confirmed one by one.
#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "santong/store/v1/record.pb.h"
#include "server/acts/admin_acts.h"
#include "server/acts/admin_writer.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"
#include "server/settings/place_warnings.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

std::string LeafName(const std::string& jurisdiction, const v1::PolicyLeaf& leaf) {
  return absl::StrCat(jurisdiction.empty() ? "builtin" : jurisdiction, "/policyLeaves/", leaf.key(),
                      "@", leaf.valid_from().empty() ? "always" : leaf.valid_from());
}

// The event of a set holds all of it, and whoever watches, lists or copies the history takes the
// event as one message: it stays far below what a client takes.
constexpr size_t kSetBytesMax = 1 << 20;

// A leaf as its event keeps it: one line, in the words that were sent.
std::string InOneLine(const v1::PolicyLeaf& leaf) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string line;
  printer.PrintToString(leaf, &line);
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

absl::StatusOr<store::v1::PolicyRecord> ReadRecord(const kv::Reader& reader,
                                                   const std::string& jurisdiction) {
  auto record =
      tables::GetMessage<store::v1::PolicyRecord>(reader, schema::PolicyKey(jurisdiction));
  if (absl::IsNotFound(record.status())) return store::v1::PolicyRecord();
  return record;
}

// A leaf with the same key and first day takes the place of the one there; the event keeps what
// was.
void PutLeaf(store::v1::PolicyRecord* record, const v1::PolicyLeaf& leaf) {
  for (v1::PolicyLeaf& there : *record->mutable_leaves()) {
    if (there.name() == leaf.name()) {
      there = leaf;
      return;
    }
  }
  *record->add_leaves() = leaf;
}

// A leaf of the place's own that is past ended whatever began before it: the copy of an inherited
// one begins after it, or nobody would see it, and days past would get another value.
void BeginAfterOwn(const store::v1::PolicyRecord& record, absl::CivilDay today,
                   v1::PolicyLeaf* copy) {
  for (const v1::PolicyLeaf& own : record.leaves()) {
    const auto last = text::ParseIsoDay(own.valid_to());
    if (own.key() != copy->key() || !last.ok() || *last >= today) continue;
    // Days written YYYY-MM-DD sort as text.
    if (copy->valid_from() <= own.valid_to()) copy->set_valid_from(text::FormatIsoDay(*last + 1));
  }
}

// What the set leaves amiss in its jurisdiction and those below: who registers decides who reviews,
// from the first day on which it says so. `reader` sees the set.
absl::StatusOr<std::vector<v1::PlaceWarning>> WarningsOf(const kv::Reader& reader,
                                                         const v1::PolicySet& set,
                                                         absl::CivilDay today) {
  std::vector<v1::PlaceWarning> warnings;
  for (const v1::PolicyLeaf& leaf : set.leaves()) {
    if (leaf.key() != policy::kRegistrarModel || !warnings.empty()) continue;
    auto now = settings::LoadSettings(reader);
    if (!now.ok()) return now.status();
    const auto from = text::ParseIsoDay(leaf.valid_from());
    const absl::CivilDay day = from.ok() ? std::max(*from, today) : today;
    warnings = settings::PlaceWarnings(**now, set.jurisdiction(), day);
  }
  return warnings;
}

// All violations of all leaves, with their place in the set.
absl::Status CheckSet(const kv::Reader& reader, const v1::PolicySet& set) {
  std::vector<error::FieldViolation> violations;
  if (set.jurisdiction().empty()) {
    violations.push_back({"policy_set.jurisdiction",
                          "name the jurisdiction; the built-in default is part of the program",
                          "请指明行政区域；内置缺省随程序发布，不能改写"});
  } else {
    auto jurisdiction = reader.Get(schema::JurisdictionKey(set.jurisdiction()));
    if (absl::IsNotFound(jurisdiction.status())) {
      violations.push_back(
          {"policy_set.jurisdiction",
           absl::StrCat("there is no jurisdiction \"", set.jurisdiction(), "\"; create it first"),
           absl::StrCat("没有行政区域“", set.jurisdiction(), "”；请先建立")});
    } else if (!jurisdiction.ok()) {
      return jurisdiction.status();
    }
  }
  if (const size_t bytes = set.ByteSizeLong(); bytes > kSetBytesMax) {
    violations.push_back(
        {"policy_set.leaves",
         absl::StrCat("has ", bytes, " bytes in all, and one call takes ", kSetBytesMax,
                      "; set the leaves in several calls"),
         absl::StrCat("合计", bytes, "字节，一次至多", kSetBytesMax, "字节；请分几次设定")});
  }
  std::set<std::string> names;
  for (int i = 0; i < set.leaves_size(); ++i) {
    if (!names.insert(LeafName(set.jurisdiction(), set.leaves(i))).second) {
      violations.push_back({absl::StrCat("policy_set.leaves[", i, "].key"),
                            "stands twice with the same first day; keep one",
                            "同一起始日期重复；请保留一项"});
    }
    for (error::FieldViolation& violation :
         error::FieldViolationsOf(policy::CheckLeaf(set.leaves(i)))) {
      violation.field = absl::StrCat("policy_set.leaves[", i, "].", violation.field);
      violations.push_back(std::move(violation));
    }
  }
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

}  // namespace

void SetPolicy(kv::Store& store, Request request, const v1::SetPolicyRequest& asked,
               Reply<v1::SetPolicyResponse> reply) {
  const absl::CivilDay today = request.today;
  RunAdmin<v1::SetPolicyResponse>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::SetPolicyResponse> {
        const v1::PolicySet& set = asked.policy_set();
        if (absl::Status status = CheckSet(change.txn, set); !status.ok()) return status;
        auto record = ReadRecord(change.txn, set.jurisdiction());
        if (!record.ok()) return record.status();
        v1::SetPolicyResponse response;
        for (v1::PolicyLeaf leaf : set.leaves()) {
          leaf.set_jurisdiction(set.jurisdiction());
          leaf.set_name(LeafName(set.jurisdiction(), leaf));
          leaf.clear_confirm_time();  // this act's to say; nothing has checked what was sent
          if (!leaf.confirmed_by().empty()) {
            leaf.mutable_confirm_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
          }
          PutLeaf(&*record, leaf);
          (*change.event.mutable_facts())[leaf.name()] = InOneLine(leaf);
          *response.add_leaves() = leaf;
        }
        change.txn.Put(schema::PolicyKey(set.jurisdiction()), tables::Encode(*record));
        auto warnings = WarningsOf(change.txn, set, change.request.today);
        if (!warnings.ok()) return warnings.status();
        for (const v1::PlaceWarning& warning : *warnings) *response.add_warnings() = warning;
        change.event.set_resource(set.jurisdiction());
        change.event.set_type("PolicySet");
        change.event.set_action("SET_POLICY");
        change.event.set_public_(true);
        return response;
      },
      [asked, today](const kv::Reader& reader,
                     const std::string& jurisdiction) -> absl::StatusOr<v1::SetPolicyResponse> {
        auto record = ReadRecord(reader, jurisdiction);
        if (!record.ok()) return record.status();
        v1::SetPolicyResponse response;
        // Those of the set: the place has others, which were set by other calls.
        for (const v1::PolicyLeaf& leaf : asked.policy_set().leaves()) {
          const std::string name = LeafName(jurisdiction, leaf);
          for (const v1::PolicyLeaf& there : record->leaves()) {
            if (there.name() == name) *response.add_leaves() = there;
          }
        }
        auto warnings = WarningsOf(reader, asked.policy_set(), today);
        if (!warnings.ok()) return warnings.status();
        for (const v1::PlaceWarning& warning : *warnings) *response.add_warnings() = warning;
        return response;
      },
      std::move(reply));
}

void ConfirmPolicyLeaf(kv::Store& store, settings::SettingsCache& settings, Request request,
                       const v1::ConfirmPolicyLeafRequest& asked, Reply<v1::PolicyLeaf> reply) {
  RunAdmin<v1::PolicyLeaf>(
      store, std::move(request), Stale::kSettings,
      [asked, &settings](AdminChange& change) -> absl::StatusOr<v1::PolicyLeaf> {
        auto now = settings.Read(change.txn);
        if (!now.ok()) return now.status();
        if ((*now)->FindJurisdiction(asked.jurisdiction()) == nullptr) {
          return error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN,
                               {{"jurisdiction", asked.jurisdiction()}});
        }
        const v1::PolicyLeaf* in_force =
            (*now)->policies->On(asked.jurisdiction(), change.request.today).Find(asked.key());
        if (in_force == nullptr) {
          return error::RefuseField(
              "key", absl::StrCat("\"", asked.key(), "\" is not set here; set it first"),
              absl::StrCat("“", asked.key(), "”在此未设定；请先设定"));
        }
        v1::PolicyLeaf leaf = *in_force;
        auto record = ReadRecord(change.txn, asked.jurisdiction());
        if (!record.ok()) return record.status();
        // An inherited leaf is confirmed for this jurisdiction only, from the same first day.
        if (leaf.jurisdiction() != asked.jurisdiction())
          BeginAfterOwn(*record, change.request.today, &leaf);
        leaf.set_jurisdiction(asked.jurisdiction());
        leaf.set_name(LeafName(asked.jurisdiction(), leaf));
        leaf.set_confirmed_by(asked.confirmed_by());
        leaf.set_confirmed_source(asked.confirmed_source());
        leaf.mutable_confirm_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        PutLeaf(&*record, leaf);
        change.txn.Put(schema::PolicyKey(asked.jurisdiction()), tables::Encode(*record));
        change.event.set_resource(leaf.name());
        change.event.set_type("PolicyLeafConfirmed");
        change.event.set_action("CONFIRM_POLICY_LEAF");
        change.event.set_reason(asked.confirmed_source());
        change.event.set_public_(true);
        (*change.event.mutable_facts())["key"] = leaf.key();
        return leaf;
      },
      [asked](const kv::Reader& reader, const std::string& name) -> absl::StatusOr<v1::PolicyLeaf> {
        auto record = ReadRecord(reader, asked.jurisdiction());
        if (!record.ok()) return record.status();
        for (const v1::PolicyLeaf& leaf : record->leaves()) {
          if (leaf.name() == name) return leaf;
        }
        return error::NotFound(name);
      },
      std::move(reply));
}

}  // namespace santong::acts
