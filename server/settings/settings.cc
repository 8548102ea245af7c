#include "server/settings/settings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/calendar.pb.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "server/settings/embedded.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"
#include "storage/tables/message.h"

namespace santong::settings {
namespace {

// A longer chain of mergers is an error of the organs' register, as is one that comes back to where
// it began.
constexpr int kSuccessorsMax = 16;

absl::StatusOr<std::vector<v1::PolicyLeaf>> BuiltinLeaves() {
  v1::PolicySet set;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(BuiltinPolicyText()), &set)) {
    return absl::InternalError("deploy/policies/builtin.textproto does not parse");
  }
  std::vector<v1::PolicyLeaf> leaves(set.leaves().begin(), set.leaves().end());
  for (v1::PolicyLeaf& leaf : leaves) leaf.clear_jurisdiction();
  return leaves;
}

template <typename Message>
absl::Status ReadAll(const kv::Reader& reader, char tag,
                     std::map<std::string, Message, std::less<>>* out) {
  const std::string prefix = schema::TablePrefix(tag);
  return tables::ScanMessages<Message>(reader, prefix, schema::PrefixEnd(prefix),
                                       [&](absl::string_view, const Message& message) {
                                         out->emplace(message.name(), message);
                                         return true;
                                       });
}

absl::Status ReadPolicies(const kv::Reader& reader, Settings* settings) {
  auto leaves = BuiltinLeaves();
  if (!leaves.ok()) return leaves.status();
  const std::string prefix = schema::TablePrefix('P');
  absl::Status scanned = tables::ScanMessages<store::v1::PolicyRecord>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const store::v1::PolicyRecord& record) {
        leaves->insert(leaves->end(), record.leaves().begin(), record.leaves().end());
        return true;
      });
  if (!scanned.ok()) return scanned;
  std::map<std::string, std::string> parents;
  for (const auto& [name, jurisdiction] : settings->jurisdictions)
    parents[name] = jurisdiction.parent();
  settings->has_confirmed_leaves =
      std::any_of(leaves->begin(), leaves->end(),
                  [](const v1::PolicyLeaf& leaf) { return !leaf.confirmed_by().empty(); });
  auto policies = policy::PolicyBook::Create(std::move(parents), *std::move(leaves));
  if (!policies.ok()) return policies.status();
  settings->policies = *std::move(policies);
  return absl::OkStatus();
}

// Of each year the newest version counts.
absl::StatusOr<calendar::Calendar> ReadCalendar(const kv::Reader& reader) {
  std::map<int, v1::Calendar> newest;
  const std::string prefix = schema::TablePrefix('C');
  absl::Status scanned = tables::ScanMessages<v1::Calendar>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::Calendar& year) {
        newest[year.year()] = year;
        return true;
      });
  if (!scanned.ok()) return scanned;
  std::vector<calendar::DayOverride> days;
  std::vector<int> years;
  for (const auto& [number, year] : newest) {
    years.push_back(number);
    for (const v1::CalendarDay& day : year.days()) {
      auto parsed = text::ParseIsoDay(day.date());
      if (!parsed.ok())
        return absl::DataLossError(absl::StrCat("a stored calendar holds the day ", day.date()));
      days.push_back({*parsed, day.title(), day.off()});
    }
  }
  return calendar::Calendar::Create(std::move(days), std::move(years));
}

}  // namespace

const v1::Jurisdiction* Settings::FindJurisdiction(absl::string_view name) const {
  auto found = jurisdictions.find(name);
  return found == jurisdictions.end() ? nullptr : &found->second;
}

const v1::Organ* Settings::FindOrgan(absl::string_view name) const {
  auto found = organs.find(name);
  return found == organs.end() ? nullptr : &found->second;
}

std::string Settings::JurisdictionOf(absl::string_view organ) {
  return std::string(organ.substr(0, std::min(organ.find("/organs/"), organ.size())));
}

std::string Settings::ResponsibleOrgan(const std::string& organ) const {
  std::string responsible = organ;
  for (int i = 0; i <= kSuccessorsMax; ++i) {
    const v1::Organ* found = FindOrgan(responsible);
    if (found == nullptr || found->successor().empty()) return responsible;
    responsible = found->successor();
  }
  return organ;  // nothing passes to anybody on an error
}

std::vector<std::string> Settings::PredecessorsOf(absl::string_view organ) const {
  auto found = predecessors.find(organ);
  return found == predecessors.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> Settings::OrgansAnsweredBy(const std::string& organ) const {
  if (organ.empty()) return {};
  std::vector<std::string> organs = PredecessorsOf(organ);
  organs.push_back(organ);
  return organs;
}

std::string Settings::ParentOf(absl::string_view jurisdiction) const {
  const v1::Jurisdiction* found = FindJurisdiction(jurisdiction);
  return found == nullptr ? "" : found->parent();
}

absl::StatusOr<std::shared_ptr<const Settings>> LoadSettings(const kv::Reader& reader) {
  auto stamp = tables::ReadCounter(reader, schema::SettingsStampKey());
  if (!stamp.ok()) return stamp.status();
  auto settings = std::make_shared<Settings>();
  settings->stamp = *stamp;
  if (absl::Status s = ReadAll(reader, 'J', &settings->jurisdictions); !s.ok()) return s;
  if (absl::Status s = ReadAll(reader, 'O', &settings->organs); !s.ok()) return s;
  for (const auto& [name, organ] : settings->organs) {
    settings->organs_by_title.emplace(text::FoldForMatch(organ.display_name()), name);
  }
  for (const auto& [name, organ] : settings->organs) {
    const std::string responsible = settings->ResponsibleOrgan(name);
    if (responsible != name) settings->predecessors[responsible].push_back(name);
  }
  if (absl::Status s = ReadPolicies(reader, settings.get()); !s.ok()) return s;
  auto calendar = ReadCalendar(reader);
  if (!calendar.ok()) return calendar.status();
  settings->calendar = *std::move(calendar);
  return settings;
}

absl::StatusOr<std::shared_ptr<const Settings>> SettingsCache::Read(const kv::Reader& reader) {
  auto stamp = tables::ReadCounter(reader, schema::SettingsStampKey());
  if (!stamp.ok()) return stamp.status();
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (newest_ != nullptr && newest_->stamp == *stamp) return newest_;
  }
  auto settings = LoadSettings(reader);
  if (!settings.ok()) return settings.status();
  absl::MutexLock lock(&mutex_);
  // A transaction that fails later may have shown a stamp that never came to be. That is harmless:
  // a stamp is the instant of its act, so no other content ever bears it.
  newest_ = *settings;
  return settings;
}

}  // namespace santong::settings
