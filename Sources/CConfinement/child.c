#define _GNU_SOURCE
#include "CConfinement.h"

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

int xinbao_confine_this_process(unsigned processorSeconds, size_t memory) {
  // Should the parent end before this line, the limits below end this process, and its output has no reader.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  errno = 0;
  if (nice(5) == -1 && errno != 0) return errno;
  if (limit(RLIMIT_CPU, processorSeconds) != 0 || limit(RLIMIT_AS, memory) != 0 || limit(RLIMIT_CORE, 0) != 0 ||
      limit(RLIMIT_FSIZE, 0) != 0 || limit(RLIMIT_NPROC, 0) != 0 || limit(RLIMIT_NOFILE, 3) != 0)
    return errno;
  return 0;
}
