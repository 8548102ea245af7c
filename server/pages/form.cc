#include "server/pages/form.h"

#include <gmime/gmime.h>

#include <boost/url/encoding_opts.hpp>
#include <boost/url/parse_query.hpp>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace santong::pages {
namespace {

constexpr size_t kPartsMax = 200;

template <typename T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref<T>>;

bool IsUtf8(const std::string& text) {
  return g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE;
}

absl::Status Add(std::string name, std::string value, Form* form) {
  if (form->fields.size() + form->files.size() >= kPartsMax)
    return absl::InvalidArgumentError("too many fields");
  if (!IsUtf8(name) || !IsUtf8(value)) return absl::InvalidArgumentError("not UTF-8");
  form->fields.emplace_back(std::move(name), std::move(value));
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

std::string ContentOf(GMimePart* part) {
  GMimeDataWrapper* data = g_mime_part_get_content(part);
  if (data == nullptr) return "";
  const Owned<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(data, stream.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

absl::Status AddPart(GMimeObject* object, Form* form) {
  if (!GMIME_IS_PART(object)) return absl::InvalidArgumentError("a part has parts");
  const char* name = g_mime_object_get_content_disposition_parameter(object, "name");
  if (name == nullptr) return absl::InvalidArgumentError("a part has no name");
  const char* file = g_mime_object_get_content_disposition_parameter(object, "filename");
  std::string content = ContentOf(GMIME_PART(object));
  if (file == nullptr) return Add(name, std::move(content), form);
  if (form->fields.size() + form->files.size() >= kPartsMax)
    return absl::InvalidArgumentError("too many fields");
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
  // A header may hold no end of line, or it would begin another one.
  if (absl::StrContains(type, '\n') || absl::StrContains(type, '\r'))
    return absl::InvalidArgumentError("the form cannot be read");
  const std::string message = absl::StrCat("Content-Type: ", type, "\r\n\r\n", body);
  const Owned<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeObject> whole(g_mime_parser_construct_part(parser.get(), nullptr));
  if (whole == nullptr || !GMIME_IS_MULTIPART(whole.get()))
    return absl::InvalidArgumentError("the form cannot be read");
  GMimeMultipart* multipart = GMIME_MULTIPART(whole.get());
  if (g_mime_multipart_get_count(multipart) <= 0)
    return absl::InvalidArgumentError("the form cannot be read");
  Form form;
  for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
    absl::Status added = AddPart(g_mime_multipart_get_part(multipart, i), &form);
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
