#include "server/acts/document_index.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "server/acts/task_index.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"

namespace santong::acts {
namespace {

using schema::DocumentIndex;
using Keys = std::vector<std::string>;

void Add(Keys* keys, const std::string& prefix, uint64_t id) {
  keys->push_back(schema::DocumentIndexKey(prefix, id));
}

// Where the document stands and whose it is.
struct Place {
  static bool Same(const v1::Document& a, const v1::Document& b) {
    return a.state() == b.state() && a.jurisdiction() == b.jurisdiction() &&
           a.gaps_size() == b.gaps_size() && a.issuers_size() == b.issuers_size() &&
           (a.issuers_size() == 0 || a.issuers(0).organ() == b.issuers(0).organ());
  }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    Add(keys, schema::StateIndexPrefix(document.jurisdiction(), document.state()), id);
    Add(keys, schema::DocumentIndexPrefix(DocumentIndex::kByJurisdiction, document.jurisdiction()),
        id);
    if (document.issuers_size() > 0 && !document.issuers(0).organ().empty()) {
      Add(keys, schema::DocumentIndexPrefix(DocumentIndex::kByOrgan, document.issuers(0).organ()),
          id);
    }
    if (document.gaps_size() > 0) {
      Add(keys, schema::DocumentIndexPrefix(DocumentIndex::kByGap, document.jurisdiction()), id);
    }
  }
};

// What is printed on it. Folding is the costly part, so an act that leaves the words alone pays
// nothing.
struct Words {
  static bool Same(const v1::Document& a, const v1::Document& b) {
    return a.title() == b.title() && a.document_number() == b.document_number() &&
           a.index_number() == b.index_number();
  }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    if (!document.title().empty()) {
      Add(keys,
          schema::DocumentIndexPrefix(DocumentIndex::kByTitle,
                                      text::FoldForMatch(document.title())),
          id);
    }
    if (!document.document_number().empty()) {
      Add(keys,
          schema::DocumentIndexPrefix(DocumentIndex::kByDocumentNumber,
                                      number::FoldNumber(document.document_number())),
          id);
    }
    if (!document.index_number().empty()) {
      Add(keys,
          schema::DocumentIndexPrefix(DocumentIndex::kByIndexNumber,
                                      text::FoldForMatch(document.index_number())),
          id);
    }
  }
};

// The registration numbers, today's and former ones.
struct Numbers {
  static bool Same(const v1::Document& a, const v1::Document& b) {
    return a.registration_number() == b.registration_number() &&
           a.former_numbers_size() == b.former_numbers_size();
  }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    auto add = [&](const std::string& text) {
      if (text.empty()) return;
      Add(keys,
          schema::DocumentIndexPrefix(DocumentIndex::kByRegistrationNumber,
                                      number::FoldNumber(text)),
          id);
    };
    add(document.registration_number());
    for (const v1::FormerNumber& former : document.former_numbers())
      add(former.registration_number());
  }
};

// What it is to do to others, under each of them, until it is carried out: there it is shown
// beside the text (catalogue), and the organ reminded of it.
struct Effects {
  static bool Same(const v1::Document& a, const v1::Document& b) {
    return std::equal(a.relations().begin(), a.relations().end(), b.relations().begin(),
                      b.relations().end(), [](const v1::Relation& one, const v1::Relation& other) {
                        return one.kind() == other.kind() && one.target() == other.target() &&
                               one.applied() == other.applied();
                      });
  }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    for (const v1::Relation& relation : document.relations()) {
      if (!document::ChangesItsTarget(relation.kind()) || relation.applied()) continue;
      std::string key = schema::DocumentIndexKey(
          schema::DocumentIndexPrefix(DocumentIndex::kByRelation, relation.target()), id);
      if (std::find(keys->begin(), keys->end(), key) == keys->end())
        keys->push_back(std::move(key));
    }
  }
};

// The running clocks by due day. Two clocks that are due on one day share an entry.
struct Clocks {
  static bool Same(const v1::Document&, const v1::Document&) { return false; }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    for (const v1::Clock& clock : document.clocks()) {
      if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
      auto day = text::ParseIsoDay(clock.due_date());
      if (!day.ok()) continue;
      std::string key = schema::DocumentIndexKey(schema::DueDayPrefix(*day), id);
      if (std::find(keys->begin(), keys->end(), key) == keys->end())
        keys->push_back(std::move(key));
    }
  }
};

// The open clocks by those who must act. A draft is its organ's own business, see
// visibility::SeesInternal.
struct Tasks {
  static bool Same(const v1::Document&, const v1::Document&) { return false; }
  static void Entries(uint64_t id, const v1::Document& document, Keys* keys) {
    if (document.clocks().empty() || !document::IsAtWork(document.state())) return;
    std::vector<TaskList> lists;
    if (document.state() != v1::DOCUMENT_STATE_DRAFT)
      lists.push_back({schema::TaskView::kOfficeDocuments, document.jurisdiction()});
    for (const v1::Issuer& issuer : document.issuers()) {
      if (!issuer.organ().empty()) lists.push_back({schema::TaskView::kOrgan, issuer.organ()});
    }
    AddTaskEntries(document.clocks(), schema::kDocumentTask, id, lists, keys);
  }
};

template <typename Group>
void Write(kv::Transaction& txn, uint64_t id, const v1::Document& before,
           const v1::Document& after) {
  if (!before.name().empty() && Group::Same(before, after)) return;
  Keys old_keys, new_keys;
  if (!before.name().empty()) Group::Entries(id, before, &old_keys);
  Group::Entries(id, after, &new_keys);
  tables::ReplaceEntries(txn, old_keys, new_keys);
}

}  // namespace

std::vector<std::string> DocumentEntries(uint64_t id, const v1::Document& document) {
  Keys keys;
  Place::Entries(id, document, &keys);
  Words::Entries(id, document, &keys);
  Numbers::Entries(id, document, &keys);
  Effects::Entries(id, document, &keys);
  Clocks::Entries(id, document, &keys);
  Tasks::Entries(id, document, &keys);
  return keys;
}

void WriteDocumentEntries(kv::Transaction& txn, uint64_t id, const v1::Document& before,
                          const v1::Document& after) {
  Write<Place>(txn, id, before, after);
  Write<Words>(txn, id, before, after);
  Write<Numbers>(txn, id, before, after);
  Write<Effects>(txn, id, before, after);
  Write<Clocks>(txn, id, before, after);
  Write<Tasks>(txn, id, before, after);
}

}  // namespace santong::acts
