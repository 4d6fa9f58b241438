#define _GNU_SOURCE
#include "CConfinement.h"
#include "walls.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int limit(__rlimit_resource_t resource, rlim_t most) {
  // Never above what the machine's administrator allows.
  struct rlimit known;
  if (getrlimit(resource, &known) != 0) return -1;
  if (most > known.rlim_max) most = known.rlim_max;
  const struct rlimit limits = {most, most};
  return setrlimit(resource, &limits);
}

// What both kinds of children have in common; `descriptors` is one more than the highest that they may open.
static int confine(
    unsigned processorSeconds, size_t memory, rlim_t descriptors, int becomesAnother, int answersQuestions) {
  // Should the parent end before this line, the limits below end this process, and its output has no reader.
  if (!answersQuestions && prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  errno = 0;
  if (nice(10) == -1 && errno != 0) return errno;
  if (limit(RLIMIT_CPU, processorSeconds) != 0 || limit(RLIMIT_AS, memory) != 0 || limit(RLIMIT_CORE, 0) != 0 ||
      limit(RLIMIT_FSIZE, 0) != 0 || limit(RLIMIT_NOFILE, descriptors) != 0)
    return errno;
  // The number of a user's processes cannot be limited without its threads, and libde265 waits for a thread for ever if it
  // gets none. So the kernel looks at each call, if it can.
  int error = xinbao_stay_alone(becomesAnother, !becomesAnother);
  if (error == ENOSYS) return limit(RLIMIT_NPROC, 0) == 0 ? 0 : errno;
  return error;
}

int xinbao_confine_this_process(unsigned processorSeconds, size_t memory, int answersQuestions) {
  return confine(processorSeconds, memory, 3, 0, answersQuestions);
}

int xinbao_become_confined(
    const char *path, char *const arguments[], char *const environment[], unsigned processorSeconds, size_t memory) {
  int error = xinbao_read_installed_files_only();
  if (error != 0 && error != ENOSYS) return error;
  if ((error = confine(processorSeconds, memory, 64, 1, 0)) != 0) return error;
  execve(path, arguments, environment);
  return errno;
}
