// Code in a process of ours that is in somebody else's hands. As soon as the file `go` is in its folder ($TAKEN_OVER), it does
// there what `tasks` says, a line each, and writes to `said` what became of it:
//   open PATH          the error's number, or 0
//   has HEX            1 if these bytes, of which each is given xor 0x5a, stand anywhere in this process's memory, else 0
//   ask SOCKET JSON    the reply of an issuer, in one line
// With $TAKEN_OVER_AT_READ, it does its tasks, which stand in that variable, at the first read of standard input, after the
// program has confined itself, and writes to standard output.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int error_of(int result) { return result < 0 ? errno : 0; }

static int stands_in(const unsigned char *from, size_t size, const unsigned char *hidden, size_t length) {
  for (size_t at = 0; at + length <= size; at++) {
    size_t same = 0;
    while (same < length && (from[at + same] ^ 0x5a) == hidden[same]) same++;
    if (same == length) return 1;
  }
  return 0;
}

static int has(const char *digits) {
  unsigned char hidden[512];
  size_t length = 0;
  for (; digits[0] && digits[1] && length < sizeof hidden; digits += 2) {
    unsigned value;
    if (sscanf(digits, "%2x", &value) != 1) break;
    hidden[length++] = value;
  }
  FILE *maps = fopen("/proc/self/maps", "r");
  int memory = open("/proc/self/mem", O_RDONLY);
  char line[4096];
  unsigned long first, last;
  char modes[8];
  int found = 0;
  static unsigned char piece[1 << 20];
  while (!found && fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%lx-%lx %7s", &first, &last, modes) != 3 || modes[0] != 'r' || modes[1] != 'w') continue;
    for (unsigned long at = first; at < last && !found; at += sizeof piece - sizeof hidden) {
      // What this search itself read is no find.
      if (at <= (unsigned long)piece + sizeof piece && at + sizeof piece >= (unsigned long)piece) continue;
      size_t want = last - at < sizeof piece ? last - at : sizeof piece;
      ssize_t got = pread(memory, piece, want, at);
      if (got > 0) found = stands_in(piece, got, hidden, length);
    }
  }
  close(memory);
  fclose(maps);
  return found;
}

static void ask(char *rest, FILE *said) {
  char *json = strchr(rest, ' ');
  *json++ = 0;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%.107s", rest);
  int line = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(line, (struct sockaddr *)&address, sizeof address) < 0) {
    fprintf(said, "no connection: %d\n", errno);
    return;
  }
  size_t length_of = strlen(json);
  unsigned char head[4] = {length_of >> 24, length_of >> 16, length_of >> 8, length_of};
  dprintf(line, "POST /1 HTTP/1.1\r\nHost: issuer\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", length_of + 4);
  if (write(line, head, 4) != 4) return;
  dprintf(line, "%s", json);
  static char reply[1 << 20];
  size_t length = 0;
  ssize_t got;
  while (length < sizeof reply - 1 && (got = recv(line, reply + length, sizeof reply - 1 - length, 0)) > 0) length += got;
  reply[length] = 0;
  char *body = strstr(reply, "\r\n\r\n");
  fprintf(said, "%s\n", body ? body + 4 : "no reply");
  close(line);
}

static void *work(void *folder) {
  char path[1024], line[1 << 16];
  snprintf(path, sizeof path, "%s/go", (char *)folder);
  while (access(path, F_OK) != 0) usleep(20000);
  snprintf(path, sizeof path, "%s/tasks", (char *)folder);
  FILE *tasks = fopen(path, "r");
  snprintf(path, sizeof path, "%s/said.part", (char *)folder);
  FILE *said = fopen(path, "w");
  while (fgets(line, sizeof line, tasks)) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "open ", 5) == 0) fprintf(said, "%d\n", error_of(open(line + 5, O_RDONLY)));
    else if (strncmp(line, "has ", 4) == 0) fprintf(said, "%d\n", has(line + 4));
    else if (strncmp(line, "ask ", 4) == 0) ask(line + 4, said);
    else fprintf(said, "unknown\n");
  }
  fclose(tasks);
  fclose(said);
  char whole[1024];
  snprintf(whole, sizeof whole, "%s/said", (char *)folder);
  rename(path, whole);
  return NULL;
}

__attribute__((constructor)) static void begin(void) {
  char *folder = getenv("TAKEN_OVER");
  pthread_t thread;
  if (folder) pthread_create(&thread, NULL, work, strdup(folder));
}

static char at_read[4096];
__attribute__((constructor)) static void note(void) {
  char *given = getenv("TAKEN_OVER_AT_READ");
  if (given) strncpy(at_read, given, sizeof at_read - 1);
}

static void at_work(void) {
  char *task = at_read, *next;
  for (; task; task = next) {
    if ((next = strchr(task, ';'))) *next++ = 0;
    int result = -1;
    errno = 0;
    if (strncmp(task, "open ", 5) == 0) result = open(task + 5, O_RDONLY);
    else if (strcmp(task, "socket") == 0) result = socket(AF_UNIX, SOCK_STREAM, 0);
    else if (strcmp(task, "internet") == 0) result = socket(AF_INET, SOCK_STREAM, 0);
    else if (strcmp(task, "fork") == 0) result = fork();
    dprintf(1, "%s %d\n", task, error_of(result));
  }
}

ssize_t read(int file, void *bytes, size_t size) {
  static int done;
  static ssize_t (*real)(int, void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "read");
  if (file == 0 && at_read[0] && !done) {
    done = 1;
    at_work();
  }
  return real(file, bytes, size);
}
