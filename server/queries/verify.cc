#include "server/queries/verify.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/finding.pb.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/document/decide.h"
#include "server/domain/number/document_number.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/verify_log.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"
#include "storage/tables/objection_table.h"

namespace santong::queries {
namespace {

// Passes reads on, and keeps what the engine says of them: who asked for a row may take one that
// cannot be read for one that is missing.
class NotingReader final : public kv::Reader {
 public:
  explicit NotingReader(const kv::Reader& reader) : reader_(reader) {}

  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    auto value = reader_.Get(key);
    (void)Note(value.status());
    return value;
  }
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    return Note(reader_.Scan(begin, end, visit));
  }
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    return Note(reader_.ScanBackward(begin, end, visit));
  }

  // Sentences of the engine, each once: it meets one damaged block many times.
  const std::set<std::string>& damage() const { return damage_; }
  // Why something could not be read now; OK where all could.
  const absl::Status& unread() const { return unread_; }

 private:
  absl::Status Note(absl::Status status) const {
    if (absl::IsDataLoss(status)) {
      damage_.insert(std::string(status.message()));
    } else if (!status.ok() && !absl::IsNotFound(status)) {
      unread_ = status;
    }
    return status;
  }

  const kv::Reader& reader_;
  mutable std::set<std::string> damage_;
  mutable absl::Status unread_;
};

class Verifier {
 public:
  Verifier(const kv::Reader& reader, int problems_max)
      : reader_(reader), problems_max_(problems_max) {}

  absl::StatusOr<v1::VerifyStoreResponse> Run() {
    for (auto part :
         {&Verifier::Documents, &Verifier::Entries, &Verifier::GivenNumbers, &Verifier::Versions,
          &Verifier::Screenings, &Verifier::Events, &Verifier::Series, &Verifier::Objections,
          &Verifier::Cleanups, &Verifier::Cases, &Verifier::Tasks, &Verifier::Log}) {
      const absl::Status status = (this->*part)();
      if (!reader_.unread().ok()) return reader_.unread();
      // Damage is what is looked for: the other parts are looked at, too.
      if (!status.ok() && !absl::IsDataLoss(status)) return status;
      if (!status.ok() && !reader_.damage().contains(std::string(status.message())))
        Problem(std::string(status.message()));
    }
    PutDamageFirst();
    return std::move(response_);
  }

 private:
  void Problem(const std::string& sentence) {
    if (response_.problems_size() < problems_max_) response_.add_problems(sentence);
  }

  // With its file and the way back; what else is wrong may only follow from it.
  void PutDamageFirst() {
    const std::vector<std::string> others(response_.problems().begin(), response_.problems().end());
    response_.clear_problems();
    for (const std::string& sentence : reader_.damage()) Problem(sentence);
    for (const std::string& sentence : others) Problem(sentence);
  }

  // An entry of a document or a side process, by its table.
  void Expect(const std::string& entry) { ++expected_[entry.front()]; }

  // No entry of the table is left over.
  absl::Status CountEntries(char table, const char* what, int64_t* stored) {
    *stored = 0;
    absl::Status scanned =
        ScanTable(schema::TablePrefix(table), [&](absl::string_view, absl::string_view) {
          ++*stored;
          return true;
        });
    if (scanned.ok() && *stored != expected_[table]) {
      Problem(absl::StrCat("there are ", *stored, " ", what, " and the resources ask for ",
                           expected_[table]));
    }
    return scanned;
  }

  absl::Status ScanTable(const std::string& prefix, kv::Reader::Visit visit) {
    return reader_.Scan(prefix, schema::PrefixEnd(prefix), visit);
  }

  // Every document has the entries that it must have. What is left of the entries points to
  // nothing.
  absl::Status Documents() {
    return ScanTable(schema::TablePrefix('d'), [&](absl::string_view key, absl::string_view value) {
      auto id = schema::DocumentIdOf(key);
      auto document =
          id.ok() ? tables::GetDocument(reader_, *id) : absl::StatusOr<v1::Document>(id.status());
      if (!document.ok()) {
        Problem(absl::StrCat("the document under key ", absl::BytesToHexString(key), ": ",
                             document.status().message()));
        return true;
      }
      response_.set_documents(response_.documents() + 1);
      if (document->name() != tables::DocumentName(*id))
        Problem(absl::StrCat(document->name(), " stands under ", *id));
      if ((value.front() == '\1') != visibility::AnyoneMayRead(*document)) {
        Problem(absl::StrCat(document->name(), ": who may read it does not agree with its state"));
      }
      for (const std::string& entry : acts::DocumentEntries(*id, *document)) {
        if (!reader_.Get(entry).ok()) {
          Problem(absl::StrCat(document->name(), ": its entry ", absl::CHexEscape(entry),
                               " is missing"));
        }
        Expect(entry);
      }
      for (const v1::VersionSummary& version : document->versions()) {
        hashes_[{*id, version.number()}] = version.text_sha256();
      }
      Numbers(*id, *document);
      return true;
    });
  }

