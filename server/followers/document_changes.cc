#include "server/followers/document_changes.h"

#include <algorithm>
#include <iterator>

#include "server/domain/document/decide.h"
#include "storage/tables/document_table.h"

namespace santong::followers {
namespace {

constexpr document::Action kChanges[] = {
    document::Action::kAmend,        document::Action::kRepeal,
    document::Action::kSupersede,    document::Action::kRevoke,
    document::Action::kLapse,        document::Action::kCleanUpRepeal,
    document::Action::kCleanUpLapse, document::Action::kRevokeArticles,
};

}  // namespace

bool ChangesDocument(const v1::Event& event) {
  // Tokens are revoked, too.
  if (!tables::DocumentId(event.resource()).ok()) return false;
  return std::any_of(std::begin(kChanges), std::end(kChanges), [&](document::Action action) {
    return event.action() == document::ActionName(action);
  });
}

}  // namespace santong::followers
