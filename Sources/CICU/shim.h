#pragma once
#include <unicode/uchar.h>
// ICU's functions are macros that add a version suffix, which Swift cannot import: one inline function hides it.

/// The UAX #14 line breaking class of a code point (`ULineBreak`).
static inline int32_t xinbao_line_break_class(int32_t codePoint) {
  return u_getIntPropertyValue(codePoint, UCHAR_LINE_BREAK);
}
