#include "server/pages/form.h"

#include <gmime/gmime.h>

#include <boost/url/encoding_opts.hpp>
#include <boost/url/parse_query.hpp>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "server/pages/multipart.h"

namespace santong::pages {
namespace {

template <typename T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref<T>>;

bool IsUtf8(const std::string& text) {
  return g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE;
}

// A browser ends each line with CR LF, whatever the page had: the text would be another, with
// another hash, than the same from the command line.
absl::Status Add(std::string name, std::string value, Form* form) {
  if (form->fields.size() + form->files.size() >= kFormPartsMax)
    return absl::InvalidArgumentError("too many fields");
  if (!IsUtf8(name) || !IsUtf8(value)) return absl::InvalidArgumentError("not UTF-8");
  form->fields.emplace_back(std::move(name), absl::StrReplaceAll(value, {{"\r\n", "\n"}}));
  return absl::OkStatus();
}

absl::StatusOr<Form> ReadUrlEncoded(const std::string& body) {
  const auto query = boost::urls::parse_query(body);
  if (!query) return absl::InvalidArgumentError("the form cannot be read");
  boost::urls::encoding_opts decoding;
  decoding.space_as_plus = true;
  Form form;
  for (const auto& field : *query) {
    absl::Status added = Add(field.key.decode(decoding), field.value.decode(decoding), &form);
    if (!added.ok()) return added;
  }
  return form;
}

// What a part says of itself; null where that cannot be read. Its content is not given to GMime: a
// part of many parts would be built whole.
Owned<GMimeObject> HeadOf(absl::string_view headers) {
  const Owned<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(headers.data(), headers.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return Owned<GMimeObject>(g_mime_parser_construct_part(parser.get(), nullptr));
}

// Browsers send every part as it is (RFC 7578, 4.7); others may not.
std::string Decoded(GMimeContentEncoding encoding, absl::string_view content) {
  if (encoding != GMIME_CONTENT_ENCODING_BASE64 &&
      encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
    return std::string(content);
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  std::string bytes(g_mime_encoding_outlen(&state, content.size()), '\0');
  bytes.resize(g_mime_encoding_flush(&state, content.data(), content.size(), bytes.data()));
  return bytes;
}

absl::Status AddPart(const BodyPart& part, Form* form) {
  const Owned<GMimeObject> head = HeadOf(part.headers);
  if (head == nullptr) return absl::InvalidArgumentError("the form cannot be read");
  if (!GMIME_IS_PART(head.get())) return absl::InvalidArgumentError("a part has parts");
  const char* name = g_mime_object_get_content_disposition_parameter(head.get(), "name");
  if (name == nullptr) return absl::InvalidArgumentError("a part has no name");
  const char* file = g_mime_object_get_content_disposition_parameter(head.get(), "filename");
  std::string content =
      Decoded(g_mime_part_get_content_encoding(GMIME_PART(head.get())), part.content);
  if (file == nullptr) return Add(name, std::move(content), form);
  // A browser sends an empty part for a file that was not chosen.
  if (*file == '\0' && content.empty()) return absl::OkStatus();
  if (!IsUtf8(name) || !IsUtf8(file)) return absl::InvalidArgumentError("not UTF-8");
  form->files.push_back({name, file, std::move(content)});
  return absl::OkStatus();
}

absl::StatusOr<Form> ReadMultipart(absl::string_view type, const std::string& body) {
  static const bool initialised = [] {
    g_mime_init();
    return true;
  }();
  (void)initialised;
  const Owned<GMimeContentType> parsed(
      g_mime_content_type_parse(nullptr, std::string(type).c_str()));
  const char* boundary =
      parsed == nullptr ? nullptr : g_mime_content_type_get_parameter(parsed.get(), "boundary");
  // Counted before any part is built: tiny ones take far more memory than their bytes.
  const auto parts = SplitMultipart(body, boundary == nullptr ? "" : boundary, kFormPartsMax);
  if (!parts.ok()) return parts.status();
  Form form;
  for (const BodyPart& part : *parts) {
    absl::Status added = AddPart(part, &form);
    if (!added.ok()) return added;
  }
  return form;
}

}  // namespace

std::string Form::Value(absl::string_view name) const {
  return std::string(absl::StripAsciiWhitespace(gateway::FieldOf(fields, name)));
}

std::vector<std::string> Form::Values(absl::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : fields) {
    if (key == name && !value.empty()) values.push_back(value);
  }
  return values;
}

absl::StatusOr<Form> ReadForm(const gateway::HttpRequest& request) {
  const absl::string_view type = gateway::FieldOf(request.headers, "content-type");
  if (absl::StartsWithIgnoreCase(type, "application/x-www-form-urlencoded"))
    return ReadUrlEncoded(request.body);
  if (absl::StartsWithIgnoreCase(type, "multipart/form-data"))
    return ReadMultipart(type, request.body);
  return absl::InvalidArgumentError("not a form");
}

}  // namespace santong::pages