  // Today's number and former ones: given once, and to this document.
  void Numbers(uint64_t id, const v1::Document& document) {
    const auto take = [&](const std::string& text) {
      if (!numbers_.insert(text).second) Problem(absl::StrCat(text, " was given twice"));
      auto holder = reader_.Get(schema::GivenNumberKey(number::FoldNumber(text)));
      if (!holder.ok() || *holder != schema::EncodeUint64(id)) {
        Problem(absl::StrCat(text, " is not recorded as given to ", document.name()));
      }
    };
    if (!document.registration_number().empty()) {
      response_.set_numbers(response_.numbers() + 1);
      take(document.registration_number());
    }
    for (const v1::FormerNumber& former : document.former_numbers()) {
      if (!former.registration_number().empty()) take(former.registration_number());
    }
  }

  absl::Status GivenNumbers() {
    size_t given = 0;
    absl::Status scanned =
        ScanTable(schema::GivenNumberPrefix(), [&](absl::string_view, absl::string_view) {
          ++given;
          return true;
        });
    if (scanned.ok() && given != numbers_.size()) {
      Problem(absl::StrCat(given, " numbers were given and the documents bear ", numbers_.size()));
    }
    return scanned;
  }

  absl::Status Entries() {
    int64_t stored = 0;
    absl::Status counted = CountEntries('x', "secondary entries of documents", &stored);
    response_.set_index_entries(stored);
    return counted;
  }

  // The resources of side processes and the cleanups: each has its entries, and no entry is left
  // over.
  absl::Status Cases() {
    for (char table : {'Y', 'K'}) {
      absl::Status scanned = ScanTable(
          schema::TablePrefix(table), [&](absl::string_view key, absl::string_view value) {
            auto ref = table == 'K' ? schema::CampaignOf(key) : schema::CaseOf(key);
            absl::Status visited = ref.status();
            if (ref.ok()) {
              visited = acts::VisitCase(*ref, value, [&](const acts::CaseView& view) {
                for (const std::string& entry : acts::CaseEntries(view)) {
                  Expect(entry);
                  if (reader_.Get(entry).ok()) continue;
                  Problem(absl::StrCat(view.name, ": its entry ", absl::CHexEscape(entry),
                                       " is missing"));
                }
              });
            }
            if (!visited.ok()) {
              Problem(absl::StrCat("the row under key ", absl::BytesToHexString(key), ": ",
                                   visited.message()));
            }
            return true;
          });
      if (!scanned.ok()) return scanned;
    }
    int64_t stored = 0;
    return CountEntries('y', "secondary entries of side processes", &stored);
  }

  absl::Status Tasks() {
    int64_t stored = 0;
    return CountEntries('D', "entries of tasks", &stored);
  }

  absl::Status Versions() {
    return ScanTable(schema::TablePrefix('v'), [&](absl::string_view key, absl::string_view value) {
      auto id = schema::DocumentIdOf(key);
      v1::Version version;
      if (!id.ok() || !tables::Decode(value, &version).ok()) {
        Problem(
            absl::StrCat("the version under key ", absl::BytesToHexString(key), " does not parse"));
        return true;
      }
      auto hash = hashes_.find({*id, version.number()});
      if (hash == hashes_.end()) {
        Problem(absl::StrCat(version.name(), " belongs to no document"));
      } else if (digest::Sha256Hex(version.text()) != hash->second) {
        Problem(absl::StrCat(version.name(),
                             ": the text does not have the hash that the document holds"));
      } else {
        hashes_.erase(hash);
      }
      return true;
    });
  }

  // Of a document that is there, and of a version that it has.
  absl::Status Screenings() {
    return ScanTable(schema::TablePrefix('f'), [&](absl::string_view key, absl::string_view value) {
      auto id = schema::DocumentIdOf(key);
      v1::Screening screening;
      if (!id.ok() || !tables::Decode(value, &screening).ok()) {
        Problem(absl::StrCat("the screening under key ", absl::BytesToHexString(key),
                             " does not parse"));
        return true;
      }
      auto part = tables::GetPublicPart(reader_, *id);
      if (!part.ok() || part->newest_version < static_cast<uint32_t>(screening.version())) {
        Problem(absl::StrCat("the screening of ", tables::DocumentName(*id),
                             " is of a version that does not exist"));
      }
      return true;
    });
  }

