#include "CICU.h"

#include <unicode/ucnv.h>

void *xinbao_gb18030_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open("gb18030", &status);
  if (U_FAILURE(status)) return NULL;
  // Whatever is not GB18030 stops the conversion: it is told, not replaced.
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  return converter;
}

void xinbao_gb18030_close(void *converter) { ucnv_close(converter); }

int32_t xinbao_gb18030_decode(
    void *converter, const uint8_t *bytes, int32_t count, uint16_t *units, int32_t capacity, int32_t *written) {
  UErrorCode status = U_ZERO_ERROR;
  const char *source = (const char *)bytes;
  UChar *target = units;
  ucnv_resetToUnicode(converter);
  ucnv_toUnicode(converter, &target, units + capacity, &source, source + count, NULL, 1, &status);
  *written = (int32_t)(target - units);
  if (U_SUCCESS(status)) return count;
  char invalid[16];
  int8_t length = sizeof invalid;
  UErrorCode ignored = U_ZERO_ERROR;
  ucnv_getInvalidChars(converter, invalid, &length, &ignored);
  return (int32_t)(source - (const char *)bytes) - length;
}
