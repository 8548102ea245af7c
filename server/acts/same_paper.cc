#include "server/acts/same_paper.h"

#include <algorithm>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/normalize.h"
#include "server/domain/visibility/visibility.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

using schema::DocumentIndex;

// So many of those that bear one number or title are looked at: for a hint, and for an answer.
constexpr int kHintedMax = 20;
constexpr int kAnsweredMax = 200;

using Wanted = absl::FunctionRef<bool(const v1::Document&)>;

// The first document under an index entry that `wanted` accepts, of at most `limit`; empty when
// there is none.
absl::StatusOr<std::string> FindDocument(const kv::Reader& reader, const std::string& prefix,
                                         int limit, Wanted wanted) {
  std::string found;
  int read = 0;
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        auto document =
            id.ok() ? tables::GetDocument(reader, *id) : absl::StatusOr<v1::Document>(id.status());
        damage = document.status();
        if (!damage.ok()) return false;
        if (wanted(*document)) found = document->name();
        return found.empty() && ++read < limit;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return found;
}

absl::StatusOr<std::string> FindByTitle(const kv::Reader& reader, const std::string& title,
                                        int limit, Wanted wanted) {
  if (title.empty()) return "";
  return FindDocument(
      reader, schema::DocumentIndexPrefix(DocumentIndex::kByTitle, text::FoldForMatch(title)),
      limit, wanted);
}

absl::StatusOr<std::string> FindByNumber(const kv::Reader& reader, const std::string& number,
                                         int limit, Wanted wanted) {
  if (number.empty()) return "";
  return FindDocument(
      reader,
      schema::DocumentIndexPrefix(DocumentIndex::kByDocumentNumber, number::FoldNumber(number)),
      limit, wanted);
}

// By its number; where nobody bears that, by its title, but never one that bears another number:
// many papers have one title, as each year's notice of one matter.
absl::StatusOr<std::string> FindIssued(const kv::Reader& reader, const std::string& number,
                                       const std::string& title, Wanted wanted) {
  auto found = FindByNumber(reader, number, kAnsweredMax, wanted);
  if (!found.ok() || !found->empty()) return found;
  const auto listed = number::ParseDocumentNumber(number);
  return FindByTitle(reader, title, kAnsweredMax, [&](const v1::Document& document) {
    const auto own = number::ParseDocumentNumber(document.document_number());
    const bool bears_another = listed.ok() && own.ok() && own->folded != listed->folded;
    return !bears_another && wanted(document);
  });
}

// A joint document stands in the issue register of each of its issuers.
bool IsOf(const v1::Document& document, absl::string_view organ) {
  return std::any_of(document.issuers().begin(), document.issuers().end(),
                     [&](const v1::Issuer& issuer) { return issuer.organ() == organ; });
}

}  // namespace

absl::StatusOr<bool> MayBeDuplicate(const kv::Reader& reader, const v1::Document& document) {
  auto same = FindByTitle(reader, document.title(), kHintedMax, [&](const v1::Document& there) {
    return there.written_date() == document.written_date() && visibility::AnyoneMayRead(there);
  });
  if (same.ok() && same->empty()) {
    same = FindByNumber(reader, document.document_number(), kHintedMax, visibility::AnyoneMayRead);
  }
  if (!same.ok()) return same.status();
  return !same->empty();
}

absl::StatusOr<std::string> FindRegistered(const kv::Reader& reader, absl::string_view organ,
                                           const std::string& document_number,
                                           const std::string& title) {
  return FindIssued(reader, document_number, title, [&](const v1::Document& document) {
    return !document.registration_number().empty() && IsOf(document, organ);
  });
}

absl::StatusOr<bool> IsSettled(const kv::Reader& reader, const store::v1::IssueRecord& issue) {
  auto found =
      FindIssued(reader, issue.document_number(), issue.title(), [&](const v1::Document& document) {
        const bool settled =
            !document.registration_number().empty() || document::IsFoundNotNormative(document);
        return settled && IsOf(document, issue.organ());
      });
  if (!found.ok()) return found.status();
  return !found->empty();
}

absl::StatusOr<std::set<std::string>> ListedBefore(const kv::Reader& reader,
                                                   const v1::ImportStart& start) {
  std::set<std::string> marks;
  const std::string prefix = schema::IssuePrefix(start.jurisdiction());
  absl::Status scanned = tables::ScanMessages<store::v1::IssueRecord>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const store::v1::IssueRecord& issue) {
        if (issue.organ() == start.organ() && issue.import_id() != start.import_id())
          marks.insert(MarkOf(issue.document_number(), issue.title()));
        return true;
      });
  if (!scanned.ok()) return scanned;
  return marks;
}

std::string MarkOf(const std::string& document_number, const std::string& title) {
  return document_number.empty() ? absl::StrCat("title ", text::FoldForMatch(title))
                                 : absl::StrCat("number ", number::FoldNumber(document_number));
}

}  // namespace santong::acts
