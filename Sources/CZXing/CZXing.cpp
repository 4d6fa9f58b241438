#include "CZXing.h"

#define ZX_USE_UTF8 1  // Result::text() as std::string
#include <ZXing/ReadBarcode.h>

#include <exception>
#include <string>

void xinbao_read_qr(
    const uint8_t *grey, int width, int height, int bytesPerRow,
    void (*found)(const char *text, size_t length, void *context), void *context) {
  try {
    ZXing::ImageView view(grey, width, height, ZXing::ImageFormat::Lum, bytesPerRow);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    hints.setTryDownscale(true);
    for (const auto &result : ZXing::ReadBarcodes(view, hints)) {
      if (!result.isValid()) continue;
      const std::string text = result.text();
      found(text.data(), text.size(), context);
    }
  } catch (const std::exception &) {
    // An exception must not cross into Swift; a picture that cannot be read has no symbol.
  }
}
