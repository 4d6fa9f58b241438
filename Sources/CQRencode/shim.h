#ifndef XINBAO_CQRENCODE_H
#define XINBAO_CQRENCODE_H

#include <qrencode.h>

// Parts of QRcode_encodeString that the library's header does not tell of, but most builds export, Debian's among them.
// Weak: where a build hides them, they are null, and QRcode_encodeString does all.
extern QRcode *QRcode_encodeMask(QRinput *input, int mask) __attribute__((weak));
extern int Split_splitStringToQRinput(const char *string, QRinput *input, QRencodeMode hint, int casesensitive)
    __attribute__((weak));

/// The text's symbol under mask 0, whatever the others would look like; null as QRcode_encodeString has it.
static inline QRcode *xinbao_encode_under_mask_0(const char *text, QRecLevel level) {
  QRinput *input = QRinput_new2(0, level);
  if (input == 0) return 0;
  QRcode *code = 0;
  if (Split_splitStringToQRinput(text, input, QR_MODE_8, 1) >= 0) code = QRcode_encodeMask(input, 0);
  QRinput_free(input);
  return code;
}

static inline int xinbao_can_encode_under_mask_0(void) {
  return QRcode_encodeMask != 0 && Split_splitStringToQRinput != 0;
}

#endif
