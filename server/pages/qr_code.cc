#include "server/pages/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace santong::pages {

QrCode QrCodeOf(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (code == nullptr) return {};
  QrCode drawn{.modules = code->width};
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      const bool dark = (code->data[y * code->width + x] & 1) != 0;
      if (dark) absl::StrAppend(&drawn.path, "M", x, " ", y, "h1v1h-1z");
    }
  }
  return drawn;
}

}  // namespace santong::pages
