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

/// Two ends for questions that no other program inherits. -1 and errno where there are none to be had.
int xinbao_line(int *askersEnd, int *answerersEnd);

/// Says something short, without a signal where nobody listens any more. 0, or -1 and errno.
int xinbao_say(int line, const void *bytes, size_t count);

/// For the answerer: whether a question has arrived that was not read yet.
int xinbao_is_asked(int line);

/// The descriptor from which a program that answers questions reads them.
#define XINBAO_QUESTIONS 3

/// Starts a program that has `input` as standard input, `output` as standard output, nothing as standard error, `questions`
/// as `XINBAO_QUESTIONS` unless it is -1, and no other descriptor of this process. It begins with default signals, in a process group of its own, so that Ctrl-C
/// reaches it only through its parent. `arguments` begins with the program's own name and ends with NULL, as
/// `environment` does. 0, or the number of the error.
int xinbao_start(
    const char *path, char *const arguments[], char *const environment[], int input, int output, int questions,
    pid_t *child);

/// For the child, before it reads anything: it dies with its parent, takes second place to everybody else's work, and has
/// so many seconds of processor time, so much memory, no new file, no file's growth, no child, no socket and no core. It may
/// start threads. One that answers questions ends with them instead: the kernel takes the end of the thread that started a
/// process for the end of its parent, and such a process lives longer. 0, or the number of the error.
int xinbao_confine_this_process(unsigned processorSeconds, size_t memory, int answersQuestions);

/// For the child: becomes another program that knows nothing of confinement, under the same limits, except that it may open
/// files to read them. Where the kernel can (Landlock, seccomp), it reads only what is installed on the machine (programs,
/// libraries, fonts), writes nothing, and has no network. Returns only if that fails, with the number of the error.
int xinbao_become_confined(
    const char *path, char *const arguments[], char *const environment[], unsigned processorSeconds, size_t memory);

#ifdef __cplusplus
}
#endif
