#define _GNU_SOURCE
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

// Descriptors 0 to 2 may be closed in this process; what is made here must not take their places, since the file actions
// of a spawn write to them one after the other.
static int above_standard(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(descriptor);
  errno = error;
  return moved;
}

int xinbao_memory_file(const void *bytes, size_t count) {
  int file = above_standard(memfd_create("xinbao-picture", MFD_CLOEXEC));
  if (file < 0) return -1;
  const uint8_t *next = bytes;
  while (count > 0) {
    ssize_t written = write(file, next, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) goto failed;
    next += written;
    count -= (size_t)written;
  }
  if (lseek(file, 0, SEEK_SET) == 0) return file;
failed:;
  int error = errno;
  close(file);
  errno = error;
  return -1;
}

static int two_ends(int ends[2], int *one, int *other) {
  *one = above_standard(ends[0]);
  *other = above_standard(ends[1]);
  if (*one >= 0 && *other >= 0) return 0;
  int error = errno;
  if (*one >= 0) close(*one);
  if (*other >= 0) close(*other);
  errno = error;
  return -1;
}

int xinbao_pipe(int *readEnd, int *writeEnd) {
  int ends[2];
  return pipe2(ends, O_CLOEXEC) == 0 ? two_ends(ends, readEnd, writeEnd) : -1;
}

int xinbao_line(int *askersEnd, int *answerersEnd) {
  int ends[2];
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 ? two_ends(ends, askersEnd, answerersEnd) : -1;
}

int xinbao_say(int line, const void *bytes, size_t count) {
  ssize_t sent;
  do sent = send(line, bytes, count, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)count ? 0 : -1;
}

int xinbao_is_asked(int line) {
  char first;
  return recv(line, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

int xinbao_start(
    const char *path, char *const arguments[], char *const environment[], int input, int output, int questions,
    pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if ((error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)) == 0 &&
      (error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) == 0 &&
      (error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)) == 0 &&
      (questions < 0 || (error = posix_spawn_file_actions_adddup2(&actions, questions, XINBAO_QUESTIONS)) == 0) &&
      (error = posix_spawn_file_actions_addclosefrom_np(
           &actions, questions < 0 ? XINBAO_QUESTIONS : XINBAO_QUESTIONS + 1)) == 0 &&
      (error = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
      (error = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
      (error = posix_spawnattr_setpgroup(&attributes, 0)) == 0 &&
      (error = posix_spawnattr_setflags(
           &attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)) == 0)
    error = posix_spawn(child, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}
