// What a process does to the files under a folder ($POWER_FOLDER), for a check that cuts the power or breaks the disk.
//   POWER_JOURNAL=FILE    writes it down there, in the order in which it happened, from the first to the last: a record is
//                         seven numbers (kind, process, descriptor, flags, lengths of two paths and of bytes), an offset,
//                         the two paths, the bytes. FILE is outside of the folder.
//   POWER_FAIL=N[+]:CODE  the Nth write, change of length or flush of a file in the folder fails with this errno; with +,
//                         each one from then on, except for flushes, which ENOSPC does not touch.
//   POWER_COUNT=FILE      at the end, how many there were that could have failed.
// SQLite's -shm is memory that processes share; nothing of it need last, so it is left alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, LENGTH, FLUSH, CLOSE, RENAME, LINK, UNLINK, MAKE };
enum { CREATED = 1, EMPTIED = 2, FOLDER = 4 };
enum { DESCRIPTORS = 4096 };

static const char *folder;
static size_t folder_length;
static int journal = -1;
static long fails_at, changes;
static int fails_on, fails_with;
static unsigned char watched[DESCRIPTORS];
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POWER_JOURNAL"), *fail = getenv("POWER_FAIL"), *to = getenv("POWER_FOLDER");
  if (path) journal = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fail) {
    char *rest;
    fails_at = strtol(fail, &rest, 10);
    if (*rest == '+') fails_on = 1, rest++;
    if (*rest == ':') fails_with = atoi(rest + 1);
  }
  if (to) folder_length = strlen(to), folder = to;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("POWER_COUNT");
  if (!path) return;
  char text[32];
  int length = snprintf(text, sizeof text, "%ld\n", changes);
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (syscall(SYS_write, file, text, length) != length) abort();
  syscall(SYS_close, file);
}

