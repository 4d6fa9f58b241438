#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Reads the QR symbols of an 8-bit grey picture and calls `found` for each that decodes, with its text as UTF-8
/// (not terminated; valid during the call only).
void xinbao_read_qr(
    const uint8_t *grey, int width, int height, int bytesPerRow,
    void (*found)(const char *text, size_t length, void *context), void *context);

#ifdef __cplusplus
}
#endif
