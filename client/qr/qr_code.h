// A QR code as the path of an SVG picture.
#pragma once

#include <string>

namespace santong::qr {

// How much of the code may be dirty: of a link that a phone reads from a folded paper a good part,
// of a proof, which is large, little.
enum class Tolerance { kLittle, kMuch };

struct QrCode {
  int modules = 0;       // on each side, without the quiet zone of 4; 0 when the text is too long
  std::string path;      // SVG path data: one square of side 1 for each dark module
  std::string view_box;  // of the SVG picture, with the quiet zone
};

// `text` may hold any bytes but zero; at most 2,953 of them fit with kLittle, 2,331 with kMuch.
QrCode QrCodeOf(const std::string& text, Tolerance tolerance = Tolerance::kMuch);

}  // namespace santong::qr
