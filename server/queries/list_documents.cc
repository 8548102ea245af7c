#include "server/queries/list_documents.h"

#include <algorithm>

#include "server/domain/visibility/visibility.h"
#include "server/queries/page.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"

namespace santong::queries {
namespace {

using schema::DocumentIndex;

// The narrowest entries that cover what is asked.
std::string PrefixFor(const v1::ListDocumentsRequest& request) {
  if (!request.organ().empty())
    return schema::DocumentIndexPrefix(DocumentIndex::kByOrgan, request.organ());
  if (request.jurisdiction().empty()) return schema::TablePrefix('d');
  if (request.states_size() == 1)
    return schema::StateIndexPrefix(request.jurisdiction(), request.states(0));
  return schema::DocumentIndexPrefix(
      request.with_gaps() ? DocumentIndex::kByGap : DocumentIndex::kByJurisdiction,
      request.jurisdiction());
}

bool IsAskedFor(const v1::Document& document, const v1::ListDocumentsRequest& request) {
  if (request.states_size() > 0 && std::find(request.states().begin(), request.states().end(),
                                             document.state()) == request.states().end()) {
    return false;
  }
  if (!request.jurisdiction().empty() && document.jurisdiction() != request.jurisdiction())
    return false;
  if (!request.organ().empty() &&
      (document.issuers_size() == 0 || document.issuers(0).organ() != request.organ())) {
    return false;
  }
  return !request.with_gaps() || document.gaps_size() > 0;
}

}  // namespace

absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        const v1::ListDocumentsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  const std::string prefix = PrefixFor(request);
  // The key after `after` is after followed by a zero byte.
  const std::string begin = after->empty() ? prefix : *after + '\0';
  const int page_size = PageSize(request.page_size());

  v1::ListDocumentsResponse response;
  int read = 0;
  std::string last_key;
  bool more = false;
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(begin, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        if (response.documents_size() == page_size || read == kDocumentsReadMax) {
          more = true;
          return false;
        }
        ++read;
        last_key = std::string(key);
        auto id = prefix == schema::TablePrefix('d') ? schema::DocumentIdOf(key)
                                                     : schema::IndexedDocument(key);
        if (!id.ok()) {
          damage = id.status();
          return false;
        }
        auto document = tables::GetDocument(reader, *id);
        if (!document.ok()) {
          damage = document.status();
          return false;
        }
        const std::string parent = (*now)->ParentOf(document->jurisdiction());
        if (!IsAskedFor(*document, request) || !visibility::MaySee(caller, *document, parent))
          return true;
        if (!visibility::SeesInternal(caller, *document, parent)) document->clear_internal();
        response.mutable_documents()->Add(*std::move(document));
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  if (more) response.set_next_page_token(MakePageToken(last_key));
  return response;
}

}  // namespace santong::queries
