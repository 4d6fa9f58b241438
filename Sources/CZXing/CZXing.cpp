#include "CZXing.h"

#define ZX_USE_UTF8 1  // result.text() as std::string
#include <ZXing/ReadBarcode.h>

#include <cstring>
#include <exception>

char *xinbao_read_qr(const uint8_t *grey, int width, int height, int bytesPerRow) {
  try {
    ZXing::ImageView view(grey, width, height, ZXing::ImageFormat::Lum, bytesPerRow);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    auto result = ZXing::ReadBarcode(view, hints);
    if (!result.isValid()) return nullptr;
    return strdup(result.text().c_str());
  } catch (const std::exception &) {
    return nullptr;  // an exception must not cross into Swift; an unreadable picture has no symbol
  }
}