  // Consecutive from 1, and each under its resource.
  absl::Status Events() {
    for (const auto& [key, hash] : hashes_) {
      if (!hash.empty())
        Problem(absl::StrCat("documents/", key.first, "/versions/", key.second, " is missing"));
    }
    int64_t expected = 0;
    absl::Status scanned = ScanTable(schema::TablePrefix('e'), [&](absl::string_view,
                                                                   absl::string_view value) {
      v1::Event event;
      ++expected;
      ++expected_['h'];
      if (!tables::Decode(value, &event).ok()) {
        Problem(absl::StrCat("event ", expected, " does not parse"));
        return true;
      }
      if (event.sequence() != expected) {
        Problem(absl::StrCat("event ", event.sequence(), " stands where ", expected, " should"));
        expected = event.sequence();
      }
      if (!reader_
               .Get(schema::HistoryKey(event.resource(), static_cast<uint64_t>(event.sequence())))
               .ok()) {
        Problem(absl::StrCat(event.name(), " is missing in the history of ", event.resource()));
      }
      TakeSerial(event);
      return true;
    });
    response_.set_events(expected);
    auto last = tables::LastEvent(reader_);
    if (last.ok() && static_cast<int64_t>(*last) != expected) {
      Problem(absl::StrCat("the last event is ", expected, " and the counter says ", *last));
    }
    if (!scanned.ok()) return scanned;
    int64_t stored = 0;
    return CountEntries('h', "entries of histories", &stored);
  }

  void TakeSerial(const v1::Event& event) {
    auto serial = event.facts().find("serial");
    if (serial == event.facts().end()) return;
    int64_t number = 0;
    uint32_t year = 0;
    const auto scope = event.facts().find("series");
    const auto series_year = event.facts().find("series_year");
    if (scope == event.facts().end() || series_year == event.facts().end() ||
        !absl::SimpleAtoi(serial->second, &number) ||
        !absl::SimpleAtoi(series_year->second, &year)) {
      Problem(absl::StrCat(event.name(), " gave a number and does not say of which series"));
      return;
    }
    int64_t& last = serials_[schema::SeriesKey(scope->second, year)];
    if (number != last + 1) {
      Problem(
          absl::StrCat(event.name(), " gave serial ", number, " where ", last + 1, " was next"));
    }
    last = number;
  }

  absl::Status Series() {
    absl::Status scanned =
        ScanTable(schema::SeriesPrefix(), [&](absl::string_view key, absl::string_view value) {
          auto stored = schema::DecodeUint64(value);
          auto counted = serials_.find(std::string(key));
          const int64_t given = counted == serials_.end() ? 0 : counted->second;
          if (!stored.ok() || static_cast<int64_t>(*stored) != given) {
            Problem(absl::StrCat("the series ", absl::CHexEscape(key),
                                 " does not stand where its last number was given"));
          }
          if (counted != serials_.end()) serials_.erase(counted);
          return true;
        });
    // A copy gives no number, makes no resource and knows nobody.
    if (!scanned.ok() || reader_.Get(schema::CopyKey()).ok()) return scanned;
    for (const auto& [key, last] : serials_) {
      Problem(absl::StrCat("the series ", absl::CHexEscape(key), " gave ", last,
                           " numbers, and where it stands is missing"));
    }
    if (absl::Status counters = Counters(); !counters.ok()) return counters;
    return Logins();
  }

  // No counter is behind what it has counted: the next resource would be written over one that is
  // there.
  absl::Status Counters() {
    using schema::CaseKind;
    struct Counted {
      std::string prefix, counter;
    };
    for (const Counted& table : {Counted{schema::TablePrefix('d'), schema::LastDocumentKey()},
                                 Counted{schema::TablePrefix('K'), schema::LastCampaignKey()},
                                 Counted{schema::CaseKindPrefix(CaseKind::kFiling),
                                         schema::LastCaseKey(CaseKind::kFiling)},
                                 Counted{schema::CaseKindPrefix(CaseKind::kObjection),
                                         schema::LastCaseKey(CaseKind::kObjection)}}) {
      absl::StatusOr<uint64_t> newest = 0;
      const absl::Status scanned =
          reader_.ScanBackward(table.prefix, schema::PrefixEnd(table.prefix),
                               [&](absl::string_view key, absl::string_view) {
                                 newest = schema::DecodeUint64(key.substr(table.prefix.size()));
                                 return false;
                               });
      if (!scanned.ok()) return scanned;
      auto last = tables::ReadCounter(reader_, table.counter);
      if (!last.ok()) return last.status();
      if (newest.ok() && *last < *newest) {
        Problem(absl::StrCat("the counter ", table.counter, " says ", *last, " where ", *newest,
                             " was made"));
      }
    }
    return absl::OkStatus();
  }

