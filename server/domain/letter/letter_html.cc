// A letter as a page to print.
#include <libxml/HTMLtree.h>
#include <libxml/tree.h>
#include <libxml/xmlIO.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "server/domain/letter/letter.h"

namespace santong::letter {
namespace {

// A4 with the margins of a formal document (GB/T 9704-2012).
constexpr char kStyle[] =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}"
    "body{font-family:FangSong,STFangsong,serif;font-size:16pt;line-height:28pt;max-width:156mm;"
    "margin:0 auto}"
    "h1{text-align:center;font-size:22pt}p{text-indent:2em;margin:0}"
    ".number,.to{text-indent:0}.sign{text-align:right;margin-top:28pt}.day{text-align:right}"
    "@media screen{body{padding:2em 1em}}";

const xmlChar* Bytes(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

// xmlNewTextChild escapes what xmlNewChild would read as markup.
xmlNode* Add(xmlNode* parent, const char* element, const std::string& text = "",
             const char* type = nullptr) {
  xmlNode* node = xmlNewTextChild(parent, nullptr, Bytes(element),
                                  text.empty() ? nullptr : Bytes(text.c_str()));
  if (type != nullptr) xmlNewProp(node, Bytes("class"), Bytes(type));
  return node;
}

}  // namespace

std::string AsHtml(const Letter& letter) {
  std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(htmlNewDocNoDtD(nullptr, nullptr),
                                                          &xmlFreeDoc);
  xmlCreateIntSubset(document.get(), Bytes("html"), nullptr, nullptr);
  xmlNode* root = xmlNewNode(nullptr, Bytes("html"));
  xmlDocSetRootElement(document.get(), root);
  xmlNewProp(root, Bytes("lang"), Bytes("zh-CN"));
  xmlNode* head = Add(root, "head");
  xmlNewProp(Add(head, "meta"), Bytes("charset"), Bytes("utf-8"));
  Add(head, "title", letter.title);
  Add(head, "style", kStyle);
  xmlNode* body = Add(root, "body");
  Add(body, "h1", letter.title);
  Add(body, "p", letter.reference, "number");
  Add(body, "p", absl::StrCat(letter.addressee, "："), "to");
  for (const std::string& paragraph : letter.paragraphs) Add(body, "p", paragraph);
  Add(body, "p", letter.signature, "sign");
  Add(body, "p", letter.day, "day");
  // Without an encoder the output stays UTF-8; htmlDocDumpMemory would write references instead.
  xmlOutputBuffer* out = xmlAllocOutputBuffer(nullptr);
  htmlDocContentDumpFormatOutput(out, document.get(), nullptr, 1);
  std::string page(reinterpret_cast<const char*>(xmlOutputBufferGetContent(out)),
                   xmlOutputBufferGetSize(out));
  xmlOutputBufferClose(out);
  return page;
}

}  // namespace santong::letter
