#pragma once
#include <xlsxwriter.h>

// glibc declares it for _GNU_SOURCE alone, and the flag with it.
extern int memfd_create(const char *name, unsigned int flags);

/// A file that exists in memory alone, closed when another program is started; -1 and errno on failure.
static inline int xinbao_memory_file(void) { return memfd_create("workbook", 1U /* MFD_CLOEXEC */); }