  // Each token is found by its name, or it could not be revoked; each principal by the subject of
  // its certificate.
  absl::Status Logins() {
    absl::Status scanned =
        ScanTable(schema::TablePrefix('T'), [&](absl::string_view key, absl::string_view value) {
          store::v1::TokenRecord record;
          if (!tables::Decode(value, &record).ok()) {
            Problem(absl::StrCat("the token under key ", absl::BytesToHexString(key),
                                 " does not parse"));
            return true;
          }
          ++expected_['t'];
          auto named = reader_.Get(schema::TokenNameKey(record.token().name()));
          if (!named.ok() || schema::TokenKey(*named) != key)
            Problem(absl::StrCat(record.token().name(), ": its entry by name is missing"));
          return true;
        });
    if (!scanned.ok()) return scanned;
    scanned = ScanTable(schema::TablePrefix('U'), [&](absl::string_view, absl::string_view value) {
      v1::Principal principal;
      if (!tables::Decode(value, &principal).ok() || principal.certificate_subject().empty())
        return true;
      ++expected_['c'];
      auto holder = reader_.Get(schema::CertificateKey(principal.certificate_subject()));
      if (!holder.ok() || *holder != principal.name())
        Problem(absl::StrCat(principal.name(), ": its entry by certificate is missing"));
      return true;
    });
    if (!scanned.ok()) return scanned;
    int64_t stored = 0;
    absl::Status counted = CountEntries('t', "names of tokens", &stored);
    return counted.ok() ? CountEntries('c', "subjects of certificates", &stored) : counted;
  }

  // Every case has what is sealed, under its lodger until that is erased.
  absl::Status Objections() {
    int64_t expected = 0;
    const std::string prefix = schema::CaseKindPrefix(schema::CaseKind::kObjection);
    absl::Status scanned = ScanTable(prefix, [&](absl::string_view key, absl::string_view value) {
      auto ref = schema::CaseOf(key);
      v1::Objection objection;
      if (!ref.ok() || !tables::Decode(value, &objection).ok()) return true;  // Cases says so
      auto secret = tables::GetObjectionSecret(reader_, ref->id);
      if (!secret.ok() || secret->wrapped_key().empty() != !objection.erased_date().empty()) {
        Problem(absl::StrCat(objection.name(), ": what is sealed does not agree with the case"));
        return true;
      }
      if (secret->lodger_hash().empty()) return true;
      ++expected;
      if (!reader_.Get(schema::ObjectionsByLodgerKey(secret->lodger_hash(), ref->id)).ok())
        Problem(absl::StrCat(objection.name(), ": its entry by lodger is missing"));
      return true;
    });
    if (!scanned.ok()) return scanned;
    int64_t entries = 0;
    scanned = ScanTable(schema::TablePrefix('w'), [&](absl::string_view, absl::string_view) {
      ++entries;
      return true;
    });
    if (scanned.ok() && entries != expected) {
      Problem(absl::StrCat("there are ", entries, " entries by lodger and the objections ask for ",
                           expected));
    }
    return scanned;
  }

  // The progress of each cleanup is what counting its items gives.
  absl::Status Cleanups() {
    return tables::ScanCampaigns(reader_, [&](const v1::Campaign& campaign) {
      auto id = tables::CampaignId(campaign.name());
      cleanup::ProgressCounter counter;
      if (!id.ok() || !tables::ScanCampaignItems(reader_, *id, [&](const v1::CampaignItem& item) {
                         counter.Add(item);
                         return true;
                       }).ok()) {
        Problem(absl::StrCat(campaign.name(), ": its items cannot be read"));
      } else if (campaign.state() != v1::CAMPAIGN_STATE_OPENING &&
                 (!cleanup::Reconciles(campaign) ||
                  !cleanup::SameProgress(campaign, counter.Take()))) {
        Problem(absl::StrCat(campaign.name(), ": its progress is not that of its items"));
      }
      return true;
    });
  }

  absl::Status Log() {
    return VerifyLog(reader_, [this](const std::string& sentence) { Problem(sentence); });
  }

  const NotingReader reader_;
  const int problems_max_;
  v1::VerifyStoreResponse response_;
  std::map<char, int64_t> expected_;
  std::map<std::pair<uint64_t, uint32_t>, std::string> hashes_;
  std::set<std::string> numbers_;
  std::map<std::string, int64_t> serials_;
};

}  // namespace

absl::StatusOr<v1::VerifyStoreResponse> VerifyStore(const kv::Reader& reader,
                                                    const v1::VerifyStoreRequest& request) {
  return Verifier(reader, request.problems_max() == 0 ? kProblemsDefault : request.problems_max())
      .Run();
}

}  // namespace santong::queries
