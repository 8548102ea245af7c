#include "server/acts/import_rows.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/number/document_number.h"
#include "server/domain/screening/screen.h"
#include "server/domain/screening/secrecy_mark.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/normalize.h"

namespace santong::acts {
namespace {

void AddGap(v1::ImportGap gap, v1::ImportResult* result) { result->add_gaps(gap); }

// Pages of the web print a time beside the day: 2024年04月06日 16:40, 2020-09-30T15:34:00.
absl::string_view WithoutTime(absl::string_view printed) {
  const size_t day_end = printed.find_last_of(" T");
  if (day_end == absl::string_view::npos) return printed;
  const absl::string_view rest = printed.substr(day_end + 1);
  const bool is_time = absl::StrContains(rest, ':') &&
                       rest.find_first_not_of("0123456789:") == absl::string_view::npos;
  return is_time ? printed.substr(0, day_end) : printed;
}

// The day if the source has one, else nothing.
std::string ReadDay(const std::string& printed) {
  if (printed.empty()) return "";
  auto day = text::ParsePrintedDay(WithoutTime(printed));
  return day.ok() ? text::FormatIsoDay(*day) : "";
}

void ReadIssuer(const v1::ImportRow& row, const settings::Settings& settings,
                PreparedRow* prepared) {
  if (row.issuer().empty()) {
    AddGap(v1::IMPORT_GAP_ISSUER, &prepared->result);
    return;
  }
  const auto add = [&](const std::string& name) {
    v1::Issuer* issuer = prepared->document.add_issuers();
    issuer->set_display_name(name);
    auto organ = settings.organs_by_title.find(text::FoldForMatch(name));
    if (organ != settings.organs_by_title.end()) issuer->set_organ(organ->second);
    return !issuer->organ().empty();
  };
  if (!add(row.issuer())) AddGap(v1::IMPORT_GAP_ISSUER_UNKNOWN, &prepared->result);
  for (const std::string& name : row.other_issuers()) add(name);
}

// What the source says of its validity. A number that another register gave is no number here: only
// who gave it can say that it counts. A day that is none stays as the source has it: without a last
// one the document would pass for one that never had a term.
std::string ValidityOf(const v1::ImportRow& row) {
  std::string validity = row.validity();
  const auto keep = [&](const char* what, const std::string& printed) {
    if (printed.empty() || !ReadDay(printed).empty()) return;
    absl::StrAppend(&validity, validity.empty() ? "" : "；", what, printed);
  };
  keep("公布日期：", row.published_date());
  keep("施行日期：", row.effective_date());
  keep("有效期至：", row.last_valid_date());
  if (row.registration_number().empty()) return validity;
  return absl::StrCat(validity, "；登记号：", row.registration_number(),
                      row.registered_date().empty() ? "" : "，", row.registered_date());
}

void ReadDates(const v1::ImportRow& row, PreparedRow* prepared) {
  v1::Document& document = prepared->document;
  document.set_written_date(ReadDay(row.written_date()));
  if (document.written_date().empty()) {
    document.set_written_date_as_printed(row.written_date());
    AddGap(v1::IMPORT_GAP_DATE, &prepared->result);
  }
  document.set_effective_date(ReadDay(row.effective_date()));
  if (document.effective_date().empty()) AddGap(v1::IMPORT_GAP_EFFECTIVE_DATE, &prepared->result);
  const std::string published = ReadDay(row.published_date());
  if (published.empty()) {
    AddGap(v1::IMPORT_GAP_PUBLISHED_DATE, &prepared->result);
  } else {
    document.mutable_publication()->set_date(published);
    document.mutable_publication()->set_channel(row.published_channel());
    document.mutable_publication()->set_url(row.published_url());
  }
  const std::string last_valid = ReadDay(row.last_valid_date());
  if (!last_valid.empty()) document.mutable_term()->set_last_valid_date(last_valid);
}

}  // namespace

PreparedRow RefuseRow(const v1::ImportRow& row, std::string zh, std::string en) {
  PreparedRow prepared;
  prepared.result.set_row(row.row());
  prepared.result.set_outcome(v1::IMPORT_OUTCOME_REFUSED);
  prepared.result.set_reason_zh(std::move(zh));
  prepared.result.set_reason_en(std::move(en));
  return prepared;
}

PreparedRow PrepareRow(v1::ImportRow row, const v1::ImportStart& start,
                       const settings::Settings& settings,
                       const std::vector<std::string>& secrecy_marks) {
  if (row.text().empty()) {
    return RefuseRow(row, "没有正文；存量文件须有文本",
                     "there is no text; a stock document needs one");
  }
  if (!screening::SecrecyMarkOf(row.text(), secrecy_marks).empty()) {
    return RefuseRow(row, "文本标有密级，本系统不存储涉密文本",
                     "the text bears a secrecy mark and may not be stored here");
  }
  PreparedRow prepared;
  prepared.result.set_row(row.row());
  v1::Document& document = prepared.document;
  document.set_jurisdiction(start.jurisdiction());
  document.set_legacy(true);
  document.set_import_source(absl::StrCat(start.import_id(), "#", row.row(),
                                          row.source_id().empty() ? "" : " ", row.source_id()));
  document.set_import_validity(ValidityOf(row));
  document.set_title(row.title());
  document.set_document_number(row.document_number());
  document.set_index_number(row.index_number());
  document.set_subject_class(row.subject_class());
  document.set_openness(v1::OPENNESS_PUBLIC);
  v1::DocumentKind kind;
  if (v1::DocumentKind_Parse(row.category(), &kind)) document.set_kind(kind);
  if (row.title().empty()) AddGap(v1::IMPORT_GAP_TITLE, &prepared.result);
  ReadIssuer(row, settings, &prepared);
  ReadDates(row, &prepared);
  if (row.document_number().empty() || !number::ParseDocumentNumber(row.document_number()).ok()) {
    AddGap(v1::IMPORT_GAP_DOCUMENT_NUMBER, &prepared.result);
  }
  if (!screening::FindPersonalData(row.text()).empty())
    AddGap(v1::IMPORT_GAP_PERSONAL_DATA, &prepared.result);
  prepared.text = WithDigests(std::move(*row.mutable_text()));
  prepared.result.set_text_sha256(digest::Sha256Hex(prepared.text.text));
  return prepared;
}

}  // namespace santong::acts
