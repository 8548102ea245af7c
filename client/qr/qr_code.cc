#include "client/qr/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace santong::qr {
namespace {

constexpr int kQuiet = 4;

}  // namespace

QrCode QrCodeOf(const std::string& text, Tolerance tolerance) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0,
                              tolerance == Tolerance::kMuch ? QR_ECLEVEL_M : QR_ECLEVEL_L),
      QRcode_free);
  if (code == nullptr) return {};
  const int side = code->width + 2 * kQuiet;
  QrCode drawn{.modules = code->width,
               .path = {},
               .view_box = absl::StrCat(-kQuiet, " ", -kQuiet, " ", side, " ", side)};
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      const bool dark = (code->data[y * code->width + x] & 1) != 0;
      if (dark) absl::StrAppend(&drawn.path, "M", x, " ", y, "h1v1h-1z");
    }
  }
  return drawn;
}

}  // namespace santong::qr
