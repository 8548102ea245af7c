// A QR code as the path of an SVG picture.
#pragma once

#include <string>

namespace santong::pages {

struct QrCode {
  int modules = 0;   // on each side, without the quiet zone of 4; 0 when the text is too long
  std::string path;  // SVG path data: one square of side 1 for each dark module
};

QrCode QrCodeOf(const std::string& text);

}  // namespace santong::pages
