#pragma once
#include <stddef.h>
#include <sys/types.h>
#ifdef __cplusplus
extern "C" {
#endif

/// A file in memory that holds these bytes and is read from its start (memfd_create(2)). -1 and errno where there is
/// none to be had.
int xinbao_memory_file(const void *bytes, size_t count);

/// A pipe whose ends no other program inherits. -1 and errno where there is none to be had.
int xinbao_pipe(int *readEnd, int *writeEnd);

/// Starts a program that has `input` as standard input, `output` as standard output, nothing as standard error, and no
/// other descriptor of this process. It begins with default signals, in a process group of its own, so that Ctrl-C
/// reaches it only through its parent. `arguments` begins with the program's own name and ends with NULL, as
/// `environment` does. 0, or the number of the error.
int xinbao_start(
    const char *path, char *const arguments[], char *const environment[], int input, int output, pid_t *child);

/// For the child, before it reads anything: it dies with its parent, takes second place to everybody else's work, and has
/// so many seconds of processor time, so much memory, no new file, no file's growth, no child, no socket and no core. It may
/// start threads. 0, or the number of the error.
int xinbao_confine_this_process(unsigned processorSeconds, size_t memory);

/// For the child: becomes another program that knows nothing of confinement, under the same limits, except that it may open
/// files to read them. Where the kernel can (Landlock, seccomp), it reads only what is installed on the machine (programs,
/// libraries, fonts), writes nothing, and has no network. Returns only if that fails, with the number of the error.
int xinbao_become_confined(
    const char *path, char *const arguments[], char *const environment[], unsigned processorSeconds, size_t memory);

#ifdef __cplusplus
}
#endif
