#pragma once
#include <stdint.h>

// ICU's own headers stay out of this one: Foundation brings another copy of them, and the two cannot be imported into
// one Swift module. Line.c asserts that the numbers are ICU's.

/// The line breaking classes of UAX #14.
enum XinbaoLineBreak {
  XINBAO_LB_XX = 0, XINBAO_LB_AI = 1, XINBAO_LB_AL = 2, XINBAO_LB_B2 = 3, XINBAO_LB_BA = 4, XINBAO_LB_BB = 5,
  XINBAO_LB_BK = 6, XINBAO_LB_CB = 7, XINBAO_LB_CL = 8, XINBAO_LB_CM = 9, XINBAO_LB_CR = 10, XINBAO_LB_EX = 11,
  XINBAO_LB_GL = 12, XINBAO_LB_HY = 13, XINBAO_LB_ID = 14, XINBAO_LB_IN = 15, XINBAO_LB_IS = 16, XINBAO_LB_LF = 17,
  XINBAO_LB_NS = 18, XINBAO_LB_NU = 19, XINBAO_LB_OP = 20, XINBAO_LB_PO = 21, XINBAO_LB_PR = 22, XINBAO_LB_QU = 23,
  XINBAO_LB_SA = 24, XINBAO_LB_SG = 25, XINBAO_LB_SP = 26, XINBAO_LB_SY = 27, XINBAO_LB_ZW = 28, XINBAO_LB_NL = 29,
  XINBAO_LB_WJ = 30, XINBAO_LB_H2 = 31, XINBAO_LB_H3 = 32, XINBAO_LB_JL = 33, XINBAO_LB_JT = 34, XINBAO_LB_JV = 35,
  XINBAO_LB_CP = 36, XINBAO_LB_CJ = 37, XINBAO_LB_HL = 38, XINBAO_LB_RI = 39, XINBAO_LB_EB = 40, XINBAO_LB_EM = 41,
  XINBAO_LB_ZWJ = 42,
};

/// The version of ICU that runs: major << 8 | minor.
int32_t xinbao_icu_version(void);

/// The line breaking class of a code point.
int32_t xinbao_line_break_class(int32_t codePoint);

/// A converter from GB18030; NULL where ICU lacks it.
void *xinbao_gb18030_open(void);
void xinbao_gb18030_close(void *converter);

/// Writes the UTF-16 of bytes in GB18030, at most one unit a byte. Returns how many bytes were decoded: all of them, or
/// those before the first that are malformed.
int32_t xinbao_gb18030_decode(
    void *converter, const uint8_t *bytes, int32_t count, uint16_t *units, int32_t capacity, int32_t *written);
