#include "client/cli/import/export_row.h"

#include <utility>

#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"

namespace santong::cli {

bool ReadExportedRow(absl::string_view line, v1::ImportRow* row) {
  v1::Document document;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer register
  if (!google::protobuf::util::JsonStringToMessage(std::string(line), &document, options).ok()) {
    return false;
  }
  FillExportedRow(std::move(document), row);
  return true;
}

void FillExportedRow(v1::Document document, v1::ImportRow* row) {
  row->set_source_id(document.name());
  row->set_title(document.title());
  for (int i = 0; i < document.issuers_size(); ++i) {
    const std::string& name = document.issuers(i).display_name();
    if (i == 0) {
      row->set_issuer(name);
    } else {
      row->add_other_issuers(name);
    }
  }
  row->set_document_number(document.document_number());
  row->set_index_number(document.index_number());
  row->set_written_date(document.written_date().empty() ? document.written_date_as_printed()
                                                        : document.written_date());
  row->set_published_date(document.publication().date());
  row->set_published_channel(document.publication().channel());
  row->set_published_url(document.publication().url());
  row->set_effective_date(document.effective_date());
  row->set_last_valid_date(document.term().last_valid_date());
  row->set_validity(document.legacy() && !document.import_validity().empty()
                        ? document.import_validity()
                        : std::string(absl::StripPrefix(v1::DocumentState_Name(document.state()),
                                                        "DOCUMENT_STATE_")));
  if (document.kind() != v1::DOCUMENT_KIND_UNSPECIFIED) {
    row->set_category(v1::DocumentKind_Name(document.kind()));
  }
  row->set_subject_class(document.subject_class());
  row->set_registration_number(document.registration_number());
  row->set_registered_date(document.registered_date());
  row->set_text(std::move(*document.mutable_current_version()->mutable_text()));
}

}  // namespace santong::cli
