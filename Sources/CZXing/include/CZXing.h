#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Reads the QR symbols of an 8-bit grey picture. Returns the text of the first one that decodes, as UTF-8 in memory
/// from `malloc` that the caller frees, or NULL where there is none.
char *xinbao_read_qr(const uint8_t *grey, int width, int height, int bytesPerRow);

#ifdef __cplusplus
}
#endif