static int is_watched(const char *path) {
  if (!folder || !path || strncmp(path, folder, folder_length) != 0) return 0;
  if (path[folder_length] != '/' && path[folder_length] != 0) return 0;
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int is_open_there(int file) { return file >= 0 && file < DESCRIPTORS && watched[file]; }

static void note(
    int kind, int file, int flags, const char *path, const char *other, const void *bytes, size_t size, int64_t at) {
  if (journal < 0) return;
  uint32_t numbers[7] = {kind, getpid(), file, flags, path ? strlen(path) : 0, other ? strlen(other) : 0, size};
  struct iovec parts[5] = {
      {numbers, sizeof numbers}, {&at, sizeof at}, {(void *)path, numbers[4]}, {(void *)other, numbers[5]},
      {(void *)bytes, size}};
  ssize_t whole = sizeof numbers + sizeof at + numbers[4] + numbers[5] + size;
  // A journal with a gap would show what never was.
  if (syscall(SYS_writev, journal, parts, 5) != whole) abort();
}

// Whether this change of a file is the one that fails; `one` is held.
static int breaks(int is_flush) {
  changes++;
  if (!fails_at || changes < fails_at || (changes > fails_at && !fails_on)) return 0;
  if (is_flush && fails_with == ENOSPC) return 0;
  errno = fails_with;
  return 1;
}

static int opened(int (*real)(int, const char *, int, ...), int from, const char *path, int flags, mode_t mode) {
  if (!is_watched(path)) return real(from, path, flags, mode);
  pthread_mutex_lock(&one);
  struct stat status;
  int was_there = fstatat(AT_FDCWD, path, &status, 0) == 0;
  int file = real(from, path, flags, mode);
  if (file >= 0 && file < DESCRIPTORS) {
    int is_folder = was_there && S_ISDIR(status.st_mode);
    watched[file] = 1;
    int said = (was_there ? 0 : CREATED) | (flags & O_TRUNC ? EMPTIED : 0) | (is_folder ? FOLDER : 0);
    note(OPEN, file, said, path, NULL, NULL, 0, 0);
  }
  int code = errno;
  pthread_mutex_unlock(&one);
  errno = code;
  return file;
}

#define OPENS(name, parameters, from) \
  int name parameters { \
    static int (*real)(int, const char *, int, ...); \
    if (!real) real = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat"); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    return opened(real, from, path, flags, mode); \
  }
OPENS(open, (const char *path, int flags, ...), AT_FDCWD)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD)
OPENS(openat, (int from, const char *path, int flags, ...), from)
OPENS(openat64, (int from, const char *path, int flags, ...), from)

#define UNDER_LOCK(type, call) \
  pthread_mutex_lock(&one); \
  type result = call; \
  int code = errno

#define DONE \
  pthread_mutex_unlock(&one); \
  errno = code; \
  return result

ssize_t write(int file, const void *bytes, size_t size) {
  REAL(write);
  if (!is_open_there(file)) return real(file, bytes, size);
  UNDER_LOCK(ssize_t, breaks(0) ? -1 : real(file, bytes, size));
  if (result > 0) note(WRITE, file, 0, NULL, NULL, bytes, result, lseek(file, 0, SEEK_CUR) - result);
  DONE;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(writev);
  if (!is_open_there(file)) return real(file, parts, count);
  // In pieces: whoever calls must be ready for that.
  return count > 0 ? write(file, parts[0].iov_base, parts[0].iov_len) : 0;
}

static ssize_t written(ssize_t (*real)(int, const void *, size_t, off_t), int file, const void *bytes, size_t size, off_t at) {
  if (!is_open_there(file)) return real(file, bytes, size, at);
  UNDER_LOCK(ssize_t, breaks(0) ? -1 : real(file, bytes, size, at));
  if (result > 0) note(WRITE, file, 0, NULL, NULL, bytes, result, at);
  DONE;
}
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
  REAL(pwrite);
  return written(real, file, bytes, size, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) {
  REAL(pwrite64);
  return written(real, file, bytes, size, at);
}

static int cut(int (*real)(int, off_t), int file, off_t length) {
  if (!is_open_there(file)) return real(file, length);
  UNDER_LOCK(int, breaks(0) ? -1 : real(file, length));
  if (result == 0) note(LENGTH, file, 0, NULL, NULL, NULL, 0, length);
  DONE;
}
int ftruncate(int file, off_t length) { REAL(ftruncate); return cut(real, file, length); }
int ftruncate64(int file, off64_t length) { REAL(ftruncate64); return cut(real, file, length); }

static int flushed(int (*real)(int), int file) {
  if (!is_open_there(file)) return real(file);
  UNDER_LOCK(int, breaks(1) ? -1 : real(file));
  if (result == 0) note(FLUSH, file, 0, NULL, NULL, NULL, 0, 0);
  DONE;
}
int fsync(int file) { REAL(fsync); return flushed(real, file); }
int fdatasync(int file) { REAL(fdatasync); return flushed(real, file); }

int close(int file) {
  REAL(close);
  if (!is_open_there(file)) return real(file);
  // Noted first: as soon as it is closed, another thread may be given the number.
  UNDER_LOCK(int, (note(CLOSE, file, 0, NULL, NULL, NULL, 0, 0), watched[file] = 0, real(file)));
  DONE;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!is_watched(to)) return real(from, to);
  UNDER_LOCK(int, real(from, to));
  if (result == 0) note(RENAME, -1, 0, from, to, NULL, 0, 0);
  DONE;
}

int link(const char *from, const char *to) {
  REAL(link);
  if (!is_watched(to)) return real(from, to);
  UNDER_LOCK(int, real(from, to));
  if (result == 0) note(LINK, -1, 0, from, to, NULL, 0, 0);
  DONE;
}

int unlink(const char *path) {
  REAL(unlink);
  if (!is_watched(path)) return real(path);
  UNDER_LOCK(int, real(path));
  if (result == 0) note(UNLINK, -1, 0, path, NULL, NULL, 0, 0);
  DONE;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (!is_watched(path)) return real(path, mode);
  UNDER_LOCK(int, real(path, mode));
  if (result == 0) note(MAKE, -1, 0, path, NULL, NULL, 0, 0);
  DONE;
}
